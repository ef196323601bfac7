//! German telephone numbers in all the notations that staff lists use (DIN 5008, E.164, bare extensions).
//!
//! In: the text of a cell and the number plan. Out: what it names and what had to be mended; [`shown`] writes numbers for people,
//! [`direct`] knows the direct-dial number of an extension, [`caller`] the E.164
//! form of a caller ID. May import: `domain`, `policy`, the inventory's model.

pub mod caller;
pub mod direct;
mod parts;
pub mod pattern;
pub mod service;
pub mod shown;
pub mod sites;
mod spoilt;

use std::borrow::Cow;

use crate::domain::Extension;
use crate::policy::site::{Block, Numbers};

use parts::{is_range, split};

pub use direct::e164;
pub use pattern::Pattern;
pub use service::is_service;
pub use spoilt::{Spoilt, spoilt};

/// What one telephone cell says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NumberCell {
    pub numbers: Vec<Number>,
    /// What had to be mended or looks odd, sorted, each at most once.
    pub remarks: Vec<Remark>,
}

impl NumberCell {
    fn new(numbers: Vec<Number>, mut remarks: Vec<Remark>) -> Self {
        remarks.sort_unstable();
        remarks.dedup();
        Self { numbers, remarks }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Number {
    /// An extension of this site; `e164` where the plan knows area and head number.
    Internal {
        extension: Extension,
        e164: Option<String>,
    },
    /// The attendant: `-0`, `Zentrale`, or the head number alone.
    Attendant {
        e164: Option<String>,
    },
    Mobile {
        e164: String,
    },
    /// Another site, a private line, another country.
    Outside {
        e164: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remark {
    /// Unusual dashes, blanks or digits (U+2013, U+00A0, full width) were normalised.
    OddCharacters,
    /// `(0)` or a trunk zero after the country code was dropped.
    TrunkZeroDropped,
    /// The digit for an outside line was in front.
    OutsidePrefixRemoved,
    /// The area code stands without its zero, as Excel leaves it.
    LeadingZeroMissing,
    /// The country code stands without its plus sign, as Excel leaves it.
    PlusMissing,
    /// One digit short of the plan: a leading zero may be lost.
    MaybeZeroLost,
    /// The length is not one of the plan.
    LengthNotInPlan,
    /// More than one number in the cell.
    Several,
    /// A number of another site or an outside line.
    OtherSite,
    /// More than 15 digits (E.164 allows no more).
    TooLong,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberError {
    /// `4,98999998101E+12`: the spreadsheet has thrown digits away.
    DigitsLost,
    /// `101-105`: one number or five.
    AmbiguousRange,
    /// 110, 112, 115 and the like: never an extension.
    ServiceNumber,
    /// `12.05.2024`, `03. Jan`: a spreadsheet took it for a date.
    Date,
    /// More digits than any number has (E.164: 15).
    TooLong,
    NotANumber,
}

const LABELS: [&str; 29] = [
    "dw",
    "durchwahl",
    "app",
    "apparat",
    "nst",
    "nebenstelle",
    "hausapparat",
    "hausruf",
    "tel",
    "telefon",
    "telefonnummer",
    "fon",
    "phone",
    "ext",
    "int",
    "intern",
    "nr",
    "nummer",
    "rufnummer",
    "mobil",
    "handy",
    "diensthandy",
    "fax",
    "telefax",
    "priv",
    "privat",
    "dienstl",
    "dienstlich",
    "ca",
];
const NOTHING: [&str; 12] = ["", "-", "--", "---", "/", "intern", "keine", "keiner", "kein", "ohne", "entfällt", "n/a"];
const ATTENDANT: [&str; 5] = ["zentrale", "vermittlung", "telefonzentrale", "pforte", "empfang"];

/// Reads one cell.
///
/// # Errors
/// Where no number can be had without guessing.
pub fn read(text: &str, plan: &Numbers) -> Result<NumberCell, NumberError> {
    let mut remarks = Vec::new();
    let cleaned = clean(text, &mut remarks);
    // As most cells of most lists are: one number without any sign.
    if !cleaned.is_empty() && cleaned.bytes().all(|byte| byte.is_ascii_digit()) {
        let numbers = vec![one(&cleaned, plan, &mut remarks)?];
        return Ok(NumberCell::new(numbers, remarks));
    }
    // And as directories have it: one number with its country code, which nothing but blanks and hyphens groups.
    if is_plainly_international(&cleaned) {
        if service::reached(&digits(&cleaned), plan).is_some() {
            return Err(NumberError::ServiceNumber);
        }
        let numbers = vec![one(&cleaned, plan, &mut remarks)?];
        return Ok(NumberCell::new(numbers, remarks));
    }
    let lower = without_uri(cleaned.to_lowercase());
    if NOTHING.contains(&lower.as_str()) || lower == "k.a." || lower == "k. a." {
        return Ok(NumberCell::default());
    }
    if spoilt::is_scientific(&lower) {
        return Err(NumberError::DigitsLost);
    }
    if spoilt::is_date(&lower) {
        return Err(NumberError::Date);
    }
    if spoilt::is_decimal(&lower) {
        return Err(NumberError::NotANumber);
    }
    if let Some(cell) = beside_brackets(&lower, plan) {
        return cell;
    }
    if is_beside_another(&lower) {
        return Err(NumberError::AmbiguousRange);
    }
    let (bare, ranged) = strip_words(&lower)?;
    if bare.is_empty() {
        let head = head_e164(plan);
        let attendant = ATTENDANT.iter().any(|word| lower.contains(word));
        return if attendant {
            Ok(NumberCell { numbers: vec![Number::Attendant { e164: head }], remarks })
        } else {
            Err(NumberError::NotANumber)
        };
    }
    let bare = joined_at_labels(&bare, plan)?;
    // `116 111` is one number, whatever its parts may be.
    if service::reached(&digits(&bare), plan).is_some() {
        return Err(NumberError::ServiceNumber);
    }
    if ranged || is_range(&bare, plan) {
        return Err(NumberError::AmbiguousRange);
    }
    let parts = split(&bare, plan);
    if parts.len() > 1 {
        remarks.push(Remark::Several);
    }
    let mut numbers = Vec::with_capacity(parts.len());
    for part in parts {
        numbers.push(one(part, plan, &mut remarks)?);
    }
    Ok(NumberCell::new(numbers, remarks))
}

/// One head number and what is behind it: the main one or a further site's.
// `head` is the word of the site file.
#[allow(clippy::struct_field_names)]
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// None for the main one.
    pub name: Option<&'a str>,
    pub area: &'a str,
    pub head: &'a str,
    pub blocks: &'a [Block],
    pub lengths: &'a [usize],
    pub did_equals_extension: bool,
}

impl Head<'_> {
    /// Whether the blocks hold the suffix; none where no blocks are given.
    #[must_use]
    pub fn covers(&self, suffix: &str) -> Option<bool> {
        (!self.blocks.is_empty()).then(|| self.blocks.iter().any(|block| block.covers(suffix)))
    }

    fn has_length(&self, suffix: &str) -> bool {
        let attendant = suffix.is_empty() || suffix == "0";
        attendant || if self.lengths.is_empty() { (2..=5).contains(&suffix.len()) } else { self.lengths.contains(&suffix.len()) }
    }

    /// Of two head numbers that both fit, one may be the beginning of the other: blocks decide, then lengths, then the longer one.
    fn unlikeness(&self, suffix: &str) -> (bool, bool, usize) {
        (self.covers(suffix) != Some(true), !self.has_length(suffix), suffix.len())
    }
}

/// The main head number, then those of the further sites.
pub fn heads(plan: &Numbers) -> impl Iterator<Item = Head<'_>> {
    let main = Head {
        name: None,
        area: &plan.area,
        head: &plan.head,
        blocks: &plan.blocks,
        lengths: &plan.extension_lengths,
        did_equals_extension: plan.did_equals_extension,
    };
    std::iter::once(main).chain(plan.sites.iter().map(|site| Head {
        name: Some(&site.name),
        area: &site.area,
        head: &site.head,
        blocks: &site.blocks,
        lengths: &site.extension_lengths,
        did_equals_extension: site.did_equals_extension,
    }))
}

/// The head number that a number without trunk zero begins with, and what follows it; where several do, the one whose plan fits.
#[must_use]
pub fn head_of<'p, 'n>(national: &'n str, plan: &'p Numbers) -> Option<(Head<'p>, &'n str)> {
    heads(plan)
        .filter(|head| !head.head.is_empty())
        .filter_map(|head| Some((head, national.strip_prefix(head.area)?.strip_prefix(head.head)?)))
        .min_by_key(|(head, rest)| head.unlikeness(rest))
}

fn head_e164(plan: &Numbers) -> Option<String> {
    attendant(heads(plan).next()?, plan)
}

fn attendant(head: Head<'_>, plan: &Numbers) -> Option<String> {
    (!plan.country.is_empty() && !head.head.is_empty()).then(|| format!("+{}{}{}0", plan.country, head.area, head.head))
}

/// Dashes, blanks and digits of other scripts to plain ones.
fn clean<'t>(text: &'t str, remarks: &mut Vec<Remark>) -> Cow<'t, str> {
    if text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
        return Cow::Borrowed(text.trim());
    }
    let mut odd = false;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let plain = match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' | '\u{00AD}' => '-',
            '\u{00A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' | '\t' | '\r' | '\n' => ' ',
            '\u{FF10}'..='\u{FF19}' => char::from(b'0' + (c as u32 - 0xFF10) as u8),
            '\u{FF0B}' => '+',
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' => {
                odd = true;
                continue;
            }
            other => other,
        };
        odd |= plain != c && !c.is_ascii();
        out.push(plain);
    }
    if odd {
        remarks.push(Remark::OddCharacters);
    }
    Cow::Owned(out.trim().to_owned())
}

