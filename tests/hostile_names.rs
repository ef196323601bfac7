//! Names are hostile data: 5,000 of them through every importer. Each comes back equal, or a finding says that it does not.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use deskshift::diag::{Code, Finding};
use deskshift::inventory::asterisk::files::MemoryFiles;
use deskshift::inventory::asterisk::{ImportConfig, import};
use deskshift::inventory::formats::{self, Given};
use deskshift::inventory::reading::Reading;
use deskshift::inventory::staff::{self, ListFile};
use deskshift::policy::site::Numbers;

#[path = "support/hostile.rs"]
mod hostile;

use hostile::names;

fn plan() -> Numbers {
    Numbers::new("49", "861", "99998").lengths([4])
}

/// What an importer made of one name.
struct Back {
    name: Option<String>,
    /// Findings that concern it.
    told: Vec<Finding>,
}

/// Blanks around a name are no part of it in formats that have no quotes.
fn trimmed(name: &str) -> String {
    name.trim().to_owned()
}

#[track_caller]
fn judge(importer: &str, names: &[String], expected: impl Fn(&str) -> String, read: impl Fn(&str) -> Back) {
    // What is told of a harmless name too is no refusal.
    let usual: BTreeSet<Code> = read("Muster").told.into_iter().map(|finding| finding.code).collect();
    let mut wrong = Vec::new();
    let mut equal = 0;
    for name in names {
        let back = read(name);
        let expected = expected(name);
        if back.name.as_deref().unwrap_or_default() == expected {
            equal += 1;
        } else if back.told.iter().all(|finding| usual.contains(&finding.code)) {
            let told: Vec<&str> = back.told.iter().map(|finding| finding.code.as_str()).collect();
            wrong.push(format!("{name:?}\n  came back as {:?}, told {told:?}", back.name));
        }
    }
    assert!(
        wrong.is_empty(),
        "{importer}: {} of {} names changed in silence:\n{}",
        wrong.len(),
        names.len(),
        wrong[..wrong.len().min(8)].join("\n")
    );
    assert!(equal * 10 > names.len() * 7, "{importer}: only {equal} of {} names came back equal", names.len());
}

/// Quotes and backslashes as Asterisk's caller ID and RFC 3261 have them.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A `;` would begin a comment.
fn in_asterisk(text: &str) -> String {
    text.replace(';', "\\;")
}

fn asterisk(file: &str, text: &str) -> deskshift::inventory::asterisk::AsteriskImport {
    let pjsip = "[2001]\ntype=endpoint\naors=2001\nauth=2001\nallow=alaw\n[2001]\ntype=auth\nusername=2001\npassword=Xk7vQ2n9RbTm4Zc8\n\
                 [2001]\ntype=aor\nmax_contacts=2\n";
    let files = MemoryFiles::new().with("pjsip.conf", pjsip).with(file, text);
    import(&files, &ImportConfig::default())
}

#[test]
fn asterisk_callerid() {
    judge("callerid", &names(), trimmed, |name| {
        let text = format!(
            "[2001]\ntype=endpoint\naors=2001\nauth=2001\nallow=alaw\ncallerid={} <2001>\n[2001]\ntype=auth\nusername=2001\n\
             password=Xk7vQ2n9RbTm4Zc8\n[2001]\ntype=aor\nmax_contacts=2\n",
            in_asterisk(&quoted(name))
        );
        let import = asterisk("pjsip.conf", &text);
        let entry = import.extensions.into_iter().find(|entry| entry.number.as_str() == "2001");
        Back { name: entry.and_then(|entry| entry.name).map(|name| name.value), told: import.findings }
    });
}

#[test]
fn asterisk_voicemail() {
    // There is no way to write a comma; `tests/bad/voicemail` has what is told of one.
    let names: Vec<String> = of_one_line().into_iter().filter(|name| !name.contains(',')).collect();
    judge("voicemail", &names, trimmed, |name| {
        let import = asterisk("voicemail.conf", &format!("[default]\n2001 => 1234,{},a@amt.example\n", in_asterisk(name)));
        let name = import.mailboxes.into_iter().find(|mailbox| mailbox.number == "2001").and_then(|mailbox| mailbox.name);
        Back { name: name.map(|name| name.value), told: import.findings }
    });
}

