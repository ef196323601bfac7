//! Desk phones that stay: their configuration files as the site gave them, with the new password in place of the old one and every
//! other byte as it was.
//!
//! What is written is read back with the importer: exactly the passwords that should be other ones are.

use std::collections::{BTreeMap, BTreeSet};

use super::render::{Input, PbxOutput};
use super::wanted::{self, Wanted};
use super::{advice, codes};
use crate::diag::{Lang, Words};
use crate::domain::{Extension, Secret, SecretState};
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::formats::{self, Given};
use crate::inventory::model::AuthState;
use crate::inventory::reading::Reading;
use crate::inventory::table::ListFile;
use crate::policy::site::Numbers;

/// Importers of the files that are given back changed; programs on a computer get profiles instead.
pub const DESK_PHONES: [&str; 3] = ["phone/snom", "phone/yealink", "phone/grandstream"];

/// Files of one importer, by the name the inventory gives them.
pub type Files = Vec<(String, Vec<u8>)>;

/// Adds the files of desk phones whose lines get a new password; `sources` are the site's, by importer.
pub fn desk_phones(output: &mut PbxOutput, input: Input, numbers: &Numbers, sources: &[(&str, Files)]) {
    let none = input.plan.without_desk_phone();
    let fresh: BTreeMap<&Extension, Wanted> = wanted::all(input)
        .into_iter()
        .map(|wanted| (&wanted.change.extension, wanted))
        .filter(|(extension, wanted)| {
            // A review shows markers, and these files hold more secrets than we know.
            let shown = wanted.password.is_some_and(|password| !password.is_marker());
            shown && output.renewed.contains(*extension) && !none.contains(extension)
        })
        .collect();
    let (mut written, mut left) = (0, BTreeSet::new());
    for (importer, files) in sources {
        let Some(format) = formats::by_name(importer) else { continue };
        for (name, bytes) in files {
            let read = |bytes: &[u8]| {
                let list = ListFile::new(name, bytes);
                (format.read)(&Given { list, plan: numbers, files: &MemoryFiles::new() })
            };
            let before = read(bytes);
            let mut here =
                before.extensions.iter().map(|entry| &entry.number).filter(|number| fresh.contains_key(number)).peekable();
            if here.peek().is_none() {
                continue;
            }
            let text = renewed(&before, bytes, input, &fresh, read);
            if text.is_some_and(|text| output.add_copy(&format!("desk-phones/{}", below(name)), text)) {
                written += 1;
            } else {
                left.extend(here.cloned());
            }
        }
    }
    for lang in [Lang::De, Lang::En].into_iter().filter(|_| written > 0) {
        output.append(advice::name(lang), &advice::phone_files(written, lang));
    }
    let left: Vec<Extension> = left.into_iter().collect();
    let what = (
        "desk phones whose files do not hold the password in force in so many letters, so they are not given back changed",
        "Tischtelefone, deren Dateien das geltende Kennwort nicht wörtlich enthalten und darum nicht geändert zurückkommen",
    );
    let todo = Words::new(
        "give these phones the password in `pbx/new-passwords.csv` by hand",
        "diesen Telefonen das Kennwort aus `pbx/new-passwords.csv` von Hand geben",
    );
    output.findings.extend(wanted::many(&codes::PHONE_NOT_CHANGED, &left, what, todo));
}

/// The file's text with each new password in it; none where one of them is not certain.
fn renewed(
    before: &Reading,
    bytes: &[u8],
    input: Input,
    fresh: &BTreeMap<&Extension, Wanted>,
    read: impl Fn(&[u8]) -> Reading,
) -> Option<String> {
    let mut text = String::from_utf8(bytes.to_vec()).ok()?;
    let mut expected: BTreeMap<&str, &Secret> = before.secrets.iter().collect();
    for entry in &before.extensions {
        let Some(wanted) = fresh.get(&entry.number) else { continue };
        let auth = wanted.change.auth.as_ref()?;
        let AuthState::Present { username, secret, secret_at, .. } = &entry.account.as_ref()?.auth else { return None };
        let old = before.secrets.get(secret).filter(|_| secret.state == SecretState::Present)?;
        // An account of the same number at another telephone system has another login.
        let in_force = auth.replaces.state != SecretState::Present || input.secrets.get(&auth.replaces) == Some(old);
        if !in_force || username.value != auth.username {
            return None;
        }
        let new = wanted.password?;
        text = replaced(&text, secret_at.line(), old.expose(), new.expose())?;
        expected.insert(&secret.key, new);
    }
    let after = read(text.as_bytes());
    let lines = |reading: &Reading| reading.extensions.iter().map(|entry| entry.number.clone()).collect::<Vec<_>>();
    (after.secrets.iter().eq(expected) && lines(&after) == lines(before)).then_some(text)
}

/// The text with the one place in this line that holds `old` holding `new`, which needs no escape anywhere.
fn replaced(text: &str, line: u32, old: &str, new: &str) -> Option<String> {
    let before = usize::try_from(line).ok()?.checked_sub(1)?;
    let start: usize = text.split_inclusive('\n').take(before).map(str::len).sum();
    let whole = text[start..].split_inclusive('\n').next()?;
    [in_xml(old), old.to_owned()].into_iter().find_map(|old| {
        let mut found = whole.match_indices(&old).map(|(at, _)| start + at);
        let (at, None) = (found.next()?, found.next()) else { return None };
        Some(format!("{}{new}{}", &text[..at], &text[at + old.len()..]))
    })
}

