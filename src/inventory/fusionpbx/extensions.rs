//! FusionPBX extensions: the account is `extension`, the number people dial is `number_alias` where the account is a name.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::Extension;
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::kind;
use crate::inventory::model::{Account, AorState, CallerIds, Extra, Forward, ForwardWhen, GroupKind, Person, Sourced};
use crate::inventory::reading::Reading;
use crate::inventory::staff::{Entry, person_id};
use crate::inventory::subscriber::{
    More, NO_DOMAIN, Password, Subscriber, Subscribers, caller_id, count, dial_target, open_table, titles,
};
use crate::inventory::table::{Columns, Row, Table, normal, truth};
use crate::policy::site::Numbers;

pub const FORMAT: Format = Format { name: "fusionpbx/extensions", class: Class::Pbx, recognise, read };

const MARKS: [&str; 12] = [
    "numberalias",
    "effectivecalleridname",
    "effectivecalleridnumber",
    "outboundcalleridname",
    "directoryfirstname",
    "directorylastname",
    "limitmax",
    "usercontext",
    "callgroup",
    "forwardalldestination",
    "donotdisturb",
    "followmeuuid",
];

fn known(titles: &[&str]) -> usize {
    let more = ["extension", "password", "accountcode", "enabled", "description", "calltimeout"];
    titles.iter().map(|title| normal(title)).filter(|t| MARKS.contains(&t.as_str()) || more.contains(&t.as_str())).count()
}

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let titles = titles(sample.text);
    if count(&titles, &["extension"]) == 0 {
        return None;
    }
    let password = count(&titles, &["password"]) > 0;
    let more = count(&titles, &["accountcode", "enabled", "calltimeout", "extensionuuid", "domainuuid"]);
    // FreePBX has some of these titles too, and then a `secret`.
    let foreign = count(&titles, &["secret", "tech"]) > 0;
    let score = match count(&titles, &MARKS) {
        3.. => 95,
        2 => 88,
        1 if password => 85,
        1 => 45,
        // With a password beside names this is no list of people.
        _ if foreign => return None,
        _ if password && more >= 1 => 75,
        _ if password && count(&titles, &["description"]) > 0 => 60,
        _ => return None,
    };
    let named = MARKS.iter().chain(&["password", "accountcode", "enabled"]).filter(|mark| titles.iter().any(|t| t == *mark));
    let shown: Vec<String> = named.take(2).map(|m| format!("`{m}`")).collect();
    let shown = shown.join(", ");
    Some(Likeness::new(score, format!("header has `extension`, {shown}"), format!("Kopfzeile hat `extension`, {shown}")))
}

/// The four forwards, each with destination and switch.
const FORWARDS: [(&str, ForwardWhen); 4] = [
    ("forward_all", ForwardWhen::All),
    ("forward_busy", ForwardWhen::Busy),
    ("forward_no_answer", ForwardWhen::NoAnswer),
    ("forward_user_not_registered", ForwardWhen::Unregistered),
];

struct Wanted<'t> {
    /// Numbers that stand in the export under more than one domain.
    several: BTreeSet<String>,
    columns: Columns<'t>,
    table: &'t Table,
    extension: Option<usize>,
    alias: Option<usize>,
    password: Option<usize>,
    caller_name: Option<usize>,
    caller_number: Option<usize>,
    /// Name and number.
    outgoing: [Option<usize>; 2],
    emergency: [Option<usize>; 2],
    first: Option<usize>,
    last: Option<usize>,
    description: Option<usize>,
    context: Option<usize>,
    /// The domain by its name and by its key, for exports without `user_context`.
    domain: [Option<usize>; 2],
    max_registrations: Option<usize>,
    auth_acl: Option<usize>,
    call_group: Option<usize>,
    limit: Option<usize>,
    do_not_disturb: Option<usize>,
    forwards: Vec<(ForwardWhen, Option<usize>, Option<usize>)>,
    enabled: Option<usize>,
}

