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
    for (name, text) in FILES {
        let path = args.folder.join(name);
        if let Some(parent) = path.parent() {
            files::make_folder(parent).map_err(fail)?;
        }
        // The starter's passwords are samples, but an admin will put real ones in their place.
        let text = match context.spoken() {
            Lang::En => (*text).to_owned(),
            // What letters and findings are written in from now on.
            Lang::De => text.replacen("\nlang: en\n", "\nlang: de\n", 1),
        };
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

    #[test]
    fn the_starter_says_its_language_in_one_place() {
        assert_eq!(FILES[0].1.matches("\nlang: en\n").count(), 1);
    }
}
