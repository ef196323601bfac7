//! What is wrong, where, and what an import has to say about it.

#![allow(clippy::assigning_clones)] // faults read best as plain assignments

use super::build::{line, mac, phone};
use super::directory::Lines;
use super::lists::FIRST;
use super::model::{CUCM, Case, DELIVERY, LDIF, Person, Phone, Planted, STOCK, Where, XLSX};

/// People with a planted fault stand so far apart that nothing overlaps.
fn at(nth: usize) -> usize {
    100 + 83 * nth
}

impl Case {
    fn plant(&mut self, fault: &'static str, code: &'static str, at: Where, shows: impl Into<String>) {
        self.planted.push(Planted { fault, code, at, shows: shows.into() });
    }
}

pub fn all(case: &mut Case) {
    telephones(case);
    people(case);
    cells(case);
    notebooks(case);
    scans(case);
}

fn telephones(case: &mut Case) {
    let count = case.phones.len();
    // The same digits in the partition of another building.
    let number = case.phones[at(0)].lines[0][0].clone();
    case.phones.push(Phone {
        device: format!("SEP{}", mac(count)),
        description: "Haus 2, Flur".to_owned(),
        model: "Cisco 7821",
        protocol: "SIP",
        lines: vec![line(&number, "PT_Haus2", "Flur Haus 2")],
        ..Phone::default()
    });
    case.plant("number-in-two-partitions", "inventory/extension-in-two-contexts", Where::Cucm(count), &number);
    // The neighbour's second key is the line of this telephone.
    let shared = case.phones[at(1)].lines[0].clone();
    case.phones[at(1) + 1].lines.push(shared.clone());
    case.plant("shared-line", "inventory/shared-line", Where::Cucm(at(1)), &shared[0]);
    let twin = case.phones[at(2)].clone();
    case.phones.push(Phone {
        device: "CSFMITTE0001".to_owned(),
        description: "Jabber".to_owned(),
        model: "Cisco Unified Client Services Framework",
        ..twin.clone()
    });
    case.plant("jabber-twin", "inventory/softphone-twin", Where::Cucm(count + 1), &twin.lines[0][0]);
    case.phones.push(Phone {
        device: format!("AN{}", mac(count + 2)),
        description: "Telefax Posteingang".to_owned(),
        model: "Analog Phone",
        protocol: "SCCP",
        lines: vec![line("19399", "PT_Intern", "Telefax Posteingang")],
        ..Phone::default()
    });
    case.plant("analog-fax", "inventory/not-migrated", Where::Cucm(count + 2), "19399");
    case.phones.push(Phone {
        device: format!("SEP{}", mac(count + 3)),
        description: "war Zimmer 4.011".to_owned(),
        model: "Cisco 7841",
        protocol: "SIP",
        lines: vec![line("19400", "PT_Intern", "Altmann, Gerd")],
        ..Phone::default()
    });
    case.plant("extension-without-person", "inventory/extension-without-person", Where::Cucm(count + 3), "19400");
    case.phones[at(3)].lines.push(line("*21", "PT_Intern", "Umleitung"));
    case.plant("line-is-no-number", "inventory/extension-not-dialable", Where::Cucm(at(3)), "*21");
    case.phones[at(4)].lines[0][3] = "Zentrale".to_owned();
    case.plant("mask-gives-no-number", "inventory/number-mask-unclear", Where::Cucm(at(4)), "Zentrale");
}

/// A person whom only the given lists know: no telephone.
fn without_telephone(case: &mut Case, index: usize) {
    case.phones[index].owner = String::new();
    case.phones[index].lines[0][2] = "Besprechungsraum".to_owned();
}

