use super::*;
use crate::inventory::asterisk::config;
use crate::inventory::asterisk::files::MemoryFiles;

fn plan(text: &str) -> Dialplan {
    read(&config::read(&MemoryFiles::new().with("extensions.conf", text), "extensions.conf"))
}

#[test]
fn hints_dials_and_numbers_from_outside() {
    let plan = plan(
        "[general]\nstatic=yes\n[globals]\nOPER=PJSIP/100\nDEEP=${OPER}\nPREFIX=4986158\nLIMIT =,30\n\
         [from-trunk]\nexten => 4989999980201,1,Goto(internal,0201,1)\nexten => _498999998XXX,1,Goto(internal,${EXTEN:9},1)\n\
         [internal]\nexten => 101,hint,PJSIP/101&Custom:DND101\nexten => _1XX,hint,PJSIP/${EXTEN}\n\
         exten => 101,1,Dial(PJSIP/101,20,tT)\n same => n,VoiceMail(101@default,u)\n\
         exten = 500,1(ring),Dial(PJSIP/101&PJSIP/102&Local/0201@internal/n,25)\n\
         exten => _2XX,1,Dial(PJSIP/${EXTEN})\n same => n(again),dial(${PJSIP_DIAL_CONTACTS(${EXTEN})},30)\n\
         exten => 0,1,Dial(${DEEP}&PJSIP/101)\nexten => ${PREFIX}100,1,Goto(internal,100,1)\n\
         exten => 399,1,Dial(DAHDI/4)\nexten => 1,1,Goto(2,1)\nexten => _3XX,1,Dial(PJSIP/${EXTEN}${LIMIT})\ninclude => did\ninclude => night,18:00-08:00,*,*,*\n\
         [internal]\nexten => 120,1,NoOp(second section)\n",
    );
    let dials: Vec<_> = plan
        .dials
        .iter()
        .map(|d| {
            let rings: Vec<&str> = d.rings.iter().map(crate::domain::Extension::as_str).collect();
            (d.pattern.as_str(), d.priority.as_str(), d.text.as_str(), rings, d.by_pattern, d.all_contacts)
        })
        .collect();
    assert_eq!(
        dials,
        [
            ("101", "1", "PJSIP/101,20,tT", vec!["101"], false, false),
            ("500", "1(ring)", "PJSIP/101&PJSIP/102&Local/0201@internal/n,25", vec!["101", "102"], false, false),
            ("_2XX", "1", "PJSIP/${EXTEN}", vec![], true, false),
            ("_2XX", "n(again)", "${PJSIP_DIAL_CONTACTS(${EXTEN})},30", vec![], false, true),
            ("0", "1", "${DEEP}&PJSIP/101", vec!["100", "101"], false, false),
            ("_3XX", "1", "PJSIP/${EXTEN}${LIMIT}", vec![], true, false),
        ]
    );
    let hints: Vec<(&str, &str)> = plan.hints.iter().map(|h| (h.pattern.as_str(), h.devices.as_str())).collect();
    assert_eq!(hints, [("101", "PJSIP/101&Custom:DND101"), ("_1XX", "PJSIP/${EXTEN}")]);
    let dids: Vec<(&str, &str)> = plan.dids.iter().map(|d| (d.pattern.as_str(), d.target.as_str())).collect();
    assert_eq!(dids, [("4989999980201", "0201"), ("_498999998XXX", "${EXTEN:9}"), ("4986158100", "100")]);
    assert_eq!(plan.contexts.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["from-trunk", "internal"]);
    assert_eq!(plan.contexts[1].includes, ["did", "night"]);
    assert_eq!(plan.findings, []);
    assert_eq!((plan.dials[0].at.line(), plan.dials[0].at.column()), (14, 10));
}

#[test]
fn what_is_not_understood_is_named() {
    let plan = plan(
        "[macro-x]\nexten => s,1,Dial(PJSIP/${ARG1})\nexten => s,2,GotoIf($[1]?a)\nexten => s,3,Macro(x)\nexten => s,9,Set(D=PJSIP/100)\n\
         switch => Realtime/x@extensions\n[b]\nsame => n,Hangup\nexten => 104,1,NoOp(a,b;c)\nexten => 1\n",
    );
    let found: Vec<(&str, u32, &str)> =
        plan.findings.iter().map(|f| (f.code.as_str(), f.place.as_ref().map_or(0, Place::line), f.what.en.as_ref())).collect();
    assert_eq!(
        found,
        [
            ("inventory/same-without-exten", 8, "`same` stands before any `exten` of context `[b]`"),
            ("inventory/application-unclosed", 9, "`NoOp(` has no closing parenthesis in this line"),
            ("inventory/dialplan-not-understood", 3, "lines 3-4, 6, 10 were not understood (4 lines)"),
        ]
    );
}

