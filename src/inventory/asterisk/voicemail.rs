//! voicemail.conf: mailboxes by context.

use std::collections::BTreeMap;

use super::bounded::Bounded;
use super::codes::lists as codes;
use super::config::Config;
use crate::diag::{Finding, Place, Words};
use crate::domain::{Secret, Secrets};
use crate::inventory::model::{Extra, Mailbox, Sourced};
use crate::inventory::table::beside::Beside;
use crate::inventory::table::kept;

/// Sections that are no mailbox contexts.
const RESERVED: [&str; 2] = ["general", "zonemessages"];

/// Where the PIN of a mailbox is kept.
pub(super) fn key(context: &str, number: &str) -> String {
    format!("pbx/mailbox/{context}/{number}")
}

/// A leading `-` means that the owner may not change it.
pub(super) fn pin(text: &str) -> Secret {
    let text = text.trim();
    Secret::new(text.strip_prefix('-').unwrap_or(text))
}

/// Mailboxes in file order; of one written twice the first counts, as for Asterisk. PINs are secrets, by `pbx/mailbox/<context>/<number>`.
#[must_use]
pub fn mailboxes(config: &Config) -> (Vec<Mailbox>, Secrets, Vec<Finding>) {
    let mut secrets = Secrets::default();
    let mut boxes: Vec<Mailbox> = Vec::new();
    let mut known: BTreeMap<(String, String), Place> = BTreeMap::new();
    let mut findings = Bounded::default();
    let mut beside = Beside::default();
    for section in config.sections().filter(|section| !section.is_template()) {
        let name = section.name();
        if RESERVED.contains(&name) {
            section.variables().for_each(|line| beside.name(&format!("[{name}] {}", line.key()), || line.key_place()));
            continue;
        }
        for line in section.variables() {
            let (number, context) = (line.key(), section.name());
            let at = line.key_place();
            if let Some(first) = known.get(&(number.to_owned(), context.to_owned())) {
                if !findings.has_room() {
                    continue;
                }
                let words = Words::new(
                    format!("a second mailbox `{number}@{context}`; Asterisk keeps the first"),
                    format!("eine zweite Sprachbox `{number}@{context}`; Asterisk behält die erste"),
                );
                findings.push(
                    codes::MAILBOX_TWICE
                        .finding(Some(at), words)
                        .about(number)
                        .related(first.clone(), Words::new("the first one", "das erste")),
                );
                continue;
            }
            known.insert((number.to_owned(), context.to_owned()), at.clone());
            // PIN, name, mail, …: split at every comma, without quoting and without escapes.
            let name = line.value().split(',').nth(1);
            // A name with a comma pushes its second half to where the mail address stands.
            let mail = line.value().split(',').nth(2).map(str::trim).unwrap_or_default();
            let pushed = !mail.is_empty() && !mail.contains('@');
            // A pair of quotes inside of a name is kept; a single one was meant to hold a comma.
            let torn = |name: &str| name.ends_with('\\') || !name.matches('"').count().is_multiple_of(2);
            if pushed || name.is_some_and(torn) || line.value().starts_with('"') {
                let words = Words::new(
                    format!("mailbox `{number}@{context}`: a comma ends the name; quotes and `\\,` do not keep it together here"),
                    format!(
                        "Sprachbox `{number}@{context}`: ein Komma beendet den Namen; Anführungszeichen und `\\,` helfen hier nicht"
                    ),
                );
                findings.push(
                    codes::MAILBOX_COMMA
                        .finding(Some(line.value_place()), words)
                        .about(number)
                        .todo(Words::new("write the name without a comma", "den Namen ohne Komma schreiben")),
                );
            }
            let part = |nth: usize| {
                let text = line.value().split(',').nth(nth).map(str::trim).filter(|text| !text.is_empty())?;
                Some(Sourced::new(text.to_owned(), line.value_place()))
            };
            if !pushed && part(5).is_some() {
                let words = Words::new(
                    format!("mailbox `{number}@{context}`: what stands behind the fifth comma is never read"),
                    format!("Sprachbox `{number}@{context}`: was hinter dem fünften Komma steht, wird nie gelesen"),
                );
                findings.push(
                    codes::MAILBOX_COMMA
                        .finding(Some(line.value_place()), words)
                        .about(number)
                        .todo(Words::new("part the options by `|`", "die Optionen durch `|` trennen")),
                );
            }
            let own = pin(line.value().split(',').next().unwrap_or_default());
            if own.expose().starts_with('*') {
                let words = Words::new(
                    format!(
                        "mailbox `{number}@{context}`: a PIN that begins with `*` is invalid; nobody gets in before a new one is set"
                    ),
                    format!(
                        "Sprachbox `{number}@{context}`: eine PIN, die mit `*` beginnt, ist ungültig; niemand kommt hinein, bis eine neue gesetzt ist"
                    ),
                );
                findings.push(
                    codes::MAILBOX_PIN_INVALID
                        .finding(Some(line.value_place()), words)
                        .about(number)
                        .todo(Words::new("set a new PIN", "eine neue PIN setzen")),
                );
            }
            let mut options = Extra::default();
            if let Some(cell) = part(4) {
                let (kept, rest) = kept::options(&cell);
                for part in rest {
                    match part.name {
                        Some(name) => beside.take(name, part.value, &cell.at, &mut Extra::default()),
                        // What is no pair may be anything.
                        None => beside.name("?", || cell.at.clone()),
                    }
                }
                options = kept;
            }
            options.join(part(3).map(|pager| ("pager", pager)).into_iter().collect());
            boxes.push(Mailbox {
                name: part(1),
                pin: Some(secrets.insert(key(context, number), own)),
                email: part(2).filter(|_| !pushed),
                options,
                ..Mailbox::new(number, context, at)
            });
        }
    }
    let of = Words::new("options of voicemail.conf that no field holds", "Optionen der voicemail.conf, die kein Feld aufnimmt");
    beside.tell(&codes::OPTION_UNHELD, &of, false).into_iter().for_each(|finding| findings.push(finding));
    (boxes, secrets, findings.into_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::asterisk::config;
    use crate::inventory::asterisk::files::MemoryFiles;

    #[test]
    fn as_measured_on_asterisk() {
        let text = "[general]\nformat=wav\n[zonemessages]\nde=Europe/Berlin|'x'\n[default]\n\
            100 => 1234,Hans Müller,h@example.org,,attach=yes|tz=de\n101 = -4711,Anna A\n102 => ,No Pin\n103 => 1234\n\
            106 => 1234,Huber\\, Josef,j@example.org\n107 => \"12,34\",Quoted\n100 => 9999,Duplicate\n111 =>\n\
            112 => 77,Eva \"Evi\" M,e@example.org\n113 => 77,\"Meier, Eva\",e@example.org\n\
            [other]\n100 => 5555,Other Ctx\n[tpl](!)\n1 => x\n";
        let files = MemoryFiles::new().with("voicemail.conf", text);
        let config = config::read(&files, "voicemail.conf");
        let (boxes, secrets, findings) = mailboxes(&config);
        let short: Vec<(String, Option<&str>)> =
            boxes.iter().map(|b| (format!("{}@{}", b.number, b.context), b.name.as_ref().map(|n| n.value.as_str()))).collect();
        assert_eq!(
            short,
            [
                ("100@default".to_owned(), Some("Hans Müller")),
                ("101@default".to_owned(), Some("Anna A")),
                ("102@default".to_owned(), Some("No Pin")),
                ("103@default".to_owned(), None),
                ("106@default".to_owned(), Some("Huber\\")),
                ("107@default".to_owned(), Some("34\"")),
                ("111@default".to_owned(), None),
                ("112@default".to_owned(), Some("Eva \"Evi\" M")),
                ("113@default".to_owned(), Some("\"Meier")),
                ("100@other".to_owned(), Some("Other Ctx")),
            ]
        );
        let slugs: Vec<(&str, u32)> =
            findings.iter().map(|f| (f.code.as_str(), f.place.as_ref().map_or(0, Place::line))).collect();
        assert_eq!(
            slugs,
            [
                ("inventory/mailbox-comma", 10),
                ("inventory/mailbox-comma", 11),
                ("inventory/mailbox-twice", 12),
                ("inventory/mailbox-comma", 15),
                ("inventory/option-not-read", 2)
            ]
        );
        let mails: Vec<&str> = boxes.iter().filter_map(|b| b.email.as_ref()).map(|mail| mail.value.as_str()).collect();
        assert_eq!(mails, ["h@example.org", "e@example.org"], "none where a comma has pushed it away");
        assert_eq!(boxes[0].options.line(), "attach: yes; tz: de");
        assert!(!format!("{findings:?}{boxes:?}").contains("4711"), "PINs stay out");
        let pin = |number: usize| boxes[number].pin.as_ref().and_then(|pin| secrets.get(pin)).map(Secret::expose);
        assert_eq!((pin(0), pin(1), pin(2), pin(9)), (Some("1234"), Some("4711"), Some(""), Some("5555")));
    }

    #[test]
    fn a_pin_with_an_asterisk_in_front_opens_nothing() {
        let files = MemoryFiles::new().with("voicemail.conf", "[default]\n202 => *1234,Fax\n203 => 47*11,Anna\n");
        let (boxes, _, findings) = mailboxes(&config::read(&files, "voicemail.conf"));
        let told: Vec<(&str, u32)> =
            findings.iter().map(|f| (f.code.as_str(), f.place.as_ref().map_or(0, Place::line))).collect();
        assert_eq!((boxes.len(), told), (2, vec![("inventory/mailbox-pin-invalid", 2)]));
        assert!(!findings[0].what.en.contains("1234"), "PINs stay out");
    }
}
