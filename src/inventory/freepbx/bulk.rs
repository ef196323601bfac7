//! FreePBX Bulk Handler, type *extensions*, and the Bulk Extensions files before it: one row for each extension, columns by name,
//! because they differ by version, driver and installed modules.

use super::mend;
use super::phone::{self, Tech};
use crate::diag::{Place, Words};
use crate::domain::Extension;
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::merge::one_letter_apart;
use crate::inventory::model::{Account, AorState, AuthState, CallerIds, Extra, Forward, ForwardWhen, GroupKind, Sourced};
use crate::inventory::reading::Reading;
use crate::inventory::subscriber::{
    More, Password, Subscriber, Subscribers, below, codes, count, numbers_of_groups, open_table, titles,
};
use crate::inventory::table::{Columns, Row, Table, normal, truth};

pub const FORMAT: Format = Format { name: "freepbx/bulk", class: Class::Pbx, recognise, read };

/// Titles that only this export has, in normal form.
const MARKS: [&str; 12] = [
    "ringtimer",
    "sipdriver",
    "devicetype",
    "noanswerdest",
    "chanunavaildest",
    "emergencycid",
    "recordinginexternal",
    "findmefollowgrplist",
    "findmefollowstrategy",
    "voicemailsameexten",
    "callwaitingenable",
    "namedcallgroup",
];

/// Asterisk's own words for an account: two of them make an export of FreePBX where it has no more columns.
const CORE: [&str; 3] = ["tech", "secret", "dial"];

fn known(titles: &[&str]) -> usize {
    let more = ["extension", "tech", "secret", "voicemail", "dial", "description", "outboundcid", "voicemailvmpwd", "name"];
    titles
        .iter()
        .filter(|title| {
            let title = normal(title);
            MARKS.contains(&title.as_str()) || more.contains(&title.as_str())
        })
        .count()
}

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let titles = titles(sample.text);
    if count(&titles, &["extension"]) == 0 {
        return None;
    }
    // `Device Type` is in many a list.
    let marks = count(&titles, &MARKS);
    let own = marks - count(&titles, &["devicetype"]);
    let core = count(&titles, &CORE);
    let driver = below(sample.text, "tech", phone::is_word);
    let score = match (own, core) {
        (3.., _) => 95,
        (2, _) | (1, 1..) => 88,
        (1, 0) => 75,
        // `extension,name,tech,secret,dial`: all that an import needs.
        (0, 2..) => 85,
        (0, 1) if driver || marks > 0 => 80,
        // With a password beside names this is no list of people.
        (0, 1) if count(&titles, &["secret"]) > 0 => 60,
        (0, _) if marks > 0 => 30,
        (0, _) => return None,
    };
    let named = MARKS.iter().chain(&CORE).filter(|mark| titles.iter().any(|t| t == *mark));
    let shown: Vec<String> = named.take(2).map(|m| format!("`{m}`")).collect();
    let shown = shown.join(", ");
    Some(Likeness::new(score, format!("header has `extension`, {shown}"), format!("Kopfzeile hat `extension`, {shown}")))
}

/// Columns that say how voice is sent.
const MEDIA: [&str; 7] = [
    "media_encryption",
    "media_encryption_optimistic",
    "webrtc",
    "direct_media",
    "rtp_symmetric",
    "force_rport",
    "rewrite_contact",
];

