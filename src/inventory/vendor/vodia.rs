//! Vodia: accounts as `#alias;…`, where a number may have several aliases and a later row changes an earlier one.

use std::collections::BTreeMap;

use super::codes;
use super::gather::{self, Facts, Gather, layout};
use crate::diag::{Place, Words};
use crate::domain::Extension;
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::kind;
use crate::inventory::model::{AorState, DeviceKind, DeviceProtocol, ExtensionEntry, ExtensionKind, Extra, Sourced};
use crate::inventory::reading::Reading;
use crate::inventory::table::{Columns, Differing, Row, normal};

const TITLES: [&str; 14] = [
    "alias",
    "firstname",
    "lastname",
    "displayname",
    "position",
    "cell",
    "email",
    "emailaddress",
    "mac",
    "mbpin",
    "webpass",
    "password",
    "department",
    "type",
];

fn known(titles: &[&str]) -> usize {
    // Only a row that begins with `#` names columns here.
    if titles.first().is_some_and(|title| title.trim().starts_with('#')) { gather::count(titles, &TITLES) } else { 0 }
}

pub const FORMAT: Format = Format { name: "vodia/accounts", class: Class::Pbx, recognise, read };

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    let first = sample.text.lines().find(|line| !line.trim().is_empty())?;
    let titles: Vec<&str> = first.split([';', ',', '\t']).collect();
    let begins = titles[0].trim().trim_start_matches(['\u{feff}', '"']).starts_with('#');
    let alias = titles.iter().any(|title| normal(title) == "alias");
    (begins && alias && gather::count(&titles, &TITLES) >= 2).then(|| {
        Likeness::new(95, "the first row begins with `#` and has `alias`", "die erste Zeile beginnt mit `#` und hat `alias`")
    })
}

layout!(Layout {
    alias: ["alias"],
    first: ["first_name"],
    last: ["last_name", "display_name"],
    position: ["position"],
    department: ["department"],
    mail: ["email", "email_address"],
    mac: ["mac"],
    pin: ["mb_pin"],
    password: ["password"],
});

/// Fields of an account, each from the last row that has it.
#[derive(Default)]
struct Account<'t> {
    aliases: Vec<Sourced<String>>,
    first: Option<Sourced<String>>,
    last: Option<Sourced<String>>,
    position: Option<Sourced<String>>,
    department: Option<Sourced<String>>,
    mail: Option<Sourced<String>>,
    mac: Option<Sourced<String>>,
    pin: Option<Sourced<String>>,
    password: Option<Sourced<String>>,
    extra: Extra,
    /// Of a person, for an account that is none.
    beside: Vec<&'t Row>,
}

fn read(given: &Given<'_>) -> Reading {
    let mut gather = Gather::new("vodia", given.plan);
    let source = gather::each_table(given, known, FORMAT.name, &mut gather, |columns, gather| {
        for account in accounts(columns, gather) {
            take(account, columns, gather);
        }
    });
    gather.finish(source)
}

