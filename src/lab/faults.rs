//! Switchable faults: what may go wrong between a softphone and its PBX, on demand and repeatable.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::IpAddr;
use std::time::Duration;

use crate::sip::challenge::Algorithm;
use crate::sip::tokens::Tokens;

/// Time over which a ban counts its hits, as fail2ban's jail for Asterisk does.
const BAN_WINDOW: Duration = Duration::from_mins(10);
/// Time over which a flood guard counts requests.
const FLOOD_WINDOW: Duration = Duration::from_secs(2);

/// What `--fault` switched on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Faults {
    /// Share of datagrams lost in each direction.
    pub loss: f64,
    /// How long each answer waits.
    pub delay: Duration,
    /// From users that never get an answer.
    pub silent: BTreeSet<String>,
    pub status: Option<StatusFault>,
    pub ban: Option<Guard>,
    pub flood: Option<Guard>,
    /// As [`super::registrar::Quirks::stale`].
    pub stale: Option<bool>,
    pub algorithms: Option<Vec<Algorithm>>,
    pub min_expires: Option<u32>,
    pub no_answer: bool,
    pub tls: TlsFault,
    pub calls: CallFaults,
}

/// What goes wrong with calls to some extensions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallFaults {
    /// Refused with this status: 486, 480, ….
    pub refused: BTreeMap<String, u16>,
    /// The call goes nowhere, and nobody says so.
    pub lost: BTreeSet<String>,
    /// What is said to them goes to a port where nobody listens.
    pub deaf: BTreeSet<String>,
    /// Called is the first, and the second rings.
    pub misled: BTreeMap<String, String>,
}

/// `status=503@after:50,for:5s,retry:10`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusFault {
    pub status: u16,
    /// Requests answered as usual before.
    pub after: u64,
    /// From the first such answer on; none: for ever.
    pub lasts: Option<Duration>,
    /// `Retry-After` in seconds.
    pub retry: Option<u32>,
}

/// Silence for a source that came too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guard {
    pub after: u64,
    pub lasts: Duration,
}

/// What is wrong with the certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TlsFault {
    #[default]
    None,
    Expired,
    WrongName,
    SelfSigned,
}

/// A `--fault` that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultError {
    pub text: String,
    /// English and German.
    pub expected: Expected,
}

type Expected = (&'static str, &'static str);

/// What the help text and `docs/lab.md` say, one line each.
pub const FORMS: &[(&str, &str)] = &[
    ("loss=20%", "lose this share of datagrams in each direction (UDP)"),
    ("delay=50ms", "wait before each answer"),
    ("silent=2001", "never answer these From users; several with `+`"),
    ("status=503@after:50", "this status to REGISTER after 50 usual answers; `for:5s`, `retry:10`"),
    ("ban=after:20,for:5s", "silence for a source with 20 hits in fail2ban's count"),
    ("flood=after:30,for:5s", "silence for a source with more than 30 requests in 2 s"),
    ("stale", "call each first right answer stale; `stale=always`: every one"),
    ("algorithm=SHA-256", "offer this digest algorithm only; several with `+`"),
    ("min-expires=300", "answer 423 to shorter expiries"),
    ("no-answer", "take every message and say nothing"),
    ("busy=2001", "a call to these extensions is refused with 486; several with `+`"),
    ("unavailable=2001", "the same with 480"),
    ("no-ring=2001", "a call to these extensions gets lost without a word"),
    ("deaf=2001", "sound for these extensions goes to a port where nobody listens"),
    ("crossed=2001:2002", "who calls the first reaches the second; several with `+`"),
    ("tls=expired", "a certificate that is `expired`, has a `wrong-name` or is `self-signed`"),
];

const STATUS: Expected = (
    "`503` or `503@after:50,for:5s,retry:10`, a status from 300 to 699",
    "`503` oder `503@after:50,for:5s,retry:10`, ein Status von 300 bis 699",
);
const NAMES: Expected = (
    "loss, delay, silent, status, ban, flood, stale, algorithm, min-expires, no-answer, busy, unavailable, no-ring, deaf, crossed or tls; \
     see `deskshift lab --help`",
    "loss, delay, silent, status, ban, flood, stale, algorithm, min-expires, no-answer, busy, unavailable, no-ring, deaf, crossed oder tls; \
     siehe `deskshift lab --help`",
);

