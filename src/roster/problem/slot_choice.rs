//! Who works in which slot of the day, week by week: chosen before home and office are.
//!
//! Each week is filled so that slots are as large as each other, an odd one where the other shifts have fewest, and whoever had a slot least
//! often gets it: the second week in a slot costs more than the first, so exchanges between two people end where nobody is ahead. Where a
//! minimum is then missed, people are moved and exchanged one step after the other, always the one that mends most. Where that is stuck, all
//! splits of alike people are tried, which proves that there is none, or gives up beyond [`MOST_STEPS`].
//!
//! Pure numbers: people, slots, weeks; [`super::slots`] knows what they are.

/// Splits looked at in one week.
const MOST_STEPS: usize = 200_000;
/// People of one shift beyond whom exchanges of two are not tried for a minimum.
const MOST_EXCHANGED: usize = 400;

/// On site, reachable.
pub(super) const KINDS: usize = 2;

/// One member of a shift.
#[derive(Debug, Clone, Default)]
pub(super) struct Member {
    /// By week: the only slot that is allowed.
    pub only: Vec<Option<usize>>,
    /// By week: the slot in force.
    pub kept: Vec<Option<usize>>,
    /// By week: days worked, and days on which the person may be on site, or be reached.
    pub works: Vec<u8>,
    pub can: Vec<[u8; KINDS]>,
}

/// A shift over the whole period.
#[derive(Debug, Clone, Default)]
pub(super) struct Shift {
    /// By slot: people needed on site, and reachable.
    pub needs: Vec<[u32; KINDS]>,
    /// In the order in which ties are broken.
    pub members: Vec<Member>,
    /// By week: days on which the minimums count.
    pub counted: Vec<u8>,
    /// By week and slot: people whom other shifts have in slots of the same name.
    pub beside: Vec<Vec<usize>>,
    /// Number of the first week, counted from any Monday: turns go on from one period to the next.
    pub first_week: usize,
}

/// What came of a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Week {
    /// Every minimum can be held.
    Held,
    /// No choice holds them all; the one that comes with it misses least that was found.
    Impossible,
    /// None was found.
    Unknown,
}

/// The slot of each member in each week (`member * weeks + week`), and what came of each week.
pub(super) fn choose(shift: &Shift) -> (Vec<usize>, Vec<Week>) {
    let (people, slots, weeks) = (shift.members.len(), shift.needs.len(), shift.counted.len());
    let (mut all, mut outcome) = (vec![0; people * weeks], Vec::new());
    // Weeks worked in each slot so far.
    let mut had = vec![vec![0i64; slots]; people];
    let mut last: Vec<Option<usize>> = vec![None; people];
    for week in 0..weeks {
        let cost = |m: usize, s: usize| 2 * (2 * had[m][s] + 1) + i64::from(last[m] == Some(s));
        let cost: Vec<Vec<i64>> = (0..people).map(|m| (0..slots).map(|s| cost(m, s)).collect()).collect();
        let mut one = OneWeek { shift, week, cost, slot: vec![0; people] };
        one.fill();
        outcome.push(one.mend());
        for (m, &slot) in one.slot.iter().enumerate() {
            all[m * weeks + week] = slot;
            if shift.members[m].works[week] != 0 {
                had[m][slot] += 1;
                last[m] = Some(slot);
            }
        }
    }
    (all, outcome)
}

struct OneWeek<'a> {
    shift: &'a Shift,
    week: usize,
    /// What a slot costs a member, by how often they had it.
    cost: Vec<Vec<i64>>,
    slot: Vec<usize>,
}

