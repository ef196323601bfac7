//! Made-up authorities of the size of real ones, for tests and benchmarks.
//!
//! The instances and their check values are a fixed point of reference: any change to a draw or its order makes figures
//! incomparable with earlier ones. Integer arithmetic only.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::model::{RuleKind, RuleName};
use super::problem::{Problem, ProblemBuilder, Shape, Unit, Weights, Who, Why};
use super::random::Random;
use crate::domain::PersonId;

/// What an authority looks like.
#[derive(Debug, Clone, Copy)]
pub struct Specimen {
    pub name: &'static str,
    pub persons: usize,
    /// People who may work at home.
    pub able: usize,
    /// Cap for everybody at home.
    pub vpn: u32,
    /// People without a notebook of their own, and notebooks to lend.
    pub pool: Option<(usize, u32)>,
    /// Per mille of rooms for 1, 2, 3 … people.
    pub room_sizes: &'static [usize],
    /// One person a room; otherwise desks for 70 %.
    pub pandemic: bool,
    pub mean_department: usize,
    /// Weekly share in per cent.
    pub policy: usize,
}

pub const TRAUNSTEIN: Specimen = Specimen {
    name: "traunstein",
    persons: 600,
    able: 560,
    vpn: 200,
    pool: None,
    room_sizes: &[460, 370, 130, 40],
    pandemic: true,
    mean_department: 24,
    policy: 100,
};

pub const MITTE: Specimen = Specimen {
    name: "mitte",
    persons: 3_222,
    able: 1_300,
    vpn: 800,
    pool: Some((1_000, 500)),
    room_sizes: &[300, 500, 150, 50],
    pandemic: false,
    mean_department: 30,
    policy: 60,
};

pub const OFFENBACH: Specimen = Specimen {
    name: "offenbach",
    persons: 1_200,
    able: 1_100,
    vpn: 350,
    pool: Some((1_100, 330)),
    room_sizes: &[300, 450, 150, 100],
    pandemic: false,
    mean_department: 25,
    policy: 60,
};

pub const MUENCHEN: Specimen = Specimen {
    name: "muenchen",
    persons: 1_700,
    able: 1_100,
    vpn: 780,
    pool: None,
    room_sizes: &[300, 400, 150, 150],
    pandemic: true,
    mean_department: 30,
    policy: 100,
};

pub const SPEYER: Specimen = Specimen {
    name: "speyer",
    persons: 744,
    able: 700,
    vpn: 350,
    pool: Some((446, 103)),
    room_sizes: &[300, 400, 200, 100],
    pandemic: false,
    mean_department: 20,
    policy: 60,
};

/// A large authority, and ten of them under one cap.
pub const K10: Specimen = Specimen {
    name: "k10",
    persons: 10_000,
    able: 8_500,
    vpn: 3_600,
    pool: Some((6_000, 1_900)),
    room_sizes: &[200, 350, 200, 150, 60, 40],
    pandemic: false,
    mean_department: 30,
    policy: 60,
};

pub const K100: Specimen =
    Specimen { name: "k100", persons: 100_000, able: 85_000, vpn: 36_000, pool: Some((60_000, 19_000)), ..K10 };

const K300: Specimen =
    Specimen { name: "k300", persons: 300_000, able: 255_000, vpn: 108_000, pool: Some((180_000, 57_000)), ..K10 };

const M1: Specimen =
    Specimen { name: "m1", persons: 1_000_000, able: 850_000, vpn: 360_000, pool: Some((600_000, 190_000)), ..K10 };

pub const LARGE: [Specimen; 4] = [K10, K100, K300, M1];

pub const ALL: [Specimen; 5] = [TRAUNSTEIN, MITTE, OFFENBACH, MUENCHEN, SPEYER];

