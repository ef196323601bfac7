//! What several telephone systems and phones say about lines, groups and numbers, put together.

use std::collections::{BTreeMap, BTreeSet};

use super::{apart, by_number, differ};
use crate::diag::{Finding, Words};
use crate::domain::{Extension, Secrets};
use crate::inventory::codes;
use crate::inventory::formats::{self, Class};
use crate::inventory::model::{Account, AuthState, ExtensionEntry, ExtensionKind, Inventory, Mailbox, Queue, Sourced};
use crate::inventory::reading::Reading;
use crate::inventory::table::Collector;

/// Takes the lines of one reading in. Earlier readings win; a second telephone system with the same extension is an error, a phone's
/// own configuration is compared.
pub(super) fn take(
    inventory: &mut Inventory,
    secrets: &mut Secrets,
    class: Class,
    reading: &mut Reading,
    findings: &mut Collector,
) {
    keep_apart(secrets, reading);
    name_system(reading);
    let mut by_number = by_number::taken(&mut inventory.extensions);
    for mut entry in std::mem::take(&mut reading.extensions) {
        if apart::is_ambiguous(&entry.number, &by_number) {
            let Some(own) = apart::by_account(&entry, &by_number) else {
                let what = Words::new("an extension of another export", "eine Nebenstelle eines anderen Exports");
                findings.push(apart::thing(&what, &entry.number, &entry.at, &by_number));
                continue;
            };
            entry.number = own;
        }
        match by_number.get_mut(&entry.number) {
            None => {
                by_number.insert(entry.number.clone(), Box::new(entry));
            }
            Some(known) => fill(known, entry, class, (secrets, &reading.secrets), findings),
        }
    }
    inventory.extensions = by_number::list(by_number);
    secrets.extend(std::mem::take(&mut reading.secrets));
    mailboxes(&mut inventory.mailboxes, std::mem::take(&mut reading.mailboxes), findings);
    queues(&mut inventory.queues, std::mem::take(&mut reading.queues));
    inventory.obstacles.append(&mut reading.obstacles);
    inventory.groups.append(&mut reading.groups);
    inventory.dids.append(&mut reading.dids);
    inventory.forwards.append(&mut reading.forwards);
    inventory.dials.append(&mut reading.dials);
    inventory.hints.append(&mut reading.hints);
    inventory.web_endpoints.append(&mut reading.web_endpoints);
    inventory.transports.append(&mut reading.transports);
}

/// Every account knows the export it comes from.
fn name_system(reading: &mut Reading) {
    let importers: BTreeMap<&str, &str> = reading.sources.iter().map(|s| (s.file.as_str(), s.importer.as_str())).collect();
    for entry in &mut reading.extensions {
        let Some(at) = entry.account.as_ref().map(|account| account.endpoint.at.clone()) else { continue };
        // A folder's files are one system.
        let importer = importers.get(at.file_name()).copied().or_else(|| importers.values().next().copied());
        entry.source_pbx = importer.map(|importer| Sourced::new(importer.to_owned(), at));
    }
}

/// Members that logged in by themselves come from the system's database, the queue itself from its configuration.
fn queues(known: &mut Vec<Queue>, more: Vec<Queue>) {
    let index: BTreeMap<String, usize> = known.iter().enumerate().map(|(at, queue)| (queue.name.clone(), at)).collect();
    for queue in more {
        let Some(one) = index.get(&queue.name).and_then(|at| known.get_mut(*at)) else {
            known.push(queue);
            continue;
        };
        let there: BTreeSet<String> = one.members.iter().map(|member| member.interface.clone()).collect();
        one.members.extend(queue.members.into_iter().filter(|member| !there.contains(&member.interface)));
        one.strategy = one.strategy.take().or(queue.strategy);
    }
}

