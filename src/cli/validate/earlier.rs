//! What earlier runs leave: whom to ask again, what to compare with, and what to say of it before a run begins.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::stored::StoredReport;
use super::{Args, codes, one};
use crate::cli::{ExitStatus, Failure};
use crate::diag::{Finding, Listed, Place, Words};
use crate::domain::Extension;
use crate::probe::compare::Earlier;
use crate::probe::report::Level;
use crate::store::site_folder::SiteFolder;
use crate::store::{by_record, document, files};

/// What `out/report.json` knows of each line. One that cannot be read is told, and knows nothing.
pub(super) fn last(folder: &SiteFolder) -> (Option<Arc<Earlier>>, Option<Finding>) {
    let path = folder.report();
    if !files::is_there(&path) {
        return (None, None);
    }
    match by_record::read_unhashed::<StoredReport>(&path, document::REPORT) {
        Ok(document) => (Some(Arc::new(Earlier::of(document.body.verdicts, document.body.lines))), None),
        Err(why) => (None, Some(unreadable(&path, &why))),
    }
}

fn unreadable(path: &Path, why: &Finding) -> Finding {
    let what = Words::new(
        format!("the result of earlier runs cannot be read and counts for nothing: {}", why.what.en),
        format!("das Ergebnis früherer Läufe ist nicht lesbar und zählt nicht: {}", why.what.de),
    );
    let todo = Words::new(
        "this run writes it anew, with its own lines only; to keep the verdicts of others, restore the file first and run again",
        "dieser Lauf schreibt es neu, nur mit seinen Anschlüssen; um die Urteile der anderen zu behalten, die Datei vorher wiederherstellen \
         und erneut starten",
    );
    codes::EARLIER_UNREADABLE.finding(Some(Place::file(SiteFolder::shown(path))), what).todo(todo)
}

/// What this run is compared with, and its name: the file that was named, or what is known of each line before this run.
pub(super) fn compared(
    named: Option<&Path>,
    last: Option<&Arc<Earlier>>,
    folder: &SiteFolder,
) -> Result<Option<(Arc<Earlier>, String)>, Failure> {
    match named {
        Some(path) => Ok(Some((read(path)?.into(), path.display().to_string()))),
        None => Ok(last.map(|last| (Arc::clone(last), SiteFolder::shown(&folder.report())))),
    }
}

fn read(path: &Path) -> Result<Earlier, Failure> {
    let text = files::read_text(path, files::MAX_FILE).map_err(one)?;
    Earlier::parse(&text).ok_or_else(|| {
        let what = Words::new("this is no result of `deskshift validate`", "das ist kein Ergebnis von `deskshift validate`");
        let todo = Words::new(
            "give `out/report.json`, or what `--json`, `--out json=FILE` or `--out jsonl=FILE` wrote",
            "`out/report.json` angeben oder was `--json`, `--out json=DATEI` oder `--out jsonl=DATEI` schrieb",
        );
        one(Box::new(codes::NO_EARLIER_RESULT.finding(Some(Place::file(SiteFolder::shown(path))), what).todo(todo)))
    })
}

