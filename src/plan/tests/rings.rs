//! Lines that reach one of two devices: what `inventory check` knows of is what the plan lists, whatever form a line has.

use super::*;
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::asterisk::{ImportConfig, import};
use crate::inventory::check::check;
use crate::plan::model::{Effect, OneRing, Plan};
use crate::policy::media::RingStrategy;
use crate::policy::overrides::{Level, Override, Setting};

/// Every form, each with the replacement: a text, none where there is something to do by hand, and nothing where the line is right.
const DIALPLAN: &[(&str, &[Option<&str>])] = &[
    ("[globals]", &[]),
    ("RECEPTION=PJSIP/2001", &[]),
    ("GROUP=PJSIP/2001&PJSIP/2002,25", &[]),
    ("[intern]", &[]),
    ("exten => 2001,hint,PJSIP/2001", &[]),
    ("exten => 2002,hint,PJSIP/2002", &[]),
    ("exten => 2002,1,Dial(${HINT},20)", &[Some("Dial(${PJSIP_DIAL_CONTACTS(2002)},20)")]),
    ("exten => 0,1,Dial(${RECEPTION},20)", &[Some("Dial(${PJSIP_DIAL_CONTACTS(2001)},20)")]),
    ("exten => 600,1,Dial(${GROUP})", &[Some("Dial(${PJSIP_DIAL_CONTACTS(2001)}&${PJSIP_DIAL_CONTACTS(2002)},25)")]),
    ("exten => 601,1,Page(PJSIP/2001&PJSIP/9,i)", &[Some("Page(${PJSIP_DIAL_CONTACTS(2001)}&PJSIP/9,i)")]),
    ("exten => 602,1,Page(PJSIP/2001,s)", &[None]),
    (
        "exten => 603,1,ExecIf($[${A}]?Dial(PJSIP/2001,20):Dial(PJSIP/9))",
        &[Some("ExecIf($[${A}]?Dial(${PJSIP_DIAL_CONTACTS(2001)},20):Dial(PJSIP/9))")],
    ),
    ("exten => 604,1,RetryDial(busy,5,3,PJSIP/2002,20)", &[Some("RetryDial(busy,5,3,${PJSIP_DIAL_CONTACTS(2002)},20)")]),
    (
        "exten => 605,1,AddQueueMember(amt,PJSIP/2001,1)",
        &[Some("AddQueueMember(amt,Local/2001@deskshift-ring/n,1,,PJSIP/2001,PJSIP/2001)")],
    ),
    (" same => n,RemoveQueueMember(amt,PJSIP/2001)", &[Some("RemoveQueueMember(amt,Local/2001@deskshift-ring/n)")]),
    (
        " same => n,AddQueueMember(amt,PJSIP/${CALLERID(num)},,,Anna)",
        &[Some("AddQueueMember(amt,Local/${CALLERID(num)}@deskshift-ring/n,,,Anna,PJSIP/${CALLERID(num)})")],
    ),
    (" same => n,AddQueueMember(amt)", &[None]),
    ("exten => 606,1,Set(DEV=PJSIP/2001)", &[]),
    (" same => n,Dial(${DEV},20)", &[Some("Dial(${PJSIP_DIAL_CONTACTS(2001)},20)")]),
    ("exten => 607,1,Set(__OTHER=PJSIP/2002)", &[None]),
    (" same => n,Goto(later,s,1)", &[]),
    ("exten => _21XX,1,Dial(PJSIP/20${EXTEN:2})", &[Some("Dial(${PJSIP_DIAL_CONTACTS(20${EXTEN:2})})")]),
    ("exten => _3XXX,1,Dial(PJSIP/${EXTEN})", &[]),
    ("exten => _92XXX,1,Dial(PJSIP/${EXTEN:1},9)", &[Some("Dial(${PJSIP_DIAL_CONTACTS(${EXTEN:1})},9)")]),
    ("exten => 608,1,Dial(${DB(ziel/608)})", &[None]),
    ("exten => 609,1,Gosub(ring,s,1(PJSIP/2001))", &[None]),
    ("exten => 610,1,Dial(pjsip/2001)", &[Some("Dial(${PJSIP_DIAL_CONTACTS(2001)})")]),
    ("exten => 611,1,Dial(${PJSIP_DIAL_CONTACTS(2001)},20)", &[]),
    ("exten => 612,1,Dial(Local/2001@intern)", &[]),
    ("exten => 613,1,Dial(PJSIP/${EXTEN}@amt)", &[]),
    ("exten => 614,1,Dial(PJSIP/9)", &[]),
    ("exten => 615,1,Dial(PJSIP/2001/sip:2001@192.0.2.7:5060,20)", &[None]),
    ("exten => 616,1,Dial(PJSIP/2001|20)", &[None]),
    ("exten => 617,1,Originate(PJSIP/2001,exten,intern,600,1)", &[None]),
    ("exten => 618,1,FollowMe(2001)", &[None]),
    ("exten => 619,1,ExecIf($[${A}],Dial,PJSIP/2001,20)", &[None]),
    (
        "exten => 620,1,ExecIfTime(08:00-17:00,mon-fri,*,*?Dial(PJSIP/2001,20))",
        &[Some("ExecIfTime(08:00-17:00,mon-fri,*,*?Dial(${PJSIP_DIAL_CONTACTS(2001)},20))")],
    ),
    ("exten => 621,1,Dial(PJSIP/amt/sip:0171@carrier.example)", &[]),
    ("[later]", &[]),
    ("exten => s,1,Dial(${OTHER})", &[None]),
    ("[macro-ring]", &[]),
    ("exten => s,1,Dial(PJSIP/${ARG1},20)", &[Some("Dial(${PJSIP_DIAL_CONTACTS(${ARG1})},20)")]),
    ("[ring]", &[]),
    ("exten => s,1,Dial(${ARG1},20)", &[None]),
];

