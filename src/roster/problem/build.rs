//! From the documents of the earlier stages to the normal form.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    NO_LIMIT, Problem, ProblemBuilder, Shape, Unit, Weights, Who, Why, caps, cohort, groups, own, pairs, quota, slots, target,
    team_days,
};
use crate::diag::{Finding, Place, Severity, Words};
use crate::domain::calendar::{Horizon, HorizonError, Land};
use crate::inventory::model::{HomeSuitability, Person};
use crate::policy::keys::nearest_name;
use crate::policy::site::{FairnessRule, MAX_WEIGHT, RosterRules};
use crate::roster::codes;
use crate::roster::given::Given;
use crate::roster::model::{RuleKind, RuleName};
use crate::roster::wording;

/// Findings about rules point at the site file.
pub(super) const SITE_FILE: &str = "deskshift.yaml";

/// A problem to solve and what should be known about the input; or what makes the input unusable.
pub fn build(given: &Given<'_>) -> Result<(Problem, Horizon, Vec<Finding>), Vec<Finding>> {
    let rules = &given.site.roster;
    let mut findings = Vec::new();
    let horizon = horizon(rules, &mut findings);
    let members = check_rules(given, &mut findings);
    let paired = pairs::people(given, &mut findings);
    let quotas = quota::read(given, &mut findings);
    let teams = cohort::Teams::read(given, &mut findings);
    let mut shifts = slots::Shifts::read(given, &mut findings);
    team_days::check(given, &mut findings);
    let (Some(horizon), true) = (horizon, findings.iter().all(|f| f.severity != Severity::Error)) else {
        return Err(findings);
    };

    let mut problem = Problem::blank(horizon.days.clone(), weights(rules));
    problem.lexicographic = rules.fairness == FairnessRule::Lexicographic;
    let softphones = softphones(given);
    people(given, &softphones, &mut problem, &mut findings);
    cells(given, &horizon, &teams, &mut problem);
    findings.extend(teams.cannot_stay_away(given, &problem));
    findings.extend(own::remarks(given, &problem));
    findings.extend(quota::fill(&mut problem, quotas));
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(findings);
    }
    let supplies = caps::supplies(given, &horizon, &shifts);
    target::fill(&mut problem, per_myriad(rules.weekly_share) / 10, &supplies, given.owed);
    wishes(given, &mut problem);
    let desk_phones = desk_phones(given);
    shifts.choose(given, &horizon, &mut problem, [&desk_phones, &softphones]);

    let mut builder = ProblemBuilder::new(problem);
    caps::add(given, &horizon, &shifts, &supplies, &mut builder);
    rooms(given, &mut builder);
    for (group, members) in rules.on_site.iter().zip(&members.on_site) {
        let name = RuleName::new(RuleKind::OnSite, &group.name);
        let (limit, less) = group_limit(builder.problem(), &horizon, members, |_| true, group.minimum);
        let signed: Vec<(u32, i8)> = members.iter().map(|&p| (p, 1)).collect();
        findings.extend(fewer_at_work(&horizon, &name, group.minimum, &less));
        builder.rule_with_less(name, group.minimum, &signed, &limit, less);
    }
    for (group, members) in rules.reachable.iter().zip(&members.reachable) {
        let name = RuleName::new(RuleKind::Reachable, &group.name);
        let (limit, less) = group_limit(builder.problem(), &horizon, members, |p| desk_phones[p], group.minimum);
        let signed: Vec<(u32, i8)> =
            members.iter().map(|&p| (p, i8::from(desk_phones[p as usize]) - i8::from(softphones[p as usize]))).collect();
        findings.extend(fewer_at_work(&horizon, &name, group.minimum, &less));
        builder.rule_with_less(name, group.minimum, &signed, &limit, less);
    }
    shifts.add(given, &horizon, &mut builder, [&desk_phones, &softphones]);
    pairs::add(given, &paired, &mut builder);
    Ok((builder.finish(), horizon, findings))
}

/// The share in ten-thousandths, so that rounding is integer arithmetic.
pub(super) fn per_myriad(share: f64) -> i64 {
    (share * 10_000.0).round() as i64
}

