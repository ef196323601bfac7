//! Every finding of the grammar, places and include chains, bounds, and random configurations rendered and read back.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::prelude::*;

use super::{Config, Limits, read, read_with};
use crate::inventory::asterisk::codes::grammar;
use crate::inventory::asterisk::files::{Files, FilesError, Listed, MemoryFiles};

fn one(text: impl Into<Vec<u8>>) -> Config {
    read(&MemoryFiles::new().with("a.conf", text), "a.conf")
}

/// `slug@line:column` without the room.
fn found(config: &Config) -> Vec<String> {
    config
        .findings()
        .iter()
        .map(|finding| {
            let (line, column) = finding.place.as_ref().map_or((0, 0), |place| (place.line(), place.column()));
            format!("{}@{line}:{column}", finding.code.as_str().trim_start_matches("inventory/"))
        })
        .collect()
}

fn lines(config: &Config) -> Vec<String> {
    config
        .sections()
        .map(|section| {
            let lines: Vec<String> = section.variables().map(|v| format!("{}={}", v.key(), v.value())).collect();
            format!("[{}]{}", section.name(), lines.join("|"))
        })
        .collect()
}

/// Input, findings, accepted by Asterisk.
const CASES: &[(&str, &[&str], bool)] = &[
    ("[a]\npassword=ab;cd\n", &["secret-cut-by-comment@2:12"], true),
    ("[a]\n  inbound_auth/password = ä;cd\n", &["secret-cut-by-comment@2:28"], true),
    ("[a]\npassword=;cd\n", &["secret-cut-by-comment@2:10"], true),
    ("[a]\npassword=ab ;cd\n", &[], true),
    ("[a]\npassword=ab\\;cd\n", &[], true),
    ("[a]\npassword=ab;-- c --;d\n", &["secret-cut-by-comment@2:12"], true),
    ("[a]\nexten => 1,1,NoOp(a;b)\n", &["value-cut-by-comment@2:20"], true),
    ("[t](!)\n[a] (t)\n", &["blank-before-parenthesis@2:5"], true),
    ("[t](!)\n[a](t)(u)\n[b]junk\n", &["text-after-header@2:7", "text-after-header@3:4"], true),
    ("[a\n", &["header-unclosed@1:1", "file-refused@0:0"], false),
    ("[a](b\n", &["header-unclosed@1:4", "file-refused@0:0"], false),
    ("[a](t, u)\n", &["parent-missing@1:5", "parent-missing@1:7", "file-refused@0:0"], false),
    ("[a](+)\n", &["append-missing@1:5", "file-refused@0:0"], false),
    ("[a](!)\n[a](+)\n", &["append-to-template@2:5", "file-refused@0:0"], false),
    ("[a]\n[a](+type)\n", &["filter-invalid@2:5", "file-refused@0:0"], false),
    ("[a]\nx=1\n[a](+type=auth)\n", &["append-missing@3:5", "file-refused@0:0"], false),
    ("[a]\n[a](+,a)\n", &["inherits-itself@2:7", "file-refused@0:0"], false),
    ("[a]\n[b]()\n", &["empty-parent@2:5"], true),
    ("[t](!)\n[T](!)\n", &["template-duplicate@2:1"], true),
    ("[t](!)\n[a](t)\n[t](+TEMPLATES=include)\nx=1\n", &["template-changed-late@3:5"], true),
    ("x=1\n[a]\n", &["no-section@1:1", "file-refused@0:0"], false),
    ("[a]\nnothing\n =x\n", &["no-equals@2:1", "no-key@3:2"], true),
    ("[a]\n\\ x=1\n", &["escape-invalid@2:1", "file-refused@0:0"], false),
    ("[a]\n\\ä=1\n", &["escape-invalid@2:1", "file-refused@0:0"], false),
    ("[a]\nx=1\0y\n", &["nul-byte@2:4"], true),
    ("[a]\n;-- open\nx=1\n", &["comment-unterminated@2:1"], true),
    ("[a]\nx=1 --; y\nlost=1\n", &["comment-end-stray@2:5"], true),
    ("[a]\n#include none.conf\n", &["include-missing@2:10", "file-refused@0:0"], false),
    ("[a]\n#include none*.conf\n", &["include-missing@2:10", "file-refused@0:0"], false),
    ("[a]\n#tryinclude none.conf\n", &[], true),
    ("[a]\n#include /etc/shadow\n#include ../x\n", &["include-outside@2:10", "include-outside@3:10"], true),
    ("[a]\n#include a.conf\n", &["include-cycle@2:10", "include-too-deep@2:10"], true),
    ("[a]\n#inlcude b\n", &["directive-unknown@2:1"], true),
    ("[a]\n# note\n#exec ls\n#include\n", &["comment-with-hash@2:1", "exec-ignored@3:1", "directive-without-file@4:1"], true),
];

