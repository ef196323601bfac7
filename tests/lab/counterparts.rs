//! Which of our files stands for which sample that may not be copied here, and that it leaves nothing of it out.
//!
//! The files of `tests/quirks` are compared with Asterisk's reading in every run. Where `DESKSHIFT_SAMPLES` is set, each construct of
//! each sample `asterisk-*` must be in its counterpart, and each such sample must have one.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::programs::checkout;

/// Sample and counterpart. The quirks were written for both places, and are the same there.
const COUNTERPARTS: [(&str, &str); 29] = [
    ("asterisk-basic-pbx/extensions.conf", "kinds/small-office/extensions.conf"),
    ("asterisk-basic-pbx/pjsip.conf", "kinds/small-office/pjsip.conf"),
    ("asterisk-basic-pbx/queues.conf", "kinds/small-office/queues.conf"),
    ("asterisk-basic-pbx/voicemail.conf", "kinds/small-office/voicemail.conf"),
    ("asterisk-browser-phone/pjsip.conf", "kinds/browser-phones/pjsip.conf"),
    ("asterisk-pjsip-semantics/pjsip.conf", "kinds/good-and-bad/pjsip.conf"),
    ("asterisk-pjsip-semantics/pjsip_wizard.conf", "kinds/good-and-bad/pjsip_wizard.conf"),
    ("asterisk-privatedial/extensions_local.conf", "kinds/template-tree/extensions.conf"),
    ("asterisk-privatedial/pjsip.conf", "kinds/template-tree/pjsip.conf"),
    ("asterisk-privatedial/pjsip_endpoint.conf", "kinds/template-tree/pjsip_endpoint.conf"),
    ("asterisk-privatedial/pjsip_transport.conf", "kinds/template-tree/pjsip_transport.conf"),
    ("asterisk-privatedial/pjsip_wizard.conf", "kinds/template-tree/pjsip_wizard.conf"),
    ("asterisk-quirks/quirks", "quirks"),
    ("asterisk-quirks/quirks/inc", "quirks/inc"),
    ("asterisk-register-matrix/pjsip.conf", "kinds/registering/pjsip.conf"),
    ("asterisk-samples/phoneprov_users.conf.sample", "kinds/every-file/phoneprov_users.conf.sample"),
    ("asterisk-samples/pjsip.conf.sample", "kinds/every-file/pjsip.conf.sample"),
    ("asterisk-samples/pjsip_wizard.conf.sample", "kinds/every-file/pjsip_wizard.conf.sample"),
    ("asterisk-samples/queues.conf.sample", "kinds/every-file/queues.conf.sample"),
    ("asterisk-samples/sip.conf.sample", "kinds/every-file/sip.conf.sample"),
    ("asterisk-samples/users.conf.sample", "kinds/every-file/users.conf.sample"),
    ("asterisk-testsuite/pjsip_wizard-hints.conf", "kinds/wizards/pjsip_wizard-hints.conf"),
    ("asterisk-testsuite/pjsip_wizard-phone.conf", "kinds/wizards/pjsip_wizard-phone.conf"),
    ("asterisk-testsuite/pjsip_wizard-registration.conf", "kinds/wizards/pjsip_wizard-registration.conf"),
    ("asterisk-testsuite/pjsip_wizard-trunk.conf", "kinds/wizards/pjsip_wizard-trunk.conf"),
    ("asterisk-testsuite/sip-blonde.conf", "kinds/single/sip-peer.conf"),
    ("asterisk-testsuite/sip-udptl_v6.conf", "kinds/single/sip-fax_v6.conf"),
    ("asterisk-testsuite/users-directory.conf", "kinds/single/users-directory.conf"),
    ("asterisk-testsuite/voicemail-contexts.conf", "kinds/single/voicemail-contexts.conf"),
];

