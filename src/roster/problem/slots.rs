//! Shifts of the site: who belongs to which, the choice of their slots, and what a slot needs as rules over those who are in it that week.
//!
//! A rule has the same members on all days, and slots change by the week: so each rule of a slot is one for each week, silent in all others.

use std::collections::BTreeMap;

use super::build::{SITE_FILE, escaped, unknown_group};
use super::people::People;
use super::slot_choice::{self, KINDS, Member, Week};
use super::{NO_LIMIT, Problem, ProblemBuilder, groups};
use crate::diag::{Finding, Place, Words};
use crate::domain::calendar::Horizon;
use crate::policy::site::Shift;
use crate::roster::codes;
use crate::roster::given::Given;
use crate::roster::model::{RuleKind, RuleName, slot_on};
use crate::roster::random::Random;
use crate::roster::wording;

/// What a slot may need.
const NEEDS: [RuleKind; KINDS] = [RuleKind::OnSite, RuleKind::Reachable];

/// Members of the shifts, by shift, ascending; and who of all people is where.
pub(super) struct Shifts {
    members: Vec<Vec<u32>>,
    /// By person: the shift, and the slot that is fixed.
    of: Vec<Option<(usize, Option<usize>)>>,
    /// By person and week, once they are chosen.
    slot: Vec<Option<usize>>,
    weeks: usize,
}

impl Shifts {
    /// Names that lead to nobody, people of two shifts, and minimums that nobody could hold are findings.
    pub fn read(given: &Given<'_>, findings: &mut Vec<Finding>) -> Self {
        let persons = &given.inventory.persons;
        let mut shifts = Self { members: Vec::new(), of: vec![None; persons.len()], slot: Vec::new(), weeks: 0 };
        let all = &given.site.roster.shifts;
        let people = People::of(given.inventory);
        for (i, shift) in all.iter().enumerate().filter(|_| !persons.is_empty()) {
            let members = groups::members(&shift.name, &shift.members, given.inventory).unwrap_or_else(|unknown| {
                findings.push(unknown_group(&format!("shifts/{}/members", escaped(&shift.name)), &shift.name, unknown));
                Vec::new()
            });
            for &p in &members {
                let of = &mut shifts.of[p as usize];
                if let Some((other, _)) = of {
                    findings.push(in_two(persons[p as usize].full_name(), shift, &all[*other]));
                }
                *of = Some((i, None));
            }
            for (whom, slot) in &shift.fixed {
                let pointer = format!("/shifts/{}/fixed/{}", escaped(&shift.name), escaped(whom));
                match people.find(whom, &pointer, &shift.name) {
                    Ok(p) if members.contains(&p) => {
                        let slot = shift.slots.iter().position(|own| own.name == *slot);
                        shifts.of[p as usize] = Some((i, slot));
                    }
                    Ok(p) => findings.push(no_member(persons[p as usize].full_name(), &pointer, shift)),
                    Err(finding) => findings.push(*finding),
                }
            }
            if !members.is_empty() {
                findings.extend(too_few(shift, members.len()));
            }
            shifts.members.push(members);
        }
        shifts
    }

    /// Whether the person is in a slot of such a cap, and in no other.
    pub fn has_slots_of(&self, given: &Given<'_>, p: usize, slots: &[String]) -> bool {
        self.of[p].is_some_and(|(shift, _)| given.site.roster.shifts[shift].slots.iter().any(|own| slots.contains(&own.name)))
    }