impl OneWeek<'_> {
    fn slots(&self) -> usize {
        self.shift.needs.len()
    }

    fn only(&self, m: usize) -> Option<usize> {
        self.shift.members[m].only[self.week]
    }

    fn works(&self, m: usize) -> bool {
        self.shift.members[m].works[self.week] != 0
    }

    /// Where the member is whatever is fair.
    fn settled(&self, m: usize) -> Option<usize> {
        self.only(m).or(self.shift.members[m].kept[self.week])
    }

    /// Slots of one size, whoever had one least often first.
    fn fill(&mut self) {
        let (slots, mut open) = (self.slots(), Vec::new());
        let mut size = vec![0usize; slots];
        for m in 0..self.slot.len() {
            match self.settled(m) {
                Some(slot) => {
                    self.slot[m] = slot;
                    size[slot] += usize::from(self.works(m));
                }
                None if self.works(m) => open.push(m),
                None => self.slot[m] = (0..slots).min_by_key(|&s| (self.cost[m][s], s)).unwrap_or(0),
            }
        }
        // Turns go round by weeks, so that a period of one week is not the same as the next.
        let turn = |s: usize| (s + self.shift.first_week + self.week) % slots;
        let mut room = vec![0usize; slots];
        for _ in &open {
            let lacks = |s: usize| self.shift.needs[s].iter().any(|need| (size[s] + room[s]) < *need as usize);
            let next =
                (0..slots).min_by_key(|&s| (!lacks(s), size[s] + room[s], self.shift.beside[self.week][s], turn(s))).unwrap_or(0);
            room[next] += 1;
        }
        for &m in &open {
            let slot = (0..slots).filter(|&s| room[s] > 0).min_by_key(|&s| (self.cost[m][s], turn(s))).unwrap_or(0);
            room[slot] -= 1;
            self.slot[m] = slot;
        }
        while let Some((one, other)) = self.best_exchange(&open) {
            self.slot.swap(one, other);
        }
    }

    /// The exchange of two people that makes it fairest, if one does.
    fn best_exchange(&self, open: &[usize]) -> Option<(usize, usize)> {
        let slots = self.slots();
        let more = |m: usize, to: usize| self.cost[m][to] - self.cost[m][self.slot[m]];
        let mut best: Option<(i64, usize, usize)> = None;
        for from in 0..slots {
            for to in from + 1..slots {
                let pick =
                    |at: usize, to: usize| open.iter().copied().filter(|&m| self.slot[m] == at).min_by_key(|&m| (more(m, to), m));
                let (Some(one), Some(other)) = (pick(from, to), pick(to, from)) else { continue };
                let gain = more(one, to) + more(other, from);
                if gain < 0 && best.is_none_or(|(least, ..)| gain < least) {
                    best = Some((gain, one, other));
                }
            }
        }
        best.map(|(_, one, other)| (one, other))
    }

    /// People of each slot who count on each day.
    fn counts(&self) -> Vec<[[i32; 5]; KINDS]> {
        let mut counts = vec![[[0; 5]; KINDS]; self.slots()];
        for m in 0..self.slot.len() {
            self.count(&mut counts[self.slot[m]], m, 1);
        }
        counts
    }

    fn count(&self, counts: &mut [[i32; 5]; KINDS], m: usize, step: i32) {
        for (kind, days) in counts.iter_mut().enumerate() {
            for (day, count) in days.iter_mut().enumerate() {
                *count += step * i32::from(self.shift.members[m].can[self.week][kind] >> day & 1);
            }
        }
    }

    /// People missing in a slot over all days.
    fn missing_in(&self, slot: usize, counts: &[[i32; 5]; KINDS]) -> i32 {
        let mut missing = 0;
        for (kind, days) in counts.iter().enumerate() {
            let need = self.shift.needs[slot][kind] as i32;
            let counted = days.iter().enumerate().filter(|(day, _)| self.shift.counted[self.week] >> day & 1 == 1);
            missing += counted.map(|(_, count)| (need - count).max(0)).sum::<i32>();
        }
        missing
    }

    fn missing(&self, counts: &[[[i32; 5]; KINDS]]) -> i32 {
        (0..self.slots()).map(|s| self.missing_in(s, &counts[s])).sum()
    }

    /// Moves people until no minimum is missed.
    fn mend(&mut self) -> Week {
        let mut counts = self.counts();
        while self.missing(&counts) > 0 {
            let Some(step) = self.best_step(&mut counts) else { return self.try_all() };
            for (m, to) in step {
                let from = self.slot[m];
                self.count(&mut counts[from], m, -1);
                self.count(&mut counts[to], m, 1);
                self.slot[m] = to;
            }
        }
        Week::Held
    }

    /// The move or exchange that mends most; of equal ones the one that takes the fewest out of a slot in force, then the fairest.
    fn best_step(&self, counts: &mut [[[i32; 5]; KINDS]]) -> Option<Vec<(usize, usize)>> {
        let people: Vec<usize> = (0..self.slot.len()).filter(|&m| self.only(m).is_none() && self.works(m)).collect();
        let before = self.missing(counts);
        let mut best: Option<((i32, usize, i64), Vec<(usize, usize)>)> = None;
        let mut consider = |step: Vec<(usize, usize)>, counts: &mut [[[i32; 5]; KINDS]]| {
            for &(m, to) in &step {
                self.count(&mut counts[self.slot[m]], m, -1);
                self.count(&mut counts[to], m, 1);
            }
            let missing = self.missing(counts);
            for &(m, to) in &step {
                self.count(&mut counts[to], m, -1);
                self.count(&mut counts[self.slot[m]], m, 1);
            }
            let kept = |m: usize| self.shift.members[m].kept[self.week] == Some(self.slot[m]);
            let taken = step.iter().filter(|(m, _)| kept(*m)).count();
            let more: i64 = step.iter().map(|&(m, to)| self.cost[m][to] - self.cost[m][self.slot[m]]).sum();
            let key = (missing, taken, more);
            if missing < before && best.as_ref().is_none_or(|(least, _)| key < *least) {
                best = Some((key, step));
            }
        };
        for &m in &people {
            for to in (0..self.slots()).filter(|&to| to != self.slot[m]) {
                consider(vec![(m, to)], counts);
            }
        }
        if people.len() <= MOST_EXCHANGED {
            for (i, &one) in people.iter().enumerate() {
                for &other in people[i + 1..].iter().filter(|&&other| self.slot[other] != self.slot[one]) {
                    consider(vec![(one, self.slot[other]), (other, self.slot[one])], counts);
                }
            }
        }
        best.map(|(_, step)| step)
    }

    /// Tries every split of people who are alike; leaves the best choice so far where none holds.
    fn try_all(&mut self) -> Week {
        // Alike: on the same days able to the same.
        let mut classes: Vec<([u8; KINDS], Vec<usize>)> = Vec::new();
        let mut counts = vec![[[0; 5]; KINDS]; self.slots()];
        for m in 0..self.slot.len() {
            if let Some(only) = self.only(m) {
                self.count(&mut counts[only], m, 1);
                continue;
            }
            let able = self.shift.members[m].can[self.week];
            match classes.iter_mut().find(|class| class.0 == able) {
                Some(class) => class.1.push(m),
                None => classes.push((able, vec![m])),
            }
        }
        classes.sort_by_key(|class| class.1.len());
        let classes: Vec<Vec<usize>> = classes.into_iter().map(|class| class.1).collect();
        let mut splits = vec![vec![0usize; self.slots()]; classes.len()];
        let mut steps = 0;
        match self.split(&classes, 0, 0, &mut splits, &mut counts, &mut steps) {
            Some(true) => {}
            Some(false) => return Week::Impossible,
            None => return Week::Unknown,
        }
        for (class, split) in classes.iter().zip(splits) {
            self.share_out(class, split);
        }
        Week::Held
    }

    /// Chooses how many of each class from `at` on go to each slot from `slot` on; none where the steps end.
    fn split(
        &self,
        classes: &[Vec<usize>],
        at: usize,
        slot: usize,
        splits: &mut [Vec<usize>],
        counts: &mut Vec<[[i32; 5]; KINDS]>,
        steps: &mut usize,
    ) -> Option<bool> {
        *steps += 1;
        if *steps > MOST_STEPS {
            return None;
        }
        let Some(class) = classes.get(at) else { return Some(self.missing(counts) == 0) };
        if slot == 0 && !self.can_suffice(&classes[at..], counts) {
            return Some(false);
        }
        let left = class.len() - splits[at][..slot].iter().sum::<usize>();
        let is_last = slot + 1 == self.slots();
        let (mut complete, fewest) = (true, if is_last { left } else { 0 });
        for number in fewest..=left {
            splits[at][slot] = number;
            (0..number).for_each(|_| self.count(&mut counts[slot], class[0], 1));
            let (next, next_slot) = if is_last { (at + 1, 0) } else { (at, slot + 1) };
            let found = self.split(classes, next, next_slot, splits, counts, steps);
            (0..number).for_each(|_| self.count(&mut counts[slot], class[0], -1));
            match found {
                Some(true) => return Some(true),
                Some(false) => {}
                None => complete = false,
            }
            if !complete && *steps > MOST_STEPS {
                return None;
            }
        }
        complete.then_some(false)
    }

    /// Whether what is missing on each day is no more than these people can still give.
    fn can_suffice(&self, classes: &[Vec<usize>], counts: &[[[i32; 5]; KINDS]]) -> bool {
        (0..KINDS).all(|kind| {
            (0..5).filter(|day| self.shift.counted[self.week] >> day & 1 == 1).all(|day| {
                let lacks = |s: usize| (self.shift.needs[s][kind] as i32 - counts[s][kind][day]).max(0);
                let missing: i32 = (0..self.slots()).map(lacks).sum();
                let able = |class: &&Vec<usize>| self.shift.members[class[0]].can[self.week][kind] >> day & 1 == 1;
                missing <= classes.iter().filter(able).map(|class| class.len() as i32).sum()
            })
        })
    }

    /// So many of a class in each slot, as fair as one choice after the other makes it.
    fn share_out(&mut self, class: &[usize], mut room: Vec<usize>) {
        for &m in class {
            // Who is in a slot in force stays where there is room.
            let kept = self.shift.members[m].kept[self.week];
            let slot =
                (0..room.len()).filter(|&s| room[s] > 0).min_by_key(|&s| (kept != Some(s), self.cost[m][s], s)).unwrap_or(0);
            room[slot] -= 1;
            self.slot[m] = slot;
        }
        let fair: Vec<usize> = class.iter().copied().filter(|&m| self.shift.members[m].kept[self.week].is_none()).collect();
        while let Some((one, other)) = self.best_exchange(&fair) {
            self.slot.swap(one, other);
        }
    }
}