/// The columns that are read.
struct Wanted<'t> {
    columns: Columns<'t>,
    extension: Option<usize>,
    name: Option<usize>,
    description: Option<usize>,
    tech: Option<usize>,
    driver: Option<usize>,
    secret: Option<usize>,
    digest: Option<usize>,
    username: Option<usize>,
    context: Option<usize>,
    transport: Option<usize>,
    max_contacts: Option<usize>,
    remove_existing: Option<usize>,
    permit: Option<usize>,
    voicemail: Option<usize>,
    voicemail_enable: Option<usize>,
    pin: Option<usize>,
    mail: Option<usize>,
    pager: Option<usize>,
    options: Option<usize>,
    outgoing: Option<usize>,
    emergency: Option<usize>,
    busy_at: Option<usize>,
    media: [(&'static str, Option<usize>); 7],
    follow_list: Option<usize>,
    follow_enabled: Option<usize>,
    groups: [(GroupKind, Option<usize>, bool); 4],
}

fn read(given: &Given<'_>) -> Reading {
    let mut list = Subscribers::new("pbx/freepbx");
    if let Some((mut table, header, source)) = open_table(given, &FORMAT, known, &mut list.findings) {
        mend::backslash_quotes(&given.list, &mut list.findings);
        mend::spilled_options(&mut table, header, &mut list.findings);
        let wanted = wanted(&table, header, &mut list);
        list.each_row(&wanted.columns, source, |reading| reading.extensions.len(), |row, list| one(&wanted, row, &table, list));
    }
    list.finish()
}

fn wanted<'t>(table: &'t Table, header: usize, list: &mut Subscribers) -> Wanted<'t> {
    let columns = Columns::new(table, header).guarded();
    let mut find = |title: &str| columns.find(title).or_else(|| misspelt(table, header, &columns, title, list));
    let groups = [
        (GroupKind::NamedCall, find("namedcallgroup"), false),
        (GroupKind::NamedPickup, find("namedpickupgroup"), false),
        (GroupKind::Call, find("callgroup"), true),
        (GroupKind::Pickup, find("pickupgroup"), true),
    ];
    Wanted {
        extension: find("extension"),
        name: find("name"),
        description: find("description"),
        tech: find("tech"),
        driver: find("sipdriver"),
        secret: find("secret"),
        digest: find("md5_cred"),
        username: find("username"),
        context: find("context"),
        transport: find("transport"),
        max_contacts: find("max_contacts"),
        remove_existing: find("remove_existing"),
        permit: find("permit"),
        voicemail: find("voicemail"),
        voicemail_enable: find("voicemail_enable"),
        pin: find("voicemail_vmpwd"),
        mail: find("voicemail_email"),
        pager: find("voicemail_pager"),
        options: find("voicemail_options"),
        outgoing: find("outboundcid"),
        emergency: find("emergency_cid"),
        busy_at: find("device_state_busy_at"),
        media: MEDIA.map(|title| (title, find(title))),
        follow_list: find("findmefollow_grplist"),
        follow_enabled: find("findmefollow_enabled"),
        groups,
        columns,
    }
}

/// Only long titles, whose neighbours are no words of their own.
const LONG: usize = 12;

fn misspelt(table: &Table, header: usize, columns: &Columns<'_>, title: &str, list: &mut Subscribers) -> Option<usize> {
    if title.len() < LONG {
        return None;
    }
    let cell = table.rows.get(header)?.cells.iter().find(|cell| one_letter_apart(&normal(&cell.text), &normal(title)))?;
    let written = &cell.text;
    list.tell(codes::COLUMN_MISSPELT.finding(
        Some(table.place_of(cell)),
        Words::new(
            format!("column `{written}` was read as `{title}`"),
            format!("Spalte `{written}` wurde als `{title}` gelesen"),
        ),
    ));
    columns.find(written)
}