fn people(case: &mut Case) {
    case.directory[at(5)].disabled = true;
    let name = case.directory[at(5)].last.clone();
    case.plant("account-disabled", "inventory/account-disabled", Where::Ldif(at(5), "userAccountControl"), name);

    let married = format!("Wiesenthal-{}", case.personnel[at(6)].first);
    case.personnel[at(6)].last.clone_from(&married);
    case.plant("name-changed-by-marriage", "inventory/sources-differ", Where::Xlsx(at(6), 'B'), married);

    let spelt = case.personnel.iter().rposition(|p| p.department == "Straßen- und Grünflächenamt").expect("it has people");
    case.personnel[spelt].department = "Strassen- und Grünflächenamt".to_owned();
    case.plant("department-spelling", "inventory/department-spelling", Where::Xlsx(spelt, 'D'), "Strassen- und Grünflächenamt");

    for list in [&mut case.directory, &mut case.personnel] {
        list[at(7)].extension = String::new();
    }
    without_telephone(case, at(7));
    let number = case.directory[at(7)].number.clone().unwrap_or_default();
    case.plant("person-without-extension", "inventory/person-without-extension", Where::Ldif(at(7), "employeeNumber"), number);

    // Two colleagues share a job and a telephone.
    let number = case.directory[at(8)].extension.clone();
    for list in [&mut case.directory, &mut case.personnel] {
        list[at(8) + 1].extension.clone_from(&number);
    }
    without_telephone(case, at(8) + 1);
    case.plant(
        "two-persons-one-extension",
        "inventory/extension-of-two-persons",
        Where::Ldif(at(8) + 1, "telephoneNumber"),
        number,
    );

    for list in [&mut case.directory, &mut case.personnel] {
        list[at(9)].extension = "19998".to_owned();
    }
    without_telephone(case, at(9));
    case.plant("extension-unknown", "inventory/extension-unknown", Where::Ldif(at(9), "telephoneNumber"), "19998");

    let mail = case.directory[at(10)].mail.clone();
    for list in [&mut case.directory, &mut case.personnel] {
        list[at(10) + 1].mail.clone_from(&mail);
    }
    // Told at the second in the order of staff numbers.
    case.plant("one-mail-for-two", "inventory/mail-twice", Where::Ldif(at(10) + 1, "mail"), mail);

    let mail = "alte.adresse@ba-mitte.example";
    case.personnel[at(11)].mail = mail.to_owned();
    case.plant("mail-differs", "inventory/sources-differ", Where::Xlsx(at(11), 'G'), mail);

    let twice = case.personnel[at(12)].clone();
    let name = twice.last.clone();
    case.personnel.push(twice);
    case.plant("two-half-jobs", "inventory/person-listed-twice", Where::Xlsx(case.personnel.len() - 1, 'A'), name);

    let other = Person {
        last: "Zwirner".into(),
        first: "Kolja".into(),
        mail: String::new(),
        pool: false,
        ..case.personnel[at(13)].clone()
    };
    let number = other.number.clone().unwrap_or_default();
    case.personnel.push(Person { extension: String::new(), ..other });
    case.plant("staff-number-of-two", "inventory/staff-number-shared", Where::Xlsx(case.personnel.len() - 1, 'A'), number);

    namesakes(case);
}

/// Two people of one name with accounts, and two rows of the personnel list without numbers: nobody can say which is which.
fn namesakes(case: &mut Case) {
    for nth in 0..2 {
        let person = Person {
            number: Some(format!("{}", 790_001 + nth)),
            last: "Abendroth".into(),
            first: "Theodor".into(),
            login: format!("abendroth.theodor{}", nth + 1),
            mail: format!("abendroth.theodor{}@ba-mitte.example", nth + 1),
            extension: format!("1950{nth}"),
            pool: false,
            ..case.directory[at(14)].clone()
        };
        case.phones.push(phone(case.phones.len(), &person));
        case.directory.push(person.clone());
        let row = Person { number: None, mail: String::new(), extension: String::new(), ..person };
        case.personnel.push(row);
        case.plant(
            "namesakes-without-number",
            "inventory/join-proposed",
            Where::Xlsx(case.personnel.len() - 1, 'B'),
            "Abendroth",
        );
    }
}

