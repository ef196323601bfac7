//! The number cells of one row: one extension comes out, and everything that is odd about them.

use super::codes;
use super::header::Field;
use crate::diag::{CodePage, Finding, Place, Words};
use crate::domain::Extension;
use crate::inventory::model::Sourced;
use crate::inventory::numbers::{self, Number, NumberCell, NumberError, Remark};
use crate::inventory::table::{Collector, Tally};
use crate::inventory::zeros::{LostZeros, Told};
use crate::policy::site::Numbers;

#[derive(Debug, Default)]
pub(super) struct Telephone {
    pub extension: Option<Sourced<Extension>>,
    /// The extension is one digit shorter than the plan.
    pub zero_may_be_lost: bool,
    /// The first full number, in E.164.
    pub direct: Option<Sourced<String>>,
    /// Where the attendant's number stands.
    pub attendant: Option<Place>,
}

/// `cells` in the order of preference: extension columns first, then full numbers.
pub(super) fn read(
    cells: &[(Field, Sourced<String>)],
    name: &str,
    plan: &Numbers,
    (odd_signs, zeros): (&mut Tally, &mut LostZeros),
    findings: &mut Collector,
) -> Telephone {
    let mut out = Telephone::default();
    // A directory names the same further number in two attributes.
    let mut further: Vec<Extension> = Vec::new();
    for (field, cell) in cells {
        let read = match numbers::read(&cell.value, plan) {
            Ok(read) => read,
            Err(error) => {
                findings.push(refused(cell, error, name, plan, out.extension.as_ref()));
                continue;
            }
        };
        if read.remarks.contains(&Remark::OddCharacters) {
            odd_signs.add(|| cell.at.clone(), || cell.value.clone());
        }
        let internal: Vec<&Extension> = read
            .numbers
            .iter()
            .filter_map(|n| if let Number::Internal { extension, .. } = n { Some(extension) } else { None })
            .collect();
        remark(cell, &read, &internal, (name, *field), zeros, findings);
        if out.direct.is_none() {
            out.direct =
                read.numbers.iter().find_map(|number| full(number, &cell.value)).map(|n| Sourced::new(n, cell.at.clone()));
        }
        if read.numbers.iter().any(|number| matches!(number, Number::Attendant { .. })) {
            out.attendant.get_or_insert_with(|| cell.at.clone());
        }
        let Some(extension) = internal.first() else { continue };
        match &out.extension {
            None => {
                out.zero_may_be_lost = read.remarks.contains(&Remark::MaybeZeroLost);
                out.extension = Some(Sourced::new((*extension).clone(), cell.at.clone()));
            }
            Some(used) if *field == Field::OtherPhone && !internal.contains(&&used.value) => {
                if further.contains(extension) {
                    continue;
                }
                further.push((*extension).clone());
                let (one, two) = (&used.value, extension);
                findings.push(finding(
                    &codes::NUMBER_SEVERAL,
                    cell,
                    name,
                    format!("`{two}` is a further number of the person; `{one}` was used"),
                    format!("`{two}` ist eine weitere Nummer der Person; verwendet wurde `{one}`"),
                ));
            }
            Some(used) if !internal.contains(&&used.value) => {
                let (one, two) = (&used.value, extension);
                findings.push(
                    finding(
                        &codes::NUMBERS_DIFFER,
                        cell,
                        name,
                        format!("this column gives extension `{two}`, another one `{one}`; `{one}` was used"),
                        format!("diese Spalte nennt Nebenstelle `{two}`, eine andere `{one}`; verwendet wurde `{one}`"),
                    )
                    .related(used.at.clone(), Words::new("the one that was used", "die verwendete")),
                );
            }
            Some(_) => {}
        }
    }
    out
}

/// Extensions that are one digit shorter than the plan, told once for the list.
pub(super) fn zeros_lost(zeros: LostZeros) -> Option<Finding> {
    zeros.tell(Told {
        what: Words::new("extensions", "Nebenstellen"),
        where_: Words::new("the number plan may have", "im Nummernplan vielleicht"),
        then: Words::new(
            "used as they stand, unless the telephone system has those with the zero",
            "verwendet, wie sie dastehen, außer die Anlage hat die mit Null",
        ),
        todo: Words::new(
            "format the column as text and write the zeros",
            "die Spalte als Text formatieren und die Nullen schreiben",
        ),
        page: &codes::NUMBER_ZERO,
    })
}

/// What a number of several is called by.
fn written(number: &Number) -> Option<&str> {
    match number {
        Number::Internal { extension, .. } => Some(extension.as_str()),
        Number::Attendant { e164 } => e164.as_deref(),
        Number::Mobile { e164 } | Number::Outside { e164 } => Some(e164),
    }
}

/// The number in E.164 where the cell holds more of it than the extension.
fn full(number: &Number, written: &str) -> Option<String> {
    match number {
        Number::Internal { extension, e164: Some(e164) } => {
            let digits = written.bytes().filter(u8::is_ascii_digit).count();
            (digits > extension.as_str().len()).then(|| e164.clone())
        }
        Number::Outside { e164 } => Some(e164.clone()),
        Number::Internal { .. } | Number::Attendant { .. } | Number::Mobile { .. } => None,
    }
}

