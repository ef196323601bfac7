//! A proposal as the YAML text of a mapping file, with a remark at each column.

use std::fmt::Write as _;

use super::guess::{GuessedColumn, Proposal};
use super::model::What;
use crate::diag::Lang;

/// A double-quoted scalar of YAML 1.2: everything that is not plain is escaped.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\t' => out.push_str("\\t"),
            c if hidden(c) => {
                let _ = write!(out, "\\u{:04X}", u32::from(c) & 0xffff);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Would end a line, or is not seen.
fn hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
}

/// For a remark: nothing that would end its line.
fn plain(text: &str) -> String {
    text.chars().map(|c| if hidden(c) { ' ' } else { c }).collect()
}

/// Remarks are in the language of the reader.
pub(super) fn yaml(proposal: &Proposal, lang: Lang) -> String {
    let say = |en: &'static str, de: &'static str| if lang == Lang::De { de } else { en };
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    let file = plain(&proposal.file);
    line(&match lang {
        Lang::En => format!(
            "# Proposed for `{file}`. Review each line, delete what is wrong, then name this file as `mapping` of the source."
        ),
        Lang::De => {
            format!(
                "# Vorschlag für `{file}`. Jede Zeile prüfen, Falsches löschen, dann diese Datei als `mapping` der Quelle nennen."
            )
        }
    });
    line("version: 1");
    line(match proposal.what {
        What::People => "what: people",
        What::Extensions => "what: extensions",
        What::Devices => "what: devices",
        What::Rooms => "what: rooms",
    });
    if let Some(encoding) = &proposal.encoding {
        line(&format!("encoding: {encoding}"));
    }
    match proposal.delimiter {
        Some('\t') => line("delimiter: tab"),
        Some(c) => line(&format!("delimiter: {}", quoted(&c.to_string()))),
        None => {}
    }
    if let Some(sheet) = &proposal.sheet {
        line(&format!("sheet: {}", quoted(sheet)));
    }
    if let Some(lines) = proposal.lines_per_record {
        line("layout: fixed");
        line(&format!("lines_per_record: {lines}"));
        line(say(
            "# Headings and page ends: lines that belong to no record are told when reading; add them here.",
            "# Überschriften und Seitenenden: Zeilen ohne Datensatz werden beim Lesen gemeldet; hier eintragen.",
        ));
        if proposal.skip.is_empty() {
            line("skip: []");
        } else {
            line("skip:");
            for pattern in &proposal.skip {
                line(&format!("  - {}", quoted(pattern)));
            }
        }
    }
    match proposal.header_row {
        _ if proposal.lines_per_record.is_some() => {}
        Some(row) => line(&format!("header_row: {row}")),
        None => line("header_row: none"),
    }
    line("columns:");
    let mut fields: Vec<_> = proposal.columns.iter().filter_map(|column| column.field).collect();
    fields.sort_unstable();
    fields.dedup();
    if fields.is_empty() {
        line("  {}");
    }
    for field in fields {
        let columns: Vec<&GuessedColumn> = proposal.columns.iter().filter(|column| column.field == Some(field)).collect();
        let word = field.word();
        if let [column] = columns.as_slice() {
            line(&format!("  # {}", remark(column, lang)));
            line(&format!("  {word}: {}", from(column, proposal)));
        } else {
            line(&format!("  {word}:"));
            for column in columns {
                line(&format!("    # {}", remark(column, lang)));
                line(&format!("    - {}", from(column, proposal)));
            }
        }
    }
    let rest: Vec<&GuessedColumn> = proposal.columns.iter().filter(|column| column.field.is_none()).collect();
    if !rest.is_empty() {
        line(say("# Columns without a field:", "# Spalten ohne Feld:"));
        for column in rest {
            let title = if column.title.is_empty() { String::new() } else { format!(" `{}`", plain(&column.title)) };
            line(&format!("#   {}{title}: {}", column.position, values(column, lang)));
        }
    }
    out
}

fn from(column: &GuessedColumn, proposal: &Proposal) -> String {
    if let Some((first, last)) = column.chars {
        return format!("{{chars: {first}-{last}}}");
    }
    if proposal.header_row.is_some() && column.title_is_unique && (1..=200).contains(&column.title.chars().count()) {
        format!("{{title: {}}}", quoted(&plain(&column.title)))
    } else {
        format!("{{position: {}}}", column.position)
    }
}

fn remark(column: &GuessedColumn, lang: Lang) -> String {
    // Cuts by characters do not name the title.
    let title = match column.chars {
        Some(_) if !column.title.is_empty() => format!("`{}`, ", plain(&column.title)),
        _ => String::new(),
    };
    format!("{title}{} %: {}", column.confidence, values(column, lang))
}

fn values(column: &GuessedColumn, lang: Lang) -> String {
    if column.secret {
        return match lang {
            Lang::En => "values not shown, they may be passwords",
            Lang::De => "Werte nicht gezeigt, es können Kennwörter sein",
        }
        .to_owned();
    }
    if column.samples.is_empty() {
        return if lang == Lang::De { "leer" } else { "empty" }.to_owned();
    }
    column.samples.iter().map(|sample| quoted(sample)).collect::<Vec<_>>().join(", ")
}
