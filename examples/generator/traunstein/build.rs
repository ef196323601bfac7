//! Builds the case from a seed: people and rooms first, then lines, then what is wrong with some of them.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Case, Fault, Home, Line, Owner, Person, Phone, Queue};
use super::names::{FIRST_NAMES, FUNCTIONS, HOSTILE, OFFICES, SURNAMES};
use super::prng::SplitMix64;

const SEED: u64 = 2020;
pub const MAIL_DOMAIN: &str = "lra-trauntal.example";
/// People at home a day at most; the case is made so that its rooms can hold this.
const HOME_CAP: usize = 200;

/// How often each fault is planted. Those that keep a softphone from registering need people with a room of their own,
/// because they cannot be sent home.
const HARD: [(Fault, usize); 22] = [
    (Fault::SecretDiffers, 4),
    (Fault::SecretCut, 2),
    (Fault::UnknownExtension, 3),
    (Fault::AuthNameWrong, 2),
    (Fault::ContactsZero, 3),
    (Fault::ContactsZeroKept, 1),
    (Fault::OnlySlotKept, 1),
    (Fault::DisplacesKept, 1),
    (Fault::TwoDeskPhones, 1),
    (Fault::AorMissing, 1),
    (Fault::AorNone, 1),
    (Fault::AorNameDiffers, 1),
    (Fault::AorTypeCase, 1),
    (Fault::AorBlank, 1),
    (Fault::AuthMissing, 1),
    (Fault::AuthNoUser, 1),
    (Fault::Open, 1),
    (Fault::EndpointBlank, 1),
    (Fault::UnknownOption, 1),
    (Fault::BadValue, 1),
    (Fault::AuthNameListed, 3),
    (Fault::AuthNameFromPbx, 1),
];
const HASH_ONLY: usize = 2;
const LIST_SILENT: usize = 18;
/// Correct passwords that are hard on software.
const NASTY: [&str; 16] = [
    "Kaffee;Kuchen",
    ";vorneweg1",
    "\"Alpenblick\"",
    "a&b<c>d",
    "Grüße2020",
    "zwei Wörter 7",
    "back\\slash9",
    "100%Föhn",
    "it's,ok",
    "'einfach'",
    "#raute=1",
    "[klammer](!)",
    "x=>y",
    ">größer",
    "Ende\\;los",
    "Straße;\"&<ä> x",
];
const CUT: [&str; 2] = ["Kaktus;Blume7", "Geranie44;"];
const AGENTS: [&str; 3] = ["Snom D345/10.1.64.14", "Yealink SIP-T46S 66.85.0.5", "Tiptel 3110"];

pub fn case() -> Case {
    let mut persons = people();
    rooms(&mut persons);
    working_days(&mut persons);
    suitability(&mut persons);
    let mut lines = lines(&mut persons);
    plant(&persons, &mut lines);
    leavers_and_sharers(&mut persons, &mut lines);
    phones(&mut lines);
    without_extension(&mut persons);
    let queues = queues(&persons, &lines);
    assert_eq!(lines.len(), 640, "the case has 640 lines of truth");
    Case { persons, lines, queues }
}

