//! `validate --wave`: the lines of one wave of the site file.

use std::collections::BTreeSet;

use super::{codes, in_site_file};
use crate::cli::{ExitStatus, Failure};
use crate::diag::{Place, Words};
use crate::domain::Extension;
use crate::plan::Planned;
use crate::plan::wave_of;
use crate::policy::keys::nearest_name;
use crate::policy::site::Site;
use crate::store::site_folder::SiteFolder;

/// The extensions that `--only` and `--wave` leave, in the order of the plan; empty: all.
pub fn chosen(
    wave: Option<&str>,
    only: &[Extension],
    site: &Site,
    plan: &Planned,
    folder: &SiteFolder,
) -> Result<Vec<Extension>, Failure> {
    let Some(name) = wave else { return Ok(only.to_vec()) };
    let fail = |finding, status| Failure { findings: vec![finding], status };
    let Some(wave) = site.waves.iter().find(|wave| wave.name == name) else {
        let names: Vec<&str> = site.waves.iter().map(|wave| wave.name.as_str()).collect();
        let what =
            Words::new(format!("the site file has no wave `{name}`"), format!("die Standortdatei hat keine Welle `{name}`"));
        let todo = match nearest_name(name, names.iter().copied()) {
            Some(near) => Words::new(format!("did you mean `{near}`?"), format!("ist `{near}` gemeint?")),
            None if names.is_empty() => Words::new("name it in `waves`", "in `waves` nennen"),
            None => {
                let names = names.join("`, `");
                Words::new(format!("it has `{names}`"), format!("es gibt `{names}`"))
            }
        };
        let place = Place::within(in_site_file(folder).file_name(), "/waves");
        return Err(fail(codes::NO_SUCH_WAVE.finding(Some(place), what).todo(todo), ExitStatus::Usage));
    };
    let asked = |extension: &&Extension| only.is_empty() || only.contains(extension);
    let lines = plan.lines.iter().filter(|line| wave_of(site, line).is_some_and(|of| of.name == wave.name));
    let mut seen: BTreeSet<&Extension> = BTreeSet::new();
    // What the wave names and nobody has is told further on.
    let all = lines.map(|line| &line.extension).chain(&wave.extensions).filter(asked);
    let chosen: Vec<Extension> = all.filter(|extension| seen.insert(extension)).cloned().collect();
    if chosen.is_empty() {
        let what = Words::new(
            format!("the wave `{name}` has no line of the selection"),
            format!("die Welle `{name}` hat keinen Anschluss der Auswahl"),
        );
        let todo = Words::new(
            "compare departments and extensions of the wave with `deskshift plan`",
            "Ämter und Nebenstellen der Welle mit `deskshift plan` vergleichen",
        );
        return Err(fail(codes::NOTHING_SELECTED.finding(None, what).todo(todo), ExitStatus::NothingSelected));
    }
    Ok(chosen)
}
