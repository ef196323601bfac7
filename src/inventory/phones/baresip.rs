//! baresip's `accounts`: one line each, `"Name" <sip:user@domain;transport=tls>;auth_pass="…";regint=300`.

use super::linphone::refused;
use super::phone::{Line, Make, Password, Phone, plain};
use super::{address, codes, text};
use crate::diag::{Place, Words};
use crate::domain::Transport;
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::model::{DeviceKind, Sourced};
use crate::inventory::reading::Reading;

pub const BARESIP: Format = Format { name: "phone/baresip", class: Class::Phone, recognise, read };

const MAKE: Make = Make { format: BARESIP.name, vendor: "baresip", kind: DeviceKind::Softphone };
/// Parameters that only an account has; `contacts` has the same form without them.
const MARKS: [&str; 8] = ["auth_pass", "auth_user", "regint", "outbound", "mediaenc", "answermode", "audio_codecs", "ptime"];

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let mut accounts = 0_usize;
    let mut marks = 0_usize;
    for (_, line) in text::lines(sample.text).take(2000) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        // A foreign line: another file that has an address somewhere.
        let bracket = line.find("<sip:").or_else(|| line.find("<sips:"))?;
        let end = line[bracket..].find('>').map_or(line.len(), |end| bracket + end + 1);
        // An account with a mistake is still one.
        let rest = &line[end..];
        if !rest.is_empty() && !rest.starts_with(';') {
            return None;
        }
        accounts += 1;
        marks += usize::from(MARKS.iter().any(|mark| rest.contains(&format!(";{mark}="))));
    }
    match (accounts, marks) {
        (0, _) => None,
        (_, 0) => Some(Likeness::new(40, "lines of SIP addresses", "Zeilen mit SIP-Adressen")),
        _ => Some(Likeness::new(92, "lines `<sip:…>;auth_pass=…`", "Zeilen `<sip:…>;auth_pass=…`")),
    }
}

fn read(given: &Given<'_>) -> Reading {
    let mut phone = Phone::new(MAKE, given);
    let Some(text) = text::open(&given.list, &mut phone.findings) else { return refused(phone) };
    phone.encoding = Some(text.encoding);
    let mut index = 0;
    for (number, line) in text::lines(&text.text) {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        if phone.full(&Place::at(given.list.file, number, 1)) {
            break;
        }
        index += 1;
        account(line, number, index, &mut phone);
    }
    phone.finish()
}

fn account(line: &str, number: u32, index: u32, phone: &mut Phone<'_>) {
    let file = phone.file();
    let start = line.len() - line.trim_start().len();
    let at = |byte: usize| Place::at(file, number, text::column(line, byte));
    let Some(who) = address::read(line).filter(|who| !who.user.is_empty()) else {
        phone.findings.push(
            codes::ADDRESS_UNCLEAR
                .finding(
                    Some(at(start)),
                    Words::new("the line does not begin with a SIP address", "die Zeile beginnt nicht mit einer SIP-Adresse"),
                )
                .todo(Words::new(
                    "write `\"Name\" <sip:user@host>`, with both brackets and quotes",
                    "`\"Name\" <sip:benutzer@host>` schreiben, mit beiden Klammern und Anführungszeichen",
                )),
        );
        return;
    };
    let bracket = line.find('<').unwrap_or(start);
    let mut out = Line::new(index, Sourced::new(who.user, at(bracket)), at(start));
    out.display = who.display.map(|name| Sourced::new(name, at(start)));
    out.server = Some(who.host);
    let transport = who.transport.or_else(|| who.secure.then(|| "tls".to_owned()));
    out.transport = transport.and_then(|t| phone.transport(Sourced::new(t, at(bracket)), &Transport::ALL));
    let end = who.after.min(line.len());
    for Parameter { byte, name, value, torn } in parameters(&line[end..]) {
        let (name_at, value) = (at(end + byte), Sourced::new(value, at(end + byte + name.len() + 1)));
        if torn && name != "auth_pass" {
            phone.findings.push(torn_value(name, value.at.clone()));
        }
        match name {
            "auth_user" => out.auth_user = Some(value).filter(|value| !value.value.is_empty()),
            "auth_pass" => {
                if torn || value.value.contains('"') {
                    phone.findings.push(open_quote(value.at.clone()));
                }
                out.password = plain(&value);
            }
            "outbound" => {
                if let Some(to) = address::read(&value.value) {
                    out.server = Some(to.host);
                    if let Some(transport) = to.transport {
                        out.transport = phone.transport(Sourced::new(transport, value.at), &Transport::ALL);
                    }
                }
            }
            "regint" => out.switched_off = value.value == "0",
            name => phone.unused(name, &name_at),
        }
    }
    if let (Password::None, Some(password)) = (&out.password, who.password) {
        let password = Sourced::new(password, at(bracket));
        phone.findings.push(in_address(password.at.clone()));
        out.password = plain(&password);
    }
    phone.lines.push(out);
}

/// `;name=value` or `;name="va;lue"`.
struct Parameter<'t> {
    /// Where the name begins.
    byte: usize,
    name: &'t str,
    value: String,
    /// Something stands between the closing quote and the next parameter.
    torn: bool,
}

/// The parameters behind an address. There is no escape inside quotes.
fn parameters(text: &str) -> Vec<Parameter<'_>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(begin) = text[at..].find(';') {
        let start = at + begin + 1;
        let rest = &text[start..];
        let name_end = rest.find([';', '=']).unwrap_or(rest.len());
        let name = rest[..name_end].trim();
        at = start + name_end;
        let mut value = String::new();
        let mut torn = false;
        if let Some(after) = text[at..].strip_prefix('=') {
            at += 1;
            if let Some(inner) = after.strip_prefix('"')
                && let Some(close) = inner.find('"')
            {
                inner[..close].clone_into(&mut value);
                at += close + 2;
                torn = !inner[close + 1..].split(';').next().unwrap_or_default().trim().is_empty();
            } else {
                let end = after.find(';').unwrap_or(after.len());
                after[..end].trim().clone_into(&mut value);
                at += end;
            }
        }
        if !name.is_empty() {
            out.push(Parameter { byte: start, name, value, torn });
        }
    }
    out
}

fn in_address(at: Place) -> crate::diag::Finding {
    codes::LINE_UNCLEAR
        .finding(
            Some(at),
            Words::new(
                "the password stands in the address, where newer versions of baresip do not look for it; it was read",
                "das Kennwort steht in der Adresse, wo neuere Versionen von baresip es nicht suchen; es wurde gelesen",
            ),
        )
        .todo(Words::new("write it as `;auth_pass=…`", "es als `;auth_pass=…` schreiben"))
}

fn torn_value(name: &str, at: Place) -> crate::diag::Finding {
    codes::LINE_UNCLEAR
        .finding(
            Some(at),
            Words::new(
                format!("the value of `{name}` ends at its second quote; what follows it is not read"),
                format!("der Wert von `{name}` endet am zweiten Anführungszeichen; was danach steht, wird nicht gelesen"),
            ),
        )
        .todo(Words::new("write the value without quotes inside", "den Wert ohne innere Anführungszeichen schreiben"))
}

fn open_quote(at: Place) -> crate::diag::Finding {
    codes::LINE_UNCLEAR
        .finding(
            Some(at),
            Words::new(
                "the password holds a `\"`, which baresip cannot keep",
                "das Kennwort enthält ein `\"`, das baresip nicht speichern kann",
            ),
        )
        .todo(Words::new("set another password in the telephone system", "in der Anlage ein anderes Kennwort setzen"))
}