/// Everything drawn so far; fields as in [`Problem`].
struct Draws {
    weeks: usize,
    departments: Vec<Vec<usize>>,
    rooms: Vec<Vec<usize>>,
    room_of: Vec<usize>,
    able: Vec<bool>,
    at_risk: Vec<bool>,
    pool: Vec<bool>,
    worked: Vec<u8>,
    fixed_home: Vec<u8>,
    fixed_office: Vec<u8>,
    weekly_max: Vec<u8>,
    room_max: Vec<u32>,
    desks: Vec<Vec<usize>>,
}

impl Specimen {
    /// The instance of `weeks` weeks for a seed.
    #[must_use]
    pub fn problem(&self, weeks: usize, seed: u64) -> Problem {
        let (draws, mut random) = self.draw(weeks, seed);
        self.assemble(&draws, &mut random)
    }

    fn draw(&self, weeks: usize, seed: u64) -> (Draws, Random) {
        let mut random = Random::new(seed.wrapping_mul(0x100_0193) ^ 0xD35C_5417);
        let mut draws = Draws {
            weeks,
            departments: Vec::new(),
            rooms: Vec::new(),
            room_of: vec![0; self.persons],
            able: vec![false; self.persons],
            at_risk: vec![false; self.persons],
            pool: vec![false; self.persons],
            worked: Vec::new(),
            fixed_home: vec![0; self.persons * weeks],
            fixed_office: vec![0; self.persons * weeks],
            weekly_max: vec![0; self.persons * weeks],
            room_max: Vec::new(),
            desks: Vec::new(),
        };
        self.draw_house(&mut draws, &mut random);
        self.draw_people(&mut draws, &mut random);
        self.draw_work(&mut draws, &mut random);
        self.limit_rooms(&mut draws);
        draw_desks(&mut draws, &mut random);
        (draws, random)
    }

    fn draw_house(&self, draws: &mut Draws, random: &mut Random) {
        let mut next = 0;
        while next < self.persons {
            let size = (self.mean_department / 2 + random.below(self.mean_department + 1)).min(self.persons - next).max(1);
            draws.departments.push((next..next + size).collect());
            next += size;
        }
        for department in &draws.departments {
            let mut placed = 0;
            while placed < department.len() {
                let mut u = random.below(1000);
                let mut size = 1;
                for (i, &share) in self.room_sizes.iter().enumerate() {
                    if u < share {
                        size = i + 1;
                        break;
                    }
                    u -= share;
                }
                let size = size.min(department.len() - placed);
                let room = department[placed..placed + size].to_vec();
                for &p in &room {
                    draws.room_of[p] = draws.rooms.len();
                }
                draws.rooms.push(room);
                placed += size;
            }
        }
    }

    fn draw_people(&self, draws: &mut Draws, random: &mut Random) {
        let mut order: Vec<usize> = (0..self.persons).collect();
        random.shuffle(&mut order);
        let able = &mut order[..self.able];
        for &mut p in able.iter_mut() {
            draws.able[p] = true;
        }
        for &mut p in able.iter_mut() {
            draws.at_risk[p] = random.per_mille(30);
        }
        random.shuffle(able);
        for &p in able.iter().take(self.pool.map_or(0, |(people, _)| people)) {
            draws.pool[p] = true;
        }
    }

    fn draw_work(&self, draws: &mut Draws, random: &mut Random) {
        let (weeks, days) = (draws.weeks, draws.weeks * 5);
        draws.worked = vec![31; self.persons * weeks];
        for p in 0..self.persons {
            let row = &mut draws.worked[p * weeks..(p + 1) * weeks];
            let mut pattern = 31u8;
            if random.per_mille(280) {
                let off = [1, 1, 2, 2, 3][random.below(5)];
                while 5 - pattern.count_ones() < off {
                    pattern &= !(1 << random.below(5));
                }
            }
            row.fill(pattern);
            let mut day = random.below(60);
            while day < days {
                let length = 3 + random.below(10);
                for d in day..(day + length).min(days) {
                    row[d / 5] &= !(1 << (d % 5));
                }
                day += length + 35 + random.below(60);
            }
            for d in 0..days {
                if random.per_mille(12) {
                    row[d / 5] &= !(1 << (d % 5));
                }
            }
        }
        if weeks >= 4 {
            for p in 0..self.persons {
                draws.worked[p * weeks + 1] &= !(1 << 4);
            }
        }
        for p in 0..self.persons {
            for w in 0..weeks {
                let k = p * weeks + w;
                let worked = draws.worked[k];
                let count = worked.count_ones() as usize;
                if !draws.able[p] {
                    draws.fixed_office[k] = worked;
                } else if draws.at_risk[p] {
                    draws.fixed_home[k] = worked;
                    draws.weekly_max[k] = count as u8;
                } else {
                    draws.weekly_max[k] = ((count * self.policy + 50) / 100) as u8;
                    for b in 0..5 {
                        if worked >> b & 1 == 1 && random.per_mille(20) {
                            draws.fixed_office[k] |= 1 << b;
                        }
                    }
                }
            }
        }
    }

