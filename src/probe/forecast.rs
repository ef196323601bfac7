//! What the PBX's files say about a line before a single packet is sent.

use super::budget;
use super::codes::Class;
use crate::domain::SecretState;
use crate::plan::Planned;
use crate::plan::model::Line;

/// How a line will probably end, and what asking it may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    pub promise: Promise,
    /// Hits in the ban log at worst, as far as the files can tell.
    pub stake: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promise {
    /// Endpoint, login name and password agree with the PBX's files.
    Good,
    /// The files do not say enough.
    Unknown,
    /// The files say that it cannot work; asked last, while the ban budget lasts, else decided from the files.
    Fails(Class),
    /// Cannot be asked at all.
    Unaskable(Class),
}

impl Forecast {
    /// The class the files predict, where they predict a failure.
    #[must_use]
    pub fn fails(self) -> Option<Class> {
        match self.promise {
            Promise::Fails(class) | Promise::Unaskable(class) => Some(class),
            Promise::Good | Promise::Unknown => None,
        }
    }

    /// Hits that the predicted failure itself costs: what a campaign spends when it asks to be sure.
    #[must_use]
    pub fn cost(self) -> u32 {
        match self.promise {
            Promise::Fails(class) => hits_of(class),
            _ => 0,
        }
    }
}

/// Hits in the ban log that a failure of this class causes (fail2ban's `asterisk` filter over the messages log, measured).
#[must_use]
pub fn hits_of(class: Class) -> u32 {
    match class {
        Class::UnknownExtension | Class::EndpointDropped => budget::UNKNOWN,
        Class::SecretDiffers | Class::SecretCut | Class::AuthNameDiffers | Class::AuthObjectMissing => budget::REFUSED,
        _ => 0,
    }
}

/// True where the plan knows the PBX's configuration at all; without it an absent endpoint means nothing.
#[must_use]
pub fn has_facts(plan: &Planned) -> bool {
    plan.lines.iter().any(|line| line.facts.endpoint || line.facts.endpoint_dropped)
}

/// A password, or a digest that the client takes in its place, is known.
fn can_answer(line: &Line) -> bool {
    line.secret.state == SecretState::Present || (line.secret.state == SecretState::Hash && line.facts.digest_will_do)
}

/// Reads the facts in the order in which Asterisk meets them: endpoint, auth object, login, then the AOR.
#[must_use]
pub fn forecast(line: &Line, has_facts: bool) -> Forecast {
    let facts = &line.facts;
    let fails = |class| Forecast { promise: Promise::Fails(class), stake: hits_of(class).max(budget::REFUSED) };
    if !has_facts {
        let promise = if can_answer(line) { Promise::Unknown } else { Promise::Unaskable(Class::SecretUnavailable) };
        return Forecast { promise, stake: budget::UNKNOWN };
    }
    if facts.endpoint_dropped {
        return fails(Class::EndpointDropped);
    }
    if !facts.endpoint {
        return fails(Class::UnknownExtension);
    }
    if facts.auth_missing {
        return fails(Class::AuthObjectMissing);
    }
    if facts.open {
        return fails(Class::NoPasswordAsked);
    }
    if !can_answer(line) {
        return Forecast { promise: Promise::Unaskable(Class::SecretUnavailable), stake: 0 };
    }
    if facts.auth_user.as_ref().is_some_and(|user| *user != line.auth_user) {
        return fails(Class::AuthNameDiffers);
    }
    if facts.secret_matches == Some(false) {
        return fails(if facts.secret_cut_at.is_some() { Class::SecretCut } else { Class::SecretDiffers });
    }
    // Asterisk looks the AOR up by the To user, so one with another name is as good as none.
    if facts.aor_missing || facts.aor.as_ref().is_none_or(|aor| *aor != line.aor_user) {
        return fails(Class::AorMissing);
    }
    if facts.max_contacts == Some(0) {
        return fails(Class::ContactsZero);
    }
    let promise = if facts.secret_matches == Some(true) { Promise::Good } else { Promise::Unknown };
    Forecast { promise, stake: budget::REFUSED }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Place;
    use crate::plan::model::PbxFacts;
    use crate::probe::testing::line;

    #[test]
    fn each_fault_of_the_files_has_its_class_and_cost() {
        let facts = |change: fn(&mut PbxFacts)| {
            let mut line = line("2001");
            change(&mut line.facts);
            forecast(&line, true)
        };
        let table: [(fn(&mut PbxFacts), Promise, u32, u32); 13] = [
            (|_| (), Promise::Good, 1, 0),
            (|f| f.secret_matches = None, Promise::Unknown, 1, 0),
            (|f| f.endpoint = false, Promise::Fails(Class::UnknownExtension), 3, 3),
            (|f| f.endpoint_dropped = true, Promise::Fails(Class::EndpointDropped), 3, 3),
            (|f| f.auth_missing = true, Promise::Fails(Class::AuthObjectMissing), 1, 1),
            (|f| f.open = true, Promise::Fails(Class::NoPasswordAsked), 1, 0),
            (|f| f.auth_user = Some("0090339abcde".into()), Promise::Fails(Class::AuthNameDiffers), 1, 1),
            (|f| f.secret_matches = Some(false), Promise::Fails(Class::SecretDiffers), 1, 1),
            (
                |f| {
                    f.secret_matches = Some(false);
                    f.secret_cut_at = Some(Place::at("pjsip.conf", 41, 22));
                },
                Promise::Fails(Class::SecretCut),
                1,
                1,
            ),
            (|f| f.aor = None, Promise::Fails(Class::AorMissing), 1, 0),
            (|f| f.aor_missing = true, Promise::Fails(Class::AorMissing), 1, 0),
            (|f| f.aor = Some("2001-home".into()), Promise::Fails(Class::AorMissing), 1, 0),
            (|f| f.max_contacts = Some(0), Promise::Fails(Class::ContactsZero), 1, 0),
        ];
        for (n, (change, promise, stake, cost)) in table.into_iter().enumerate() {
            let forecast = facts(change);
            assert_eq!(forecast, Forecast { promise, stake }, "row {n}");
            assert_eq!(forecast.cost(), cost, "row {n}");
        }
    }

    #[test]
    fn a_cut_password_that_the_plan_uses_cut_is_good() {
        let mut line = line("2001");
        line.facts.secret_cut_at = Some(Place::at("pjsip.conf", 41, 22));
        assert_eq!(forecast(&line, true).promise, Promise::Good);
    }

    #[test]
    fn without_any_configuration_nothing_is_predicted_and_the_worst_is_assumed() {
        let mut line = line("2001");
        line.facts = PbxFacts::default();
        assert_eq!(forecast(&line, false), Forecast { promise: Promise::Unknown, stake: 3 });
        line.secret.state = SecretState::Unavailable;
        assert_eq!(forecast(&line, false).promise, Promise::Unaskable(Class::SecretUnavailable));
    }
}
