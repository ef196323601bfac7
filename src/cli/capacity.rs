//! `deskshift capacity`: how much of everything people at home need.

mod people;
mod values;

use jiff::civil::Date;
use serde_json::json;

use self::people::{People, most_at_home};
use self::values::{Delivery, amount, delivery, land, part};
use super::{Context, ExitStatus, Failure, Format, say};
use crate::capacity::agents::{Hotline, on_the_roster};
use crate::capacity::bandwidth::{Ip, Wrapping};
use crate::capacity::rollout::{Rollout, first_with};
use crate::capacity::{bandwidth, codes, erlang, servers, trunks};
use crate::diag::{Finding, Lang, Words, counted};
use crate::domain::calendar::{Land, working_days};
use crate::output::capacity as view;

/// How many channels, agents, servers and devices people at home need
///
/// Exit code 1 where what is said to be there does not suffice. Without `--people`, the most people that the site's roster sends home on one
/// day are meant.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Trunk channels, by Erlang B; for a closed group by Engset
    Trunks {
        #[command(flatten)]
        people: PeopleArgs,
        /// Of them, so many have their calls sent on to a private number, which takes two channels a call
        #[arg(long, value_name = "NUMBER", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
        forwarded: u32,
        /// Load of one of them in the busy hour, in Erlang: 0.1 are six minutes
        #[arg(long, value_name = "ERLANG", default_value = "0.1", value_parser = part)]
        each: f64,
        /// Part of the calls that may find all channels busy
        #[arg(long, value_name = "PART", default_value = "1%", value_parser = part)]
        blocked: f64,
        /// The people are few, and who talks does not call: Engset's formula
        #[arg(long, conflicts_with = "forwarded")]
        closed_group: bool,
        /// So many channels are there: do they suffice?
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
        channels: Option<u32>,
    },
    /// People at a hotline, by Erlang C
    Agents {
        /// In the busy hour
        #[arg(long, value_name = "NUMBER", value_parser = amount)]
        calls_per_hour: f64,
        /// Mean length of a call with what is written down afterwards
        #[arg(long, value_name = "SECONDS", value_parser = amount)]
        seconds: f64,
        /// Answered within so many seconds …
        #[arg(long, value_name = "SECONDS", default_value = "20", value_parser = amount)]
        within: f64,
        /// … shall be this part of the calls
        #[arg(long, value_name = "PART", default_value = "80%", value_parser = part)]
        share: f64,
        /// Part of the paid time for breaks, training and sickness
        #[arg(long, value_name = "PART", default_value = "0%", value_parser = part)]
        shrinkage: f64,
        /// So many are there: do they suffice?
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        agents: Option<u32>,
    },
    /// What the calls of people at home take on the wire
    Bandwidth {
        #[command(flatten)]
        people: PeopleArgs,
        /// Load of one of them in the busy hour, in Erlang
        #[arg(long, value_name = "ERLANG", default_value = "0.1", value_parser = part)]
        each: f64,
        /// So many calls at a time, instead of what the people need for one blocked call in a thousand
        #[arg(long, value_name = "NUMBER", conflicts_with = "people", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        calls: Option<u32>,
        /// The calls' own packets over IPv6
        #[arg(long)]
        ipv6: bool,
        /// Without SRTP
        #[arg(long)]
        plain: bool,
        /// Through a tunnel
        #[arg(long, value_enum, default_value_t = Tunnel::None)]
        tunnel: Tunnel,
        /// With the frames of Ethernet
        #[arg(long)]
        ethernet: bool,
    },
    /// Terminal servers, or anything that so many people share
    Servers {
        #[command(flatten)]
        people: PeopleArgs,
        /// So many people on one server
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        per_server: u32,
        /// Places that stay free, in per cent of the people
        #[arg(long, value_name = "PERCENT", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=1000))]
        reserve: u32,
        /// So many servers may fail
        #[arg(long, value_name = "NUMBER", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
        spare: u32,
        /// So many servers are there: do they suffice?
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
        servers: Option<u32>,
    },
    /// When how many devices are ready, from deliveries and the pace of staging
    Rollout {
        /// First day
        #[arg(long, value_name = "DAY")]
        from: Date,
        /// Last day
        #[arg(long, value_name = "DAY")]
        to: Date,
        /// Ready on the first day
        #[arg(long, value_name = "NUMBER", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
        ready: u32,
        /// There on the first day, and not staged yet
        #[arg(long, value_name = "NUMBER", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
        waiting: u32,
        /// A delivery; may be given several times
        #[arg(long = "delivery", value_name = "DAY=NUMBER", value_parser = delivery)]
        deliveries: Vec<Delivery>,
        /// Part of what is delivered that cannot be used
        #[arg(long, value_name = "PART", default_value = "0%", value_parser = part)]
        faulty: f64,
        /// Staged on a working day
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        per_day: u32,
        /// Land whose public holidays are free; without it those that all Länder have
        #[arg(long, value_name = "LAND", value_parser = land)]
        land: Option<Land>,
        /// From when on are so many ready?
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        need: Option<u32>,
    },
}

