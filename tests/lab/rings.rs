//! Every form of a line that rings one of two devices, at the real Asterisk: as it is one rings, as it is proposed both do.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::asterisk::{Asterisk, Ports};
use super::certificates::Certificates;
use super::phone::Phone;
use super::programs::{Program, present, put};

/// Modules that these forms need beside the usual ones.
const MODULES: [&str; 7] =
    ["app_exec", "app_stack", "app_confbridge", "bridge_softmix", "app_page", "func_logic", "func_callerid"];

/// Numbers that ring 2001 in one way each.
const NUMBERS: [&str; 8] = ["2001", "600", "603", "604", "605", "606", "2101", "607"];

const DIALPLAN: &str = "[globals]\nGROUP=PJSIP/2001&PJSIP/2002,25\n\
    [internal]\nexten => 2001,hint,PJSIP/2001\nexten => 2004,hint,PJSIP/2004\nexten => 2005,hint,PJSIP/2001&PJSIP/2001-web\n\
    exten => 2001,1,Dial(${HINT},20)\nexten => 600,1,Dial(${GROUP})\nexten => 601,1,Page(PJSIP/2001&PJSIP/2002)\n\
    exten => 603,1,ExecIf($[1]?Dial(PJSIP/2001,20):Hangup())\n\
    exten => 604,1,RetryDial(beep,1,1,PJSIP/2001,20)\n\
    exten => 605,1,AddQueueMember(amt,PJSIP/2001)\n same => n,Queue(amt,,,,5)\n\
    exten => 606,1,Set(DEV=PJSIP/2001)\n same => n,Dial(${DEV},20)\n\
    exten => _21XX,1,Dial(PJSIP/20${EXTEN:2})\n\
    exten => 607,1,Gosub(ring,s,1(2001))\n same => n,Hangup()\n\
    exten => 608,1,Dial(PJSIP/2004,20)\n\
    [ring]\nexten => s,1,Dial(PJSIP/${ARG1},20)\n same => n,Return()\n";

fn pjsip() -> String {
    ["2001", "2002", "2004"].iter().fold(String::new(), |text, number| {
        text + &format!(
            "[{number}]\ntype=endpoint\ncontext=internal\nallow=!all,alaw\nauth={number}\naors={number}\n\
             [{number}]\ntype=auth\nauth_type=userpass\nusername={number}\npassword=alt-{number}\n[{number}]\ntype=aor\nmax_contacts=2\n"
        )
    })
}

fn site(site: &Path, ports: Ports) {
    put(site, "pbx/pjsip.conf", &pjsip());
    put(site, "pbx/extensions.conf", DIALPLAN);
    policy(site, ports, "");
    put(
        site,
        "staff.csv",
        "Personalnr;Name;Vorname;Amt;Durchwahl\n1;Muster;Anna;Amt;2001\n2;Beispiel;Bela;Amt;2002\n4;Netz;Dora;Amt;2004\n",
    );
}

fn policy(site: &Path, ports: Ports, more: &str) {
    put(
        site,
        "deskshift.yaml",
        &format!(
            "version: 1\nname: Rings\nnumbers: {{area: \"89\", head: \"99998\", extension_lengths: [4]}}\nsecrets: {{mode: keep}}\n\
             sources:\n  staff: [staff.csv]\n  asterisk: pbx\npbx:\n  kind: asterisk\n  domain: 127.0.0.1\n  webrtc_twins: true\n  \
             registrars: {{udp: \"127.0.0.1:{}\", ws: \"127.0.0.1:{}\"}}\n\
             clients:\n  - {{client: webphone, transport: ws, srtp: required, when: {{extensions: [\"2004\"]}}}}\n  \
             - {{client: baresip, transport: udp, srtp: \"off\"}}\n\
             roster: {{horizon: {{from: 2027-03-01, holidays: {{land: BY}}}}}}\n{more}",
            ports.sip, ports.ws
        ),
    );
}

fn deskshift(site: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_deskshift")).arg("-C").arg(site).args(arguments).output().expect("starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?}\n{text}");
    text
}

/// The dialplan with each line replaced by the one that the list proposes for it.
fn mended(dialplan: &str, list: &str) -> String {
    let mut text = dialplan.to_owned();
    let value = |line: &str, key: &str| line.trim().strip_prefix(key).map(str::to_owned);
    let mut now = None;
    for line in list.lines() {
        now = value(line, "now: ").or(now);
        if let (Some(new), Some(old)) = (value(line, "new: "), now.take_if(|_| value(line, "new: ").is_some())) {
            // Queues stand in a file of their own.
            if old.starts_with("member") {
                continue;
            }
            assert!(text.contains(&old), "{old} is not to be found");
            text = text.replacen(&old, &new, 1);
        }
    }
    text
}