/// Rows to accounts, in the order of their first rows.
fn accounts<'t>(columns: &Columns<'t>, gather: &mut Gather<'_>) -> Vec<Account<'t>> {
    let layout = Layout::of(columns);
    let mut accounts: Vec<Account<'t>> = Vec::new();
    let mut by_alias: BTreeMap<String, usize> = BTreeMap::new();
    for row in columns.rows() {
        if !columns.fits(row, &mut gather.findings) {
            continue;
        }
        let cell = |column: Option<usize>| columns.cell(row, column);
        let Some(alias) = cell(layout.alias) else {
            gather.findings.push(codes::STATEMENT_BROKEN.finding(
                row.cells.first().and_then(|_| columns.cell(row, row.cells.first().map(|cell| cell.index))).map(|cell| cell.at),
                Words::new("the row has no alias and was skipped", "die Zeile hat keinen Alias und wurde übersprungen"),
            ));
            continue;
        };
        let names: Vec<&str> = alias.value.split(['/', ' ']).filter(|name| !name.is_empty()).collect();
        let Some(primary) = names.first() else { continue };
        let index = match by_alias.get(*primary) {
            Some(index) => {
                let at = &accounts[*index].aliases[0].at;
                let (en, de) = columns.differing(row, at).told();
                gather.findings.push(
                    codes::ROW_OVERWRITTEN
                        .finding(
                            Some(alias.at.clone()),
                            Words::new(
                                format!("this row changes account `{primary}`{en}"),
                                format!("diese Zeile ändert den Zugang `{primary}`{de}"),
                            ),
                        )
                        .about(*primary)
                        .related(at.clone(), Words::new("the first row", "die erste Zeile")),
                );
                *index
            }
            None => {
                let aliases = names.iter().map(|name| Sourced::new((*name).to_owned(), alias.at.clone())).collect();
                for name in &names {
                    by_alias.entry((*name).to_owned()).or_insert(accounts.len());
                }
                accounts.push(Account { aliases, ..Account::default() });
                accounts.len() - 1
            }
        };
        let account = &mut accounts[index];
        account.extra.join(columns.extra(row));
        account.beside.push(row);
        let fields = [
            (&mut account.first, layout.first),
            (&mut account.last, layout.last),
            (&mut account.position, layout.position),
            (&mut account.department, layout.department),
            (&mut account.mail, layout.mail),
            (&mut account.mac, layout.mac),
            (&mut account.pin, layout.pin),
            (&mut account.password, layout.password),
        ];
        for (field, column) in fields {
            if let Some(value) = cell(column) {
                *field = Some(value);
            }
        }
    }
    accounts
}

/// What the last row of an account says otherwise than the row of `first`.
fn differing(columns: &Columns<'_>, rows: &[&Row], first: &Place) -> Differing {
    rows.last().map(|row| columns.differing(row, first)).unwrap_or_default()
}

fn take(account: Account<'_>, columns: &Columns<'_>, gather: &mut Gather<'_>) {
    let Account { aliases, first, last, position, department, mail, mac, pin, password, mut extra, beside } = account;
    let layout = Layout::of(columns);
    let mut keep = |of: &[Option<usize>]| {
        for row in &beside {
            extra.join(columns.beside(row, of.iter().copied(), &[]));
        }
    };
    let Some(primary) = aliases.first() else { return };
    let name = gather::joined(first.as_ref(), last.as_ref());
    let is_person = name.as_ref().is_some_and(|name| kind::by_name(&name.value).is_none());
    let extension = gather.dialable(primary);
    if !is_person {
        keep(&[layout.mail, layout.position, layout.department]);
    } else if department.as_ref().is_some_and(|cell| Gather::department(&cell.value, &cell.at).is_none()) {
        keep(&[layout.department]);
    }
    let mut found = None;
    if let Some(extension) = &extension {
        let mut entry = Gather::entry(extension.clone(), name, None, primary.at.clone());
        entry.extra = std::mem::take(&mut extra);
        if gather.known(extension).is_none() {
            entry.account = Some(gather.account(primary, primary, password.as_ref(), AorState::Untold));
        }
        let Ok(index) = gather.add_or(entry, |first| differing(columns, &beside, first)) else { return };
        if let Some(pin) = pin {
            gather.mailbox(index, "default", pin.at.clone());
            gather.pin(index, &pin);
        }
        let also = others(&aliases[1..], extension, gather);
        if let Some(mac) = mac.and_then(|cell| gather.mac(&cell)) {
            let at = mac.at.clone();
            let mut device = gather::device(DeviceKind::DeskPhone, Some(mac.clone()), None, at);
            device.protocol = Some(DeviceProtocol::Sip);
            device.lines.push(gather::line(1, primary.clone(), Some(extension.clone())));
            device.lines.extend(also);
            gather.reading.devices.push(device);
            gather.reading.extensions[index].mac = Some(mac.clone());
            found = Some(mac);
        }
    }
    if let (true, Some(last)) = (is_person, last.or_else(|| first.clone())) {
        let first = first.filter(|first| first.at != last.at);
        let department = department.and_then(|cell| Gather::department(&cell.value, &cell.at));
        let extension = extension.map(|extension| Sourced::new(extension, primary.at.clone()));
        gather.person(last, first, Facts { extension, mail, department, title: position, mac: found, extra, ..Facts::default() });
    }
}

