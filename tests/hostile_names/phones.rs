//! Configurations of telephones and softphones.

use super::hostile::names;
use super::judged::{Back, judge, of_extension, of_one_line, quoted, read_as, trimmed, unless_blank, xml};

/// Reads a configuration of a phone; what only says where it registers is no refusal.
fn phone(format: &str, file: &str, bytes: &[u8]) -> Back {
    let reading = read_as(format, file, bytes);
    let name = of_extension(&reading);
    let told = reading.findings.into_iter().filter(|finding| finding.code.as_str() != "inventory/phone-account").collect();
    Back { name, told }
}

/// Quotes where the reader would take off a pair, or where blanks count.
fn windows(name: &str) -> String {
    let pair = ['"', '\''].iter().any(|q| name.len() > 1 && name.starts_with(*q) && name.ends_with(*q));
    if pair || name.trim() != name { format!("\"{name}\"") } else { name.to_owned() }
}

#[test]
fn linphonerc() {
    judge("linphonerc", &of_one_line(), unless_blank, |name| {
        let text = format!("[proxy_0]\nreg_proxy=<sip:h>\nreg_identity={} <sip:2001@h>\n", quoted(name));
        phone("phone/linphonerc", "rc", text.as_bytes())
    });
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
    judge("snom xml", &names(), unless_blank, |name| {
        let name = xml(name);
        let text = format!(
            "<settings><phone-settings><user_name idx=\"1\">2001</user_name><user_realname idx=\"1\">{name}</user_realname></phone-settings></settings>"
        );
        phone("phone/snom", "s.xml", text.as_bytes())
    });
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
    judge("yealink", &of_one_line(), unless_blank, |name| {
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
    });
}

#[test]
fn grandstream_xml() {
    judge("grandstream xml", &names(), unless_blank, |name| {
        let name = xml(name);
        let text =
            format!("<gs_provision version=\"1\"><config version=\"1\"><P35>2001</P35><P3>{name}</P3></config></gs_provision>");
        phone("phone/grandstream", "g.xml", text.as_bytes())
    });
}

#[test]
fn grandstream_text() {
    judge("grandstream text", &of_one_line(), trimmed, |name| {
        phone("phone/grandstream", "g.txt", format!("P47=h\nP35=2001\nP3={name}\n").as_bytes())
    });
}