/// What the grammar and the objects know of a file: forms of headers, separators and comments, options in effect, shapes of values.
fn constructs(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = false;
    for line in text.lines() {
        let (bare, indent) = (line.trim(), if line.starts_with([' ', '\t']) { "indented " } else { "" });
        let mut add = |what: String| {
            found.insert(format!("{indent}{what}"));
        };
        if bare.starts_with(";--") && !bare.starts_with(";---") && !bare.contains("--;") {
            open = true;
        }
        if open || bare.is_empty() {
            open &= !bare.contains("--;");
            add(if bare.is_empty() { "blank line".to_owned() } else { "comment of several lines".to_owned() });
            continue;
        }
        if let Some(inner) = bare.strip_prefix(';') {
            add(comment(inner).to_owned());
            continue;
        }
        let (body, behind) = split_comment(bare);
        if behind {
            add("comment behind a line".to_owned());
        }
        if body.starts_with('[') {
            header(body).into_iter().for_each(&mut add);
        } else if let Some(directive) = body.strip_prefix('#') {
            add(format!("#{}", directive.split_whitespace().next().unwrap_or_default()));
        } else if let Some((key, value)) = body.split_once('=') {
            assignment(key, value).into_iter().for_each(&mut add);
        } else {
            add("line without an equals sign".to_owned());
        }
    }
    if !text.is_ascii() {
        found.insert("letters beyond ASCII".to_owned());
    }
    found
}

fn comment(inner: &str) -> &'static str {
    let bare = inner.trim();
    match bare {
        "" => "empty comment",
        _ if bare.chars().all(|c| "=-*;".contains(c)) => "rule",
        _ if bare.starts_with(['=', '-']) => "heading in a rule",
        _ if bare.starts_with(';') => "comment in a comment",
        _ if bare.starts_with('[') => "header in a comment",
        _ if bare.contains("=>") => "arrow in a comment",
        _ if bare.contains('=') && inner.starts_with(' ') => "assignment in a comment, behind a blank",
        _ if bare.contains('=') && bare.contains(';') => "assignment with a comment in a comment",
        _ if bare.contains('=') => "assignment in a comment",
        _ if inner.starts_with('\t') => "comment behind a tab",
        _ => "comment",
    }
}

/// A `;` without a backslash ends a line.
fn split_comment(line: &str) -> (&str, bool) {
    let ends = line.match_indices(';').find(|(at, _)| !line[..*at].ends_with('\\'));
    ends.map_or((line, false), |(at, _)| (line[..at].trim_end(), true))
}

fn header(body: &str) -> Vec<String> {
    let (name, rest) = body[1..].split_once(']').unwrap_or((&body[1..], ""));
    let mut signs: Vec<char> = name.chars().filter(|c| !c.is_alphanumeric()).collect();
    signs.sort_unstable();
    signs.dedup();
    let parents = rest.trim_matches(['(', ')']).split(',').filter(|item| !item.is_empty() && *item != "!").count();
    let digits = name.chars().all(|c| c.is_ascii_digit());
    vec![
        format!("header template={} parents={}", rest.contains("(!"), parents.min(3)),
        format!("name with {signs:?} number={digits}"),
    ]
}

fn assignment(key: &str, value: &str) -> Vec<String> {
    let arrow = value.starts_with('>');
    let (blank, value) = (key.ends_with(' '), value.strip_prefix('>').unwrap_or(value));
    let name = key.trim().to_ascii_lowercase();
    let mut found = vec![format!("separator arrow={arrow} blank={blank}"), format!("value empty={}", value.trim().is_empty())];
    // Keys that are numbers or names of somebody's are the same construct.
    let own = name.chars().any(|c| c.is_ascii_digit()) || key.trim().chars().any(char::is_uppercase);
    let value = value.trim();
    let zone = value.contains('|') && value.contains("'digits/at'");
    found.push(match name.as_str() {
        _ if zone => "a zone of voicemail".to_owned(),
        _ if own && value.contains(',') => "own key with a list".to_owned(),
        _ if own => "own key".to_owned(),
        "type" | "auth_type" | "protocol" | "method" | "strategy" => format!("{name}={value}"),
        _ => format!("option {name}"),
    });
    if name == "exten" || name == "same" {
        found.extend(dialplan(value));
    } else {
        for (what, is) in [
            ("an escaped semicolon", value.contains("\\;")),
            ("an escaped quote", value.contains("\\\"")),
            ("quotes", value.contains('"')),
            ("a pointed bracket", value.contains('<')),
            ("a comma", value.contains(',')),
            ("a pipe", value.contains('|')),
            ("a variable", value.contains("${")),
            ("another equals sign", value.contains('=')),
            ("letters beyond ASCII", !value.is_ascii()),
            ("`!` before a codec", value.contains("!all")),
        ] {
            if is {
                found.push(format!("value with {what}"));
            }
        }
    }
    found
}

