//! What the security team gets before a run: who tests what, from where, when, and how many failed logins there will be at most.

use std::fmt::Write as _;
use std::net::IpAddr;

use super::validate::{Forecast, duration, rounded};
use crate::diag::Lang;
use crate::policy::site::Site;
use crate::probe::report::Level;

/// One registrar that will be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// `pbx.example:5061/tls`
    pub way: String,
    pub lines: usize,
    /// Our address on the way there, where it is known.
    pub from: Option<IpAddr>,
}

/// Everything the notice says beside what the site file does.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice<'a> {
    pub site: &'a Site,
    pub level: Level,
    pub forecast: Forecast,
    pub targets: &'a [Target],
    pub computer: &'a str,
    /// Source port over UDP.
    pub udp_port: u16,
    pub user_agent: &'a str,
    /// As the admin wrote it.
    pub start: Option<jiff::civil::DateTime>,
    /// Requests that a line costs.
    pub requests_per_line: f64,
}

/// Plain text, at most 100 columns where names allow.
#[must_use]
pub fn text(notice: &Notice<'_>, lang: Lang) -> String {
    let t = |en: &'static str, de: &'static str| match lang {
        Lang::En => en,
        Lang::De => de,
    };
    let mut out = String::new();
    let mut row = |label: &str, value: &str| {
        let mut label = label;
        for line in value.lines() {
            let _ = writeln!(out, "{label:<20} {line}");
            label = "";
        }
    };
    let Forecast { lines, lines_per_s, takes, hits, predicted } = notice.forecast;
    row(
        t("Notice", "Ankündigung"),
        t("test of SIP logins on the telephone system", "Prüfung von SIP-Anmeldungen an der Telefonanlage"),
    );
    row(t("Site", "Standort"), &notice.site.name);
    let letters = &notice.site.letters;
    let contact: Vec<&str> =
        [&letters.sender, &letters.hotline, &letters.mail].into_iter().flatten().map(String::as_str).collect();
    if !contact.is_empty() {
        row(t("Contact", "Ansprechstelle"), &contact.join(", "));
    }
    row(t("What", "Was"), &what(notice.level, lang));
    row(
        t("When", "Wann"),
        &match (notice.start, lang) {
            (Some(start), Lang::En) => {
                format!("from {} {} (local time), for about {}", start.date(), short(start), duration(takes))
            }
            (Some(start), Lang::De) => format!("ab {} {} Uhr (Ortszeit), etwa {}", german(start), short(start), duration(takes)),
            (None, Lang::En) => format!("for about {}; the start is announced by the contact", duration(takes)),
            (None, Lang::De) => format!("etwa {}; den Beginn nennt die Ansprechstelle", duration(takes)),
        },
    );
    let mut from: Vec<String> = notice.targets.iter().filter_map(|target| target.from).map(|ip| ip.to_string()).collect();
    from.sort();
    from.dedup();
    let from = if from.is_empty() { t("(not known yet)", "(noch nicht bekannt)").to_owned() } else { from.join(", ") };
    row(
        t("From", "Von"),
        &match lang {
            Lang::En => {
                format!("{from}, computer `{}`, over UDP from port {} where it is free", notice.computer, notice.udp_port)
            }
            Lang::De => format!("{from}, Rechner `{}`, über UDP von Port {}, soweit frei", notice.computer, notice.udp_port),
        },
    );
    let targets: Vec<String> = notice
        .targets
        .iter()
        .map(|target| match lang {
            Lang::En => format!("{}: {}", target.way, super::counted(target.lines, "line", "lines")),
            Lang::De => format!("{}: {}", target.way, super::counted(target.lines, "Anschluss", "Anschlüsse")),
        })
        .collect();
    row(t("To", "An"), &targets.join("\n"));
    row("User-Agent", notice.user_agent);
    let requests = (lines as f64 * notice.requests_per_line).ceil() as u64;
    let rate = match (lines_per_s, lang) {
        (Some((_, rate)), Lang::En) => format!("at most {} lines a second, about {requests} requests", rounded(rate)),
        (Some((_, rate)), Lang::De) => format!("höchstens {} Anschlüsse je Sekunde, etwa {requests} Anfragen", rounded(rate)),
        (None, Lang::En) => format!("about {requests} requests"),
        (None, Lang::De) => format!("etwa {requests} Anfragen"),
    };
    row(t("Load", "Last"), &rate);
    row(
        t("Failed logins", "Fehlanmeldungen"),
        &match lang {
            Lang::En => format!(
                "at most {hits} hits in the PBX's ban log within ten minutes; the run stops before it causes more.\n\
                 {predicted} of {} will fail, by what the PBX's files say; those are asked last, or not at all.",
                super::counted(lines, "line", "lines")
            ),
            Lang::De => format!(
                "höchstens {hits} Treffer im Sperrprotokoll der Anlage binnen zehn Minuten; der Lauf hält vorher an.\n\
                 {predicted} von {} werden laut den Dateien der Anlage scheitern; die werden zuletzt gefragt oder gar nicht.",
                super::counted(lines, "Anschluss", "Anschlüssen")
            ),
        },
    );
    row(
        t("Please", "Bitte"),
        t(
            "do not block this address during that time, and tell the contact if an alarm goes off all the same.",
            "diese Adresse in der Zeit nicht sperren und der Ansprechstelle sagen, wenn doch ein Alarm auslöst.",
        ),
    );
    out
}

