//! The forms in which one run is given: one on stdout, any number in files.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::cli::{Context, Form, Format};
use crate::diag::{Finding, Lang};
use crate::output;
use crate::output::validate_run::Run;
use crate::store::files;

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
        if path.is_empty() {
            return Err("the name of the file is missing".to_owned());
        }
        Ok(Self { kind, path: path.into() })
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
    let special = std::fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir());
    if special {
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
        for bad in ["", "junit", "junit=", "xml=a", "=a"] {
            assert!(bad.parse::<Wanted>().is_err(), "{bad}");
        }
        let names = "x=y".parse::<Wanted>().unwrap_err();
        assert!(names.contains("human, json, jsonl, junit, tap, openmetrics, nagios, html, pcap"), "{names}");
    }
}
