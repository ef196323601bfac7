//! What the human form of `validate` tells beside the verdicts: certificates, and what changed since the run before.

use super::validate::{some_of, wrap};
use super::validate_run::{Run, day, moment};
use crate::diag::Lang;
use crate::probe::compare::Change;
use crate::probe::devices::Stage;

/// What stands at which stage, in the words of people.
#[must_use]
pub(super) fn stage_word(stage: Stage, lang: Lang) -> &'static str {
    match (stage, lang) {
        (Stage::Nothing, Lang::En) => "nothing registered",
        (Stage::Nothing, Lang::De) => "nichts angemeldet",
        (Stage::DeskOnly, Lang::En) => "desk phone still there, softphone not yet",
        (Stage::DeskOnly, Lang::De) => "Tischtelefon noch da, Softphone noch nicht",
        (Stage::Both, Lang::En) => "desk phone and softphone",
        (Stage::Both, Lang::De) => "Tischtelefon und Softphone",
        (Stage::SoftOnly, Lang::En) => "softphone only",
        (Stage::SoftOnly, Lang::De) => "nur Softphone",
        (Stage::Unknown, Lang::En) => "devices that cannot be told apart",
        (Stage::Unknown, Lang::De) => "Geräte, die sich nicht unterscheiden lassen",
    }
}

/// One line: how many lines have what registered; none where nothing is.
pub(super) fn stages(run: &Run<'_>, lang: Lang) -> String {
    let stages = run.stages();
    if stages.keys().all(|stage| *stage == Stage::Nothing) {
        return String::new();
    }
    let parts: Vec<String> = stages.iter().map(|(stage, count)| format!("{} {count}", stage_word(*stage, lang))).collect();
    let mut text = String::from("\n");
    let head = match lang {
        Lang::En => "registered now, by line: ",
        Lang::De => "jetzt angemeldet, nach Anschlüssen: ",
    };
    wrap(&mut text, head, "  ", &parts.join("; "));
    text
}

/// A line for each way over TLS, and what is wrong.
pub(super) fn certificates(run: &Run<'_>, lang: Lang) -> String {
    let mut text = String::new();
    let now = i64::try_from(run.ended()).unwrap_or(i64::MAX);
    for (way, tls) in run.ways.iter().filter_map(|way| Some((way, way.tls.as_ref()?))) {
        let Some(own) = tls.chain.first() else { continue };
        let names = if own.names.is_empty() { own.subject.clone() } else { own.names.join(", ") };
        let (until, others) = (day(own.not_after), tls.chain.len() - 1);
        let soon = tls.ends_soon(now);
        let words = match lang {
            Lang::En => format!(
                "certificate of {}: `{names}`, by {}, until {until}{}, {others} more in the chain. {}",
                way.way,
                if own.self_issued { "itself" } else { &own.issuer },
                if soon { " (RENEW)" } else { "" },
                tls.phones.get(lang)
            ),
            Lang::De => format!(
                "Zertifikat von {}: `{names}`, von {}, bis {until}{}, {others} weitere in der Kette. {}",
                way.way,
                if own.self_issued { "sich selbst" } else { &own.issuer },
                if soon { " (ERNEUERN)" } else { "" },
                tls.phones.get(lang)
            ),
        };
        wrap(&mut text, "", "  ", &words);
        for fault in &tls.faults {
            wrap(&mut text, "  - ", "    ", fault.get(lang));
        }
    }
    if text.is_empty() { text } else { format!("\n{text}") }
}