fn one(wanted: &Wanted<'_>, row: &Row, table: &Table, list: &mut Subscribers) {
    let cell = |column| wanted.columns.cell(row, column);
    let at = table.place_of_row(row);
    let written = cell(wanted.extension);
    let Some((written, number)) = written.as_ref().zip(list.number_of_row(written.as_ref(), (&wanted.columns, row), &at)) else {
        return;
    };
    let name = cell(wanted.name).or_else(|| cell(wanted.description));
    let written_tech = cell(wanted.tech);
    let driver = cell(wanted.driver);
    let word = written_tech.as_ref().map_or("sip", |t| phone::word(&t.value));
    let tech = phone::tech(word, driver.as_ref().map(|d| d.value.as_str()));
    let account = if tech == Tech::Other {
        list.not_sip(&number.value, word, &number.at);
        if word == "?" {
            wanted.columns.unreadable(row, wanted.tech, &phone::a_technology(), &mut list.findings);
        }
        None
    } else {
        Some(account(wanted, row, table, (tech, written, &number.value), list))
    };
    let mailbox = mailbox(wanted, row, &number, name.as_ref(), list);
    if let Some(permit) = cell(wanted.permit).filter(|permit| phone::permits_some(&permit.value)) {
        list.address_list(&number.value, "permit", &permit);
    }
    follow_me(wanted, row, &number.value, list);
    for (kind, column, numbered) in wanted.groups {
        if let Some(groups) = cell(column) {
            let names = if numbered { numbers_of_groups(&groups) } else { groups.value.split(',').map(str::to_owned).collect() };
            list.groups.join(kind, (None, names.iter().map(String::as_str)), &number.value, &groups.at);
        }
    }
    let caller_id = CallerIds { outgoing: cell(wanted.outgoing), emergency: cell(wanted.emergency), ..CallerIds::default() };
    let busy_at = wanted.columns.count(row, wanted.busy_at, &mut list.findings).filter(|calls| calls.value > 0);
    let extra = beside(wanted, row, name.as_ref(), account.as_ref(), mailbox.is_some());
    let more = More { caller_id, busy_at, extra };
    list.push(Subscriber { number, name, kind: phone::kind(word), account, mailbox, more });
}

/// What no field holds: of an extension without SIP account or mailbox the columns of these, and what others override.
fn beside(wanted: &Wanted<'_>, row: &Row, name: Option<&Sourced<String>>, account: Option<&Account>, mailbox: bool) -> Extra {
    let columns = &wanted.columns;
    let mut out = columns.extra(row);
    out.join(columns.beside(row, [wanted.description], &[name.map_or("", |name| name.value.as_str())]));
    // Follow me is on, and nobody is to follow.
    let idle = columns.cell(row, wanted.follow_list).is_none();
    let on = columns.cell(row, wanted.follow_enabled).and_then(|cell| truth(&cell.value)) == Some(true);
    out.join(columns.beside(row, [wanted.follow_enabled].into_iter().filter(|_| idle && on), &[]));
    let contacts = [wanted.max_contacts, wanted.remove_existing];
    match account.map(|account| (&account.auth, &account.aor)) {
        None => {
            let of_account = [wanted.secret, wanted.digest, wanted.username, wanted.context, wanted.transport, wanted.driver];
            out.join(columns.beside(row, of_account.into_iter().chain(contacts), &[]));
            out.join(columns.beside(row, wanted.media.map(|(_, column)| column), &[]));
        }
        Some((auth, aor)) => {
            // A password beside the digest that counts, or the digest beside the password.
            let used = if let AuthState::Present { secret_at, .. } = auth { Some(secret_at) } else { None };
            let other = |column| columns.cell(row, column).is_some_and(|cell| Some(&cell.at) != used);
            out.join(columns.beside(row, [wanted.secret, wanted.digest].into_iter().filter(|column| other(*column)), &[]));
            let chan_sip = columns.cell(row, wanted.tech).is_none_or(|tech| tech.value.eq_ignore_ascii_case("sip"));
            if chan_sip && matches!(aor, AorState::Present { support_path: false, max_contacts: 1, remove_existing: true, .. }) {
                out.join(columns.beside(row, contacts, &["1", "yes"]));
            } else if *aor == AorState::Untold {
                out.join(columns.beside(row, [wanted.remove_existing], &[]));
            }
            out.join(columns.beside(row, [wanted.driver], &["chan_pjsip", "chan_sip"]));
        }
    }
    if !mailbox {
        let of_mailbox = [wanted.pin, wanted.mail, wanted.pager, wanted.options, wanted.voicemail];
        out.join(columns.beside(row, of_mailbox, &["novm"]));
    }
    out.join(columns.beside(row, [wanted.permit].into_iter().filter(|permit| !narrow(columns, row, *permit)), phone::OPEN));
    out
}

fn narrow(columns: &Columns<'_>, row: &Row, permit: Option<usize>) -> bool {
    columns.cell(row, permit).is_some_and(|permit| phone::permits_some(&permit.value))
}