/// Which of these phones rings when the number is called through the dialplan?
fn call(asterisk: &Asterisk, number: &str, phones: [&Phone; 2]) -> [bool; 2] {
    let channel = format!("Local/{number}@internal");
    let fields = [("Channel", channel.as_str()), ("Application", "Verbose"), ("Timeout", "4000"), ("Async", "true")];
    assert!(asterisk.manager().ask("Originate", &fields).ok());
    let rang = phones.map(|phone| phone.rings(Duration::from_secs(2)));
    asterisk.manager().console("channel request hangup all");
    for phone in phones {
        phone.settle();
    }
    rang
}

fn register(phone: &mut Phone, user: &str, password: &str) {
    let contact = phone.own_contact(user);
    assert_eq!(phone.register(user, (user, password), Some(&contact), 600).codes, [401, 200], "{user}");
}

#[test]
fn proposed_lines_ring_both_devices_in_every_form() {
    if !present("proposed_lines_ring_both_devices_in_every_form", &[Program::Asterisk]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let site_folder = folder.path();
    let asterisk = Asterisk::start_knowing(&Certificates::new(), |etc, transports, ports| {
        site(site_folder, ports);
        // The manager's console refuses `module load`.
        let modules = std::fs::read_to_string(etc.join("modules.conf")).expect("modules.conf");
        put(etc, "modules.conf", &MODULES.iter().fold(modules, |text, module| text + &format!("load={module}.so\n")));
        put(etc, "pjsip.conf", &(transports.to_owned() + &pjsip()));
        put(etc, "extensions.conf", DIALPLAN);
        put(etc, "queues.conf", "[general]\n[amt]\nstrategy=ringall\ntimeout=15\n");
        put(etc, "voicemail.conf", "[general]\n");
    });
    for command in [&["inventory", "import"][..], &["plan"], &["convert"]] {
        deskshift(site_folder, command);
    }
    let [mut desk, mut soft] = [Phone::new(asterisk.ports.sip), Phone::new(asterisk.ports.sip)];
    register(&mut desk, "2001", "alt-2001");
    register(&mut soft, "2001", "alt-2001");
    for number in NUMBERS {
        let rang = call(&asterisk, number, [&desk, &soft]);
        assert_eq!(rang.iter().filter(|rang| **rang).count(), 1, "{number} as it is: {rang:?}\n{}", asterisk.log().join("\n"));
    }
    asterisk.manager().console("queue remove member PJSIP/2001 from amt");

    let pbx = site_folder.join("out/current/pbx");
    let read = |name: &str| std::fs::read_to_string(pbx.join(name)).expect("written by convert");
    let mended = mended(DIALPLAN, &read("dialplan.txt"));
    put(&asterisk.etc(), "extensions.deskshift.conf", &read("extensions.deskshift.conf"));
    put(&asterisk.etc(), "extensions.conf", &format!("{mended}#include extensions.deskshift.conf\n"));
    put(&asterisk.etc(), "pjsip.deskshift.conf", &read("pjsip.deskshift.conf"));
    let sections = std::fs::read_to_string(asterisk.etc().join("pjsip.conf")).expect("pjsip.conf");
    put(&asterisk.etc(), "pjsip.conf", &(sections + "\n#include pjsip.deskshift.conf\n"));
    asterisk.manager().console("module reload res_pjsip.so");
    asterisk.manager().console("dialplan reload");
    for number in NUMBERS {
        assert_eq!(call(&asterisk, number, [&desk, &soft]), [true, true], "{number} as it is proposed:\n{mended}");
    }

    // The web phone has an endpoint of its own: rung beside the desk phone, and watched by the hint.
    let issued = std::fs::read_to_string(site_folder.join("out/issued.json")).expect("issued passwords");
    let issued: serde_json::Value = serde_json::from_str(&issued).expect("JSON");
    register(&mut desk, "2004", "alt-2004");
    register(&mut soft, "2004-web", issued["secrets"]["new/2004-web"].as_str().expect("a password"));
    assert_eq!(call(&asterisk, "608", [&desk, &soft]), [true, true]);
    let hints = asterisk.manager().console("core show hints");
    let hint =
        |number: &str| hints.lines().find(|line| line.trim_start().starts_with(&format!("{number}@internal"))).unwrap_or(&hints);
    assert!(hint("2004").contains("PJSIP/2004&PJSIP/2004-web") && hint("2004").contains("State:Idle"), "{hints}");
    // A hint that names an endpoint which is not there has the state of the other.
    assert!(hint("2005").contains("PJSIP/2001-web") && hint("2005").contains("State:Idle"), "{hints}");
}

/// What `home-only` made of a dialplan is taken back; and of one number Asterisk takes each priority of its own line before that of a
/// pattern, which is what the advice about patterns relies on.
#[test]
fn lines_that_ring_at_home_only_ring_both_again() {
    const PATTERN: &str = "[internal]\nexten => 2004,hint,PJSIP/2004&PJSIP/2004-web\nexten => 608,1,Dial(PJSIP/2004,20)\n\
        exten => 609,1,Queue(amt,,,,5)\nexten => _26XX,1,NoOp()\n same => n,Dial(PJSIP/20${EXTEN:2},20)\n";
    const HOME: &str = "overrides:\n  persons: {\"4\": {ring_strategy: home-only}}\n";
    if !present("lines_that_ring_at_home_only_ring_both_again", &[Program::Asterisk]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let asterisk = Asterisk::start_knowing(&Certificates::new(), |etc, transports, ports| {
        site(here, ports);
        put(here, "pbx/queues.conf", "[general]\n[amt]\nstrategy=ringall\ntimeout=15\nmember => PJSIP/2004\n");
        put(etc, "pjsip.conf", &(transports.to_owned() + &pjsip() + "#include pjsip.deskshift.conf\n"));
        put(etc, "pjsip.deskshift.conf", "");
        put(etc, "extensions.conf", "[internal]\n");
        put(etc, "extensions.deskshift.conf", "");
        put(etc, "queues.conf", "[general]\n");
        put(etc, "voicemail.conf", "[general]\n");
    });
    let convert = |dialplan: &str, more: &str| -> (String, String) {
        put(here, "pbx/extensions.conf", dialplan);
        policy(here, asterisk.ports, more);
        let said = [&["inventory", "import"][..], &["plan"], &["convert"]].map(|command| deskshift(here, command)).concat();
        (std::fs::read_to_string(here.join("out/current/pbx/dialplan.txt")).unwrap_or_default(), said)
    };
    let load = |dialplan: &str| {
        for name in ["pjsip.deskshift.conf", "extensions.deskshift.conf"] {
            let text = std::fs::read_to_string(here.join("out/current/pbx").join(name)).expect("written by convert");
            put(&asterisk.etc(), name, &text);
        }
        put(&asterisk.etc(), "extensions.conf", &format!("{dialplan}#include extensions.deskshift.conf\n"));
        put(&asterisk.etc(), "queues.conf", &std::fs::read_to_string(here.join("pbx/queues.conf")).expect("queues"));
        for command in ["module reload res_pjsip.so", "dialplan reload", "queue reload all"] {
            asterisk.manager().console(command);
        }
    };
    // At home only; the pattern is told until the number has a line of its own.
    let (list, said) = convert(PATTERN, HOME);
    assert!(said.contains("rings-one-device-by-hand"), "{said}");
    let own = list.lines().find_map(|line| line.split('`').find(|part| part.starts_with("exten => 2604,"))).expect("the advice");
    let changed = mended(PATTERN, &list);
    let at_home = format!("{changed}{own}\n");
    let member = "member => Local/2004@deskshift-ring/n,0,PJSIP/2004,PJSIP/2004-web\n";
    assert!(list.contains(member.trim_end()), "{list}");
    put(here, "pbx/queues.conf", &format!("[general]\n[amt]\nstrategy=ringall\ntimeout=15\n{member}"));
    let (list, said) = convert(&at_home, HOME);
    assert!(!said.contains("by-hand"), "{list}\n{said}");
    load(&at_home);
    let issued = std::fs::read_to_string(here.join("out/issued.json")).expect("issued passwords");
    let issued: serde_json::Value = serde_json::from_str(&issued).expect("JSON");
    let [mut desk, mut soft] = [Phone::new(asterisk.ports.sip), Phone::new(asterisk.ports.sip)];
    register(&mut desk, "2004", "alt-2004");
    register(&mut soft, "2004-web", issued["secrets"]["new/2004-web"].as_str().expect("a password"));
    for number in ["608", "609", "2604"] {
        assert_eq!(call(&asterisk, number, [&desk, &soft]), [false, true], "{number} at home only:\n{at_home}");
    }
    // Another priority than that of the line in question leaves that one to the pattern.
    assert!(own.starts_with("exten => 2604,2,"), "{own}");

    // Both again: what was changed is the export now.
    let (list, said) = convert(&at_home, "");
    assert!(!said.contains("by-hand"), "{list}\n{said}");
    let both = mended(&at_home, &list);
    load(&both);
    for number in ["608", "609", "2604"] {
        assert_eq!(call(&asterisk, number, [&desk, &soft]), [true, true], "{number} as before:\n{both}\n{list}");
    }

    // Without web phones the desk phone is rung by its own endpoint.
    let text = std::fs::read_to_string(here.join("deskshift.yaml")).expect("the policy");
    put(here, "pbx/extensions.conf", &at_home);
    put(here, "deskshift.yaml", &text.replace("webrtc_twins: true", "webrtc_twins: false\n  contacts_per_line: 1"));
    for command in [&["inventory", "import"][..], &["plan"], &["convert"]] {
        deskshift(here, command);
    }
    let list = std::fs::read_to_string(here.join("out/current/pbx/dialplan.txt")).expect("a list");
    let without = mended(&at_home, &list);
    assert!(!without.contains("-web,") && !without.contains("-web)"), "{list}\n{without}");
}
