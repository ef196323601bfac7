//! Clashes in words, with what would be enough.

use std::cmp::Ordering;

use super::super::model::{RuleKind, RuleName};
use super::super::problem::{Problem, Rule, Why};
use super::super::{codes, wording};
use super::count::DayCount;
use super::fixed::FixedClash;
use super::run::Explanation;
use super::system::Item;
use crate::diag::{Finding, Place, Words, counted};

const SITE_FILE: &str = "deskshift.yaml";

/// Names listed before "and n more".
const LISTED: usize = 6;

fn site() -> Option<Place> {
    Some(Place::file(SITE_FILE))
}

fn day(problem: &Problem, day: usize) -> Words {
    wording::day(problem.dates[day])
}

fn list(names: &[String], and: &str, others: &str) -> String {
    let shown: Vec<&str> = names.iter().take(LISTED).map(String::as_str).collect();
    let more = names.len().saturating_sub(LISTED);
    if more == 0 { shown.join(", ") } else { format!("{} {and} {more} {others}", shown.join(", ")) }
}

fn list_words(names: &[Words]) -> Words {
    let en: Vec<String> = names.iter().map(|w| w.en.to_string()).collect();
    let de: Vec<String> = names.iter().map(|w| w.de.to_string()).collect();
    Words::new(list(&en, "and", "more"), list(&de, "und", "weitere"))
}

/// `Muster, Erika (softphone not ready)`
fn who(problem: &Problem, person: u32) -> Words {
    let who = &problem.people[person as usize];
    if let (Why::Individual, Some(Some(cohort))) = (who.why, problem.cohorts.get(person as usize)) {
        let name = &who.name;
        return Words::new(format!("{name} (turn of cohort `{cohort}`)"), format!("{name} (Block der Kohorte `{cohort}`)"));
    }
    let (en, de) = match who.why {
        Why::Free => return Words::new(who.name.clone(), who.name.clone()),
        Why::Unsuitable => ("never at home", "nie zu Hause"),
        Why::NotReady => ("softphone not ready", "Softphone nicht bereit"),
        Why::Always => ("always at home", "immer zu Hause"),
        Why::Individual => ("fixed day", "fester Tag"),
    };
    Words::new(format!("{} ({en})", who.name), format!("{} ({de})", who.name))
}

fn people_en(n: usize) -> String {
    counted(n, "person", "people")
}

fn people_de(n: usize) -> String {
    counted(n, "Person", "Personen")
}

/// What a group may ask for at the most. Asking for nobody is no minimum, and the site file takes none of 0.
fn minimum(kind: RuleKind, most: usize) -> Words {
    let key = if kind == RuleKind::OnSite { "on_site_min" } else { "reachable_min" };
    match most {
        0 => Words::new(format!("no minimum (remove `{key}`)"), format!("kein Minimum (`{key}` streichen)")),
        most => Words::new(format!("a minimum of {most}"), format!("ein Minimum von {most}")),
    }
}

/// `; the same in 3 more weeks`
pub(super) fn more_weeks(n: usize) -> Words {
    match n {
        0 => Words::new("", ""),
        1 => Words::new("; the same in one more week", "; ebenso in einer weiteren Woche"),
        n => Words::new(format!("; the same in {n} more weeks"), format!("; ebenso in {n} weiteren Wochen")),
    }
}

/// `; 3 more days are like that`
fn more_days(n: usize) -> Words {
    match n {
        0 => Words::new("", ""),
        1 => Words::new("; one more day is like that", "; ein weiterer Tag ist auch so"),
        n => Words::new(format!("; {n} more days are like that"), format!("; {n} weitere Tage sind auch so")),
    }
}

