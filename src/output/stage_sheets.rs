//! What is printed at the staging desk: the hand-over list and the labels.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::diag::Lang;
use crate::staging::journal::Assignment;
use crate::staging::people::{People, name};

const LIST_STYLE: &str = include_str!("stage_list.css");
const LABEL_STYLE: &str = include_str!("stage_label.css");
/// Labels of 70 x 36 mm on a sheet of A4: three columns, eight rows.
pub const ON_SHEET: usize = 24;

/// One row of the list, one label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    pub label: String,
    pub serial: String,
    pub mac: String,
    pub person: String,
    pub extension: String,
    pub room: String,
    pub department: String,
}

impl Handover {
    #[must_use]
    pub fn new(assignment: &Assignment, people: &People<'_>) -> Self {
        let person = people.get(&assignment.person);
        let text = |value: Option<String>| value.unwrap_or_default();
        Self {
            label: assignment.label.clone(),
            serial: assignment.serial.clone(),
            mac: assignment.mac.as_str().to_uppercase(),
            person: person.map_or_else(|| assignment.person.to_string(), name),
            extension: text(person.and_then(|p| p.extension.as_ref()).map(|e| e.value.to_string())),
            room: text(person.and_then(|p| p.room.as_ref()).map(|r| r.value.to_string())),
            department: text(person.and_then(|p| p.department.as_ref()).map(|d| d.value.to_string())),
        }
    }
}

fn titles(lang: Lang) -> [&'static str; 8] {
    match lang {
        Lang::En => ["Label", "Serial number", "MAC address", "Person", "Extension", "Room", "Department", "Signature"],
        Lang::De => ["Etikett", "Seriennummer", "MAC-Adresse", "Person", "Nebenstelle", "Zimmer", "Dienststelle", "Unterschrift"],
    }
}

/// RFC 4180 with `;` and a byte order mark, and an apostrophe before what a spreadsheet would take for a formula.
fn cell(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let guarded = if text.starts_with(['=', '+', '-', '@', '\'']) { format!("'{text}") } else { text };
    if guarded.contains([';', '"']) { format!("\"{}\"", guarded.replace('"', "\"\"")) } else { guarded }
}

/// The hand-over list for spreadsheets.
#[must_use]
pub fn list_csv(rows: &[Handover], lang: Lang) -> String {
    let mut text = format!("\u{feff}{}\r\n", titles(lang).join(";"));
    for row in rows {
        let cells = [&row.label, &row.serial, &row.mac, &row.person, &row.extension, &row.room, &row.department];
        let cells: Vec<String> = cells.into_iter().map(|text| cell(text)).collect();
        text += &format!("{};\r\n", cells.join(";"));
    }
    text
}

fn page(title: &str, style: &str, lang: Lang, body: Markup) -> String {
    let language = if lang == Lang::De { "de" } else { "en" };
    let page = html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(style)) }
            }
            body { main { (body) } }
        }
    };
    super::without_controls(page.into_string())
}

/// The hand-over list for paper: A4, the head on each page, a line for each signature.
#[must_use]
pub fn list_html(rows: &[Handover], site: &str, day: jiff::civil::Date, lang: Lang) -> String {
    let (title, note, count) = match lang {
        Lang::En => ("Hand-over of notebooks", "Received in good order", format!("{} devices, {day}", rows.len())),
        Lang::De => (
            "Übergabe der Notebooks",
            "Ordnungsgemäß erhalten",
            format!("{} Geräte, {:02}.{:02}.{}", rows.len(), day.day(), day.month(), day.year()),
        ),
    };
    let [label, serial, mac, person, extension, room, _, signature] = titles(lang);
    let extension = if lang == Lang::De { "Nst." } else { &extension[..3] };
    let (given, on) = if lang == Lang::De { ("Übergeben von", "Datum") } else { ("Handed over by", "Date") };
    page(
        &format!("{title} · {site}"),
        LIST_STYLE,
        lang,
        html! {
            table {
                colgroup { @for column in ["label", "person", "extension", "room", "codes", "sign"] { col class=(column); } }
                // On each page: a signed sheet stands alone.
                thead { tr { td colspan="6" { header { h1 { (title) } p { (site) span { (count) } } } } } tr {
                    th { (label) } th { (person) } th.number { (extension) } th { (room) }
                    th { (serial) br; span { (mac) } } th.sign { (signature) br; span { (note) } }
                } }
                tfoot { tr { td colspan="6" { footer { span { (given) } span { (on) } } } } }
                tbody { @for row in rows { tr {
                    td.label { (row.label) }
                    td { b { (row.person) } @if !row.department.is_empty() { br; span { (row.department) } } }
                    td.number { (row.extension) }
                    td { (row.room) }
                    td.code { (row.serial) br; span { (row.mac) } }
                    td.sign {}
                } } }
            }
        },
    )
}