fn read(given: &Given<'_>) -> Reading {
    let mut list = Subscribers::new("pbx/fusionpbx");
    if let Some((table, header, source)) = open_table(given, &FORMAT, known, &mut list.findings) {
        let columns = Columns::new(&table, header).guarded();
        let forwards = FORWARDS
            .iter()
            .map(|(stem, when)| (*when, columns.find(&format!("{stem}_destination")), columns.find(&format!("{stem}_enabled"))))
            .collect();
        let mut wanted = Wanted {
            several: BTreeSet::new(),
            extension: columns.find("extension"),
            alias: columns.find("number_alias"),
            password: columns.find("password"),
            caller_name: columns.find("effective_caller_id_name"),
            caller_number: columns.find("effective_caller_id_number"),
            outgoing: ["outbound_caller_id_name", "outbound_caller_id_number"].map(|title| columns.find(title)),
            emergency: ["emergency_caller_id_name", "emergency_caller_id_number"].map(|title| columns.find(title)),
            first: columns.find("directory_first_name"),
            last: columns.find("directory_last_name"),
            description: columns.find("description"),
            context: columns.find("user_context"),
            domain: ["domain_name", "domain_uuid"].map(|title| columns.find(title)),
            max_registrations: columns.find("max_registrations"),
            auth_acl: columns.find("auth_acl"),
            call_group: columns.find("call_group"),
            limit: columns.find("limit_max"),
            do_not_disturb: columns.find("do_not_disturb"),
            enabled: columns.find("enabled"),
            forwards,
            columns,
            table: &table,
        };
        wanted.several = in_several_domains(&wanted);
        list.each_row(
            &wanted.columns,
            source,
            |reading| reading.extensions.len(),
            |row, list| one(&wanted, row, given.plan, list),
        );
    }
    list.finish()
}

/// The account, and the number where it stands in a cell of its own: the alias, where the account is a name.
fn login_and_alias(wanted: &Wanted<'_>, row: &Row) -> (Option<Sourced<String>>, Option<Sourced<String>>) {
    let login = wanted.columns.cell(row, wanted.extension);
    let named = login.as_ref().is_some_and(|login| login.value.parse::<Extension>().is_err());
    let alias = wanted.columns.cell(row, wanted.alias).filter(|_| named);
    (login, alias)
}

/// What the system tells the extensions of its domains apart by: the context, which is named as the domain; else the domain itself.
fn domain(wanted: &Wanted<'_>, row: &Row) -> Option<Sourced<String>> {
    let [name, key] = wanted.domain;
    [wanted.context, name, key].into_iter().find_map(|column| wanted.columns.cell(row, column))
}

/// A system of several domains has a number in each of them.
fn in_several_domains(wanted: &Wanted<'_>) -> BTreeSet<String> {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    let mut several = BTreeSet::new();
    for row in wanted.columns.rows() {
        let (login, alias) = login_and_alias(wanted, row);
        let Some(number) = alias.or(login) else { continue };
        let domain = domain(wanted, row).map_or_else(String::new, |domain| domain.value);
        let known = first.entry(number.value.clone()).or_insert_with(|| domain.clone());
        if *known != domain {
            several.insert(number.value);
        }
    }
    several
}

