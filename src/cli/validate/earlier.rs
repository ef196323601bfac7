//! What earlier runs leave to say before a run begins.

use super::codes;
use crate::diag::{Finding, Listed, Words};
use crate::domain::Extension;
use crate::probe::report::Level;

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