/// 2001 and 2002 with this dialplan, and 2002 in a queue.
fn world() -> World {
    let mut world = World::new();
    world.add("2002", "Bernd", "Beispiel");
    let text: String = DIALPLAN.iter().map(|(line, _)| format!("{line}\n")).collect();
    let files = MemoryFiles::new().with("extensions.conf", text).with("queues.conf", "[amt]\nmember => PJSIP/2002,1\n");
    let read = import(&files, &ImportConfig { pjsip: String::new(), ..ImportConfig::default() });
    (world.inventory.dials, world.inventory.hints, world.inventory.queues) = (read.dials, read.hints, read.queues);
    world
}

/// How many lines of each sort `check` counts.
fn counted(world: &World) -> Vec<usize> {
    let findings = check(&world.inventory, &world.secrets, &world.site);
    let of_rings = findings.iter().filter(|finding| finding.code.as_str() == "inventory/dial-rings-one-device");
    let figure = |text: &str| text.rsplit_once(": ")?.1.split(' ').next()?.parse().ok();
    of_rings.map(|finding| figure(&finding.what.en).expect("a figure")).collect()
}

fn of_plan(plan: &Plan) -> Vec<usize> {
    let all = [Effect::Rings, Effect::Unknown, Effect::Watches]
        .map(|effect| plan.one_ring.iter().filter(|r| r.effect == effect).count());
    all.into_iter().filter(|n| *n > 0).collect()
}