/// What spreadsheets and hands have done to single cells of the personnel list.
fn cells(case: &mut Case) {
    let short = case.personnel[7].extension.trim_start_matches('0').to_owned();
    case.personnel[7].extension.clone_from(&short);
    case.plant("leading-zero-lost", "inventory/number-zero-missing", Where::Xlsx(7, 'F'), short);
    let damaged = [
        ("digits-lost", "inventory/number-digits-lost", 15, "3,02312E+11"),
        ("number-of-another-site", "inventory/number-of-another-site", 16, "089 99998-101"),
        ("service-number", "inventory/number-service", 17, "110"),
        ("range-of-numbers", "inventory/number-range", 18, "20100-20105"),
        ("not-a-number", "inventory/number-not-understood", 19, "siehe Vorzimmer"),
    ];
    for (fault, code, nth, text) in damaged {
        case.personnel[at(nth)].extension = text.to_owned();
        case.plant(fault, code, Where::Xlsx(at(nth), 'F'), text);
    }
    case.personnel[at(20)].room = "14. Feb".to_owned();
    case.plant("room-became-date", "inventory/room-became-date", Where::Xlsx(at(20), 'E'), "14. Feb");
    let umlauts =
        (at(21)..case.personnel.len()).find(|i| case.personnel[*i].last.contains(['ü', 'ö', 'ä'])).expect("somebody has one");
    let lost = case.personnel[umlauts].last.replace(['ü', 'ö', 'ä'], "\u{fffd}");
    case.personnel[umlauts].last.clone_from(&lost);
    case.plant("umlauts-lost", "inventory/letters-lost", Where::Xlsx(umlauts, 'B'), lost);
    let noted = format!("{} (Tz)", case.personnel[at(24)].last);
    case.personnel[at(24)].last.clone_from(&noted);
    case.plant("note-in-name", "inventory/name-note-removed", Where::Xlsx(at(24), 'B'), "Tz");
    case.personnel[at(25)].room = "9.999".to_owned();
    case.plant("room-differs", "inventory/sources-differ", Where::Xlsx(at(25), 'E'), "9.999");
}

fn notebooks(case: &mut Case) {
    let mac = case.delivery[310].mac.clone();
    case.delivery[311].mac.clone_from(&mac);
    case.plant("mac-twice", "inventory/device-mac-twice", Where::Delivery(311), mac.replace('-', ":").to_lowercase());
    let serial = case.delivery[320].serial.clone();
    case.delivery[321].serial.clone_from(&serial);
    case.plant("serial-twice", "inventory/device-serial-twice", Where::Delivery(321), serial);
    let label = case.delivery[330].label.clone();
    case.delivery[331].label.clone_from(&label);
    case.plant("label-twice", "inventory/device-label-twice", Where::Delivery(331), label);
    case.delivery[340].mac = "00-00-5E-EF-E1".to_owned();
    case.plant("mac-malformed", "inventory/mac-malformed", Where::Delivery(340), "00-00-5E-EF-E1");
    case.delivery[341].mac = "02-00-5E-EF-E1-55".to_owned();
    case.plant("mac-local", "inventory/mac-local", Where::Delivery(341), "02:00:5e:ef:e1:55");
    case.delivery[350].delivered = "KW 48".to_owned();
    case.plant("date-unclear", "inventory/device-date-unclear", Where::Delivery(350), "KW 48");
    case.delivery[360].label = "BM-3l361".to_owned();
    case.plant("label-odd", "inventory/device-label-odd", Where::Delivery(360), "BM-3l361");
    case.delivery[361].label = "3,1362E+04".to_owned();
    case.plant("label-lost-digits", "inventory/number-digits-lost", Where::Delivery(361), "3,1362E+04");

    case.stock[20].serial = "PF0000AA".to_owned();
    case.plant("serial-differs", "inventory/device-contradicts", Where::Stock(20), "PF0000AA");
    case.stock[30].owner = "niemand.n".to_owned();
    case.plant("owner-unknown", "inventory/device-owner-unknown", Where::Stock(30), "niemand.n");
    case.stock[40].owner = case.directory[at(26)].login.clone();
}