fn horizon(rules: &RosterRules, findings: &mut Vec<Finding>) -> Option<Horizon> {
    let site = || Some(Place::file(SITE_FILE));
    let Ok(land) = rules.land.parse::<Land>() else {
        let known: Vec<&str> = Land::ALL.iter().map(|land| land.code()).collect();
        findings.push(
            codes::UNKNOWN_LAND
                .finding(
                    site(),
                    Words::new(
                        format!("`{}` is not a German Land", rules.land),
                        format!("`{}` ist kein deutsches Land", rules.land),
                    ),
                )
                .todo(Words::new(format!("use one of {}", known.join(", ")), format!("eines von {} angeben", known.join(", ")))),
        );
        return None;
    };
    match Horizon::new(rules.from, rules.weeks, land, rules.assumption_day, &rules.extra_holidays) {
        Ok(horizon) => Some(horizon),
        Err(error) => {
            let (what, todo) = match error {
                HorizonError::NotMonday { monday } => (
                    Words::new(
                        format!("the roster starts on {}, not on a Monday", rules.from),
                        format!("der Dienstplan beginnt am {}, nicht an einem Montag", rules.from),
                    ),
                    Words::new(format!("use {monday}"), format!("{monday} angeben")),
                ),
                HorizonError::Weeks | HorizonError::OutOfCalendar => (
                    Words::new(
                        format!("{} weeks from {} cannot be planned", rules.weeks, rules.from),
                        format!("{} Wochen ab {} lassen sich nicht planen", rules.weeks, rules.from),
                    ),
                    Words::new("give 1 to 53 weeks", "1 bis 53 Wochen angeben"),
                ),
            };
            findings.push(codes::BAD_HORIZON.finding(site(), what).todo(todo));
            None
        }
    }
}

/// Members of the groups, by group.
#[derive(Default)]
struct GroupMembers {
    on_site: Vec<Vec<u32>>,
    reachable: Vec<Vec<u32>>,
}

/// Everything about the rules themselves that can be wrong, in one pass.
fn check_rules(given: &Given<'_>, findings: &mut Vec<Finding>) -> GroupMembers {
    let rules = &given.site.roster;
    let site = || Some(Place::file(SITE_FILE));
    let mut bad =
        |en: String, de: String, todo: Words| findings.push(codes::BAD_RULES.finding(site(), Words::new(en, de)).todo(todo));
    if !(0.0..=1.0).contains(&rules.weekly_share) {
        bad(
            format!("the weekly share of home days is {}", rules.weekly_share),
            format!("der Wochenanteil an Heimtagen ist {}", rules.weekly_share),
            Words::new("give a share from 0 to 1, such as 0.6", "einen Anteil von 0 bis 1 angeben, etwa 0.6"),
        );
    }
    let goals = &rules.goals;
    for (name, weight) in [
        ("wish", goals.wish),
        ("fairness", goals.fairness),
        ("stability", goals.stability),
        ("shape", goals.shape),
        ("team_day", goals.team_day),
    ] {
        if !(0..=MAX_WEIGHT).contains(&weight) {
            bad(
                format!("the weight `{name}` is {weight}"),
                format!("das Gewicht `{name}` ist {weight}"),
                Words::new(
                    format!("give a whole number from 0 to {MAX_WEIGHT}"),
                    format!("eine ganze Zahl von 0 bis {MAX_WEIGHT} angeben"),
                ),
            );
        }
    }
    let mut seen = BTreeSet::new();
    let names = (rules.caps.iter().map(|c| RuleName::new(RuleKind::Cap, &c.name)))
        .chain(rules.on_site.iter().map(|g| RuleName::new(RuleKind::OnSite, &g.name)))
        .chain(rules.reachable.iter().map(|g| RuleName::new(RuleKind::Reachable, &g.name)));
    for name in names {
        if !seen.insert(name.clone()) {
            let words = name.words();
            bad(
                format!("{} is given twice", words.en),
                format!("{} steht doppelt da", words.de),
                Words::new("give each rule a name of its own", "jeder Regel einen eigenen Namen geben"),
            );
        }
    }
    if given.inventory.persons.is_empty() {
        findings.push(
            codes::NO_PEOPLE
                .finding(None, Words::new("the inventory has no people", "das Inventar enthält keine Personen"))
                .todo(Words::new("import a staff list", "eine Personalliste importieren")),
        );
        return GroupMembers::default();
    }
    let known: BTreeSet<&str> =
        given.inventory.persons.iter().filter_map(|p| p.room.as_ref()).map(|r| r.value.as_str()).collect();
    for room in rules.room_overrides.keys().filter(|room| !known.contains(room.as_str())) {
        findings.push(
            codes::UNKNOWN_ROOM
                .finding(
                    Some(Place::within(SITE_FILE, &format!("/roster/rooms/overrides/{}", escaped(room)))),
                    Words::new(format!("nobody sits in room `{room}`"), format!("in Raum `{room}` sitzt niemand")),
                )
                .about(room.as_str())
                .todo(match nearest_name(room, known.iter().copied()) {
                    Some(near) => meant(near),
                    None => Words::new("write the room as the staff list does", "den Raum so schreiben wie in der Personalliste"),
                }),
        );
    }
    let mut resolve = |groups: &[crate::policy::site::GroupMinimum]| -> Vec<Vec<u32>> {
        groups
            .iter()
            .map(|group| {
                groups::members(&group.name, &group.members, given.inventory).unwrap_or_else(|unknown| {
                    let finding = unknown_group(&format!("groups/{}/members", escaped(&group.name)), &group.name, unknown);
                    // A group with both minimums is unknown once.
                    if !findings.contains(&finding) {
                        findings.push(finding);
                    }
                    Vec::new()
                })
            })
            .collect()
    };
    GroupMembers { on_site: resolve(&rules.on_site), reachable: resolve(&rules.reachable) }
}

