//! Wazo's user CSV: one row for a person with line, voicemail and number from outside; also the `|` files from before 15.20.

use crate::diag::{Place, Words};
use crate::domain::Extension;
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::kind::{self, Recognised};
use crate::inventory::model::{Account, AorState, CallerIds, DidTarget, Employment, ExtensionKind, Extra, Person, Sourced};
use crate::inventory::numbers::direct;
use crate::inventory::reading::Reading;
use crate::inventory::staff::{Entry, person_id};
use crate::inventory::subscriber::{More, Password, Subscriber, Subscribers, count, open_table, titles};
use crate::inventory::table::{Columns, Row, Table, normal};
use crate::policy::site::Numbers;

pub const FORMAT: Format = Format { name: "wazo/users", class: Class::Pbx, recognise, read };

/// New name and the one before 15.20, both in normal form.
const MARKS: [(&str, &str); 9] = [
    ("sipusername", "linename"),
    ("sipsecret", "linesecret"),
    ("lineprotocol", "protocol"),
    ("incallexten", "incallexten"),
    ("incallcontext", "incallcontext"),
    ("voicemailnumber", "voicemailnumber"),
    ("outgoingcallerid", "outcallerid"),
    ("mobilephonenumber", "mobilephonenumber"),
    ("supervisionenabled", "enablehint"),
];

/// Columns of a mailbox that are kept as its options, new and old names.
const VOICEMAIL: [[&str; 2]; 2] =
    [["voicemail_attach_audio", "voicemailattach"], ["voicemail_delete_messages", "voicemaildelete"]];

fn is_mark(title: &str) -> bool {
    MARKS.iter().any(|(new, old)| title == *new || title == *old)
}

fn known(titles: &[&str]) -> usize {
    let more = ["firstname", "lastname", "exten", "phonenumber", "context", "email", "language", "entityid"];
    titles.iter().map(|title| normal(title)).filter(|t| is_mark(t) || more.contains(&t.as_str())).count()
}

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let titles = titles(sample.text);
    let own = count(&titles, &["exten"]) > 0;
    if count(&titles, &["firstname"]) == 0 || !(own || count(&titles, &["phonenumber"]) > 0) {
        return None;
    }
    // A list of people has mobile numbers too.
    let marks = titles.iter().filter(|title| is_mark(title) && *title != "mobilephonenumber").count();
    let secret = count(&titles, &["sipsecret", "linesecret"]) > 0;
    let score = match marks {
        3.. => 95,
        2 => 88,
        1 if own || secret => 85,
        1 => 55,
        // `exten` is Asterisk's word; lists of people say `extension`.
        _ if own => 75,
        _ => return None,
    };
    let (en, de) = (
        "header has `firstname` and Wazo's names of line and voicemail",
        "Kopfzeile hat `firstname` und Wazos Namen für Anschluss und Sprachbox",
    );
    Some(Likeness::new(score, en, de))
}

fn read(given: &Given<'_>) -> Reading {
    let mut list = Subscribers::new("pbx/wazo");
    if let Some((table, header, source)) = open_table(given, &FORMAT, known, &mut list.findings) {
        let columns = Columns::new(&table, header).guarded();
        let records = |reading: &Reading| reading.people.len() + reading.extensions.len();
        list.each_row(&columns, source, records, |row, list| one(&columns, &table, row, given.plan, list));
    }
    list.finish()
}

