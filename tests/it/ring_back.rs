//! A dialplan that was changed for `home-only` and comes back as the next export: what it left out rings again, or is told.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::run;

const DIALPLAN: &str = "[intern]\nexten => 2001,hint,PJSIP/2001\nexten => 2001,1,Dial(PJSIP/2001,20)\n\
    exten => 2002,1,Dial(PJSIP/phone2,20)\nexten => 600,1,Dial(PJSIP/2001&PJSIP/phone2,25)\n\
    exten => 605,1,AddQueueMember(amt,PJSIP/2001)\n";
const QUEUES: &str = "[general]\n[amt]\nmember => PJSIP/2001\n";
const HOME_ONLY: &str = "overrides:\n  organisation: {ring_strategy: home-only}\n";
const WEB: &str = "clients: [{client: webphone, transport: ws, srtp: required}]\n";

/// Two people, one of whom has an endpoint with a name that only the dialplan gives a number.
struct Office {
    folder: tempfile::TempDir,
}

impl Office {
    fn new(dialplan: &str) -> Self {
        let office = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(office.site().join("pbx")).unwrap();
        let pjsip = ["2001", "phone2"].map(|name| {
            format!(
                "[{name}]\ntype=endpoint\ncontext=intern\nallow=!all,alaw\nauth={name}\naors={name}\n[{name}]\ntype=auth\nauth_type=userpass\n\
                 username={name}\npassword=alt-{name}-geheim\n[{name}]\ntype=aor\nmax_contacts=1\n"
            )
        });
        office.put("pbx/pjsip.conf", &(pjsip.concat() + "#include pjsip.deskshift.conf\n"));
        office.put("pbx/pjsip.deskshift.conf", "");
        office.put("pbx/extensions.conf", &(dialplan.to_owned() + "#include extensions.deskshift.conf\n"));
        office.put("pbx/extensions.deskshift.conf", "");
        office.put("pbx/queues.conf", QUEUES);
        office.put("staff.csv", "Personalnr;Name;Vorname;Amt;Durchwahl\n1;Muster;Anna;Amt;2001\n2;Beispiel;Bela;Amt;2002\n");
        office
    }

    fn site(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.site().join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.site().join(name)).unwrap_or_default()
    }

    /// Import, plan and convert under this policy: all that was said, and whether the plan has errors.
    fn convert(&self, policy: &str) -> (String, bool) {
        let text = "version: 1\nname: Office\nnumbers: {area: \"89\", head: \"99998\", extension_lengths: [4]}\nsecrets: {mode: keep}\n\
            sources: {staff: [staff.csv], asterisk: pbx}\nroster: {horizon: {from: 2027-03-01, holidays: {land: BY}}}\n\
            pbx: {kind: asterisk, domain: 127.0.0.1, webrtc_twins: true, registrars: {udp: \"127.0.0.1:5060\", ws: \"127.0.0.1:8088\"}}\n";
        self.put("deskshift.yaml", &(text.to_owned() + policy));
        let (mut said, mut failed) = (String::new(), false);
        for arguments in [&["inventory", "import"] as &[&str], &["inventory", "check"], &["plan"], &["convert"]] {
            let ended = run(&self.site(), &[&["--lang", "en"], arguments].concat());
            assert!(ended.code <= 1, "{}", ended.all());
            failed |= arguments == ["plan"] && ended.code == 1;
            said += &ended.all();
        }
        (said, failed)
    }

    fn list(&self) -> String {
        self.read("out/current/pbx/dialplan.txt")
    }

    /// Does what the list and the README say: each line is replaced where it stands, and our files are copied.
    fn load(&self) {
        let (mut place, mut now) = (None, "");
        for line in self.list().lines() {
            if let Some((head, _)) = line.split_once(": ").filter(|(head, _)| head.starts_with("pbx/")) {
                let mut parts = head.split(':');
                place = parts.next().zip(parts.next().and_then(|number| number.parse::<usize>().ok()));
            }
            now = line.trim().strip_prefix("now: ").unwrap_or(now);
            let (Some(new), Some((file, number))) = (line.trim().strip_prefix("new: "), place) else { continue };
            let text = self.read(file);
            let changed = text.lines().enumerate().map(|(index, line)| match index + 1 == number {
                // What stands behind it in a member's line is said again.
                true if new.starts_with("member") => new.to_owned(),
                true => {
                    assert!(line.contains(now), "{now} is not to be found in {line}");
                    line.replace(now, new)
                }
                false => line.to_owned(),
            });
            let text = changed.collect::<Vec<_>>().join("\n") + "\n";
            self.put(file, &text);
        }
        for name in ["pjsip.deskshift.conf", "extensions.deskshift.conf"] {
            let new = self.read(&format!("out/current/pbx/{name}"));
            if !new.is_empty() {
                self.put(&format!("pbx/{name}"), &new);
            }
        }
    }

    /// An office whose dialplan rings at home only.
    fn at_home() -> Self {
        let office = Self::new(DIALPLAN);
        assert!(!office.convert(&(WEB.to_owned() + HOME_ONLY)).1);
        office.load();
        for line in [
            "2001,1,Dial(PJSIP/2001-web,20)",
            "2002,1,Dial(PJSIP/phone2-web,20)",
            "600,1,Dial(PJSIP/2001-web&PJSIP/phone2-web,25)",
        ] {
            assert!(office.read("pbx/extensions.conf").contains(line), "{line}\n{}", office.read("pbx/extensions.conf"));
        }
        office
    }
}