/// `members`: where they stand below `roster`.
pub(super) fn unknown_group(members: &str, name: &str, unknown: groups::Unknown) -> Finding {
    let todo = unknown.nearest.as_deref().map_or_else(
        || {
            Words::new(
                "write departments, queues and extensions as the inventory does (`deskshift inventory show`)",
                "Abteilungen, Warteschlangen und Nebenstellen so schreiben wie im Inventar (`deskshift inventory show`)",
            )
        },
        meant,
    );
    let place = Place::within(SITE_FILE, &format!("/roster/{members}/{}", unknown.key));
    codes::UNKNOWN_GROUP.finding(Some(place), unknown.what).about(name).todo(todo)
}

pub(super) fn meant(near: &str) -> Words {
    Words::new(format!("did you mean `{near}`?"), format!("ist `{near}` gemeint?"))
}

fn weights(rules: &RosterRules) -> Weights {
    let weight = |w: i64| i32::try_from(w).expect("checked to be small");
    Weights { stability: weight(rules.goals.stability), fairness: weight(rules.goals.fairness), shape: weight(rules.goals.shape) }
}

/// Who has a line that works at home.
fn softphones(given: &Given<'_>) -> Vec<bool> {
    let mut ready = BTreeSet::new();
    for line in &given.plan.lines {
        if let Some(person) = &line.person
            && given.readiness.is_ready(&line.id)
        {
            ready.insert(person);
        }
    }
    given.inventory.persons.iter().map(|person| ready.contains(&person.id)).collect()
}

/// Who has a phone on the desk: an extension that the PBX serves. Without any PBX data every extension counts.
fn desk_phones(given: &Given<'_>) -> Vec<bool> {
    let served: BTreeSet<_> =
        given.inventory.extensions.iter().filter(|e| e.account.as_ref().is_some_and(|a| a.loads)).map(|e| &e.number).collect();
    let any_account = given.inventory.extensions.iter().any(|e| e.account.is_some());
    (given.inventory.persons.iter())
        .map(|p| p.extension.as_ref().is_some_and(|e| !any_account || served.contains(&e.value)))
        .collect()
}

