//! German telephone numbers in all the notations that staff lists use (DIN 5008, E.164, bare extensions).
//!
//! In: the text of a cell and the site's number plan. Out: what it names and what had to be mended.

use crate::domain::Extension;
use crate::policy::site::Numbers;

/// What one telephone cell says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NumberCell {
    pub numbers: Vec<Number>,
    /// What had to be mended or looks odd, sorted, each at most once.
    pub remarks: Vec<Remark>,
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
    NotANumber,
}

/// Numbers that must never be taken for an extension.
pub const SERVICE_NUMBERS: [&str; 6] = ["110", "112", "115", "116116", "116117", "19222"];

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
    let lower = cleaned.to_lowercase();
    if NOTHING.contains(&lower.as_str()) || lower == "k.a." || lower == "k. a." {
        return Ok(NumberCell::default());
    }
    if is_scientific(&lower) {
        return Err(NumberError::DigitsLost);
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
    remarks.sort_unstable();
    remarks.dedup();
    Ok(NumberCell { numbers, remarks })
}

/// `+498999998101` of an extension, where the plan is complete.
#[must_use]
pub fn e164(extension: &Extension, plan: &Numbers) -> Option<String> {
    head_e164(plan).map(|_| format!("+{}{}{}{extension}", plan.country, plan.area, plan.head))
}

fn head_e164(plan: &Numbers) -> Option<String> {
    (!plan.country.is_empty() && !plan.head.is_empty()).then(|| format!("+{}{}{}0", plan.country, plan.area, plan.head))
}

/// Dashes, blanks and digits of other scripts to plain ones.
fn clean(text: &str, remarks: &mut Vec<Remark>) -> String {
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
    out.trim().to_owned()
}

/// `5.34e+03`, `4,98999998101e+12`.
fn is_scientific(lower: &str) -> bool {
    let Some((mantissa, exponent)) = lower.split_once('e') else { return false };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    !mantissa.is_empty()
        && mantissa.starts_with(|c: char| c.is_ascii_digit())
        && mantissa.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.')
        && !exponent.is_empty()
        && exponent.chars().all(|c| c.is_ascii_digit())
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
            match word.as_str() {
                "und" | "u" | "oder" | "o" => out.push('+'),
                "bis" => ranged = true,
                word if LABELS.contains(&word) => out.push(' '),
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

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn plan_length(len: usize, plan: &Numbers) -> bool {
    if plan.extension_lengths.is_empty() { (2..=5).contains(&len) } else { plan.extension_lengths.contains(&len) }
}

/// Exactly two groups that both have the length of an extension, joined by a hyphen.
fn is_range(bare: &str, plan: &Numbers) -> bool {
    let Some((from, to)) = bare.split_once('-') else { return false };
    let (from, to) = (from.trim(), to.trim());
    let plain = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    plain(from)
        && plain(to)
        && from != plan.head
        && from.strip_prefix('0') != Some(plan.area.as_str())
        && plan_length(from.len(), plan)
        && plan_length(to.len(), plan)
}

/// Several numbers in one cell. `/` and `,` only split what is an extension on both sides: `089/99998101` is one number.
fn split<'a>(bare: &'a str, plan: &Numbers) -> Vec<&'a str> {
    let strong: Vec<&str> = bare.split(';').map(str::trim).filter(|p| p.chars().any(|c| c.is_ascii_digit())).collect();
    if strong.len() > 1 {
        return strong;
    }
    let lead_plus = bare.trim_start().starts_with('+');
    let body = if lead_plus { bare.trim_start().trim_start_matches('+') } else { bare };
    for separators in [&['+'][..], &[','][..], &['/'][..], &['/', ',', '+'][..]] {
        let parts: Vec<&str> = body.split(separators).map(str::trim).filter(|p| !p.is_empty()).collect();
        let each_extension = |part: &&str| {
            let part = part.strip_prefix('-').unwrap_or(part);
            part.bytes().all(|b| b.is_ascii_digit()) && plan_length(part.len(), plan)
        };
        if !lead_plus
            && parts.len() > 1
            && parts.iter().skip(1).all(each_extension)
            && (each_extension(&parts[0]) || separators != ['/'] && digits(parts[0]).len() > 4)
            && parts[0].strip_prefix('0') != Some(plan.area.as_str())
        {
            return parts;
        }
        // Full numbers joined by `+` or `,`: each begins with a zero or a plus of its own.
        if !lead_plus && separators != ['/'] && parts.len() > 1 && parts.iter().all(|p| p.starts_with('0') && digits(p).len() > 6)
        {
            return parts;
        }
    }
    vec![bare]
}