#[test]
fn findings_and_places() {
    let mut wrong = Vec::new();
    for (text, expected, ok) in CASES {
        let config = one(*text);
        if found(&config) != *expected || config.ok() != *ok {
            wrong.push(format!("{text:?}\n  expected {ok} {expected:?}\n  found    {} {:?}", config.ok(), found(&config)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn long_lines_long_names_and_foreign_bytes() {
    let config = one(format!("[a]\nx={}\n[{}]\n", "y".repeat(9_000), "n".repeat(100)));
    assert_eq!(found(&config), ["line-too-long@2:1", "name-too-long@3:2"]);
    assert_eq!(config.sections().next_back().unwrap().name().len(), 79);
    let config = one(&b"[a]\nname=M\xfcller\nx=M\xc3\xbcller\n"[..]);
    assert_eq!(found(&config), ["not-utf8@2:7"]);
    assert_eq!(lines(&config), ["[a]name=Müller|x=Müller"]);
    assert_eq!(config.files()[0].encoding, "windows-1252");
    let config = one(format!("[a]\n{}", ";-- ".repeat(200)));
    assert_eq!(found(&config), ["comment-too-deep@2:513"]);
    assert!(!config.ok());
}

/// A file that is there and cannot be read.
struct Locked;

impl Files for Locked {
    fn read(&self, path: &str) -> Result<Vec<u8>, FilesError> {
        match path {
            "a.conf" => Ok(b"[a]\n#tryinclude locked.conf\nx=1\n".to_vec()),
            "locked.conf" => Err(FilesError::Other("permission denied".to_owned())),
            "pipe" => Err(FilesError::NotAFile),
            _ => Err(FilesError::Missing),
        }
    }

    fn list(&self, _: &str) -> Result<Vec<Listed>, FilesError> {
        Err(FilesError::Missing)
    }

    fn shown(&self, path: &str) -> String {
        format!("pbx/{path}")
    }
}

#[test]
fn files_that_cannot_be_read() {
    let config = read(&Locked, "a.conf");
    assert_eq!(found(&config), ["file-unreadable@2:13"]);
    assert_eq!(config.findings()[0].what.en, "`locked.conf` cannot be read: permission denied");
    assert_eq!(config.findings()[0].place.as_ref().unwrap().file_name(), "pbx/a.conf");
    assert_eq!(lines(&config), ["[a]x=1"]);
    let config = read(&Locked, "none.conf");
    assert_eq!((found(&config), config.ok()), (vec!["file-missing@0:0".to_owned()], false));
    let config = read(&Locked, "pipe");
    assert_eq!((found(&config), config.ok()), (vec!["file-unreadable@0:0".to_owned()], false));
}

/// The later files of a pattern are not read either, also where the fault stands on the last line.
#[test]
fn a_broken_file_of_a_pattern_takes_the_later_ones_with_it() {
    let told = |text: &str| -> Vec<String> {
        let files = MemoryFiles::new()
            .with("x.conf", "#include conf.d/*.conf\n[z]\ny=2\n")
            .with("conf.d/a.conf", text)
            .with("conf.d/b.conf", "[105]\nx=1\n")
            .with("conf.d/c.conf", "[106]\nx=1\n");
        let config = read(&files, "x.conf");
        assert_eq!(lines(&config).iter().any(|line| line.contains("105")), !text.contains("nope"));
        let of = config.findings().iter().filter(|f| f.code.as_str() == "inventory/include-truncates");
        of.map(|f| f.what.en.replace("Asterisk stops reading this included file here without a word and ", "")).collect()
    };
    let files = "does not read the later files of the same pattern: 2 (`conf.d/b.conf`, `conf.d/c.conf`)";
    assert_eq!(told("[1]\nx=1\n[2](nope)\n"), [files]);
    assert_eq!(told("[1]\nx=1\n[2](nope)\nx=2\n"), [format!("loses 1 line, and {files}")]);
    assert!(told("[1]\nx=1\n").is_empty());
}

#[test]
fn a_broken_include_says_what_is_lost() {
    let files = MemoryFiles::new()
        .with("a.conf", "[a]\n#include amt.conf\ny=2\n")
        .with("amt.conf", "[1]\nx=1\n[2](nope)\nx=2\n; remark\n[3]\n[4]\n[5]\n[6]\n[7]\nx=7\n");
    let config = read(&files, "a.conf");
    assert_eq!(found(&config), ["parent-missing@3:5", "include-truncates@3:1"]);
    let finding = &config.findings()[1];
    assert_eq!(
        finding.what.en,
        "Asterisk stops reading this included file here without a word and loses 7 lines with 5 sections: `3`, `4`, `5`, `6`, `7`"
    );
    let place = finding.place.as_ref().unwrap();
    assert_eq!((place.file_name(), place.via()[0].file.as_str(), place.via()[0].line), ("amt.conf", "a.conf", 2));
    assert_eq!(lines(&config), ["[a]y=2", "[1]x=1"]);
    assert!(config.ok());
}

#[test]
fn a_comment_open_in_a_wildcard_swallows_the_next_files() {
    let files =
        MemoryFiles::new().with("a.conf", "#include x/*.conf\n").with("x/1.conf", "[1]\n;-- open\n").with("x/2.conf", "[2]\n");
    let config = read(&files, "a.conf");
    assert_eq!(lines(&config), ["[1]"]);
    assert!(config.findings()[0].what.en.contains("further files"), "{}", config.findings()[0].what.en);
}

/// Asterisk never closes the level of an include that broke off: the eleventh is not read any more.
#[test]
fn broken_includes_use_up_the_levels() {
    let mut files = MemoryFiles::new().with("bad.conf", "[x](nope)\n").with("good.conf", "[good]\n");
    files.insert("a.conf", format!("{}#include good.conf\n", "#include bad.conf\n".repeat(9)));
    assert_eq!(lines(&read(&files, "a.conf")), ["[good]"]);
    files.insert("a.conf", format!("{}#include good.conf\n", "#include bad.conf\n".repeat(10)));
    let config = read(&files, "a.conf");
    assert!(!config.ok());
    assert!(found(&config).contains(&"include-too-deep@11:10".to_owned()), "{:?}", found(&config));
}

#[test]
fn places_point_at_key_and_value() {
    let config = one("\u{feff}[a] ; x\r\n\tschlüssel  =>  wert ; c\r\n[b](a)\r\nx=1;-- c --;2\r\nx+= 3\r\n");
    assert!(config.ok());
    let b = config.sections().next_back().unwrap();
    assert_eq!((b.place().line(), b.place().column()), (3, 1));
    let inherited = b.variables().next().unwrap();
    assert_eq!((inherited.key(), inherited.value(), inherited.is_arrow()), ("schlüssel", "wert", true));
    assert_eq!((inherited.key_place().line(), inherited.key_place().column()), (2, 2));
    assert_eq!((inherited.value_place().line(), inherited.value_place().column()), (2, 17));
    assert_eq!(inherited.inherited_from().unwrap().name(), "a");
    assert_eq!(inherited.written_in().name(), "a");
    let own = b.last("x").unwrap();
    assert_eq!((own.value(), own.line()), ("12 3", 5));
    assert!(own.inherited_from().is_none());
}

#[test]
fn hostile_configurations_stop_at_the_limits() {
    let small = Limits { variables: 10_000, work: 100_000, parsed_bytes: 1 << 20, visits: 500, ..Limits::default() };
    // Templates that double.
    let mut text = "[t0](!)\nx=1\n".to_owned();
    for n in 1..40 {
        let _ = writeln!(text, "[t{n}](!,t{},t{})", n - 1, n - 1);
    }
    let config = read_with(&MemoryFiles::new().with("a.conf", text), "a.conf", small);
    assert!(found(&config).iter().any(|slug| slug.starts_with("config-too-large")), "{:?}", found(&config));
    assert!(!config.ok());
    // Includes that double.
    let files = MemoryFiles::new().with("a.conf", "[a]\n#tryinclude a.conf\n#tryinclude a.conf\n");
    assert!(found(&read_with(&files, "a.conf", small)).iter().any(|slug| slug.starts_with("config-too-large")));
    // A value that doubles in work.
    let text = format!("[a]\nx=1\n{}", "x+=1234567890\n".repeat(5_000));
    let config = read_with(&MemoryFiles::new().with("a.conf", text), "a.conf", small);
    assert!(found(&config).iter().any(|slug| slug.starts_with("config-too-large")));
    // Sections without end.
    let config = read_with(&MemoryFiles::new().with("a.conf", "[a]\n".repeat(10_000)), "a.conf", small);
    assert!(config.sections().len() < 5_100);
    // Garbage.
    let config = one("no equals here\n".repeat(50_000));
    assert!(config.findings().len() < 2_010);
    assert!(found(&config).iter().any(|slug| slug.starts_with("too-many-findings")));
}

#[test]
fn no_finding_shows_a_secret() {
    let config = one("[a]\npassword=hunter2;x\nsecret=hunter2;-- y --;\nmd5_cred=hunter2;\n");
    assert_eq!(config.findings().len(), 3);
    assert!(!format!("{:?}", config.findings()).contains("hunter2"));
}

/// The list of codes is complete: each is produced by a test above.
#[test]
fn every_code_appears() {
    let mut seen: BTreeSet<String> = CASES.iter().flat_map(|(text, _, _)| found(&one(*text))).collect();
    seen.extend(found(&one(format!("[a]\nx={}\n[{}]\n", "y".repeat(9_000), "n".repeat(100)))));
    seen.extend(found(&one(&b"[a]\nname=M\xfcller\n"[..])));
    seen.extend(found(&one(format!("[a]\n{}", ";-- ".repeat(200)))));
    seen.extend(found(&read(&Locked, "a.conf")));
    seen.extend(found(&read(&Locked, "none.conf")));
    seen.extend(found(&one("x\n".repeat(5_000))));
    let files = MemoryFiles::new().with("a.conf", "#include b.conf\n").with("b.conf", "[a](b)\n[c]\n");
    seen.extend(found(&read(&files, "a.conf")));
    let files = MemoryFiles::new().with("a.conf", "[a]\n#tryinclude a.conf\n#tryinclude a.conf\n");
    seen.extend(found(&read_with(&files, "a.conf", Limits { visits: 100, ..Limits::default() })));
    let seen: BTreeSet<&str> = seen.iter().filter_map(|slug| slug.split('@').next()).collect();
    let missing: Vec<&str> =
        grammar::ALL.iter().map(|page| page.slug.trim_start_matches("inventory/")).filter(|slug| !seen.contains(slug)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

/// A section of the model that is rendered and read back.
#[derive(Debug, Clone)]
struct Model {
    name: String,
    template: bool,
    /// Indices of earlier sections.
    parents: Vec<usize>,
    own: Vec<(String, String)>,
    /// How each line is dressed up.
    dress: u8,
}

fn models() -> impl Strategy<Value = Vec<Model>> {
    let key = "[a-z_]{1,12}";
    // Any text without control characters that does not begin or end with a blank.
    let value = "([!-~äöüß€]([ -~äöüß€]{0,20}[!-~äöüß€])?)?";
    let section = (
        "[A-Za-z0-9][A-Za-z0-9 ._-]{0,10}",
        any::<bool>(),
        prop::collection::vec(any::<prop::sample::Index>(), 0..3),
        prop::collection::vec((key, value), 0..6),
        any::<u8>(),
    );
    prop::collection::vec(section, 1..12).prop_map(|list| {
        list.into_iter()
            .enumerate()
            .map(|(index, (name, template, parents, own, dress))| Model {
                // Unique, so that a parent's name means one section.
                name: format!("{name}{index}"),
                template,
                parents: if index == 0 { Vec::new() } else { parents.iter().map(|parent| parent.index(index)).collect() },
                own,
                dress,
            })
            .collect()
    })
}

/// As one has to write a value so that it stays: every `;` escaped. A `\` before a `;` cannot be written.
fn escape(value: &str) -> String {
    value.replace(';', "\\;")
}

fn render(models: &[Model]) -> String {
    let mut text = String::new();
    for model in models {
        let mut options: Vec<&str> = model.parents.iter().map(|index| models[*index].name.as_str()).collect();
        if model.template {
            options.insert(usize::from(model.dress & 1 == 1 && !options.is_empty()), "!");
        }
        let indent = if model.dress & 2 == 2 { "  " } else { "" };
        let _ = write!(text, "{indent}[{}]", model.name);
        if !options.is_empty() {
            let _ = write!(text, "({})", options.join(","));
        }
        text.push_str(if model.dress & 4 == 4 { " ; remark\r\n" } else { "\n" });
        for (key, value) in &model.own {
            let arrow = if model.dress & 8 == 8 { " => " } else { " = " };
            let _ = write!(text, "{indent}{key}{arrow}{}", escape(value));
            text.push_str(if model.dress & 16 == 16 { " ;-- block --; \n" } else { "\n" });
            if model.dress & 32 == 32 {
                text.push_str(";-- a\nlost=1\n--;\n");
            }
        }
    }
    text
}

fn effective(models: &[Model], index: usize) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = models[index].parents.iter().flat_map(|parent| effective(models, *parent)).collect();
    all.extend(models[index].own.clone());
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(models in models()) {
        prop_assume!(models.iter().all(|model| model.own.iter().all(|(_, value)| !value.contains("\\;"))));
        let config = one(render(&models));
        prop_assert!(config.ok(), "{:?}", config.findings());
        prop_assert_eq!(config.sections().len(), models.len());
        for (index, section) in config.sections().enumerate() {
            prop_assert_eq!(section.name(), models[index].name.as_str());
            prop_assert_eq!(section.is_template(), models[index].template);
            let parents: Vec<usize> = section.parents().map(super::Section::index).collect();
            prop_assert_eq!(&parents, &models[index].parents);
            let variables: Vec<(String, String)> =
                section.variables().map(|v| (v.key().to_owned(), v.value().to_owned())).collect();
            prop_assert_eq!(variables, effective(&models, index));
        }
        prop_assert_eq!(config.findings().len(), 0, "{:?}", config.findings());
    }

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let config = one(bytes);
        for section in config.sections() {
            for variable in section.variables() {
                let _ = (variable.key_place(), variable.value_place());
            }
        }
    }
}
