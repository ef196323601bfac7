//! `deskshift inventory guess`: what a file seems to be, or a mapping for it to be reviewed. Needs no site.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::cli::{Context, ExitStatus, Failure, Format};
use crate::diag::{Finding, Lang};
use crate::inventory::formats::sheets::{self, Looks, Part};
use crate::inventory::formats::{Class, ENOUGH};
use crate::inventory::mapping::guess::guess;
use crate::inventory::staff::ListFile;
use crate::inventory::table;
use crate::policy::read::Need;
use crate::store::files;
use crate::store::site_folder::SiteFolder;

/// Lengths of extensions where no site says them.
const LENGTHS: [usize; 5] = [2, 3, 4, 5, 6];

/// One format that the file looks like.
#[derive(Serialize)]
struct Seems {
    format: &'static str,
    title: &'static str,
    score: u8,
    why: String,
}

/// Sheets of a workbook that are read as one format.
#[derive(Serialize)]
struct SheetSeems<'a> {
    format: &'static str,
    sheets: &'a [String],
}

#[derive(Serialize)]
struct Guessed<'a> {
    file: &'a str,
    formats: &'a [Seems],
    /// Of a workbook whose sheets are lists of different kinds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sheets: Vec<SheetSeems<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mapping: Option<&'a str>,
    findings: &'a [Finding],
}

pub fn run(file: &Path, write: Option<&PathBuf>, context: &Context) -> Result<ExitStatus, Failure> {
    let usage = |finding: Box<Finding>| Failure { findings: vec![*finding], status: ExitStatus::Usage };
    let site = SiteFolder::new(&context.site).load_policy_for(Need::Inventory).ok().map(|policy| policy.site);
    let lang = context.lang.or(site.as_ref().map(|site| site.lang)).unwrap_or_default();
    let limits = site.as_ref().map(|site| site.limits).unwrap_or_default();
    let bytes = files::read(file, limits.file_bytes()).map_err(usage)?;
    let name = file.display().to_string();
    if let Some(finding) = table::nothing_in(&name, &bytes) {
        return Err(Failure { findings: vec![finding], status: ExitStatus::Usage });
    }
    let Looks { whole: found, parts } = sheets::look(&name, &bytes, limits);
    // A list by hand may well have columns that only a mapping can name.
    let product = found.first().is_some_and(|(format, likeness)| {
        likeness.score >= ENOUGH && !matches!(format.class, Class::Staff | Class::Devices | Class::Rooms)
    });
    let list = ListFile { limits, ..ListFile::new(&name, &bytes) };
    if found.first().is_none_or(|(_, likeness)| likeness.score < ENOUGH)
        && let Some(finding) = table::no_table(&list)
    {
        return Err(Failure { findings: vec![finding], status: ExitStatus::Usage });
    }
    let seems: Vec<Seems> = found
        .iter()
        .map(|(format, likeness)| Seems {
            format: format.name,
            title: format.title(lang),
            score: likeness.score,
            why: likeness.why.get(lang).to_owned(),
        })
        .collect();
    let lengths = site.map_or_else(|| LENGTHS.to_vec(), |site| site.numbers.extension_lengths);
    let guessed = guess(&list, &lengths);
    let text = guessed.proposal.as_ref().map(|proposal| proposal.yaml(lang)).filter(|_| !product || write.is_some());
    match context.format {
        Format::Json => {
            let sheets = parts.iter().map(|part| SheetSeems { format: part.format.name, sheets: &part.sheets }).collect();
            let result = Guessed { file: &name, formats: &seems, sheets, mapping: text.as_deref(), findings: &guessed.findings };
            super::say(&super::json(&result));
        }
        Format::Human => {
            for seems in &seems {
                let Seems { format, title, score, why } = seems;
                match lang {
                    Lang::En => talkln!("looks like `{format}` ({title}), {score} of 100: {why}"),
                    Lang::De => talkln!("sieht aus wie `{format}` ({title}), {score} von 100: {why}"),
                }
            }
            for Part { format, sheets } in &parts {
                let (names, title, format) = (sheets.join("`, `"), format.title(lang), format.name);
                match lang {
                    Lang::En => talkln!("sheets `{names}` are read as `{format}` ({title})"),
                    Lang::De => talkln!("Blätter `{names}` werden als `{format}` ({title}) gelesen"),
                }
            }
            // Said on stdout where nothing else is: the name that `format:` of a source takes.
            if product {
                super::say(&format!("{}\n", seems[0].format));
            } else if write.is_none() {
                super::say(text.as_deref().unwrap_or_default());
            }
        }
    }
    match (write, &text) {
        (Some(path), Some(text)) => {
            files::create(path, text.as_bytes()).map_err(usage)?;
            let path = path.display();
            match lang {
                Lang::En => talkln!("wrote {path}; review it, then name it as `mapping` of the source"),
                Lang::De => talkln!("{path} geschrieben; prüfen und dann als `mapping` der Quelle nennen"),
            }
            Ok(ExitStatus::Done)
        }
        // A recognised export that is no table, such as LDIF.
        (Some(_), None) if product => {
            let format = seems[0].format;
            match lang {
                Lang::En => talkln!("`{name}` is recognised as `{format}` and needs no mapping; nothing was written"),
                Lang::De => talkln!("`{name}` ist als `{format}` erkannt und braucht keine Zuordnung; nichts geschrieben"),
            }
            Ok(ExitStatus::Done)
        }
        (None, _) if product => Ok(ExitStatus::Done),
        (_, Some(_)) => Ok(ExitStatus::Done),
        (_, None) => {
            let findings = guessed.findings;
            if findings.is_empty() {
                match lang {
                    Lang::En => {
                        talkln!("no column of `{name}` looks like a name, a number or a device; there is nothing to propose")
                    }
                    Lang::De => {
                        talkln!("keine Spalte von `{name}` sieht nach Name, Nummer oder Gerät aus; kein Vorschlag möglich")
                    }
                }
                Ok(ExitStatus::NothingSelected)
            } else {
                Err(Failure { findings, status: ExitStatus::Usage })
            }
        }
    }
}
