//! Whole campaigns with a virtual clock over a lossy network: not one wrong verdict.
//!
//! Each seed draws 5,000 lines with faults among them; they are asked at seven loss rates, and every verdict is held against what is true
//! of its line. A line that works and stays silent by chance may be left open, if its verdict says how probable that is.
//!
//! `DESKSHIFT_SIMULATION_SEEDS=1000 cargo test --release --test simulation -- --nocapture` runs a thousand seeds, on as many threads as
//! there are processors. `DESKSHIFT_SIMULATION_SEED=17` replays one exactly, also with the usual ban budget. `DESKSHIFT_SIMULATION_LINES=1000000`
//! lets the cost of a line, in time and memory, be measured up to a million lines.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout)]

mod dice;
#[path = "../support/forged.rs"]
mod forged;
mod lines;
mod network;
mod pbx;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use deskshift::probe::campaign::Candidate;
use dice::Dice;
use lines::{Judgement, Truth, candidate};
use network::{Conditions, Ran, run};
use pbx::Pbx;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const LINES: usize = 5_000;
/// In percent, each way.
const LOSS: [u32; 7] = [0, 1, 5, 10, 20, 30, 40];
/// What a usual test run can afford.
const SEEDS: u64 = if cfg!(debug_assertions) { 1 } else { 40 };

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name}={text} is no number")))
}

/// The processor's time that this thread has used; where the system does not tell, the time that has passed.
fn used(since: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|text| text.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

/// The most memory in bytes since `fresh` was last told, the network and the PBX of the simulation included; none where the system does not tell.
fn most_memory(fresh: bool) -> Option<u64> {
    if fresh {
        std::fs::write("/proc/self/clear_refs", "5").ok()?;
    }
    let told = std::fs::read_to_string("/proc/self/status").ok()?;
    let most = told.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    most.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

fn truths(seed: u64, lines: usize) -> Vec<Truth> {
    let mut dice = Dice::new(seed);
    (0..lines).map(|number| Truth::draw(number, &mut dice)).collect()
}

fn conditions(seed: u64, loss: u32) -> Conditions {
    Conditions { seed, loss: f64::from(loss) / 100.0, ban_budget: 1_000_000, forged: 0 }
}

/// One campaign, and every verdict that is not true.
fn campaign(conditions: Conditions, truths: &[Truth]) -> (Ran, Pbx, Vec<String>, usize) {
    let mut pbx = Pbx::new(truths);
    let (ran, wrong, open) = judged(conditions, truths, candidates(truths), &mut pbx);
    (ran, pbx, wrong, open)
}

fn candidates(truths: &[Truth]) -> Vec<Candidate> {
    truths.iter().enumerate().map(|(number, truth)| candidate(number, *truth)).collect()
}

fn judged(conditions: Conditions, truths: &[Truth], candidates: Vec<Candidate>, pbx: &mut Pbx) -> (Ran, Vec<String>, usize) {
    let ran = run(conditions, candidates, pbx);
    let (mut wrong, mut open) = (Vec::new(), 0);
    let told = |what: String| format!("seed {} at {:.0} %: {what}", conditions.seed, conditions.loss * 100.0);
    for (truth, verdict) in truths.iter().zip(&ran.report.verdicts) {
        match truth.judge(verdict, conditions.ban_budget) {
            Judgement::Right => {}
            Judgement::Open => open += 1,
            Judgement::Wrong => {
                wrong.push(told(format!("{} is {truth:?}, not {}: {}", verdict.extension, verdict.class, verdict.cause.en)));
            }
        }
    }
    wrong.extend(ran.report.stops.iter().map(|stop| told(format!("stopped by {}: {}", stop.code, stop.words.en))));
    if ran.report.verdicts.len() != truths.len() {
        wrong.push(told(format!("{} verdicts of {} lines", ran.report.verdicts.len(), truths.len())));
    }
    (ran, wrong, open)
}

#[derive(Default)]
struct Sum {
    campaigns: u64,
    lines: u64,
    requests: u64,
    open: u64,
    took: Duration,
    wrong: Vec<String>,
}

#[test]
fn whole_campaigns_at_seven_loss_rates_give_no_wrong_verdict() {
    let seeds: Vec<u64> = match number("DESKSHIFT_SIMULATION_SEED") {
        Some(seed) => vec![seed],
        None => (1..=number("DESKSHIFT_SIMULATION_SEEDS").unwrap_or(SEEDS)).collect(),
    };
    let sums: Mutex<BTreeMap<u32, Sum>> = Mutex::default();
    let next = AtomicU64::new(0);
    let begin = Instant::now();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed) as usize) {
                    let truths = truths(*seed, LINES);
                    let (candidates, mut pbx) = (candidates(&truths), Pbx::new(&truths));
                    for loss in LOSS {
                        let start = used(begin);
                        pbx.forget();
                        let (ran, wrong, open) = judged(conditions(*seed, loss), &truths, candidates.clone(), &mut pbx);
                        let took = used(begin).saturating_sub(start);
                        let mut sums = sums.lock().unwrap();
                        let sum = sums.entry(loss).or_default();
                        sum.campaigns += 1;
                        sum.lines += truths.len() as u64;
                        sum.requests += ran.report.requests_sent;
                        sum.open += open as u64;
                        sum.took += took;
                        sum.wrong.extend(wrong);
                    }
                }
            });
        }
    });
    let sums = sums.into_inner().unwrap();
    let mut table = String::new();
    for (loss, sum) in &sums {
        let each = sum.took.as_secs_f64() * 1e6 / sum.lines as f64;
        writeln!(
            table,
            "{loss:>2} % each way: {} campaigns, {} lines, {:.2} requests and {each:.1} µs of a processor each, {} left open, {} wrong",
            sum.campaigns,
            sum.lines,
            sum.requests as f64 / sum.lines as f64,
            sum.open,
            sum.wrong.len()
        )
        .unwrap();
    }
    let (lines, took) = sums.values().fold((0, Duration::ZERO), |(lines, took), sum| (lines + sum.lines, took + sum.took));
    println!(
        "{table}{} seeds in {:.1} s on {threads} threads, {:.2} µs of a processor for a line",
        seeds.len(),
        begin.elapsed().as_secs_f64(),
        took.as_secs_f64() * 1e6 / lines as f64
    );
    let wrong: Vec<&String> = sums.values().flat_map(|sum| &sum.wrong).take(40).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    // Below 20 % no line that works stays silent so long.
    assert!(sums.iter().all(|(loss, sum)| *loss > 10 || sum.open == 0), "{table}");
}