#[derive(clap::Args)]
pub struct PeopleArgs {
    /// So many at a time
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    people: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Tunnel {
    None,
    /// WireGuard over IPv4
    Wireguard,
    /// WireGuard over IPv6
    WireguardV6,
}

pub fn run(command: &Command, context: &Context) -> Result<ExitStatus, Failure> {
    let lang = context.spoken();
    match *command {
        Command::Trunks { ref people, forwarded, each, blocked, closed_group, channels } => {
            let People { number, whence } = most_at_home(people.people, context)?;
            if forwarded > number {
                let what = Words::new(
                    format!("`--forwarded {forwarded}` is more than {}", counted(number as usize, "person", "people")),
                    format!("`--forwarded {forwarded}` ist mehr als {}", counted(number as usize, "Person", "Personen")),
                );
                let finding = codes::OUT_OF_RANGE.finding(None, what);
                return Err(Failure { findings: vec![finding], status: ExitStatus::Usage });
            }
            values::proper(&[("--each", each), ("--blocked", blocked)])?;
            let question = trunks::Question { people: number, forwarded, each, allowed: blocked, closed_group, channels };
            let answer = question.answer();
            show(context, &json!(answer), || view::trunks(&answer, whence.as_ref(), lang));
            Ok(verdict(answer.there.map(|there| (there.enough, there.channels, answer.needed.channels)), context, lang))
        }
        Command::Agents { calls_per_hour, seconds, within, share, shrinkage, agents } => {
            values::proper(&[("--share", share)])?;
            let hotline = Hotline { calls_per_hour, seconds, within_s: within, share };
            if hotline.load() > f64::from(erlang::MOST) {
                return Err(values::too_large(hotline.load()));
            }
            let fewest = hotline.fewest();
            // Beside the fewest, one less and one more show how steep it is.
            let mut shown: Vec<u32> = vec![fewest.agents.saturating_sub(1), fewest.agents, fewest.agents + 1];
            shown.extend(agents);
            shown.retain(|n| *n > 0);
            shown.sort_unstable();
            shown.dedup();
            let services: Vec<_> = shown.into_iter().map(|n| (hotline.with(n), on_the_roster(n, shrinkage))).collect();
            let rows: Vec<_> = (services.iter())
                .map(|(service, roster)| {
                    json!({"agents": service.agents, "on_the_roster": roster, "answered_in_time": service.level,
                           "mean_wait_s": service.mean_wait_s, "busy": service.occupancy})
                })
                .collect();
            let told = json!({"load_erlang": hotline.load(), "needed": fewest.agents,
                              "on_the_roster": on_the_roster(fewest.agents, shrinkage), "rows": rows});
            show(context, &told, || view::agents(&hotline, &services, lang));
            Ok(verdict(agents.map(|there| (there >= fewest.agents, there, fewest.agents)), context, lang))
        }
        Command::Bandwidth { ref people, each, calls, ipv6, plain, tunnel, ethernet } => {
            values::proper(&[("--each", each)])?;
            let calls = match calls {
                Some(calls) => calls,
                None => {
                    let People { number, .. } = most_at_home(people.people, context)?;
                    erlang::channels(f64::from(number) * each, 0.001)
                }
            };
            let tunnel = match tunnel {
                Tunnel::None => None,
                Tunnel::Wireguard => Some(Ip::V4),
                Tunnel::WireguardV6 => Some(Ip::V6),
            };
            let around = Wrapping { ip: if ipv6 { Ip::V6 } else { Ip::V4 }, srtp: !plain, tunnel, ethernet };
            let rows: Vec<_> = (bandwidth::Codec::ALL.iter())
                .map(|codec| {
                    let kbit = bandwidth::kbit_per_s(*codec, around);
                    json!({"codec": codec.name(), "kbit_per_s": kbit, "mbit_per_s_in_all": kbit * f64::from(calls) / 1000.0})
                })
                .collect();
            let told = json!({"calls": calls, "packets_per_s": 2 * u64::from(bandwidth::PACKETS_PER_S) * u64::from(calls), "each_way": rows});
            show(context, &told, || view::bandwidth(calls, around, lang));
            Ok(ExitStatus::Done)
        }
        Command::Servers { ref people, per_server, reserve, spare, servers: there } => {
            let People { number, whence } = most_at_home(people.people, context)?;
            let needed = servers::needed(number, per_server, reserve, spare);
            let there = there.map(|there| (there, servers::people(there, per_server, reserve, spare)));
            let told = json!({"people": number, "per_server": per_server, "needed": needed,
                              "there": there.map(|(servers, people)| json!({"servers": servers, "people": people}))});
            show(context, &told, || view::servers(needed, number, per_server, there, whence.as_ref(), lang));
            Ok(verdict(there.map(|(there, served)| (served >= number, there, needed)), context, lang))
        }
        Command::Rollout { from, to, ready, waiting, ref deliveries, faulty, per_day, land, need } => {
            values::span(from, to)?;
            let rollout = Rollout {
                ready,
                waiting,
                deliveries: deliveries.iter().map(|delivery| (delivery.day, delivery.devices)).collect(),
                faulty_per_mille: (faulty * 1000.0).round() as u32,
                per_day,
            };
            let steps = rollout.steps(from, to, working_days(land, false, &[], (from, to)));
            let needed = need.map(|n| (n, first_with(&steps, n)));
            let rows: Vec<_> = steps.iter().map(|step| json!({"from": step.day, "ready": step.ready})).collect();
            let told = json!({"steps": rows, "needed": needed.map(|(n, day)| json!({"devices": n, "from": day}))});
            show(context, &told, || view::rollout(&rollout, &steps, needed, lang));
            let last = steps.last().map_or(0, |step| step.ready);
            Ok(verdict(needed.map(|(n, day)| (day.is_some(), last, n)), context, lang))
        }
    }
}

fn show(context: &Context, json: &serde_json::Value, human: impl FnOnce() -> String) {
    match context.format {
        Format::Human => say(&human()),
        Format::Json => say(&format!("{json:#}\n")),
    }
}

/// `there`: whether it is enough, how much there is, how much is needed.
fn verdict(there: Option<(bool, u32, u32)>, context: &Context, lang: Lang) -> ExitStatus {
    let Some((false, there, needed)) = there else { return ExitStatus::Done };
    let what = Words::new(format!("{there} are there, {needed} are needed"), format!("{there} sind da, {needed} sind nötig"));
    let finding: Finding = codes::TOO_FEW.finding(None, what);
    talk_styled!("{}", crate::output::findings::human(&[finding], lang, context.color));
    ExitStatus::Findings
}
