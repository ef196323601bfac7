//! What a new import changed, in a few lines.

use std::fmt::Write as _;

use crate::diag::Lang;
use crate::inventory::exchange::{Changes, Subject};

/// One line; nothing where there was no inventory before. `logins` says whether passwords or login names changed.
#[must_use]
pub fn human(changes: &Changes, logins: bool, lang: Lang) -> String {
    let mut parts = Vec::new();
    for subject in Subject::ALL {
        let counts = changes.counts(subject);
        if counts.is_none() {
            continue;
        }
        let mut part = subject.title(lang).to_owned();
        if lang == Lang::En {
            part.make_ascii_lowercase();
        }
        for (sign, count) in [('+', counts.added), ('-', counts.removed), ('~', counts.changed)] {
            if count > 0 {
                let _ = write!(part, " {sign}{count}");
            }
        }
        parts.push(part);
    }
    if changes.elsewhere {
        parts.push(match lang {
            Lang::En => "other parts (places of values, dialplan)".to_owned(),
            Lang::De => "anderes (Fundstellen, Wählplan)".to_owned(),
        });
    }
    if logins {
        parts.push(match lang {
            Lang::En => "passwords".to_owned(),
            Lang::De => "Kennwörter".to_owned(),
        });
    }
    let parts = parts.join("; ");
    match (lang, parts.is_empty()) {
        (Lang::En, true) => "nothing has changed since the last import\n".to_owned(),
        (Lang::De, true) => "seit dem letzten Einlesen hat sich nichts geändert\n".to_owned(),
        (Lang::En, false) => format!("changed since the last import: {parts}\n"),
        (Lang::De, false) => format!("geändert seit dem letzten Einlesen: {parts}\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::exchange::Counts;

    #[test]
    fn one_line_in_both_languages() {
        let mut changes = Changes {
            persons: Counts { added: 2, removed: 1, changed: 5 },
            devices: Counts { added: 0, removed: 0, changed: 1 },
            ..Changes::default()
        };
        assert_eq!(human(&changes, false, Lang::En), "changed since the last import: persons +2 -1 ~5; devices ~1\n");
        changes.rooms.changed = 2;
        changes.dids.added = 1;
        assert_eq!(
            human(&changes, false, Lang::En),
            "changed since the last import: persons +2 -1 ~5; devices ~1; rooms ~2; direct numbers +1\n"
        );
        (changes.rooms, changes.dids) = (Counts::default(), Counts::default());
        changes.elsewhere = true;
        assert_eq!(
            human(&changes, true, Lang::De),
            "geändert seit dem letzten Einlesen: Personen +2 -1 ~5; Geräte ~1; anderes (Fundstellen, Wählplan); Kennwörter\n"
        );
        let nothing = Changes { persons: Counts::default(), devices: Counts::default(), elsewhere: false, ..changes };
        assert_eq!(human(&nothing, false, Lang::En), "nothing has changed since the last import\n");
    }
}