/// Where 40 % are lost each way the first question may go unheard for long; the run does not end there.
#[test]
fn the_first_contact_outlasts_the_loss() {
    for seed in 1..=2_000 {
        let mut truths = truths(seed, 40);
        truths.retain(|truth| truth.classes() == ["sip/ready"]);
        truths.truncate(3);
        let (ran, ..) = campaign(conditions(seed, 40), &truths);
        let stops: Vec<String> = ran.report.stops.iter().map(|stop| stop.code.to_string()).collect();
        assert!(stops.is_empty(), "seed {seed}: {stops:?}");
    }
}

/// Everything that is told of a campaign, times included, hashed.
fn fingerprint(ran: &Ran) -> u64 {
    let text = format!("{:?} {:?} {} {}", ran.report, ran.lasted, ran.answers, ran.turns);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn a_seed_replays_exactly() {
    let truths = truths(7, 600);
    let print = |seed| fingerprint(&campaign(conditions(seed, 30), &truths).0);
    let first = print(7);
    // Elsewhere on the clock, in another thread.
    let again = std::thread::scope(|scope| scope.spawn(|| print(7)).join().unwrap());
    assert_eq!(first, again);
    assert_ne!(first, print(8), "another seed is another campaign");
}

/// With the usual ban budget the files decide what would cost too much, and the PBX's log holds no more than the budget.
#[test]
fn the_usual_budget_holds_and_what_is_told_is_true() {
    let seeds = match number("DESKSHIFT_SIMULATION_SEED") {
        Some(seed) => seed..=seed,
        None => 1..=number("DESKSHIFT_SIMULATION_SEEDS").unwrap_or(2),
    };
    for seed in seeds {
        let mut truths = truths(seed, 1000);
        // What no file tells ends a run of this budget, and rightly.
        for truth in &mut truths {
            if matches!(truth, Truth::WrongPasswordUnknown | Truth::UnknownExtensionUnknown | Truth::StaleAlways) {
                *truth = Truth::Good;
            }
        }
        for loss in LOSS {
            let (ran, pbx, wrong, _) = campaign(Conditions { ban_budget: 3, ..conditions(seed, loss) }, &truths);
            assert!(wrong.is_empty(), "{wrong:#?}");
            // The budget is one for ten minutes.
            let most = 3 * (1 + ran.lasted.as_secs() as u32 / 600);
            assert!(
                ran.report.ban_hits <= most && pbx.refused <= u64::from(most),
                "{} told, {} seen",
                ran.report.ban_hits,
                pbx.refused
            );
        }
    }
}

/// Whoever overhears us and answers 50,000 times a second with one thing wrong changes nothing.
#[test]
fn forged_responses_change_nothing() {
    let truths = truths(11, 400);
    for loss in [0, 20] {
        let plain = conditions(11, loss);
        let forged = Conditions { forged: 50_000, ..plain };
        let (quiet, ..) = campaign(plain, &truths);
        let (loud, ..) = campaign(forged, &truths);
        assert!(loud.forged > 10_000, "{}", loud.forged);
        assert_eq!(quiet.lasted, loud.lasted);
        assert_eq!(format!("{:?}", quiet.report), format!("{:?}", loud.report));
    }
}

/// The work for one line does not grow with the number of lines.
#[test]
fn a_line_costs_the_same_in_a_large_campaign() {
    let largest = number("DESKSHIFT_SIMULATION_LINES").unwrap_or(if cfg!(debug_assertions) { 10_000 } else { 100_000 });
    let begin = Instant::now();
    let mut first = None;
    let mut lines = 1000;
    while lines <= largest as usize {
        let truths = vec![Truth::Good; lines];
        let before = most_memory(true);
        let start = used(begin);
        let (ran, _, wrong, _) = campaign(conditions(1, 0), &truths);
        let each = used(begin).saturating_sub(start).as_secs_f64() * 1e6 / lines as f64;
        assert!(wrong.is_empty(), "{wrong:#?}");
        let memory = before.zip(most_memory(false)).map(|(before, after)| after.saturating_sub(before) as f64 / lines as f64);
        let memory = memory.map_or_else(|| "memory not told".to_owned(), |each| format!("{each:.0} bytes each"));
        let requests = ran.report.requests_sent as f64 / lines as f64;
        let turns = ran.turns as f64 / lines as f64;
        let (requests_first, turns_first, each_first) = *first.get_or_insert((requests, turns, each));
        println!(
            "{lines:>9} lines: {requests:.3} requests, {turns:.2} turns, {each:.2} µs each, {:.2} times those of {}, {memory}",
            each / each_first,
            1000
        );
        // A re-check of the known-good line comes with every fiftieth.
        assert!((requests - requests_first).abs() < 0.01 && (turns / turns_first - 1.0).abs() < 0.05, "{requests} {turns}");
        lines *= 10;
    }
}