    fn limit_rooms(&self, draws: &mut Draws) {
        for room in &draws.rooms {
            let mut most = if self.pandemic { 1 } else { (room.len() * 7).div_ceil(10) };
            for day in 0..draws.weeks * 5 {
                most = most.max(draws.count(room, &draws.fixed_office, day));
            }
            let enough = |most: usize| {
                (0..draws.weeks).all(|w| {
                    let need: usize = (0..5).map(|b| draws.count(room, &draws.worked, w * 5 + b).saturating_sub(most)).sum();
                    let have: usize = room.iter().map(|&p| usize::from(draws.weekly_max[p * draws.weeks + w])).sum();
                    need <= have
                })
            };
            while !enough(most) {
                most += 1;
            }
            draws.room_max.push(most as u32);
        }
    }

    fn assemble(&self, draws: &Draws, random: &mut Random) -> Problem {
        let days = draws.weeks * 5;
        let mut problem = Problem::blank(dates(draws.weeks), Weights { stability: 2, fairness: 2, shape: 1 });
        problem.units = (draws.departments.iter().enumerate())
            .map(|(i, members)| Unit { name: format!("D{}", i + 1), members: members.iter().map(|&p| p as u32).collect() })
            .collect();
        problem.people = (draws.departments.iter().enumerate())
            .flat_map(|(unit, members)| members.iter().map(move |&p| (unit, p)))
            .map(|(unit, p)| Who {
                id: format!("p{p}").parse::<PersonId>().expect("a plain name"),
                name: format!("p{p}"),
                unit: unit as u32,
                why: match (draws.able[p], draws.at_risk[p]) {
                    (false, _) => Why::Unsuitable,
                    (true, true) => Why::Always,
                    (true, false) => Why::Individual,
                },
            })
            .collect();
        problem.worked.clone_from(&draws.worked);
        problem.fixed_home.clone_from(&draws.fixed_home);
        problem.fixed_office.clone_from(&draws.fixed_office);
        problem.weekly_max.clone_from(&draws.weekly_max);
        self.draw_wishes(draws, random, &mut problem);

        let everybody: Vec<usize> = (0..self.persons).collect();
        let pool: Vec<usize> = everybody.iter().copied().filter(|&p| draws.pool[p]).collect();
        let signed = |members: &[usize]| -> Vec<(u32, i8)> { members.iter().map(|&p| (p as u32, 1)).collect() };
        let mut builder = ProblemBuilder::new(problem);
        let vpn_limit = vec![self.vpn as i32; days];
        builder.rule(RuleName::new(RuleKind::Cap, "vpn"), self.vpn, &signed(&everybody), &vpn_limit, false);
        if let Some((_, notebooks)) = self.pool {
            let limit = vec![notebooks as i32; days];
            builder.rule(RuleName::new(RuleKind::Cap, "notebooks"), notebooks, &signed(&pool), &limit, false);
        }
        for (i, room) in draws.rooms.iter().enumerate() {
            let most = draws.room_max[i];
            let limit: Vec<i32> = (0..days).map(|d| most as i32 - draws.count(room, &draws.worked, d) as i32).collect();
            let members: Vec<(u32, i8)> = room.iter().map(|&p| (p as u32, -1)).collect();
            builder.rule(RuleName::new(RuleKind::Room, format!("R{}", i + 1)), most, &members, &limit, true);
        }
        for (i, members) in draws.departments.iter().enumerate() {
            let minimum: Vec<usize> = (0..days).map(|d| draws.department_minimum(members, d)).collect();
            Self::add_minimum(&mut builder, draws, format!("D{}", i + 1), members, &minimum);
        }
        for (i, members) in draws.desks.iter().enumerate() {
            let minimum: Vec<usize> = (0..days).map(|d| draws.desk_minimum(members, d)).collect();
            Self::add_minimum(&mut builder, draws, format!("desk {}", i + 1), members, &minimum);
        }
        builder.finish()
    }

