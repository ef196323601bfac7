//! `deskshift letters`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use clap::ValueEnum;

use super::chain::{self, Planned, planned};
use super::convert::{catalogue_for, nothing_selected, selected};
use super::plan::{incomplete_or_refused, status, usage};
use super::{Context, ExitStatus, Failure, Format, interrupt};
use crate::diag::Lang;
use crate::letters::{Bundle, Letter, Links, Post, Printed, compose, print};
use crate::output;
use crate::output::letters::Posted;
use crate::plan::model::Line;
use crate::policy::read::Need;
use crate::policy::site::LetterText;
use crate::profile::folder_name;
use crate::roster::model::Roster;
use crate::store::document::{self, ROSTER};
use crate::store::generation::{self, Item};
use crate::store::site_folder::SiteFolder;
use crate::store::{letters as texts, lock};

/// Write a letter to each person: what to install, QR code, values to type
#[derive(clap::Args)]
pub struct Args {
    /// Only these lines: extensions, `20*`, person ids, clients or departments, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "WHAT")]
    only: Vec<String>,
    /// One text for all, whatever `letters.text` and `letters.others` say
    #[arg(long, value_enum, value_name = "TEXT")]
    text: Option<Text>,
    /// The day in the letters' head, such as `2027-03-01`; without it they have none
    #[arg(long, value_name = "DAY", value_parser = super::dates::day)]
    date: Option<jiff::civil::Date>,
    /// Print each SIP password on a second sheet of its own
    #[arg(long)]
    with_passwords: bool,
    /// Where the letters go; the site's `out/letters/`, or `out/letters/selection/` with `--only`
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Text {
    De,
    En,
    /// German in plain words
    Plain,
}

impl Text {
    fn kind(self) -> LetterText {
        match self {
            Self::De => LetterText::De,
            Self::En => LetterText::En,
            Self::Plain => LetterText::Plain,
        }
    }
}

pub fn run(args: &Args, context: &Context) -> Result<ExitStatus, Failure> {
    let folder = SiteFolder::new(&context.site);
    let policy = folder.load_policy_for(Need::Lines).map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
    let lang = context.lang.unwrap_or(policy.site.lang);
    let Planned { stored, plan, .. } = planned(&folder, &policy)?;
    // Without passwords the letter of a set is that of all its lines; a sheet with a password is printed for none but those that are named.
    let meant = |line: &&Line| {
        if args.with_passwords { selected(line, &args.only) } else { line.accounts().any(|own| selected(own, &args.only)) }
    };
    let mut lines: Vec<&Line> = plan.lines.iter().filter(meant).collect();
    if lines.is_empty() && !args.only.is_empty() {
        return Err(Failure { findings: vec![nothing_selected(&args.only)], status: ExitStatus::NothingSelected });
    }
    // A letter gives out no password that the PBX would not get.
    let (mut unset, mut held_back) = (Vec::new(), Vec::new());
    let all: Vec<&Line> = plan.lines.iter().collect();
    let (catalogue, faults) = catalogue_for(&folder, &policy, &all);
    if args.with_passwords {
        let pbx = super::pbx::files_of_all(&folder, &policy, &plan, (&stored, &catalogue)).unwrap_or_default();
        for line in lines.extract_if(.., |line| !pbx.knows_password_of(line)) {
            let into = if pbx.is_unset(line) { &mut unset } else { &mut held_back };
            into.push(line.extension.clone());
        }
    }
    let texts = texts::texts(Some(folder.root())).map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
    let links = texts::links(&folder.clear_links()).map_err(usage)?.unwrap_or_else(Links::new);
    let roster = roster(&folder, &stored.sha256)?;
    let post = Post {
        inventory: &stored.inventory,
        site: &policy.site,
        catalogue: &catalogue,
        texts: &texts,
        links: &links,
        roster: roster.as_ref(),
        secrets: args.with_passwords.then_some(&stored.secrets),
        date: args.date,
        text: args.text.map(Text::kind),
    };
    let composed = compose(&lines, &post);
    let mut findings = faults;
    findings.extend(composed.findings);
    findings.extend(crate::pbx::password_not_set(&unset));
    findings.extend(crate::pbx::left_as_is(&held_back));
    // The language of messages changes no byte of the letters.
    let (title, language, elsewhere) = match policy.site.lang {
        Lang::En => ("Letters", "en", "No department"),
        Lang::De => ("Briefe", "de", "Ohne Amt"),
    };
    let title = format!("{title}: {}", policy.site.name);
    let bundle = Bundle { title: &title, language, elsewhere, date: args.date };
    let Some(printed) = printed(&composed.letters, &bundle, context, lang) else {
        return Ok(ExitStatus::Interrupted);
    };
    findings.extend(printed.findings.iter().cloned());
    output::findings::sort(&mut findings);
    let out = match (&args.out, args.only.is_empty()) {
        (Some(out), _) => out.clone(),
        (None, true) => folder.letters(),
        (None, false) => folder.letters().join("selection"),
    };
    let written: BTreeSet<_> = printed.letters.iter().map(|(line, _)| line).collect();
    let of_written: Vec<&Letter> = composed.letters.iter().filter(|letter| written.contains(&letter.line)).collect();
    let mut posted = Posted {
        generation: String::new(),
        folder: SiteFolder::shown(&out.join(generation::POINTER)),
        new: false,
        letters: of_written.len(),
        texts: count_texts(&of_written),
        codes: of_written.iter().filter(|letter| letter.figure.is_some()).count(),
        passwords: of_written.iter().filter(|letter| letter.password.is_some()).count(),
        days: of_written.iter().filter(|letter| letter.days.is_some()).count(),
        nobody: composed.nobody.len(),
        refused: composed.refused.iter().map(ToString::to_string).collect(),
        findings,
    };
    posted.refused.extend(printed.refused.iter().map(ToString::to_string));
    posted.refused.extend(unset.iter().map(ToString::to_string));
    if printed.letters.is_empty() {
        // Nothing to write is no reason to take the letters away that are there.
        posted.folder = String::new();
    } else {
        let written = write(&out, printed)?;
        (posted.generation, posted.new) = (written.name, written.new);
    }
    let text = match context.format {
        Format::Human => {
            talk_styled!("{}", output::findings::human(&posted.findings, lang, context.color));
            output::letters::human(&posted, lang)
        }
        Format::Json => output::letters::json(&posted),
    };
    // A reader that stops reading early (`| head`) is no failure.
    crate::cli::say(&text);
    Ok(status(&posted.findings))
}

/// The roster, where there is one. Days from another inventory would send people to the wrong place.
fn roster(folder: &SiteFolder, inventory: &str) -> Result<Option<Roster>, Failure> {
    let path = folder.roster();
    if !crate::store::files::is_there(&path) {
        return Ok(None);
    }
    let (document, _) = document::read::<Roster>(&path, ROSTER).map_err(usage)?;
    if document.header.inputs.get("inventory").is_none_or(|then| then != inventory) {
        let changed = ["inventory".to_owned()];
        let finding = chain::stale(&path.display().to_string(), &changed, ROSTER).todo(chain::run(folder, &[ROSTER]));
        return Err(Failure { findings: vec![finding], status: ExitStatus::Refused });
    }
    Ok(Some(document.body))
}

/// Prints with as many threads as there are processors; Ctrl-C ends it before anything is written.
fn printed(letters: &[Letter], bundle: &Bundle<'_>, context: &Context, lang: Lang) -> Option<Printed> {
    let threads = crate::cli::processors();
    let (done, over) = (AtomicUsize::new(0), AtomicBool::new(false));
    interrupt::with_flag(|stop| {
        std::thread::scope(|scope| {
            if context.progress {
                scope.spawn(|| show(&done, &over, letters.len(), lang));
            }
            let printed = print(letters, bundle, threads, &done, stop);
            over.store(true, Ordering::Relaxed);
            printed
        })
    })
}

/// One line on a terminal, drawn ten times a second.
fn show(done: &AtomicUsize, over: &AtomicBool, all: usize, lang: Lang) {
    while !over.load(Ordering::Relaxed) {
        let done = done.load(Ordering::Relaxed);
        match lang {
            Lang::En => draw!("\r\x1b[K{done} of {all} letters"),
            Lang::De => draw!("\r\x1b[K{done} von {all} Briefen"),
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    draw!("\r\x1b[K");
}

/// One generation below `out`, readable by its owner only: a code is a key until it is used.
fn write(out: &Path, printed: Printed) -> Result<generation::Generation, Failure> {
    let mut items: Vec<Item> = printed
        .letters
        .into_iter()
        .map(|(line, bytes)| Item { path: format!("lines/{}.pdf", folder_name(&line)), bytes, mode: 0o600 })
        .collect();
    if !printed.bundle.is_empty() {
        items.push(Item { path: "all.pdf".to_owned(), bytes: printed.bundle, mode: 0o600 });
    }
    let _lock = lock::take(out, "letters").map_err(incomplete_or_refused)?;
    generation::write(out, &items).map_err(incomplete_or_refused)
}

fn count_texts(letters: &[&Letter]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for letter in letters {
        let name = match letter.text {
            LetterText::De => "de",
            LetterText::En => "en",
            LetterText::Plain => "plain",
        };
        *counts.entry(name).or_default() += 1;
    }
    counts
}
