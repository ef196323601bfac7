//! Dialplans in other languages, `extensions.ael` and `extensions.lua`: not read, and said to be.

use std::collections::BTreeSet;

use super::codes::lists as codes;
use super::dialplan::ranges;
use super::files::{Files, FilesError};
use crate::diag::{Finding, Listed, Place, Words};

/// Those that are there.
#[derive(Debug, Default)]
pub(super) struct Others {
    files: Vec<Other>,
    /// Words in them: any may be a context.
    words: BTreeSet<String>,
}

#[derive(Debug)]
struct Other {
    path: String,
    /// Lines that ring devices.
    rings: BTreeSet<u32>,
}

/// Other files with telephones, members of queues, or where the rest of the configuration lies.
const UNREAD: [&str; 14] = [
    "agents.conf",
    "chan_dahdi.conf",
    "extconfig.conf",
    "followme.conf",
    "iax.conf",
    "mgcp.conf",
    "misdn.conf",
    "phoneprov.conf",
    "sccp.conf",
    "skinny.conf",
    "sorcery.conf",
    "unistim.conf",
    "zapata.conf",
    "minivm.conf",
];

/// One finding for the files beside those that are read, where they hold more than comments and general settings.
pub(super) fn unread(files: &dyn Files) -> Option<Finding> {
    let has_more = |path: &&&str| {
        let Ok(bytes) = files.read(path) else { return false };
        let text = String::from_utf8_lossy(&bytes);
        let mut general = true;
        text.lines().map(str::trim).any(|line| {
            if let Some(name) = line.strip_prefix('[') {
                general = ["general", "globals"].iter().any(|known| name.starts_with(known));
            }
            !general && line.contains('=') && !line.starts_with(';')
        })
    };
    let found: Vec<&str> = UNREAD.iter().filter(has_more).copied().collect();
    let first = files.shown(found.first()?);
    let listed = Listed::new(found.iter().copied(), UNREAD.len());
    let words = Words::new(
        format!("files of the telephone system that are not read: {}", listed.counted()),
        format!("Dateien der Anlage, die nicht gelesen werden: {}", listed.counted()),
    );
    Some(codes::FILE_UNREAD.finding(Some(Place::file(&first)), words).listing(listed))
}

/// Words of one file that are kept.
const MOST_WORDS: usize = 100_000;

impl Others {
    pub fn of(files: &dyn Files, paths: [&String; 2]) -> Self {
        let mut others = Self::default();
        for path in paths.into_iter().filter(|path| !path.is_empty()) {
            let bytes = match files.read(path) {
                Ok(bytes) => bytes,
                Err(FilesError::Missing) => continue,
                // Whatever it is, it was not read either.
                Err(_) => {
                    others.files.push(Other { path: path.clone(), rings: BTreeSet::new() });
                    continue;
                }
            };
            let text = String::from_utf8_lossy(&bytes);
            let lua = std::path::Path::new(path).extension().is_some_and(|end| end.eq_ignore_ascii_case("lua"));
            let comment = if lua { "--" } else { "//" };
            let (mut rings, mut code) = (BTreeSet::new(), false);
            for (number, line) in (1_u32..).zip(text.lines()) {
                let line = line.split(comment).next().unwrap_or_default();
                if line.trim().is_empty() {
                    continue;
                }
                code = true;
                let lower = line.to_ascii_lowercase();
                if RINGS.iter().any(|word| lower.contains(word)) {
                    rings.insert(number);
                }
                let words = line.split(|sign: char| !sign.is_alphanumeric() && !matches!(sign, '-' | '_'));
                let room = MOST_WORDS.saturating_sub(others.words.len());
                others.words.extend(words.filter(|word| !word.is_empty()).take(room).map(str::to_owned));
            }
            if code {
                others.files.push(Other { path: path.clone(), rings });
            }
        }
        others
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Whether a context may stand in one of them.
    pub fn may_have(&self, context: &str) -> bool {
        self.words.contains(context)
    }

    /// One finding for each file.
    pub fn tell(&self, files: &dyn Files) -> Vec<Finding> {
        let one = |other: &Other| {
            let shown = files.shown(&other.path);
            let (name, lines) = (&other.path, ranges(&other.rings));
            let (at, en, de) = match other.rings.first() {
                Some(first) => (
                    Place::at(&shown, *first, 1),
                    format!("; lines that ring devices: {lines}"),
                    format!("; Zeilen, die Geräte rufen: {lines}"),
                ),
                None => (
                    Place::file(&shown),
                    "; no line of it rings a SIP device".to_owned(),
                    "; keine Zeile darin ruft ein SIP-Gerät".to_owned(),
                ),
            };
            let words = Words::new(
                format!("the dialplan `{name}` is not read{en}"),
                format!("der Wählplan `{name}` wird nicht gelesen{de}"),
            );
            codes::OTHER_LANGUAGE.finding(Some(at), words).todo(Words::new(
                "look whether they ring desk phones by a plain `PJSIP/…`, which reaches one of two devices",
                "nachsehen, ob sie Tischtelefone mit einfachem `PJSIP/…` rufen, was nur eines von zwei Geräten erreicht",
            ))
        };
        self.files.iter().map(one).collect()
    }
}

/// What stands in lines that ring, in small letters.
const RINGS: [&str; 7] = ["pjsip/", "sip/", "dial(", "dial (", "page(", "originate(", "queue("];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::asterisk::files::MemoryFiles;
    use crate::inventory::asterisk::{ImportConfig, import};

