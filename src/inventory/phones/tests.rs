use super::*;
use crate::domain::Secrets;
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::formats::{self, Format, Given};
use crate::inventory::model::AuthState;
use crate::inventory::reading::Reading;
use crate::inventory::table::ListFile;
use crate::policy::site::Numbers;
use crate::random::Random;

const ALL: [&Format; 7] = [&LINPHONERC, &MICROSIP, &BARESIP, &TWINKLE, &SNOM, &YEALINK, &GRANDSTREAM];

fn read(format: &Format, file: &str, bytes: &[u8]) -> Reading {
    let plan = Numbers::new("49", "861", "99998").lengths([4]);
    let list = ListFile::new(file, bytes);
    (format.read)(&Given { list, plan: &plan, files: &MemoryFiles::new() })
}

/// Only tests look inside.
fn password(secrets: &Secrets, auth: &AuthState) -> String {
    let AuthState::Present { secret, username, realm, secret_at, .. } = auth else { return "open".into() };
    let text = secrets.get(secret).map_or("-", crate::domain::Secret::expose);
    let realm = realm.as_deref().unwrap_or("-");
    format!("{} {realm} {:?} `{text}` {}:{}", username.value, secret.state, secret_at.line(), secret_at.column())
}

/// Everything of a reading that an inventory would hold, then the findings; notes without their words.
fn shown(reading: &Reading) -> String {
    let mut out = String::new();
    for e in &reading.extensions {
        let account = e.account.as_ref().expect("an account");
        let name = e.name.as_ref().map_or_else(|| "-".into(), |n| format!("{} {}:{}", n.value, n.at.line(), n.at.column()));
        let transport = account.transport.as_ref().map_or("-", |t| t.value.as_str());
        out += &format!("{} | {name} | {transport} | {}\n", e.number, password(&reading.secrets, &account.auth));
    }
    for d in &reading.devices {
        let model = d.model.as_ref().map_or("-", |m| m.value.as_str());
        let lines: Vec<String> = d.lines.iter().map(|l| format!("{}={}", l.index, l.number.value)).collect();
        out += &format!("{} {model} {:?} {}\n", d.id, d.kind, lines.join(" "));
    }
    for f in &reading.findings {
        let place = f.place.as_ref().map(ToString::to_string).unwrap_or_default();
        out += &format!("{place} {}: {}\n", f.code.as_str().trim_start_matches("inventory/"), f.what.en);
    }
    out
}

#[track_caller]
fn check(format: &Format, file: &str, text: &str, golden: &str) {
    check_bytes(format, file, text.as_bytes(), golden);
}

#[track_caller]
fn check_bytes(format: &Format, file: &str, bytes: &[u8], golden: &str) {
    let found = formats::recognise(file, bytes);
    assert_eq!(found.first().map(|(f, l)| (f.name, l.score >= 90)), Some((format.name, true)), "recognised");
    let got = shown(&read(format, file, bytes));
    assert_eq!(got.trim_end(), golden.trim(), "\n{got}");
}

const LINPHONE: &str = include_str!("../../../tests/formats/phone-linphonerc/linphonerc");

#[test]
fn linphone() {
    check(
        &LINPHONERC,
        "home/linphonerc",
        LINPHONE,
        "2001 | Anna \"A\" Muster 6:14 | tls | anna amt Present ` a;b\"c=d ` 12:8\n\
         2002 | - | - | 2002 other.example Hash `MD5:939e7578ed9e3c518a452acee763bce9` 21:5\n\
         home/linphonerc - Softphone 1=2001 2=2002\n\
         home/linphonerc:6:14 phone-account: `2001` registers at `pbx.example:5061` over tls\n\
         home/linphonerc:17:14 phone-account: `2002` registers at `other.example`; switched off\n\
         home/linphonerc:2:1 phone-settings-unused: settings not read (4): `auth_info_2/domain`, `auth_info_2/passwd`, \
         `auth_info_2/username`, `sip/default_proxy`",
    );
}

