//! Car pools and deputies as rules over two or a few people.
//!
//! A car pool is a pair of rules for each two of its people, on days that both work: home(p) − home(q) ≤ 0, and the other way round.
//! Deputies are a cap of one. So both are rules like any other: they are priced, searched and explained without further ado.

use super::build::SITE_FILE;
use super::people::People;
use super::{NO_LIMIT, Problem, ProblemBuilder};
use crate::diag::{Finding, Place, Words};
use crate::policy::site::PairKind;
use crate::roster::codes;
use crate::roster::given::Given;
use crate::roster::model::{RuleKind, RuleName};

/// The people of each pair, ascending; what names nobody is a finding.
pub(super) fn people(given: &Given<'_>, findings: &mut Vec<Finding>) -> Vec<Vec<u32>> {
    let pairs = &given.site.roster.pairs;
    if pairs.is_empty() || given.inventory.persons.is_empty() {
        return Vec::new();
    }
    let people = People::of(given.inventory);
    let mut all = Vec::new();
    for pair in pairs {
        let key = match pair.kind {
            PairKind::Together => "together",
            PairKind::Apart => "apart",
        };
        let mut members: Vec<u32> = Vec::new();
        for (i, whom) in pair.people.iter().enumerate() {
            let pointer = format!("/pairs/{}/{key}/{i}", super::build::escaped(&pair.name));
            match people.find(whom, &pointer, &pair.name) {
                Ok(p) if members.contains(&p) => findings.push(named_twice(given, &pair.name, whom, p, &pointer)),
                Ok(p) => members.push(p),
                Err(finding) => findings.push(*finding),
            }
        }
        members.sort_unstable();
        members.dedup();
        all.push(members);
    }
    all
}

/// One person by number and by name is no pair: whoever was meant besides is missing.
fn named_twice(given: &Given<'_>, pair: &str, whom: &str, p: u32, pointer: &str) -> Finding {
    let person = &given.inventory.persons[p as usize];
    let (name, id) = (person.full_name(), &person.id);
    let what = Words::new(
        format!("`{pair}`: `{whom}` is {name} (`{id}`), who stands there already"),
        format!("`{pair}`: `{whom}` ist {name} (`{id}`) und steht schon da"),
    );
    let todo = Words::new("name the other person", "die andere Person nennen");
    let at = Place::within(SITE_FILE, &format!("/roster{pointer}"));
    codes::PAIR_NAMED_TWICE.finding(Some(at), what).about(pair).todo(todo)
}

/// Adds the rules of every pair.
pub(super) fn add(given: &Given<'_>, people: &[Vec<u32>], builder: &mut ProblemBuilder) {
    for (pair, members) in given.site.roster.pairs.iter().zip(people) {
        match pair.kind {
            PairKind::Together => {
                for &p in members {
                    for &q in members.iter().filter(|q| **q != p) {
                        let problem = builder.problem();
                        let limit = days(problem, |day| both_work(problem, p, q, day).then_some(0));
                        let (one, other) = (&problem.people[p as usize].id, &problem.people[q as usize].id);
                        let name = RuleName::new(RuleKind::Together, format!("{}: {one}, {other}", pair.name));
                        builder.rule(name, 0, &[(p, 1), (q, -1)], &limit, false);
                    }
                }
                builder.pool(members);
            }
            PairKind::Apart => {
                let problem = builder.problem();
                let working = |day| members.iter().filter(|&&p| problem.is_worked(p as usize, day)).count();
                let limit = days(problem, |day| (working(day) > 1).then_some(1));
                let signed: Vec<(u32, i8)> = members.iter().map(|&p| (p, 1)).collect();
                builder.rule(RuleName::new(RuleKind::Apart, &pair.name), 1, &signed, &limit, false);
            }
        }
    }
}

fn both_work(problem: &Problem, p: u32, q: u32, day: usize) -> bool {
    problem.is_worked(p as usize, day) && problem.is_worked(q as usize, day)
}

fn days(problem: &Problem, limit: impl Fn(usize) -> Option<i32>) -> Vec<i32> {
    (0..problem.days()).map(|day| limit(day).unwrap_or(NO_LIMIT)).collect()
}
