//! How fast the desk works, and when all are done at this pace.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime, Time};
use serde::Serialize;

/// Minutes of a slot.
const SLOT: i64 = 30;
/// Slots that the pace is taken from: eight working hours.
const LOOKED_BACK: usize = 16;
/// Days that are looked ahead at most.
const AHEAD: usize = 4000;

/// German legal time of a moment in seconds since 1970. Summer time begins on the last Sunday of March and ends on the last Sunday of
/// October, both at 01:00 UTC (directive 2000/84/EC).
#[must_use]
pub fn local(at: u64) -> DateTime {
    let start = DateTime::from_parts(Date::constant(1970, 1, 1), Time::midnight());
    let seconds = i64::try_from(at).unwrap_or(0).min(200_000_000_000);
    let utc = start.checked_add(seconds.seconds()).unwrap_or(start);
    let change = |month: i8| {
        let last = Date::new(utc.year(), month, 31).unwrap_or(Date::constant(1970, 3, 31));
        let back = i64::from(last.weekday().to_sunday_zero_offset());
        DateTime::from_parts(last.saturating_sub(back.days()), Time::constant(1, 0, 0, 0))
    };
    let summer = utc >= change(3) && utc < change(10);
    utc.saturating_add((if summer { 2 } else { 1 }).hours())
}

/// The hours of a working day in minutes from midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    pub from: i64,
    pub until: i64,
}

impl Default for Hours {
    fn default() -> Self {
        Self { from: 8 * 60, until: 16 * 60 }
    }
}

impl Hours {
    /// `08:00-16:00`, in half hours.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let minutes = |text: &str| {
            let (hours, minutes) = text.trim().split_once(':').unwrap_or((text.trim(), "0"));
            let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
            let all = hours * 60 + minutes;
            ((0..=24).contains(&hours) && matches!(minutes, 0 | 30) && all <= 24 * 60).then_some(all)
        };
        let (from, until) = text.split_once('-')?;
        let hours = Self { from: minutes(from)?, until: minutes(until)? };
        (hours.from < hours.until).then_some(hours)
    }
}

/// What there is to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Work {
    /// Delivered and not staged.
    pub open: usize,
    /// Days on which more come, and how many.
    pub expected: BTreeMap<Date, usize>,
}

/// The pace and what follows from it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pace {
    /// Devices staged in half an hour: the median, or the mean where the median is none.
    pub per_half_hour: f64,
    /// Half hours that it is taken from.
    pub half_hours: usize,
    /// True where more than half of the half hours had none, so that the mean tells more than the median.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub mean: bool,
    /// When all that are delivered are staged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done: Option<DateTime>,
    /// When those are staged too that come later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_with_expected: Option<DateTime>,
}

fn slot(at: DateTime) -> i64 {
    (i64::from(at.hour()) * 60 + i64::from(at.minute())) / SLOT
}

/// The pace of the last half hours worked, and the end at it. `times` are those of the staged devices, `now` is the moment to reckon from,
/// `is_free` knows the holidays. None where nothing was staged yet.
#[must_use]
pub fn pace(times: &[u64], work: &Work, now: u64, hours: Hours, is_free: &dyn Fn(Date) -> bool) -> Option<Pace> {
    let now = local(now);
    let mut days: BTreeMap<Date, BTreeMap<i64, u32>> = BTreeMap::new();
    for at in times {
        let at = local(*at);
        *days.entry(at.date()).or_default().entry(slot(at)).or_default() += 1;
    }
    // From the first to the last half hour of each day; pauses count, the running half hour does not.
    let mut counts: Vec<u32> = Vec::new();
    let mut running = None;
    'days: for (day, slots) in days.iter().rev() {
        let (Some(first), Some(last)) = (slots.keys().next(), slots.keys().next_back()) else { continue };
        for at in (*first..=*last).rev() {
            let count = slots.get(&at).copied().unwrap_or(0);
            if *day == now.date() && at == slot(now) {
                running = Some(count);
                continue;
            }
            counts.push(count);
            if counts.len() == LOOKED_BACK {
                break 'days;
            }
        }
    }
    if counts.iter().all(|count| *count == 0) {
        counts = vec![running?];
    }
    let half_hours = counts.len();
    counts.sort_unstable();
    let middle = counts.len() / 2;
    let median =
        if counts.len() % 2 == 1 { f64::from(counts[middle]) } else { f64::from(counts[middle - 1] + counts[middle]) / 2.0 };
    let mean = median <= 0.0;
    let per_half_hour = if mean { f64::from(counts.iter().sum::<u32>()) / half_hours as f64 } else { median };
    let needed = |count: usize| (count as f64 / per_half_hour).ceil() as i64;
    let done = end(needed(work.open), now, hours, is_free);
    let mut later = work.expected.values().sum::<usize>();
    // Whatever comes from some day on is not done before it could be done beginning on that day.
    let mut ends = vec![end(needed(work.open + later), now, hours, is_free)];
    for (day, count) in &work.expected {
        let morning = DateTime::from_parts(*day, Time::midnight());
        ends.push(end(needed(later), morning, hours, is_free));
        later -= count;
    }
    let all: Option<Vec<DateTime>> = ends.into_iter().collect();
    let done_with_expected = all.filter(|_| !work.expected.is_empty()).and_then(|ends| ends.into_iter().max());
    Some(Pace { per_half_hour, half_hours, mean, done, done_with_expected })
}

/// The end of so many half hours, on working days within the hours.
fn end(mut needed: i64, now: DateTime, hours: Hours, is_free: &dyn Fn(Date) -> bool) -> Option<DateTime> {
    if needed == 0 {
        return None;
    }
    let mut day = now.date();
    for _ in 0..AHEAD {
        let works = day.weekday().to_monday_one_offset() <= 5 && !is_free(day);
        // The running half hour is not counted.
        let begun = now.time() > Time::midnight();
        let from = if day == now.date() && begun { hours.from.max((slot(now) + 1) * SLOT) } else { hours.from };
        let slots = if works { (hours.until - from).max(0) / SLOT } else { 0 };
        if slots >= needed {
            let minutes = from + needed * SLOT;
            return DateTime::from_parts(day, Time::midnight()).checked_add(minutes.minutes()).ok();
        }
        needed -= slots;
        day = day.tomorrow().ok()?;
    }
    None
}