#[test]
fn every_form_of_a_line_is_rewritten_or_listed() {
    let plan = world().plan();
    let at = |place: &Place| usize::try_from(place.line()).unwrap();
    for (index, (line, expected)) in DIALPLAN.iter().enumerate() {
        let found: Vec<&OneRing> =
            plan.one_ring.iter().filter(|r| r.at.file_name() == "extensions.conf" && at(&r.at) == index + 1).collect();
        let instead: Vec<Option<&str>> = found.iter().map(|ring| ring.instead.as_deref()).collect();
        assert_eq!(instead, *expected, "{line}");
        assert!(found.iter().all(|ring| ring.instead.is_some() || ring.todo.is_some()), "what is to be done with {line}?");
        // What stands there now is as it is to be found.
        assert!(found.iter().all(|ring| line.contains(&ring.text)), "{line}: {found:?}");
    }
    let queue: Vec<_> = plan.one_ring.iter().filter(|ring| ring.at.file_name() == "queues.conf").collect();
    assert_eq!(queue.len(), 1);
    assert_eq!(queue[0].instead.as_deref(), Some("member => Local/2002@deskshift-ring/n,1,PJSIP/2002,PJSIP/2002"));
}

/// Two devices are planned: a line without a sure replacement is an error of the plan, one with it is not.
#[test]
fn lines_to_change_by_hand_are_an_error_of_the_plan() {
    let mut world = world();
    let of = |world: &World, slug: &str| -> Vec<(crate::diag::Severity, usize)> {
        let plan = world.plan();
        let found = plan.findings.iter().filter(|finding| finding.code.as_str() == slug);
        found.map(|finding| (finding.severity, finding.items.len())).collect()
    };
    let by_hand = world.plan().one_ring.iter().filter(|ring| ring.effect == Effect::Rings && ring.instead.is_none()).count();
    assert!(by_hand > 3);
    assert_eq!(of(&world, "plan/rings-one-device-by-hand").len(), 1);
    world.inventory.dials.retain(|dial| dial.text == "PJSIP/2001&PJSIP/9,i");
    assert_eq!(world.inventory.dials.len(), 1);
    assert_eq!(of(&world, "plan/rings-one-device-by-hand"), []);
    assert_eq!(of(&world, "plan/rings-one-device").len(), 1);
    assert_eq!(of(&world, "plan/rings-one-device")[0].0, crate::diag::Severity::Warning);
}

#[test]
fn check_and_plan_know_the_same_lines() {
    type Change = fn(&mut World);
    let changes: [(&str, Change); 6] = [
        ("as it is", |_| {}),
        ("one contact stays", |w| w.site.pbx.keep_contact_limit.push(ext("2001"))),
        ("a leaver", |w| w.site.secrets.revoke.push(ext("2001"))),
        ("no rule for 2002", |w| w.site.clients[0].extensions.push(ext("2001"))),
        ("web phones", |w| {
            w.site.pbx.webrtc_twins = true;
            w.site.clients[0] = rule("webphone", Transport::Wss);
        }),
        ("a web phone for one of the two, by its device", |w| {
            w.site.pbx.webrtc_twins = true;
            let mut web = rule("webphone", Transport::Wss);
            web.extensions.push(ext("2001"));
            w.site.clients.insert(0, web);
        }),
    ];
    let mut seen = BTreeSet::new();
    for (name, change) in changes {
        let mut world = world();
        change(&mut world);
        let plan = world.plan();
        let figures = of_plan(&plan);
        assert_eq!(counted(&world), figures, "{name}");
        seen.insert(figures);
    }
    assert!(seen.len() > 3, "the cases differ: {seen:?}");
    // One that forks by itself has no such lines.
    let mut world = world();
    world.site.pbx.kind = PbxKind::Kamailio;
    assert_eq!((counted(&world), of_plan(&world.plan())), (vec![], vec![]));
}

