//! LDIF read by this program and by an independent reader in Python: the same people with the same values.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)] // tests start programs and fail loudly

use std::io::Write as _;
use std::process::{Command, Stdio};

use deskshift::inventory::asterisk::files::MemoryFiles;
use deskshift::inventory::formats::{self, Given};
use deskshift::inventory::staff::ListFile;
use deskshift::policy::site::Numbers;

/// python-ldap's reader where it is installed, else RFC 2849 in a few lines on `base64` of the standard library.
const ORACLE: &str = r##"
import base64, io, json, sys
data = sys.stdin.buffer.read()
def plain(data):
    lines = []
    for raw in data.replace(b"\r\n", b"\n").split(b"\n"):
        if raw[:1] == b" " and lines and lines[-1]:
            lines[-1] += raw[1:]
        else:
            lines.append(raw)
    records, record = [], {}
    for line in lines + [b""]:
        if line[:1] == b"#" or line.startswith(b"version:"):
            continue
        if not line:
            if record:
                records.append(record)
            record = {}
            continue
        name, value = line.split(b":", 1)
        value = base64.b64decode(value[1:].strip(b" "), validate=True) if value[:1] == b":" else value.lstrip(b" ")
        record.setdefault(name.decode().lower(), []).append(value)
    return records
try:
    import ldif
    reader = ldif.LDIFRecordList(io.BytesIO(data))
    reader.parse()
    records = [{k.lower(): v for k, v in e.items()} for _, e in reader.all_records]
except ImportError:
    records = plain(data)
first = lambda r, n: " ".join(r[n][0].decode().split()) if n in r else None
print(json.dumps([[first(r, n) for n in ("sn", "givenname", "uid", "mail", "department", "ipphone")] for r in records]))
"##;

struct Random(u64);

impl Random {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for group in bytes.chunks(3) {
        let value = group.iter().fold(0_u32, |value, byte| value << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for at in 0..4 {
            if at <= group.len() {
                out.push(char::from(LETTERS[(value >> (18 - 6 * at)) as usize & 63]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

/// One line, folded somewhere, as base64 where the value is not plain or chance wants it.
fn line(random: &mut Random, name: &str, value: &str, end: &str) -> String {
    let plain = value.is_ascii() && !value.starts_with([' ', ':', '<']) && !value.ends_with(' ');
    let text = if plain && random.below(4) > 0 {
        format!("{name}:{}{value}", " ".repeat(random.below(3)))
    } else {
        format!("{name}:: {}", base64(value.as_bytes()))
    };
    let mut out = String::new();
    let mut room = 10 + random.below(70);
    for c in text.chars() {
        if room == 0 {
            out.push_str(end);
            out.push(' ');
            room = 10 + random.below(70);
        }
        out.push(c);
        room -= 1;
    }
    out + end
}

fn dump(random: &mut Random, people: usize, end: &str) -> String {
    const LAST: [&str; 8] = ["Müller", "Weiß", "Huber-Groß", "von der Au", "Çelik", "O'Neill", "Şahin", "Li"];
    const FIRST: [&str; 6] = ["Hans", "Jörg", "Anna Maria", "Ayşe", "José", "Émile"];
    const DEPARTMENT: [&str; 4] = ["Bauamt", "Amt für Soziales: Wohngeld", " Hauptamt", "Jugendamt # 2"];
    let mut out = format!("version: 1{end}# made by a test{end}  and folded{end}{end}");
    for number in 0..people {
        let (last, first, department) = (random.pick(&LAST), random.pick(&FIRST), random.pick(&DEPARTMENT));
        out += &line(random, "dn", &format!("uid=u{number},ou=Leute,dc=lra,dc=example"), end);
        let mut lines = vec![
            line(random, "objectClass", "inetOrgPerson", end),
            line(random, "sn", last, end),
            line(random, "givenName", first, end),
            line(random, "uid", &format!("u{number}"), end),
            line(random, "mail", &format!("u{number}@lra.example"), end),
            line(random, "department", department, end),
            line(random, "ipPhone", &format!("{}", 2000 + number), end),
            line(random, "description", "nothing that is read: really", end),
            format!("# a remark{end} folded: like a value{end}"),
        ];
        while !lines.is_empty() {
            let at = random.below(lines.len());
            out += &lines.remove(at);
        }
        out += end;
    }
    out
}

fn ours(text: &str) -> Vec<Vec<Option<String>>> {
    let plan = Numbers::new("49", "89", "99998").lengths([4]);
    let format = formats::by_name("directory/ldif").unwrap();
    let list = ListFile::new("a.ldif", text.as_bytes());
    let reading = (format.read)(&Given { list, plan: &plan, files: &MemoryFiles::new() });
    let errors: Vec<_> = reading.findings.iter().filter(|f| f.severity == deskshift::diag::Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    reading
        .people
        .into_iter()
        .map(|entry| {
            let p = entry.person;
            vec![
                Some(p.last.value),
                p.first.map(|v| v.value),
                p.login.map(|v| v.value),
                p.mail.map(|v| v.value),
                p.department.map(|v| v.value.to_string()),
                p.extension.map(|v| v.value.to_string()),
            ]
        })
        .collect()
}

fn theirs(text: &str) -> Option<Vec<Vec<Option<String>>>> {
    let mut child = Command::new("python3").args(["-c", ORACLE]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn ldif_is_read_as_an_independent_reader_reads_it() {
    for (seed, end) in [(1, "\n"), (2, "\r\n"), (3, "\n")] {
        let text = dump(&mut Random(seed), 300, end);
        let Some(theirs) = theirs(&text) else {
            assert!(std::env::var_os("DESKSHIFT_REQUIRE_REAL").is_none(), "python3 is missing");
            eprintln!("skipped: python3 is missing");
            return;
        };
        let ours = ours(&text);
        assert_eq!(ours.len(), 300);
        assert_eq!(ours, theirs, "seed {seed}");
    }
}