#[test]
fn linphone_with_mistakes() {
    let text = "\u{feff}[proxy_0]\nreg_identity=\"Anna <sip:2001@h>\n[proxy_1\n[proxy_2]\nreg_proxy=<sip:h;transport=quic>\n\
reg_identity=<sip:anna@h>\nreg_identity=<sip:ben@h>\nno setting\n[proxy_3]\nreg_expires=60\n[auth_info_0]\nusername=ben\nha1=12\n";
    check(
        &LINPHONERC,
        "rc",
        text,
        "rc - Softphone 3=ben\n\
         rc:1:1 phone-encoding-wrong: the file begins with a byte order mark, and Linphone loses the first section\n\
         rc:3:1 phone-line-unclear: the section's name has no `]`\n\
         rc:6:1 phone-setting-twice: the setting stands here and in another place with another value; the other one counts\n\
         rc:8:1 phone-line-unclear: no `=` in this line\n\
         rc:2:14 phone-address-unclear: `reg_identity` is no SIP address\n\
         rc:5:11 phone-transport-unclear: `quic` is no transport of this phone\n\
         rc:13:5 hash-malformed: no digest of 32 hex digits; it was not read\n\
         rc:9:1 phone-user-missing: account 4 has no user name and was left out\n\
         rc:7:14 phone-account: `ben` registers at `h`\n\
         rc:7:14 extension-not-dialable: `ben` is no number of 1 to 15 digits; it was not taken as an extension\n\
         rc:10:1 phone-settings-unused: settings not read (1): `proxy_3/reg_expires`",
    );
}