fn people() -> Vec<Person> {
    let mut rng = SplitMix64::stream(SEED, "names");
    let mut persons = Vec::new();
    let mut taken = BTreeSet::new();
    let mut mails = BTreeMap::<String, u32>::new();
    for (office, entry) in OFFICES.iter().enumerate() {
        for _ in 0..entry.people {
            let index = persons.len();
            let hostile = (index % 43 == 5).then(|| HOSTILE.get(index / 43)).flatten();
            let (last, first) = match hostile {
                Some(&(last, first)) => (last.to_owned(), first.to_owned()),
                None => loop {
                    let mut last = (*rng.pick(&SURNAMES)).to_owned();
                    if rng.chance(60) {
                        last = format!("{last}-{}", rng.pick(&SURNAMES));
                    }
                    let first = (*rng.pick(&FIRST_NAMES)).to_owned();
                    if taken.insert((last.clone(), first.clone())) {
                        break (last, first);
                    }
                },
            };
            let address = format!("{}.{}", ascii(&first), ascii(&last));
            let count = mails.entry(address.clone()).or_default();
            *count += 1;
            let suffix = if *count > 1 { count.to_string() } else { String::new() };
            persons.push(Person {
                staff_number: 10_000
                    + u32::try_from(index).expect("few people") * 7
                    + u32::try_from(rng.below(7)).expect("small"),
                last,
                first,
                office,
                room: String::new(),
                room_size: 0,
                extension: None,
                mail: format!("{address}{suffix}@{MAIL_DOMAIN}"),
                works: [true; 5],
                home: Home::Yes,
                wish_home: Vec::new(),
                wish_office: Vec::new(),
                own_notebook: false,
                left: false,
            });
        }
    }
    persons
}