/// `+49 89 99998-101`
fn is_plainly_international(cleaned: &str) -> bool {
    let Some(rest) = cleaned.strip_prefix('+') else { return false };
    rest.starts_with(|c: char| c.is_ascii_digit()) && rest.bytes().all(|b| b.is_ascii_digit() || matches!(b, b' ' | b'-'))
}

/// `302 (303)`: two short numbers, or one and a remark; nobody writes an extension so.
fn is_beside_another(text: &str) -> bool {
    let Some((first, rest)) = text.split_once('(') else { return false };
    let Some(second) = rest.trim_end().strip_suffix(')') else { return false };
    let short = |text: &str| (2..=6).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let first = first.trim();
    short(first) && !first.starts_with('0') && short(second.trim())
}

/// `208 (Handy 0171 1234567)`: an extension, and a whole number in brackets behind it. None where it is something else.
fn beside_brackets(text: &str, plan: &Numbers) -> Option<Result<NumberCell, NumberError>> {
    let (first, rest) = text.split_once('(')?;
    let inside = rest.trim_end().strip_suffix(')')?;
    let is_whole = inside.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '+').starts_with(['0', '+']);
    if !is_whole || digits(inside).len() < 7 || inside.contains(['(', ')']) || digits(first).is_empty() {
        return None;
    }
    let further = read(inside, plan).ok()?;
    Some(read(first, plan).map(|mut cell| {
        cell.numbers.extend(further.numbers);
        cell.remarks.push(Remark::Several);
        cell.remarks.sort_unstable();
        cell.remarks.dedup();
        cell
    }))
}

