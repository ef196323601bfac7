//! Issabel (and Elastix) Extensions Batch.

use super::{dids, mend, phone};
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::model::{CallerIds, DidTarget, Extra, GroupKind};
use crate::inventory::reading::Reading;
use crate::inventory::subscriber::{More, Password, Subscriber, Subscribers, count, numbers_of_groups, open_table, titles};
use crate::inventory::table::{Columns, Row, Table, normal};
use crate::policy::site::Numbers;

pub const FORMAT: Format = Format { name: "issabel/batch", class: Class::Pbx, recognise, read };

const MARKS: [&str; 8] = [
    "userextension",
    "directdid",
    "voicemailstatus",
    "voicemailpassword",
    "vmemailaddress",
    "vmpageremailaddress",
    "vmplaycid",
    "vmdeletevmail",
];

fn known(titles: &[&str]) -> usize {
    let more = ["displayname", "secret", "tech", "context", "outboundcid", "callwaiting"];
    titles.iter().map(|title| normal(title)).filter(|t| MARKS.contains(&t.as_str()) || more.contains(&t.as_str())).count()
}

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let titles = titles(sample.text);
    let beside = ["displayname", "secret", "tech"].iter().filter(|title| count(&titles, &[title]) > 0).count();
    let marks = count(&titles, &MARKS);
    if count(&titles, &["userextension"]) == 0 || (beside == 0 && marks < 2) {
        return None;
    }
    let score = if marks >= 3 { 96 } else { 80 };
    if count(&titles, &["displayname"]) == 0 {
        return Some(Likeness::new(score, "header has `User Extension`", "Kopfzeile hat `User Extension`"));
    }
    let (en, de) = ("header has `Display Name` and `User Extension`", "Kopfzeile hat `Display Name` und `User Extension`");
    Some(Likeness::new(score, en, de))
}

/// Columns and the options of `voicemail.conf` that they set.
const OPTIONS: [(&str, &str); 5] = [
    ("VM Pager Email Address", "pager"),
    ("VM Email Attachment", "attach"),
    ("VM Play CID", "saycid"),
    ("VM Play Envelope", "envelope"),
    ("VM Delete Vmail", "delete"),
];

