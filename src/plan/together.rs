//! Several lines of one person for one program: one set of files with an account for each, where the client holds several.

use std::collections::{BTreeMap, BTreeSet};

use super::clients::{ClientFacts, Clients};
use super::model::Line;
use crate::diag::Words;
use crate::domain::{ClientId, Extension, LineId, PersonId, SecretState};
use crate::inventory::model::{DeviceKind, Inventory, Ring};
use crate::policy::media::Media;
use crate::policy::overrides::Variable;

/// What became of the lines of one person and client.
pub(super) enum Told {
    /// The files of the first hold the accounts of all.
    Joined(ClientId, Vec<Extension>),
    /// The same, and the program logs in with one of them at a time.
    OneAtATime(ClientId, Vec<Extension>),
    /// Each has files of its own, which would replace each other.
    Apart(ClientId, Vec<Extension>, Why),
}

/// Why lines stay apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    /// The files hold one account.
    HoldsOne,
    /// What one file says once for all its accounts is not the same for these, or one has no password.
    Differs,
    /// No list says that they are on one telephone.
    NotOneDevice,
    /// A list names a device that has one of them without the other, which would get the password of both.
    OneAlone,
    /// More lines than the files hold.
    TooMany,
}

/// Puts the accounts of a person's further lines into the files of the first.
pub(super) fn join(lines: &mut [Line], clients: &Clients, inventory: &Inventory) -> Vec<Told> {
    let mut of: BTreeMap<(PersonId, ClientId), Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(person) = &line.person {
            of.entry((person.clone(), line.client.clone())).or_default().push(at);
        }
    }
    let own: BTreeMap<&PersonId, &Extension> =
        inventory.people().filter_map(|person| Some((&person.id, &person.extension.as_ref()?.value))).collect();
    let devices = OnDevices::of(inventory);
    let mut told = Vec::new();
    for ((person, client), mut at) in of.into_iter().filter(|(_, at)| at.len() > 1) {
        // The number that the lists give the person first is what the program dials with.
        at.sort_by_key(|at| (own.get(&person) != Some(&&lines[*at].extension), lines[*at].id.clone()));
        let facts = clients.get(&client);
        let (first, others) = (at[0], &at[1..]);
        let mut joined = vec![first];
        let mut apart: BTreeMap<Why, Vec<Extension>> = BTreeMap::new();
        for other in others {
            match obstacle(&lines[first], &lines[*other], joined.len(), facts, &devices) {
                None => joined.push(*other),
                Some(why) => apart.entry(why).or_default().push(lines[*other].extension.clone()),
            }
        }
        let number = |at: &usize| lines[*at].extension.clone();
        if joined.len() > 1 {
            let numbers = joined.iter().map(number).collect();
            let one = facts.is_some_and(|facts| facts.one_account_at_a_time);
            told.push(if one { Told::OneAtATime(client.clone(), numbers) } else { Told::Joined(client.clone(), numbers) });
        }
        for (why, mut numbers) in apart {
            numbers.insert(0, number(&first));
            told.push(Told::Apart(client.clone(), numbers, why));
        }
        put(lines, &joined);
    }
    told
}

/// Writes down whose files hold what.
fn put(lines: &mut [Line], joined: &[usize]) {
    let further: Vec<Line> = joined[1..].iter().map(|at| lines[*at].clone()).collect();
    let set: LineId = lines[joined[0]].id.clone();
    for at in &joined[1..] {
        lines[*at].within = Some(set.clone());
    }
    lines[joined[0]].further = further;
}

/// Why an account cannot stand beside that of the first line.
fn obstacle(first: &Line, other: &Line, there: usize, facts: Option<&ClientFacts>, devices: &OnDevices<'_>) -> Option<Why> {
    let facts = facts.filter(|facts| facts.most_accounts > 1);
    let Some(facts) = facts else { return Some(Why::HoldsOne) };
    if !(alike(first, other) && [first, other].iter().all(|line| line.secret.state == SecretState::Present)) {
        return Some(Why::Differs);
    }
    if facts.of_a_device && !devices.has_both(&first.extension, &other.extension) {
        return Some(Why::NotOneDevice);
    }
    if devices.has_one_alone(&first.extension, &other.extension, facts.of_a_device) {
        return Some(Why::OneAlone);
    }
    (there >= facts.most_accounts).then_some(Why::TooMany)
}

/// Whether everything is the same that a client may have one setting of for all accounts. Names, logins, servers and how long a
/// registration lasts are each account's own.
fn alike(one: &Line, other: &Line) -> bool {
    let own =
        |line: &Line| [Variable::CaOnClients, Variable::WsPath].map(|v| line.overridden.get(&v).map(|own| own.value.clone()));
    let common = |media: &Media| Media { caller_id: None, ..media.clone() };
    (one.transport, one.srtp) == (other.transport, other.srtp)
        && common(&one.media) == common(&other.media)
        && own(one) == own(other)
}

/// Which devices of the lists have a number, by their places among all.
pub(super) struct OnDevices<'a> {
    all: BTreeMap<&'a Extension, BTreeSet<usize>>,
    /// Those on which a program may run: a telephone on the desk says nothing about one.
    with_programs: BTreeSet<usize>,
}