    /// The name of the person's slot in a week.
    pub fn name<'a>(&self, given: &Given<'a>, p: usize, week: usize) -> Option<&'a str> {
        let (shift, _) = self.of[p]?;
        let slot = self.slot.get(p * self.weeks + week).copied().flatten()?;
        Some(given.site.roster.shifts[shift].slots[slot].name.as_str())
    }

    /// Chooses everybody's slots; what cannot be held is left in the problem as a reason why there is no roster.
    pub fn choose(&mut self, given: &Given<'_>, horizon: &Horizon, problem: &mut Problem, phones: [&[bool]; 2]) {
        self.weeks = problem.weeks;
        self.slot = vec![None; problem.persons() * self.weeks];
        // People in slots of each name, by week.
        let mut in_slot: BTreeMap<(usize, &str), usize> = BTreeMap::new();
        for (i, shift) in given.site.roster.shifts.iter().enumerate() {
            let mut order = self.members[i].clone();
            Random::new(given.seed ^ (i as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)).shuffle(&mut order);
            let plain = slot_choice::Shift {
                needs: shift
                    .slots
                    .iter()
                    .map(|slot| [slot.on_site_min, slot.reachable_min].map(Option::unwrap_or_default))
                    .collect(),
                members: order.iter().map(|&p| self.member(given, problem, p as usize, shift, phones)).collect(),
                counted: (0..self.weeks).map(|week| counted(given, horizon, problem, week)).collect(),
                beside: (0..self.weeks)
                    .map(|week| {
                        shift.slots.iter().map(|slot| in_slot.get(&(week, slot.name.as_str())).copied().unwrap_or(0)).collect()
                    })
                    .collect(),
                first_week: problem.dates.first().map_or(0, |first| {
                    let days = first.duration_since(jiff::civil::date(2000, 1, 3)).as_hours() / 24;
                    (days / 7).unsigned_abs() as usize
                }),
            };
            let (chosen, outcome) = slot_choice::choose(&plain);
            for (m, &p) in order.iter().enumerate() {
                let row = p as usize * self.weeks;
                for week in 0..self.weeks {
                    let slot = chosen[m * self.weeks + week];
                    self.slot[row + week] = Some(slot);
                    *in_slot.entry((week, &shift.slots[slot].name)).or_default() += usize::from(problem.worked[row + week] != 0);
                    let of = problem.slots.entry(problem.people[p as usize].id.clone()).or_default();
                    of.insert(problem.dates[week * 5], shift.slots[slot].name.clone());
                }
            }
            let free = |&p: &u32| self.of[p as usize].is_some_and(|(_, fixed)| fixed.is_none());
            problem.slots_chosen |= shift.slots.len() > 1 && self.members[i].iter().any(free);
            problem.shift_clashes.extend(clash(problem, shift, &plain, &chosen, &outcome));
        }
    }

    fn member(&self, given: &Given<'_>, problem: &Problem, p: usize, shift: &Shift, [desk, soft]: [&[bool]; 2]) -> Member {
        let fixed = self.of[p].and_then(|(_, fixed)| fixed);
        let mut member = Member::default();
        for week in 0..self.weeks {
            let k = p * problem.weeks + week;
            let monday = problem.dates[week * 5];
            let in_force = given.slots.and_then(|slots| slot_on(slots, &problem.people[p].id, monday));
            let kept = in_force.and_then(|name| shift.slots.iter().position(|slot| slot.name == name));
            // A week that has begun stays as it is.
            let begun = given.from.is_some_and(|from| monday < from);
            let only = if begun { kept.or(fixed) } else { fixed };
            let (works, home, office) = (problem.worked[k], problem.fixed_home[k], problem.fixed_office[k]);
            let at_home = if problem.home_max(p, week) > 0 { works & !office } else { 0 };
            let there = works & !home;
            let reached = (if desk[p] { there } else { 0 }) | (if soft[p] { at_home } else { 0 });
            member.only.push(only);
            member.kept.push(kept.filter(|_| only.is_none()));
            member.works.push(works);
            member.can.push([there, reached]);
        }
        member
    }

    /// What slots need, as rules.
    pub fn add(&self, given: &Given<'_>, horizon: &Horizon, builder: &mut ProblemBuilder, [desk, soft]: [&[bool]; 2]) {
        for (i, shift) in given.site.roster.shifts.iter().enumerate() {
            for (s, slot) in shift.slots.iter().enumerate() {
                for (kind, need) in NEEDS.into_iter().zip([slot.on_site_min, slot.reachable_min]) {
                    let Some(need) = need else { continue };
                    for week in 0..self.weeks {
                        let there: Vec<u32> = (self.members[i].iter().copied())
                            .filter(|&p| self.slot[p as usize * self.weeks + week] == Some(s))
                            .collect();
                        let counts = |p: usize| kind == RuleKind::OnSite || desk[p];
                        let problem = builder.problem();
                        let limit: Vec<i32> = (0..problem.days())
                            .map(|day| {
                                if day / 5 != week || horizon.holidays.contains_key(&horizon.days[day]) {
                                    return NO_LIMIT;
                                }
                                let at_work = there.iter().filter(|&&p| problem.is_worked(p as usize, day) && counts(p as usize));
                                at_work.count() as i32 - i32::try_from(need).unwrap_or(NO_LIMIT)
                            })
                            .collect();
                        let sign = |p: u32| match kind {
                            RuleKind::OnSite => 1,
                            _ => i8::from(desk[p as usize]) - i8::from(soft[p as usize]),
                        };
                        let signed: Vec<(u32, i8)> = there.iter().map(|&p| (p, sign(p))).collect();
                        builder.rule(RuleName::in_slot(kind, &shift.name, &slot.name), need, &signed, &limit, false);
                    }
                }
            }
        }
    }
}