fn people(given: &Given<'_>, softphones: &[bool], problem: &mut Problem, findings: &mut Vec<Finding>) {
    let persons = &given.inventory.persons;
    let mut units: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (p, person) in (0u32..).zip(persons) {
        units.entry(person.department.as_ref().map_or("", |d| d.value.as_str())).or_default().push(p);
    }
    let mut unit_of = vec![0; persons.len()];
    for (unit, (name, members)) in (0u32..).zip(units) {
        for &p in &members {
            unit_of[p as usize] = unit;
        }
        problem.units.push(Unit { name: name.to_owned(), members });
    }
    let (mut not_ready, mut unknown) = (Vec::new(), Vec::new());
    let plain: Vec<String> = persons.iter().map(|person| person.listed_name()).collect();
    let mut bearers: BTreeMap<&str, usize> = BTreeMap::new();
    for name in &plain {
        *bearers.entry(name).or_default() += 1;
    }
    for (p, person) in given.inventory.people().enumerate() {
        let name = if bearers[plain[p].as_str()] > 1 { told_apart(person, &plain[p]) } else { plain[p].clone() };
        let why = match (person.home.as_ref().map(|home| home.value), softphones[p]) {
            (Some(HomeSuitability::No), _) => Why::Unsuitable,
            (Some(HomeSuitability::Always), ready) => {
                if !ready {
                    findings.push(always_home_not_ready(person, &name));
                }
                Why::Always
            }
            (suitability, ready) => {
                if suitability.is_none() {
                    unknown.push(person);
                }
                if ready {
                    Why::Free
                } else {
                    not_ready.push(person);
                    Why::NotReady
                }
            }
        };
        problem.people.push(Who { id: person.id.clone(), name, unit: unit_of[p], why });
    }
    let planned: BTreeSet<_> = given.plan.lines.iter().filter_map(|line| line.person.as_ref()).collect();
    let (with_line, without_line): (Vec<&Person>, Vec<&Person>) = not_ready.into_iter().partition(|p| planned.contains(&p.id));
    if !without_line.is_empty() {
        let (n, list) = (without_line.len(), list(&without_line));
        findings.push(
            codes::NO_LINE
                .finding(
                    None,
                    Words::new(
                        format!("people who stay in the office because they have no line: {n} ({list})"),
                        format!("Personen, die im Büro bleiben, weil sie keinen Anschluss haben: {n} ({list})"),
                    ),
                )
                .todo(Words::new(
                    "give them an extension in the lists (`deskshift plan` says whose line stays as it is)",
                    "ihnen in den Listen eine Durchwahl geben (`deskshift plan` sagt, wessen Anschluss bleibt, wie er ist)",
                )),
        );
    }
    if !with_line.is_empty() {
        let (n, list) = (with_line.len(), list(&with_line));
        findings.push(
            codes::SOFTPHONE_NOT_READY
                .finding(
                    None,
                    Words::new(
                        format!("people who stay in the office because their softphone is not ready: {n} ({list})"),
                        format!("Personen, die im Büro bleiben, weil ihr Softphone nicht bereit ist: {n} ({list})"),
                    ),
                )
                .todo(Words::new(
                    "mend their lines (`deskshift validate` says how) and make the roster again",
                    "ihre Anschlüsse in Ordnung bringen (`deskshift validate` sagt wie) und den Dienstplan neu erstellen",
                )),
        );
    }
    if !unknown.is_empty() {
        let (n, list) = (unknown.len(), list(&unknown));
        findings.push(
            codes::SUITABILITY_UNKNOWN
                .finding(
                    None,
                    Words::new(
                        format!("people of whom the staff lists do not say whether they may work at home, taken as yes: {n} ({list})"),
                        format!(
                            "Personen, von denen die Personallisten nicht sagen, ob sie zu Hause arbeiten dürfen, als ja gewertet: {n} ({list})"
                        ),
                    ),
                )
                .todo(Words::new("fill the column for home work", "die Spalte für Heimarbeit ausfüllen")),
        );
    }
}

/// Two people of one name: by extension, else by id.
fn told_apart(person: &Person, name: &str) -> String {
    match &person.extension {
        Some(extension) => format!("{name}, {}", extension.value),
        None => format!("{name}, `{}`", person.id),
    }
}

/// The first few, with name and id.
fn list(persons: &[&Person]) -> String {
    let mut text: Vec<String> = persons.iter().take(5).map(|p| format!("{} `{}`", p.full_name(), p.id)).collect();
    if persons.len() > 5 {
        text.push("…".to_owned());
    }
    text.join(", ")
}