pub(super) fn fixed_clash(problem: &Problem, clash: &FixedClash, more: usize, core: Vec<Vec<Item>>) -> Explanation {
    let &FixedClash { rule, day: at, over, ref pushing } = clash;
    let name = problem.rules[rule].name.words();
    let stated = problem.rules[rule].stated_on(at);
    let when = day(problem, at);
    let n = pushing.len();
    // Who takes two is what makes few people too many.
    let twice: usize = pushing.iter().filter(|&&p| problem.sign(p as usize, rule) > 1).count();
    let enough = n + twice;
    let twice = match twice {
        0 => Words::new("", ""),
        1 => Words::new(" (1 of them takes two)", " (1 davon braucht zwei)"),
        m => Words::new(format!(" ({m} of them take two)"), format!(" ({m} davon brauchen zwei)")),
    };
    let people = list_words(&pushing.iter().map(|&p| who(problem, p)).collect::<Vec<_>>());
    let (what, todo) = match problem.rules[rule].name.kind {
        RuleKind::Room => (
            Words::new(
                format!("{}: {} admits {stated}, but {} must be in the office: {}", when.en, name.en, people_en(n), people.en),
                format!(
                    "{}: {} lässt {stated} zu, aber {} {} ins Büro: {}",
                    when.de,
                    name.de,
                    people_de(n),
                    if n == 1 { "muss" } else { "müssen" },
                    people.de
                ),
            ),
            if n == 1 {
                Words::new(
                    "a seat in the room, another room, or a softphone that works",
                    "ein Platz im Raum, ein anderer Raum oder ein Softphone, das geht",
                )
            } else {
                Words::new(
                    format!(
                        "{} in the room, another room for {} of them, or a softphone that works",
                        counted(over, "more seat", "more seats"),
                        if over == 1 { "one".to_owned() } else { over.to_string() }
                    ),
                    format!(
                        "{} mehr im Raum, ein anderer Raum für {} von ihnen oder ein Softphone, das geht",
                        counted(over, "Platz", "Plätze"),
                        if over == 1 { "jemand".to_owned() } else { over.to_string() }
                    ),
                )
            },
        ),
        RuleKind::Cap => (
            Words::new(
                format!(
                    "{}: {} is {stated}, but {} {} always at home{}: {}",
                    when.en,
                    name.en,
                    people_en(n),
                    if n == 1 { "is" } else { "are" },
                    twice.en,
                    people.en
                ),
                format!(
                    "{}: {} ist {stated}, aber {} {} immer zu Hause{}: {}",
                    when.de,
                    name.de,
                    people_de(n),
                    if n == 1 { "ist" } else { "sind" },
                    twice.de,
                    people.de
                ),
            ),
            Words::new(format!("a cap of {enough}"), format!("eine Obergrenze von {enough}")),
        ),
        kind if kind.is_pair() => {
            let (en, de) = match kind {
                RuleKind::Apart => ("but all of them must be there", "aber sie müssen alle dort sein"),
                _ => ("but their places are fixed otherwise", "aber ihre Orte sind anders festgelegt"),
            };
            let (all_en, all_de): (Vec<String>, Vec<String>) = (problem.rules[rule].members.iter())
                .map(|&p| who(problem, p))
                .map(|words| (words.en.to_string(), words.de.to_string()))
                .unzip();
            let (all_en, all_de) = (all_en.join(", "), all_de.join(", "));
            (
                Words::new(
                    format!("{}: {}, {en}: {all_en}", when.en, name.en),
                    format!("{}: {}, {de}: {all_de}", when.de, name.de),
                ),
                Words::new(
                    "remove the pair, or free the place of one of them on that day",
                    "das Paar streichen oder den Ort einer dieser Personen an dem Tag freigeben",
                ),
            )
        }
        kind => {
            let can = stated as usize - over.min(stated as usize);
            let members = Words::new(counted(can, "member", "members"), counted(can, "Mitglied", "Mitglieder"));
            let (able, unable) = match (kind == RuleKind::OnSite, can == 1) {
                (true, one) => (
                    Words::new("can come", if one { "kann nur {} kommen" } else { "können nur {} kommen" }),
                    Words::new("always at home", "immer zu Hause"),
                ),
                (false, one) => (
                    Words::new("can be reached", if one { "ist nur {} erreichbar" } else { "sind nur {} erreichbar" }),
                    Words::new("not reachable", "nicht erreichbar"),
                ),
            };
            let able_de = able.de.replace("{}", &members.de);
            let names = if n == 0 {
                Words::new("", "")
            } else {
                Words::new(format!("; {}: {}", unable.en, people.en), format!("; {}: {}", unable.de, people.de))
            };
            (
                Words::new(
                    format!("{}: {} is {stated}, but only {} {} that day{}", when.en, name.en, members.en, able.en, names.en),
                    format!("{}: {} ist {stated}, aber an dem Tag {able_de}{}", when.de, name.de, names.de),
                ),
                if over == 1 {
                    let least = minimum(kind, can);
                    Words::new(
                        format!("{}, or one more member who works that day", least.en),
                        format!("{} oder ein weiteres Mitglied, das an dem Tag arbeitet", least.de),
                    )
                } else {
                    let least = minimum(kind, can);
                    Words::new(
                        format!("{}, or {over} more members who work that day", least.en),
                        format!("{} oder {over} weitere Mitglieder, die an dem Tag arbeiten", least.de),
                    )
                },
            )
        }
    };
    let more = more_days(more);
    let what = Words::new(what.en + more.en, what.de + more.de);
    let subject = problem.rules[rule].name.name.as_str();
    Explanation { finding: codes::FIXED_CLASH.finding(site(), what).about(subject).todo(todo), core }
}

