//! 3CX: the extensions that version 15 to 18 exports with all settings, and the short list of users of version 20.

use super::gather::{self, Facts, Gather, layout};
use crate::inventory::formats::{Class, Format, Given, Likeness, Sample};
use crate::inventory::kind;
use crate::inventory::model::{AorState, DeviceKind, DeviceProtocol, Employment, Extra, Sourced};
use crate::inventory::reading::Reading;
use crate::inventory::table::{Columns, Row};

const TITLES: [&str; 18] = [
    "number",
    "firstname",
    "lastname",
    "emailaddress",
    "mobilenumber",
    "authid",
    "authpassword",
    "outboundcallerid",
    "sipid",
    "enablevoicemail",
    "allowlanonly",
    "phonemodel",
    "mac",
    "vmemailoptions",
    "queuestatus",
    "disableexternalcalls",
    "vmpin",
    "role",
];

fn known(titles: &[&str]) -> usize {
    gather::count(titles, &TITLES)
}

pub const FORMAT: Format = Format { name: "3cx/extensions", class: Class::Pbx, recognise, read };

fn recognise(sample: &Sample<'_>) -> Option<Likeness> {
    if gather::titles_in(sample.text, &["authid", "authpassword"]) == 2
        && gather::titles_in(sample.text, &["firstname", "lastname"]) == 2
    {
        return Some(Likeness::new(96, "header has `AuthID` and `AuthPassword`", "Kopfzeile hat `AuthID` und `AuthPassword`"));
    }
    let number = gather::titles_in(sample.text, &["number", "extensionnumber"]) > 0;
    if number && gather::titles_in(sample.text, &["authpassword"]) == 1 {
        return Some(Likeness::new(90, "header has `Number` and `AuthPassword`", "Kopfzeile hat `Number` und `AuthPassword`"));
    }
    // Other systems write `First Name`; 3CX writes its titles as one word.
    let one_word = sample.text.lines().take(20).any(|line| line.contains("FirstName") && line.contains("LastName"));
    if !one_word {
        return None;
    }
    let marks = ["outboundcallerid", "vmemailoptions", "vmpin", "sipid", "enablevoicemail", "allowlanonly", "queuestatus"];
    if number && gather::titles_in(sample.text, &marks) >= 1 {
        return Some(Likeness::new(
            85,
            "header has `Number`, `FirstName`, `LastName` and settings of 3CX",
            "Kopfzeile hat `Number`, `FirstName`, `LastName` und Einstellungen von 3CX",
        ));
    }
    let names = gather::titles_in(sample.text, &["firstname", "lastname", "emailaddress"]);
    let more = gather::titles_in(sample.text, &["number", "outboundcallerid", "vmemailoptions", "vmpin", "role", "mobilenumber"]);
    (names == 3 && more >= 1).then(|| {
        Likeness::new(
            75,
            "header has `FirstName`, `LastName`, `EmailAddress`",
            "Kopfzeile hat `FirstName`, `LastName`, `EmailAddress`",
        )
    })
}

layout!(Layout {
    number: ["Number", "Extension", "Extension Number"],
    first: ["FirstName"],
    last: ["LastName"],
    mail: ["EmailAddress", "Email"],
    user: ["AuthID"],
    password: ["AuthPassword"],
    voicemail: ["EnableVoicemail", "VMEnabled"],
    disabled: ["Disabled"],
    lan_only: ["AllowLanOnly"],
    pin: ["PIN", "VMPIN"],
    outgoing: ["OutboundCallerID"],
    emergency: ["EmergencyCallerID", "EmergencyOutboundCallerID"],
    mail_options: ["VMEmailOptions"],
    play_number: ["VMPlayCallerID"],
    play_date: ["VMPlayMsgDateTime"],
    srtp: ["EnableSRTP"],
});