/// Long label numbers are set smaller, so that no digit is cut off.
fn size(label: &str) -> &'static str {
    match label.chars().count() {
        0..=11 => "number",
        12..=18 => "number long",
        _ => "number longest",
    }
}

/// Labels, 24 on a sheet; the first `skip` places of the first sheet stay empty, where labels are gone already.
#[must_use]
pub fn labels_html(rows: &[Handover], skip: usize, lang: Lang) -> String {
    let places: Vec<Option<&Handover>> = std::iter::repeat_n(None, skip % ON_SHEET).chain(rows.iter().map(Some)).collect();
    let (title, room, extension) = match lang {
        Lang::En => ("Labels", "Room", "Ext."),
        Lang::De => ("Etiketten", "Zi.", "Nst."),
    };
    page(
        title,
        LABEL_STYLE,
        lang,
        html! {
            h1 { (title) }
            @for sheet in places.chunks(ON_SHEET) {
                section {
                    @for place in sheet {
                        @match place {
                            None => div {},
                            Some(row) => div.label {
                                p class=(size(&row.label)) { (row.label) }
                                p.name { (row.person) }
                                p.where {
                                    @if !row.room.is_empty() { span { (room) " " b { (row.room) } } }
                                    @if !row.extension.is_empty() { span { (extension) " " b { (row.extension) } } }
                                }
                                p.unit { (row.department) }
                            },
                        }
                    }
                }
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(label: &str, person: &str) -> Handover {
        Handover {
            label: label.to_owned(),
            serial: "PF001".to_owned(),
            mac: "00:00:5E:00:53:01".to_owned(),
            person: person.to_owned(),
            extension: "2014".to_owned(),
            room: "2.14".to_owned(),
            department: "Amt für Soziales".to_owned(),
        }
    }

    #[test]
    fn the_csv_is_one_row_for_each_device_and_no_formula() {
        let rows = [row("BM-1", "Huber; Anna"), row("=1+1", "A\"B\nC")];
        assert_eq!(
            list_csv(&rows, Lang::En),
            "\u{feff}Label;Serial number;MAC address;Person;Extension;Room;Department;Signature\r\n\
             BM-1;PF001;00:00:5E:00:53:01;\"Huber; Anna\";2014;2.14;Amt für Soziales;\r\n\
             '=1+1;PF001;00:00:5E:00:53:01;\"A\"\"B C\";2014;2.14;Amt für Soziales;\r\n"
        );
    }

    #[test]
    fn pages_escape_names_and_fill_sheets() {
        let rows: Vec<Handover> = (0..25).map(|n| row(&format!("BM-{n:05}"), "<b>Huber</b> & Söhne")).collect();
        let page = list_html(&rows, "Amt <1>", jiff::civil::date(2020, 4, 1), Lang::De);
        assert!(page.contains("&lt;b&gt;Huber&lt;/b&gt; &amp; Söhne") && !page.contains("<b>Huber</b>"));
        assert!(page.contains("25 Geräte, 01.04.2020") && page.contains("Amt &lt;1&gt;"));
        let labels = labels_html(&rows, 23, Lang::De);
        assert_eq!((labels.matches("<section>").count(), labels.matches("<div></div>").count()), (2, 23));
        assert!(labels_html(&[row("INVENTAR-2020-000123", "A")], 0, Lang::En).contains("class=\"number longest\""));
    }
}