    fn add_minimum(builder: &mut ProblemBuilder, draws: &Draws, name: String, members: &[usize], minimum: &[usize]) {
        let limit: Vec<i32> =
            (minimum.iter().enumerate()).map(|(d, &m)| draws.count(members, &draws.worked, d) as i32 - m as i32).collect();
        let signed: Vec<(u32, i8)> = members.iter().map(|&p| (p as u32, 1)).collect();
        let stated = minimum.iter().copied().max().unwrap_or(0) as u32;
        builder.rule(RuleName::new(RuleKind::OnSite, name), stated, &signed, &limit, false);
    }

    /// Step 10 and 11 of the recipe: fair shares, wishes and team days.
    fn draw_wishes(&self, draws: &Draws, random: &mut Random, problem: &mut Problem) {
        let days = draws.weeks * 5;
        let everybody: Vec<usize> = (0..self.persons).collect();
        let pool: Vec<usize> = everybody.iter().copied().filter(|&p| draws.pool[p]).collect();
        let (mut supply, mut demand, mut pool_supply, mut pool_demand) = (0i64, 0i64, 0i64, 0i64);
        for d in 0..days {
            let of_pool = self.pool.map_or(i64::MAX, |(people, notebooks)| i64::from(notebooks) + (self.persons - people) as i64);
            supply += i64::from(self.vpn).min(of_pool) - draws.count(&everybody, &draws.fixed_home, d) as i64;
            demand += draws.free(&everybody, d) as i64;
            if let Some((_, notebooks)) = self.pool {
                pool_supply += i64::from(notebooks) - draws.count(&pool, &draws.fixed_home, d) as i64;
                pool_demand += draws.free(&pool, d) as i64;
            }
        }
        let most = if self.pandemic { 1000 } else { 600 };
        let share = (supply.max(0) * 1000 / demand.max(1)).min(self.policy as i64 * 10).min(most);
        let pool_share = if self.pool.is_some() { share.min(pool_supply.max(0) * 1000 / pool_demand.max(1)) } else { share };
        let (share, pool_share) = (share * 95 / 100, pool_share * 95 / 100);
        for p in 0..self.persons {
            let row = p * draws.weeks..(p + 1) * draws.weeks;
            let bits = |masks: &[u8]| -> i64 { masks[row.clone()].iter().map(|m| i64::from(m.count_ones())).sum() };
            let fixed = bits(&draws.fixed_home);
            let free = bits(&draws.worked) - fixed - bits(&draws.fixed_office);
            let allowed: i64 = draws.weekly_max[row].iter().map(|&u| i64::from(u)).sum();
            let share = if draws.pool[p] { pool_share } else { share };
            problem.target.push((fixed + (share * free + 500) / 1000).min(allowed.max(fixed)) as i32);
            problem.shape.push([Shape::Any, Shape::Any, Shape::Blocks, Shape::Blocks, Shape::Alternate][random.below(5)]);
            let mut wish = [0i32; 5];
            for _ in 0..[0, 1, 1, 2, 2][random.below(5)] {
                wish[[0, 0, 1, 2, 3, 4, 4, 4][random.below(8)]] = -4;
            }
            if random.per_mille(300) {
                wish[random.below(5)] = 4;
            }
            let team_day = (problem.people[p].unit as usize * 2 + 1) % 5;
            for d in 0..days {
                let b = d % 5;
                let worked = draws.worked[p * draws.weeks + d / 5] >> b & 1 == 1;
                problem.home_cost.push(if worked { wish[b] + 3 * i32::from(b == team_day) } else { 0 });
                problem.constant += i64::from(4 * i32::from(worked && wish[b] < 0));
            }
        }
    }
}

