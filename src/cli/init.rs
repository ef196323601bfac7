//! `deskshift init`: a site folder to start from, with five sample extensions, two of them with a fault.

use std::path::PathBuf;

use super::{Context, ExitStatus, Failure};
use crate::diag::{Finding, Lang, Place, Words};
use crate::store::{codes, files};

/// Write a site folder to start from
#[derive(clap::Args)]
pub struct Args {
    /// New folder; it must not exist or be empty
    folder: PathBuf,
}

const FILES: &[(&str, &str)] = &[
    ("deskshift.yaml", include_str!("../../examples/starter/deskshift.yaml")),
    ("README.txt", include_str!("../../examples/starter/README.txt")),
    ("pbx/pjsip.conf", include_str!("../../examples/starter/pbx/pjsip.conf")),
    ("pbx/extensions.conf", include_str!("../../examples/starter/pbx/extensions.conf")),
    ("staff/logins.csv", include_str!("../../examples/starter/staff/logins.csv")),
    ("staff/staff.csv", include_str!("../../examples/starter/staff/staff.csv")),
];

/// What people read in them, in German.
const GERMAN: &[(&str, &str)] =
    &[("deskshift.yaml", include_str!("init/deskshift.de.yaml")), ("README.txt", include_str!("init/README.de.txt"))];

/// Each file with its text.
fn files_in(lang: Lang) -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().map(move |&(name, english)| match GERMAN.iter().find(|(known, _)| lang == Lang::De && *known == name) {
        Some(german) => *german,
        None => (name, english),
    })
}

pub fn run(args: &Args, context: &Context) -> Result<ExitStatus, Failure> {
    let fail = |finding: Box<Finding>| Failure { findings: vec![*finding], status: ExitStatus::Usage };
    if files::is_occupied(&args.folder) {
        return Err(fail(Box::new(
            codes::UNWRITABLE
                .finding(
                    Some(Place::file(args.folder.display().to_string())),
                    Words::new("this folder exists and is not empty", "diesen Ordner gibt es, und er ist nicht leer"),
                )
                .todo(Words::new("name a new folder", "einen neuen Ordner nennen")),
        )));
    }
    for (name, text) in files_in(context.spoken()) {
        let path = args.folder.join(name);
        if let Some(parent) = path.parent() {
            files::make_folder(parent).map_err(fail)?;
        }
        // The starter's passwords are samples, but an admin will put real ones in their place.
        files::replace(&path, text.as_bytes(), 0o600).map_err(fail)?;
    }
    let folder = args.folder.display();
    let typed = super::pasted::pasted(&folder.to_string());
    if context.format == super::Format::Json {
        let names: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        let text = format!("{:#}\n", serde_json::json!({"folder": folder.to_string(), "files": names}));
        crate::cli::say(&text);
    }
    match context.spoken() {
        Lang::En => talkln!(
            "wrote {folder}: put your PBX files into {folder}/pbx, your staff list into {folder}/staff, edit {folder}/deskshift.yaml\n\
             next: deskshift -C {typed} inventory import"
        ),
        Lang::De => talkln!(
            "{folder} angelegt: Anlagendateien nach {folder}/pbx, Personalliste nach {folder}/staff, {folder}/deskshift.yaml anpassen\n\
             weiter: deskshift -C {typed} inventory import"
        ),
    }
    Ok(ExitStatus::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same decisions in both languages, and a comment at the same keys; letters and findings follow the language of the file.
    #[test]
    fn the_starter_is_the_same_in_both_languages() {
        let text = |name: &str, lang| files_in(lang).find(|(known, _)| *known == name).unwrap().1;
        let parts = |lang: Lang| -> Vec<(&str, bool)> {
            let split = |line: &'static str| line.split_once('#').map_or((line, false), |(before, _)| (before, true));
            text("deskshift.yaml", lang).lines().map(split).map(|(before, told)| (before.trim_end(), told)).collect()
        };
        let (english, german) = (parts(Lang::En), parts(Lang::De));
        assert_eq!(english.len(), german.len());
        let differ: Vec<_> = english.iter().zip(&german).filter(|(en, de)| en != de).collect();
        assert_eq!(differ, [(&("lang: en", false), &("lang: de", false))]);
        for (name, _) in GERMAN {
            let words = |lang| {
                text(name, lang).split_whitespace().filter(|word| ["the", "der", "die", "Sie"].contains(word)).collect::<Vec<_>>()
            };
            assert!(!words(Lang::De).contains(&"the") && !words(Lang::En).contains(&"die"), "{name}");
        }
    }
}
