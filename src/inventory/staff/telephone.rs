//! The number cells of one row: one extension comes out, and everything that is odd about them.

use super::codes;
use super::header::Field;
use super::things::{FAX, MOBILE};
use crate::diag::{CodePage, Finding, Place, Words};
use crate::domain::Extension;
use crate::inventory::model::{Extra, Sourced};
use crate::inventory::numbers::{self, Number, NumberCell, NumberError, Remark, digits};
use crate::inventory::table::{Collector, Tally, kept};
use crate::inventory::zeros::{LostZeros, Told};
use crate::policy::site::Numbers;

#[derive(Debug, Default)]
pub(super) struct Telephone {
    pub extension: Option<Sourced<Extension>>,
    /// Internal numbers of the person beside it.
    pub further: Vec<Sourced<Extension>>,
    /// The extension is the first of several in one cell.
    pub among_several: bool,
    /// Words in brackets behind a number: `2041 (Sekr.)`.
    pub notes: Vec<Sourced<String>>,
    /// The extension is one digit shorter than the plan.
    pub zero_may_be_lost: bool,
    /// The first full number, in E.164.
    pub direct: Option<Sourced<String>>,
    /// The first cell with the attendant's number.
    pub attendant: Option<Sourced<String>>,
    /// Mobile numbers in columns of other telephones.
    pub mobiles: Vec<Sourced<String>>,
    /// Numbers that the cell itself calls a fax: `153 / Fax 154`.
    pub faxes: Vec<Sourced<String>>,
}

/// Under which words beside a number are kept.
const NOTE: &str = "number_note";
/// Under which the attendant's number is kept where the row has an extension beside it.
const PHONE: &str = "phone";

impl Telephone {
    /// Keeps what stands beside the extension: words, mobile and fax numbers, the attendant's number. What a column of its own says
    /// already is not kept twice.
    pub(super) fn notes_into(&self, extra: &mut Extra) {
        for note in &self.notes {
            extra.add(&kept::key(NOTE), note.clone());
        }
        let mut add = |key: &str, number: &Sourced<String>| {
            let own = digits(&number.value);
            let same = |known: &Sourced<String>| same_digits(&digits(&known.value), &own);
            let key = kept::key(key);
            if !extra.iter().any(|(name, known)| name.split('#').next() == Some(&*key) && same(known)) {
                extra.add(&key, number.clone());
            }
        };
        self.mobiles.iter().for_each(|number| add(MOBILE, number));
        self.faxes.iter().for_each(|number| add(FAX, number));
        if self.extension.is_some() {
            self.attendant.iter().for_each(|number| add(PHONE, number));
        }
    }

    fn add_further<'e>(&mut self, numbers: impl IntoIterator<Item = &'e Extension>, at: &Place) {
        for number in numbers {
            let used = self.extension.as_ref().is_some_and(|used| used.value == *number);
            if !used && !self.further.iter().any(|known| known.value == *number) {
                self.further.push(Sourced::new(number.clone(), at.clone()));
            }
        }
    }
}

/// One number, whether with country code or with trunk zero.
fn same_digits(one: &str, two: &str) -> bool {
    const WHOLE: usize = 7;
    let (one, two) = (one.trim_start_matches('0'), two.trim_start_matches('0'));
    let (short, long) = if one.len() < two.len() { (one, two) } else { (two, one) };
    one == two || short.len() >= WHOLE && long.ends_with(short)
}

/// `Sekr.` of `2041 (Sekr.)`; what holds digits is read as a number.
fn note(text: &str) -> Option<&str> {
    let (before, rest) = text.split_once('(')?;
    let inside = rest.split_once(')')?.0.trim();
    let words = inside.chars().any(char::is_alphabetic) && !inside.chars().any(|c| c.is_ascii_digit());
    (words && before.chars().any(|c| c.is_ascii_digit())).then_some(inside)
}