fn one(columns: &Columns<'_>, table: &Table, row: &Row, plan: &Numbers, list: &mut Subscribers) {
    let cell = |titles: &[&str]| columns.cell(row, columns.any(titles));
    let at = table.place_of_row(row);
    let (first, last) = (cell(&["firstname"]), cell(&["lastname"]));
    let name = name(first.as_ref(), last.as_ref());
    let written = cell(&["exten", "phonenumber"]);
    let number = written.as_ref().and_then(|cell| list.number(cell, columns.is_whole(row)));
    person(columns, row, first, last, number.as_ref(), &at, list);
    // Read in any case, so that nobody calls the columns unused.
    let (user, secret) = (cell(&["sip_username", "linename"]), columns.raw(row, columns.any(&["sip_secret", "linesecret"])));
    let protocol = cell(&["line_protocol", "protocol"]);
    let context = cell(&["context"]);
    let voicemail = (cell(&["voicemail_number", "voicemailnumber"]), cell(&["voicemail_context", "voicemailcontext"]));
    let voicemail_name = cell(&["voicemail_name", "voicemailname"]);
    let pin = cell(&["voicemail_password", "voicemailpassword"]);
    let incall = cell(&["incall_exten", "incallexten"]);
    let voicemail_mail = cell(&["voicemail_email", "voicemailemail"]);
    let options: Vec<_> = VOICEMAIL.iter().filter_map(|titles| Some((titles[0], cell(titles)?))).collect();
    // `default` is no number: whatever the line to the outside shows.
    let outgoing = cell(&["outgoing_caller_id", "outcallerid"]).filter(|cell| !cell.value.eq_ignore_ascii_case("default"));
    let busy_at = columns.any(&["simultaneous_calls", "simultcalls"]);
    let busy_at = columns.count(row, busy_at, &mut list.findings).filter(|calls| calls.value > 0);
    let mut extra = columns.extra(row);
    extra.join(beside(columns, row, number.is_some(), name.as_ref()));
    let first = number.as_ref().is_none_or(|number| list.is_first(number, |first| columns.differing(row, first)));
    let mailbox = voicemail.0.filter(|_| first).map(|number| {
        let context = voicemail.1.map_or_else(|| "default".to_owned(), |c| c.value);
        let shown = voicemail_name.as_ref().or(name.as_ref());
        let mailbox = list.mailbox(&number.value, &context, shown, pin.as_ref(), &number.at);
        list.mailbox_settings(voicemail_mail, options.into_iter().collect());
        mailbox
    });
    if let Some(incall) = incall.filter(|_| first) {
        let target = number.as_ref().map_or(DidTarget::Nothing, |number| DidTarget::Extension(number.value.clone()));
        let number = direct::written(&incall.value, plan);
        list.reading.dids.push(crate::inventory::model::Did { number, prefix: false, target, at: incall.at });
    }
    let Some(number) = number else {
        // Of somebody without a line all there is belongs to the person.
        if let Some(entry) = list.reading.people.last_mut().filter(|entry| entry.person.at == at) {
            entry.person.extra = extra;
        } else if written.is_none() && name.is_none() {
            list.no_extension(at);
        }
        return;
    };
    if !first {
        return;
    }
    let word = match protocol.as_ref().map(|p| p.value.to_ascii_lowercase()).as_deref() {
        None | Some("sip") => "sip",
        Some("webrtc") => "webrtc",
        Some("sccp") => "sccp",
        Some("custom") => "custom",
        // A cell that has moved may hold a password, which is not repeated.
        Some(_) => "?",
    };
    let sip = matches!(word, "sip" | "webrtc");
    let account = if sip {
        let mut account = account(&number, user, secret, context, list);
        // `sip` is what all others are.
        let webrtc = protocol.filter(|_| word == "webrtc");
        account.media = webrtc.map(|told| ("line_protocol", told)).into_iter().collect();
        Some(account)
    } else {
        list.not_sip(&number.value, word, &number.at);
        if word == "?" {
            let known = Words::new("a known protocol", "kein bekanntes Protokoll");
            columns.unreadable(row, columns.any(&["line_protocol", "protocol"]), &known, &mut list.findings);
        }
        None
    };
    let more = More { caller_id: CallerIds { outgoing, ..CallerIds::default() }, busy_at, extra };
    list.push(Subscriber { number, name, kind: technology(word), account, mailbox, more });
}