/// `tel:+49-89-99998;ext=142` (RFC 3966) as people write it: `+49-89-99998 ext 142`.
fn without_uri(text: String) -> String {
    let uri = text.strip_prefix("tel:");
    if uri.is_none() && !text.contains(";ext=") {
        return text;
    }
    let mut parts = uri.unwrap_or(&text).split(';');
    let number = parts.next().unwrap_or_default().to_owned();
    // What is no parameter is another number.
    if !parts.clone().all(|part| part.contains('=')) {
        return text;
    }
    match parts.find_map(|part| part.trim().strip_prefix("ext=")) {
        Some(ext) => format!("{number} ext {ext}"),
        None => number,
    }
}

/// Takes labels (`DW`, `App.`) and remarks in brackets away; words between numbers become separators.
/// The flag tells that `bis` stood between numbers.
fn strip_words(lower: &str) -> Result<(String, bool), NumberError> {
    let mut out = String::with_capacity(lower.len());
    let mut ranged = false;
    let mut chars = lower.chars().peekable();
    while let Some(&c) = chars.peek() {
        if c.is_alphabetic() {
            let mut word = String::new();
            while let Some(&c) = chars.peek() {
                if !c.is_alphabetic() {
                    break;
                }
                word.push(c);
                chars.next();
            }
            while chars.peek().is_some_and(|c| matches!(c, '.' | ':')) {
                chars.next();
            }
            let digit_behind = chars.peek().is_some_and(char::is_ascii_digit);
            match word.as_str() {
                // A letter for a zero: `O89`, `1O1`.
                "o" if digit_behind || out.ends_with(|c: char| c.is_ascii_digit()) => return Err(NumberError::NotANumber),
                "x" if digit_behind && follows_a_number(&out) => out.push(LABEL),
                "und" | "u" | "oder" | "o" => out.push('+'),
                "bis" => ranged = true,
                word if LABELS.contains(&word) => out.push(if follows_a_number(&out) { LABEL } else { ' ' }),
                word if ATTENDANT.contains(&word) => out.push(' '),
                // A remark in brackets such as `(vormittags)` says nothing about the number.
                _ if out.trim_end().ends_with('(') => {
                    for c in chars.by_ref() {
                        if c == ')' {
                            break;
                        }
                        if c.is_ascii_digit() {
                            return Err(NumberError::NotANumber);
                        }
                    }
                    let open = out.rfind('(').unwrap_or(out.len());
                    out.truncate(open);
                }
                _ => return Err(NumberError::NotANumber),
            }
        } else if c.is_ascii_digit() || " -/+(),;.&".contains(c) {
            out.push(if c == '&' { '+' } else { c });
            chars.next();
        } else {
            return Err(NumberError::NotANumber);
        }
    }
    let has_digit = out.chars().any(|c| c.is_ascii_digit());
    Ok(if has_digit { (out.trim().to_owned(), ranged) } else { (String::new(), false) })
}