/// The cell without a part that it calls a fax itself, and that part: `153 / Fax 154` is `153` and `154`. A cell that holds nothing but
/// a fax is left as it is.
pub(super) fn without_fax(text: &str) -> Option<(String, String)> {
    const LABELS: [&str; 4] = ["telefax", "fax", "pc-fax", "f:"];
    // Nearly every cell is a number without any letter.
    if !text.contains(['f', 'F']) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let (start, label) = LABELS
        .into_iter()
        .flat_map(|label| lower.match_indices(label).map(move |(at, _)| (at, label)))
        // `Fax` is no part of another word.
        .filter(|(at, label)| {
            let before = text[..*at].chars().next_back();
            let behind = text[at + label.len()..].chars().next();
            !before.is_some_and(char::is_alphanumeric) && (label.ends_with(':') || !behind.is_some_and(char::is_alphabetic))
        })
        .min()?;
    let behind = text[start + label.len()..].trim_start_matches([' ', '.', ':']);
    let is_number = |c: char| c.is_ascii_digit() || " -+()".contains(c);
    let open = text[..start].trim_end().ends_with('(');
    let end = behind.find(|c: char| !is_number(c) || (open && c == ')')).unwrap_or(behind.len());
    let (fax, rest) = (behind[..end].trim(), &behind[end..]);
    let rest = if open { rest.strip_prefix(')').unwrap_or(rest) } else { rest };
    let edges: &[char] = &[' ', '/', ',', ';', '|', '+', '&', '('];
    let before = text[..start].trim_end_matches(edges).trim_start();
    let rest = rest.trim_start_matches(edges).trim_end();
    let number = |text: &str| text.chars().any(|c| c.is_ascii_digit());
    if !number(fax) || !(number(before) || number(rest)) {
        return None;
    }
    let parts: Vec<&str> = [before, rest].into_iter().filter(|part| !part.is_empty()).collect();
    Some((parts.join("; "), fax.to_owned()))
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
    for (field, cell) in cells {
        let read = match numbers::read(&cell.value, plan) {
            Ok(read) => read,
            Err(error) => {
                findings.push(refused(cell, error, name, plan, out.extension.as_ref()));
                continue;
            }
        };
        if let Some(note) = note(&cell.value) {
            out.notes.push(Sourced::new(note.to_owned(), cell.at.clone()));
        }
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
            out.attendant.get_or_insert_with(|| cell.clone());
        }
        for number in &read.numbers {
            // Alone it stays as it is written.
            let Number::Mobile { e164 } = number else { continue };
            let value = if read.numbers.len() == 1 { cell.value.clone() } else { e164.clone() };
            out.mobiles.push(Sourced::new(value, cell.at.clone()));
        }
        let Some(extension) = internal.first() else { continue };
        match &out.extension {
            None => {
                out.zero_may_be_lost = read.remarks.contains(&Remark::MaybeZeroLost);
                out.extension = Some(Sourced::new((*extension).clone(), cell.at.clone()));
                out.among_several = internal.len() > 1;
                out.add_further(internal.into_iter().skip(1), &cell.at);
            }
            Some(used) if *field == Field::OtherPhone && !internal.contains(&&used.value) => {
                // A directory names the same further number in two attributes.
                if out.further.iter().any(|known| known.value == **extension) {
                    continue;
                }
                let (one, two) = (&used.value, extension);
                findings.push(finding(
                    &codes::NUMBER_SEVERAL,
                    cell,
                    name,
                    format!("`{two}` is a further number of the person; `{one}` was used"),
                    format!("`{two}` ist eine weitere Nummer der Person; verwendet wurde `{one}`"),
                ));
                out.add_further(internal, &cell.at);
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
            Some(_) => out.add_further(internal, &cell.at),
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
        NumberError::TooLong => (&codes::NUMBER_TOO_LONG, "has more than 15 digits", "hat mehr als 15 Ziffern"),
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

/// Further extensions are the person's too; other numbers are only named.
fn several(cell: &Sourced<String>, read: &NumberCell, name: &str) -> Finding {
    let value = &cell.value;
    let is_internal = |number: &&Number| matches!(number, Number::Internal { .. });
    let (kept, rest): (Vec<&Number>, Vec<&Number>) = read.numbers.iter().skip(1).partition(is_internal);
    let list = |numbers: &[&Number]| numbers.iter().filter_map(|number| written(number)).collect::<Vec<_>>().join("`, `");
    let (kept, rest) = (list(&kept), list(&rest));
    let (mut en, mut de) = (String::new(), String::new());
    if !kept.is_empty() {
        en.push_str(&format!("; kept as further numbers: `{kept}`"));
        de.push_str(&format!("; als weitere Nummern behalten: `{kept}`"));
    }
    if !rest.is_empty() {
        en.push_str(&format!(", not `{rest}`"));
        de.push_str(&format!(", nicht `{rest}`"));
    }
    finding(
        &codes::NUMBER_SEVERAL,
        cell,
        name,
        format!("`{value}` holds several numbers; the first was used{en}"),
        format!("`{value}` enthält mehrere Nummern; verwendet wurde die erste{de}"),
    )
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
            Remark::Several => several(cell, read, name),
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
            Remark::PlusMissing => finding(
                &codes::NUMBER_ZERO,
                cell,
                name,
                format!("`{value}`: the country code stands without its `+`"),
                format!("`{value}`: die Landesvorwahl steht ohne ihr `+`"),
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

#[cfg(test)]
mod tests {
    use super::without_fax;
    use crate::inventory::staff::{ListFile, StaffList, read};
    use crate::policy::site::Numbers;

    fn list(text: &str) -> StaffList {
        read(&ListFile::new("liste.csv", text.as_bytes()), &Numbers::new("49", "89", "99998").lengths([3]))
    }

    fn people(list: &StaffList) -> Vec<String> {
        let shown = |entry: &crate::inventory::staff::Entry| {
            let person = &entry.person;
            let number = person.extension.as_ref().map_or("-", |extension| extension.value.as_str());
            format!("{number} [{}] {}", person.further.len(), person.extra.line())
        };
        list.people.iter().map(shown).collect()
    }

    #[test]
    fn a_mobile_number_and_the_attendants_beside_an_extension_are_kept() {
        let found = list(
            "Name;Vorname;Durchwahl;Telefon;Handy\nAu;Ina;147;0152 28817386;\nBe;Bo;148;089 99998-0;\n\
             Ce;Cy;151;089 99998-151 / 0152 28817386;0152-28817386\nDe;Di;0171 1234567;;\nEs;Eva;149;;\n",
        );
        assert_eq!(
            people(&found),
            [
                "147 [0] mobile: 0152 28817386",
                "148 [0] phone: 089 99998-0",
                "151 [0] mobile: 0152-28817386",
                "- [0] mobile: 0171 1234567",
                "149 [0] "
            ]
        );
    }

    #[test]
    fn what_a_cell_calls_a_fax_is_one() {
        let found = list(
            "Name;Vorname;Durchwahl\nAu;Ina;153/Fax 154\nBe;Bo;089 99998-155 (Fax -156)\nCe;Cy;\"Fax 157, Tel. 158\"\nDe;Di;Fax 159\n",
        );
        assert_eq!(people(&found), ["153 [0] fax: 154", "155 [0] fax: -156", "158 [0] fax: 157", "159 [0] "]);
        let faxes: Vec<String> = found
            .functions
            .iter()
            .map(|f| format!("{:?} {}", f.kind, f.extension.as_ref().map_or("-", |number| number.value.as_str())))
            .collect();
        assert_eq!(faxes, ["Fax 154", "Fax 156", "Fax 157"]);
    }

    #[test]
    fn a_fax_is_no_part_of_another_word() {
        for text in ["153", "Telefaxraum 153/154", "153 Faxraum", "Fax", "153 / Fax", "ßfax 1 fax"] {
            assert_eq!(without_fax(text), None, "{text}");
        }
        let parted = |text| without_fax(text).map(|(rest, fax)| format!("{rest}|{fax}"));
        assert_eq!(parted("Tel. 153 | Telefax: +49 89 99998-154; 155").as_deref(), Some("Tel. 153; 155|+49 89 99998-154"));
        assert_eq!(parted("153 F: 154").as_deref(), Some("153|154"));
    }
}