fn read(given: &Given<'_>) -> Reading {
    let mut gather = Gather::new("3cx", given.plan);
    let source = gather::each_table(given, known, FORMAT.name, &mut gather, |columns, gather| {
        let layout = Layout::of(columns);
        let (macs, models) = (columns.numbered("MAC"), columns.numbered("PhoneModel"));
        for row in columns.rows() {
            if columns.fits(row, &mut gather.findings) {
                one(columns, row, &layout, (&macs, &models), gather);
            }
        }
    });
    gather.finish(source)
}

/// Columns by number.
type Numbered = [(u32, usize)];

fn one(columns: &Columns<'_>, row: &Row, layout: &Layout, (macs, models): (&Numbered, &Numbered), gather: &mut Gather<'_>) {
    let cell = |column: Option<usize>| columns.cell(row, column);
    let (first, last) = (cell(layout.first), cell(layout.last));
    let name = gather::joined(first.as_ref(), last.as_ref());
    let disabled = columns.truth(row, layout.disabled, &mut gather.findings) == Some(true);
    let employment = cell(layout.disabled).filter(|_| disabled).map(|cell| Sourced::new(Employment::Disabled, cell.at));
    // One word without a mail address may be a machine: `Kassenautomat`.
    let named = first.is_some() && last.is_some() || cell(layout.mail).is_some();
    let is_person =
        name.as_ref().is_some_and(|name| kind::by_name(&name.value).is_none() && (named || kind::looks_like_person(&name.value)));
    let number = cell(layout.number);
    let extension = number.as_ref().and_then(|number| gather.dialable(number));
    let mut first_mac = None;
    if let (Some(number), Some(extension)) = (&number, &extension) {
        let mut entry = Gather::entry(extension.clone(), name, None, number.at.clone());
        (entry.caller_id.outgoing, entry.caller_id.emergency) = (cell(layout.outgoing), cell(layout.emergency));
        entry.extra = columns.extra(row);
        if !is_person {
            entry.extra.join(columns.beside(row, [layout.mail, layout.disabled.filter(|_| disabled)], &[]));
        }
        if gather.known(extension).is_none()
            && let Some(user) = cell(layout.user)
        {
            let mut account = gather.account(number, &user, columns.raw(row, layout.password).as_ref(), AorState::Untold);
            account.media = cell(layout.srtp).map(|told| ("EnableSRTP", told)).into_iter().collect();
            entry.account = Some(account);
        } else if gather.known(extension).is_none() {
            entry.extra.join(columns.beside(row, [layout.password, layout.srtp], &[]));
        }
        let Ok(index) = gather.add_row(entry, columns, row) else { return };
        let lan_only = columns.truth(row, layout.lan_only, &mut gather.findings) == Some(true);
        if let Some(cell) = cell(layout.lan_only).filter(|_| lan_only) {
            gather.lan_only(extension.clone(), "AllowLanOnly", &cell);
        }
        let voicemail = columns.truth(row, layout.voicemail, &mut gather.findings) == Some(true);
        if let Some(cell) = cell(layout.voicemail).filter(|_| voicemail) {
            gather.mailbox(index, "default", cell.at);
            let options = mailbox_options(columns, row, layout);
            // `0` and `None` send nothing.
            let sends = options.get("VMEmailOptions").is_some_and(|told| !matches!(told.value.as_str(), "0" | "None" | "none"));
            gather.mailbox_settings(index, columns.cell(row, layout.mail).filter(|_| sends), options);
            if let Some(pin) = columns.cell(row, layout.pin) {
                gather.pin(index, &pin);
            }
        } else {
            let of_mailbox = [layout.pin, layout.mail_options, layout.play_number, layout.play_date];
            gather.reading.extensions[index].extra.join(columns.beside(row, of_mailbox, &[]));
        }
        let mut modelled = false;
        for (nth, column) in macs {
            let Some(cell) = cell(Some(*column)) else { continue };
            let Some(mac) = gather.mac(&cell) else { continue };
            first_mac = first_mac.or_else(|| Some(mac.clone()));
            let mut device = gather::device(DeviceKind::DeskPhone, Some(mac), None, cell.at);
            device.protocol = Some(DeviceProtocol::Sip);
            if *nth == 0 {
                // The model's column has the number of the export's version, not of the phone.
                device.model = columns.cell(row, models.first().map(|(_, column)| *column));
                modelled = true;
            }
            device.lines.push(gather::line(1, number.clone(), Some(extension.clone())));
            gather.reading.devices.push(device);
        }
        let models = models.iter().skip(usize::from(modelled)).map(|(_, column)| Some(*column));
        gather.reading.extensions[index].extra.join(columns.beside(row, models, &[]));
        gather.reading.extensions[index].mac.clone_from(&first_mac);
    }
    if let (true, Some(last)) = (is_person, last.or_else(|| first.clone())) {
        let first = first.filter(|first| first.at != last.at);
        let extension = extension.zip(number).map(|(extension, number)| Sourced::new(extension, number.at));
        // What belongs to the line is kept there; somebody without one keeps it.
        let extra = if extension.is_none() { columns.extra(row) } else { Extra::default() };
        let mail = cell(layout.mail);
        gather.person(last, first, Facts { extension, mail, mac: first_mac, employment, extra, ..Facts::default() });
    }
}

