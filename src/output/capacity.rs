//! What `deskshift capacity` says, in two languages.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;

use super::{counted, in_words};
use crate::capacity::agents::{Hotline, Service};
use crate::capacity::bandwidth::{self, Codec, PACKETS_PER_S, Wrapping};
use crate::capacity::rollout::{Rollout, Step};
use crate::capacity::trunks;
use crate::diag::{Lang, Words};

/// A number with so many decimals, as it is written in the language.
fn decimal(value: f64, decimals: usize, lang: Lang) -> String {
    in_words(&format!("{value:.decimals$}"), lang)
}

fn percent(part: f64, lang: Lang) -> String {
    let value = 100.0 * part;
    // Small parts are what is asked for: they keep two figures that count.
    let decimals = if value >= 10.0 {
        1
    } else if value >= 0.1 {
        2
    } else {
        3
    };
    format!("{} %", decimal(value, decimals, lang))
}

fn people(n: u32, lang: Lang) -> String {
    match lang {
        Lang::En => counted(n as usize, "person", "people"),
        Lang::De => counted(n as usize, "Person", "Personen"),
    }
}

fn channels(n: u32, lang: Lang) -> String {
    match lang {
        Lang::En => counted(n as usize, "channel", "channels"),
        Lang::De => counted(n as usize, "Kanal", "Kanäle"),
    }
}

/// `whence`: where the number of people comes from, if not from the command line.
#[must_use]
pub fn trunks(answer: &trunks::Answer, whence: Option<&Words>, lang: Lang) -> String {
    let load = decimal(answer.load_erlang, 1, lang);
    let who = people(answer.people, lang);
    let whence = whence.map(|words| format!(" ({})", words.get(lang))).unwrap_or_default();
    let mut text = match (lang, answer.forwarded) {
        (Lang::En, 0) => format!("{who}{whence}: {load} E in the busy hour\n"),
        (Lang::De, 0) => format!("{who}{whence}: {load} E in der Hauptverkehrsstunde\n"),
        (Lang::En, n) => {
            format!("{who}{whence}, {n} of them sent on to a private number (two channels a call): {load} E in the busy hour\n")
        }
        (Lang::De, n) => {
            format!(
                "{who}{whence}, davon {n} an eine private Nummer weitergeleitet (zwei Kanäle je Anruf): {load} E in der Hauptverkehrsstunde\n"
            )
        }
    };
    for choice in [answer.needed, answer.better] {
        let (n, part) = (channels(choice.channels, lang), percent(choice.blocked, lang));
        let _ = match lang {
            Lang::En => writeln!(text, "  {n}: {part} of the calls find all busy"),
            Lang::De => writeln!(text, "  {n}: {part} der Anrufe finden alle belegt"),
        };
    }
    if let Some(there) = &answer.there {
        let (n, part, served) = (channels(there.channels, lang), percent(there.blocked, lang), people(there.people, lang));
        let _ = match lang {
            Lang::En => writeln!(text, "there: {n}: {part} of the calls find all busy; enough for {served}"),
            Lang::De => writeln!(text, "vorhanden: {n}: {part} der Anrufe finden alle belegt; genug für {served}"),
        };
    }
    text
}

/// `rostered`: how many have to be on the roster that so many agents are there, where it was asked for.
#[must_use]
pub fn agents(hotline: &Hotline, services: &[(Service, u32)], lang: Lang) -> String {
    let load = decimal(hotline.load(), 1, lang);
    let (within, share) = (decimal(hotline.within_s, 0, lang), percent(hotline.share, lang));
    let mut text = match lang {
        Lang::En => format!("load {load} E; wanted: {share} of the calls answered within {within} s\n"),
        Lang::De => format!("Last {load} E; verlangt: {share} der Anrufe angenommen innerhalb von {within} s\n"),
    };
    text += match lang {
        Lang::En => "agents  on the roster  answered in time  mean wait  busy\n",
        Lang::De => "Agenten  im Dienstplan  rechtzeitig  mittlere Wartezeit  belegt\n",
    };
    for (service, rostered) in services {
        let wait = match (service.mean_wait_s, lang) {
            (Some(s), _) => format!("{} s", decimal(s, 1, lang)),
            (None, Lang::En) => "grows".to_owned(),
            (None, Lang::De) => "wächst".to_owned(),
        };
        let (level, busy) = (percent(service.level, lang), percent(service.occupancy, lang));
        let n = service.agents;
        let _ = match lang {
            Lang::En => writeln!(text, "{n:>6}  {rostered:>13}  {level:>16}  {wait:>9}  {busy:>6}"),
            Lang::De => writeln!(text, "{n:>7}  {rostered:>13}  {level:>11}  {wait:>18}  {busy:>6}"),
        };
    }
    text
}