#[test]
fn a_web_phone_is_rung_and_watched_beside_the_desk_phone() {
    let mut world = world();
    world.site.pbx.webrtc_twins = true;
    let mut web = rule("webphone", Transport::Wss);
    web.extensions.push(ext("2001"));
    world.site.clients.insert(0, web);
    let hint = |pattern: &str, devices: &str, line| Hint {
        context: "intern".into(),
        pattern: pattern.into(),
        devices: devices.into(),
        at: Place::at("hints.conf", line, 1),
    };
    world.inventory.hints = vec![
        hint("2001", "PJSIP/2001&Custom:DND2001,CustomPresence:2001", 1),
        hint("2002", "PJSIP/2002", 2),
        hint("_20XX", "PJSIP/${EXTEN}", 3),
        hint("2001", "PJSIP/2001&PJSIP/2001-web", 4),
    ];
    let members = &mut world.inventory.queues[0].members;
    let mut member = members[0].clone();
    (member.interface, member.state_interface) = ("Local/2001@intern/n".into(), Some("PJSIP/2001".into()));
    members.push(member);
    let plan = world.plan();
    let new = |subject: &str| -> Vec<&str> {
        plan.one_ring.iter().filter(|r| r.subject == subject).filter_map(|r| r.instead.as_deref()).collect()
    };
    assert_eq!(new("2001"), ["exten => 2001,hint,PJSIP/2001&PJSIP/2001-web&Custom:DND2001,CustomPresence:2001"]);
    assert_eq!(new("_20XX"), ["exten => _20XX,hint,PJSIP/${EXTEN}&PJSIP/${EXTEN}-web"]);
    assert_eq!(new("611"), ["Dial(${PJSIP_DIAL_CONTACTS(2001)}&PJSIP/2001-web,20)"]);
    assert_eq!(new("_21XX"), ["Dial(${PJSIP_DIAL_CONTACTS(20${EXTEN:2})}&PJSIP/20${EXTEN:2}-web)"]);
    assert_eq!(plan.one_ring.iter().filter(|ring| ring.effect == Effect::Watches).count(), 3);
    let queue: Vec<&OneRing> = plan.one_ring.iter().filter(|ring| ring.subject == "Local/2001@intern/n").collect();
    assert_eq!((queue.len(), queue[0].text.as_str()), (1, "member => Local/2001@intern/n,1,,PJSIP/2001"));
    assert!(queue[0].todo.as_ref().unwrap().en.contains("`hint:NUMBER@CONTEXT`"), "{queue:?}");
    // One that saw the web phone alone is told what to write, and that it sees one of the two then.
    let back = world.inventory.clone();
    let seen = world.inventory.queues[0].members.last_mut().unwrap();
    seen.state_interface = Some("PJSIP/2001-web".into());
    let again = world.plan().one_ring;
    let queue = again.iter().find(|ring| ring.subject == "Local/2001@intern/n").unwrap();
    assert_eq!(queue.instead.as_deref(), Some("member => Local/2001@intern/n,1,Local/2001@intern/n,PJSIP/2001"));
    assert!(queue.todo.as_ref().unwrap().en.contains("`PJSIP/2001` as its state interface, or `hint:"), "{queue:?}");
    assert_eq!(queue.effect, Effect::Watches);
    world.inventory = back;
    // The web phone has an AOR of its own: the limit of the desk phone's does not matter to it.
    world.site.pbx.keep_contact_limit.push(ext("2001"));
    assert!(!world.codes().contains("plan/contact-limit-kept"));
    world.site.pbx.keep_contact_limit.push(ext("2002"));
    assert!(world.codes().contains("plan/contact-limit-kept"));
    let line = world.plan().lines[0].as_of(true);
    assert!(line.aor_user == "2001-web" && !line.facts.limit_kept);
}

/// Everybody's calls leave the desk phone out.
pub(super) fn at_home() -> Vec<Override> {
    let at = Place::at("deskshift.yaml", 40, 3);
    let settings = vec![(Setting::RingStrategy(RingStrategy::HomeOnly), at.clone())];
    vec![Override { level: Level::Organisation, at, settings }]
}