fn ring_context(site: &Path) -> String {
    fs::read_to_string(site.join("out/current/pbx/extensions.deskshift.conf")).unwrap_or_default()
}

#[test]
fn a_dialplan_that_was_changed_is_right_as_the_next_export() {
    let office = Office::at_home();
    let (said, failed) = office.convert(&(WEB.to_owned() + HOME_ONLY));
    assert!(!failed && office.list().is_empty(), "{}\n{said}", office.list());
    // Neither is a line of ours judged, nor does an endpoint of ours get in the way of the telephone it stands beside.
    for code in ["group-member-unknown", "number-taken", "dial-rings-one-device", "dialplan-not-understood", "rings-one"] {
        assert!(!said.contains(code), "{code}: {said}");
    }
    assert!(office.read("out/plan.json").contains("\"phone2-web\"") && !office.read("out/plan.json").contains("phone2-web-web"));
    // Members of queues go on by our context, so it is written again.
    assert!(ring_context(&office.site()).contains("exten => 2001,1,Dial(PJSIP/2001-web)\n"));
    assert!(office.read("out/current/pbx/README.en.md").contains("copy it again"));
}

#[test]
fn back_to_both_the_desk_phone_rings_again() {
    let office = Office::at_home();
    let (said, failed) = office.convert(WEB);
    assert!(!failed, "{said}");
    let list = office.list();
    assert!(list.contains("rings the web phone alone; the desk phone stays silent"), "{list}");
    // The queue's member has the state of the web phone only, for which there is no sure replacement.
    assert!(
        list.contains("queue `amt` sees the state of the web phone only") && list.contains("`hint:NUMBER@CONTEXT`"),
        "{list}"
    );
    office.load();
    let text = office.read("pbx/extensions.conf");
    for line in [
        "exten => 2001,1,Dial(${PJSIP_DIAL_CONTACTS(2001)}&PJSIP/2001-web,20)",
        "exten => 2002,1,Dial(${PJSIP_DIAL_CONTACTS(phone2)}&PJSIP/phone2-web,20)",
        "exten => 600,1,Dial(${PJSIP_DIAL_CONTACTS(2001)}&PJSIP/2001-web&${PJSIP_DIAL_CONTACTS(phone2)}&PJSIP/phone2-web,25)",
        "exten => 605,1,AddQueueMember(amt,Local/2001@deskshift-ring/n,,,PJSIP/2001,PJSIP/2001)",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(ring_context(&office.site()).contains("exten => 2001,1,Dial(${PJSIP_DIAL_CONTACTS(2001)}&PJSIP/2001-web)\n"));
    // And then it is done: nothing rings one of two.
    let (said, failed) = office.convert(WEB);
    assert!(
        !failed && !office.list().contains("new:") && !said.contains("would ring only one of two"),
        "{}\n{said}",
        office.list()
    );
    // Home again.
    office.convert(&(WEB.to_owned() + HOME_ONLY));
    office.load();
    assert!(office.read("pbx/extensions.conf").contains("exten => 600,1,Dial(PJSIP/2001-web&PJSIP/phone2-web,25)"));
}

#[test]
fn where_the_web_phone_goes_its_lines_ring_the_telephone() {
    // Another client shares the account of the desk phone, which then has two contacts.
    let office = Office::at_home();
    let (said, failed) = office.convert("clients: [{client: baresip, transport: udp, srtp: \"off\"}]\n");
    assert!(!failed && office.list().contains("web phone that there is no more"), "{}\n{said}", office.list());
    office.load();
    let text = office.read("pbx/extensions.conf");
    for line in [
        "exten => 2001,1,Dial(${PJSIP_DIAL_CONTACTS(2001)},20)",
        "exten => 600,1,Dial(${PJSIP_DIAL_CONTACTS(2001)}&${PJSIP_DIAL_CONTACTS(phone2)},25)",
        "exten => 605,1,AddQueueMember(amt,Local/2001@deskshift-ring/n,,,PJSIP/2001,PJSIP/2001)",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(office.read("pbx/queues.conf").contains("member => Local/2001@deskshift-ring/n,0,PJSIP/2001,PJSIP/2001\n"));
    assert!(ring_context(&office.site()).contains("exten => 2001,1,Dial(${PJSIP_DIAL_CONTACTS(2001)})\n"));

    // Who is not planned any more has the desk phone alone.
    let office = Office::at_home();
    office.convert(&WEB.replace("}]", ", when: {extensions: [\"2002\"]}}]"));
    office.load();
    let text = office.read("pbx/extensions.conf");
    assert!(text.contains("exten => 2001,1,Dial(PJSIP/2001,20)"), "{text}");
    assert!(text.contains("exten => 2002,1,Dial(${PJSIP_DIAL_CONTACTS(phone2)}&PJSIP/phone2-web,20)"), "{text}");
}

/// An endpoint of the telephone system's own that is called so is none of ours.
#[test]
fn an_endpoint_of_the_same_name_is_left_alone() {
    let office = Office::new("[intern]\nexten => 2001,1,Dial(PJSIP/2001-web,20)\nexten => 2002,1,Dial(PJSIP/phone2,20)\n");
    let own =
        "[2001-web]\ntype=endpoint\ncontext=intern\nwebrtc=yes\nauth=2001\naors=2001-web\n[2001-web]\ntype=aor\nmax_contacts=1\n";
    office.put("pbx/pjsip.conf", &office.read("pbx/pjsip.conf").replace("#include", &format!("{own}#include")));
    let (said, _) = office.convert("clients: [{client: baresip, transport: udp, srtp: \"off\"}]\n");
    let list = office.list();
    assert!(list.contains("PJSIP/phone2") && !list.contains("2001-web"), "{list}\n{said}");
}

/// The error about a pattern goes with the line that it asks for; not with one that Asterisk would not take in its place.
#[test]
fn a_line_of_its_own_settles_the_pattern() {
    let policy = "clients: [{client: webphone, transport: ws, srtp: required, when: {extensions: [\"2001\"]}}, \
        {client: baresip, transport: udp, srtp: \"off\"}]\noverrides:\n  persons: {\"1\": {ring_strategy: home-only}}\n";
    let pattern = "[intern]\nexten => 2001,hint,PJSIP/2001&PJSIP/2001-web\nexten => 2002,hint,PJSIP/phone2\n\
        exten => _2XXX,1,NoOp()\n same => n,Dial(PJSIP/${EXTEN},20)\n";
    let office = Office::new(pattern);
    let (said, failed) = office.convert(policy);
    assert!(failed && said.contains("rings-one-device-by-hand"), "{said}");
    let advised = "`exten => 2001,2,Dial(PJSIP/2001-web)`";
    assert!(office.list().contains(advised), "{}", office.list());
    let with = |line: &str| {
        let text = format!("{pattern}{line}\n#include extensions.deskshift.conf\n");
        office.put("pbx/extensions.conf", &text);
        office.convert(policy)
    };
    // The first priority is another than that of the line in question, which then comes next.
    assert!(with("exten => 2001,1,Dial(PJSIP/2001-web)").1);
    let (said, failed) = with(advised.trim_matches('`'));
    assert!(!failed && !said.contains("by-hand"), "{said}");
    // Where another context has it, the pattern still rings it.
    assert!(with("[other]\nexten => 2001,2,Dial(PJSIP/2001-web)").1);
}