/// Days of a week on which minimums count: neither holidays nor passed.
fn counted(given: &Given<'_>, horizon: &Horizon, problem: &Problem, week: usize) -> u8 {
    let is_ahead = |day: usize| given.from.is_none_or(|from| problem.dates[day] >= from);
    let days = (0..5).filter(|bit| is_ahead(week * 5 + bit) && !horizon.holidays.contains_key(&horizon.days[week * 5 + bit]));
    days.fold(0, |mask, bit| mask | 1 << bit)
}

/// Why no choice of slots holds the minimums of a shift: the worst day, and how many others.
fn clash(problem: &Problem, shift: &Shift, plain: &slot_choice::Shift, chosen: &[usize], outcome: &[Week]) -> Option<Finding> {
    let weeks = outcome.len();
    let name = &shift.name;
    // By day: what is missing, and in words.
    let mut days: Vec<(u32, usize, Words)> = Vec::new();
    let mut nearest: Vec<(u32, usize, Words)> = Vec::new();
    for (week, _) in outcome.iter().enumerate().filter(|(_, of)| **of == Week::Impossible) {
        for bit in (0..5).filter(|bit| plain.counted[week] >> bit & 1 == 1) {
            let day = week * 5 + bit;
            let when = wording::day(problem.dates[day]);
            for (kind, (what_en, what_de)) in [("on site", "vor Ort"), ("reachable", "erreichbar")].into_iter().enumerate() {
                let able = |m: usize| plain.members[m].can[week][kind] >> bit & 1 == 1;
                let count = |is: &dyn Fn(usize) -> bool| (0..plain.members.len()).filter(|&m| able(m) && is(m)).count() as u32;
                let (mut all, mut list) = (0, Vec::new());
                for (s, slot) in shift.slots.iter().enumerate().filter(|(s, _)| plain.needs[*s][kind] > 0) {
                    let (need, slot) = (plain.needs[s][kind], &slot.name);
                    let open = count(&|m| plain.members[m].only[week].is_none_or(|only| only == s));
                    let has = count(&|m| chosen[m * weeks + week] == s);
                    let words = |there: u32| {
                        Words::new(
                            format!("{}: slot `{slot}` of shift `{name}` needs {need} {what_en}, {there} can be", when.en),
                            format!(
                                "{}: Schicht `{slot}` der Schichtgruppe `{name}` braucht {need} {what_de}, möglich sind {there}",
                                when.de
                            ),
                        )
                    };
                    if open < need {
                        days.push((need - open, day, words(open)));
                    } else if has < need {
                        nearest.push((need - has, day, words(has)));
                    }
                    all += need;
                    list.push(format!("`{slot}` {need}"));
                }
                let (there, list) = (count(&|_| true), list.join(", "));
                if there < all && shift.slots.len() > 1 {
                    let words = Words::new(
                        format!(
                            "{}: the slots of shift `{name}` need {all} {what_en} ({list}), {there} of its members can be",
                            when.en
                        ),
                        format!(
                            "{}: die Schichten der Schichtgruppe `{name}` brauchen {all} {what_de} ({list}), möglich sind {there} ihrer Mitglieder",
                            when.de
                        ),
                    );
                    days.push((all - there, day, words));
                }
            }
        }
    }
    let by_counting = !days.is_empty();
    let mut told = if by_counting { days } else { nearest };
    told.sort_by_key(|(missing, day, _)| (std::cmp::Reverse(*missing), *day));
    let (_, first, words) = told.first()?;
    let others =
        told.iter().filter(|(_, day, _)| day != first).map(|(_, day, _)| *day).collect::<std::collections::BTreeSet<_>>().len();
    let (lead_en, lead_de) = if by_counting {
        ("", "")
    } else {
        (
            "no choice of slots holds on all days of the week; the nearest: ",
            "keine Verteilung geht an allen Tagen der Woche auf; die nächste: ",
        )
    };
    let (more_en, more_de) = match others {
        0 => (String::new(), String::new()),
        1 => ("; one more day is like that".to_owned(), "; ein weiterer Tag ist auch so".to_owned()),
        n => (format!("; {n} more days are like that"), format!("; {n} weitere Tage sind auch so")),
    };
    let what = Words::new(format!("{lead_en}{}{more_en}", words.en), format!("{lead_de}{}{more_de}", words.de));
    let todo = Words::new(
        "lower the minimum, add members who work that day, or take people out of `fixed`",
        "das Minimum senken, Mitglieder ergänzen, die an dem Tag arbeiten, oder Personen aus `fixed` nehmen",
    );
    Some(codes::SLOTS_CLASH.finding(Some(at(shift, "slots")), what).about(name.as_str()).todo(todo))
}