fn dialplan(value: &str) -> Vec<String> {
    let mut found = Vec::new();
    let parts: Vec<&str> = value.splitn(3, ',').collect();
    let extension = parts[0].trim();
    let kind = match extension {
        "n" => "next",
        _ if extension.starts_with("n(") => "labelled",
        "h" | "i" | "t" | "o" => extension,
        _ if extension.starts_with('_') && extension.ends_with('.') => "pattern of any length",
        _ if extension.starts_with('_') => "pattern",
        _ if extension.bytes().all(|b| b.is_ascii_digit()) => "number",
        _ => "name",
    };
    found.push(format!("extension: {kind}"));
    let application = if kind == "next" || kind == "labelled" {
        parts.get(1..).map(|rest| rest.join(","))
    } else {
        parts.get(2).map(|rest| (*rest).to_owned())
    };
    if parts.get(1) == Some(&"hint") {
        found.push("hint".to_owned());
    } else if let Some(application) = application {
        found.push(format!("application {}", application.split('(').next().unwrap_or_default().trim().to_ascii_lowercase()));
    }
    for (what, is) in [
        ("offset", value.contains("EXTEN:")),
        ("expression", value.contains("$[")),
        ("nested", value.contains("(${") || value.contains("/${")),
    ] {
        if is {
            found.push(format!("dialplan {what}"));
        }
    }
    found
}

/// Files of Asterisk's kind in a sample folder, relative to the samples.
fn samples(root: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let entries =
        |folder: &Path| -> Vec<PathBuf> { std::fs::read_dir(folder).expect("a folder").flatten().map(|e| e.path()).collect() };
    for folder in entries(root)
        .into_iter()
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("asterisk-")))
    {
        let mut folders = vec![folder];
        while let Some(folder) = folders.pop() {
            let quirks = folder.components().any(|part| part.as_os_str() == "quirks");
            for path in entries(&folder) {
                let name = path.strip_prefix(root).expect("below it").to_string_lossy().into_owned();
                if path.is_dir() {
                    folders.push(path);
                } else if quirks {
                    found.insert(Path::new(&name).parent().expect("a folder").to_string_lossy().into_owned());
                } else if name.contains(".conf") {
                    found.insert(name);
                }
            }
        }
    }
    found
}

/// A folder as one text for each file, a file as one.
fn texts(path: &Path) -> Vec<(String, Vec<u8>)> {
    if path.is_file() {
        return vec![(String::new(), std::fs::read(path).expect("readable"))];
    }
    let entries = std::fs::read_dir(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let files = entries.flatten().filter(|entry| entry.path().is_file());
    let mut found: Vec<(String, Vec<u8>)> = files
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).expect("readable")))
        .collect();
    found.sort();
    found
}

#[test]
fn each_counterpart_is_there_and_leaves_out_nothing_of_its_sample() {
    let ours = checkout().join("tests/quirks");
    let files: usize = COUNTERPARTS.iter().map(|(_, file)| texts(&ours.join(file)).len()).sum();
    assert_eq!(files, 27 + 41 + 6);
    let Some(root) = std::env::var_os("DESKSHIFT_SAMPLES").map(PathBuf::from) else { return };
    // Other folders than those of this project have no counterparts here.
    if !root.join("asterisk-quirks").is_dir() {
        return;
    }
    let listed: BTreeSet<String> = COUNTERPARTS.iter().map(|(sample, _)| (*sample).to_owned()).collect();
    assert_eq!(samples(&root), listed, "samples and counterparts");
    let mut wrong = Vec::new();
    for (sample, file) in COUNTERPARTS {
        let (theirs, ours) = (texts(&root.join(sample)), texts(&ours.join(file)));
        if sample.contains("/quirks") {
            assert_eq!(theirs, ours, "{sample}");
            continue;
        }
        let [theirs, ours] = [theirs, ours].map(|files| constructs(&String::from_utf8_lossy(&files[0].1)));
        let missing: Vec<&String> = theirs.difference(&ours).collect();
        if !missing.is_empty() {
            wrong.push(format!("{file} lacks of {sample}: {missing:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn constructs_tell_forms_apart() {
    let of = |text: &str| constructs(text).into_iter().collect::<Vec<_>>();
    assert_eq!(
        of("[a-b](!,x) ; c\n"),
        ["comment behind a line", "header template=true parents=1", "name with ['-'] number=false"]
    );
    assert_eq!(
        of("bind => 1,2\n"),
        ["option bind", "separator arrow=true blank=true", "value empty=false", "value with a comma"]
    );
    assert_ne!(of("exten = _1X.,1,Dial(PJSIP/${EXTEN:2})"), of("exten = _1X.,1,Dial(PJSIP/1)"));
    assert_ne!(of(";x=1 ; y"), of(";x=1"));
}