    #[test]
    fn files_that_are_not_read_are_told_once() {
        let files = MemoryFiles::new()
            .with("pjsip.conf", "[2001]\ntype=endpoint\n")
            .with("iax.conf", "[general]\nbindport=4569\n[2003]\ntype=friend\n")
            .with("extconfig.conf", "[settings]\nps_endpoints => odbc,asterisk\n")
            .with("followme.conf", "[general]\nx=1\n;[2001]\n;number=>2002\n");
        let import = import(&files, &ImportConfig::default());
        let told: Vec<&str> = import
            .findings
            .iter()
            .filter(|f| f.code.as_str() == "inventory/pbx-file-not-read")
            .map(|f| f.what.en.as_ref())
            .collect();
        assert_eq!(told, ["files of the telephone system that are not read: 2 (`extconfig.conf`, `iax.conf`)"]);
    }

    #[test]
    fn files_in_other_languages_are_told_once_with_their_lines() {
        let files = MemoryFiles::new()
            .with("pjsip.conf", "[2001]\ntype=endpoint\n")
            .with("extensions.ael", "context intern {\n  2001 => {\n    Dial(PJSIP/2001,20);\n    // Dial(PJSIP/2002)\n  }\n}\n")
            .with("extensions.lua", "-- Dial(\"PJSIP/2001\")\nextensions = {}\n")
            .with("extensions.conf", "[a]\ninclude => intern\ninclude => fehlt\n");
        let import = import(&files, &ImportConfig::default());
        let told: Vec<String> = import
            .findings
            .iter()
            .filter(|f| f.code.as_str().starts_with("inventory/dialplan-"))
            .map(|f| format!("{} {}", f.place.as_ref().map(ToString::to_string).unwrap_or_default(), f.what.en))
            .collect();
        assert_eq!(
            told,
            [
                "extensions.ael:3:1 the dialplan `extensions.ael` is not read; lines that ring devices: 3",
                "extensions.conf:3:12 `[a]` includes the context `[fehlt]`, which does not exist",
                "extensions.lua the dialplan `extensions.lua` is not read; no line of it rings a SIP device",
            ]
        );
        let nothing = MemoryFiles::new().with("extensions.ael", "// all\n\n").with("extensions.lua", "-- all\n");
        assert!(Others::of(&nothing, [&"extensions.ael".to_owned(), &"extensions.lua".to_owned()]).is_empty());
    }
}