/// Counts, and the numbers of what is otherwise.
pub(super) fn changes(run: &Run<'_>, lang: Lang) -> String {
    let Some(found) = run.compared else { return String::new() };
    let mut text = String::from("\n");
    let at = found.at.map(|at| format!(", {}", moment(at))).unwrap_or_default();
    let (repaired, broken, unchanged) = (found.repaired.len(), found.newly_broken.len(), found.unchanged);
    let still = found.still_failed;
    let head = match lang {
        Lang::En => format!(
            "since `{}`{at}: {repaired} repaired, {broken} newly broken, {unchanged} unchanged ({still} still failed)",
            found.with
        ),
        Lang::De => format!(
            "seit `{}`{at}: {repaired} behoben, {broken} neu gestört, {unchanged} unverändert ({still} weiter gescheitert)",
            found.with
        ),
    };
    wrap(&mut text, "", "  ", &head);
    let words = |en: &'static str, de: &'static str| match lang {
        Lang::En => en,
        Lang::De => de,
    };
    listed(&mut text, words("repaired", "behoben"), &found.repaired, lang);
    listed(&mut text, words("newly broken", "neu gestört"), &found.newly_broken, lang);
    listed(&mut text, words("failed for another reason", "aus anderem Grund gescheitert"), &found.other_cause, lang);
    listed(&mut text, words("no longer decided", "nicht mehr entschieden"), &found.no_longer_decided, lang);
    for (count, what) in [
        (found.first_verdict, words("with a first verdict", "mit erstem Urteil")),
        (found.not_asked_now, words("not asked now", "diesmal nicht gefragt")),
        (
            found.not_so_far,
            words(
                "failed then at a level that was not asked now",
                "damals auf einer Stufe gescheitert, die diesmal nicht gefragt wurde",
            ),
        ),
    ] {
        if count > 0 {
            wrap(&mut text, "  ", "  ", &format!("{count} {what}"));
        }
    }
    text
}

fn listed(text: &mut String, what: &str, changes: &[Change], lang: Lang) {
    if !changes.is_empty() {
        let numbers: Vec<&str> = changes.iter().map(|change| change.extension.as_str()).collect();
        wrap(text, &format!("  {what}: "), "    ", &some_of(&numbers, lang));
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::super::validate::{human_run, tests::report};
    use super::*;
    use crate::diag::Words;
    use crate::probe::compare::{Earlier, compare};
    use crate::probe::report::Outcome;
    use crate::probe::ways::{CertificateText, TlsFacts, WayFacts};

    #[test]
    fn changes_and_certificates_stand_after_the_verdicts() {
        let (report, plan) = (report(), sample::plan());
        let mut before = report.clone();
        before.verdicts[1].outcome = Outcome::Failed;
        before.verdicts[4].outcome = Outcome::Ready;
        let found = compare(&report, &Earlier::of_report(&before), "out/report.json");
        let own = CertificateText {
            subject: "pbx.example".to_owned(),
            issuer: "Town CA".to_owned(),
            not_before: 1_700_000_000,
            not_after: 1_800_500_000,
            names: vec!["pbx.example".to_owned()],
            self_issued: false,
        };
        let tls = TlsFacts {
            asked_for: "pbx.example".to_owned(),
            chain: vec![own],
            accepted: false,
            pinned: false,
            by_common_name: false,
            faults: vec![Words::new("it has ended", "es ist abgelaufen")],
            phones: Words::new("phones refuse it", "Telefone lehnen es ab"),
        };
        let ways = [WayFacts {
            way: "pbx.example:5061/tls".to_owned(),
            remote: None,
            clock_difference_s: None,
            seen_as: None,
            tls: Some(tls),
        }];
        let mut run = sample::run(&report, &plan);
        (run.compared, run.ways) = (Some(&found), &ways);
        let text = human_run(&run, Lang::En, false);
        let expected = "
certificate of pbx.example:5061/tls: `pbx.example`, by Town CA, until 2027-01-21 (RENEW), 0 more in
  the chain. phones refuse it
  - it has ended

since `out/report.json`: 1 repaired, 1 newly broken, 5 unchanged (2 still failed)
  repaired: 2001
  newly broken: 2004
";
        assert!(text.ends_with(expected), "{text}");
        let german = human_run(&run, Lang::De, false);
        assert!(german.contains("1 behoben, 1 neu gestört") && german.contains("(ERNEUERN)"), "{german}");
    }
}
