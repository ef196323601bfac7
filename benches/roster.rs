//! Cost, bound, gap and CPU time of the roster solver on the reference instances, by seed.
//!
//! ```text
//! cargo bench --bench roster                       traunstein-4, seeds 1 to 3, normal effort
//! cargo bench --bench roster -- offenbach 4 normal 1
//! cargo bench --bench roster -- all 4 quick 1 2 3
//! cargo bench --bench roster -- k100 12 quick 1        100,000 people for sixty days; also k10, k300, m1
//! ```
//!
//! `DESKSHIFT_BENCH_PROGRESS=1` tells on stderr what each step came to, and after how many seconds.
//! `DESKSHIFT_BENCH_ROUNDS=30` ends the search after so many rounds, as `rotate --rounds` does.
//!
//! The instances come from `roster::specimen`; `DESKSHIFT_BENCH_INSTANCE` is their seed, 1 where not given (the seeds on the command line
//! are the solver's). Costs, bounds and gaps are the same on every machine; seconds are not.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use deskshift::roster::model::Effort;
use deskshift::roster::solve::halt::Halt;
use deskshift::roster::solve::{self, Outcome, Settings};
use deskshift::roster::specimen::{self, Specimen};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let word = |i: usize, default: &str| words.get(i).map_or(default, String::as_str).to_owned();
    let name = word(0, "traunstein");
    let weeks: usize = word(1, "4").parse().expect("a number of weeks");
    let effort = match word(2, "normal").as_str() {
        "quick" => Effort::Quick,
        "long" => Effort::Long,
        _ => Effort::Normal,
    };
    let rounds: Option<u64> = std::env::var("DESKSHIFT_BENCH_ROUNDS").ok().map(|text| text.parse().expect("a number of rounds"));
    let instance: u64 = std::env::var("DESKSHIFT_BENCH_INSTANCE").map_or(1, |text| text.parse().expect("a seed"));
    let told = std::env::var_os("DESKSHIFT_BENCH_PROGRESS").is_some();
    let seeds: Vec<u64> =
        if words.len() > 3 { words[3..].iter().map(|seed| seed.parse().expect("a seed")).collect() } else { vec![1, 2, 3] };
    let chosen: Vec<Specimen> = specimen::ALL
        .into_iter()
        .filter(|s| name == "all" || s.name == name)
        .chain(specimen::LARGE.into_iter().filter(|s| s.name == name))
        .collect();
    if chosen.is_empty() {
        println!("no instance called {name}");
    }
    println!(
        "{:<14} {:>5} {:>7} {:>9} {:>9} {:>8} {:>7} {:>9}",
        "instance", "seed", "effort", "cost", "bound", "gap", "excess", "seconds"
    );
    for specimen in chosen {
        let problem = specimen.problem(weeks, instance);
        for &seed in &seeds {
            let start = Instant::now();
            let (cancel, enough) = (AtomicBool::new(false), |round: u64| rounds.is_some_and(|rounds| round >= rounds));
            let halt = Halt::after(&cancel, &enough);
            let mut tell = |now: solve::Progress| {
                if told {
                    let seconds = start.elapsed().as_secs_f64();
                    eprintln!("{seconds:>9.1} s  {:?}, cost {}, excess {}", now.stage, now.cost, now.excess);
                }
            };
            let outcome = solve::run_within(&problem, Settings { seed, effort, threads: 1 }, &halt, &mut tell);
            let seconds = start.elapsed().as_secs_f64();
            let name = format!("{}-{weeks}", specimen.name);
            let effort = format!("{effort:?}").to_lowercase();
            match outcome {
                Outcome::Plan(plan) => {
                    let bound = plan.bound.cost();
                    let gap = 100.0 * (plan.cost - bound) as f64 / plan.cost as f64;
                    println!("{name:<14} {seed:>5} {effort:>7} {:>9} {bound:>9} {gap:>7.2}% {:>7} {seconds:>9.2}", plan.cost, 0);
                }
                Outcome::NoPlan(none) => {
                    println!(
                        "{name:<14} {seed:>5} {effort:>7} {:>9} {:>9} {:>8} {:>7} {seconds:>9.2}",
                        "-", "-", "-", none.excess
                    );
                }
            }
        }
    }
}