/// For so many calls at a time; in each direction.
#[must_use]
pub fn bandwidth(calls: u32, around: Wrapping, lang: Lang) -> String {
    let packets = 2 * u64::from(PACKETS_PER_S) * u64::from(calls);
    let mut text = match lang {
        Lang::En => format!(
            "{}, both directions together {packets} packets/s\n",
            counted(calls as usize, "call at a time", "calls at a time")
        ),
        Lang::De => format!(
            "{}, beide Richtungen zusammen {packets} Pakete/s\n",
            counted(calls as usize, "Gespräch zugleich", "Gespräche zugleich")
        ),
    };
    let heads = match lang {
        Lang::En => ("codec", "kbit/s a call", "Mbit/s in all", "each way"),
        Lang::De => ("Codec", "kbit/s je Gespräch", "Mbit/s insgesamt", "je Richtung"),
    };
    let _ = writeln!(text, "{:<14}  {:>18}  {:>16}  ({})", heads.0, heads.1, heads.2, heads.3);
    for codec in Codec::ALL {
        let one = bandwidth::kbit_per_s(codec, around);
        let all = decimal(one * f64::from(calls) / 1000.0, 2, lang);
        let _ = writeln!(text, "{:<14}  {:>18}  {all:>16}", codec.name(), decimal(one, 1, lang));
    }
    text
}

/// What is needed, and what the servers that there are serve.
#[must_use]
pub fn servers(needed: u32, of: u32, per_server: u32, there: Option<(u32, u32)>, whence: Option<&Words>, lang: Lang) -> String {
    let who = people(of, lang);
    let whence = whence.map(|words| format!(" ({})", words.get(lang))).unwrap_or_default();
    let mut text = match lang {
        Lang::En => {
            format!("{who} at a time{whence}, {per_server} on a server: {}\n", counted(needed as usize, "server", "servers"))
        }
        Lang::De => format!("{who} zugleich{whence}, {per_server} je Server: {}\n", counted(needed as usize, "Server", "Server")),
    };
    if let Some((servers, served)) = there {
        let served = people(served, lang);
        let _ = match lang {
            Lang::En => writeln!(text, "there: {}: enough for {served}", counted(servers as usize, "server", "servers")),
            Lang::De => writeln!(text, "vorhanden: {}: genug für {served}", counted(servers as usize, "Server", "Server")),
        };
    }
    text
}

/// As `deskshift.yaml` has it.
fn key(rollout: &Rollout, from: Date) -> String {
    let mut by_day = BTreeMap::<Date, u64>::new();
    for (day, devices) in &rollout.deliveries {
        // What came before the count is there, and waits.
        *by_day.entry((*day).max(from)).or_default() += u64::from(*devices);
    }
    let days: Vec<String> = by_day.iter().map(|(day, devices)| format!("{day}: {devices}")).collect();
    let mut parts = vec![format!("from: {from}"), format!("ready: {}", rollout.ready)];
    if rollout.waiting > 0 {
        parts.push(format!("waiting: {}", rollout.waiting));
    }
    if !days.is_empty() {
        parts.push(format!("deliveries: {{{}}}", days.join(", ")));
    }
    if rollout.faulty_per_mille > 0 {
        parts.push(format!("faulty: {}", f64::from(rollout.faulty_per_mille) / 1000.0));
    }
    parts.push(format!("per_day: {}", rollout.per_day));
    format!("rollout: {{{}}}", parts.join(", "))
}

/// The steps, the day on which enough are ready, and what to write for the roster: these numbers, or what they come from.
#[must_use]
pub fn rollout(rollout: &Rollout, steps: &[Step], needed: Option<(u32, Option<Date>)>, lang: Lang) -> String {
    let mut text = match lang {
        Lang::En => "from        ready\n".to_owned(),
        Lang::De => "ab          einsatzbereit\n".to_owned(),
    };
    for step in steps {
        let _ = writeln!(text, "{}  {:>5}", step.day, step.ready);
    }
    let (is, ist) = if needed.is_some_and(|(n, _)| n == 1) { ("is", "ist") } else { ("are", "sind") };
    let _ = match (needed, lang) {
        (Some((n, Some(day))), Lang::En) => writeln!(text, "{n} {is} ready from {day}"),
        (Some((n, Some(day))), Lang::De) => writeln!(text, "{n} {ist} ab {day} einsatzbereit"),
        (Some((n, None)), Lang::En) => writeln!(text, "{n} {is} not ready in this time"),
        (Some((n, None)), Lang::De) => writeln!(text, "{n} {ist} in dieser Zeit nicht einsatzbereit"),
        (None, _) => Ok(()),
    };
    if let [first, later @ ..] = steps {
        let later: String = later.iter().map(|step| format!(", {}: {}", step.day, step.ready)).collect();
        let head = match lang {
            Lang::En => "for the roster, below `roster.resources` in `deskshift.yaml`:",
            Lang::De => "für den Dienstplan, unter `roster.resources` in `deskshift.yaml`:",
        };
        let _ = writeln!(text, "{head}\n  notebooks: {{cap: {{default: {}{later}}}, users: without-own-notebook}}", first.ready);
        let or = match lang {
            Lang::En => "or what comes when, so that a late delivery is one changed date:",
            Lang::De => "oder was wann kommt, damit eine späte Lieferung ein geändertes Datum ist:",
        };
        let _ = writeln!(text, "{or}\n  notebooks: {{cap: {{{}}}, users: without-own-notebook}}", key(rollout, first.day));
    }
    text
}