impl<'a> OnDevices<'a> {
    pub(super) fn of(inventory: &'a Inventory) -> Self {
        use DeviceKind::{Notebook, Softphone, ThinClient, Unknown};
        let mut all: BTreeMap<&Extension, BTreeSet<usize>> = BTreeMap::new();
        let mut with_programs = BTreeSet::new();
        for (at, device) in inventory.devices.iter().enumerate() {
            if matches!(device.kind, Notebook | Softphone | ThinClient | Unknown) {
                with_programs.insert(at);
            }
            // A lamp that watches a line makes it no line of the device.
            let own = device.lines.iter().filter(|line| line.ring != Ring::Monitor);
            for number in own.filter_map(|line| line.extension.as_ref()) {
                all.entry(number).or_default().insert(at);
            }
        }
        Self { all, with_programs }
    }

    fn with(&self, number: &Extension) -> &BTreeSet<usize> {
        const NONE: &BTreeSet<usize> = &BTreeSet::new();
        self.all.get(number).unwrap_or(NONE)
    }

    /// Whether a list names a device that has both.
    fn has_both(&self, one: &Extension, other: &Extension) -> bool {
        !self.with(one).is_disjoint(self.with(other))
    }

    /// Whether programs of the two may run on one machine: where lists name machines for both, one that has both.
    pub(super) fn may_share(&self, one: &Extension, other: &Extension) -> bool {
        let machines = |number| self.with(number).intersection(&self.with_programs).collect::<BTreeSet<_>>();
        let (one, other) = (machines(one), machines(other));
        one.is_empty() || other.is_empty() || !one.is_disjoint(&other)
    }

    /// Whether a list names a device that has one of them and not the other.
    fn has_one_alone(&self, one: &Extension, other: &Extension, of_telephones: bool) -> bool {
        let mut alone = self.with(one).symmetric_difference(self.with(other));
        alone.any(|at| of_telephones || self.with_programs.contains(at))
    }
}

/// The lines of one set.
pub(super) fn joined(title: &str, one_at_a_time: bool) -> (Words, Words) {
    if one_at_a_time {
        return (
            Words::new(
                format!(
                    "one set of files of {title} holds the accounts of all lines of a person, and it logs in with one of them at a time"
                ),
                format!(
                    "ein Satz Dateien für {title} enthält die Konten aller Anschlüsse einer Person, und es meldet sich immer nur mit einem davon an"
                ),
            ),
            Words::new(
                "tell the person to change the account in its menu, let the PBX ring one line for both numbers, or choose another client",
                "der Person sagen, dass sie das Konto im Menü wechselt, beide Nummern von der Anlage auf einem Anschluss klingeln lassen oder ein anderes Programm wählen",
            ),
        );
    }
    (
        Words::new(
            format!("one set of files of {title} holds the accounts of all lines of a person"),
            format!("ein Satz Dateien für {title} enthält die Konten aller Anschlüsse einer Person"),
        ),
        Words::new(
            "nothing: link and letter are those of the person's first number",
            "nichts: Link und Schreiben sind die der ersten Nummer der Person",
        ),
    )
}

/// Lines that replace each other.
pub(super) fn apart(title: &str, why: Why) -> (Words, Words) {
    let (en, de) = match why {
        Why::HoldsOne => (
            format!("the files of {title} hold one line, and these belong to people who have several with it"),
            format!("die Dateien für {title} enthalten einen Anschluss, und diese gehören Personen, die damit mehrere haben"),
        ),
        Why::Differs => (
            format!(
                "these lines of one person with {title} get a set each: transport, encryption or settings differ, or a password is not known"
            ),
            format!(
                "diese Anschlüsse einer Person mit {title} bekommen je einen Satz: Transport, Verschlüsselung oder Einstellungen sind verschieden, oder ein Kennwort ist nicht bekannt"
            ),
        ),
        Why::NotOneDevice => (
            format!("these lines of one person with {title} get a set each: no list says that one telephone has them both"),
            format!(
                "diese Anschlüsse einer Person mit {title} bekommen je einen Satz: keine Liste sagt, dass ein Telefon beide hat"
            ),
        ),
        Why::OneAlone => (
            format!(
                "these lines of one person with {title} get a set each: a list names a device that has one of them without the other"
            ),
            format!(
                "diese Anschlüsse einer Person mit {title} bekommen je einen Satz: eine Liste nennt ein Gerät, das einen davon ohne den anderen hat"
            ),
        ),
        Why::TooMany => (
            format!("the files of {title} hold fewer lines than these people have with it"),
            format!("die Dateien für {title} enthalten weniger Anschlüsse, als diese Personen damit haben"),
        ),
    };
    let todo = match why {
        Why::HoldsOne | Why::TooMany => Words::new(
            "let the PBX ring one line for both numbers, choose another client for the second, or add its account by hand",
            "beide Nummern von der Anlage auf einem Anschluss klingeln lassen, für den zweiten ein anderes Programm wählen oder sein Konto von Hand anlegen",
        ),
        Why::Differs => Words::new(
            "give both lines the same values in `clients` and `overrides`, and a password, or add the second account by hand",
            "beiden Anschlüssen in `clients` und `overrides` dieselben Werte und ein Kennwort geben oder das zweite Konto von Hand anlegen",
        ),
        Why::OneAlone => Words::new(
            "nothing where each has a device of its own; where one device has both, give it both lines in its list",
            "nichts, wo jeder sein eigenes Gerät hat; hat ein Gerät beide, ihm in seiner Liste beide Anschlüsse geben",
        ),
        Why::NotOneDevice => Words::new(
            "where they are on one telephone, give its list of lines (an export of the phone or of the telephone system); else nothing",
            "sind sie auf einem Telefon, die Liste seiner Leitungen angeben (ein Export des Telefons oder der Anlage); sonst nichts",
        ),
    };
    (Words::new(en, de), todo)
}