fn one(wanted: &Wanted<'_>, row: &Row, plan: &Numbers, list: &mut Subscribers) {
    let cell = |column| wanted.columns.cell(row, column);
    let at = wanted.table.place_of_row(row);
    let (login, alias) = login_and_alias(wanted, row);
    let told_apart = |number: Extension| {
        if !wanted.several.contains(number.as_str()) {
            return number;
        }
        let domain = domain(wanted, row);
        number.within(domain.as_ref().map_or(NO_DOMAIN, |domain| domain.value.as_str())).unwrap_or(number)
    };
    let number = list.number_of_row_as(alias.as_ref().or(login.as_ref()), (&wanted.columns, row), &at, told_apart);
    let Some((login, number)) = login.zip(number) else { return };
    let account = account(wanted, row, &login, &number.value, list);
    if !account.loads {
        list.disabled(&number.value, &number.at);
    }
    if let Some(acl) = cell(wanted.auth_acl) {
        list.address_list(&number.value, "auth_acl", &acl);
    }
    forwards(wanted, row, &number.value, plan, list);
    if let Some(groups) = cell(wanted.call_group) {
        let domain = cell(wanted.context);
        let names = (domain.as_ref().map(|domain| domain.value.as_str()), groups.value.split(','));
        list.groups.join(GroupKind::Call, names, &number.value, &groups.at);
    }
    let name = name(wanted, row);
    let is_person = person(wanted, row, &number, name.as_ref(), list);
    let shown = |[name, number]: [Option<usize>; 2]| caller_id(cell(name).as_ref(), cell(number));
    let caller_id = CallerIds { outgoing: shown(wanted.outgoing), emergency: shown(wanted.emergency), ..CallerIds::default() };
    let mut extra = extra(wanted, row, &number, name.as_ref());
    extra.join(spare(wanted, row, &caller_id, &account));
    // Of a thing, and half a name.
    let shown = name.as_ref().map_or("", |name| name.value.as_str());
    let words = [wanted.first, wanted.last]
        .into_iter()
        .filter(|column| !is_person && cell(*column).is_some_and(|cell| !shown.contains(&cell.value)));
    extra.join(wanted.columns.beside(row, words, &[]));
    // Nought calls are no limit.
    let busy_at = wanted.columns.count(row, wanted.limit, &mut list.findings).filter(|calls| calls.value > 0);
    let more = More { caller_id, busy_at, extra };
    let more = more.internal(cell(wanted.caller_number), &number.value);
    list.push(Subscriber { number, name, kind: None, account: Some(account), mailbox: None, more });
}

/// Columns that no field holds, and those that did not become number or name: a further number, a description beside a name.
fn extra(wanted: &Wanted<'_>, row: &Row, number: &Sourced<Extension>, name: Option<&Sourced<String>>) -> Extra {
    let mut extra = wanted.columns.extra(row);
    let description = wanted.columns.cell(row, wanted.description);
    let is_name = description.zip(name).is_some_and(|(text, name)| text.at == name.at);
    let beside = [wanted.alias, wanted.description.filter(|_| !is_name)];
    extra.join(wanted.columns.beside(row, beside, &[number.value.digits()]));
    extra
}

/// Halves of a pair whose other half is empty, and a limit of nought registrations.
fn spare(wanted: &Wanted<'_>, row: &Row, shown: &CallerIds, account: &Account) -> Extra {
    let columns = &wanted.columns;
    let context = account.context.as_ref().map_or("", |context| context.value.as_str());
    let mut out = columns.beside(row, wanted.domain, &[context]);
    out.join(columns.beside(row, wanted.outgoing.into_iter().filter(|_| shown.outgoing.is_none()), &[]));
    out.join(columns.beside(row, wanted.emergency.into_iter().filter(|_| shown.emergency.is_none()), &[]));
    // What is no number was told.
    let nought = columns.cell(row, wanted.max_registrations).is_some_and(|cell| cell.value.parse() == Ok(0_u32));
    let idle = nought && account.aor == AorState::Untold;
    out.join(columns.beside(row, [wanted.max_registrations].into_iter().filter(|_| idle), &[]));
    // A switch that is on, and no destination.
    for (_, destination, switch) in &wanted.forwards {
        let on = columns.cell(row, *switch).is_some_and(|cell| truth(&cell.value) == Some(true));
        let idle = on && columns.cell(row, *destination).is_none();
        out.join(columns.beside(row, [*switch].into_iter().filter(|_| idle), &[]));
    }
    out
}