fn finding(page: &CodePage, cell: &Sourced<String>, name: &str, en: String, de: String) -> Finding {
    page.finding(Some(cell.at.clone()), Words::new(en, de)).about(name)
}

fn refused(cell: &Sourced<String>, error: NumberError, name: &str, plan: &Numbers, used: Option<&Sourced<Extension>>) -> Finding {
    let value = &cell.value;
    let (page, en, de) = match error {
        NumberError::DigitsLost => {
            (&codes::DIGITS_LOST, "lost digits in a spreadsheet", "hat in einer Tabellenkalkulation Ziffern verloren")
        }
        NumberError::AmbiguousRange => {
            (&codes::NUMBER_RANGE, "may be one number or a range", "kann eine Nummer oder ein Bereich sein")
        }
        NumberError::ServiceNumber => {
            (&codes::NUMBER_SERVICE, "is an emergency or service number", "ist eine Notruf- oder Servicenummer")
        }
        NumberError::Date => (
            &codes::NUMBER_DATE,
            "looks like a date, as a spreadsheet makes it of a number",
            "sieht aus wie ein Datum, zu dem eine Tabellenkalkulation eine Nummer gemacht hat",
        ),
        NumberError::NotANumber => (&codes::NUMBER_UNCLEAR, "is no number", "ist keine Nummer"),
    };
    let Numbers { area, head, .. } = plan;
    let (then_en, then_de) = match used {
        None => ("no extension was taken".to_owned(), "keine Nebenstelle übernommen".to_owned()),
        Some(used) => (format!("`{}` was used", used.value), format!("verwendet wurde `{}`", used.value)),
    };
    let told = finding(page, cell, name, format!("`{value}` {en}; {then_en}"), format!("`{value}` {de}; {then_de}"));
    if error == NumberError::Date {
        return told.todo(Words::new(
            "format the column as text and write the number again",
            "die Spalte als Text formatieren und die Nummer neu schreiben",
        ));
    }
    told.todo(Words::new(
        format!("write an extension or a number such as `0{area} {head}-…`"),
        format!("eine Nebenstelle oder eine Nummer wie `0{area} {head}-…` schreiben"),
    ))
}

fn remark(
    cell: &Sourced<String>,
    read: &NumberCell,
    internal: &[&Extension],
    (name, field): (&str, Field),
    zeros: &mut LostZeros,
    findings: &mut Collector,
) {
    let value = &cell.value;
    for remark in &read.remarks {
        let told = match remark {
            Remark::Several => {
                let rest: Vec<&str> = read.numbers.iter().skip(1).filter_map(written).collect();
                let rest = rest.join("`, `");
                finding(
                    &codes::NUMBER_SEVERAL,
                    cell,
                    name,
                    format!("`{value}` holds several numbers; the first was used, not `{rest}`"),
                    format!("`{value}` enthält mehrere Nummern; verwendet wurde die erste, nicht `{rest}`"),
                )
            }
            Remark::OtherSite => finding(
                &codes::NUMBER_FOREIGN,
                cell,
                name,
                format!("`{value}` is no number of this site"),
                format!("`{value}` ist keine Nummer dieses Standorts"),
            ),
            Remark::LeadingZeroMissing => finding(
                &codes::NUMBER_ZERO,
                cell,
                name,
                format!("`{value}`: the area code stands without its zero"),
                format!("`{value}`: die Vorwahl steht ohne ihre Null"),
            ),
            Remark::MaybeZeroLost => {
                // Told once for the list.
                let short = internal.first().map_or(value.as_str(), |extension| extension.as_str());
                zeros.add((short, &format!("0{short}")), &cell.at, None, Some(name));
                continue;
            }
            Remark::LengthNotInPlan => finding(
                &codes::NUMBER_LENGTH,
                cell,
                name,
                format!("`{value}`: the number plan has no extensions of this length"),
                format!("`{value}`: der Nummernplan kennt keine Nebenstellen dieser Länge"),
            ),
            Remark::TooLong => finding(
                &codes::NUMBER_TOO_LONG,
                cell,
                name,
                format!("`{value}` has more than 15 digits"),
                format!("`{value}` hat mehr als 15 Ziffern"),
            ),
            Remark::OddCharacters | Remark::TrunkZeroDropped | Remark::OutsidePrefixRemoved => continue,
        };
        findings.push(told);
    }
    // A mobile number under `Telefon` is usual, under `Nebenstelle` it is not.
    if field == Field::Extension && internal.is_empty() && read.numbers.iter().any(|n| matches!(n, Number::Mobile { .. })) {
        findings.push(finding(
            &codes::NUMBER_FOREIGN,
            cell,
            name,
            format!("`{value}` is a mobile number and no extension"),
            format!("`{value}` ist eine Mobilnummer und keine Nebenstelle"),
        ));
    }
}