fn one(part: &str, plan: &Numbers, remarks: &mut Vec<Remark>) -> Result<Number, NumberError> {
    let mut text = part.trim().to_owned();
    if let Some(at) = text.find("(0)")
        && at > 0
    {
        text.replace_range(at..at + 3, " ");
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
        remarks.push(Remark::TooLong);
        return Err(NumberError::NotANumber);
    }
    if plus {
        return international(&number, plan, remarks);
    }
    let bare = text.trim_start_matches(['-', ' ']).bytes().all(|b| b.is_ascii_digit());
    if SERVICE_NUMBERS.contains(&number.as_str()) {
        return Err(NumberError::ServiceNumber);
    }
    if bare && number == "0" {
        return Ok(Number::Attendant { e164: head_e164(plan) });
    }
    if bare && plan_length(number.len(), plan) {
        return internal(&number, plan, remarks);
    }
    let Numbers { country, area, head, outside_prefix, .. } = plan;
    if let Some(rest) = number.strip_prefix("00")
        && !country.is_empty()
        && rest.starts_with(country.as_str())
    {
        return international(rest, plan, remarks);
    }
    if !outside_prefix.is_empty()
        && let Some(rest) = number.strip_prefix(outside_prefix.as_str())
    {
        if !area.is_empty() && rest.starts_with(&format!("0{area}{head}")) {
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
    if !head.is_empty() {
        if number.len() > area.len() + head.len() && number.starts_with(&format!("{area}{head}")) && !area.is_empty() {
            remarks.push(Remark::LeadingZeroMissing);
            return national(&number, plan, remarks);
        }
        if !country.is_empty() && number.starts_with(&format!("{country}{area}{head}")) {
            remarks.push(Remark::LeadingZeroMissing);
            return international(&number, plan, remarks);
        }
        if let Some(rest) = number.strip_prefix(head.as_str()) {
            return site(rest, plan, remarks);
        }
    }
    if number.len() <= 6 {
        let lost = plan.extension_lengths.contains(&(number.len() + 1));
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
    if !plan.head.is_empty()
        && let Some(rest) = number.strip_prefix(&format!("{}{}", plan.area, plan.head))
    {
        return site(rest, plan, remarks);
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
    remarks.push(Remark::OtherSite);
    if number.len() > 15 {
        remarks.push(Remark::TooLong);
    }
    Ok(Number::Outside { e164: format!("+{number}") })
}

/// What follows the head number.
fn site(rest: &str, plan: &Numbers, remarks: &mut Vec<Remark>) -> Result<Number, NumberError> {
    if rest.is_empty() || rest == "0" {
        return Ok(Number::Attendant { e164: head_e164(plan) });
    }
    if !plan_length(rest.len(), plan) {
        remarks.push(Remark::LengthNotInPlan);
    }
    internal(rest, plan, remarks)
}

fn internal(number: &str, plan: &Numbers, remarks: &mut Vec<Remark>) -> Result<Number, NumberError> {
    let extension: Extension = number.parse().map_err(|_| NumberError::NotANumber)?;
    let full = e164(&extension, plan);
    if full.as_ref().is_some_and(|full| full.len() > 16) {
        remarks.push(Remark::TooLong);
    }
    Ok(Number::Internal { extension, e164: full })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Numbers {
        Numbers {
            country: "49".into(),
            area: "89".into(),
            head: "99998".into(),
            outside_prefix: "0".into(),
            extension_lengths: vec![3, 4],
        }
    }

    /// `E.164|extension`, several joined by a blank; remarks after it.
    fn shown(cell: &NumberCell) -> String {
        let mut words: Vec<String> = cell
            .numbers
            .iter()
            .map(|number| match number {
                Number::Internal { extension, e164 } => format!("{}|{extension}", e164.as_deref().unwrap_or("-")),
                Number::Attendant { e164 } => format!("{}|attendant", e164.as_deref().unwrap_or("-")),
                Number::Mobile { e164 } => format!("{e164}|mobile"),
                Number::Outside { e164 } => format!("{e164}|outside"),
            })
            .collect();
        words.extend(cell.remarks.iter().map(|remark| format!("{remark:?}")));
        words.join(" ")
    }

    #[test]
    fn the_notations_of_german_lists() {
        let vectors = [
            ("089 99998-101", "+498999998101|101"),
            ("089/99998101", "+498999998101|101"),
            ("(089) 99 998 - 101", "+498999998101|101"),
            ("(089) 99 998 - 0202", "+4989999980202|0202"),
            ("+49 (0)89 99998-0202", "+4989999980202|0202 TrunkZeroDropped"),
            ("+49 89 99998-0202", "+4989999980202|0202"),
            ("+49 089 99998-0202", "+4989999980202|0202 TrunkZeroDropped"),
            ("0049 89 999980202", "+4989999980202|0202"),
            ("0049 (0) 89 99998-101", "+498999998101|101 TrunkZeroDropped"),
            ("99998-101", "+498999998101|101"),
            ("-101", "+498999998101|101"),
            ("101", "+498999998101|101"),
            ("0201", "+4989999980201|0201"),
            ("DW 101", "+498999998101|101"),
            ("DW: 101", "+498999998101|101"),
            ("App. 101", "+498999998101|101"),
            ("Tel. 089 99998-101", "+498999998101|101"),
            ("101 (vormittags)", "+498999998101|101"),
            ("0 089 99998-101", "+498999998101|101 OutsidePrefixRemoved"),
            ("008999998101", "+498999998101|101 OutsidePrefixRemoved"),
            ("8999998101", "+498999998101|101 LeadingZeroMissing"),
            ("498999998101", "+498999998101|101 LeadingZeroMissing"),
            ("089 99998\u{2013}102", "+498999998102|102 OddCharacters"),
            ("089\u{a0}99998\u{2011}102", "+498999998102|102 OddCharacters"),
            ("\u{ff11}\u{ff10}\u{ff11}", "+498999998101|101 OddCharacters"),
            ("101/102", "+498999998101|101 +498999998102|102 Several"),
            ("101 + 102", "+498999998101|101 +498999998102|102 Several"),
            ("101, 102", "+498999998101|101 +498999998102|102 Several"),
            ("101; 102", "+498999998101|101 +498999998102|102 Several"),
            ("101 und 102", "+498999998101|101 +498999998102|102 Several"),
            ("-0", "+4989999980|attendant"),
            ("0", "+4989999980|attendant"),
            ("Zentrale", "+4989999980|attendant"),
            ("089 99998-0", "+4989999980|attendant"),
            ("0152 28817386", "+4915228817386|mobile"),
            ("+49 152 28817386", "+4915228817386|mobile"),
            ("030 23125000", "+493023125000|outside OtherSite"),
            ("+43 1 2345678", "+4312345678|outside OtherSite"),
            ("", ""),
            ("-", ""),
            ("intern", ""),
            ("k.A.", ""),
            ("10", "+49899999810|10 MaybeZeroLost"),
            ("20101", "+49899999820101|20101 LengthNotInPlan"),
            ("089 99998-90201", "+49899999890201|90201 LengthNotInPlan"),
        ];
        for (input, expected) in vectors {
            match read(input, &plan()) {
                Ok(cell) => {
                    assert_eq!(shown(&cell), expected, "{input:?}");
                }
                Err(error) => panic!("{input:?}: {error:?}"),
            }
        }
    }

    #[test]
    fn what_must_not_be_guessed() {
        let vectors = [
            ("4,98999998101E+12", NumberError::DigitsLost),
            ("5.34E+03", NumberError::DigitsLost),
            ("101-105", NumberError::AmbiguousRange),
            ("101 bis 105", NumberError::AmbiguousRange),
            ("110", NumberError::ServiceNumber),
            ("112", NumberError::ServiceNumber),
            ("115", NumberError::ServiceNumber),
            ("116117", NumberError::ServiceNumber),
            ("Müller", NumberError::NotANumber),
            ("101a", NumberError::NotANumber),
            ("12345678901234567890123", NumberError::NotANumber),
            ("*97", NumberError::NotANumber),
        ];
        for (input, expected) in vectors {
            assert_eq!(read(input, &plan()), Err(expected), "{input:?}");
        }
    }

    #[test]
    fn a_plan_with_area_and_extension_lengths_that_overlap() {
        let plan = Numbers {
            country: "49".into(),
            area: "861".into(),
            head: "58".into(),
            outside_prefix: "0".into(),
            extension_lengths: vec![4],
        };
        for (input, expected) in [
            ("0861-58-2001", "+49861582001|2001"),
            ("0861 58-2001", "+49861582001|2001"),
            ("58-2001", "+49861582001|2001"),
            ("0861/582001", "+49861582001|2001"),
            ("2001/2002", "+49861582001|2001 +49861582002|2002 Several"),
            ("201", "+4986158201|201 MaybeZeroLost"),
        ] {
            assert_eq!(read(input, &plan).map(|cell| shown(&cell)), Ok(expected.to_owned()), "{input:?}");
        }
    }

    #[test]
    fn an_empty_plan_still_reads_extensions() {
        let plan = Numbers {
            country: String::new(),
            area: String::new(),
            head: String::new(),
            outside_prefix: String::new(),
            extension_lengths: vec![],
        };
        assert_eq!(read("2001", &plan).map(|cell| shown(&cell)), Ok("-|2001".to_owned()));
    }

    #[test]
    fn no_text_makes_the_reader_panic() {
        let mut state = 7_u64;
        let alphabet: Vec<char> = "0123456789+-/(),;. eEDWbisund\u{2013}\u{a0}\u{ff11}ü".chars().collect();
        for _ in 0..5000 {
            let mut text = String::new();
            for _ in 0..state % 23 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push(alphabet[(state >> 33) as usize % alphabet.len()]);
            }
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15).rotate_left(17);
            let _ = read(&text, &plan());
        }
    }
}
