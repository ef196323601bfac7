//! The real Asterisk refuses a contact that its access list leaves out, although user name and password are right.

use super::asterisk::Asterisk;
use super::certificates::Certificates;
use super::programs::{Program, present};
use super::validate::deskshift;

const PJSIP: &str = "[phone](!)\ntype=endpoint\ncontext=in\nallow=!all,alaw\n[slots](!)\ntype=aor\nmax_contacts=2\n\
    [2001](phone)\naors=2001\nauth=2001\ncallerid=\"Anna Huber\" <2001>\ncontact_deny=0.0.0.0/0.0.0.0\ncontact_permit=192.0.2.0/24\n[2001](slots)\n\
    [2001]\ntype=auth\nusername=2001\npassword=eich7Aexoo5ohphie\n\
    [2002](phone)\naors=2002\nauth=2002\ncallerid=\"Max Bauer\" <2002>\n[2002](slots)\n\
    [2002]\ntype=auth\nusername=2002\npassword=ahW5eeghei8iquo\n";

/// Extension and class, in their order.
fn classes(site: &std::path::Path, level: &str) -> Vec<(String, String)> {
    let output = deskshift(site, &["--json", "validate", "--again", "--rate", "0", "--level", level]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a report");
    let text = |verdict: &serde_json::Value, key: &str| verdict[key].as_str().expect("text").to_owned();
    report["verdicts"].as_array().expect("verdicts").iter().map(|v| (text(v, "extension"), text(v, "class"))).collect()
}

#[test]
fn a_contact_that_the_access_list_leaves_out_is_told_from_a_wrong_password() {
    if !present("a_contact_that_the_access_list_leaves_out_is_told_from_a_wrong_password", &[Program::Asterisk]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path();
    let _asterisk = Asterisk::start_knowing(&Certificates::new(), |etc, transports, ports| {
        let put = |name: &str, text: &str| {
            let path = site.join(name);
            std::fs::create_dir_all(path.parent().expect("below the site")).expect("folder");
            std::fs::write(path, text).expect("written");
        };
        put("pbx/pjsip.conf", PJSIP);
        put("staff.csv", "Personalnummer;Name;Vorname;Durchwahl;Amt\n1;Huber;Anna;2001;Amt\n2;Bauer;Max;2002;Amt\n");
        let site_file = format!(
            "version: 1\nname: Acl\nnumbers:\n  country: \"49\"\n  area: \"89\"\n  head: \"99998\"\n  outside_prefix: \"0\"\n  \
             extension_lengths: [4]\nsecrets: {{mode: keep}}\nsources:\n  asterisk: pbx\n  staff:\n    - file: staff.csv\npbx:\n  \
             kind: asterisk\n  domain: 127.0.0.1\n  registrars:\n    udp: 127.0.0.1:{}\n  contacts_per_line: 2\nvalidate: {{canary: \"2002\", ban_budget: 60}}\nclients:\n  \
             - client: baresip\n    transport: udp\n    srtp: off\n    expiry_s: 600\n\
             roster: {{horizon: {{from: 2027-03-01, holidays: {{land: BY}}}}}}\n",
            ports.sip
        );
        put("deskshift.yaml", &site_file);
        for command in ["import", "plan"] {
            let arguments: &[&str] = if command == "import" { &["inventory", "import"] } else { &["plan"] };
            let output = deskshift(site, arguments);
            assert!(matches!(output.code, Some(0 | 1)), "{command}: {}", output.stderr);
        }
        std::fs::write(etc.join("pjsip.conf"), format!("{transports}{PJSIP}")).expect("pjsip.conf");
    });
    for (level, class) in [("fetch", "sip/ready"), ("noop", "sip/contact-refused"), ("bind", "sip/contact-refused")] {
        let wanted = [("2001", class), ("2002", "sip/ready")].map(|(number, class)| (number.to_owned(), class.to_owned()));
        assert_eq!(classes(site, level), wanted, "{level}");
    }
}
