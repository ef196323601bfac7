//! What is wrong with a line in Asterisk's `pjsip.conf`, or in the list of accounts.

use std::path::Path;

use super::super::asterisk::Asterisk;
use super::super::phone::{Phone, md5};
use super::super::programs::put;
use super::office::{Line, Office, assert_ready, validate, verdict};
use super::{Judged, judged};

/// What each row has before its own change: `NNNN` is the number.
pub const USUAL: &str =
    "[NNNN](phone)\nauth=NNNN\naors=NNNN\n[NNNN](login)\nusername=NNNN\npassword=geheim-NNNN\n[NNNN](slots)\n";
pub const TEMPLATES: &str = "[phone](!)\ntype=endpoint\ncontext=internal\nallow=!all,alaw\n[login](!)\ntype=auth\nauth_type=digest\n\
    [slots](!)\ntype=aor\nmax_contacts=2\n";

/// How a line differs from the usual one.
enum Planted {
    /// On the PBX and in its export alike: this becomes that.
    Written(&'static str, &'static str),
    /// On the PBX, after the export was made.
    Since(&'static str, &'static str),
    /// The list of accounts has this password, the PBX is as usual.
    Listed(&'static str),
    /// The PBX does not have it.
    Absent,
    /// On the PBX and in its export, with so many devices registered.
    Full(&'static str, usize),
    /// The PBX has no password, only the digest for another realm than it asks for.
    ForeignDigest,
}
use Planted::{Absent, ForeignDigest, Full, Listed, Since, Written};

const ENDPOINT: &str = "[NNNN](phone)\n";
const SLOTS: &str = "[NNNN](slots)\n";

/// Cause, how it is planted, the class it deserves.
const ROWS: [(&str, Planted, &str); 25] = [
    ("the list has another password", Listed("geheim-neu"), "sip/secret-differs"),
    ("`;` cuts the password", Written("password=geheim-NNNN", "password=geheim-NNNN;21"), "sip/secret-cut"),
    ("the extension is not on the PBX", Absent, "sip/unknown-extension"),
    ("an option that Asterisk does not know", Written(ENDPOINT, "[NNNN](phone)\ntransfermode=blind\n"), "sip/endpoint-dropped"),
    ("a value that Asterisk does not know", Written(ENDPOINT, "[NNNN](phone)\ndtmf_mode=telepathy\n"), "sip/endpoint-dropped"),
    ("a blank before the endpoint's template", Written(ENDPOINT, "[NNNN] (phone)\n"), "sip/endpoint-dropped"),
    ("the PBX wants another login name", Written("username=NNNN", "username=mac-NNNN"), "sip/auth-name-differs"),
    ("`auth=` names nothing", Written("auth=NNNN", "auth=nobody"), "sip/auth-object-missing"),
    ("the auth object has no user name", Written("username=NNNN\n", ""), "sip/auth-object-missing"),
    ("the endpoint has no `auth=`", Written("auth=NNNN\n", ""), "sip/no-password-asked"),
    ("the endpoint has no `aors=`", Written("aors=NNNN\n", ""), "sip/aor-missing"),
    ("`aors=` names nothing", Written("aors=NNNN", "aors=nothing"), "sip/aor-missing"),
    ("the AOR has another name than the extension", Written(SLOTS, "[telNNNN](slots)\n"), "sip/aor-missing"),
    ("`type=AOR` in capitals", Written(SLOTS, "[NNNN]\ntype=AOR\nmax_contacts=2\n"), "sip/aor-missing"),
    ("`max_contacts` is not set", Written(SLOTS, "[NNNN]\ntype=aor\n"), "sip/contacts-zero"),
    ("`max_contacts` is 0", Written(SLOTS, "[NNNN](slots)\nmax_contacts=0\n"), "sip/contacts-zero"),
    ("the desk phone has the only slot", Full("max_contacts=1\n", 1), "sip/contact-limit"),
    (
        "`remove_existing` would throw the desk phone out",
        Full("max_contacts=1\nremove_existing=yes\n", 1),
        "sip/displaces-desk-phone",
    ),
    ("ghosts of replaced devices fill the slots", Full("", 2), "sip/contact-limit"),
    (
        "`deny` leaves our address out",
        Written(ENDPOINT, "[NNNN](phone)\ndeny=0.0.0.0/0\npermit=192.0.2.0/24\n"),
        "sip/auth-rejected",
    ),
    (
        "`contact_deny` leaves the contact out",
        Written(ENDPOINT, "[NNNN](phone)\ncontact_deny=0.0.0.0/0\ncontact_permit=192.0.2.0/24\n"),
        "sip/contact-refused",
    ),
    ("the password was changed after the export", Since("password=geheim-NNNN", "password=geheim-neu"), "sip/auth-rejected"),
    ("the login name was changed after the export", Since("username=NNNN", "username=tel-NNNN"), "sip/auth-rejected"),
    ("the auth object was removed after the export", Since("auth=NNNN", "auth=removed"), "sip/server-error"),
    ("a digest made for another realm", ForeignDigest, "sip/secret-differs"),
];
/// Beside them, without a fault.
const GOOD: [&str; 4] = ["2001", "2002", "2003", "2004"];

fn number(row: usize) -> String {
    format!("{}", 2101 + row)
}

/// What the export has of a row, and what the PBX has.
fn sections(number: &str, planted: &Planted) -> [String; 2] {
    let usual = || USUAL.to_owned();
    let changed = |from: &str, to: &str| {
        assert!(USUAL.contains(from), "{from:?}");
        USUAL.replacen(from, to, 1)
    };
    let [exported, loaded] = match planted {
        ForeignDigest => {
            let digest = md5(&format!("{number}:another.example:geheim-{number}"));
            let text = USUAL.replace("password=geheim-NNNN", &format!("md5_cred={digest}"));
            [text.clone(), text]
        }
        Written(from, to) => [changed(from, to), changed(from, to)],
        Since(from, to) => [usual(), changed(from, to)],
        Listed(_) => [usual(), usual()],
        Absent => [String::new(), String::new()],
        Full(limit, _) => [usual() + limit, usual() + limit],
    };
    [exported, loaded].map(|text| text.replace("NNNN", number))
}

/// `pjsip.conf` of the export and of the PBX.
pub fn pjsip() -> [String; 2] {
    let mut files = [TEMPLATES.to_owned(), TEMPLATES.to_owned()];
    for number in GOOD {
        files.iter_mut().for_each(|file| *file += &USUAL.replace("NNNN", number));
    }
    for (row, (_, planted, _)) in ROWS.iter().enumerate() {
        for (file, text) in files.iter_mut().zip(sections(&number(row), planted)) {
            *file += &text;
        }
    }
    files
}

pub fn judge(site: &Path, asterisk: &Asterisk) -> Vec<Judged> {
    put(site, "pbx/pjsip.conf", &pjsip()[0]);
    let mut phone = Phone::new(asterisk.ports.sip);
    let mut lines: Vec<Line> = GOOD.iter().map(|number| Line::new(number, (number, &format!("geheim-{number}")))).collect();
    for (row, (what, planted, _)) in ROWS.iter().enumerate() {
        let number = number(row);
        let (user, mut password) = (number.clone(), format!("geheim-{number}"));
        match planted {
            Listed(other) => password = String::from(*other),
            Written(_, "password=geheim-NNNN;21") => password += ";21",
            Full(_, devices) => {
                for device in 0..*devices {
                    let contact = format!("sip:{number}@127.0.0.1:{}", 9 + device);
                    let outcome = phone.register(&number, (&number, &password), Some(&contact), 3600);
                    assert_eq!(outcome.codes, [401, 200], "{what}");
                }
            }
            _ => {}
        }
        lines.push(Line::new(&number, (&user, &password)));
    }
    let office = Office {
        kind: "asterisk",
        domain: "127.0.0.1",
        registrar: format!("127.0.0.1:{}", asterisk.ports.sip),
        sources: ", asterisk: pbx",
        pbx: "",
        validate: ", canary: \"2001\"",
        lines,
    };
    office.write(site);
    let report = validate(site, &["--rate", "0", "--level", "bind"]);
    assert_ready(&report, &GOOD);
    let rows = ROWS.iter().enumerate();
    rows.map(|(row, (what, _, class))| judged("Asterisk", what, class, verdict(&report, &number(row)))).collect()
}

/// The whole PBX refuses our address: an access list of the server itself, loaded at last.
pub fn judge_global_acl(site: &Path, asterisk: &Asterisk) -> Judged {
    let path = asterisk.etc().join("pjsip.conf");
    let text = std::fs::read_to_string(&path).expect("pjsip.conf");
    std::fs::write(&path, text + "[gate]\ntype=acl\ndeny=127.0.0.0/8\n").expect("written");
    asterisk.manager().console("module reload res_pjsip.so");
    let report = validate(site, &["--rate", "0", "--level", "bind", "--only", "2001"]);
    judged("Asterisk", "an access list of the server leaves our address out", "sip/acl-global", verdict(&report, "2001"))
}
