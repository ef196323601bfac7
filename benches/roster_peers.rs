//! The roster's problem as plain JSON for other solvers, our own answer to it, and the judgement of theirs. `benches/vs_peers.sh` calls it.
//!
//! ```text
//! cargo bench --bench roster_peers -- dump offenbach 4             the problem
//! cargo bench --bench roster_peers -- solve offenbach 4 normal     our cost and bound
//! cargo bench --bench roster_peers -- score offenbach 4 PLAN       violations and cost of a plan: home masks as a list, person by person
//! ```
//!
//! A case with a `/` is a site folder that has been imported and planned: its plans are judged by the roster's independent check. The
//! reference instances are no sites (team days, minimums that differ from day to day), so their plans are counted here, from the
//! problem's definition and without anything of the solver.
#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::unwrap_used, reason = "a program for measuring")]

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use deskshift::domain::calendar::Horizon;
use deskshift::domain::{PersonId, Place};
use deskshift::inventory::model::Inventory;
use deskshift::plan::model::Plan as Lines;
use deskshift::policy::site::Site;
use deskshift::roster::check::{self, Facts, Places, check_places, check_roster};
use deskshift::roster::compose::compose;
use deskshift::roster::given::Given;
use deskshift::roster::model::{Effort, Readiness};
use deskshift::roster::problem::{self, NO_LIMIT, Problem, Shape};
use deskshift::roster::solve::{self, Outcome, Settings};
use deskshift::roster::specimen;
use deskshift::store::document::{self, INVENTORY, PLAN};
use deskshift::store::site_folder::SiteFolder;
use serde_json::{Value, json};

/// What a site's roster is made from.
struct Papers {
    inventory: Inventory,
    plan: Lines,
    site: Site,
}

/// Nobody is owed home days of a period before.
static NOBODY: BTreeMap<PersonId, i64> = BTreeMap::new();

impl Papers {
    fn read(folder: &str) -> Self {
        let folder = SiteFolder::new(folder);
        let site = usable(folder.load_policy()).site;
        let inventory = usable(document::read::<Inventory>(&folder.inventory(), INVENTORY)).0.body;
        let plan = usable(document::read::<Lines>(&folder.plan(), PLAN)).0.body;
        Self { inventory, plan, site }
    }

    /// Every planned line is taken to work, and nobody has days of their own.
    fn given(&self) -> Given<'_> {
        let Self { inventory, plan, site } = self;
        Given {
            inventory,
            plan,
            readiness: &Readiness::Assumed,
            site,
            own_days: &[],
            owed: &NOBODY,
            from: None,
            slots: None,
            seed: site.roster.seed,
        }
    }

    fn problem(&self) -> (Problem, Horizon) {
        let (problem, horizon, _) = usable(problem::build(&self.given()));
        (problem, horizon)
    }
}

fn usable<T, E: Debug>(result: Result<T, E>) -> T {
    result.expect("a site folder that was imported and planned")
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let word = |i: usize, default: &str| words.get(i).map_or(default, String::as_str).to_owned();
    let case = word(1, "traunstein");
    let weeks: usize = word(2, "4").parse().expect("a number of weeks");
    let papers = case.contains('/').then(|| Papers::read(&case));
    let (problem, horizon) = match &papers {
        Some(papers) => {
            let (problem, horizon) = papers.problem();
            (problem, Some(horizon))
        }
        None => (specimen(&case).problem(weeks, 1), None),
    };
    let of_site = papers.as_ref().zip(horizon.as_ref());
    let answer = match word(0, "dump").as_str() {
        "solve" => solved(&problem, of_site, effort(&word(3, "normal"))),
        "score" => score(&problem, papers.as_ref(), Path::new(&word(3, "plan.json"))),
        _ => dump(&problem),
    };
    println!("{answer}");
}

fn specimen(name: &str) -> specimen::Specimen {
    let all = specimen::ALL.into_iter().chain(specimen::LARGE);
    all.into_iter().find(|s| s.name == name).expect("the name of a reference instance, or a site folder")
}

fn effort(word: &str) -> Effort {
    match word {
        "quick" => Effort::Quick,
        "long" => Effort::Long,
        _ => Effort::Normal,
    }
}