struct Wanted<'t> {
    columns: Columns<'t>,
    table: &'t Table,
    name: Option<usize>,
    extension: Option<usize>,
    did: Option<usize>,
    secret: Option<usize>,
    status: Option<usize>,
    pin: Option<usize>,
    mail: Option<usize>,
    options: Option<usize>,
    /// Each a mailbox option of its own, under Asterisk's name.
    single: [(&'static str, Option<usize>); 5],
    outgoing: Option<usize>,
    context: Option<usize>,
    tech: Option<usize>,
    permit: Option<usize>,
    transport: Option<usize>,
    max_contacts: Option<usize>,
    groups: [(GroupKind, Option<usize>); 2],
}

fn read(given: &Given<'_>) -> Reading {
    let mut list = Subscribers::new("pbx/issabel");
    if let Some((table, header, source)) = open_table(given, &FORMAT, known, &mut list.findings) {
        mend::backslash_quotes(&given.list, &mut list.findings);
        let columns = Columns::new(&table, header).guarded();
        let wanted = Wanted {
            name: columns.find("Display Name"),
            extension: columns.find("User Extension"),
            did: columns.find("Direct DID"),
            secret: columns.find("Secret"),
            status: columns.find("Voicemail Status"),
            pin: columns.find("Voicemail Password"),
            mail: columns.find("VM Email Address"),
            options: columns.find("VM Options"),
            single: OPTIONS.map(|(title, option)| (option, columns.find(title))),
            outgoing: columns.find("Outbound CID"),
            context: columns.find("Context"),
            tech: columns.find("Tech"),
            permit: columns.find("Permit"),
            transport: columns.find("Transport"),
            max_contacts: columns.find("Max Contacts"),
            groups: [(GroupKind::Call, columns.find("Callgroup")), (GroupKind::Pickup, columns.find("Pickupgroup"))],
            columns,
            table: &table,
        };
        list.each_row(
            &wanted.columns,
            source,
            |reading| reading.extensions.len(),
            |row, list| one(&wanted, row, given.plan, list),
        );
    }
    list.finish()
}

fn one(wanted: &Wanted<'_>, row: &Row, plan: &Numbers, list: &mut Subscribers) {
    let cell = |column| wanted.columns.cell(row, column);
    let at = wanted.table.place_of_row(row);
    let written = cell(wanted.extension);
    let Some((written, number)) = written.as_ref().zip(list.number_of_row(written.as_ref(), (&wanted.columns, row), &at)) else {
        return;
    };
    let name = cell(wanted.name);
    let tech = cell(wanted.tech);
    let word = tech.as_ref().map_or("sip", |t| phone::word(&t.value));
    let account = match phone::tech(word, None) {
        phone::Tech::Other => {
            list.not_sip(&number.value, word, &number.at);
            if word == "?" {
                wanted.columns.unreadable(row, wanted.tech, &phone::a_technology(), &mut list.findings);
            }
            None
        }
        kind => {
            let secret_at = wanted.secret.map_or_else(|| written.at.clone(), |column| wanted.table.place_in(row, column));
            let password = cell(wanted.secret).map_or(Password::NotExported(secret_at), Password::Clear);
            let auth = list.auth(&number.value, written.clone(), None, password);
            let aor = match kind {
                phone::Tech::Pjsip => {
                    let max = wanted.columns.count(row, wanted.max_contacts, &mut list.findings);
                    phone::pjsip_aor(written.clone(), max, None)
                }
                _ => phone::chan_sip_aor(written.clone(), &written.at),
            };
            let mut account = Subscribers::account(written.clone(), auth, aor);
            account.context = cell(wanted.context);
            account.transport = cell(wanted.transport);
            Some(account)
        }
    };
    let status = cell(wanted.status);
    let on = wanted.columns.truth(row, wanted.status, &mut list.findings) == Some(true);
    let mailbox = on.then(|| {
        let at = status.map_or_else(|| at.clone(), |status| status.at);
        let mailbox = list.mailbox(number.value.as_str(), "default", name.as_ref(), cell(wanted.pin).as_ref(), &at);
        let mut options = wanted.columns.options(row, wanted.options, &mut list.findings);
        let single = wanted.single.iter().filter_map(|(option, column)| Some((*option, cell(*column)?)));
        options.join(single.collect::<Extra>());
        list.mailbox_settings(cell(wanted.mail), options);
        mailbox
    });
    if let Some(permit) = cell(wanted.permit).filter(|permit| phone::permits_some(&permit.value)) {
        list.address_list(&number.value, "permit", &permit);
    }
    if let Some(did) = cell(wanted.did) {
        let target = DidTarget::Extension(number.value.clone());
        let did = dids::did(&did, target, plan, &mut list.findings);
        list.reading.dids.push(did);
    }
    for (kind, column) in wanted.groups {
        if let Some(groups) = cell(column) {
            let names = numbers_of_groups(&groups);
            list.groups.join(kind, (None, names.iter().map(String::as_str)), &number.value, &groups.at);
        }
    }
    let caller_id = CallerIds { outgoing: cell(wanted.outgoing), ..CallerIds::default() };
    let mut extra = wanted.columns.extra(row);
    if account.is_none() {
        extra.join(wanted.columns.beside(row, [wanted.secret, wanted.context, wanted.transport], &[]));
    }
    if phone::tech(word, None) != phone::Tech::Pjsip {
        extra.join(wanted.columns.beside(row, [wanted.max_contacts], &[]));
    }
    if mailbox.is_none() {
        let of_mailbox = [wanted.pin, wanted.mail, wanted.options].into_iter().chain(wanted.single.map(|(_, column)| column));
        extra.join(wanted.columns.beside(row, of_mailbox, &[]));
    }
    let narrow = cell(wanted.permit).is_some_and(|permit| phone::permits_some(&permit.value));
    extra.join(wanted.columns.beside(row, [wanted.permit].into_iter().filter(|_| !narrow), phone::OPEN));
    let more = More { caller_id, busy_at: None, extra };
    list.push(Subscriber { number, name, kind: phone::kind(word), account, mailbox, more });
}