fn always_home_not_ready(person: &Person, name: &str) -> Finding {
    codes::ALWAYS_HOME_NOT_READY
        .finding(
            Some(person.at.clone()),
            Words::new(
                format!("{name} is always at home, but has no softphone that registers: nobody reaches them by phone"),
                format!("{name} ist immer zu Hause, hat aber kein Softphone, das sich anmeldet: telefonisch nicht erreichbar"),
            ),
        )
        .about(person.id.as_str())
        .todo(Words::new("mend the line first, or forward it", "zuerst den Anschluss in Ordnung bringen oder umleiten"))
}

/// Masks: which cells are worked, which are fixed, how many home days a week admits.
fn cells(given: &Given<'_>, horizon: &Horizon, teams: &cohort::Teams, problem: &mut Problem) {
    let rules = &given.site.roster;
    let share = per_myriad(rules.weekly_share);
    let own = own::Own::of(given.own_days);
    problem.weekly_rules = Some((share, rules.office_min_per_week));
    if !rules.cohorts.is_empty() {
        problem.cohorts = teams.names(given);
    }
    for (p, person) in given.inventory.persons.iter().enumerate() {
        let pattern = 31 & !weekday_mask(&person.off_days);
        for (week, days) in horizon.days.chunks(5).enumerate() {
            let mut own = own.week(&person.id, days);
            teams.add(given, p, days, &mut own);
            let worked = pattern & !horizon.holiday_mask(week) & !own.absent;
            let count = worked.count_ones();
            let (at_home, in_office) = (own.home & worked, own.office & worked);
            if problem.people[p].why == Why::Free && at_home | in_office != 0 {
                problem.people[p].why = Why::Individual;
            }
            let (home, office, most) = match problem.people[p].why {
                Why::Always => (worked, 0, count),
                Why::Unsuitable | Why::NotReady => (0, worked, 0),
                Why::Free | Why::Individual => {
                    let allowed = ((share * i64::from(count) + 5_000) / 10_000) as u32;
                    (at_home, in_office, allowed.min(count - rules.office_min_per_week.min(count)))
                }
            };
            problem.worked.push(worked);
            problem.fixed_home.push(home);
            problem.fixed_office.push(office);
            problem.weekly_max.push(most as u8);
        }
    }
}

/// Bit 0 for Monday from weekdays counted from 1; days past Friday are ignored.
fn weekday_mask(weekdays: &[u8]) -> u8 {
    weekdays.iter().filter(|&&d| (1..=5).contains(&d)).fold(0, |mask, &d| mask | 1 << (d - 1))
}

/// Wishes and team days of people who have a choice; those whose place is fixed cost nothing.
fn wishes(given: &Given<'_>, problem: &mut Problem) {
    let wish = i32::try_from(given.site.roster.goals.wish).expect("checked to be small");
    let together = i32::try_from(given.site.roster.goals.team_day).expect("checked to be small");
    let team_days = team_days::team_days(given);
    let shape = if given.site.roster.goals.shape > 0 { Shape::Blocks } else { Shape::Any };
    problem.home_cost = vec![0; problem.persons() * problem.days()];
    for (p, person) in given.inventory.persons.iter().enumerate() {
        problem.shape.push(shape);
        if !matches!(problem.people[p].why, Why::Free | Why::Individual) {
            continue;
        }
        let (home, office) = (weekday_mask(&person.wish_home), weekday_mask(&person.wish_office));
        let team_day = person.department.as_ref().and_then(|department| team_days.get(&department.value));
        let team_day = team_day.map_or(0, |day| weekday_mask(&[*day]));
        for day in 0..problem.days() {
            if !problem.is_worked(p, day) {
                continue;
            }
            let cost = &mut problem.home_cost[p * problem.weeks * 5 + day];
            if home >> (day % 5) & 1 == 1 {
                *cost -= wish;
                problem.constant += i64::from(wish);
            }
            if office >> (day % 5) & 1 == 1 {
                *cost += wish;
            }
            if team_day >> (day % 5) & 1 == 1 {
                *cost += together;
            }
        }
    }
}