impl Faults {
    /// Reads `--fault` values; every one that is wrong is reported.
    pub fn parse<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, Vec<FaultError>> {
        let (mut faults, mut wrong) = (Self::default(), Vec::new());
        for text in texts {
            if let Err(expected) = faults.switch_on(text.trim()) {
                wrong.push(FaultError { text: text.to_owned(), expected });
            }
        }
        if wrong.is_empty() { Ok(faults) } else { Err(wrong) }
    }

    fn switch_on(&mut self, text: &str) -> Result<(), Expected> {
        let (name, value) = text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)));
        match (name, value) {
            ("loss", Some(value)) => {
                self.loss = share(value).ok_or(("a share such as `20%`, below 100%", "ein Anteil wie `20%`, unter 100%"))?
            }
            ("delay", Some(value)) => {
                self.delay = duration(value)
                    .ok_or(("a time such as `50ms` or `2s`, up to 10 min", "eine Zeit wie `50ms` oder `2s`, bis 10 min"))?
            }
            ("silent", Some(value)) if !value.is_empty() => {
                self.silent.extend(users(value));
            }
            ("status", Some(value)) => {
                self.status = Some(status(value).ok_or(STATUS)?);
            }
            ("ban", Some(value)) => self.ban = Some(guard(value).ok_or(("`after:20,for:5s`", "`after:20,for:5s`"))?),
            ("flood", Some(value)) => self.flood = Some(guard(value).ok_or(("`after:30,for:5s`", "`after:30,for:5s`"))?),
            ("stale", None) => self.stale = Some(false),
            ("stale", Some("always")) => self.stale = Some(true),
            ("algorithm", Some(value)) => {
                let list: Option<Vec<Algorithm>> = value.split('+').map(Algorithm::from_name).collect();
                self.algorithms = Some(list.ok_or((
                    "MD5, SHA-256 or SHA-512-256; several with `+`",
                    "MD5, SHA-256 oder SHA-512-256; mehrere mit `+`",
                ))?);
            }
            ("min-expires", Some(value)) => {
                let seconds = value.parse().ok().filter(|seconds| (1..=86_400).contains(seconds));
                self.min_expires = Some(seconds.ok_or(("seconds from 1 to 86400", "Sekunden von 1 bis 86400"))?);
            }
            ("busy", Some(value)) if !value.is_empty() => self.calls.refused.extend(users(value).map(|user| (user, 486))),
            ("unavailable", Some(value)) if !value.is_empty() => self.calls.refused.extend(users(value).map(|user| (user, 480))),
            ("no-ring", Some(value)) if !value.is_empty() => self.calls.lost.extend(users(value)),
            ("deaf", Some(value)) if !value.is_empty() => self.calls.deaf.extend(users(value)),
            ("crossed", Some(value)) => {
                let pairs: Option<Vec<(&str, &str)>> = value.split('+').map(|pair| pair.split_once(':')).collect();
                let pairs = pairs.filter(|pairs| pairs.iter().all(|(called, rung)| !called.is_empty() && !rung.is_empty()));
                let pairs = pairs.ok_or(("two extensions such as `2001:2002`", "zwei Nebenstellen wie `2001:2002`"))?;
                self.calls.misled.extend(pairs.into_iter().map(|(called, rung)| (called.to_owned(), rung.to_owned())));
            }
            ("no-answer", None) => self.no_answer = true,
            ("tls", Some("expired")) => self.tls = TlsFault::Expired,
            ("tls", Some("wrong-name")) => self.tls = TlsFault::WrongName,
            ("tls", Some("self-signed")) => self.tls = TlsFault::SelfSigned,
            ("tls", _) => {
                return Err((
                    "`tls=expired`, `tls=wrong-name` or `tls=self-signed`",
                    "`tls=expired`, `tls=wrong-name` oder `tls=self-signed`",
                ));
            }
            _ => {
                return Err(NAMES);
            }
        }
        Ok(())
    }
}

fn users(value: &str) -> impl Iterator<Item = String> {
    value.split('+').map(str::to_owned)
}

fn share(text: &str) -> Option<f64> {
    let percent: f64 = text.strip_suffix('%')?.parse().ok()?;
    (0.0..100.0).contains(&percent).then_some(percent / 100.0)
}

fn duration(text: &str) -> Option<Duration> {
    let (digits, unit) = if let Some(digits) = text.strip_suffix("ms") { (digits, 1) } else { (text.strip_suffix('s')?, 1000) };
    let millis = digits.parse::<u64>().ok()?.checked_mul(unit)?;
    (millis <= 600_000).then(|| Duration::from_millis(millis))
}