fn account(
    wanted: &Wanted<'_>,
    row: &Row,
    table: &Table,
    (tech, extension, number): (Tech, &Sourced<String>, &Extension),
    list: &mut Subscribers,
) -> Account {
    let cell = |column| wanted.columns.cell(row, column);
    let secret_at = wanted.secret.map_or_else(|| extension.at.clone(), |column| table.place_in(row, column));
    // A digest is used where FreePBX writes one; a password beside it is the older value.
    let digest = cell(wanted.digest).filter(|_| tech == Tech::Pjsip);
    let password = match (digest, cell(wanted.secret)) {
        (Some(digest), _) => Password::Md5(digest),
        (None, Some(secret)) if secret.value == "REGEN" => Password::Generate(secret.at),
        (None, Some(secret)) => Password::Clear(secret),
        (None, None) => Password::NotExported(secret_at),
    };
    let user = cell(wanted.username).unwrap_or_else(|| extension.clone());
    let auth = list.auth(number, user, None, password);
    let aor = match tech {
        Tech::Pjsip => {
            let max = wanted.columns.count(row, wanted.max_contacts, &mut list.findings);
            let remove = wanted.columns.truth(row, wanted.remove_existing, &mut list.findings);
            phone::pjsip_aor(extension.clone(), max, remove)
        }
        _ => phone::chan_sip_aor(extension.clone(), &extension.at),
    };
    let mut account = Subscribers::account(extension.clone(), auth, aor);
    account.context = cell(wanted.context);
    account.transport = cell(wanted.transport);
    account.media = wanted.media.iter().filter_map(|(title, column)| Some((*title, cell(*column)?))).collect();
    account
}

/// The user's `voicemail` names the context; `novm` means none.
fn mailbox(
    wanted: &Wanted<'_>,
    row: &Row,
    number: &Sourced<Extension>,
    name: Option<&Sourced<String>>,
    list: &mut Subscribers,
) -> Option<Sourced<String>> {
    let enabled = wanted.columns.cell(row, wanted.voicemail_enable);
    let context = wanted.columns.cell(row, wanted.voicemail).filter(|cell| cell.value != "novm");
    let on = wanted.columns.truth(row, wanted.voicemail_enable, &mut list.findings);
    if on == Some(false) || (context.is_none() && on != Some(true)) {
        return None;
    }
    let at: Place = context.as_ref().or(enabled.as_ref()).map_or_else(|| number.at.clone(), |cell| cell.at.clone());
    let context = context.map_or_else(|| "default".to_owned(), |cell| cell.value);
    let cell = |column| wanted.columns.cell(row, column);
    let mailbox = list.mailbox(number.value.as_str(), &context, name, cell(wanted.pin).as_ref(), &at);
    let mut options = wanted.columns.options(row, wanted.options, &mut list.findings);
    options.join(cell(wanted.pager).map(|pager| ("pager", pager)).into_iter().collect());
    list.mailbox_settings(cell(wanted.mail), options);
    Some(mailbox)
}

/// `101-0015228817386#`: numbers that ring too; `#` marks those outside.
fn follow_me(wanted: &Wanted<'_>, row: &Row, extension: &Extension, list: &mut Subscribers) {
    let enabled = wanted.columns.truth(row, wanted.follow_enabled, &mut list.findings);
    let Some(cell) = wanted.columns.cell(row, wanted.follow_list) else { return };
    let active = if wanted.follow_enabled.is_some() { enabled.unwrap_or(false) } else { true };
    for member in cell.value.split('-').map(str::trim).filter(|member| !member.is_empty()) {
        let (destination, external) = member.strip_suffix('#').map_or((member, false), |rest| (rest, true));
        if destination != extension.as_str() {
            list.reading.forwards.push(Forward {
                extension: extension.clone(),
                when: ForwardWhen::FollowMe,
                destination: destination.to_owned(),
                external,
                active,
                at: cell.at.clone(),
            });
        }
    }
}