#[test]
fn asterisk_queue_members() {
    judge("queues", &of_one_line(), trimmed, |name| {
        let import = asterisk("queues.conf", &format!("[q]\nmember => PJSIP/2001,0,{}\n", in_asterisk(&quoted(name))));
        let name =
            import.queues.into_iter().next().and_then(|queue| queue.members.into_iter().next()).and_then(|member| member.name);
        Back { name, told: import.findings }
    });
}

/// Blanks of any kind in a row are one blank in a list.
fn one_blank(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn staff_csv() {
    judge("staff/csv", &names(), one_blank, |name| {
        let cell = format!("\"{}\"", name.replace('"', "\"\""));
        let text = format!("Personalnummer;Name;Vorname;Durchwahl\n4711;{cell};Anna;2001\n");
        let list = staff::read(&ListFile { encoding: Some("utf-8"), ..ListFile::new("a.csv", text.as_bytes()) }, &plan());
        Back { name: list.people.into_iter().next().map(|entry| entry.person.last.value), told: list.findings }
    });
}

#[test]
fn staff_xlsx() {
    let names = names();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Liste").unwrap();
    for (column, title) in (0..).zip(["Personalnummer", "Name", "Vorname", "Durchwahl"]) {
        sheet.write_string(0, column, title).unwrap();
    }
    for (row, name) in (1..).zip(&names) {
        sheet.write_string(row, 0, format!("P{row}")).unwrap();
        sheet.write_string(row, 1, name).unwrap();
        sheet.write_string(row, 2, "Anna").unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let list = staff::read(&ListFile::new("a.xlsx", &bytes), &plan());
    let rows: BTreeMap<&str, usize> = names.iter().map(String::as_str).zip(2..).collect();
    let people: BTreeMap<&str, &str> = list
        .people
        .iter()
        .filter_map(|entry| Some((entry.staff_no.as_ref()?.value.as_str(), entry.person.last.value.as_str())))
        .collect();
    let mut told: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    for finding in &list.findings {
        let cell = finding.place.as_ref().and_then(deskshift::diag::Place::cell_name).unwrap_or_default();
        told.entry(cell.trim_start_matches(|c: char| !c.is_ascii_digit()).to_owned()).or_default().push(finding.clone());
    }
    judge("staff/xlsx", &names, one_blank, |name| {
        let row = rows.get(name).copied().unwrap_or(1);
        Back {
            name: people.get(format!("P{}", row - 1).as_str()).map(|last| (*last).to_owned()),
            told: told.get(row.to_string().as_str()).cloned().unwrap_or_default(),
        }
    });
}

/// One file of an export, by the name of its format; `pick` finds the name in what came out.
fn export(format: &str, file: &str, text: &str, pick: impl Fn(&Reading) -> Option<String>) -> Back {
    let list = ListFile::new(file, text.as_bytes());
    let format = formats::by_name(format).unwrap();
    let reading = (format.read)(&Given { list, plan: &plan(), files: &MemoryFiles::new() });
    Back { name: pick(&reading), told: reading.findings }
}

fn of_extension(reading: &Reading) -> Option<String> {
    reading.extensions.first()?.name.as_ref().map(|name| name.value.clone())
}

fn of_person(reading: &Reading) -> Option<String> {
    reading.people.first().map(|entry| entry.person.last.value.clone())
}

/// A cell as RFC 4180 wants it.
fn cell(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[test]
fn freepbx_bulk() {
    judge("freepbx/bulk", &names(), trimmed, |name| {
        let text = format!(
            "extension,name,tech,secret,sipdriver,voicemail_enable\n2001,{},pjsip,Xk7vQ2n9RbTm4Zc8,chan_pjsip,\n",
            cell(name)
        );
        export("freepbx/bulk", "bulk.csv", &text, of_extension)
    });
}

#[test]
fn issabel_batch() {
    judge("issabel/batch", &names(), trimmed, |name| {
        let text =
            format!("Display Name,User Extension,Secret,Context,Tech\n{},2001,Xk7vQ2n9RbTm4Zc8,intern,pjsip\n", cell(name));
        export("issabel/batch", "batch.csv", &text, of_extension)
    });
}

#[test]
fn fusionpbx_extensions() {
    judge("fusionpbx/extensions", &names(), trimmed, |name| {
        let text = format!(
            "extension,password,effective_caller_id_name,user_context,enabled\n2001,Xk7vQ2n9RbTm4Zc8,{},amt.example,true\n",
            cell(name)
        );
        export("fusionpbx/extensions", "e.csv", &text, of_extension)
    });
}

#[test]
fn wazo_users() {
    judge(
        "wazo/users",
        &names(),
        |name| if name.trim().is_empty() { "Anna".to_owned() } else { trimmed(name) },
        |name| {
            let text = format!(
                "firstname,lastname,exten,context,line_protocol,sip_username,sip_secret\nAnna,{},2001,default,sip,u,Xk7vQ2n9RbTm4Zc8\n",
                cell(name)
            );
            export("wazo/users", "w.csv", &text, of_person)
        },
    );
}

#[test]
fn freeswitch_directory() {
    judge(
        "freeswitch/directory",
        &of_one_line(),
        |name| if name.trim().is_empty() { String::new() } else { name.to_owned() },
        |name| {
            let text = format!(
                "<include>\n<domain name=\"amt.example\">\n<groups><group name=\"default\"><users>\n<user id=\"2001\">\n<params>\n\
             <param name=\"password\" value=\"Xk7vQ2n9RbTm4Zc8\"/>\n</params>\n<variables>\n\
             <variable name=\"effective_caller_id_name\" value=\"{}\"/>\n</variables>\n</user>\n</users></group></groups>\n</domain>\n</include>\n",
                xml(name).replace('"', "&quot;")
            );
            export("freeswitch/directory", "d.xml", &text, of_extension)
        },
    );
}

/// An entry without a surname is named by its `CN`.
fn or_x(name: &str) -> String {
    if name.trim().is_empty() { "x".to_owned() } else { one_blank(name) }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    bytes
        .chunks(3)
        .map(|chunk| {
            let bits = chunk.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte)) << (8 * (3 - chunk.len()));
            (0..4)
                .map(|at| if at > chunk.len() { '=' } else { char::from(DIGITS[bits >> (18 - 6 * at) & 63]) })
                .collect::<String>()
        })
        .collect()
}

#[test]
fn directory_ldif() {
    judge("directory/ldif", &names(), or_x, |name| {
        let text = format!(
            "version: 1\n\ndn: CN=x,DC=amt,DC=example\nobjectClass: user\nsn:: {}\ngivenName: Anna\nipPhone: 2001\n",
            base64(name.as_bytes())
        );
        export("directory/ldif", "d.ldif", &text, of_person)
    });
}

#[test]
fn directory_csvde() {
    judge("directory/csvde", &names(), or_x, |name| {
        let text = format!("DN,objectClass,sn,givenName,ipPhone\n\"CN=x,DC=amt\",user,{},Anna,2001\n", cell(name));
        export("directory/csvde", "d.csv", &text, of_person)
    });
}

#[test]
fn directory_powershell() {
    judge("directory/powershell", &names(), one_blank, |name| {
        let text = format!("\"SamAccountName\",\"Surname\",\"GivenName\",\"ipPhone\"\n\"x\",{},\"Anna\",\"2001\"\n", cell(name));
        export("directory/powershell", "d.csv", &text, of_person)
    });
}

/// Signs alone in a cell of a list mean that there is nothing.
fn says_nothing(name: &str) -> bool {
    name.trim().chars().all(|c| matches!(c, '-' | '–' | '—' | '/' | '_' | '.'))
}

#[test]
fn devices_list() {
    judge(
        "devices/list",
        &names(),
        |name| if says_nothing(name) { String::new() } else { one_blank(name) },
        |name| {
            let text = format!("Inventar-Nr.;Seriennummer;Benutzer\nN-1;PF1ABC;{}\n", cell(name));
            let format = formats::ALL.iter().find(|format| format.name.starts_with("devices/")).unwrap();
            export(format.name, "g.csv", &text, |reading| {
                reading.devices.first()?.owner.as_ref().map(|owner| owner.value.clone())
            })
        },
    );
}

#[test]
fn rooms_list() {
    judge(
        "rooms/list",
        &names(),
        |name| if says_nothing(name) { String::new() } else { one_blank(name) },
        |name| {
            let text = format!("Raum;Plätze;Raumbezeichnung\n2.14;2;{}\n", cell(name));
            export("rooms/list", "r.csv", &text, |reading| reading.rooms.first()?.title.as_ref().map(|title| title.value.clone()))
        },
    );
}

/// Reads a configuration of a phone; what only says where it registers is no refusal.
fn phone(format: &str, file: &str, bytes: &[u8]) -> Back {
    let list = ListFile::new(file, bytes);
    let format = formats::by_name(format).unwrap();
    let reading = (format.read)(&Given { list, plan: &plan(), files: &MemoryFiles::new() });
    let name = reading.extensions.into_iter().next().and_then(|entry| entry.name).map(|name| name.value);
    let told = reading.findings.into_iter().filter(|finding| finding.code.as_str() != "inventory/phone-account").collect();
    Back { name, told }
}

/// A writer of a format without escapes refuses line breaks; no reader could tell where the name ends.
fn of_one_line() -> Vec<String> {
    names().into_iter().filter(|name| !name.contains(['\n', '\r'])).collect()
}

fn xml(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if c.is_control() => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// Quotes where the reader would take off a pair, or where blanks count.
fn windows(name: &str) -> String {
    let pair = ['"', '\''].iter().any(|q| name.len() > 1 && name.starts_with(*q) && name.ends_with(*q));
    if pair || name.trim() != name { format!("\"{name}\"") } else { name.to_owned() }
}

#[test]
fn linphonerc() {
    judge(
        "linphonerc",
        &of_one_line(),
        |name| if name.trim().is_empty() { String::new() } else { name.to_owned() },
        |name| {
            let text = format!("[proxy_0]\nreg_proxy=<sip:h>\nreg_identity={} <sip:2001@h>\n", quoted(name));
            phone("phone/linphonerc", "rc", text.as_bytes())
        },
    );
}

#[test]
fn microsip() {
    judge("MicroSIP.ini", &of_one_line(), str::to_owned, |name| {
        let text = format!("[Account1]\r\nserver=h\r\ndomain=h\r\nusername=2001\r\ndisplayName={}\r\n", windows(name));
        let bytes: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        phone("phone/microsip", "MicroSIP.ini", &bytes)
    });
}

#[test]
fn baresip() {
    judge("baresip", &of_one_line(), str::to_owned, |name| {
        phone("phone/baresip", "accounts", format!("{} <sip:2001@h>;auth_pass=x\n", quoted(name)).as_bytes())
    });
}

#[test]
fn twinkle() {
    judge("twinkle", &of_one_line(), trimmed, |name| {
        phone("phone/twinkle", "a.cfg", format!("user_name=2001\nuser_domain=h\nuser_display={name}\n").as_bytes())
    });
}

#[test]
fn snom_xml() {
    judge(
        "snom xml",
        &names(),
        |name| if name.trim().is_empty() { String::new() } else { name.to_owned() },
        |name| {
            let name = xml(name);
            let text = format!(
                "<settings><phone-settings><user_name idx=\"1\">2001</user_name><user_realname idx=\"1\">{name}</user_realname></phone-settings></settings>"
            );
            phone("phone/snom", "s.xml", text.as_bytes())
        },
    );
}

#[test]
fn snom_text() {
    judge("snom text", &of_one_line(), trimmed, |name| {
        phone("phone/snom", "s.htm", format!("user_name1$: 2001\nuser_realname1$: {name}\n").as_bytes())
    });
}

#[test]
fn yealink() {
    // One pair of quotes is taken off, blanks around the value too.
    judge(
        "yealink",
        &of_one_line(),
        |name| if name.trim().is_empty() { String::new() } else { name.to_owned() },
        |name| {
            let value = if name.trim() != name || (name.len() > 1 && name.starts_with('"') && name.ends_with('"')) {
                format!("\"{name}\"")
            } else {
                name.to_owned()
            };
            phone(
                "phone/yealink",
                "y.cfg",
                format!("#!version:1.0.0.1\naccount.1.user_name = 2001\naccount.1.display_name = {value}\n").as_bytes(),
            )
        },
    );
}

#[test]
fn grandstream_xml() {
    judge(
        "grandstream xml",
        &names(),
        |name| if name.trim().is_empty() { String::new() } else { name.to_owned() },
        |name| {
            let name = xml(name);
            let text = format!(
                "<gs_provision version=\"1\"><config version=\"1\"><P35>2001</P35><P3>{name}</P3></config></gs_provision>"
            );
            phone("phone/grandstream", "g.xml", text.as_bytes())
        },
    );
}

#[test]
fn grandstream_text() {
    judge("grandstream text", &of_one_line(), trimmed, |name| {
        phone("phone/grandstream", "g.txt", format!("P47=h\nP35=2001\nP3={name}\n").as_bytes())
    });
}
