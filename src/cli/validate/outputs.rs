//! The forms in which one run is given: one on stdout, any number in files.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::codes;
use crate::cli::{Context, Form, Format};
use crate::diag::{Finding, Lang, Place, Words};
use crate::output;
use crate::output::validate_run::Run;
use crate::store::files;
use crate::store::site_folder::SiteFolder;

/// A form of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    Human,
    Json,
    Jsonl,
    Junit,
    Tap,
    Openmetrics,
    Nagios,
    Html,
    Pcap,
}

/// `KIND=FILE` of the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub kind: Kind,
    pub path: PathBuf,
}

impl std::str::FromStr for Wanted {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        use clap::ValueEnum as _;
        let names = || {
            let names: Vec<String> =
                Kind::value_variants().iter().filter_map(|kind| Some(kind.to_possible_value()?.get_name().to_owned())).collect();
            names.join(", ")
        };
        let (kind, path) = text.split_once('=').ok_or_else(|| format!("KIND=FILE is wanted, KIND one of {}", names()))?;
        let kind = Kind::from_str(kind, true).map_err(|_| format!("`{kind}` is none of {}", names()))?;
        Ok(Self { kind, path: file(path)? })
    }
}

/// The name of a file to write.
pub fn file(path: &str) -> Result<PathBuf, String> {
    match path {
        "" => Err("the name of the file is missing".to_owned()),
        "-" => Err("`-` is no file: the form on stdout is chosen with `--format`, before or behind `validate`".to_owned()),
        path => Ok(path.into()),
    }
}

impl Kind {
    fn bytes(self, run: &Run<'_>, lang: Lang) -> Vec<u8> {
        match self {
            Self::Pcap => output::capture::pcapng(run, lang),
            other => other.text(run, lang, false).into_bytes(),
        }
    }

    fn text(self, run: &Run<'_>, lang: Lang, color: bool) -> String {
        match self {
            Self::Human => output::validate::human_run(run, lang, color),
            Self::Json => output::validate::json_run(run),
            Self::Jsonl => output::validate::json_lines(run.report),
            Self::Junit => output::junit::xml(run.report, lang),
            Self::Tap => output::tap::text(run.report, lang),
            Self::Openmetrics => output::open_metrics::text(run),
            Self::Nagios => output::nagios::line(run, lang),
            Self::Html => output::validate_page::html(run, lang),
            Self::Pcap => String::new(),
        }
    }

    /// Pages and captures name people and addresses of their homes; the others are read by monitoring and build servers.
    fn mode(self) -> u32 {
        match self {
            Self::Html | Self::Pcap => 0o600,
            _ => 0o644,
        }
    }

    /// Needs the messages of lines that are not ready.
    #[must_use]
    pub fn needs_traces(self) -> bool {
        matches!(self, Self::Html | Self::Pcap)
    }
}

/// Refuses, before anything is sent, files that could not be written at the end, and two results for one file.
pub fn check(wanted: &[Wanted], folder: &SiteFolder) -> Result<(), Box<Finding>> {
    let ours = [folder.report(), folder.observations()];
    let mut taken: BTreeSet<PathBuf> = ours.iter().map(|path| real(path)).collect();
    for Wanted { path, .. } in wanted {
        if is_special(path) {
            // Others may write there, too; nothing is replaced.
            let opened = std::fs::OpenOptions::new().append(true).open(path);
            opened.map_err(|error| files::unwritable(path, &error))?;
        } else if taken.insert(real(path)) {
            files::is_replaceable(path)?;
        } else {
            let what = Words::new("this file is taken already", "diese Datei ist schon vergeben");
            let todo = Words::new("give each `--out` a file of its own", "jedem `--out` eine eigene Datei geben");
            return Err(Box::new(codes::OUT_TWICE.finding(Some(Place::file(path.display().to_string())), what).todo(todo)));
        }
    }
    Ok(())
}

/// The path without links and `..`; the file itself need not be there.
fn real(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    match (folder.canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

/// A device or a pipe.
fn is_special(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir())
}

/// Writes every file that was asked for; the first that cannot be written is told, the others are written all the same.
pub fn write(wanted: &[Wanted], run: &Run<'_>, lang: Lang) -> Result<(), Box<Finding>> {
    let mut first = Ok(());
    for Wanted { kind, path } in wanted {
        let written = put(path, &kind.bytes(run, lang), kind.mode());
        if first.is_ok() {
            first = written;
        }
    }
    first
}

/// The form on stdout.
pub fn say(run: &Run<'_>, context: &Context, lang: Lang) {
    let kind = match (context.form, context.format) {
        (Some(Form::Lines), _) => Kind::Jsonl,
        (Some(Form::Junit), _) => Kind::Junit,
        (Some(Form::Tap), _) => Kind::Tap,
        (Some(Form::OpenMetrics), _) => Kind::Openmetrics,
        (Some(Form::Nagios), _) => Kind::Nagios,
        (Some(Form::Sarif) | None, Format::Json) => Kind::Json,
        (Some(Form::Sarif) | None, Format::Human) => Kind::Human,
    };
    // A reader that stops reading early (`| head`) is no failure.
    crate::cli::say_styled(&kind.text(run, lang, context.color_out));
}

/// Files replace what was there; a device or pipe, such as `/dev/stderr`, is written to.
pub fn put(path: &Path, bytes: &[u8], mode: u32) -> Result<(), Box<Finding>> {
    if is_special(path) {
        return std::fs::OpenOptions::new()
            .append(true)
            .open(path)
            .and_then(|mut file| file.write_all(bytes))
            .map_err(|error| files::unwritable(path, &error));
    }
    files::replace(path, bytes, mode)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_and_a_file_are_read_and_nothing_else() {
        let wanted: Wanted = "junit=a=b.xml".parse().unwrap();
        assert_eq!(wanted, Wanted { kind: Kind::Junit, path: "a=b.xml".into() });
        for bad in ["", "junit", "junit=", "xml=a", "=a", "human=-"] {
            assert!(bad.parse::<Wanted>().is_err(), "{bad}");
        }
        let names = "x=y".parse::<Wanted>().unwrap_err();
        assert!(names.contains("human, json, jsonl, junit, tap, openmetrics, nagios, html, pcap"), "{names}");
    }
}