/// Further numbers of the account ring on it and have no login of their own.
fn others(aliases: &[Sourced<String>], primary: &Extension, gather: &mut Gather<'_>) -> Vec<crate::inventory::model::DeviceLine> {
    let mut lines = Vec::new();
    for alias in aliases {
        let Some(extension) = gather.dialable(alias) else { continue };
        let reason = Words::new(format!("second number of {primary}"), format!("zweite Nummer von {primary}"));
        let entry = ExtensionEntry::new(extension.clone(), ExtensionKind::Virtual, reason, alias.at.clone());
        if gather.add(entry).is_ok() {
            lines.push(gather::line(1, alias.clone(), Some(extension)));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::testing::{likeness, read, shown, survives, told};
    use super::*;

    const EXPORT: &str = include_str!("../../../tests/formats/vodia-accounts/accounts.csv");

    #[test]
    fn the_last_row_of_a_number_counts_cell_by_cell() {
        let reading = read(&FORMAT, EXPORT.as_bytes());
        assert_eq!(
            shown(&reading),
            "ext 101 Person Hanna Kröger-Lang auth=101 Present/10 mac=00:00:5e:00:53:21 box=101@default\n\
             ext 102 Person Anna Huber-Groß auth=102 Present/10 mac=00:00:5e:00:53:22\n\
             ext 151 Virtual -\n\
             person kroegerlang-hanna | Kröger-Lang | Hanna | ext=101 mail=hanna.kroeger@amt.example login=- dep=- at export:4:6\n\
             person hubergross-anna | Huber-Groß | Anna | ext=102 mail=- login=- dep=- at export:3:14\n\
             device 00:00:5e:00:53:21 DeskPhone Sip owner=- [1:101 Normal]\n\
             device 00:00:5e:00:53:22 DeskPhone Sip owner=- [1:102 Normal] [1:151 Normal]\n"
        );
        assert_eq!(
            told(&reading),
            "export:4:1 row-overwritten: this row changes account `101`; otherwise here: `last_name`: `Kröger-Lang`\n\
             export:5:2 statement-broken: the row has no alias and was skipped\n\
             export:6:1 extension-not-dialable: `conf` is no number of 1 to 15 digits; it was not taken as an extension\n\
             export:1:38 column-unused: columns not read (2): `cell`, `web_pass`; withheld because of the title: 1 (`web_pass`); without a value: 1 (`cell`)\n"
        );
        let pin = reading.mailboxes[0].pin.as_ref().and_then(|pin| reading.secrets.get(pin));
        assert_eq!(pin.map(crate::domain::Secret::char_count), Some(4));
        assert_eq!(likeness(&FORMAT, EXPORT.as_bytes()), 95);
        survives(&FORMAT, EXPORT.as_bytes(), &["Geheim"]);
    }

    /// Two exports, one below the other, with other columns: no password of the second becomes a title or a mail address.
    #[test]
    fn a_second_row_of_titles_moves_the_columns() {
        let export = "#alias;first_name;last_name;position;email;password\n101;Hans;Müller;Bauamt;h@x.example;Beispiel101abc\n\
            #alias;first_name;last_name;password\n103;Uwe;Klein;geheimesPasswort77\n";
        let reading = read(&FORMAT, export.as_bytes());
        assert_eq!(
            shown(&reading),
            "ext 101 Person Hans Müller auth=101 Present/14\n\
             ext 103 Person Uwe Klein auth=103 Present/18\n\
             person mueller-hans | Müller | Hans | ext=101 mail=h@x.example login=- dep=- at export:2:10\n\
             person klein-uwe | Klein | Uwe | ext=103 mail=- login=- dep=- at export:4:9\n"
        );
        assert_eq!(reading.people[1].person.title, None);
        assert!(told(&reading).starts_with("export:3:1 titles-within-list"), "{}", told(&reading));
        let (documents, findings) = (format!("{:?}{:?}", reading.extensions, reading.people), told(&reading));
        assert!(!documents.contains("geheimesPasswort77") && !findings.contains("geheimesPasswort77"));
    }
}