fn utf16(text: &str) -> Vec<u8> {
    [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

const MICRO: &str = include_str!("../../../tests/formats/phone-microsip/MicroSIP.ini");

#[test]
fn microsip() {
    let golden = "2001 | Jörg Müller 10:13 | tls | a2001 - Present `\"s3\"cret\"` 8:11\n\
         2002 | - | - | 2002 - Unavailable `-` 16:10\n\
         x/MicroSIP.ini - Softphone 1=2001 2=2002\n\
         x/MicroSIP.ini:3:1 phone-account: `2001` registers at `pbx.example:5061` over tls\n\
         x/MicroSIP.ini:12:1 phone-account: `2002` registers at `pbx.example`; switched off\n\
         x/MicroSIP.ini:16:10 phone-password-hidden: the password of `2002` is hidden and was not read\n\
         x/MicroSIP.ini:2:1 phone-settings-unused: settings not read (1): `Settings/accountId`";
    check_bytes(&MICROSIP, "x/MicroSIP.ini", &utf16(MICRO), golden);
    let mut lines: Vec<&str> = golden.lines().collect();
    lines.insert(3, "x/MicroSIP.ini:1:1 phone-encoding-wrong: the file is utf-8; MicroSIP garbles its umlauts");
    check(&MICROSIP, "x/MicroSIP.ini", MICRO, &lines.join("\n"));
}

const BARE: &str = include_str!("../../../tests/formats/phone-baresip/accounts");

#[test]
fn baresip() {
    check(
        &BARESIP,
        "accounts",
        &BARE[..BARE.find("<sip:2002@h>").expect("there")],
        "2001 | Anna \"A\" Muster 2:1 | tls | anna - Present `a;b=c` 2:85\n\
         2002 | Ben 3:1 | tcp | 2002 - Present `xyz` 3:38\n\
         accounts - Softphone 1=2001 2=2002\n\
         accounts:2:1 phone-account: `2001` registers at `pbx.example` over tls\n\
         accounts:3:1 phone-account: `2002` registers at `10.0.0.1:5060` over tcp; switched off\n\
         accounts:2:104 phone-settings-unused: settings not read (1): `mwi`",
    );
    let reading = read(&BARESIP, "accounts", BARE.as_bytes());
    let told = shown(&reading);
    for line in [
        "accounts:5:1 phone-address-unclear: the line does not begin with a SIP address",
        "accounts:4:1 phone-account-twice: a second account for `2002`; the first was used",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    assert!(formats::recognise("contacts", b"\"A\" <sip:2002@h>;presence=p2p\n").iter().all(|(_, l)| l.score < 50));
}

/// A quote inside of a password tears it, and a password in the address is one.
#[test]
fn baresip_passwords_that_go_astray() {
    let text = "<sip:205@h>;auth_user=a205;auth_pass=\"pa;ss,w\\\"ord\";regint=600\n<sip:206:inlinepw@h>;regint=0\n\
        <sip:207:alt@h>;auth_pass=neu\n";
    let reading = read(&BARESIP, "accounts", text.as_bytes());
    let told = shown(&reading);
    assert!(told.contains("206 | - | - | 206 - Present `inlinepw` 2:1"), "{told}");
    assert!(told.contains("207 | - | - | 207 - Present `neu` 3:"), "{told}");
    for line in [
        "accounts:1:38 phone-line-unclear: the password holds a `\"`, which baresip cannot keep",
        "accounts:2:1 phone-line-unclear: the password stands in the address, where newer versions of baresip do not look for it; it was read",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
}

#[test]
fn linphone_takes_quotes_off_a_realm() {
    let text =
        "[proxy_0]\nreg_identity=sip:201@h\nreg_proxy=<sip:h>\n[auth_info_0]\nusername=201\npasswd=x\nrealm=\"asterisk\"\n";
    let told = shown(&read(&LINPHONERC, "rc", text.as_bytes()));
    assert!(told.contains("| 201 asterisk Present `x`"), "{told}");
}

#[test]
fn twinkle() {
    check(
        &TWINKLE,
        "anna.cfg",
        include_str!("../../../tests/formats/phone-twinkle/anna.cfg"),
        "2001 | Müller & Söhne <2.OG>; 100 % 4:14 | - | anna - Present `#a=b\"c;d e\\` 6:11\n\
         anna.cfg - Softphone 1=2001\n\
         anna.cfg:10:1 phone-line-unclear: no `=` in this line\n\
         anna.cfg:8:15 phone-transport-unclear: `tls` is no transport of this phone\n\
         anna.cfg:2:11 phone-account: `2001` registers at `pbx.example:5060`\n\
         anna.cfg:9:1 phone-settings-unused: settings not read (1): `codecs`",
    );
    check(
        &TWINKLE,
        "b.cfg",
        "\u{feff}user_name=\nuser_domain=h\n",
        "b.cfg:1:1 phone-encoding-wrong: the file begins with a byte order mark, and Twinkle registers nothing\n\
         b.cfg:1:1 phone-user-missing: account 1 has no user name and was left out\n\
         b.cfg phone-without-account: the file holds no account",
    );
}

const SNOM_XML: &str = include_str!("../../../tests/formats/phone-snom/settings.xml");

#[test]
fn snom_in_xml() {
    check(
        &SNOM,
        "phones/snomD785-000413aabbcc.xml",
        SNOM_XML,
        "2001 | Müller & Söhne 5:1 | tls | anna - Present `a<b` 8:1\n\
         2002 | - | - | 2002 - Hash `MD5:939e7578ed9e3c518a452acee763bce9` 12:3\n\
         00:04:13:aa:bb:cc D785 DeskPhone 1=2001 2=2002\n\
         phones/snomD785-000413aabbcc.xml:6:3 phone-account: `2001` registers at `pbx.example` over tls\n\
         phones/snomD785-000413aabbcc.xml:11:1 phone-account: `2002` has no registrar here\n\
         phones/snomD785-000413aabbcc.xml:13:3 phone-settings-unused: settings not read (1): `language`",
    );
    let raw = SNOM_XML.replace("&amp;", "&");
    let told = shown(&read(&SNOM, "s.xml", raw.as_bytes()));
    assert!(told.contains("s.xml:5:") && told.contains("phone-xml-broken"), "{told}");
}

#[test]
fn snom_as_text() {
    check(
        &SNOM,
        "snom370-000413AABBCC.htm",
        "<html><pre>\nlanguage$: Deutsch\nuser_realname1!: Anna Muster\nuser_name1$: 2001\nuser_pname1&: anna\nuser_pass1$: s3:cret;x\n\
user_host1$: pbx.example\nuser_name2$:\nuser_pass2$: left\nmac$: 000413AABBCD\nbroken\n</pre></html>\n",
        "2001 | Anna Muster 3:18 | - | anna - Present `s3:cret;x` 6:14\n\
         00:04:13:aa:bb:cd 370 DeskPhone 1=2001\n\
         snom370-000413AABBCC.htm:11:1 phone-line-unclear: no `name$: value` in this line\n\
         snom370-000413AABBCC.htm:9:14 phone-user-missing: account 2 has no user name and was left out\n\
         snom370-000413AABBCC.htm:4:14 phone-account: `2001` registers at `pbx.example`\n\
         snom370-000413AABBCC.htm:10:7 phone-mac-differs: the file says `00:04:13:aa:bb:cd`, its name `00:04:13:aa:bb:cc`\n\
         snom370-000413AABBCC.htm:2:12 phone-settings-unused: settings not read (1): `language`",
    );
}

const YEA: &str = include_str!("../../../tests/formats/phone-yealink/00005e005321.cfg");

#[test]
fn yealink() {
    check(
        &YEALINK,
        "001565aabbcc.cfg",
        YEA,
        "2001 | Müller; Jörg 5:27 | tls | anna - Present `a=b#c` 8:22\n\
         2002 | - | - | 2002 - Unavailable `-` 14:22\n\
         00:15:65:aa:bb:cc - DeskPhone 1=2001 2=2002\n\
         001565aabbcc.cfg:15:41 phone-transport-unclear: `7` is no transport of this phone\n\
         001565aabbcc.cfg:7:23 phone-account: `2001` registers at `pbx.example:5061` over tls\n\
         001565aabbcc.cfg:13:23 phone-account: `2002` has no registrar here; switched off\n\
         001565aabbcc.cfg:14:22 phone-password-hidden: the password of `2002` is hidden and was not read\n\
         001565aabbcc.cfg:17:1 phone-settings-unused: settings not read (1): `features.dnd.on`",
    );
}

const GRAND: &str = include_str!("../../../tests/formats/phone-grandstream/cfg00005e005321.xml");

#[test]
fn grandstream() {
    check(
        &GRANDSTREAM,
        "cfg000b82aabbcc.xml",
        GRAND,
        "2001 | Anna Muster 10:1 | tls | anna - Present `a&b` 9:1\n\
         2002 | - | - | 2002 - Unavailable `-` 12:1\n\
         00:0b:82:aa:bb:cc - DeskPhone 1=2001 2=2002\n\
         cfg000b82aabbcc.xml:7:1 phone-account: `2001` registers at `pbx.example:5061` over tls\n\
         cfg000b82aabbcc.xml:12:1 phone-account: `2002` has no registrar here; switched off\n\
         cfg000b82aabbcc.xml:14:1 phone-settings-unused: settings not read (1): `P57`",
    );
    check(
        &GRANDSTREAM,
        "gxp.txt",
        "# GXP\nP47 = pbx.example\nP35=2001\nP34= s;e#c=r \nP3=Anna\nnothing\n",
        "2001 | Anna 5:4 | - | 2001 - Present `s;e#c=r` 4:6\n\
         gxp.txt - DeskPhone 1=2001\n\
         gxp.txt:6:1 phone-line-unclear: no `P…=value` in this line\n\
         gxp.txt:3:5 phone-account: `2001` registers at `pbx.example`",
    );
}

#[test]
fn what_is_no_text_or_too_long_is_refused_with_its_line() {
    for format in ALL {
        let zero = read(format, "f", b"a=1\nb\0=2\n");
        assert_eq!(shown(&zero), "f:2 list-unreadable: the file is not readable: it is no text\n", "{}", format.name);
        let long = format!("a=1\nb={}\n", "x".repeat(70_000));
        assert_eq!(
            shown(&read(format, "f", long.as_bytes())),
            "f:2 list-too-large: the file was refused: the line is longer than 65536 bytes\n"
        );
        let many = "a=1\n".repeat(100_001);
        assert_eq!(
            shown(&read(format, "f", many.as_bytes())),
            "f:100001 list-too-large: the file was refused: more than 100000 lines\n"
        );
        assert!(zero.sources.is_empty());
    }
}

#[test]
fn no_password_is_in_a_finding_or_in_debug_output() {
    for (format, text) in [(&LINPHONERC, LINPHONE), (&BARESIP, BARE), (&YEALINK, YEA), (&GRANDSTREAM, GRAND), (&SNOM, SNOM_XML)] {
        let reading = read(format, "f", text.as_bytes());
        let debug = format!("{reading:?}");
        for (_, secret) in reading.secrets.iter() {
            assert!(!debug.contains(secret.expose()), "{}", format.name);
        }
        assert!(!reading.secrets.is_empty());
    }
}

#[test]
fn files_of_others_are_not_taken() {
    for text in [
        "[2001]\ntype=endpoint\nauth=2001\n",
        "Name;Vorname;Durchwahl\nMuster;Anna;2001\n",
        "<?xml version=\"1.0\"?><document type=\"freeswitch/xml\"><section name=\"directory\"/></document>",
        "dn: cn=Anna,dc=amt\nobjectClass: person\n",
        "version: 1\nname: Amt\n",
        "",
    ] {
        for format in ALL {
            let sample = formats::Sample { file: "x", bytes: text.as_bytes(), text };
            assert!((format.recognise)(&sample).is_none_or(|l| l.score < formats::ENOUGH), "{} takes {text:?}", format.name);
        }
    }
}

/// Damaged files: no panic, no endless findings, and places inside the file.
#[test]
fn mutations() {
    const PIECES: &[&[u8]] = &[
        b"\"",
        b"<",
        b">",
        b"=",
        b";",
        b"[",
        b"]",
        b"\n",
        b"\r",
        b"\0",
        b"\xff",
        b"&",
        b"&#0;",
        b"<![CDATA[",
        b"<!--",
        b"account.1.",
        b"user_name99999999999$: 1\n",
        b"idx=\"4294967295\"",
        b"P99999999999=",
        b"%NULL%",
        b"sip:",
        b"@",
        b"\xEF\xBB\xBF",
        b"%ff",
    ];
    let micro = utf16(MICRO);
    let corpus: [(&Format, &[u8]); 6] = [
        (&LINPHONERC, LINPHONE.as_bytes()),
        (&MICROSIP, &micro),
        (&BARESIP, BARE.as_bytes()),
        (&SNOM, SNOM_XML.as_bytes()),
        (&YEALINK, YEA.as_bytes()),
        (&GRANDSTREAM, GRAND.as_bytes()),
    ];
    let mut random = Random(20_261_125);
    let mut dice = |below: usize| random.below(below);
    for round in 0..1800 {
        let mut bytes = corpus[round % corpus.len()].1.to_vec();
        for _ in 0..=dice(4) {
            let at = dice(bytes.len());
            match dice(5) {
                0 if !bytes.is_empty() => bytes[at] ^= 1 << dice(8),
                1 => bytes.truncate(at),
                2 => {
                    let end = (at + dice(50)).min(bytes.len());
                    let piece = bytes[at..end].to_vec();
                    bytes.splice(at..at, piece);
                }
                3 if at < bytes.len() => {
                    bytes.remove(at);
                }
                _ => {
                    let piece = PIECES[dice(PIECES.len())];
                    bytes.splice(at..at, piece.iter().copied());
                }
            }
        }
        let _ = formats::recognise("f", &bytes);
        let lines = 2 + bytes.iter().filter(|b| matches!(b, b'\n' | b'\r')).count() as u32;
        for format in ALL {
            let reading = read(format, "f", &bytes);
            assert!(reading.findings.len() < 500);
            assert!(reading.findings.iter().all(|f| f.place.as_ref().is_some_and(|p| p.line() <= lines)), "round {round}");
        }
    }
}

/// Two registrars are two telephone systems: both accounts stay, each with its own name and password, and nobody is told to set one up anew.
#[test]
fn accounts_at_two_registrars_are_kept_apart() {
    use crate::inventory::merge::{Inputs, merge};
    let micro = |server: &str, password: &str, name: &str| {
        format!("[Account1]\nserver={server}\ndomain={server}\nusername=1011\npassword={password}\ndisplayName={name}\n")
    };
    let merged = |files: &[(&str, String)]| {
        let read = |(file, text): &(&str, String)| (MICROSIP.class, read(&MICROSIP, file, text.as_bytes()));
        let merged = merge(Inputs { readings: files.iter().map(read).collect(), ..Inputs::default() });
        let name =
            |entry: &crate::inventory::model::ExtensionEntry| entry.name.as_ref().map_or(String::new(), |n| n.value.clone());
        let entries: Vec<String> = merged.inventory.extensions.iter().map(|e| format!("{} {}", e.number, name(e))).collect();
        let differs = merged.findings.iter().filter(|f| f.code.as_str() == "inventory/phone-differs").count();
        let shared = merged.inventory.devices.iter().flat_map(|device| &device.lines).filter(|line| line.shared).count();
        (entries.join(", "), differs, shared)
    };
    let first = ("a.ini", micro("pbx1.x.example", "passwort-Eins-12", "Hans"));
    let second = |server, password| ("b.ini", micro(server, password, "Xaver"));
    assert_eq!(
        merged(&[first.clone(), second("PBX2.x.example:5061", "passwort-Zwei-12")]),
        ("1011@pbx1.x.example Hans, 1011@pbx2.x.example Xaver".to_owned(), 0, 0)
    );
    // One login is one registrar with two names; two logins at one registrar are two of which one is wrong.
    assert_eq!(merged(&[first.clone(), second("10.0.0.1", "passwort-Eins-12")]), ("1011 Hans".to_owned(), 0, 2));
    assert_eq!(merged(&[first.clone(), second("pbx1.x.example", "passwort-Zwei-12")]), ("1011 Hans".to_owned(), 1, 2));
    let both = format!("{}{}", first.1, micro("pbx2.x.example", "passwort-Zwei-12", "Xaver").replace("[Account1]", "[Account2]"));
    assert_eq!(merged(&[("a.ini", both)]).0, "1011@pbx1.x.example Hans, 1011@pbx2.x.example Xaver");
}

/// `%EMPTY%` and `%NULL%` are no passwords and no names.
#[test]
fn yealink_words_for_nothing() {
    let text = "#!version:1.0.0.1\naccount.1.enable = 1\naccount.1.user_name = 1014\naccount.1.auth_name = %NULL%\n\
        account.1.password = %EMPTY%\naccount.1.display_name = %EMPTY%\naccount.1.sip_server.1.address = pbx.x.example\n";
    let reading = read(&YEALINK, "y.cfg", text.as_bytes());
    assert!(shown(&reading).starts_with("1014 | - | - | 1014 - Unavailable `-`"), "{}", shown(&reading));
}
