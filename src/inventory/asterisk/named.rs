//! Endpoints and peers with a name instead of a number: which extension `[phone1]` is.
//!
//! What the dialplan says counts before what the endpoint says of itself: its hint, then the number that rings it alone, then the
//! number of its caller ID, then its mailbox. Where one of them names two numbers, the next one decides between these; where none
//! does, the endpoint is not taken.

use std::collections::{BTreeMap, BTreeSet};

use super::application;
use super::codes::objects as codes;
use super::dialplan::{Dialplan, Step};
use super::rings::TWIN;
use crate::diag::{Finding, Place, Words};
use crate::domain::Extension;
use crate::inventory::model::Hint;
use crate::inventory::numbers::{self, Number};
use crate::inventory::table::{Collector, Tally};
use crate::policy::site::Numbers;

/// Endpoints and peers to which nothing gives a number: how many are lines to other systems, and how many are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unnumbered {
    pub trunks: usize,
    pub others: usize,
}

impl Unnumbered {
    pub(super) fn add(&mut self, trunk: bool) {
        if trunk {
            self.trunks += 1;
        } else {
            self.others += 1;
        }
    }

    /// Whether there are lines to other systems, and nothing that may be a telephone.
    #[must_use]
    pub fn only_trunks(self) -> bool {
        self.trunks > 0 && self.others == 0
    }
}

/// Digits of an extension where the site does not say how long they are: in a hint, and in a place that may hold outside numbers.
const LONGEST: (usize, usize) = (7, 4);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    Hint,
    Rung,
    CallerId,
    Mailbox,
}

impl How {
    fn words(self) -> Words {
        match self {
            Self::Hint => Words::new("by their hint", "laut ihrem Hint"),
            Self::Rung => Words::new("by the number that rings them", "laut der Nummer, die sie ruft"),
            Self::CallerId => Words::new("by their caller ID alone", "allein laut ihrer Anrufer-ID"),
            Self::Mailbox => Words::new("by their mailbox alone", "allein laut ihrer Sprachbox"),
        }
    }
}

/// One place that gives a name its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub how: How,
    pub number: Extension,
    pub at: Place,
}

/// What the dialplan says of devices, by technology and name: `pjsip/phone1`.
#[derive(Debug, Default)]
pub(super) struct Names {
    said: BTreeMap<String, Vec<Said>>,
    plan: Numbers,
}

/// `pjsip/phone1` of `PJSIP/phone1`; none for a number, an address, a trunk or a variable. The name counts with its case.
fn device(text: &str) -> Option<String> {
    let (technology, name) = text.trim().split_once('/')?;
    let technology = technology.to_ascii_lowercase();
    let plain = !name.is_empty() && !name.contains(['/', '@', '$']) && name.parse::<Extension>().is_err();
    (plain && matches!(technology.as_str(), "pjsip" | "sip")).then(|| format!("{technology}/{name}"))
}

impl Names {
    pub fn of(dialplan: Option<&Dialplan>, more: &[Hint], plan: &Numbers) -> Self {
        let mut names = Self { said: BTreeMap::new(), plan: plan.clone() };
        for hint in more.iter().chain(dialplan.into_iter().flat_map(|dialplan| &dialplan.hints)) {
            // Behind the first comma stands the presence of the hint; `Custom:` is no device.
            let list = hint.devices.split(',').next().unwrap_or_default();
            let devices = application::persons(application::devices(list).filter(|device| device.contains('/')).collect());
            if let [one] = devices[..] {
                names.add(How::Hint, one, &hint.pattern, &hint.at);
            }
        }
        let mut first: BTreeSet<(&str, &str)> = BTreeSet::new();
        for route in dialplan.into_iter().flat_map(|dialplan| &dialplan.routes) {
            let Step::Dial(list) = &route.step else { continue };
            let devices: Vec<&str> = application::devices(list).collect();
            if first.insert((&route.context, &route.pattern))
                && let [one] = devices[..]
            {
                names.add(How::Rung, one, &route.pattern, &route.at);
            }
        }
        names
    }

    fn add(&mut self, how: How, text: &str, number: &str, at: &Place) {
        if let Some(device) = device(text)
            && let Some(said) = self.say(how, number, at)
        {
            self.said.entry(device).or_default().push(said);
        }
    }

    /// What a text says, where it is a number of the house.
    pub fn say(&self, how: How, number: &str, at: &Place) -> Option<Said> {
        let lengths = &self.plan.extension_lengths;
        let own = number.parse::<Extension>().ok().filter(|own| match lengths.as_slice() {
            [] => own.as_str().len() <= if how == How::Hint { LONGEST.0 } else { LONGEST.1 },
            lengths => lengths.contains(&own.as_str().len()),
        });
        // A number from outside is a direct number where it is rung, and says who it is elsewhere.
        let full = || match numbers::read(number, &self.plan).ok()?.numbers.as_slice() {
            [Number::Internal { extension, .. }] if lengths.contains(&extension.as_str().len()) => Some(extension.clone()),
            _ => None,
        };
        let longer = number.starts_with('+') || lengths.iter().max().is_some_and(|longest| number.len() > *longest);
        let known = longer && how != How::Rung;
        let number = own.or_else(|| if known { full() } else { None })?;
        Some(Said { how, number, at: at.clone() })
    }