/// Asterisk keeps the first line of a number and a priority: what the second one does is told and taken nowhere.
#[test]
fn a_line_that_asterisk_refuses_is_told_and_not_taken() {
    let text = "[out]\nexten => +498999998101,1,Goto(in,102,1)\nexten => +498999998101,1,Goto(in,101,1)\n\
        [in]\nexten => 101,1,Dial(PJSIP/101)\nexten => 101,1,Dial(PJSIP/102)\n same => n,Hangup()\n\
        exten => 102,hint,PJSIP/102\nexten => 102,hint,PJSIP/103\nexten => 102,1,Dial(PJSIP/102)\n";
    let files = MemoryFiles::new().with("extensions.conf", text);
    let config = config::read(&files, "extensions.conf");
    let plan = read(&config);
    let rings: Vec<(&str, &str)> = plan.dials.iter().map(|dial| (dial.pattern.as_str(), dial.text.as_str())).collect();
    assert_eq!(rings, [("101", "PJSIP/101"), ("102", "PJSIP/102")]);
    assert_eq!((plan.dids.len(), plan.dids[0].target.as_str(), plan.hints.len()), (1, "102", 1));
    let told: Vec<String> = plan
        .findings
        .iter()
        .map(|f| {
            assert_eq!(f.code, codes::LINE_REFUSED.code());
            format!("{} {} <- {}", f.place.as_ref().map_or(0, Place::line), f.what.en, f.related[0].0.line())
        })
        .collect();
    assert_eq!(
        told,
        [
            "3 `+498999998101` in `[out]` has priority `1` already: Asterisk refuses this line (`Goto`) <- 2",
            "6 `101` in `[in]` has priority `1` already: Asterisk refuses this line (`Dial`) <- 5",
            "9 `102` in `[in]` has priority `hint` already: Asterisk refuses this line (`PJSIP/103`) <- 8",
        ]
    );
    // A table has no order of loading.
    assert_eq!((read_rows(&config).dids.len(), read_rows(&config).findings.len()), (2, 0));
}

#[test]
fn globals_cannot_unfold_without_end() {
    let mut text = "[globals]\n".to_owned();
    for n in 0..60 {
        text.push_str(&format!("V{n}=${{V{}}}${{V{}}}\n", n + 1, n + 1));
    }
    text.push_str("LOOP=${LOOP}&${LOOP}\n[a]\nexten => 1,1,Dial(${V0}&${LOOP})\n");
    let dials = plan(&text).dials;
    assert_eq!((dials.len(), dials[0].text.as_str()), (1, "${V0}&${LOOP}"));
    assert!(dials[0].resolved.as_ref().is_none_or(|text| text.len() <= 8_191));
}

/// Lines without end are counted, not kept.
#[test]
fn lines_beyond_the_limit_are_told() {
    use std::fmt::Write as _;
    let mut text = "[a]\n".to_owned();
    for number in 1000..1000 + MOST_LINES + 50 {
        let _ = writeln!(text, "exten => {number},1,Dial(PJSIP/{number})");
    }
    let plan = plan(&text);
    assert_eq!((plan.dials.len(), plan.routes.len()), (MOST_LINES, MOST_LINES));
    let told: Vec<_> = plan.findings.iter().filter(|f| f.code == codes::DIALPLAN_TOO_LARGE.code()).collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].what.en.contains("; 50 from here on"), "{}", told[0].what.en);
    assert_eq!(told[0].place.as_ref().map(Place::line), Some(u32::try_from(MOST_LINES).unwrap() + 2));
}

/// A variable that has one value is put in; one that may have another stays, and so does the line that fills it.
#[test]
fn variables_with_one_value_are_put_in() {
    let plan = plan(
        "[globals]\nOPER=PJSIP/100\nMOVES=PJSIP/100\n[a]\nexten => 1,1,Set(DEV=PJSIP/101)\n same => n,Dial(${DEV},20)\n\
         exten => 2,1,Set(OTHER=PJSIP/101)\n same => n,ExecIf($[1]?Set(OTHER=PJSIP/102))\n same => n,Dial(${OTHER})\n\
         exten => 3,1,Dial(${OPER})\nexten => 4,1,Set(GLOBAL(MOVES)=${EXTEN})\nexten => 5,1,Dial(${MOVES})\n\
         exten => 6,hint,PJSIP/106,presence\nexten => 6,1,Dial(${HINT},9)\nexten => 7,1,Read(KEYS,x)\n same => n,Dial(PJSIP/${KEYS})\n\
         exten => 8,1,Set(SUM=$[1 + 1])\n same => n,Dial(PJSIP/${SUM})\nexten => 9,1,Dial(Local/1@a)\nexten => 10,1,Dial(MOTIF/x)\n",
    );
    let short: Vec<(&str, &str, Option<&str>)> =
        plan.dials.iter().map(|d| (d.pattern.as_str(), d.app.as_str(), d.resolved.as_deref())).collect();
    assert_eq!(
        short,
        [
            ("1", "Dial", Some("PJSIP/101,20")),
            ("2", "Set", None),
            ("2", "ExecIf", None),
            ("2", "Dial", None),
            ("3", "Dial", Some("PJSIP/100")),
            ("5", "Dial", None),
            ("6", "Dial", Some("PJSIP/106,9")),
            ("7", "Dial", None),
            ("8", "Dial", None),
        ]
    );
    assert_eq!(plan.dials[0].rings[0].as_str(), "101");
    assert_eq!(plan.findings[0].what.en, "line 20 was not understood");
}
