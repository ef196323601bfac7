//! Findings about many objects at once: a wrong line in a template concerns every object that inherits it, but is one finding.

use std::collections::BTreeMap;

use crate::diag::{CodePage, Finding, Listed, Place, Words};
use crate::inventory::asterisk::bounded::{MAX_FINDINGS, too_many};

/// Objects named in the sentence of one finding.
const NAMED: usize = 3;
/// Objects that a finding remembers.
const MOST_NAMED: usize = 1_000_000;

/// What a finding says of the objects concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// Asterisk drops them.
    Dropped,
    /// They are only named.
    Concerned,
}

#[derive(Debug)]
struct Issue {
    page: &'static CodePage,
    words: Words,
    todo: Option<Words>,
    related: Vec<(Place, Words)>,
    effect: Effect,
    subjects: Vec<String>,
    count: usize,
}

/// Collects by code and place.
#[derive(Debug, Default)]
pub(super) struct Issues {
    known: BTreeMap<(&'static str, Place), Issue>,
    /// The first place that found no room.
    more: Option<Place>,
    spare: Vec<(Place, Words)>,
}

impl Issues {
    /// Adds one object to the finding of this code and place. The words are made for the first one only.
    pub fn add(
        &mut self,
        page: &'static CodePage,
        place: Place,
        subject: &str,
        effect: Effect,
        words: impl FnOnce() -> (Words, Option<Words>),
    ) -> &mut Vec<(Place, Words)> {
        let key = (page.slug, place);
        if self.known.len() >= MAX_FINDINGS && !self.known.contains_key(&key) {
            self.more.get_or_insert(key.1);
            self.spare.clear();
            return &mut self.spare;
        }
        let issue = self.known.entry(key).or_insert_with(|| {
            let (words, todo) = words();
            Issue { page, words, todo, related: Vec::new(), effect, subjects: Vec::new(), count: 0 }
        });
        issue.count += 1;
        if issue.subjects.len() < MOST_NAMED && issue.subjects.last().is_none_or(|last| last != subject) {
            issue.subjects.push(subject.to_owned());
        }
        &mut issue.related
    }

    pub fn into_findings(self) -> Vec<Finding> {
        let more = self.more.map(|place| too_many(Some(place)));
        self.known
            .into_iter()
            .map(|((_, place), issue)| {
                let (en, de, listed) = tail(&issue);
                let words = Words::new(format!("{}{en}", issue.words.en), format!("{}{de}", issue.words.de));
                let mut finding = issue.page.finding(Some(place), words);
                if issue.subjects.len() == 1 {
                    finding.subject = issue.subjects.into_iter().next();
                }
                finding.todo = issue.todo;
                finding.related = issue.related;
                finding.listing(listed)
            })
            .chain(more)
            .collect()
    }
}

/// What the finding says of its objects. An endpoint and an AOR of one name are one object for the eye.
fn tail(issue: &Issue) -> (String, String, Listed) {
    let list = Listed::of(issue.subjects.iter().map(|name| format!("`[{name}]`")), NAMED);
    let count = if issue.subjects.len() == 1 { 1 } else { issue.count };
    let (en, de) = match (issue.effect, count) {
        (Effect::Dropped, 1) => (format!("; Asterisk drops {list}"), format!("; Asterisk verwirft {list}")),
        (Effect::Dropped, n) => {
            (format!("; Asterisk drops {n} objects: {list}"), format!("; Asterisk verwirft {n} Objekte: {list}"))
        }
        (Effect::Concerned, 1) => (String::new(), String::new()),
        (Effect::Concerned, n) => (format!(" ({n} objects: {list})"), format!(" ({n} Objekte: {list})")),
    };
    (en, de, list)
}