/// One forced cell.
pub(super) struct Step {
    pub person: u32,
    pub day: u32,
    pub home: bool,
    pub because: Item,
}

pub(super) fn chain_clash(problem: &Problem, steps: Vec<Step>, end: Item, core: Vec<Item>) -> Explanation {
    let mut en = String::new();
    let mut de = String::new();
    for step in &steps {
        let name = &problem.people[step.person as usize].name;
        let when = day(problem, step.day as usize);
        let (place_en, place_de) =
            if step.home { ("must be at home", "muss zu Hause sein") } else { ("must be in the office", "muss ins Büro") };
        let because = item(problem, step.because);
        en.push_str(&format!("{name} {place_en} on {} because of {}; ", when.en, because.en));
        de.push_str(&format!("{name} {place_de} am {} wegen: {}; ", when.de, because.de));
    }
    let end = item(problem, end);
    let what = Words::new(format!("{en}then {} cannot be held", end.en), format!("{de}dann ist nicht zu halten: {}", end.de));
    Explanation { finding: codes::CHAIN_CLASH.finding(site(), what).todo(relax(problem, &core)), core: single(core) }
}

pub(super) fn rooms_clash(problem: &Problem, counts: &[DayCount], core: Vec<Vec<Item>>) -> Explanation {
    let worst = &counts[0];
    let rule = &problem.rules[worst.rule];
    let (name, stated) = (&rule.name.title(), rule.stated_on(worst.day) as usize);
    let when = day(problem, worst.day);
    let (forced, rooms, over) = (worst.forced, worst.rooms.len(), worst.forced - worst.limit);
    let always = if worst.always > 0 {
        let n = worst.always;
        Words::new(format!(" ({n} of them always at home)"), format!(" ({n} davon immer zu Hause)"))
    } else {
        Words::new("", "")
    };
    let others = more_days(counts.len() - 1);
    let seats = if over <= worst.movable && rooms > 0 {
        if rooms == 1 && over == 1 {
            Words::new(", or one more seat in this room", ", oder ein Platz mehr in diesem Raum")
        } else if over <= rooms {
            Words::new(
                format!(", or one more seat in {over} of these {rooms} rooms"),
                format!(", oder ein Platz mehr in {over} dieser {rooms} Räume"),
            )
        } else {
            Words::new(
                format!(", or {over} more seats in these {rooms} rooms"),
                format!(", oder {over} Plätze mehr in diesen {rooms} Räumen"),
            )
        }
    } else {
        Words::new("", "")
    };
    let fewer = if over == 1 {
        Words::new(", or one person less on that day", ", oder eine Person weniger an dem Tag")
    } else {
        Words::new(format!(", or {over} people fewer on that day"), format!(", oder {over} Personen weniger an dem Tag"))
    };
    if rule.name.kind == RuleKind::Cap {
        let what = Words::new(
            format!("{}: rooms alone force {forced} people home{}, cap `{name}` is {stated}{}", when.en, always.en, others.en),
            format!(
                "{}: allein die Räume schicken {forced} Personen nach Hause{}, Obergrenze `{name}` ist {stated}{}",
                when.de, always.de, others.de
            ),
        );
        let todo =
            Words::new(format!("needs {forced}{}{}", seats.en, fewer.en), format!("nötig sind {forced}{}{}", seats.de, fewer.de));
        return Explanation { finding: codes::ROOMS_AGAINST_CAP.finding(site(), what).about(name.as_str()).todo(todo), core };
    }
    let at_work = rule.members.iter().filter(|&&p| problem.is_worked(p as usize, worst.day)).count();
    let left = stated.saturating_sub(over);
    let what = Words::new(
        format!(
            "{}: `{name}` needs {stated}, but of its {at_work} members at work the rooms send {forced} home{}",
            when.en, others.en
        ),
        format!(
            "{}: `{name}` braucht {stated}, aber von {at_work} arbeitenden Mitgliedern schicken die Räume {forced} nach Hause{}",
            when.de, others.de
        ),
    );
    let least = minimum(rule.name.kind, left);
    let todo = Words::new(format!("{}{}", least.en, seats.en), format!("{}{}", least.de, seats.de));
    Explanation { finding: codes::ROOMS_AGAINST_MINIMUM.finding(site(), what).about(name.as_str()).todo(todo), core }
}