/// `after:20,for:5s,retry:10` with known names only.
fn settings<'a>(text: &'a str, known: &[&str]) -> Option<BTreeMap<&'a str, &'a str>> {
    let mut found = BTreeMap::new();
    for part in text.split(',') {
        let (name, value) = part.trim().split_once(':')?;
        if !known.contains(&name) || found.insert(name, value).is_some() {
            return None;
        }
    }
    Some(found)
}

fn guard(text: &str) -> Option<Guard> {
    let found = settings(text, &["after", "for"])?;
    Some(Guard { after: found.get("after")?.parse().ok()?, lasts: duration(found.get("for")?)? })
}

fn status(text: &str) -> Option<StatusFault> {
    let (code, rest) = text.split_once('@').map_or((text, None), |(code, rest)| (code, Some(rest)));
    let status = code.parse().ok().filter(|status| (300..700).contains(status))?;
    let found = match rest {
        Some(rest) => settings(rest, &["after", "for", "retry"])?,
        None => BTreeMap::new(),
    };
    let after = found.get("after").map_or(Some(0), |value| value.parse().ok())?;
    let lasts = found.get("for").map(|value| duration(value).ok_or(())).transpose().ok()?;
    let retry = found.get("retry").map(|value| value.parse()).transpose().ok()?;
    Some(StatusFault { status, after, lasts, retry })
}

/// What happens to a message that arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Pass,
    /// Lost on the way, or not wanted.
    Vanish,
    /// Answered with this status instead.
    Status(StatusFault),
}

/// The faults at work: counts, remembers, throws dice.
pub struct Trouble {
    faults: Faults,
    dice: Tokens,
    registers: u64,
    status_since: Option<Duration>,
    hits: BTreeMap<IpAddr, VecDeque<(Duration, u64)>>,
    requests: BTreeMap<IpAddr, VecDeque<(Duration, u64)>>,
    banned: BTreeMap<IpAddr, Duration>,
}

impl Trouble {
    #[must_use]
    pub fn new(faults: Faults, seed: [u8; 32]) -> Self {
        Self {
            faults,
            dice: Tokens::from_seed(seed),
            registers: 0,
            status_since: None,
            hits: BTreeMap::new(),
            requests: BTreeMap::new(),
            banned: BTreeMap::new(),
        }
    }

    #[must_use]
    pub fn delay(&self) -> Duration {
        self.faults.delay
    }

    /// True where this datagram is lost; also asked for those that leave.
    pub fn loses(&mut self) -> bool {
        self.faults.loss > 0.0 && (self.dice.next_u64() as f64 / u64::MAX as f64) < self.faults.loss
    }

    /// Any message, before anybody reads it.
    pub fn arrives(&mut self, now: Duration, from: IpAddr) -> Fate {
        if self.faults.no_answer || self.banned.get(&from).is_some_and(|until| *until > now) {
            return Fate::Vanish;
        }
        if let Some(guard) = self.faults.flood
            && count(&mut self.requests, from, now, 1, FLOOD_WINDOW) > guard.after
        {
            self.requests.remove(&from);
            self.banned.insert(from, now + guard.lasts);
            return Fate::Vanish;
        }
        Fate::Pass
    }

    /// A request that could be read. `register` where its method is REGISTER.
    pub fn asks(&mut self, now: Duration, user: &str, register: bool) -> Fate {
        if self.faults.silent.contains(user) {
            return Fate::Vanish;
        }
        let Some(fault) = self.faults.status.filter(|_| register) else { return Fate::Pass };
        self.registers += 1;
        if self.registers <= fault.after {
            return Fate::Pass;
        }
        let since = *self.status_since.get_or_insert(now);
        if fault.lasts.is_some_and(|lasts| now >= since + lasts) { Fate::Pass } else { Fate::Status(fault) }
    }

    /// What the ban log counted for an answer.
    pub fn counts(&mut self, now: Duration, from: IpAddr, hits: u32) {
        let Some(guard) = self.faults.ban.filter(|_| hits > 0) else { return };
        if count(&mut self.hits, from, now, hits.into(), BAN_WINDOW) >= guard.after {
            self.hits.remove(&from);
            self.banned.insert(from, now + guard.lasts);
        }
    }
}