/// A web phone has an endpoint of its own, so the dialplan can leave the desk phone out; but not by a pattern, which others need.
#[test]
fn calls_that_ring_at_home_only_name_the_web_phone_alone() {
    let mut world = world();
    world.site.pbx.webrtc_twins = true;
    let mut web = rule("webphone", Transport::Wss);
    web.srtp = Some(Srtp::Required);
    web.extensions.push(ext("2001"));
    world.site.clients.insert(0, web);
    let mut only = at_home();
    only[0].level = Level::Person("p2001".parse().unwrap());
    world.site.overrides = only;
    let members = &mut world.inventory.queues[0].members;
    let (mut desk, mut earlier) = (members[0].clone(), members[0].clone());
    (desk.interface, desk.penalty) = ("PJSIP/2001".into(), 0);
    (earlier.interface, earlier.penalty) = ("Local/2001@intern/n".into(), 0);
    (earlier.name, earlier.state_interface) = (Some("PJSIP/2001".into()), Some("PJSIP/2001".into()));
    members.extend([desk, earlier]);
    let plan = world.plan();
    let line = |subject: &str| plan.one_ring.iter().find(|r| r.subject == subject).unwrap_or_else(|| panic!("{subject}"));
    let new = |subject: &str| line(subject).instead.as_deref();
    assert_eq!(new("0"), Some("Dial(PJSIP/2001-web,20)"));
    assert_eq!(new("600"), Some("Dial(PJSIP/2001-web&${PJSIP_DIAL_CONTACTS(2002)},25)"));
    assert_eq!(new("603"), Some("ExecIf($[${A}]?Dial(PJSIP/2001-web,20):Dial(PJSIP/9))"));
    assert_eq!(new("611"), Some("Dial(PJSIP/2001-web,20)"));
    // The state of the phone that is left out is not the member's.
    assert_eq!(
        new("605"),
        Some("AddQueueMember(amt,Local/2001@deskshift-ring/n,1,,PJSIP/2001,PJSIP/2001-web)"),
        "{:?}",
        line("605")
    );
    assert_eq!(new("PJSIP/2001"), Some("member => Local/2001@deskshift-ring/n,0,PJSIP/2001,PJSIP/2001-web"));
    assert!(line("PJSIP/2001").todo.is_none(), "{:?}", line("PJSIP/2001").todo);
    assert_eq!(new("Local/2001@intern/n"), Some("member => Local/2001@intern/n,0,PJSIP/2001,PJSIP/2001-web"));
    assert!(line("611").why.en.contains("home-only"), "{:?}", line("611").why);
    let pattern = line("_21XX");
    assert!(pattern.instead.is_none() && pattern.todo.as_ref().unwrap().en.contains("line of its own"), "{pattern:?}");
    // Nothing changes for whom both devices ring, and lamps go on watching both.
    assert_eq!(new("604"), Some("RetryDial(busy,5,3,${PJSIP_DIAL_CONTACTS(2002)},20)"));
    assert!(plan.one_ring.iter().any(|ring| ring.effect == Effect::Watches));
    let told: Vec<&str> = plan.findings.iter().map(|f| f.code.as_str()).filter(|code| code.contains("home-only")).collect();
    assert_eq!(told, ["plan/home-only"]);
    // Where the web phone stands beside it already, the desk phone alone goes.
    let index = world.inventory.dials.iter().position(|dial| dial.pattern == "611").unwrap();
    world.inventory.dials[index].text = "PJSIP/2001&PJSIP/2001-web,20".into();
    let plan = world.plan();
    let changed = plan.one_ring.iter().find(|ring| ring.subject == "611").unwrap();
    assert_eq!(changed.instead.as_deref(), Some("Dial(PJSIP/2001-web,20)"));
    world.inventory.dials[index].text = "PJSIP/2001-web,20".into();
    assert!(!world.plan().one_ring.iter().any(|ring| ring.subject == "611"));
}