/// Stands for a label between two groups of digits while a cell is read.
const LABEL: char = '#';

/// Whether the text ends in a number that no separator has closed.
fn follows_a_number(text: &str) -> bool {
    text.trim_end().ends_with(|c: char| c.is_ascii_digit() || c == ')')
}

/// `089 99998 App. 101` is one number: head and suffix. `089 99998-101 App. 5` may be two or one.
fn joined_at_labels(bare: &str, plan: &Numbers) -> Result<String, NumberError> {
    let Some((before, behind)) = bare.split_once(LABEL) else { return Ok(bare.to_owned()) };
    let behind = behind.replace(LABEL, " ");
    if !behind.contains(|c: char| c.is_ascii_digit()) || behind.trim_start().starts_with([',', ';', '/', '+']) {
        return Ok(format!("{before} {behind}"));
    }
    let number = one(before, plan, &mut Vec::new());
    // `99998-144 x144` says it twice.
    if matches!(&number, Ok(Number::Internal { extension, .. }) if extension.digits() == digits(&behind)) {
        return Ok(before.to_owned());
    }
    let head_alone = matches!(number, Ok(Number::Attendant { .. }));
    if head_alone { Ok(format!("{before} {behind}")) } else { Err(NumberError::AmbiguousRange) }
}

/// The digits of a text, without what stands between them.
pub(in crate::inventory) fn digits(text: &str) -> String {
    let mut digits = String::with_capacity(text.len());
    digits.extend(text.bytes().filter(u8::is_ascii_digit).map(char::from));
    digits
}

fn plan_length(len: usize, plan: &Numbers) -> bool {
    if plan.extension_lengths.is_empty() { (2..=5).contains(&len) } else { heads(plan).any(|head| head.lengths.contains(&len)) }
}

fn one(part: &str, plan: &Numbers, remarks: &mut Vec<Remark>) -> Result<Number, NumberError> {
    let mut text = Cow::Borrowed(part.trim());
    if let Some(at) = text.find("(0)")
        && at > 0
    {
        text.to_mut().replace_range(at..at + 3, " ");
        remarks.push(Remark::TrunkZeroDropped);
    }
    let plus = text.starts_with('+');
    if text[usize::from(plus)..].contains('+') {
        return Err(NumberError::NotANumber);
    }
    let number = digits(&text);
    if number.is_empty() {
        return Err(NumberError::NotANumber);
    }
    if number.len() > 15 + plan.outside_prefix.len() + 2 {
        return Err(NumberError::TooLong);
    }
    if plus {
        return international(&number, plan, remarks);
    }
    let bare = text.trim_start_matches(['-', ' ']).bytes().all(|b| b.is_ascii_digit());
    let written_so = text.split_once(['-', ' ']).is_some_and(|(first, rest)| is_service(first) && digits(rest) == "0");
    if service::reached(&number, plan).is_some() || written_so {
        return Err(NumberError::ServiceNumber);
    }
    if bare && number == "0" {
        return Ok(Number::Attendant { e164: head_e164(plan) });
    }
    // `20 01`, `(2001)`, and `2.001` as a spreadsheet groups it.
    let grouped = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b' ' | b'.' | b'(' | b')')) && !text.starts_with('0');
    if (bare || grouped) && plan_length(number.len(), plan) {
        return internal(&number, plan, remarks);
    }
    let Numbers { country, area, outside_prefix, .. } = plan;
    if let Some(rest) = number.strip_prefix("00")
        && !country.is_empty()
        && rest.starts_with(country.as_str())
    {
        return international(rest, plan, remarks);
    }
    if !outside_prefix.is_empty()
        && let Some(rest) = number.strip_prefix(outside_prefix.as_str())
    {
        let ours =
            |rest: &str| rest.strip_prefix('0').is_some_and(|rest| head_of(rest, plan).is_some_and(|(h, _)| !h.area.is_empty()));
        if ours(rest) {
            remarks.push(Remark::OutsidePrefixRemoved);
            return national(&rest[1..], plan, remarks);
        }
        if !country.is_empty() && rest.starts_with(&format!("00{country}")) {
            remarks.push(Remark::OutsidePrefixRemoved);
            return international(&rest[2..], plan, remarks);
        }
    }
    if let Some(rest) = number.strip_prefix("00") {
        return international(rest, plan, remarks);
    }
    if let Some(rest) = number.strip_prefix('0')
        && (number.len() > 5 || !bare)
    {
        return national(rest, plan, remarks);
    }
    if head_of(&number, plan).is_some_and(|(head, rest)| !head.area.is_empty() && !rest.is_empty()) {
        remarks.push(Remark::LeadingZeroMissing);
        return national(&number, plan, remarks);
    }
    if !country.is_empty() && number.strip_prefix(country.as_str()).is_some_and(|rest| head_of(rest, plan).is_some()) {
        remarks.push(Remark::PlusMissing);
        return international(&number, plan, remarks);
    }
    let local = heads(plan)
        .filter(|head| !head.head.is_empty())
        .filter_map(|head| Some((head, number.strip_prefix(head.head)?)))
        .min_by_key(|(head, rest)| head.unlikeness(rest));
    if let Some((head, rest)) = local {
        return behind(head, rest, plan, remarks);
    }
    if number.len() <= 6 {
        let lost = heads(plan).any(|head| head.lengths.contains(&(number.len() + 1)));
        remarks.push(if lost { Remark::MaybeZeroLost } else { Remark::LengthNotInPlan });
        return internal(&number, plan, remarks);
    }
    // A subscriber number of our own area, dialled without area code.
    national(&format!("{area}{number}"), plan, remarks)
}