/// What no field holds: columns of a line, a mailbox or a person that is not there.
fn beside(columns: &Columns<'_>, row: &Row, number: bool, name: Option<&Sourced<String>>) -> Extra {
    let line = [["sip_username", "linename"], ["sip_secret", "linesecret"], ["context", "context"]];
    let protocol = columns.cell(row, columns.any(&["line_protocol", "protocol"]));
    let sip = protocol.is_none_or(|told| ["sip", "webrtc"].iter().any(|word| told.value.eq_ignore_ascii_case(word)));
    let mut out = Extra::default();
    if !number || !sip {
        out.join(columns.beside(row, line.iter().map(|titles| columns.any(titles)), &[]));
    }
    if !number {
        let of_number =
            [["line_protocol", "protocol"], ["outgoing_caller_id", "outcallerid"], ["simultaneous_calls", "simultcalls"]];
        out.join(columns.beside(row, of_number.iter().map(|titles| columns.any(titles)), &["default"]));
    }
    if columns.cell(row, columns.any(&["voicemail_number", "voicemailnumber"])).is_none() {
        let of_mailbox = [
            ["voicemail_name", "voicemailname"],
            ["voicemail_context", "voicemailcontext"],
            ["voicemail_password", "voicemailpassword"],
            ["voicemail_email", "voicemailemail"],
        ];
        out.join(columns.beside(row, of_mailbox.iter().chain(&VOICEMAIL).map(|titles| columns.any(titles)), &[]));
    }
    if name.is_none_or(|name| kind::by_name(&name.value).is_some()) {
        out.join(columns.beside(row, ["email", "username", "enabled"].map(|title| columns.find(title)), &[]));
    }
    out
}

fn account(
    number: &Sourced<Extension>,
    user: Option<Sourced<String>>,
    secret: Option<Sourced<String>>,
    context: Option<Sourced<String>>,
    list: &mut Subscribers,
) -> Account {
    let endpoint = user.unwrap_or_else(|| Sourced::new(number.value.as_str().to_owned(), number.at.clone()));
    let password = secret.map_or_else(|| Password::NotExported(endpoint.at.clone()), Password::Clear);
    let auth = list.auth(&number.value, endpoint.clone(), None, password);
    let mut account = Subscribers::account(endpoint, auth, AorState::Untold);
    account.context = context;
    account
}

/// Skinny is Cisco's own; `custom` may be anything.
fn technology(word: &str) -> Option<Recognised> {
    let kind = match word {
        "custom" => ExtensionKind::Virtual,
        "sip" | "webrtc" => return None,
        _ => ExtensionKind::Unknown,
    };
    Some(Recognised {
        kind,
        reason: Words::new(format!("line protocol is `{word}`"), format!("Protokoll des Anschlusses ist `{word}`")),
    })
}

fn name(first: Option<&Sourced<String>>, last: Option<&Sourced<String>>) -> Option<Sourced<String>> {
    let at = first.or(last)?.at.clone();
    let words: Vec<&str> = [first, last].into_iter().flatten().map(|word| word.value.as_str()).collect();
    Some(Sourced::new(words.join(" "), at))
}

fn person(
    columns: &Columns<'_>,
    row: &Row,
    first: Option<Sourced<String>>,
    last: Option<Sourced<String>>,
    number: Option<&Sourced<Extension>>,
    at: &Place,
    list: &mut Subscribers,
) {
    let cell = |titles: &[&str]| columns.cell(row, columns.any(titles));
    let (mail, login) = (cell(&["email"]), cell(&["username"]));
    let enabled = columns.truth(row, columns.find("enabled"), &mut list.findings);
    let employment = cell(&["enabled"]).filter(|_| enabled == Some(false));
    let whole = name(first.as_ref(), last.as_ref());
    // Wazo asks for no more than a first name; then it is the only one.
    let (first, last) = match (first, last) {
        (first, Some(last)) => (first, last),
        (Some(only), None) => (None, only),
        (None, None) => return,
    };
    if whole.is_some_and(|whole| kind::by_name(&whole.value).is_some()) {
        if number.is_none() {
            list.no_extension(at.clone());
        }
        return;
    }
    let id = person_id(login.as_ref().map(|l| l.value.as_str()), &last.value, first.as_ref().map(|f| f.value.as_str()));
    let mut person = Person::new(id, last, at.clone());
    person.first = first;
    person.extension = number.cloned();
    person.mail = mail;
    person.login = login;
    person.employment = employment.map(|cell| Sourced::new(Employment::Disabled, cell.at));
    list.reading.people.push(Entry::of(person));
}

#[cfg(test)]
mod tests;