fn draw_desks(draws: &mut Draws, random: &mut Random) {
    for department in &draws.departments {
        if department.len() >= 8 {
            let mut members = department.clone();
            random.shuffle(&mut members);
            members.truncate(4 + random.below(3));
            draws.desks.push(members);
        }
    }
}

impl Draws {
    fn has(&self, masks: &[u8], p: usize, day: usize) -> bool {
        masks[p * self.weeks + day / 5] >> (day % 5) & 1 == 1
    }

    fn count(&self, members: &[usize], masks: &[u8], day: usize) -> usize {
        members.iter().filter(|&&p| self.has(masks, p, day)).count()
    }

    /// People who are at home on a day whatever is decided: fixed, or without a place in their room.
    #[cfg(test)]
    fn forced_home(&self, day: usize) -> usize {
        let forced = |(room, most): (&Vec<usize>, &u32)| {
            self.count(room, &self.worked, day).saturating_sub(*most as usize).max(self.count(room, &self.fixed_home, day))
        };
        self.rooms.iter().zip(&self.room_max).map(forced).sum()
    }

    fn is_free(&self, p: usize, day: usize) -> bool {
        self.has(&self.worked, p, day) && !self.has(&self.fixed_home, p, day) && !self.has(&self.fixed_office, p, day)
    }

    fn free(&self, members: &[usize], day: usize) -> usize {
        members.iter().filter(|&&p| self.is_free(p, day)).count()
    }

    fn can_be_present(&self, p: usize, day: usize) -> bool {
        self.has(&self.worked, p, day) && !self.has(&self.fixed_home, p, day)
    }

    /// A fifth of those who work, as far as the rooms admit it.
    fn department_minimum(&self, members: &[usize], day: usize) -> usize {
        let worked = self.count(members, &self.worked, day);
        let home = self.count(members, &self.fixed_home, day);
        let mut seats = 0;
        let mut last = usize::MAX;
        for &p in members {
            if self.room_of[p] != last {
                last = self.room_of[p];
                let present = self.rooms[last].iter().filter(|&&q| self.can_be_present(q, day)).count();
                seats += present.min(self.room_max[last] as usize);
            }
        }
        (worked * 20).div_ceil(100).min(worked - home).min(seats)
    }

    /// One, where two can come and one of them surely finds a seat.
    fn desk_minimum(&self, members: &[usize], day: usize) -> usize {
        let can_come = members.iter().filter(|&&p| self.can_be_present(p, day)).count();
        let finds_seat = |p: usize| {
            let room = self.room_of[p];
            self.has(&self.fixed_office, p, day)
                || self.count(&self.rooms[room], &self.fixed_office, day) < self.room_max[room] as usize
        };
        usize::from(can_come >= 2 && members.iter().any(|&p| self.can_be_present(p, day) && finds_seat(p)))
    }
}