fn international(number: &str, plan: &Numbers, remarks: &mut Vec<Remark>) -> Result<Number, NumberError> {
    if !plan.country.is_empty()
        && let Some(rest) = number.strip_prefix(plan.country.as_str())
    {
        let national_part = rest.strip_prefix('0').inspect(|_| remarks.push(Remark::TrunkZeroDropped)).unwrap_or(rest);
        return national(national_part, plan, remarks);
    }
    outside(number, remarks)
}

/// A number without trunk zero.
fn national(number: &str, plan: &Numbers, remarks: &mut Vec<Remark>) -> Result<Number, NumberError> {
    if service::is_national(number, plan) {
        return Err(NumberError::ServiceNumber);
    }
    if let Some((head, rest)) = head_of(number, plan) {
        return behind(head, rest, plan, remarks);
    }
    let full = format!("{}{number}", plan.country);
    if ["15", "16", "17"].iter().any(|p| number.starts_with(p)) && number.len() >= 9 {
        return Ok(Number::Mobile { e164: format!("+{full}") });
    }
    outside(&full, remarks)
}

fn outside(number: &str, remarks: &mut Vec<Remark>) -> Result<Number, NumberError> {
    if number.len() < 5 {
        return Err(NumberError::NotANumber);
    }
    // One doubt, told once.
    remarks.push(if number.len() > 15 { Remark::TooLong } else { Remark::OtherSite });
    Ok(Number::Outside { e164: format!("+{number}") })
}

/// What follows a head number.
fn behind(head: Head<'_>, rest: &str, plan: &Numbers, remarks: &mut Vec<Remark>) -> Result<Number, NumberError> {
    if rest.is_empty() || rest == "0" {
        return Ok(Number::Attendant { e164: attendant(head, plan) });
    }
    if service::reached(rest, plan).is_some() {
        return Err(NumberError::ServiceNumber);
    }
    if !head.has_length(rest) {
        remarks.push(Remark::LengthNotInPlan);
    }
    let extension: Extension = rest.parse().map_err(|_| NumberError::NotANumber)?;
    let full = direct::behind(head, &extension, plan);
    // The plus sign is no digit.
    if full.as_ref().is_some_and(|full| full.len() > 16) {
        return Err(NumberError::TooLong);
    }
    Ok(known(extension, full, remarks))
}

fn internal(number: &str, plan: &Numbers, remarks: &mut Vec<Remark>) -> Result<Number, NumberError> {
    let extension: Extension = number.parse().map_err(|_| NumberError::NotANumber)?;
    let full = e164(&extension, plan);
    Ok(known(extension, full, remarks))
}

fn known(extension: Extension, e164: Option<String>, remarks: &mut Vec<Remark>) -> Number {
    // The plus sign is no digit.
    if e164.as_ref().is_some_and(|full| full.len() > 16) {
        remarks.push(Remark::TooLong);
    }
    Number::Internal { extension, e164 }
}

#[cfg(test)]
mod tests;
