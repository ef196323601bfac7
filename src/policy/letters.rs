//! The section `letters`: who writes to the people, whom they may ask, and in which words.

use super::fields::{Field, Fields, Parsed, Table};
use super::read::section;
use super::site::{LetterRule, LetterRules, LetterText, PinWay};
use crate::diag::Lang;
use crate::domain::{Department, Extension, PersonId};

const TEXTS: [(&str, LetterText); 3] = [("de", LetterText::De), ("en", LetterText::En), ("plain", LetterText::Plain)];

// `section` and its callers share one signature.
#[allow(clippy::unnecessary_wraps)]
pub(super) fn letters(fields: &mut Fields<'_>, table: &Table<'_>, lang: Lang) -> Parsed<LetterRules> {
    let usual = LetterRules::new(lang);
    Some(LetterRules {
        sender: fields.optional(table, "sender", Fields::owned),
        hotline: fields.optional(table, "hotline", phone),
        hours: fields.optional(table, "hours", Fields::owned),
        mail: fields.optional(table, "mail", mail),
        text: fields.or(table, "text", usual.text, |f, v| f.choice(v, &TEXTS)),
        others: fields.or(table, "others", Vec::new(), |f, v| f.list(v, rule)),
        pin: fields.or(table, "pin", PinWay::Hotline, |f, v| {
            f.choice(v, &[("hotline", PinWay::Hotline), ("mail", PinWay::Mail), ("supervisor", PinWay::Supervisor)])
        }),
    })
}

fn rule(fields: &mut Fields<'_>, item: &Field<'_>) -> Parsed<LetterRule> {
    let table = fields.map(item)?;
    let text = fields.required(&table, "text", |f, v| f.choice(v, &TEXTS));
    let (departments, extensions, persons) = section(fields, &table, "when", |f, when| {
        let departments = f.or(when, "departments", Vec::new(), |f, v| f.set(v, Fields::word::<Department>));
        let extensions = f.or(when, "extensions", Vec::new(), |f, v| f.set(v, Fields::word::<Extension>));
        let persons = f.or(when, "persons", Vec::new(), |f, v| f.set(v, Fields::word::<PersonId>));
        Some((departments, extensions, persons))
    })
    .unwrap_or_default();
    Some(LetterRule { text: text?, departments, extensions, persons })
}

/// A number as people write it: somebody will dial it from paper.
fn phone(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<String> {
    let text = fields.text(field)?;
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let ok = (2..=20).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || " +-–/()".contains(c));
    if ok { Some(text.to_owned()) } else { fields.bad_value(field, text) }
}

fn mail(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<String> {
    let text = fields.text(field)?;
    let ok = text.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.') && !host.contains('@'))
        && !text.contains(char::is_whitespace);
    if ok { Some(text.to_owned()) } else { fields.bad_value(field, text) }
}