/// Weeks from the first of the second lockdown.
fn dates(weeks: usize) -> Vec<Date> {
    let monday = date(2020, 11, 2);
    (0..weeks as i32)
        .flat_map(|w| (0..5).map(move |b| monday.checked_add((w * 7 + b).days()).expect("a date of this century")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked, free, fixed home, fixed office, constant, violations and cost with everybody in the office.
    fn figures(problem: &Problem) -> [i64; 7] {
        let bits = |masks: &[u8]| -> i64 { masks.iter().map(|m| i64::from(m.count_ones())).sum() };
        let (worked, home, office) = (bits(&problem.worked), bits(&problem.fixed_home), bits(&problem.fixed_office));
        let start = problem.all_office();
        let mut excess = 0i64;
        for (r, rule) in problem.rules.iter().enumerate() {
            for day in 0..problem.days() {
                let load: i64 = rule
                    .members
                    .iter()
                    .filter(|&&p| start[p as usize * problem.weeks + day / 5] >> (day % 5) & 1 == 1)
                    .map(|&p| problem.terms(p as usize).iter().find(|t| t.rule == r as u32).map_or(0, |t| i64::from(t.sign)))
                    .sum();
                excess += (load - i64::from(problem.limit[r * problem.days() + day])).max(0);
            }
        }
        [worked, worked - home - office, home, office, problem.constant, excess, problem.cost(&start)]
    }

    #[test]
    fn check_values_of_the_reference_instances() {
        for (specimen, weeks, expected) in [
            (TRAUNSTEIN, 4, [9_207, 8_310, 100, 797, 7_252, 3_114, 60_061]),
            (MITTE, 4, [49_212, 18_708, 709, 29_795, 38_764, 333, 240_347]),
            (OFFENBACH, 4, [18_421, 16_190, 379, 1_852, 14_320, 491, 88_334]),
            (MUENCHEN, 4, [26_155, 16_194, 506, 9_455, 20_600, 7_744, 440_485]),
            (SPEYER, 4, [11_492, 10_421, 169, 902, 9_168, 300, 65_679]),
            (K10, 4, [152_496, 123_242, 4_007, 25_247, 120_976, 5_898, 864_482]),
            (TRAUNSTEIN, 12, [27_642, 24_924, 321, 2_397, 21_412, 8_555, 490_050]),
            (MITTE, 12, [148_079, 56_010, 2_044, 90_025, 120_588, 822, 1_830_618]),
            (OFFENBACH, 12, [54_815, 48_196, 1_061, 5_558, 44_320, 1_332, 667_905]),
            (MUENCHEN, 12, [78_331, 48_443, 1_425, 28_463, 64_648, 18_458, 3_700_234]),
            (SPEYER, 12, [34_083, 31_023, 518, 2_542, 29_288, 710, 513_836]),
            (K10, 12, [460_947, 372_362, 11_860, 76_725, 378_912, 15_743, 6_851_313]),
            (K100, 4, [1_517_730, 1_225_674, 38_984, 253_072, 1_204_060, 55_831, 8_577_191]),
            (K100, 12, [4_610_348, 3_722_865, 119_383, 768_100, 3_762_328, 156_423, 68_329_016]),
        ] {
            assert_eq!(figures(&specimen.problem(weeks, 1)), expected, "{}-{weeks}", specimen.name);
        }
    }

    /// Rooms, departments, and people who are at home on a day whatever is decided: on average and at most.
    #[test]
    fn houses_of_the_reference_instances() {
        for (specimen, rooms, departments, [average, most], [average_of_12, most_of_12]) in [
            (TRAUNSTEIN, 349, 25, [160, 192], [147, 181]),
            (MITTE, 1_689, 105, [52, 68], [47, 62]),
            (OFFENBACH, 599, 48, [43, 58], [39, 58]),
            (MUENCHEN, 816, 54, [412, 499], [331, 417]),
            (SPEYER, 366, 37, [23, 32], [20, 32]),
            (K10, 3_937, 337, [495, 677], [460, 654]),
            (K100, 39_353, 3_330, [4_740, 6_637], [4_596, 6_561]),
        ] {
            for (weeks, expected) in [(4, [average, most]), (12, [average_of_12, most_of_12])] {
                let (draws, _) = specimen.draw(weeks, 1);
                assert_eq!((draws.rooms.len(), draws.departments.len()), (rooms, departments), "{}-{weeks}", specimen.name);
                let forced: Vec<usize> = (0..weeks * 5).map(|day| draws.forced_home(day)).collect();
                let figures = [forced.iter().sum::<usize>() / forced.len(), forced.iter().copied().max().unwrap()];
                assert_eq!(figures, expected, "{}-{weeks}", specimen.name);
            }
        }
    }
}