fn scans(case: &mut Case) {
    let row = |case: &Case, notebook: usize, person: usize| {
        let Some(device) = case.delivery.get(notebook) else { return <[String; 4]>::default() };
        [
            device.label.clone(),
            device.serial.clone(),
            device.mac.clone(),
            case.directory[person].number.clone().unwrap_or_default(),
        ]
    };
    for nth in 0..60 {
        let scan = row(case, nth + 100, 900 + nth * 3);
        case.scans.push(scan);
    }
    let bad: [(&'static str, &'static str, usize, &dyn Fn(&mut [String; 4], &Case)); 12] = [
        ("scan-label-unknown", "staging/label-unknown", 160, &|scan, _| scan[0] = "BM-99999".to_owned()),
        ("scan-serial-unknown", "staging/serial-unknown", 161, &|scan, _| scan[1] = "20UES00000".to_owned()),
        ("scan-serial-of-other", "staging/parts-of-two-devices", 162, &|scan, case| {
            scan[1].clone_from(&case.delivery[170].serial)
        }),
        ("scan-mac-unknown", "staging/mac-unknown", 163, &|scan, _| scan[2] = "00-00-5E-EF-FF-01".to_owned()),
        ("scan-mac-malformed", "staging/mac-malformed", 164, &|scan, _| scan[2] = "00-00-5E-00-53".to_owned()),
        ("scan-mac-local", "staging/mac-local", 165, &|scan, _| scan[2] = "0A-00-5E-00-53-01".to_owned()),
        ("scan-mac-broadcast", "staging/mac-group", 166, &|scan, _| scan[2] = "FF-FF-FF-FF-FF-FF".to_owned()),
        ("scan-not-delivered", "staging/not-delivered-yet", 450, &|_, _| {}),
        ("scan-person-unknown", "staging/person-unknown", 167, &|scan, _| scan[3] = "123".to_owned()),
        ("scan-person-ambiguous", "staging/person-ambiguous", 168, &|scan, _| scan[3] = "Abendroth, Theodor".to_owned()),
        ("scan-person-disabled", "staging/person-disabled", 169, &|scan, case| scan[3].clone_from(&case.directory[at(5)].login)),
        ("scan-person-has-one", "staging/person-has-device", 171, &|scan, case| scan[3].clone_from(&case.scans[0][3])),
    ];
    for (nth, (fault, code, notebook, change)) in bad.into_iter().enumerate() {
        let mut scan = row(case, notebook, 2000 + nth * 3);
        change(&mut scan, case);
        let label = scan[0].clone();
        case.scans.push(scan);
        case.plant(fault, code, Where::Scan(case.scans.len() - 1), label);
    }
    // The first device again, for somebody else; and a device whose person was not scanned.
    let mut scan = case.scans[0].clone();
    scan[3] = case.directory[2100].number.clone().unwrap_or_default();
    let label = scan[0].clone();
    case.scans.push(scan);
    case.plant("scan-staged-already", "staging/device-staged-already", Where::Scan(case.scans.len() - 1), label);
    let mut scan = row(case, 172, 2103);
    scan[3] = String::new();
    case.scans.push(scan);
    case.plant("scan-incomplete", "staging/scan-incomplete", Where::Scan(case.scans.len() - 1), "person");
}

/// Fault, code, file, line or cell, and what the message shows.
pub fn table(case: &Case, lines: &Lines) -> String {
    let mut out = String::from("fault\tcode\tfile\tat\tshows\n");
    for Planted { fault, code, at, shows } in &case.planted {
        let (file, place) = match *at {
            Where::Cucm(row) => (CUCM, (row + 2).to_string()),
            Where::Ldif(entry, attribute) => (LDIF, lines[&(entry, attribute)].to_string()),
            Where::Xlsx(row, column) => (XLSX, format!("Personal!{column}{}", row + FIRST as usize + 1)),
            Where::Delivery(row) => (DELIVERY, (row + 2).to_string()),
            Where::Stock(row) => (STOCK, (row + 2).to_string()),
            Where::Scan(row) => ("staging/scans.csv", (row + 2).to_string()),
        };
        out += &format!("{fault}\t{code}\t{file}\t{place}\t{shows}\n");
    }
    out
}