/// Lines that name a web phone alone, with what is written where it is there and the desk phone rings too, and where it is no more.
const WEB_ALONE: &[(&str, Option<&str>, Option<&str>)] = &[
    (
        "exten => 0,1,Dial(PJSIP/2001-web,20)",
        Some("Dial(${PJSIP_DIAL_CONTACTS(2001)}&PJSIP/2001-web,20)"),
        Some("Dial(PJSIP/2001,20)"),
    ),
    (
        "exten => 1,1,Dial(${PJSIP_DIAL_CONTACTS(2001-web)})",
        Some("Dial(${PJSIP_DIAL_CONTACTS(2001)}&${PJSIP_DIAL_CONTACTS(2001-web)})"),
        Some("Dial(PJSIP/2001)"),
    ),
    ("exten => 2,1,Dial(${PJSIP_DIAL_CONTACTS(2001)}&PJSIP/2001-web)", None, None),
    (
        "exten => 3,1,ExecIf($[1]?Dial(PJSIP/9&PJSIP/2001-web))",
        Some("ExecIf($[1]?Dial(PJSIP/9&${PJSIP_DIAL_CONTACTS(2001)}&PJSIP/2001-web))"),
        Some("ExecIf($[1]?Dial(PJSIP/9&PJSIP/2001))"),
    ),
    (
        "exten => _2XXX,1,Dial(PJSIP/${EXTEN}-web)",
        Some("Dial(${PJSIP_DIAL_CONTACTS(${EXTEN})}&PJSIP/${EXTEN}-web)"),
        Some("Dial(PJSIP/${EXTEN})"),
    ),
    ("exten => _3XXX,1,Dial(PJSIP/${EXTEN}-web)", None, None),
    ("exten => 4,1,Dial(PJSIP/9-web)", None, None),
    (
        "exten => 5,1,AddQueueMember(amt,PJSIP/2001-web)",
        Some("AddQueueMember(amt,Local/2001@deskshift-ring/n,,,PJSIP/2001-web,PJSIP/2001)"),
        Some("AddQueueMember(amt,PJSIP/2001)"),
    ),
    (
        "exten => 6,1,AddQueueMember(amt,Local/2001@i/n,,,,PJSIP/2001-web)",
        Some("AddQueueMember(amt,Local/2001@i/n,,,,PJSIP/2001)"),
        Some("AddQueueMember(amt,Local/2001@i/n,,,,PJSIP/2001)"),
    ),
    ("exten => 7,hint,PJSIP/2001-web", Some("exten => 7,hint,PJSIP/2001&PJSIP/2001-web"), Some("exten => 7,hint,PJSIP/2001")),
    (
        "exten => 8,1,RemoveQueueMember(amt,PJSIP/2001-web)",
        Some("RemoveQueueMember(amt,Local/2001@deskshift-ring/n)"),
        Some("RemoveQueueMember(amt,PJSIP/2001)"),
    ),
];