fn in_xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A path that stays below a folder.
fn below(name: &str) -> String {
    name.split('/').filter(|part| !["", ".", ".."].contains(part)).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{SecretRef, Secrets};
    use crate::inventory::model::Inventory;
    use crate::plan::model::{AuthChange, PbxChange, Plan};

    const SNOM: &str = "<settings>\n <phone-settings>\n  <user_name idx=\"1\">2001</user_name>\n  <user_pass idx=\"1\">a&lt;b</user_pass>\n  \
        <admin_mode_password perm=\"\">4711</admin_mode_password>\n </phone-settings>\n</settings>\n";
    const YEALINK: &str =
        "#!version:1.0.0.1\r\n## a&b\r\naccount.1.user_name = 2001\r\naccount.1.password = \"a<b\"\r\nphone_setting.x = a<b\r\n";
    const GRANDSTREAM: &str = "P35=2001\nP34=a<b\nP47=pbx.example\nP2=admin\n";

    /// What becomes of these files where 2001 changes from `a<b` to `Neu`; findings and files.
    fn run(importer: &str, name: &str, text: &[u8], edit: impl Fn(&mut PbxChange)) -> (Vec<String>, BTreeMap<String, String>) {
        let numbers = Numbers::new("49", "89", "99998");
        let yealink = formats::by_name("phone/yealink").unwrap();
        let list = ListFile::new("pbx", YEALINK.as_bytes());
        let reading = (yealink.read)(&Given { list, plan: &numbers, files: &MemoryFiles::new() });
        let mut secrets = Secrets::default();
        let reference = |key: &str| SecretRef { state: SecretState::Present, key: key.into() };
        secrets.insert("old", Secret::new("a<b"));
        secrets.insert("new/2001", Secret::new("Neu"));
        let (secret, replaces) = (reference("new/2001"), reference("old"));
        let mut change = PbxChange {
            extension: "2001".parse().unwrap(),
            aor: "2001".into(),
            endpoint: "2001".into(),
            max_contacts_from: None,
            max_contacts_to: 2,
            endpoint_options: vec![],
            aor_options: vec![],
            auth: Some(AuthChange { name: "2001".into(), username: "2001".into(), secret, replaces, beside: None }),
            twin: None,
        };
        edit(&mut change);
        let (lines, kept, revoked, one_ring, findings) = (vec![], vec![], vec![], vec![], vec![]);
        let plan = Plan { site: "t".into(), lines, kept, revoked, pbx_changes: vec![change], one_ring, findings };
        let inventory = Inventory { extensions: reading.extensions.into_iter().map(Box::new).collect(), ..Inventory::default() };
        let input = Input { plan: &plan, inventory: &inventory, secrets: &secrets, site: None, lang: Lang::En };
        let mut output = PbxOutput { renewed: ["2001".parse().unwrap()].into(), ..PbxOutput::default() };
        desk_phones(&mut output, input, &numbers, &[(importer, vec![(name.to_owned(), text.to_vec())])]);
        assert!(output.files.iter().all(|file| file.secret && file.copy));
        let codes = output.findings.iter().map(|finding| finding.code.as_str().to_owned()).collect();
        (codes, output.files.into_iter().map(|file| (file.path, file.text)).collect())
    }

    #[test]
    fn the_password_changes_and_no_other_byte() {
        for (importer, text, old, new) in [
            ("phone/snom", SNOM, "a&lt;b", "Neu"),
            ("phone/yealink", YEALINK, "\"a<b\"", "\"Neu\""),
            ("phone/grandstream", GRANDSTREAM, "P34=a<b", "P34=Neu"),
        ] {
            let (codes, files) = run(importer, "../phones/x.cfg", text.as_bytes(), |_| {});
            assert_eq!(codes, [""; 0], "{importer}");
            let wanted = BTreeMap::from([("pbx/desk-phones/phones/x.cfg".to_owned(), text.replacen(old, new, 1))]);
            assert_eq!(files, wanted, "{importer}");
        }
    }

    #[test]
    fn what_is_not_certain_is_named() {
        let told = (vec!["pbx/phone-not-changed".to_owned()], BTreeMap::new());
        let latin: Vec<u8> = [GRANDSTREAM.as_bytes(), b"P3=M\xfcller\n"].concat();
        for (what, text) in [
            ("another password", GRANDSTREAM.replace("a<b", "anders").into_bytes()),
            ("no password", GRANDSTREAM.replace("P34=a<b\n", "").into_bytes()),
            ("another encoding", latin),
            ("twice in one line", YEALINK.replace("\"a<b\"", "a<ba<b").into_bytes()),
        ] {
            let importer = if what == "twice in one line" { "phone/yealink" } else { "phone/grandstream" };
            assert_eq!(run(importer, "x", &text, |_| {}), told, "{what}");
        }
        let other_login = |change: &mut PbxChange| change.auth.as_mut().unwrap().username = "anna".into();
        assert_eq!(run("phone/snom", "x", SNOM.as_bytes(), other_login), told);
        // Phones of lines that do not change are passed over.
        let other = SNOM.replace("2001", "2002");
        assert_eq!(run("phone/snom", "x", other.as_bytes(), |_| {}), (vec![], BTreeMap::new()));
    }

    #[test]
    fn hostile_passwords_are_replaced_or_named() {
        let numbers = Numbers::new("49", "89", "99998");
        let snom = formats::by_name("phone/snom").unwrap();
        for old in crate::hostile::names() {
            let text = SNOM.replace("a&lt;b", &in_xml(&old));
            let Some(after) = replaced(&text, 4, &old, "Neu") else { continue };
            let list = ListFile::new("x", after.as_bytes());
            let reading = (snom.read)(&Given { list, plan: &numbers, files: &MemoryFiles::new() });
            assert_eq!(after.len() + in_xml(&old).len(), text.len() + 3, "{old:?}");
            assert!(reading.secrets.iter().any(|(_, secret)| secret.expose() == "Neu"), "{old:?}");
        }
    }
}