    /// What is said of the web phone of a device of which nothing is said itself: lines that leave the desk phone out name it alone.
    pub fn of_web(&self, technology: &str, name: &str) -> Vec<Said> {
        let desk = self.said.contains_key(&format!("{technology}/{name}"));
        let web = || self.said.get(&format!("{technology}/{name}{TWIN}")).cloned();
        if desk { Vec::new() } else { web().unwrap_or_default() }
    }

    /// The number of a named device. `own` is what it says of itself.
    pub fn choose(&self, technology: &str, name: &str, own: impl IntoIterator<Item = Said>) -> Choice {
        let mut all = self.said.get(&format!("{technology}/{name}")).cloned().unwrap_or_default();
        all.extend(own);
        all.sort_by(|a, b| (a.how, &a.at).cmp(&(b.how, &b.at)));
        let Some(best) = all.first().map(|said| said.how) else { return Choice::None };
        let mut left: BTreeSet<&Extension> = all.iter().filter(|said| said.how == best).map(|said| &said.number).collect();
        for how in [How::Rung, How::CallerId, How::Mailbox] {
            let here: BTreeSet<&Extension> =
                all.iter().filter(|said| said.how == how && left.contains(&said.number)).map(|said| &said.number).collect();
            if left.len() > 1 && !here.is_empty() {
                left = here;
            }
        }
        let chosen = (left.len() == 1).then(|| left.first().copied().cloned()).flatten();
        // Several numbers may lead to one telephone, and a mailbox may be another's; that is no doubt once a better word is there.
        let other = |said: &&Said| chosen.as_ref().is_none_or(|chosen| said.number != *chosen) && said.how == How::CallerId;
        match chosen.as_ref().and_then(|chosen| all.iter().find(|said| said.number == *chosen)) {
            Some(said) => Choice::Is { said: said.clone(), other: all.iter().find(other).cloned() },
            None => Choice::Torn(all),
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// Nobody says a number.
    None,
    Is {
        said: Said,
        /// Whoever says another one.
        other: Option<Said>,
    },
    /// Several numbers, and nobody decides.
    Torn(Vec<Said>),
}

/// What is told of the named ones of one file.
#[derive(Debug, Default)]
pub(super) struct Told {
    taken: BTreeMap<How, Tally>,
    findings: Collector,
}

impl Told {
    /// Says what of a choice is in doubt, and counts what is taken.
    pub fn choice(&mut self, name: &str, place: &Place, choice: Choice) -> Option<Extension> {
        match choice {
            Choice::None => None,
            Choice::Is { said, other } => {
                let number = &said.number;
                if let Some(other) = other {
                    let shown = &other.number;
                    let words = Words::new(
                        format!("`[{name}]` is extension {number} and shows {shown} as its caller ID"),
                        format!("`[{name}]` ist Nebenstelle {number} und zeigt {shown} als Anrufer-ID"),
                    );
                    let finding = codes::NUMBER_DIFFERS.finding(Some(other.at), words).about(name);
                    let why = Words::new(format!("{number} by this"), format!("{number} laut dieser Zeile"));
                    self.findings.push(finding.related(said.at.clone(), why));
                }
                let example = || format!("`[{name}]` = {number}");
                self.taken.entry(said.how).or_default().add(|| place.clone(), example);
                Some(said.number)
            }
            Choice::Torn(all) => {
                let numbers: BTreeSet<&str> = all.iter().map(|said| said.number.as_str()).collect();
                let list = numbers.into_iter().collect::<Vec<_>>().join(", ");
                let words = Words::new(
                    format!("`[{name}]` may be any of the extensions {list}; it is not taken"),
                    format!("`[{name}]` kann jede der Nebenstellen {list} sein; es wird nicht übernommen"),
                );
                let mut finding = codes::NUMBER_DIFFERS.finding(Some(place.clone()), words).about(name).todo(Words::new(
                    "write the right number into its caller ID",
                    "die richtige Nummer in seine Anrufer-ID schreiben",
                ));
                for said in all.into_iter().take(3) {
                    let number = said.number;
                    finding =
                        finding.related(said.at, Words::new(format!("{number} by this"), format!("{number} laut dieser Zeile")));
                }
                self.findings.push(finding);
                None
            }
        }
    }

    /// Somebody else has the number already.
    pub fn taken_already(&mut self, name: &str, number: &Extension, place: &Place, other: &Place) {
        let words = Words::new(
            format!("`[{name}]` is extension {number} too, which another account has; it is not taken"),
            format!("`[{name}]` ist ebenfalls Nebenstelle {number}, die ein anderes Konto hat; es wird nicht übernommen"),
        );
        let finding = codes::NUMBER_TAKEN.finding(Some(place.clone()), words).about(name);
        self.findings.push(finding.related(other.clone(), Words::new("the one that is used", "das verwendete")));
    }

    pub fn finish(mut self) -> Vec<Finding> {
        for (how, tally) in self.taken {
            let told = tally.tell(&codes::NUMBERED, |count, example| {
                let how = how.words();
                Words::new(
                    format!("endpoints with a name that are extensions {}: {count}, the first is {example}", how.en),
                    format!("Endpunkte mit Namen, die {} Nebenstellen sind: {count}, zuerst {example}", how.de),
                )
            });
            self.findings.extend(told);
        }
        self.findings.finish()
    }
}

#[cfg(test)]
mod tests;
