//! Trunk channels for people at home.
//!
//! A softphone on the house's PBX that talks to somebody outside takes one channel, as a desk phone did. A number that rings at a private
//! telephone takes two: in, and out again.

use serde::Serialize;

use super::{engset, erlang};

/// Who calls how much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question {
    pub people: u32,
    /// Of them, so many have their calls sent on to a private number.
    pub forwarded: u32,
    /// Load of one of them in the busy hour, in Erlang, above 0 and below 1.
    pub each: f64,
    /// No more than this part of the calls may find all channels busy; above 0 and below 1.
    pub allowed: f64,
    /// Engset instead of Erlang: who talks does not call.
    pub closed_group: bool,
    pub channels: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Answer {
    pub people: u32,
    pub forwarded: u32,
    pub load_erlang: f64,
    pub needed: Choice,
    /// For one blocked call in a thousand.
    pub better: Choice,
    pub there: Option<There>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Choice {
    pub channels: u32,
    /// Part of the calls.
    pub blocked: f64,
}

/// What the channels that there are do.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct There {
    pub channels: u32,
    pub blocked: f64,
    /// So many people they would serve, with as large a part of them sent on.
    pub people: u32,
    pub enough: bool,
}

/// So many people, each with this load, are served by so many channels where nobody's calls are sent on; who is sent on counts as two.
#[must_use]
pub fn people_served(channels: u32, each: f64, allowed: f64) -> u32 {
    Question { people: 0, forwarded: 0, each, allowed, closed_group: false, channels: None }.served(channels)
}

impl Question {
    /// Of so many people, with as large a part of them sent on.
    fn load(&self, people: u32) -> f64 {
        let sent_on = if self.people == 0 { 0.0 } else { f64::from(self.forwarded) / f64::from(self.people) };
        f64::from(people) * self.each * (1.0 + sent_on)
    }

    fn blocked(&self, people: u32, channels: u32) -> f64 {
        if self.closed_group {
            engset::blocking(people, self.each, channels)
        } else {
            erlang::blocking(self.load(people), channels)
        }
    }

    fn choice(&self, allowed: f64) -> Choice {
        let channels = if self.closed_group {
            engset::channels(self.people, self.each, allowed)
        } else {
            erlang::channels(self.load(self.people), allowed)
        };
        Choice { channels, blocked: self.blocked(self.people, channels) }
    }

    /// So many people at most are served by so many channels.
    fn served(&self, channels: u32) -> u32 {
        let (mut low, mut high) = (0, erlang::MOST);
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            let held = if channels == 0 { middle == 0 } else { self.blocked(middle, channels) <= self.allowed };
            if held { low = middle } else { high = middle - 1 }
        }
        low
    }

    #[must_use]
    pub fn answer(&self) -> Answer {
        let there = self.channels.map(|channels| {
            let blocked = if self.people == 0 { 0.0 } else { self.blocked(self.people, channels) };
            There { channels, blocked, people: self.served(channels), enough: blocked <= self.allowed }
        });
        Answer {
            people: self.people,
            forwarded: self.forwarded,
            load_erlang: self.load(self.people),
            needed: self.choice(self.allowed),
            better: self.choice(0.001),
            there,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUESTION: Question =
        Question { people: 350, forwarded: 0, each: 0.1, allowed: 0.01, closed_group: false, channels: None };

    #[test]
    fn who_is_sent_on_counts_twice() {
        assert_eq!(QUESTION.answer().needed.channels, 47);
        assert_eq!(QUESTION.answer().better.channels, 54);
        let all = Question { people: 175, forwarded: 175, ..QUESTION };
        assert!((all.answer().load_erlang - 35.0).abs() < 1e-9);
        assert_eq!(all.answer().needed.channels, 47);
    }

    #[test]
    fn people_who_are_sent_on_take_the_place_of_two() {
        let served = people_served(47, 0.1, 0.01);
        for forwarded in [0, 1, 40, served / 2] {
            let of = |people| Question { people, forwarded, ..QUESTION }.answer().needed.channels;
            assert!(of(served - forwarded) <= 47 && of(served - forwarded + 1) > 47, "{served} {forwarded}");
        }
    }

    #[test]
    fn the_people_served_are_the_most() {
        for closed_group in [false, true] {
            for channels in [0, 1, 5, 47, 200] {
                let there = Question { channels: Some(channels), closed_group, ..QUESTION }.answer().there.unwrap();
                let blocked = |people| Question { people, closed_group, ..QUESTION }.blocked(people, channels);
                assert!(there.people == 0 || blocked(there.people) <= 0.01, "{channels} {there:?}");
                assert!(blocked(there.people + 1) > 0.01, "{channels} {there:?}");
                assert_eq!(there.enough, there.people >= 350, "{channels} {there:?}");
            }
        }
    }

    #[test]
    fn a_closed_group_needs_no_more_than_one_channel_each() {
        let group = Question { people: 20, closed_group: true, ..QUESTION }.answer();
        assert!(group.needed.channels < Question { people: 20, ..QUESTION }.answer().needed.channels + 1, "{group:?}");
        assert!(Question { people: 0, channels: Some(0), ..QUESTION }.answer().there.unwrap().enough);
    }
}
