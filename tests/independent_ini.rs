//! Our reading of INI dialects against an independent reader: Python's `configparser`, on files where the dialects agree.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)] // tests read the disk and start programs, and fail loudly

use std::io::Write as _;
use std::process::{Command, Stdio};

use deskshift::inventory::phones::ini::{Dialect, Ini, LINPHONE, TWINKLE, WINDOWS};
use serde::Serialize;

/// Reads files from standard input and writes section, key and value of each.
const READER: &str = r"
import configparser, io, json, sys
out = []
for case in json.load(sys.stdin):
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=('=',),
        comment_prefixes=tuple(case['comments']), inline_comment_prefixes=None, empty_lines_in_values=False,
        default_section='\0none')
    parser.optionxform = str.lower if case['folds'] else str
    parser.read_file(io.StringIO(case['text']))
    out.append([[s, k, v] for s in parser.sections() for k, v in parser.items(s)])
json.dump(out, sys.stdout)
";

/// Says so aloud, past the capture of test output; fails where skipping is forbidden.
fn python() -> Option<&'static str> {
    let here =
        Command::new("python3").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success());
    if here {
        return Some("python3");
    }
    assert!(
        std::env::var_os("DESKSHIFT_REQUIRE_REAL").is_none_or(|v| v != "1"),
        "this test may not be skipped (DESKSHIFT_REQUIRE_REAL=1): `python3` is not installed"
    );
    let _ = writeln!(std::io::stderr(), "SKIPPED independent_ini: `python3` is not installed");
    None
}

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

#[derive(Serialize)]
struct Case {
    text: String,
    comments: Vec<String>,
    folds: bool,
    #[serde(skip)]
    dialect: Dialect,
}

const KEYS: &[&str] = &[
    "reg_identity",
    "reg_proxy",
    "userid",
    "passwd",
    "username",
    "ha1",
    "Key",
    "key",
    "ä",
    "a.b",
    "with blank",
    "x-y",
    "k[1]",
    "a:b",
    "server",
];
/// Without quotes at both ends and without outer blanks, where the dialects differ on purpose.
const VALUES: &[&str] = &[
    "",
    "2001",
    "a;b",
    "a#b",
    "a = b",
    "100 %",
    "%(x)s",
    "${y}",
    "\\",
    "a\\nb",
    "\"half",
    "x\"y",
    "'",
    "[x]",
    "=",
    "==",
    ":",
    "ü ß €",
    "😀",
    "<sip:2001@h;transport=tls>",
    "\"Anna\" <sip:2001@h>",
    "a\tb",
    "\u{202e}abc",
    "e\u{301}",
    "; no comment",
    "# no comment",
    "x\u{a0}y",
];

fn generate(random: &mut Random, dialect: Dialect) -> Case {
    let mut text = String::new();
    let line_end = random.pick(&["\n", "\r\n"]);
    let mut line = |parts: &[&str]| {
        parts.iter().for_each(|part| text.push_str(part));
        text.push_str(line_end);
    };
    let sections = 1 + random.below(6);
    for index in 0..sections {
        let name = if dialect.last_counts { random.below(4) } else { index };
        line(&[
            "[section ",
            &name.to_string(),
            random.pick(&["", ".x", " ü"]),
            &if dialect.last_counts { String::new() } else { index.to_string() },
            "]",
        ]);
        let mut used: Vec<String> = Vec::new();
        for _ in 0..random.below(9) {
            let comment = dialect.comments[0].to_string();
            match random.below(6) {
                0 => line(&[&comment, random.pick(&["", " words", "key=value", "[section]"])]),
                1 => line(&[]),
                _ => {
                    let key = random.pick(KEYS);
                    // Of two equal keys Windows takes the first and Python the last.
                    if !dialect.last_counts && used.contains(&key.to_lowercase()) {
                        continue;
                    }
                    used.push(key.to_lowercase());
                    let blanks = if dialect.blanks_count { "" } else { random.pick(&["", " ", "\t"]) };
                    line(&[key, random.pick(&["", " "]), "=", blanks, random.pick(VALUES)]);
                }
            }
        }
    }
    Case { text, comments: dialect.comments.iter().map(ToString::to_string).collect(), folds: dialect.folds_case, dialect }
}

fn ours(case: &Case) -> Vec<[String; 3]> {
    let ini = Ini::read("f", &case.text, &case.dialect);
    let fold = |key: &str| if case.folds { key.to_lowercase() } else { key.to_owned() };
    ini.sections
        .iter()
        .flat_map(|s| s.entries.iter().map(|e| [s.name.clone(), fold(&e.key), e.value.value.clone()]).collect::<Vec<_>>())
        .collect()
}

#[test]
fn python_reads_the_same() {
    let Some(python) = python() else { return };
    let mut random = Random(20_261_125);
    let mut cases = Vec::new();
    for round in 0..900 {
        // Twinkle has no sections: below it is compared inside of one.
        let dialect = [LINPHONE, WINDOWS, Dialect { has_sections: true, ..TWINKLE }][round % 3];
        cases.push(generate(&mut random, dialect));
    }
    let mut child = Command::new(python)
        .args(["-c", READER])
        .env("PYTHONIOENCODING", "utf-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let input = serde_json::to_vec(&cases).unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(&input).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    let theirs: Vec<Vec<[String; 3]>> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(theirs.len(), cases.len());
    let mut settings = 0;
    let mut wrong = Vec::new();
    for (case, theirs) in cases.iter().zip(&theirs) {
        let ours = ours(case);
        settings += ours.len();
        if &ours != theirs {
            wrong.push(format!("{:?}\n ours   {ours:?}\n theirs {theirs:?}", case.text));
        }
    }
    assert!(wrong.is_empty(), "{} of {} files differ:\n{}", wrong.len(), cases.len(), wrong[..wrong.len().min(3)].join("\n"));
    assert!(settings > 5000, "{settings} settings were compared");
}