/// The local part of a mail address.
fn ascii(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => out += "ae",
            'ö' => out += "oe",
            'ü' => out += "ue",
            'ß' => out += "ss",
            'é' | 'ë' => out.push('e'),
            'á' => out.push('a'),
            'ó' => out.push('o'),
            'í' => out.push('i'),
            'ñ' => out.push('n'),
            'ç' => out.push('c'),
            'a'..='z' | '-' => out.push(c),
            ' ' if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// Rooms of 1, 2 and 3 people (54, 36 and 10 of 100), and a single one of 4, which is one too many by the house rules.
fn rooms(persons: &mut [Person]) {
    let mut rng = SplitMix64::stream(SEED, "rooms");
    let mut start = 0;
    for (office, entry) in OFFICES.iter().enumerate() {
        let (mut left, mut room, mut fourfold) = (entry.people, 0, entry.slug == "sozialamt");
        while left > 0 {
            let draw = rng.below(1000);
            let wanted = if fourfold {
                fourfold = false;
                4
            } else if draw < 540 {
                1
            } else if draw < 900 {
                2
            } else {
                3
            };
            let size = wanted.min(left);
            room += 1;
            for person in &mut persons[start..start + size] {
                person.room = format!("{}.{:02}", office / 5, office % 5 * 40 + room);
                person.room_size = size;
            }
            start += size;
            left -= size;
        }
    }
}

fn working_days(persons: &mut [Person]) {
    let mut rng = SplitMix64::stream(SEED, "part-time");
    for person in persons.iter_mut().filter(|p| p.room_size > 0) {
        if !rng.chance(280) {
            continue;
        }
        let mut off = *rng.pick(&[1, 1, 2, 2, 3]);
        while off > 0 {
            let day = rng.below(5);
            if person.works[day] {
                person.works[day] = false;
                off -= 1;
            }
        }
    }
}

/// 40 who never may, some who always do; wishes; notebooks.
fn suitability(persons: &mut [Person]) {
    let mut rng = SplitMix64::stream(SEED, "home");
    let mut order: Vec<usize> = (0..persons.len()).collect();
    rng.shuffle(&mut order);
    let alone: Vec<usize> = order.iter().copied().filter(|&i| persons[i].room_size == 1).take(40).collect();
    for index in alone {
        persons[index].home = Home::No;
    }
    let shared: Vec<usize> = order.iter().copied().filter(|&i| persons[i].room_size > 1).take(16).collect();
    for index in shared {
        persons[index].home = Home::Always;
    }
    for person in persons.iter_mut() {
        person.own_notebook = rng.chance(350);
        if person.home != Home::Yes {
            continue;
        }
        for _ in 0..*rng.pick(&[0, 1, 1, 2, 2]) {
            let day = *rng.pick(&[0, 0, 1, 2, 3, 4, 4, 4]);
            if person.works[day] && !person.wish_home.contains(&day) {
                person.wish_home.push(day);
            }
        }
        person.wish_home.sort_unstable();
        let day = rng.below(5);
        if rng.chance(300) && person.works[day] && !person.wish_home.contains(&day) {
            person.wish_office.push(day);
        }
    }
    for day in 0..5 {
        let mut present = BTreeMap::<&str, usize>::new();
        let mut home = 0;
        for person in persons.iter().filter(|p| p.works[day]) {
            if person.home == Home::Always {
                home += 1;
            } else {
                *present.entry(&person.room).or_default() += 1;
            }
        }
        home += present.values().map(|count| count - 1).sum::<usize>();
        assert!(home + 8 <= HOME_CAP, "rooms force {home} people home on weekday {day}");
        for (office, entry) in OFFICES.iter().enumerate() {
            let there: BTreeSet<&str> = persons
                .iter()
                .filter(|p| p.office == office && p.works[day] && p.home != Home::Always)
                .map(|p| p.room.as_str())
                .collect();
            assert!(entry.counter.is_none_or(|minimum| there.len() > minimum as usize), "{} is too thin", entry.name);
        }
    }
    assert_rooms_rotate(persons);
}

/// Whoever works three days a week or more must be in the office on one of them, alone in the room.
fn assert_rooms_rotate(persons: &[Person]) {
    let mut rooms = BTreeMap::<&str, Vec<&Person>>::new();
    for person in persons.iter().filter(|p| p.home == Home::Yes && p.works.iter().filter(|&&w| w).count() >= 3) {
        rooms.entry(&person.room).or_default().push(person);
    }
    fn place(people: &[&Person], taken: [bool; 5]) -> bool {
        let Some((first, rest)) = people.split_first() else { return true };
        (0..5).any(|day| {
            let mut next = taken;
            next[day] = true;
            first.works[day] && !taken[day] && place(rest, next)
        })
    }
    for (room, people) in rooms {
        assert!(place(&people, [false; 5]), "room {room} cannot give everyone an office day");
    }
}

fn secret(rng: &mut SplitMix64) -> String {
    const LETTERS: &[u8] = b"abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    (0..12).map(|_| char::from(*rng.pick(LETTERS))).collect()
}

fn lines(persons: &mut [Person]) -> Vec<Line> {
    let mut rng = SplitMix64::stream(SEED, "lines");
    let mut lines = Vec::new();
    let mut add = |rng: &mut SplitMix64, number: String, owner: Owner, office: Option<usize>| {
        let secret = secret(rng);
        let person = matches!(owner, Owner::Person(_));
        lines.push(Line {
            auth_user: number.clone(),
            listed: Some((number.clone(), secret.clone())),
            secret,
            target: if person { office.map_or("ziel", |o| OFFICES[o].target) } else { "ziel" },
            number,
            owner,
            office,
            fault: None,
            phones: Vec::new(),
            mac: None,
            mailbox: person && rng.chance(850),
        });
    };
    for (number, name) in FUNCTIONS {
        add(&mut rng, number.to_owned(), Owner::Function { name }, None);
    }
    let mut index = 0;
    for (office, entry) in OFFICES.iter().enumerate() {
        let first = 200 + 100 * office;
        let mut number = first;
        for _ in 0..entry.people {
            number += 1 + usize::from(entry.people < 40 && rng.chance(300));
            let text = format!("{number:04}");
            persons[index].extension = Some(text.clone());
            add(&mut rng, text, Owner::Person(index), Some(office));
            index += 1;
        }
        if entry.fax {
            add(&mut rng, format!("{:04}", first + 90), Owner::Fax { name: format!("Fax {}", entry.name) }, Some(office));
        }
    }
    lines.sort_by(|a, b| a.number.cmp(&b.number));
    lines
}

fn plant(persons: &[Person], lines: &mut [Line]) {
    let mut rng = SplitMix64::stream(SEED, "faults");
    let mut order: Vec<usize> = (0..lines.len()).filter(|&l| lines[l].at_a_desk() && lines[l].target == "ziel").collect();
    rng.shuffle(&mut order);
    let person = |line: &Line| match line.owner {
        Owner::Person(index) => Some(&persons[index]),
        _ => None,
    };
    let mut alone: Vec<usize> = order
        .iter()
        .copied()
        .filter(|&l| {
            person(&lines[l]).is_some_and(|p| p.room_size == 1 && p.home == Home::Yes && OFFICES[p.office].counter.is_none())
        })
        .collect();
    for (fault, times) in HARD {
        for _ in 0..times {
            let line = alone.pop().expect("enough people sit alone");
            lines[line].fault = Some(fault);
        }
    }
    order.retain(|&l| lines[l].fault.is_none());
    for (fault, times) in [(Fault::NastySecret, NASTY.len()), (Fault::HashOnly, HASH_ONLY), (Fault::ListSilent, LIST_SILENT)] {
        for _ in 0..times {
            lines[order.pop().expect("enough lines")].fault = Some(fault);
        }
    }
    let (mut nasty, mut cut) = (NASTY.iter(), CUT.iter());
    for (index, line) in lines.iter_mut().enumerate() {
        let Some(fault) = line.fault else {
            if line.at_a_desk() && index % 3 == 0 && index / 3 < 180 {
                line.mac = Some(format!("00:00:5e:00:53:{:02x}", index / 3));
            }
            continue;
        };
        match fault {
            Fault::SecretDiffers => line.listed = Some((line.number.clone(), secret(&mut rng))),
            Fault::SecretCut => {
                (*cut.next().expect("one for each")).clone_into(&mut line.secret);
                line.listed = Some((line.number.clone(), line.secret.clone()));
            }
            Fault::NastySecret => {
                (*nasty.next().expect("one for each")).clone_into(&mut line.secret);
                line.listed = Some((line.number.clone(), line.secret.clone()));
            }
            Fault::AuthNameListed | Fault::AuthNameFromPbx | Fault::AuthNameWrong => {
                line.auth_user = format!("00005e0053{:02x}", 0xc0 + index % 64);
                line.mac = Some(format!("00:00:5e:00:53:{:02x}", 0xc0 + index % 64));
                line.listed = match fault {
                    Fault::AuthNameListed => Some((line.auth_user.clone(), line.secret.clone())),
                    Fault::AuthNameWrong => Some((line.number.clone(), line.secret.clone())),
                    _ => None,
                };
            }
            Fault::ListSilent => line.listed = None,
            Fault::OnlySlotKept => line.target = "ziel-alt",
            Fault::DisplacesKept => line.target = "ziel-wechsel",
            _ => {}
        }
    }
}

fn phones(lines: &mut [Line]) {
    let mut rng = SplitMix64::stream(SEED, "phones");
    let mut serial = 0;
    for line in lines {
        let sure = line.fault.is_some_and(Fault::keeps_limit) || line.fault == Some(Fault::TwoDeskPhones);
        let able = line.fault.is_none_or(Fault::desk_phone_registers) && !matches!(line.owner, Owner::Fax { .. });
        let count = match (able && (rng.chance(880) || sure), line.fault) {
            (false, _) => 0,
            (true, Some(Fault::TwoDeskPhones)) => 2,
            (true, _) => 1,
        };
        for _ in 0..count {
            // Documentation networks (RFC 5737); 508 addresses, then a second port.
            let (host, round) = (serial % 508, serial / 508);
            let address = if host < 254 { format!("198.51.100.{}", host + 1) } else { format!("203.0.113.{}", host - 253) };
            line.phones.push(Phone {
                contact: format!("sip:{}@{address}:{}", line.number, 5060 + 2 * round),
                agent: AGENTS[rng.below(AGENTS.len())],
            });
            serial += 1;
        }
    }
}

/// Three who have left and whose phones still stand there; one who shares job, room and phone with a colleague.
fn leavers_and_sharers(persons: &mut Vec<Person>, lines: &mut [Line]) {
    let mut plain: Vec<usize> = (0..lines.len())
        .filter(|&l| lines[l].target == "ziel" && lines[l].fault.is_none())
        .filter(|&l| {
            let office = lines[l].office.map_or("", |o| OFFICES[o].slug);
            lines[l].at_a_desk() && matches!(office, "sozialamt" | "veterinaeramt" | "wohngeld" | "strassenverkehr")
        })
        .collect();
    SplitMix64::stream(SEED, "leavers").shuffle(&mut plain);
    let owner = |line: &Line| match line.owner {
        Owner::Person(index) => index,
        _ => unreachable!("stands at a desk"),
    };
    let alone = |persons: &[Person], line: &Line| persons[owner(line)].room_size == 1 && persons[owner(line)].home == Home::Yes;
    let mut gone = plain.iter().copied().filter(|&l| alone(persons, &lines[l])).collect::<Vec<_>>();
    let shared = gone
        .iter()
        .position(|&l| (2..4).contains(&persons[owner(&lines[l])].works.iter().filter(|&&w| w).count()))
        .map(|at| gone.remove(at))
        .expect("somebody alone works part-time");
    for &line in gone.iter().take(3) {
        lines[line].fault = Some(Fault::NobodysPhone);
        persons[owner(&lines[line])].left = true;
    }
    lines[shared].fault = Some(Fault::SharedPhone);
    let first = &mut persons[owner(&lines[shared])];
    first.room_size = 2;
    let mut second = first.clone();
    second.staff_number = 19_900;
    "Loferer".clone_into(&mut second.last);
    "Roswitha".clone_into(&mut second.first);
    second.mail = format!("roswitha.loferer@{MAIL_DOMAIN}");
    second.works = first.works.map(|worked| !worked);
    second.wish_home.clear();
    second.wish_office.clear();
    persons.push(second);
}

/// Two people who have no extension at all.
fn without_extension(persons: &mut Vec<Person>) {
    for (office, last, first, room) in [(15, "Ebner", "Quirin", "3.39"), (20, "Winkler", "Philomena", "4.38")] {
        persons.push(Person {
            staff_number: 19_000 + u32::try_from(office).expect("small"),
            last: last.to_owned(),
            first: first.to_owned(),
            office,
            room: room.to_owned(),
            room_size: 1,
            extension: None,
            mail: format!("{}.{}@{MAIL_DOMAIN}", ascii(first), ascii(last)),
            works: [true; 5],
            home: Home::Yes,
            wish_home: Vec::new(),
            wish_office: Vec::new(),
            own_notebook: false,
            left: false,
        });
    }
}

fn queues(persons: &[Person], lines: &[Line]) -> Vec<Queue> {
    let mut rng = SplitMix64::stream(SEED, "queues");
    [
        ("zulassung", "rrmemory", "kfz-zulassung", 10, 4),
        ("buergerservice", "leastrecent", "buergerservice", 9, 3),
        ("jugendschutz", "ringall", "jugendamt", 8, 3),
        ("gesundheit", "fewestcalls", "gesundheitsamt", 14, 5),
    ]
    .into_iter()
    .map(|(name, strategy, slug, size, minimum)| {
        let mut members: Vec<&Line> = lines
            .iter()
            .filter(|l| l.is_person() && l.fault.is_none() && l.office.is_some_and(|o| OFFICES[o].slug == slug))
            .collect();
        rng.shuffle(&mut members);
        members.truncate(size);
        members.sort_by(|a, b| a.number.cmp(&b.number));
        let members: Vec<String> = members.into_iter().map(|l| l.number.clone()).collect();
        for day in 0..5 {
            let there =
                persons.iter().filter(|p| p.works[day] && p.extension.as_ref().is_some_and(|e| members.contains(e))).count();
            assert!(there > minimum as usize, "queue {name} has {there} people on weekday {day}");
        }
        Queue { name, strategy, members, minimum }
    })
    .collect()
}