pub(super) fn room_week_clash(problem: &Problem, rule: usize, weeks: &[(usize, u32, u32)], core: Vec<Vec<Item>>) -> Explanation {
    let (week, needed, allowed) = weeks[0];
    let rule = &problem.rules[rule];
    let (name, stated, people) = (&rule.name.name, rule.stated, rule.members.len());
    let when = wording::week(problem.dates[week * 5]);
    let others = more_weeks(weeks.len() - 1);
    let what = Words::new(
        format!(
            "room `{name}`, {}: {people} people, {stated} at a time, need {needed} home days, their shares allow {allowed}{}",
            when.en, others.en
        ),
        format!(
            "Raum `{name}`, {}: {people} Personen, {stated} zugleich, brauchen {needed} Heimtage, ihre Anteile erlauben {allowed}{}",
            when.de, others.de
        ),
    );
    let missing = (needed - allowed) as usize;
    let todo = Words::new(
        format!(
            "one more seat in the room, {} a week for its people, or another room for one of them",
            counted(missing, "more home day", "more home days")
        ),
        format!(
            "ein Platz mehr im Raum, {} mehr in der Woche für seine Leute oder ein anderer Raum für jemanden",
            counted(missing, "Heimtag", "Heimtage")
        ),
    );
    Explanation { finding: codes::ROOM_AGAINST_WEEK.finding(site(), what).about(name.as_str()).todo(todo), core }
}

pub(super) fn week_clash(problem: &Problem, week: usize, core: Vec<Item>) -> Explanation {
    let when = wording::week(problem.dates[week * 5]);
    let names = list_words(&grouped(problem, &core));
    let n = core.len();
    let what = Words::new(
        format!("{}: these {n} rules cannot be held together: {}", when.en, names.en),
        format!("{}: diese {n} Regeln sind nicht zusammen zu halten: {}", when.de, names.de),
    );
    Explanation { finding: codes::WEEK_CLASH.finding(site(), what).todo(relax(problem, &core)), core: single(core) }
}

pub(super) fn not_decided(problem: &Problem, broken: &[(i32, usize, usize)], off_quota: &[u32]) -> Finding {
    let mut names: Vec<Words> = broken
        .iter()
        .map(|&(over, rule, at)| {
            let (name, when) = (problem.rules[rule].name.words(), day(problem, at));
            Words::new(format!("{} on {} by {over}", name.en, when.en), format!("{} am {} um {over}", name.de, when.de))
        })
        .collect();
    names.extend(off_quota.iter().map(|&p| {
        let who = &problem.people[p as usize].name;
        Words::new(format!("the quota of {who}"), format!("das Kontingent von {who}"))
    }));
    let names = list_words(&names);
    codes::NOT_DECIDED
        .finding(
            site(),
            Words::new(
                format!("the budget ended without a roster that holds every rule; still broken: {}", names.en),
                format!("das Budget endete ohne einen Dienstplan, der jede Regel hält; noch verletzt: {}", names.de),
            ),
        )
        .todo(Words::new(
            "run again with `--effort long` or another `--seed`, or relax one of these rules",
            "mit `--effort long` oder einem anderen `--seed` wiederholen oder eine dieser Regeln lockern",
        ))
}