/// The extensions to ask, and those that were good before: those that are `chosen`, of these or of all only the failed ones where
/// `--only-failed` says so.
pub(super) fn only(
    args: &Args,
    chosen: Vec<Extension>,
    folder: &SiteFolder,
    last: Option<&Earlier>,
    broken: Option<Finding>,
) -> Result<(Vec<Extension>, BTreeSet<Extension>), Failure> {
    let good = |earlier: Option<&Earlier>| earlier.map(Earlier::ready).unwrap_or_default();
    let Some(named) = &args.only_failed else { return Ok((chosen, good(last))) };
    let read_now;
    let (before, name) = match (named, broken) {
        (Some(path), _) => {
            read_now = read(path)?;
            (Some(&read_now), SiteFolder::shown(path))
        }
        // Nobody may take a damaged file for one that says that all is well.
        (None, Some(_)) => {
            let what = Words::new(
                "which lines failed is not known: the result of earlier runs cannot be read",
                "welche Anschlüsse scheiterten, ist nicht bekannt: das Ergebnis früherer Läufe ist nicht lesbar",
            );
            let place = Place::file(SiteFolder::shown(&folder.report()));
            return Err(one(Box::new(codes::NO_EARLIER_RESULT.finding(Some(place), what).todo(from_a_file()))));
        }
        (None, None) => (last, SiteFolder::shown(&folder.report())),
    };
    let failed: Vec<Extension> = before
        .into_iter()
        .flat_map(|before| before.not_ready().filter_map(|line| before.verdicts.get(line)))
        .map(|verdict| verdict.extension.clone())
        .filter(|extension| chosen.is_empty() || chosen.contains(extension))
        .collect();
    if failed.is_empty() {
        let what = Words::new(
            format!("no line of the selection is failed or undecided in `{name}`"),
            format!("kein Anschluss der Auswahl ist laut `{name}` gescheitert oder offen"),
        );
        let finding = codes::NOTHING_SELECTED.finding(None, what);
        return Err(Failure { findings: vec![finding], status: ExitStatus::NothingSelected });
    }
    Ok((failed, good(before)))
}

fn from_a_file() -> Words {
    Words::new(
        "name the file of another run with `--only-failed=FILE`, or run `deskshift validate` without it",
        "die Datei eines anderen Laufs mit `--only-failed=DATEI` nennen, oder `deskshift validate` ohne die Angabe ausführen",
    )
}

/// Whoever has mended a password on the PBX must know that nobody has asked for it yet.
pub(super) fn refused_lately(extensions: &[Extension]) -> Option<Finding> {
    let listed = Listed::new(extensions.iter().map(Extension::as_str), 5);
    (!extensions.is_empty()).then(|| {
        let some = listed.counted();
        let words = Words::new(
            format!("refused within the last ten minutes and not asked again with the same password: {some}"),
            format!("binnen der letzten zehn Minuten abgelehnt und mit demselben Kennwort nicht noch einmal gefragt: {some}"),
        );
        codes::REFUSED_LATELY.finding(None, words).listing(listed).todo(Words::new(
            "`--again` asks them, once the PBX has been mended",
            "`--again` fragt sie, wenn die Anlage berichtigt ist",
        ))
    })
}

/// `last` is the level of the last run there was.
pub(super) fn nothing_to_resume(level: Level, last: Option<Level>) -> Finding {
    let Some(last) = last else {
        return codes::NOTHING_TO_RESUME.finding(
            None,
            Words::new(
                "no earlier run is known; all lines are asked",
                "kein früherer Lauf bekannt; alle Anschlüsse werden gefragt",
            ),
        );
    };
    let (level, last) = (level.as_str(), last.as_str());
    codes::NOTHING_TO_RESUME
        .finding(
            None,
            Words::new(
                format!("the last run was at level `{last}`, this one is at level `{level}`; all lines are asked"),
                format!("der letzte Lauf war auf Stufe `{last}`, dieser ist auf Stufe `{level}`; alle Anschlüsse werden gefragt"),
            ),
        )
        .todo(Words::new(
            format!("`--resume --level {last}` goes on with it"),
            format!("`--resume --level {last}` setzt ihn fort"),
        ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ctrl-C in a run at level `bind`, then `--resume` alone: the run is not unknown, it is of another level.
    #[test]
    fn resuming_names_the_level_of_the_last_run() {
        let other = nothing_to_resume(Level::Fetch, Some(Level::Bind));
        assert_eq!(other.what.en, "the last run was at level `bind`, this one is at level `fetch`; all lines are asked");
        assert_eq!(other.todo.unwrap().en, "`--resume --level bind` goes on with it");
        assert!(nothing_to_resume(Level::Fetch, None).what.en.starts_with("no earlier run"));
    }
}