#[test]
fn a_web_phone_that_rings_alone_is_rung_with_its_desk_phone() {
    let mut world = World::new();
    world.site.pbx.webrtc_twins = true;
    world.site.pbx.contacts_per_line = 1;
    world.site.clients = vec![rule("webphone", Transport::Wss)];
    world.site.clients[0].srtp = Some(Srtp::Required);
    let text: String = WEB_ALONE.iter().map(|(line, ..)| format!("{line}\n")).collect();
    let queue = "[amt]\nmember => PJSIP/2001-web,1\nmember => Local/2001@i/n,0,Anna,PJSIP/2001-web\n";
    let ring = "[deskshift-ring]\nexten => 2001,1,Dial(PJSIP/2001-web)\n";
    let files = MemoryFiles::new().with("extensions.conf", format!("[intern]\n{text}{ring}")).with("queues.conf", queue);
    let read = import(&files, &ImportConfig { pjsip: String::new(), ..ImportConfig::default() });
    (world.inventory.dials, world.inventory.hints, world.inventory.queues) = (read.dials, read.hints, read.queues);
    let judged = |world: &World, gone: bool| {
        let plan = world.plan();
        for (index, (line, there, without)) in WEB_ALONE.iter().enumerate() {
            let at = |ring: &&OneRing| ring.at.file_name() == "extensions.conf" && ring.at.line() as usize == index + 2;
            let found: Vec<Option<&str>> = plan.one_ring.iter().filter(at).map(|ring| ring.instead.as_deref()).collect();
            let expected = if gone { without } else { there };
            assert_eq!(found, expected.iter().map(|new| Some(*new)).collect::<Vec<_>>(), "{line}");
        }
        let line = u32::try_from(WEB_ALONE.len()).unwrap() + 3;
        assert!(!plan.one_ring.iter().any(|ring| ring.at.file_name() == "extensions.conf" && ring.at.line() >= line));
        let of_queue = plan.one_ring.iter().filter(|ring| ring.at.file_name() == "queues.conf");
        of_queue.map(|ring| (ring.effect, ring.instead.clone().unwrap_or_default())).collect::<Vec<_>>()
    };
    let there = judged(&world, false);
    assert_eq!(there[0], (Effect::Rings, "member => Local/2001@deskshift-ring/n,1,PJSIP/2001-web,PJSIP/2001".into()));
    assert_eq!(there[1], (Effect::Watches, "member => Local/2001@i/n,0,Anna,PJSIP/2001".into()));
    // `check` does not know whether they are to ring alone.
    assert!(!counted(&world).contains(&9), "{:?}", counted(&world));
    world.site.clients = vec![rule("linphone-xml", Transport::Tls)];
    let gone = judged(&world, true);
    assert_eq!(gone[0], (Effect::Rings, "member => PJSIP/2001,1,PJSIP/2001-web,PJSIP/2001".into()));
    assert_eq!(gone[1], (Effect::Rings, "member => Local/2001@i/n,0,Anna,PJSIP/2001".into()));
    // Without a rule nobody is planned, and still the telephone is to ring.
    world.site.clients[0].extensions.push(ext("2999"));
    assert_eq!(judged(&world, true), gone);
    // One that the telephone system has itself is none of ours.
    world.inventory.web_endpoints = vec!["2001-web".into()];
    assert_eq!(world.plan().one_ring, []);
}

/// Where only some are to ring at home, a pattern with web phones alone is one to change by hand.
#[test]
fn a_pattern_of_web_phones_alone_is_mixed_where_some_ring_at_home_only() {
    let mut world = World::new();
    world.add("2002", "Bernd", "Beispiel");
    world.site.pbx.webrtc_twins = true;
    world.site.clients = vec![rule("webphone", Transport::Wss)];
    world.site.clients[0].srtp = Some(Srtp::Required);
    world.site.overrides = at_home();
    let files = MemoryFiles::new().with("extensions.conf", "[i]\nexten => _2XXX,1,Dial(PJSIP/${EXTEN}-web)\n");
    world.inventory.dials = import(&files, &ImportConfig { pjsip: String::new(), ..ImportConfig::default() }).dials;
    assert_eq!(world.plan().one_ring, []);
    world.site.overrides[0].level = Level::Person("p2001".parse().unwrap());
    let plan = world.plan();
    assert_eq!((plan.one_ring.len(), &plan.one_ring[0].instead), (1, &None));
    assert_eq!(plan.one_ring[0].extensions, [ext("2002")]);
}