/// Everything that a solver has to know, and no names.
fn dump(problem: &Problem) -> Value {
    let days = problem.days();
    let rules: Vec<Value> = (problem.rules.iter().enumerate())
        .map(|(r, rule)| {
            let members: Vec<(u32, i8)> = rule.members.iter().map(|&p| (p, problem.sign(p as usize, r))).collect();
            let limit: Vec<Option<i32>> =
                problem.limit[r * days..(r + 1) * days].iter().map(|&most| (most < NO_LIMIT).then_some(most)).collect();
            json!({"members": members, "limit": limit})
        })
        .collect();
    let most: Vec<u32> = (0..problem.persons())
        .flat_map(|p| (0..problem.weeks).map(move |w| (p, w)))
        .map(|(p, w)| problem.home_max(p, w))
        .collect();
    let shape: Vec<&str> = (problem.shape.iter())
        .map(|shape| match shape {
            Shape::Any => "any",
            Shape::Blocks => "blocks",
            Shape::Alternate => "alternate",
        })
        .collect();
    let weights = problem.weights;
    json!({
        "weeks": problem.weeks, "persons": problem.persons(), "worked": problem.worked, "fixed_home": problem.fixed_home,
        "fixed_office": problem.fixed_office, "weekly_max": most, "home_cost": problem.home_cost, "target": problem.target,
        "shape": shape, "constant": problem.constant, "rules": rules,
        "weights": {"stability": weights.stability, "fairness": weights.fairness, "shape": weights.shape},
    })
}

fn solved(problem: &Problem, of_site: Option<(&Papers, &Horizon)>, effort: Effort) -> Value {
    match solve::run(problem, Settings { seed: 1, effort, threads: 1 }, &AtomicBool::new(false), &mut |_| ()) {
        Outcome::Plan(plan) => {
            let violations = match of_site {
                Some((papers, horizon)) => {
                    let given = papers.given();
                    check_roster(&given, &compose(&given, problem, horizon, &plan, 1, effort)).len()
                }
                None => counted(problem, &plan.home),
            };
            json!({"cost": plan.cost, "bound": plan.bound.cost(), "violations": violations})
        }
        Outcome::NoPlan(none) => json!({"cost": null, "bound": null, "violations": none.excess}),
    }
}

fn score(problem: &Problem, papers: Option<&Papers>, file: &Path) -> Value {
    let home: Vec<u8> = serde_json::from_slice(&std::fs::read(file).expect("a plan")).expect("a list of masks");
    assert_eq!(home.len(), problem.worked.len(), "one mask for each person and week");
    let Some(papers) = papers else {
        return json!({"violations": counted(problem, &home), "cost": problem.cost(&home)});
    };
    let mut places = Places::default();
    for (p, who) in problem.people.iter().enumerate() {
        let place = |day: usize| match (problem.is_worked(p, day), home[p * problem.weeks + day / 5] >> (day % 5) & 1 == 1) {
            (_, true) => Place::Home,
            (true, false) => Place::Office,
            (false, false) => Place::Off,
        };
        places.days.insert(who.id.clone(), problem.dates.iter().enumerate().map(|(day, date)| (*date, place(day))).collect());
    }
    let given = papers.given();
    json!({"violations": check_places(&given, &places).len(), "cost": check::cost(&Facts::read(given), &places)})
}

/// How far each limit is passed, all days together, and every place that a person's own rules do not allow.
fn counted(problem: &Problem, home: &[u8]) -> usize {
    let mut broken = 0;
    for (k, &mask) in home.iter().enumerate() {
        let (person, week) = (k / problem.weeks, k % problem.weeks);
        broken += (mask & !problem.worked[k]).count_ones();
        broken += (mask & problem.fixed_office[k]).count_ones();
        broken += (!mask & problem.fixed_home[k]).count_ones();
        broken += mask.count_ones().saturating_sub(problem.home_max(person, week));
    }
    let mut broken = broken as usize;
    for (r, rule) in problem.rules.iter().enumerate() {
        for day in 0..problem.days() {
            let at_home = |p: u32| home[p as usize * problem.weeks + day / 5] >> (day % 5) & 1 == 1;
            let load: i32 = rule.members.iter().filter(|&&p| at_home(p)).map(|&p| i32::from(problem.sign(p as usize, r))).sum();
            broken += usize::try_from(load - problem.limit[r * problem.days() + day]).unwrap_or(0);
        }
    }
    broken
}