/// Quotas against a rule, counted over the whole period.
pub(super) fn quota_clash(
    problem: &Problem,
    rule: usize,
    asked: i32,
    there: i32,
    home: bool,
    core: Vec<Vec<Item>>,
) -> Explanation {
    let name = problem.rules[rule].name.words();
    let quotas: Vec<Words> =
        core.iter().flatten().filter(|part| matches!(part, Item::Quota { .. })).map(|part| item(problem, *part)).collect();
    let quotas = list_words(&quotas);
    let missing = (asked - there).unsigned_abs() as usize;
    let (more_en, more_de) = (counted(missing, "more home day", "more home days"), counted(missing, "Heimtag", "Heimtage"));
    let (what, todo) = if home {
        (
            Words::new(
                format!("over the whole period {} allows {there} home days, but its people need {asked}: {}", name.en, quotas.en),
                format!("über den ganzen Zeitraum erlaubt {} {there} Heimtage, gebraucht werden {asked}: {}", name.de, quotas.de),
            ),
            Words::new(
                format!("{more_en} in the period, or lower quotas"),
                format!("{more_de} mehr im Zeitraum oder kleinere Kontingente"),
            ),
        )
    } else {
        (
            Words::new(
                format!(
                    "over the whole period {} sends its people home on {asked} days, they may have {there}: {}",
                    name.en, quotas.en
                ),
                format!(
                    "über den ganzen Zeitraum schickt {} an {asked} Tagen nach Hause, erlaubt sind {there}: {}",
                    name.de, quotas.de
                ),
            ),
            Words::new(
                format!("quotas that allow {more_en} in all, or more seats"),
                format!("Kontingente, die zusammen {more_de} mehr erlauben, oder mehr Plätze"),
            ),
        )
    };
    let subject = problem.rules[rule].name.name.as_str();
    Explanation { finding: codes::PERIOD_CLASH.finding(site(), what).about(subject).todo(todo), core }
}

/// What a complete search of the whole period leaves over.
pub(super) fn period_clash(problem: &Problem, quotas: &[u32], rules: &[u32]) -> Explanation {
    let quotas = quotas.iter().map(|&quota| vec![Item::Quota { quota }]);
    let days = 0..problem.days() as u32;
    let rules = rules.iter().map(|&rule| days.clone().map(|day| Item::Limit { rule, day }).collect::<Vec<_>>());
    let core: Vec<Vec<Item>> = quotas.chain(rules).collect();
    let names: Vec<Words> = (core.iter())
        .map(|group| match group[0] {
            Item::Limit { rule, .. } => {
                let rule = &problem.rules[rule as usize];
                let (name, stated) = (rule_words(problem, rule), number(rule, rule.stated));
                Words::new(format!("{}{stated}", name.en), format!("{}{stated}", name.de))
            }
            other => item(problem, other),
        })
        .collect();
    let names = distinct(names);
    let (n, names) = (names.len(), list_words(&names));
    let what = Words::new(
        format!("these {n} rules cannot be held together over the whole period: {}", names.en),
        format!("diese {n} Regeln sind über den ganzen Zeitraum nicht zusammen zu halten: {}", names.de),
    );
    let todo = Words::new(format!("relax one of: {}", names.en), format!("eine davon lockern: {}", names.de));
    Explanation { finding: codes::PERIOD_CLASH.finding(site(), what).todo(todo), core }
}

fn single(core: Vec<Item>) -> Vec<Vec<Item>> {
    core.into_iter().map(|item| vec![item]).collect()
}

/// "Relax one of": only what an admin can change.
fn relax(problem: &Problem, core: &[Item]) -> Words {
    let names = list_words(&grouped(problem, core));
    Words::new(format!("relax one of: {}", names.en), format!("eines davon lockern: {}", names.de))
}