/// On one account only a password that the desk phone does not get tells the two apart; and the word of a client's files is not asked.
#[test]
fn on_one_account_a_new_password_leaves_the_desk_phone_out_or_nothing_does() {
    let mut world = World::new();
    let codes = |world: &World| -> Vec<String> {
        let of = |code: &String| code.contains("home-only") || code.contains("without-effect");
        world.codes().into_iter().filter(of).collect()
    };
    assert_eq!(codes(&world), [""; 0]);
    world.site.overrides = at_home();
    assert_eq!(codes(&world), ["plan/home-only-refused"]);
    // A file that leaves a password out is told by the same plan that says so, and none is to be taken from it that is not in it.
    let all = |world: &World| world.codes().into_iter().filter(|code| code.contains("/secret-")).collect::<Vec<_>>();
    assert_eq!(world.plan().without_desk_phone().len(), 0);
    for (mode, expected, secrets, without) in [
        (SecretMode::Rotate, "plan/home-only", &[][..], 1),
        (SecretMode::Beside, "plan/home-only-refused", &["plan/secret-added"][..], 0),
    ] {
        world.site.secrets.mode = mode;
        assert_eq!(codes(&world), [expected]);
        assert_eq!(
            (all(&world), world.plan().without_desk_phone().len()),
            (secrets.iter().map(ToString::to_string).collect(), without)
        );
    }
    // Where the profile is the desk phone's own, it gets the password and rings on.
    let phone = &world.site.clients[0].client;
    world.clients.get_mut(phone).unwrap().of_a_device = true;
    world.site.secrets.mode = SecretMode::Rotate;
    assert_eq!(codes(&world), ["plan/override-without-effect"]);
    assert_eq!((all(&world), world.plan().without_desk_phone().len()), (vec!["plan/secret-renewed".to_owned()], 0));
    world.clients.values_mut().for_each(|facts| facts.of_a_device = false);
    world.site.overrides[0].settings[0].0 = Setting::RingStrategy(RingStrategy::Both);
    assert_eq!((codes(&world), world.plan().without_desk_phone().len()), (vec![], 0));
}

#[test]
fn rows_of_a_database_are_changed_by_statements() {
    let mut world = World::new();
    let member = |interface: &str, name: Option<&str>| QueueMember {
        interface: interface.into(),
        extension: Some(ext("2001")),
        penalty: 0,
        name: name.map(Into::into),
        state_interface: None,
        dynamic: false,
        row: true,
        at: Place::at("asterisk.sql", 9, 1),
    };
    let mut logged_in = member("PJSIP/2001", None);
    (logged_in.dynamic, logged_in.row) = (true, false);
    let members = vec![member("PJSIP/2001", Some("O'Neil; Anna")), logged_in];
    world.inventory.queues = vec![Queue { name: "amt".into(), strategy: None, members, at: Place::default() }];
    world.inventory.dials.push(DialLine {
        context: "intern".into(),
        pattern: "2001".into(),
        priority: "1".into(),
        step: None,
        app: "Dial".into(),
        text: "PJSIP/2001,20".into(),
        resolved: None,
        rings: vec![ext("2001")],
        by_pattern: false,
        all_contacts: false,
        row: true,
        at: Place::at("asterisk.sql", 8, 1),
    });
    let plan = world.plan();
    let new: Vec<Option<&str>> = plan.one_ring.iter().map(|ring| ring.instead.as_deref()).collect();
    assert_eq!(
        new,
        [
            Some(
                "UPDATE extensions SET appdata='${PJSIP_DIAL_CONTACTS(2001)},20' WHERE context='intern' AND exten='2001' AND priority=1;"
            ),
            Some(
                "UPDATE queue_members SET interface='Local/2001@deskshift-ring/n', membername='O''Neil; Anna', \
                 state_interface='PJSIP/2001' WHERE queue_name='amt' AND interface='PJSIP/2001';"
            ),
            None,
        ]
    );
    assert!(plan.one_ring[2].todo.as_ref().unwrap().en.contains("AddQueueMember"));
}

/// Without a profile nothing changes on the PBX, so no call leaves the desk phone out.
#[test]
fn who_gets_no_profile_does_not_ring_at_home_only() {
    let mut world = world();
    world.site.pbx.webrtc_twins = true;
    world.site.clients = vec![rule("webphone", Transport::Wss)];
    world.site.overrides = at_home();
    let codes = world.codes();
    assert!(codes.contains("plan/client-srtp") && !codes.contains("plan/home-only"), "{codes:?}");
    world.site.clients[0].srtp = Some(Srtp::Required);
    assert!(world.codes().contains("plan/home-only"));
}