/// Two exports may call two passwords by one key; the later one gets a key of its own, so that no line takes the other's password.
fn keep_apart(store: &Secrets, reading: &mut Reading) {
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    let mut secrets = Secrets::default();
    for (key, secret) in reading.secrets.iter() {
        let free = |key: &str| store.with_key(key).is_none_or(|other| other == secret);
        let own = (1..1_000_000).map(|n| if n == 1 { key.to_owned() } else { format!("{key}#{n}") }).find(|key| free(key));
        let own = own.unwrap_or_else(|| key.to_owned());
        secrets.insert(own.clone(), secret.clone());
        if own != key {
            renamed.insert(key.to_owned(), own);
        }
    }
    reading.secrets = secrets;
    if renamed.is_empty() {
        return;
    }
    for account in reading.extensions.iter_mut().filter_map(|entry| entry.account.as_mut()) {
        if let AuthState::Present { secret, .. } = &mut account.auth
            && let Some(own) = renamed.get(secret.key.as_str())
        {
            secret.key = own.into();
        }
    }
    for pin in reading.mailboxes.iter_mut().filter_map(|mailbox| mailbox.pin.as_mut()) {
        if let Some(own) = renamed.get(pin.key.as_str()) {
            pin.key = own.into();
        }
    }
}

fn fill(
    known: &mut ExtensionEntry,
    other: ExtensionEntry,
    class: Class,
    secrets: (&Secrets, &Secrets),
    findings: &mut Collector,
) {
    let number = known.number.clone();
    match (&known.account, &other.account) {
        (Some(ours), Some(theirs)) if class == Class::Phone => {
            if let Some(finding) = compare_phone(&number, (ours, of_phone(known)), theirs, secrets) {
                findings.push(finding.about(number.as_str()));
            }
        }
        (Some(_), Some(_)) => findings.push(
            codes::EXTENSION_TWICE
                .finding(
                    Some(other.at.clone()),
                    Words::new(
                        format!("extension `{number}` is known from another export already, which counts"),
                        format!("Nebenstelle `{number}` ist aus einem anderen Export schon bekannt; dieser gilt"),
                    ),
                )
                .about(number.as_str())
                .related(known.at.clone(), Words::new("the one that is used", "die verwendete"))
                .todo(Words::new(
                    "take the old export out of `sources`, or give the extensions numbers of their own",
                    "den alten Export aus `sources` nehmen oder den Nebenstellen eigene Nummern geben",
                )),
        ),
        _ => {}
    }
    if known.kind == ExtensionKind::Unknown && other.kind != ExtensionKind::Unknown {
        known.kind = other.kind;
        known.kind_reason = other.kind_reason;
    }
    known.name = known.name.take().or(other.name);
    if known.account.is_none() {
        known.source_pbx = other.source_pbx;
    }
    known.account = known.account.take().or(other.account);
    known.mailbox = known.mailbox.take().or(other.mailbox);
    known.mac = known.mac.take().or(other.mac);
    known.inventory_no = known.inventory_no.take().or(other.inventory_no);
    known.room = known.room.take().or(other.room);
    known.department = known.department.take().or(other.department);
    known.extra.join(other.extra);
    if other.caller_id.is_empty() && other.busy_at.is_none() {
        return;
    }
    let (mine, theirs) = (&mut known.caller_id, other.caller_id);
    let about = Of { en: format!("of `{number}`"), de: format!("von `{number}`"), subject: number.as_str().to_owned() };
    about.take(("internal caller ID", "interne Rufnummer"), &mut mine.internal, theirs.internal, findings);
    about.take(("outgoing caller ID", "abgehende Rufnummer"), &mut mine.outgoing, theirs.outgoing, findings);
    about.take(("emergency caller ID", "Rufnummer bei Notrufen"), &mut mine.emergency, theirs.emergency, findings);
    about.take(("limit of calls", "Grenze der Anrufe"), &mut known.busy_at, other.busy_at, findings);
}

/// What two sources speak of.
struct Of {
    en: String,
    de: String,
    subject: String,
}

impl Of {
    /// The first source counts; what the other says instead is told.
    fn take<T: PartialEq + std::fmt::Display>(
        &self,
        (field_en, field_de): (&str, &str),
        mine: &mut Option<Sourced<T>>,
        theirs: Option<Sourced<T>>,
        findings: &mut Collector,
    ) {
        let Some(theirs) = theirs else { return };
        let Some(mine) = mine else {
            *mine = Some(theirs);
            return;
        };
        if mine.value == theirs.value {
            return;
        }
        let Self { en, de, subject } = self;
        findings.push(differ::finding(
            subject,
            (&format!("{field_en} {en}"), &format!("{field_de} {de}")),
            (&mine.value, &mine.at),
            (&theirs.value, &theirs.at),
        ));
    }
}