fn what(level: Level, lang: Lang) -> String {
    if level == Level::Noop {
        return match lang {
            Lang::En => "deskshift validate, level noop: REGISTER without Contact (RFC 3261, 10.2.3), then one with a Contact\nthat expires at once. Registers nothing, throws nobody out.",
            Lang::De => "deskshift validate, Stufe noop: REGISTER ohne Contact (RFC 3261, 10.2.3), dann eines mit einem Contact,\nder sofort verfällt. Meldet nichts an, wirft niemanden hinaus.",
        }
        .to_owned();
    }
    if level == Level::Call {
        return match lang {
            Lang::En => "deskshift validate, level call: registers each line for a moment and lets the lines call each other through the\nPBX, or its echo; then removes exactly these registrations. No emergency or service number is dialled.",
            Lang::De => "deskshift validate, Stufe call: meldet jeden Anschluss kurz an und lässt die Anschlüsse einander über die Anlage\nanrufen, oder ihr Echo; danach werden genau diese Anmeldungen entfernt. Keine Notruf- oder Servicenummer wird gewählt.",
        }
        .to_owned();
    }
    let deep = level != Level::Fetch;
    let level = level.as_str();
    match (deep, lang) {
        (false, Lang::En) => {
            format!(
                "deskshift validate, level {level}: REGISTER without Contact (RFC 3261, 10.2.3).\nProves each login, registers nothing, throws nobody out."
            )
        }
        (false, Lang::De) => {
            format!(
                "deskshift validate, Stufe {level}: REGISTER ohne Contact (RFC 3261, 10.2.3).\nPrüft jede Anmeldung, meldet nichts an, wirft niemanden hinaus."
            )
        }
        (true, Lang::En) => {
            format!(
                "deskshift validate, level {level}: registers each line for a moment where a slot is free,\nand removes exactly that registration."
            )
        }
        (true, Lang::De) => {
            format!(
                "deskshift validate, Stufe {level}: meldet jeden Anschluss kurz an, wo ein Platz frei ist,\nund entfernt genau diese Anmeldung wieder."
            )
        }
    }
}

fn short(at: jiff::civil::DateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

fn german(at: jiff::civil::DateTime) -> String {
    format!("{:02}.{:02}.{}", at.day(), at.month(), at.year())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::output::sample;

    #[test]
    fn says_who_what_from_where_when_and_how_many_failures() {
        let mut site = sample::documents().documents.site;
        site.letters.hotline = Some("0861 99998-199".to_owned());
        let targets = [Target { way: "192.0.2.1:5061/tls".to_owned(), lines: 640, from: Some("198.51.100.7".parse().unwrap()) }];
        let notice = Notice {
            site: &site,
            level: Level::Fetch,
            forecast: Forecast {
                lines: 640,
                lines_per_s: Some((2.0, 2.0)),
                takes: Duration::from_secs(320),
                hits: 3,
                predicted: 12,
            },
            targets: &targets,
            computer: "admin-pc",
            udp_port: 24_123,
            user_agent: "deskshift/0.1.0",
            start: Some(jiff::civil::date(2027, 3, 1).at(22, 0, 0, 0)),
            requests_per_line: 2.0,
        };
        let english = text(&notice, Lang::En);
        for part in [
            "Landratsamt <Süd>",
            "0861 99998-199",
            "from 2027-03-01 22:00 (local time), for about 5 min 20 s",
            "198.51.100.7, computer `admin-pc`, over UDP from port 24123",
            "192.0.2.1:5061/tls: 640 lines",
            "deskshift/0.1.0",
            "at most 2 lines a second, about 1280 requests",
            "at most 3 hits",
            "12 of 640 lines will fail",
        ] {
            assert!(english.contains(part), "{part}\n{english}");
        }
        let german = text(&notice, Lang::De);
        assert!(german.contains("ab 01.03.2027 22:00 Uhr (Ortszeit), etwa 5 min 20 s") && german.contains("höchstens 3 Treffer"));
        assert!(!german.contains(" lines"), "{german}");
    }
}
