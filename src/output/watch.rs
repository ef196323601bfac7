//! One look of `deskshift watch`: a screen for people, a line of JSON for programs.

use std::fmt::Write as _;

use serde::Serialize;

use super::validate_run::moment;
use crate::diag::Lang;
use crate::domain::Place;
use crate::watch::board::{Board, LineNow, Remark, Seen};

/// Lines of one kind that find room on the screen.
const SHOWN: usize = 15;

/// What one look was made from.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Look<'a> {
    /// Seconds since 1970.
    pub at: u64,
    /// `AMI pbx.example:5038`, `SIP`
    pub source: &'a str,
    #[serde(flatten)]
    pub board: &'a Board,
}

/// One line of JSON.
#[must_use]
pub fn json(look: &Look<'_>) -> String {
    serde_json::to_string(look).expect("a board has text keys and whole numbers only") + "\n"
}

/// Counts, caps, then whoever is not where the roster has them.
#[must_use]
pub fn screen(look: &Look<'_>, lang: Lang) -> String {
    let t = |en: &'static str, de: &'static str| match lang {
        Lang::En => en,
        Lang::De => de,
    };
    let Board { day, rostered, counts, caps, lines } = look.board;
    let mut text = format!("{}  {}  {day}\n\n", moment(look.at), look.source);
    let _ = match lang {
        Lang::En => writeln!(
            text,
            "{} of {} lines registered: {} desk phone only, {} desk phone and softphone, {} softphone only, {} not to be told",
            counts.registered, counts.lines, counts.desk_only, counts.both, counts.soft_only, counts.unknown
        ),
        Lang::De => writeln!(
            text,
            "{} von {} Anschlüssen angemeldet: {} nur Tischtelefon, {} beides, {} nur Softphone, {} unklar",
            counts.registered, counts.lines, counts.desk_only, counts.both, counts.soft_only, counts.unknown
        ),
    };
    if *rostered {
        let _ = match lang {
            Lang::En => {
                writeln!(text, "{} of {} people at home today are registered", counts.home_registered, counts.home_planned)
            }
            Lang::De => writeln!(
                text,
                "{} von {} Personen, die heute zu Hause sind, sind angemeldet",
                counts.home_registered, counts.home_planned
            ),
        };
    } else {
        text += t("the roster does not have this day\n", "der Dienstplan kennt diesen Tag nicht\n");
    }
    for cap in caps {
        let bar = bar(cap.used, cap.per_day as usize);
        let over = if cap.used > cap.per_day as usize { t("  OVER", "  ÜBER") } else { "" };
        let _ = writeln!(
            text,
            "{:<12} {bar} {} {} {}, {} {}{over}",
            cap.name,
            cap.used,
            t("of", "von"),
            cap.per_day,
            cap.planned,
            t("planned", "geplant")
        );
    }
    if counts.not_in_plan > 0 {
        let _ = writeln!(
            text,
            "{} {}",
            counts.not_in_plan,
            t("registered that the plan does not know", "angemeldet, die der Plan nicht kennt")
        );
    }
    let mut list = |title: &str, remark: Remark| {
        let found: Vec<&LineNow> = lines.iter().filter(|line| line.remark == remark).collect();
        if found.is_empty() {
            return;
        }
        let _ = writeln!(text, "\n{title} ({})", found.len());
        for line in found.iter().take(SHOWN) {
            text += &row(line, lang);
        }
        if found.len() > SHOWN {
            let _ = writeln!(text, "  … {} {}", found.len() - SHOWN, t("more", "weitere"));
        }
    };
    list(t("At home today, softphone not registered", "Heute zu Hause, Softphone nicht angemeldet"), Remark::Missing);
    list(t("In the office today, registered from outside", "Heute im Büro, von außen angemeldet"), Remark::Elsewhere);
    list(t("Nothing registered", "Nichts angemeldet"), Remark::Nothing);
    text
}

/// `  2003  Huber, Max        Bauamt        Snom D345 10.1.2.3:5060`
fn row(line: &LineNow, lang: Lang) -> String {
    let devices: Vec<String> = line.devices.iter().map(shown).collect();
    let place = match (line.place, lang) {
        (Some(Place::Off), Lang::En) => "off today",
        (Some(Place::Off), Lang::De) => "heute frei",
        _ => "",
    };
    let row = format!(
        "  {:<6} {:<26} {:<20} {}{place}",
        line.extension.as_str(),
        cut(&line.name, 26),
        cut(line.department.as_deref().unwrap_or_default(), 20),
        devices.join(", ")
    );
    let row: String = row.chars().map(|c| if c.is_control() { ' ' } else { c }).take(100).collect();
    row.trim_end().to_owned() + "\n"
}

fn shown(device: &Seen) -> String {
    let from = device.from.as_deref().unwrap_or_default();
    format!("{} {from}", device.name).trim().to_owned()
}

fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width { text.to_owned() } else { text.chars().take(width - 1).chain(['…']).collect() }
}

/// `[######....]`
fn bar(used: usize, most: usize) -> String {
    const WIDTH: usize = 20;
    let full = if most == 0 { WIDTH } else { (used * WIDTH).div_ceil(most).min(WIDTH) };
    format!("[{}{}]", "#".repeat(full), ".".repeat(WIDTH - full))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::devices::{Kind, Stage};
    use crate::watch::board::{CapUse, Counts};

    fn board() -> Board {
        let device = Seen {
            kind: Kind::Desk,
            name: "Snom D345".to_owned(),
            from: Some("10.1.2.3:5060".to_owned()),
            outside: Some(false),
            expires_s: Some(60),
            status: None,
        };
        let line = |number: &str, remark, devices: Vec<Seen>| LineNow {
            line: number.parse().unwrap(),
            extension: number.parse().unwrap(),
            name: "Huber,\u{1b} Max".to_owned(),
            department: Some("Bauamt".to_owned()),
            place: Some(Place::Home),
            stage: Stage::DeskOnly,
            remark,
            devices,
        };
        let mut lines = vec![line("2001", Remark::Missing, vec![device])];
        lines.extend((2100..2120).map(|n| line(&n.to_string(), Remark::Nothing, Vec::new())));
        Board {
            day: jiff::civil::date(2027, 3, 1),
            rostered: true,
            counts: Counts {
                lines: 21,
                registered: 1,
                desk_only: 1,
                nothing: 20,
                home_planned: 4,
                missing: 1,
                ..Counts::default()
            },
            caps: vec![CapUse { name: "vpn".to_owned(), per_day: 10, planned: 4, used: 5 }],
            lines,
        }
    }

    #[test]
    fn the_screen_says_who_is_missing_and_how_much_of_a_cap_is_used() {
        let board = board();
        let look = Look { at: 1_800_000_000, source: "AMI pbx.example:5038", board: &board };
        let text = screen(&look, Lang::En);
        for part in [
            "1 of 21 lines registered: 1 desk phone only",
            "0 of 4 people at home today are registered",
            "vpn          [##########..........] 5 of 10, 4 planned",
            "At home today, softphone not registered (1)\n  2001   Huber,  Max",
            "Snom D345 10.1.2.3:5060\n",
            "Nothing registered (20)\n",
            "  … 5 more\n",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert!(text.lines().all(|line| line.chars().count() <= 110) && !text.contains('\u{1b}'));
        assert!(screen(&look, Lang::De).contains("Heute zu Hause, Softphone nicht angemeldet (1)"));
        let line = json(&look);
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!((line.matches('\n').count(), &value["counts"]["missing"]), (1, &serde_json::Value::from(1)));
    }
}