fn at(shift: &Shift, below: &str) -> Place {
    Place::within(SITE_FILE, &format!("/roster/shifts/{}/{below}", escaped(&shift.name)))
}

fn in_two(who: String, shift: &Shift, other: &Shift) -> Finding {
    let (name, first) = (&shift.name, &other.name);
    let what = Words::new(
        format!("{who} is in shift `{first}` and in shift `{name}`"),
        format!("{who} gehört zur Schichtgruppe `{first}` und zur Schichtgruppe `{name}`"),
    );
    let todo = Words::new("take the person out of one of them", "die Person aus einer der beiden nehmen");
    codes::IN_TWO_SHIFTS.finding(Some(at(shift, "members")), what).about(name.as_str()).todo(todo)
}

fn no_member(who: String, pointer: &str, shift: &Shift) -> Finding {
    let name = &shift.name;
    let what = Words::new(
        format!("{who} has a fixed slot in shift `{name}`, but is no member of it"),
        format!("{who} hat eine feste Schicht in der Schichtgruppe `{name}`, gehört aber nicht zu ihr"),
    );
    let todo = Words::new(
        "remove the entry, or add the person to the members",
        "den Eintrag streichen oder die Person zu den Mitgliedern nehmen",
    );
    let at = Place::within(SITE_FILE, &format!("/roster{pointer}"));
    codes::NOT_IN_SHIFT.finding(Some(at), what).about(name.as_str()).todo(todo)
}

/// Minimums that ask for more people than there are, whoever works.
fn too_few(shift: &Shift, members: usize) -> Vec<Finding> {
    let sum =
        |pick: fn(&crate::policy::site::Slot) -> Option<u32>| shift.slots.iter().filter_map(pick).map(u64::from).sum::<u64>();
    let keys: BTreeMap<&str, u64> =
        [("on_site_min", sum(|slot| slot.on_site_min)), ("reachable_min", sum(|slot| slot.reachable_min))].into();
    let of = |(key, asked): (&str, u64)| {
        let name = &shift.name;
        let what = Words::new(
            format!("the slots of shift `{name}` ask for {asked} people by `{key}`, it has {members}"),
            format!("die Schichten der Schichtgruppe `{name}` verlangen mit `{key}` {asked} Personen, sie hat {members}"),
        );
        let todo = Words::new("lower the minimums, or add members", "die Minima senken oder Mitglieder ergänzen");
        codes::SHIFT_TOO_SMALL.finding(Some(at(shift, "slots")), what).about(name.as_str()).todo(todo)
    };
    keys.into_iter().filter(|(_, asked)| *asked > members as u64).map(of).collect()
}