fn account(wanted: &Wanted<'_>, row: &Row, login: &Sourced<String>, number: &Extension, list: &mut Subscribers) -> Account {
    let cell = |column| wanted.columns.cell(row, column);
    let password_at = wanted.password.map_or_else(|| login.at.clone(), |column| wanted.table.place_in(row, column));
    // FusionPBX takes the cell as it stands, blanks too.
    let password = wanted.columns.raw(row, wanted.password).map_or(Password::NotExported(password_at), Password::Clear);
    // The key of a domain is no name that a telephone could use.
    let context = cell(wanted.context).or_else(|| cell(wanted.domain[0]));
    let realm = context.as_ref().map(|c| c.value.clone()).filter(|domain| domain.contains('.'));
    let auth = list.auth(number, login.clone(), realm, password);
    let limit = wanted.columns.count(row, wanted.max_registrations, &mut list.findings).filter(|limit| limit.value > 0);
    let aor = limit.map_or(AorState::Untold, |limit| AorState::Present {
        name: login.clone(),
        max_contacts: limit.value,
        max_contacts_at: Some(limit.at),
        remove_existing: false,
        support_path: false,
    });
    let mut account = Subscribers::account(login.clone(), auth, aor);
    account.context = context;
    account.loads = wanted.columns.truth(row, wanted.enabled, &mut list.findings) != Some(false);
    account
}

/// The caller ID name people see; else the directory's names; else the description.
fn name(wanted: &Wanted<'_>, row: &Row) -> Option<Sourced<String>> {
    let cell = |column| wanted.columns.cell(row, column);
    cell(wanted.caller_name)
        .or_else(|| {
            let (first, last) = (cell(wanted.first), cell(wanted.last));
            let at = last.as_ref().or(first.as_ref())?.at.clone();
            let words: Vec<String> = [first, last].into_iter().flatten().map(|word| word.value).collect();
            Some(Sourced::new(words.join(" "), at))
        })
        .or_else(|| cell(wanted.description))
}

/// The directory's names are a person's, unless they name a thing: whether one was made.
fn person(
    wanted: &Wanted<'_>,
    row: &Row,
    number: &Sourced<Extension>,
    name: Option<&Sourced<String>>,
    list: &mut Subscribers,
) -> bool {
    let Some(last) = wanted.columns.cell(row, wanted.last) else { return false };
    let first = wanted.columns.cell(row, wanted.first);
    let whole = first.as_ref().map_or_else(|| last.value.clone(), |first| format!("{} {}", first.value, last.value));
    if kind::by_name(&whole).is_some() || name.is_some_and(|name| kind::by_name(&name.value).is_some()) {
        return false;
    }
    let id = person_id(None, &last.value, first.as_ref().map(|f| f.value.as_str()));
    let at = last.at.clone();
    let mut person = Person::new(id, last, at);
    person.first = first;
    person.extension = Some(number.clone());
    list.reading.people.push(Entry::of(person));
    true
}

fn forwards(wanted: &Wanted<'_>, row: &Row, extension: &Extension, plan: &Numbers, list: &mut Subscribers) {
    let cell = |column| wanted.columns.cell(row, column);
    let silent = wanted.columns.truth(row, wanted.do_not_disturb, &mut list.findings);
    if let Some(on) = cell(wanted.do_not_disturb).filter(|_| silent == Some(true)) {
        list.reading.forwards.push(Forward {
            extension: extension.clone(),
            when: ForwardWhen::DoNotDisturb,
            destination: String::new(),
            external: false,
            active: true,
            at: on.at,
        });
    }
    for (when, destination, switch) in &wanted.forwards {
        let active = wanted.columns.truth(row, *switch, &mut list.findings).unwrap_or(false);
        let Some(destination) = cell(*destination) else { continue };
        list.reading.forwards.push(Forward {
            extension: extension.clone(),
            when: *when,
            external: dial_target(&destination.value, plan),
            destination: destination.value,
            active,
            at: destination.at,
        });
    }
}