fn rooms(given: &Given<'_>, builder: &mut ProblemBuilder) {
    let rules = &given.site.roster;
    let mut rooms: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (p, person) in (0u32..).zip(&given.inventory.persons) {
        if let Some(room) = &person.room {
            rooms.entry(room.value.as_str()).or_default().push(p);
        }
    }
    // Desks count where the site file says nothing.
    let desks: BTreeMap<&str, u32> = given
        .inventory
        .rooms
        .iter()
        .filter_map(|room| Some((room.name.as_str(), room.capacity.as_ref()?.value)))
        .filter(|(_, desks)| *desks > 0)
        .collect();
    for (name, members) in rooms {
        let stated = rules.room_overrides.get(name).copied().or(rules.room_max_present);
        let Some(most) = stated.or_else(|| desks.get(name).copied()) else { continue };
        let days = builder.problem().days();
        let limit: Vec<i32> = (0..days)
            .map(|day| {
                let worked = members.iter().filter(|&&p| builder.problem().is_worked(p as usize, day)).count();
                i32::try_from(most).unwrap_or(NO_LIMIT).min(NO_LIMIT) - worked as i32
            })
            .collect();
        let signed: Vec<(u32, i8)> = members.iter().map(|&p| (p, -1)).collect();
        builder.rule(RuleName::new(RuleKind::Room, name), most, &signed, &limit, true);
    }
}

/// How many of the members who count in the office may be missing there, and the days on which fewer members work than are asked for,
/// with what is asked for then: all who work.
fn group_limit(
    problem: &Problem,
    horizon: &Horizon,
    members: &[u32],
    counts: impl Fn(usize) -> bool,
    minimum: u32,
) -> (Vec<i32>, BTreeMap<usize, u32>) {
    let mut less = BTreeMap::new();
    let limit = (0..problem.days())
        .map(|day| {
            if horizon.holidays.contains_key(&horizon.days[day]) {
                return NO_LIMIT;
            }
            let at_work = || members.iter().map(|&p| p as usize).filter(|&p| problem.is_worked(p, day));
            let (working, there) = (at_work().count() as u32, at_work().filter(|&p| counts(p)).count());
            if working < minimum {
                less.insert(day, working);
            }
            there as i32 - i32::try_from(minimum.min(working)).unwrap_or(NO_LIMIT)
        })
        .collect();
    (limit, less)
}

/// Says once for each minimum where it asks for less than it states.
fn fewer_at_work(horizon: &Horizon, name: &RuleName, stated: u32, less: &BTreeMap<usize, u32>) -> Option<Finding> {
    const NAMED: usize = 6;
    let n = less.len();
    if n == 0 {
        return None;
    }
    let list = |pick: fn(&Words) -> &str| -> String {
        let days = less.iter().take(NAMED).map(|(&day, asked)| format!("{}: {asked}", pick(&wording::day(horizon.days[day]))));
        days.collect::<Vec<_>>().join("; ") + if n > NAMED { "; …" } else { "" }
    };
    let (words, en, de) = (name.words(), list(|words| &words.en), list(|words| &words.de));
    let (when_en, when_de) =
        if n == 1 { ("one day".to_owned(), "einem Tag".to_owned()) } else { (format!("{n} days"), format!("{n} Tagen")) };
    let what = Words::new(
        format!("{} is {stated}; on {when_en} fewer of its members work, and all of them are asked for ({en})", words.en),
        format!("{} ist {stated}; an {when_de} arbeiten weniger Mitglieder, dann werden alle verlangt ({de})", words.de),
    );
    let todo = Words::new(
        "nothing, if that is meant; else lower the minimum or add members who work on these days",
        "nichts, wenn das so gemeint ist; sonst das Minimum senken oder Mitglieder ergänzen, die an diesen Tagen arbeiten",
    );
    Some(codes::FEWER_AT_WORK.finding(Some(group_place(&name.name, "")), what).about(name.name.as_str()).todo(todo))
}

/// A pointer into the site file (RFC 6901, with the entries of `groups` by name); the command line turns it into line and column.
fn group_place(name: &str, below: &str) -> Place {
    Place::within(SITE_FILE, &format!("/roster/groups/{}{below}", escaped(name)))
}

pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