/// Under the names of 3CX.
fn mailbox_options(columns: &Columns<'_>, row: &Row, layout: &Layout) -> Extra {
    let named = [
        ("VMEmailOptions", layout.mail_options),
        ("VMPlayCallerID", layout.play_number),
        ("VMPlayMsgDateTime", layout.play_date),
    ];
    named.into_iter().filter_map(|(name, column)| Some((name, columns.cell(row, column)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{likeness, read, shown, survives, told};
    use super::*;

    const EXPORT: &str = include_str!("../../../tests/formats/3cx-extensions/extensions.csv");

    #[test]
    fn version_16_gives_accounts_people_and_phones() {
        let reading = read(&FORMAT, EXPORT.as_bytes());
        assert_eq!(
            shown(&reading),
            "ext 101 Person Hanna Kröger auth=Zq8Beispiel Present/10 mac=00:00:5e:00:53:21 box=101@default\n\
             ext 0201 Person Ayşe Demir auth=Zq9Beispiel Present/10\n\
             ext 399 Fax Fax Poststelle auth=fax399 Present/6\n\
             person kroeger-hanna | Kröger | Hanna | ext=101 mail=hanna.kroeger@amt.example login=- dep=- at export:2:11\n\
             person demir-ayşe | Demir | Ayşe | ext=0201 mail=- login=- dep=- at export:3:11\n\
             person ohne-karl | Ohne | Karl | ext=- mail=- login=- dep=- at export:6:9\n\
             device 00:00:5e:00:53:21 DeskPhone Sip owner=- model=Yealink T42S [1:101 Normal]\n\
             device 00:00:5e:00:53:22 DeskPhone Sip owner=- [1:101 Normal]\n\
             obstacle 101 LanOnly `AllowLanOnly=1` at export:2:72\n"
        );
        assert_eq!(
            told(&reading),
            "export:4:42 mac-malformed: `zz` is no MAC address\n\
             export:5:1 extension-listed-twice: extension `101` stands in the export twice; the first one was used; otherwise here: `FirstName`: `Doppelt`, `LastName`: `Zeile`, \
             `AuthID`: `x`, `AuthPassword`, `EnableVoicemail`: `0`, `AllowLanOnly`: `0`\n\
             export:6:1 extension-not-dialable: `4a` is no number of 1 to 15 digits; it was not taken as an extension\n\
             export:7:64 row-too-long: the row has 15 cells, the header 14; the row was not used\n\
             export:1:40 column-unused: columns not read (2): `MobileNumber`, `InterfaceIP_0`; without a value\n"
        );
        assert!(reading.people[1].person.is_disabled() && !reading.people[0].person.is_disabled());
        assert_eq!(likeness(&FORMAT, EXPORT.as_bytes()), 96);
        survives(&FORMAT, EXPORT.as_bytes(), &["Geheim"]);
    }

    #[test]
    fn passwords_keep_their_blanks_and_mailboxes_their_pin() {
        let list = "Number,FirstName,LastName,AuthID,AuthPassword,EnableVoicemail,PIN\n101,Hanna,Kröger,a, zwei Worte ,1,8642\n\
            102,Ayşe,Demir,b,x,0,1357\n103,Karl,Ohne,c,y,1,\n";
        let reading = read(&FORMAT, list.as_bytes());
        let length = |key: &str| reading.secrets.iter().find(|(found, _)| *found == key).map(|(_, secret)| secret.char_count());
        assert_eq!(length("pbx/3cx/a"), Some(12));
        assert_eq!((length("pbx/3cx/mailbox/default/101"), length("pbx/3cx/mailbox/default/102")), (Some(4), None));
        assert_eq!(reading.mailboxes.iter().map(|found| found.pin.is_some()).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn what_is_shown_outside_and_where_messages_go() {
        let list = "Number,FirstName,LastName,EmailAddress,AuthID,AuthPassword,EnableVoicemail,PIN,VMEmailOptions,OutboundCallerID\n\
            101,Hanna,Kröger,h@amt.example,x1,Geheim-1,1,4711,2,08999998101\n102,Anna,Huber,a@amt.example,x2,Geheim-2,1,4712,0,\n";
        let reading = read(&FORMAT, list.as_bytes());
        let outside = reading.extensions[0].caller_id.outgoing.as_ref().expect("a number");
        assert_eq!((outside.value.as_str(), outside.at.to_string().as_str()), ("08999998101", "export:2:53"));
        let mails: Vec<Option<&str>> =
            reading.mailboxes.iter().map(|found| found.email.as_ref().map(|mail| mail.value.as_str())).collect();
        assert_eq!(mails, [Some("h@amt.example"), None]);
        assert_eq!(reading.mailboxes[1].options.line(), "VMEmailOptions: 0");
    }

    #[test]
    fn titles_salutations_and_vacant_posts_are_those_of_lists() {
        let list = "FirstName,LastName,EmailAddress,Number,Role\nFrau Hanna,Dr. Kröger,h@amt.example,101,user\n\
            N.,N.,,102,user\n,NN,b@amt.example,103,user\n";
        let reading = read(&FORMAT, list.as_bytes());
        let people = reading.people.iter().map(|entry| &entry.person);
        let people: Vec<_> = people
            .map(|p| {
                (p.title.as_ref().map(|t| t.value.as_str()), p.last.value.as_str(), p.first.as_ref().map(|f| f.value.as_str()))
            })
            .collect();
        assert_eq!(people, [(Some("Dr."), "Kröger", Some("Hanna"))]);
        assert_eq!(
            told(&reading),
            "export:3:4 function-in-staff-list: `N.` is a function and no person: a vacant post, whose extension is kept\n\
             export:4:2 function-in-staff-list: `NN` is a function and no person: a vacant post, whose extension is kept\n\
             export:1:40 column-unused: columns not read (1): `Role`; kept as `extra`\n\
             export:2:1 name-note-removed: salutations taken out of names: 1, the first: `Frau`\n"
        );
        assert_eq!(reading.extensions.len(), 3, "the telephones stay");
    }

    #[test]
    fn version_20_gives_people() {
        let list = "FirstName,LastName,EmailAddress,Number,Role\nHanna,Kröger (Tz),hanna.kroeger@amt.example,101,user\n\
            ,Kassenautomat,,102,user\n";
        assert_eq!(likeness(&FORMAT, list.as_bytes()), 75);
        assert_eq!(
            shown(&read(&FORMAT, list.as_bytes())),
            "ext 101 Unknown Hanna Kröger (Tz) beside=(Role: user)\n\
             ext 102 Unknown Kassenautomat beside=(Role: user)\n\
             person kroeger-hanna | Kröger | Hanna | ext=101 mail=hanna.kroeger@amt.example login=- dep=- at export:2:7\n"
        );
        assert_eq!(likeness(&FORMAT, b"Name;Vorname;Durchwahl\nKr\xC3\xB6ger;Hanna;101\n"), 0);
    }
}
