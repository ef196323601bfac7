//! Home days of a person over the whole period: at least, at most.
//!
//! A quota is a person's own rule, so the programme for one person holds it exactly. It asks for no more than the person's own weeks allow
//! (weekly share, absences, days fixed in the office), and takes back no day that is fixed at home; so every person by themselves can
//! hold it, and what stands against it is a rule about several people, which the explanation names.

use std::collections::BTreeMap;

use super::build::{SITE_FILE, escaped, unknown_group};
use super::{Problem, Why, groups};
use crate::diag::{Finding, Place, Words};
use crate::roster::codes;
use crate::roster::given::Given;

/// A rule of the site about single people's home days.
#[derive(Debug, Clone)]
pub struct Quota {
    pub name: String,
    pub least: u32,
    pub most: u32,
    /// Ascending.
    pub members: Vec<u32>,
}

/// The quotas with their members; a name that leads to nobody is a finding.
pub(super) fn read(given: &Given<'_>, findings: &mut Vec<Finding>) -> Vec<Quota> {
    if given.inventory.persons.is_empty() {
        return Vec::new();
    }
    let mut quotas = Vec::new();
    for rule in &given.site.roster.quotas {
        match groups::members(&rule.name, &rule.members, given.inventory) {
            Ok(members) => quotas.push(Quota {
                name: rule.name.clone(),
                least: rule.home_min.unwrap_or(0),
                most: rule.home_max.unwrap_or(u32::MAX),
                members,
            }),
            Err(unknown) => {
                let at = format!("quotas/{}/members", escaped(&rule.name));
                findings.push(unknown_group(&at, &rule.name, unknown));
            }
        }
    }
    quotas
}

/// Gives everybody their bounds, and says of whom less is asked, or more is allowed, than stated.
pub(super) fn fill(problem: &mut Problem, quotas: Vec<Quota>) -> Vec<Finding> {
    problem.quotas = quotas;
    problem.settle_quotas();
    let mut findings = Vec::new();
    for quota in &problem.quotas {
        let name = &quota.name;
        let mut clashes: Vec<(String, &str)> = Vec::new();
        let mut others: BTreeMap<String, i32> = BTreeMap::new();
        for &p in &quota.members {
            let person = p as usize;
            let who = &problem.people[person].name;
            let against =
                (problem.quotas.iter()).find(|other| other.most < quota.least && other.members.binary_search(&p).is_ok());
            if let Some(other) = against {
                clashes.push((who.clone(), &other.name));
            }
            let (least, most) = problem.quota(person);
            let less = (least as u32) < quota.least && problem.may_choose(person);
            let more = quota.most < most.max(0) as u32 && problem.may_choose(person);
            if less && against.is_none() {
                others.insert(who.clone(), least);
            } else if more {
                others.insert(who.clone(), most);
            }
        }
        let at = Some(Place::within(SITE_FILE, &format!("/roster/quotas/{}", escaped(name))));
        if let Some((who, other)) = clashes.first() {
            let n = clashes.len();
            let what = Words::new(
                format!("quota `{name}` asks for more home days than quota `{other}` allows, for {n} people, such as {who}"),
                format!("Kontingent `{name}` verlangt mehr Heimtage, als `{other}` erlaubt, bei {n} Personen, etwa {who}"),
            );
            let todo = Words::new(
                "lower `home_min`, raise `home_max`, or give them other members",
                "`home_min` senken, `home_max` anheben oder andere Mitglieder angeben",
            );
            findings.push(codes::QUOTAS_CLASH.finding(at.clone(), what).about(name.as_str()).todo(todo));
        }
        if !others.is_empty() {
            const NAMED: usize = 6;
            let n = others.len();
            let mut list: Vec<String> = others.iter().take(NAMED).map(|(who, days)| format!("{who}: {days}")).collect();
            if n > NAMED {
                list.push("…".to_owned());
            }
            let list = list.join("; ");
            let what = Words::new(
                format!("quota `{name}` cannot be had as stated by {n} people, whose own weeks leave other numbers ({list})"),
                format!("Kontingent `{name}` ist bei {n} Personen so nicht möglich, ihre Wochen lassen andere Zahlen ({list})"),
            );
            let todo = Words::new(
                "nothing, if these numbers will do; else change the quota, the weekly share or their own days",
                "nichts, wenn diese Zahlen genügen; sonst Kontingent, Wochenanteil oder eigene Tage ändern",
            );
            findings.push(codes::QUOTA_ADJUSTED.finding(at, what).about(name.as_str()).todo(todo));
        }
    }
    findings
}

impl Problem {
    /// Fewest and most home days of a person over the period.
    #[must_use]
    pub fn quota(&self, person: usize) -> (i32, i32) {
        self.quota_of.get(person).copied().unwrap_or((0, i32::MAX))
    }

    /// By how many days so many home days miss a person's quota.
    #[inline]
    #[must_use]
    pub fn off_quota(&self, person: usize, home_days: i32) -> i32 {
        match self.quota_of.get(person) {
            Some(&(least, most)) => (least - home_days).max(home_days - most).max(0),
            None => 0,
        }
    }

    pub(super) fn may_choose(&self, person: usize) -> bool {
        matches!(self.people[person].why, Why::Free | Why::Individual)
    }

    /// The bounds from the quotas and the masks as they are now.
    pub(crate) fn settle_quotas(&mut self) {
        if self.quotas.is_empty() {
            self.quota_of.clear();
            return;
        }
        let mut bounds = vec![(0u32, u32::MAX); self.persons()];
        for quota in &self.quotas {
            for &p in &quota.members {
                let (least, most) = &mut bounds[p as usize];
                (*least, *most) = ((*least).max(quota.least), (*most).min(quota.most));
            }
        }
        self.quota_of = (0..self.persons())
            .map(|p| {
                if !self.may_choose(p) {
                    return (0, i32::MAX);
                }
                let fixed: u32 = (0..self.weeks).map(|w| self.fixed_home[p * self.weeks + w].count_ones()).sum();
                let possible: u32 = (0..self.weeks)
                    .map(|w| {
                        let fixed = self.fixed_home[p * self.weeks + w].count_ones();
                        self.home_max(p, w).min(fixed + self.free_mask(p, w).count_ones())
                    })
                    .sum();
                let (least, most) = bounds[p];
                let most = most.max(fixed).min(i32::MAX as u32);
                (least.min(possible).min(most) as i32, most as i32)
            })
            .collect();
    }
}