fn count(log: &mut BTreeMap<IpAddr, VecDeque<(Duration, u64)>>, from: IpAddr, now: Duration, more: u64, window: Duration) -> u64 {
    let list = log.entry(from).or_default();
    while list.front().is_some_and(|(when, _)| *when + window <= now) {
        list.pop_front();
    }
    list.push_back((now, more));
    list.iter().map(|(_, n)| n).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_form_is_understood() {
        for (form, _) in FORMS {
            let faults = Faults::parse([*form]);
            assert!(faults.as_ref().is_ok_and(|faults| *faults != Faults::default()), "{form}: {faults:?}");
        }
        let all = Faults::parse(FORMS.iter().map(|(form, _)| *form)).unwrap();
        assert!((all.loss - 0.2).abs() < f64::EPSILON);
        assert_eq!(all.status, Some(StatusFault { status: 503, after: 50, lasts: None, retry: None }));
        assert_eq!(all.ban, Some(Guard { after: 20, lasts: Duration::from_secs(5) }));
        let status = Faults::parse(["status=480@for:100ms,retry:3"]).unwrap().status.unwrap();
        assert_eq!((status.after, status.lasts, status.retry), (0, Some(Duration::from_millis(100)), Some(3)));
    }

    #[test]
    fn wrong_forms_are_all_reported() {
        let wrong = [
            "",
            "loss",
            "loss=20",
            "loss=100%",
            "loss=-1%",
            "loss=NaN%",
            "delay=5",
            "delay=99999999999999999999s",
            "silent=",
            "status=200",
            "status=503@",
            "status=503@after",
            "status=503@later:5",
            "ban=after:1",
            "ban=after:1,for:1s,for:2s",
            "stale=sometimes",
            "algorithm=ROT13",
            "min-expires=0",
            "no-answer=yes",
            "tls",
            "tls=old",
            "fire",
            "busy",
            "deaf=",
            "crossed=2001",
            "crossed=2001:",
        ];
        let errors = Faults::parse(wrong).unwrap_err();
        assert_eq!(errors.iter().map(|error| error.text.as_str()).collect::<Vec<_>>(), wrong);
    }

    #[test]
    fn loss_is_seeded_and_near_its_share() {
        let faults = Faults::parse(["loss=20%"]).unwrap();
        let run = |seed: u8| {
            let mut trouble = Trouble::new(faults.clone(), [seed; 32]);
            (0..10_000).map(|_| trouble.loses()).collect::<Vec<bool>>()
        };
        let lost = run(1).iter().filter(|lost| **lost).count();
        assert!((1800..2200).contains(&lost), "{lost}");
        assert_eq!(run(1), run(1));
        assert_ne!(run(1), run(2));
    }

    #[test]
    fn guards_ban_and_forget() {
        let here: IpAddr = "127.0.0.1".parse().unwrap();
        let other: IpAddr = "127.0.0.2".parse().unwrap();
        let at = Duration::from_secs;
        let mut trouble = Trouble::new(Faults::parse(["ban=after:3,for:5s"]).unwrap(), [0; 32]);
        trouble.counts(at(0), here, 2);
        trouble.counts(at(700), here, 2);
        assert_eq!(trouble.arrives(at(700), here), Fate::Pass, "old hits do not count");
        trouble.counts(at(701), here, 1);
        assert_eq!(trouble.arrives(at(702), here), Fate::Vanish);
        assert_eq!(trouble.arrives(at(702), other), Fate::Pass);
        assert_eq!(trouble.arrives(at(706), here), Fate::Pass);

        let mut trouble = Trouble::new(Faults::parse(["flood=after:3,for:5s"]).unwrap(), [0; 32]);
        let fates: Vec<Fate> = (0..4).map(|_| trouble.arrives(at(0), here)).collect();
        assert_eq!(fates, [Fate::Pass, Fate::Pass, Fate::Pass, Fate::Vanish]);
        assert_eq!(trouble.arrives(at(4), here), Fate::Vanish);
        assert_eq!(trouble.arrives(at(5), here), Fate::Pass);
    }

    #[test]
    fn a_status_starts_after_its_count_and_ends_after_its_time() {
        let at = Duration::from_secs;
        let mut trouble = Trouble::new(Faults::parse(["status=503@after:2,for:5s", "silent=7+8"]).unwrap(), [0; 32]);
        assert_eq!(trouble.asks(at(0), "1", true), Fate::Pass);
        assert_eq!(trouble.asks(at(0), "1", false), Fate::Pass, "only REGISTER counts");
        assert_eq!(trouble.asks(at(0), "1", true), Fate::Pass);
        assert!(matches!(trouble.asks(at(1), "1", true), Fate::Status(_)));
        assert!(matches!(trouble.asks(at(5), "1", true), Fate::Status(_)));
        assert_eq!(trouble.asks(at(6), "1", true), Fate::Pass);
        assert_eq!(trouble.asks(at(6), "7", true), Fate::Vanish);
    }
}
