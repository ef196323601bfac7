//! Shifts of the small towns.

use std::collections::BTreeSet;

use jiff::civil::time;

use super::random::Random;
use super::story::{Town, id};
use crate::policy::site::{Members, Shift, Slot};

/// A department that works in slots called `slot0`, `slot1`, …
#[derive(Debug, Clone)]
pub struct TownShift {
    pub department: usize,
    /// What each slot needs: people on site, people reachable.
    pub needs: Vec<(u32, u32)>,
    /// Who is always in which slot.
    pub fixed: Vec<(usize, usize)>,
}

impl TownShift {
    pub fn rule(&self) -> Shift {
        let some = |number: u32| (number > 0).then_some(number);
        let slot = |(i, &(on_site, reachable)): (usize, &(u32, u32))| Slot {
            name: slot_name(i),
            from: time(6 + 4 * i as i8, 0, 0, 0),
            to: time(10 + 4 * i as i8, 0, 0, 0),
            on_site_min: some(on_site),
            reachable_min: some(reachable),
        };
        Shift {
            name: format!("shift{}", self.department),
            members: Members::Department(format!("D{}", self.department).parse().unwrap()),
            slots: self.needs.iter().enumerate().map(slot).collect(),
            fixed: self.fixed.iter().map(|&(p, slot)| (id(p), slot_name(slot))).collect(),
        }
    }
}

pub fn slot_name(i: usize) -> String {
    format!("slot{i}")
}

/// The names of all slots.
pub fn all_slots(shifts: &[TownShift]) -> Vec<String> {
    (0..shifts.iter().map(|shift| shift.needs.len()).max().unwrap_or(0)).map(slot_name).collect()
}

impl Town {
    /// A random town of which one or two departments work in slots.
    pub fn random_with_shifts(random: &mut Random, open: usize) -> Self {
        let mut town = Self::random(random, open);
        let departments: BTreeSet<usize> = town.people.iter().map(|somebody| somebody.department).collect();
        for department in departments {
            if !town.shifts.is_empty() && random.per_mille(500) {
                continue;
            }
            let members: Vec<usize> = (0..town.people.len()).filter(|&p| town.people[p].department == department).collect();
            let slots = 1 + random.below(3);
            let mut needs = vec![(0, 0); slots];
            // Never more than there are members, which is refused before anything is solved.
            for _ in 0..random.below(members.len() + 1) {
                needs[random.below(slots)].1 += 1;
            }
            if random.per_mille(400) {
                needs[random.below(slots)].0 += 1;
            }
            let mut fixed = Vec::new();
            for &p in &members {
                if random.per_mille(200) {
                    fixed.push((p, random.below(slots)));
                }
            }
            town.shifts.push(TownShift { department, needs, fixed });
        }
        town.slotted_caps = random.per_mille(700);
        town
    }
}