/// The items by name; a rule that counts on several days is named once.
fn grouped(problem: &Problem, core: &[Item]) -> Vec<Words> {
    let mut names: Vec<Words> = Vec::new();
    let mut rules: Vec<(u32, Vec<Item>)> = Vec::new();
    for &part in core {
        match part {
            Item::Limit { rule, .. } => match rules.iter_mut().find(|(r, _)| *r == rule) {
                Some((_, items)) => items.push(part),
                None => rules.push((rule, vec![part])),
            },
            other => names.push(item(problem, other)),
        }
    }
    let by_rule = rules.into_iter().map(|(rule, items)| match items.as_slice() {
        [one] => item(problem, *one),
        several => {
            let rule = &problem.rules[rule as usize];
            let (name, stated, n) = (rule_words(problem, rule), number(rule, rule.stated), several.len());
            Words::new(format!("{}{stated} on {n} days", name.en), format!("{}{stated} an {n} Tagen", name.de))
        }
    });
    distinct(by_rule.chain(names).collect())
}

/// The key of the site file that leaves a person so few home days in a week: ` (`weekly_share`)`.
fn weekly_rule(problem: &Problem, person: u32, week: u32) -> &'static str {
    let Some((share, office_days)) = problem.weekly_rules else { return "" };
    let worked = problem.worked[person as usize * problem.weeks + week as usize].count_ones();
    let by_share = ((share * i64::from(worked) + 5_000) / 10_000) as u32;
    match by_share.cmp(&(worked - office_days.min(worked))) {
        Ordering::Less => " (`weekly_share`)",
        Ordering::Equal => " (`weekly_share`, `office_min_per_week`)",
        Ordering::Greater => " (`office_min_per_week`)",
    }
}

/// ` (3)`; pairs have no number.
fn number(rule: &Rule, stated: u32) -> String {
    if rule.name.kind.is_pair() { String::new() } else { format!(" ({stated})") }
}

/// The rule by name. A car pool has a rule for each direction of two people, which people take for one.
fn rule_words(problem: &Problem, rule: &Rule) -> Words {
    if rule.name.kind == RuleKind::Together
        && let [one, other] = rule.members[..]
    {
        let (one, other) = (&problem.people[one as usize].id, &problem.people[other as usize].id);
        if let Some(pool) = rule.name.name.strip_suffix(&format!(": {other}, {one}")) {
            return RuleName::new(RuleKind::Together, format!("{pool}: {one}, {other}")).words();
        }
    }
    rule.name.words()
}

/// Each name once, where it stands first.
fn distinct(names: Vec<Words>) -> Vec<Words> {
    let mut seen = std::collections::BTreeSet::new();
    names.into_iter().filter(|name| seen.insert(name.en.to_string())).collect()
}

fn item(problem: &Problem, item: Item) -> Words {
    match item {
        Item::Limit { rule, day: at } => {
            let rule = &problem.rules[rule as usize];
            let (name, when) = (rule_words(problem, rule), day(problem, at as usize));
            let stated = number(rule, rule.stated_on(at as usize));
            Words::new(format!("{}{stated} on {}", name.en, when.en), format!("{}{stated} am {}", name.de, when.de))
        }
        Item::WeeklyMax { person, week } => {
            let most = problem.home_max(person as usize, week as usize);
            let name = &problem.people[person as usize].name;
            let by = weekly_rule(problem, person, week);
            Words::new(format!("at most {most} home days for {name}{by}"), format!("höchstens {most} Heimtage für {name}{by}"))
        }
        Item::Quota { quota } => {
            let quota = &problem.quotas[quota as usize];
            let (name, least, most) = (&quota.name, quota.least, quota.most);
            let (en, de) = match (least, most) {
                (least, u32::MAX) => (format!("at least {least}"), format!("mindestens {least}")),
                (0, most) => (format!("at most {most}"), format!("höchstens {most}")),
                (least, most) => (format!("{least} to {most}"), format!("{least} bis {most}")),
            };
            Words::new(format!("quota `{name}` ({en} home days)"), format!("Kontingent `{name}` ({de} Heimtage)"))
        }
        Item::Fixed { person, day: at } => {
            let (who, when) = (who(problem, person), day(problem, at as usize));
            Words::new(format!("{} on {}", who.en, when.en), format!("{} am {}", who.de, when.de))
        }
    }
}