/// One mailbox of two sources is one; each knows what the other leaves out.
fn mailboxes(known: &mut Vec<Mailbox>, more: Vec<Mailbox>, findings: &mut Collector) {
    if known.is_empty() || more.is_empty() {
        known.extend(more);
        return;
    }
    let key = |mailbox: &Mailbox| (mailbox.number.clone(), mailbox.context.clone());
    let index: BTreeMap<(String, String), usize> = known.iter().enumerate().map(|(at, one)| (key(one), at)).collect();
    for mailbox in more {
        let Some(one) = index.get(&key(&mailbox)).and_then(|at| known.get_mut(*at)) else {
            known.push(mailbox);
            continue;
        };
        let address = format!("{}@{}", mailbox.number, mailbox.context);
        let about =
            Of { en: format!("of mailbox `{address}`"), de: format!("der Sprachbox `{address}`"), subject: mailbox.number };
        about.take(("mail address", "Mailadresse"), &mut one.email, mailbox.email, findings);
        one.name = one.name.take().or(mailbox.name);
        one.pin = one.pin.take().or(mailbox.pin);
        one.options.join(mailbox.options);
    }
}

/// Whether the account is that of another phone's own configuration: no telephone system has said anything yet.
fn of_phone(entry: &ExtensionEntry) -> bool {
    let format = entry.source_pbx.as_ref().and_then(|importer| formats::by_name(&importer.value));
    format.is_some_and(|format| format.class == Class::Phone)
}

/// A phone that would be refused by the telephone system as it is exported, or two phones with logins of which one at most is right. Passwords are compared here and never shown.
fn compare_phone(
    number: &Extension,
    (ours, of_phone): (&Account, bool),
    theirs: &Account,
    (store, phone): (&Secrets, &Secrets),
) -> Option<Finding> {
    let (
        AuthState::Present { username, secret, .. },
        AuthState::Present { username: other, secret: other_secret, secret_at, .. },
    ) = (&ours.auth, &theirs.auth)
    else {
        return None;
    };
    let (whose_en, whose_de) =
        if of_phone { ("another phone", "ein anderes Telefon") } else { ("the telephone system", "die Anlage") };
    let (knows_en, knows_de) = if of_phone {
        ("another phone as", "ein anderes Telefon als")
    } else {
        ("the telephone system knows", "die Anlage kennt")
    };
    let (en, de, at) = if username.value == other.value {
        let (ours, theirs) = (store.get(secret)?, phone.get(other_secret)?);
        if secret.state != other_secret.state || ours == theirs {
            return None;
        }
        (
            format!("the phone of `{number}` has another password than {whose_en}"),
            format!("das Telefon von `{number}` hat ein anderes Kennwort als {whose_de}"),
            secret_at.clone(),
        )
    } else {
        let (one, two) = (&username.value, &other.value);
        (
            format!("the phone of `{number}` logs in as `{two}`, {knows_en} `{one}`"),
            format!("das Telefon von `{number}` meldet sich als `{two}` an, {knows_de} `{one}`"),
            other.at.clone(),
        )
    };
    let finding = codes::PHONE_DIFFERS.finding(Some(at), Words::new(en, de));
    Some(if of_phone {
        finding.related(username.at.clone(), Words::new("the other phone's, which is used", "der des anderen Telefons, der gilt")).todo(Words::new(
            "look which of the phones can register, and set the other one up anew; the export of the telephone system would tell",
            "nachsehen, welches der Telefone sich anmelden kann, und das andere neu einrichten; der Export der Anlage sagte es",
        ))
    } else {
        finding.related(username.at.clone(), Words::new("the telephone system's", "der der Anlage")).todo(Words::new(
            "export the system again, or set the phone up anew",
            "die Anlage neu exportieren oder das Telefon neu einrichten",
        ))
    })
}
