use super::*;
use crate::diag::{Place, Words};
use crate::domain::Extension;
use crate::domain::PersonId;
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::asterisk::{AsteriskImport, ImportConfig, import};
use crate::inventory::model::{
    Account, AuthState, Device, DeviceKind, ExtensionEntry, ExtensionKind, HomeSuitability, Mailbox, Person, Sourced,
};
use crate::inventory::staff::{ListFile, read, read_accounts};
use crate::policy::site::Numbers;

pub(super) fn plan() -> Numbers {
    Numbers::new("49", "89", "99998").lengths([4])
}

/// Extension, name, login name, password.
pub(in crate::inventory) fn pbx(lines: &[(&str, &str, &str, &str)]) -> AsteriskImport {
    use std::fmt::Write as _;
    let mut text = String::from("[udp]\ntype=transport\nprotocol=udp\nbind=0.0.0.0\n");
    for (number, name, user, password) in lines {
        let _ = write!(
            text,
            "[{number}]\ntype=endpoint\ncontext=intern\ndisallow=all\nallow=alaw\ncallerid=\"{name}\" <{number}>\nauth={number}\naors={number}\n\
             [{number}]\ntype=auth\nauth_type=userpass\nusername={user}\npassword={password}\n[{number}]\ntype=aor\nmax_contacts=2\n"
        );
    }
    import(&MemoryFiles::new().with("pjsip.conf", text), &ImportConfig::default())
}

pub(super) fn staff(file: &str, text: &str) -> StaffList {
    read(&ListFile::new(file, text.as_bytes()), &plan())
}

fn logins(text: &str) -> AccountsList {
    read_accounts(&ListFile::new("logins.csv", text.as_bytes()), &plan())
}

/// What joining said, without what the importers said.
pub(in crate::inventory) fn told(merged: &Merged) -> Vec<String> {
    let ours = |code: &str| crate::inventory::codes::ALL.iter().any(|page| page.slug == code);
    merged
        .findings
        .iter()
        .filter(|f| ours(f.code.as_str()))
        .map(|f| {
            // Lines of the made-up pjsip.conf say nothing.
            let shown =
                |at: &crate::diag::Place| if at.file_name() == "pjsip.conf" { "pjsip.conf".to_owned() } else { at.to_string() };
            let place = f.place.as_ref().map(shown).unwrap_or_default();
            let related = f.related.first().map(|(at, _)| format!(" <- {}", shown(at))).unwrap_or_default();
            format!("{place} {}: {}{related}", f.code.as_str().trim_start_matches("inventory/"), f.what.en)
        })
        .collect()
}

fn person<'a>(merged: &'a Merged, id: &str) -> &'a Person {
    merged
        .inventory
        .persons
        .iter()
        .find(|p| p.id.as_str() == id)
        .unwrap_or_else(|| panic!("{id}: {:?}", merged.inventory.persons))
}

fn kind(merged: &Merged, number: &str) -> (ExtensionKind, Vec<String>) {
    let entry = merged.inventory.extensions.iter().find(|e| e.number.as_str() == number).expect("the extension");
    (entry.kind, entry.persons.iter().map(ToString::to_string).collect())
}

const HEADER: &str = "Personalnr;Name;Vorname;Amt;Zimmer;Durchwahl;E-Mail;Arbeitstage;Homeoffice\n";

#[test]
fn two_lists_and_a_telephone_system_become_one_inventory() {
    let first =
        format!("{HEADER}0047;Müller;Hans;Bauamt;2.14;2001;hans@amt.example;Mo-Do;ja\n0048;Weiß;Änne;Bauamt;2.15;0202;;;nein\n");
    let second = format!(
        "{HEADER}47;Müller;Hans;Bauamt;2.16;2001;HANS@amt.example;Mo-Do;ja\n48;Weiss;Änne;Bauamt;2.15;202;anne@amt.example;;immer\n"
    );
    let merged = merge(Inputs::of(
        Some(pbx(&[("2001", "Mueller Hans", "2001", "kV3x99Lq77zP1"), ("0202", "Weiss, Aenne", "0202", "kV3x99Lq77zP2")])),
        vec![staff("a.csv", &first), staff("b.csv", &second)],
        vec![],
    ));
    assert_eq!(
        told(&merged),
        [
            "b.csv:2:23 sources-differ: room of `Hans Müller` is `2.16` here; used `2.14` <- a.csv:2:25",
            "b.csv:3:49 sources-differ: home suitability of `Änne Weiß` is `immer` here; used `nein` <- a.csv:3:35",
            "b.csv:2:1 leading-zero-lost: staff numbers of 2 digits, where another source has 4 with leading zeros: 2 (`47` for `0047`, \
             `48` for `0048`); a spreadsheet seems to have taken the zeros away; those with the zeros were used <- a.csv:2:1",
        ]
    );
    let anne = person(&merged, "0048");
    assert_eq!(anne.mail.as_ref().map(|m| (m.value.as_str(), m.at.file_name())), Some(("anne@amt.example", "b.csv")), "filled");
    assert_eq!(anne.home.as_ref().map(|h| h.value), Some(HomeSuitability::No), "the first list wins");
    assert_eq!(anne.also.iter().map(Place::file_name).collect::<Vec<_>>(), ["b.csv"]);
    assert_eq!(kind(&merged, "0202"), (ExtensionKind::Person, vec!["0048".to_owned()]));
    let rooms: Vec<(&str, usize)> = merged.inventory.rooms.iter().map(|r| (r.name.as_str(), r.persons.len())).collect();
    assert_eq!(rooms, [("2.14", 1), ("2.15", 1)]);
    assert_eq!(merged.inventory.sources.len(), 3);
}

#[test]
fn a_telephone_system_without_zeros_is_told_once() {
    let list = format!("{HEADER}1;Müller;Hans;;;0201;;;\n2;Weiß;Änne;;;0202;;;\n3;Groß;Uwe;;;0999;;;\n");
    let system = [("201", "Mueller Hans", "201", "kV3x99Lq77zP1"), ("202", "Weiss, Aenne", "202", "kV3x99Lq77zP2")];
    let merged = merge(Inputs::of(Some(pbx(&system)), vec![staff("a.csv", &list)], vec![]));
    let told = told(&merged);
    assert_eq!(told.len(), 2, "{told:?}");
    let told = [&told[1], &told[0]];
    assert!(
        told[0].contains("system-zero-lost: extensions of the telephone system's export of 3 digits, where the lists have 4"),
        "{told:?}"
    );
    assert!(told[0].contains("2 (`201` for `0201`, `202` for `0202`)"), "{told:?}");
    assert!(told[1].contains("extension-unknown: the telephone system has no extension `0999`"), "{told:?}");
    // Nothing is joined.
    assert_eq!((kind(&merged, "201").1.len(), kind(&merged, "0201").1.len()), (0, 1));
}

#[test]
fn several_zeros_come_back() {
    let list = format!("{HEADER}1;Müller;Hans;;;1;;;\n2;Weiß;Änne;;;12;;;\n");
    let system = [("0001", "Mueller Hans", "0001", "kV3x99Lq77zP1"), ("0012", "Weiss, Aenne", "0012", "kV3x99Lq77zP2")];
    let merged = merge(Inputs::of(Some(pbx(&system)), vec![staff("a.csv", &list)], vec![]));
    assert_eq!((kind(&merged, "0001").1, kind(&merged, "0012").1), (vec!["1".to_owned()], vec!["2".to_owned()]));
    let told = told(&merged);
    assert!(told.iter().any(|told| told.contains("extensions of 1 to 2 digits, where another source has 4")), "{told:?}");
}

#[test]
fn the_same_rows_in_another_order_give_the_same_inventory() {
    let rows = ["1;Müller;Hans;Bauamt;2.14;2001;;;ja\n", "2;Weiß;Änne;Bauamt;2.15;2002;;;ja\n", "3;Groß;Uwe;Hauptamt;;2003;;;\n"];
    let lists: Vec<Inventory> = [[0, 1, 2], [2, 0, 1], [1, 2, 0]]
        .iter()
        .map(|order| {
            let text: String = order.iter().map(|i| rows[*i]).collect();
            merge(Inputs::of(None::<AsteriskImport>, vec![staff("a.csv", &format!("{HEADER}{text}"))], vec![])).inventory
        })
        .collect();
    let ids = |i: &Inventory| i.persons.iter().map(|p| p.id.to_string()).collect::<Vec<_>>();
    let numbers =
        |i: &Inventory| i.extensions.iter().map(|e| (e.number.to_string(), e.kind, e.persons.clone())).collect::<Vec<_>>();
    for other in &lists[1..] {
        assert_eq!((ids(&lists[0]), numbers(&lists[0])), (ids(other), numbers(other)));
    }
}

#[test]
fn people_without_staff_number_are_joined_by_name_and_extension() {
    let first = "Name;Vorname;Durchwahl\nMüller;Hans;2001\nMüller;Hans;2002\nWeiß;Änne;2003\n";
    let second = "Name;Vorname;Durchwahl;Zimmer\nMüller;Hans;2002;7\nWeiß;Änne;;8\nNeu;Ida;2009;9\n";
    let merged = merge(Inputs::of(None::<AsteriskImport>, vec![staff("a.csv", first), staff("b.csv", second)], vec![]));
    let rooms: Vec<(&str, Option<&str>)> =
        merged.inventory.persons.iter().map(|p| (p.id.as_str(), p.room.as_ref().map(|r| r.value.as_str()))).collect();
    assert_eq!(
        rooms,
        [
            ("mueller-hans@2001", None),
            ("mueller-hans@2002", Some("7")),
            ("neu-ida", Some("9")),
            ("weiss-aenne", None),
            ("weiss-aenne#2", Some("8"))
        ]
    );
    assert_eq!(
        told(&merged),
        [
            "b.csv:3:1 join-proposed: `Änne Weiß` (`weiss-aenne#2`) may be `Änne Weiß` (`weiss-aenne`) of another source: same name; kept apart <- a.csv:4:1",
            "b.csv:3:1 person-in-one-list: people who are missing in `a.csv`: 2 (`Änne Weiß`, `Ida Neu`)",
            "a.csv:2:1 person-in-one-list: people who are missing in `b.csv`: 2 (`Hans Müller`, `Änne Weiß`)",
        ]
    );
}

#[test]
fn two_half_jobs_work_on_the_days_of_both_rows() {
    let text = format!("{HEADER}1;Müller;Hans;Bauamt;2.14;2001;;Mo, Di;ja\n1;Müller;Hans;Bauamt;2.14;2001;;Di, Mi;ja\n");
    let merged = merge(Inputs::of(None::<AsteriskImport>, vec![staff("a.csv", &text)], vec![]));
    assert_eq!(*person(&merged, "1").off_days, [4, 5]);
    assert_eq!(
        told(&merged),
        [
            "a.csv:3:1 person-listed-twice: `Hans Müller` stands twice in this list; used: days off: `Mi, Do, Fr`, not `Mo, Do, Fr`; \
          days of work: those of both rows <- a.csv:2:1"
        ]
    );
}

#[test]
fn a_shared_staff_number_makes_two_people() {
    let text = format!("{HEADER}1;Müller;Hans;Bauamt;;2001;;;\n1;Petridou;Eleni;Bauamt;;2002;;;\n");
    let merged = merge(Inputs::of(None::<AsteriskImport>, vec![staff("a.csv", &text)], vec![]));
    let ids: Vec<&str> = merged.inventory.persons.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(ids, ["1", "1-petridou"]);
    assert_eq!(
        told(&merged),
        ["a.csv:3:1 staff-number-shared: staff number `1` belongs to `Hans Müller` and `Eleni Petridou` <- a.csv:2:1"]
    );
}

#[test]
fn a_marriage_does_not_make_two_people() {
    let (a, b) = (format!("{HEADER}7;Müller;Eva;;;2001;;;\n"), format!("{HEADER}7;Maier;Eva;;;2001;;;\n"));
    let merged = merge(Inputs::of(None::<AsteriskImport>, vec![staff("a.csv", &a), staff("b.csv", &b)], vec![]));
    assert_eq!(merged.inventory.persons.len(), 1);
    assert_eq!(
        told(&merged),
        ["b.csv:2:3 sources-differ: last name of `Eva Müller` is `Maier` here; used `Müller` <- a.csv:2:3"]
    );
}

#[test]
fn departments_get_one_spelling() {
    let text = "Nachname;Amt;Durchwahl\na Müller;Bau-Amt;2001\nb Weiß;Bauamt;2002\nc Groß;Bau Amt;2003\nd Voß;Bau Amt;2004\ne Kraus;Bau Ambt;2005\n";
    let merged = merge(Inputs::of(None::<AsteriskImport>, vec![staff("a.csv", text)], vec![]));
    let names: Vec<&str> =
        merged.inventory.persons.iter().filter_map(|p| p.department.as_ref()).map(|d| d.value.as_str()).collect();
    assert_eq!(names, ["Bau Amt", "Bau Amt", "Bau Amt", "Bau Amt", "Bau Ambt"]);
    assert_eq!(
        told(&merged),
        [
            "a.csv:2:10 department-spelling: `Bau-Amt` (1) was taken for `Bau Amt` <- a.csv:4:8",
            "a.csv:3:8 department-spelling: `Bauamt` (1) was taken for `Bau Amt` <- a.csv:4:8",
            "a.csv:6:9 department-spelling: `Bau Ambt` (1) may be a slip for `Bau Amt`; kept as it is <- a.csv:4:8",
        ]
    );
}

#[test]
fn extensions_find_their_people_and_the_rest_is_told() {
    let text = "Personalnr;Name;Vorname;Durchwahl\n1;Müller;Hans;2001\n2;Weiß;Änne;202\n3;Fax;Ida;2010\n4;Groß;Uwe;2011\n5;Voß;Eva;2099\n\
                6;Kraus;Jan;2003\n7;Klaus;Jo;2003\n8;Noll;Ute;2012\n";
    let system = pbx(&[
        ("2001", "Müller, Hans", "2001", "x"),
        ("0202", "Weiss Aenne", "0202", "x"),
        ("2003", "Kraus, Jan", "2003", "x"),
        ("2010", "Fax, Ida", "2010", "x"),
        ("2011", "Fax Poststelle", "2011", "x"),
        ("2012", "Vorgaenger, Paul", "2012", "x"),
        ("2020", "Ehemals, Karl", "2020", "x"),
        ("2030", "Aufzug Nord", "2030", "x"),
    ]);
    let merged = merge(Inputs::of(Some(system), vec![staff("a.csv", text)], vec![]));
    assert_eq!(
        told(&merged),
        [
            "a.csv:8:12 extension-of-two-persons: extension `2003` belongs to `Jan Kraus`, `Jo Klaus`; it is taken as shared and is not moved <- a.csv:7:13",
            "a.csv:5:12 kind-contradicts: extension `2011` of `Uwe Groß` is called `Fax Poststelle` by the telephone system (name contains `Fax`) <- pjsip.conf",
            "a.csv:9:12 name-differs: the telephone system shows `Vorgaenger, Paul` for extension `2012` of `Ute Noll` <- pjsip.conf",
            "a.csv:6:11 extension-unknown: the telephone system has no extension `2099` (of `Eva Voß`)",
            "pjsip.conf extension-without-person: no staff list has extension `2020` (`Ehemals, Karl`)",
        ]
    );
    assert_eq!(kind(&merged, "0202"), (ExtensionKind::Person, vec!["2".to_owned()]), "the zero is back");
    assert_eq!(kind(&merged, "2003").0, ExtensionKind::Shared);
    assert_eq!(kind(&merged, "2010").0, ExtensionKind::Person, "a person of that name");
    assert_eq!(kind(&merged, "2020"), (ExtensionKind::Unknown, vec![]), "nobody's phone is not moved");
    assert_eq!(kind(&merged, "2030").0, ExtensionKind::LiftAlarm);
    assert_eq!(person(&merged, "2").extension.as_ref().map(|e| e.value.clone()), "0202".parse::<Extension>().ok());
}

#[test]
fn without_a_telephone_system_nothing_is_unknown() {
    let merged = merge(Inputs::of(
        None::<AsteriskImport>,
        vec![staff("a.csv", "Name;Durchwahl\nMüller;2001\n")],
        vec![logins("Nst;Login;Passwort\n2001;a;b\n")],
    ));
    assert_eq!(told(&merged), Vec::<String>::new());
    assert_eq!(kind(&merged, "2001").0, ExtensionKind::Person);
}

#[test]
fn functions_of_the_staff_list_name_their_extension() {
    let text = "Name;Vorname;Durchwahl\nKasse;;2040\nMüller;Hans;2001\n";
    let merged = merge(Inputs::of(
        Some(pbx(&[("2040", "2040", "2040", "x"), ("2001", "2001", "2001", "x")])),
        vec![staff("a.csv", text)],
        vec![],
    ));
    assert_eq!(kind(&merged, "2040"), (ExtensionKind::Function, vec![]));
    assert_eq!(kind(&merged, "2001").0, ExtensionKind::Person);
}

#[test]
fn logins_are_compared_and_never_shown() {
    let system = pbx(&[
        ("2001", "Müller, Hans", "2001", "geheim-EINS-geheim"),
        ("2002", "Weiß, Änne", "tel2002", "geheim-ZWEI-geheim"),
        ("2003", "Groß, Uwe", "2003", "geheim-DREI;geheim"),
        ("2004", "Voß, Eva", "2004", "geheim-VIER-geheim"),
    ]);
    let people = "Name;Vorname;Durchwahl\nMüller;Hans;2001\nWeiß;Änne;2002\nGroß;Uwe;2003\nVoß;Eva;2004\n";
    let list = "Nebenstelle;Anmeldename;Kennwort\n2001;2001;geheim-ANDERS-geheim\n2002;2002;geheim-ZWEI-geheim\n\
                2003;2003;\"geheim-DREI;geheim\"\n2099;2099;geheim-NEUN-geheim\n";
    let merged = merge(Inputs::of(
        Some(system),
        vec![staff("a.csv", people)],
        vec![logins(list), logins("Nst;Login;Passwort\n2001;2001;x\n")],
    ));
    let shown = told(&merged);
    assert_eq!(
        shown.iter().map(|line| line.split(" <- ").next().unwrap_or_default()).collect::<Vec<_>>(),
        [
            "logins.csv:2:11 login-secret-differs: password of `2001` is not the telephone system's",
            "logins.csv:3:6 login-name-differs: login name of `2002` is `2002` here and `tel2002` in the telephone system",
            "logins.csv:4:11 login-secret-differs: password of `2003` is longer here: a `;` cuts it in the telephone system's configuration",
            "logins.csv:5:1 login-of-unknown-extension: the telephone system has no extension `2099`, but the list has a login for it",
            "pjsip.conf login-missing: extensions of people without a listed login: 1 (`2004`); the telephone system's own serves",
        ]
    );
    assert!(merged.findings.iter().any(|f| f.code.as_str() == "inventory/login-listed-twice"));
    let everything = format!("{:?}{}", merged, serde_json::to_string(&merged.inventory).expect("plain data"));
    assert!(!everything.contains("geheim"), "no password in findings, Debug or JSON");
    let secrets: Vec<&str> = merged.secrets.iter().map(|(key, _)| key).filter(|key| key.starts_with("list/")).collect();
    assert_eq!(secrets, ["list/2001", "list/2002", "list/2003", "list/2099"]);
}

pub(super) fn devices(file: &str, rows: &[(&str, &str, &str, &str)]) -> Reading {
    let some =
        |text: &str, line: usize| (!text.is_empty()).then(|| Sourced::new(text.to_owned(), Place::at(file, line as u32 + 2, 1)));
    let devices = rows
        .iter()
        .enumerate()
        .map(|(line, (label, serial, mac, owner))| Device {
            mac: mac.parse().ok().map(|mac| Sourced::new(mac, Place::at(file, line as u32 + 2, 3))),
            label: some(label, line),
            serial: some(serial, line),
            owner: some(owner, line),
            ..Device::new(*label, DeviceKind::Notebook, Place::at(file, line as u32 + 2, 1))
        })
        .collect();
    Reading { devices, ..Reading::default() }
}

/// Findings of every code that only several sources together can give; `check`'s tests count them.
pub(in crate::inventory) fn contradicting() -> Merged {
    let people = staff("a.csv", "Personalnr;Name;Vorname;Durchwahl\n1;Müller;Hans;2001\n2;Weiß;Änne;\n");
    let other = staff("b.csv", "Name;Vorname;Zimmer\nWeiß;Änne;8\n");
    let phone = pbx(&[("2001", "Müller", "2001", "other-password")]);
    merge(Inputs {
        readings: vec![
            (Class::Phone, phone.into()),
            (Class::Pbx, pbx(&[("2001", "Müller", "2001", "x")]).into()),
            (Class::Pbx, pbx(&[("2001", "Müller", "2001", "x"), ("2002", "Weiß", "2002", "x")]).into()),
            (Class::Devices, devices("lieferung.csv", &[("NB1", "S1", "00:00:5e:00:53:01", ""), ("NB2", "S2", "", "")])),
            (Class::Devices, devices("bestand.csv", &[("NB1", "S9", "00:00:5e:00:53:01", "1"), ("NB2", "S2", "", "niemand")])),
        ],
        staff: vec![people, other],
        accounts: vec![],
        same_person: vec![("9999".into(), "niemand".into())],
        different_persons: vec![("2".into(), "2".into())],
        further_are_lines: false,
    })
}

#[test]
fn contradictions_between_sources_name_both_places() {
    let merged = contradicting();
    let told: Vec<String> = told(&merged).into_iter().filter(|line| !line.contains("login-")).collect();
    assert_eq!(
        told,
        [
            "pjsip.conf extension-in-two-sources: extension `2001` is known from another export already, which counts <- pjsip.conf",
            "pjsip.conf phone-differs: the phone of `2001` has another password than the telephone system <- pjsip.conf",
            "deskshift.yaml#/sources/same_person same-person-unknown: `9999` in `sources.same_person` is nobody's id in the sources",
            "deskshift.yaml#/sources/same_person same-person-unknown: `niemand` in `sources.same_person` is nobody's id in the sources",
            "deskshift.yaml#/sources/different_persons different-persons-joined: `2` and `2` are said to be two people and were joined all the same <- a.csv:3:1",
            "b.csv:2:1 join-proposed: `Änne Weiß` (`weiss-aenne`) may be `Änne Weiß` (`2`) of another source: same name; kept apart <- a.csv:3:1",
            "b.csv:2:1 person-in-one-list: people who are missing in `a.csv`: 1 (`Änne Weiß`)",
            "a.csv:2:1 person-in-one-list: people who are missing in `b.csv`: 2 (`Hans Müller`, `Änne Weiß`)",
            "bestand.csv:2:1 device-contradicts: serial number of device `NB1` is `S9` here and `S1` in the first source <- lieferung.csv:2:1",
            "bestand.csv:3:1 device-owner-unknown: device `NB2` belongs to `niemand`, who is not known, or not only one",
        ]
    );
    let device = merged.inventory.devices.iter().find(|d| d.id == "NB1").expect("the notebook");
    assert_eq!(device.person.as_ref().map(PersonId::as_str), Some("1"));
    assert!(!told.iter().any(|line| line.contains("other-password")));
    // Both passwords stay, under keys of their own, and the line has the telephone system's.
    let line = merged.inventory.extensions.iter().find(|e| e.number.as_str() == "2001").expect("the line");
    let Some(Account { auth: AuthState::Present { secret, .. }, .. }) = line.account.as_deref() else { panic!("a login") };
    assert_eq!(merged.secrets.get(secret), Some(&crate::domain::Secret::new("x")));
    let stored: Vec<&str> = merged.secrets.iter().map(|(key, _)| key).collect();
    assert_eq!(stored, ["pbx/auth/2001", "pbx/auth/2001#2", "pbx/auth/2002"]);
}

#[test]
fn a_proposed_join_is_made_when_the_admin_confirms_it() {
    let lists = || {
        vec![
            staff("a.csv", "Personalnr;Name;Vorname;Durchwahl\n2;Weiß;Änne;2002\n"),
            staff("b.csv", "Name;Vorname;Zimmer\nWeiß;Änne;8\n"),
        ]
    };
    let apart = merge(Inputs { staff: lists(), ..Inputs::default() });
    assert_eq!(apart.inventory.persons.len(), 2);
    let joined = merge(Inputs { staff: lists(), same_person: vec![("2".into(), "weiss-aenne".into())], ..Inputs::default() });
    assert_eq!(joined.inventory.persons.len(), 1);
    assert_eq!(person(&joined, "2").room.as_ref().map(|r| r.value.as_str()), Some("8"));
    assert!(!told(&joined).iter().any(|line| line.contains("join-proposed")));
}

#[test]
fn a_confirmation_joins_all_of_its_chain_and_no_namesake() {
    let lists = vec![
        staff("a.csv", "Personalnr;Name;Vorname\n2;Weiß;Änne\n"),
        staff("b.csv", "Personalnr;Name;Vorname\n2;Maier;Rosa\n"),
        staff("c.csv", "Name;Vorname;Zimmer\nWeiß-Huber;Änne;8\nHuber;Änne;9\n"),
    ];
    let same = [("2", "weisshuber-aenne"), ("weisshuber-aenne", "huber-aenne")];
    let same_person = same.iter().map(|(one, two)| ((*one).to_owned(), (*two).to_owned())).collect();
    let merged = merge(Inputs { staff: lists, same_person, ..Inputs::default() });
    let ids: Vec<&str> = merged.inventory.persons.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(ids, ["2", "2-maier"]);
}

#[test]
fn a_person_goes_by_the_staff_number_whatever_source_comes_first() {
    let directory = staff("ad", "Name;Vorname;E-Mail;Anmeldename\nWeiß;Änne;aw@lra.example;awe\nHuber;Eva;;ehu\n");
    let directory = Reading { people: directory.people, sources: directory.source.into_iter().collect(), ..Reading::default() };
    let list = staff("a.csv", "Personalnr;Name;Vorname;E-Mail\n0815;Weiß-Huber;Änne;AW@lra.example\n0816;Huber;Eva;\n");
    let inputs = |same: &[(&str, &str)]| Inputs {
        readings: vec![(
            Class::Directory,
            Reading { people: directory.people.clone(), sources: directory.sources.clone(), ..Reading::default() },
        )],
        staff: vec![list.clone()],
        same_person: same.iter().map(|(one, two)| ((*one).to_owned(), (*two).to_owned())).collect(),
        ..Inputs::default()
    };
    let merged = merge(inputs(&[]));
    let ids: Vec<&str> = merged.inventory.persons.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(ids, ["0815", "0816", "huber-eva"]);
    assert_eq!(person(&merged, "0815").last.value, "Weiß");
    let differs = merged.findings.iter().find(|f| f.code.as_str() == "inventory/sources-differ").expect("the name differs");
    assert_eq!(differs.subject.as_deref(), Some("0815"), "the finding is about the id that the inventory has");
    // A name alone is proposed; confirmed under either id, it joins and takes the number.
    let merged = merge(inputs(&[("huber-eva", "0816")]));
    let ids: Vec<&str> = merged.inventory.persons.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(ids, ["0815", "0816"]);
}

#[test]
fn a_directory_knows_the_room_and_a_staff_list_the_department() {
    let directory = staff("ad", "Personalnr;Name;Vorname;Abteilung;Zimmer\n1;Müller;Hans;Dept 12;4.01\n");
    let directory = Reading { people: directory.people, sources: directory.source.into_iter().collect(), ..Reading::default() };
    let list = staff("a.csv", "Personalnr;Name;Vorname;Abteilung;Zimmer\n1;Müller;Hans;Bauamt;3.99\n");
    let merged = merge(Inputs { readings: vec![(Class::Directory, directory)], staff: vec![list], ..Inputs::default() });
    let one = person(&merged, "1");
    assert_eq!(one.department.as_ref().map(|d| d.value.as_str()), Some("Bauamt"));
    assert_eq!(one.room.as_ref().map(|r| r.value.as_str()), Some("4.01"));
    let differ = told(&merged).into_iter().filter(|line| line.contains("sources-differ")).collect::<Vec<_>>();
    assert_eq!(
        differ,
        [
            "ad:2:15 sources-differ: department of `Hans Müller` is `Dept 12` here; used `Bauamt` <- a.csv:2:15",
            "a.csv:2:22 sources-differ: room of `Hans Müller` is `3.99` here; used `4.01` <- ad:2:23",
        ]
    );
}

#[test]
fn two_systems_that_show_different_numbers_are_told() {
    let system = |file: &str, outgoing: &str, emergency: &str, mail: &str| {
        let at = |column| Place::at(file, 2, column);
        let sourced = |text: &str, column| (!text.is_empty()).then(|| Sourced::new(text.to_owned(), at(column)));
        let mut entry = ExtensionEntry::new("2001".parse().expect("digits"), ExtensionKind::Person, Words::new("", ""), at(1));
        entry.caller_id.outgoing = sourced(outgoing, 5);
        entry.caller_id.emergency = sourced(emergency, 7);
        entry.extra = [("Farbe", Sourced::new(file.to_owned(), at(9)))].into_iter().collect();
        let mailbox = Mailbox { email: sourced(mail, 8), ..Mailbox::new("2001", "default", at(1)) };
        (Class::Pbx, Reading { extensions: vec![entry], mailboxes: vec![mailbox], ..Reading::default() })
    };
    let readings = vec![system("a.csv", "08999998100", "", "a@b.example"), system("b.csv", "08999998999", "112", "c@d.example")];
    let merged = merge(Inputs { readings, ..Inputs::default() });
    let entry = &merged.inventory.extensions[0];
    let ids = [&entry.caller_id.outgoing, &entry.caller_id.emergency].map(|id| id.as_ref().map(|id| id.at.to_string()));
    assert_eq!(ids, [Some("a.csv:2:5".to_owned()), Some("b.csv:2:7".to_owned())]);
    assert_eq!(entry.extra.line(), "Farbe: a.csv; Farbe#2: b.csv");
    assert_eq!(merged.inventory.mailboxes.len(), 1);
    assert_eq!(
        told(&merged),
        [
            "b.csv:2:5 sources-differ: outgoing caller ID of `2001` is `08999998999` here; used `08999998100` <- a.csv:2:5",
            "b.csv:2:8 sources-differ: mail address of mailbox `2001@default` is `c@d.example` here; used `a@b.example` <- a.csv:2:8",
        ]
    );
}

#[test]
fn departments_know_their_short_form_the_unit_above_and_other_spellings() {
    let first = "Personalnr;Name;Amt;Sachgebiet;Dezernat;Amtskürzel\n1;Müller;Bauamt;Hochbau;Dezernat 3;61\n\
        2;Weiß;Bauamt;;Dezernat 3;61\n3;Huber;Bau-Amt;Team 1;Dezernat 2;\n4;Neu;Sozialamt;Team 1;;\n";
    let merged = merge(Inputs::of(None::<AsteriskImport>, vec![staff("a.csv", first)], vec![]));
    let lines: Vec<String> = merged
        .inventory
        .departments
        .iter()
        .map(|unit| {
            let parent = unit.parent.as_ref().map_or("-", |parent| parent.value.as_str());
            let short = unit.short.as_ref().map_or("-", |short| short.value.as_str());
            let also: Vec<&str> = unit.aliases.iter().map(|alias| alias.value.as_str()).collect();
            format!("{} < {parent} ({short}) {} {also:?} {}", unit.name, unit.persons, unit.at)
        })
        .collect();
    assert_eq!(
        lines,
        [
            "Bauamt < Dezernat 3 (61) 3 [\"Bau-Amt\"] a.csv:2:10",
            "Dezernat 3 < - (-) 0 [] a.csv:2:25",
            "Hochbau < Bauamt (-) 1 [] a.csv:2:17",
            "Sozialamt < - (-) 1 [] a.csv:5:7",
            "Team 1 < Bauamt (-) 1 [] a.csv:4:17",
            "Team 1 < Sozialamt (-) 1 [] a.csv:5:17",
        ]
    );
    assert!(
        told(&merged).contains(
            &"a.csv:4:24 sources-differ: upper unit of `Bauamt` is `Dezernat 2` here; used `Dezernat 3` <- a.csv:2:25".to_owned()
        ),
        "{:?}",
        told(&merged)
    );
}

#[test]
fn what_lists_say_of_the_work_of_one_person_is_compared_cell_by_cell() {
    let first = "Personalnr;Name;Wochenstunden;Arbeitstage;Beschäftigungsstatus\n1;Müller;39;Mo-Mi;aktiv\n";
    let second = "Personalnr;Name;Wochenstunden;Arbeitstage;Beschäftigungsstatus;Farbe\n1;Müller;19,5;Mo-Do;ausgeschieden;rot\n";
    let merged = merge(Inputs::of(None::<AsteriskImport>, vec![staff("a.csv", first), staff("b.csv", second)], vec![]));
    assert_eq!(
        told(&merged),
        [
            "b.csv:2:15 sources-differ: days off of `Müller` is `Fr` here; used `Do, Fr` <- a.csv:2:13",
            "b.csv:2:10 sources-differ: time of work of `Müller` is `19.5 h` here; used `39 h` <- a.csv:2:10",
            "a.csv:2:19 sources-differ: employment of `Müller` is `aktiv` here; used `ausgeschieden` <- b.csv:2:21",
        ]
    );
    let one = person(&merged, "1");
    assert!(one.is_disabled() && one.extra.line() == "Farbe: rot" && one.off_days.at() == Some(&Place::at("a.csv", 2, 13)));
}

#[test]
fn two_spellings_of_a_name_are_one_person_and_both_are_kept() {
    let (a, b) = (format!("{HEADER}7;Mueller;Joerg;;;2001;;;\n"), format!("{HEADER}7;Müller;Jörg;;;2001;;;\n"));
    let merged = merge(Inputs::of(None::<AsteriskImport>, vec![staff("a.csv", &a), staff("b.csv", &b)], vec![]));
    assert_eq!(told(&merged), Vec::<String>::new());
    let both = person(&merged, "7");
    assert_eq!(
        (both.last.value.as_str(), both.full_name().as_str()),
        ("Mueller", "Jörg Müller"),
        "the first source counts, umlauts are shown"
    );
    let also: Vec<String> = both.also_written.iter().map(|other| format!("{} {}", other.last.value, other.last.at)).collect();
    assert_eq!(also, ["Müller b.csv:2:3"]);
    let turned = merge(Inputs::of(None::<AsteriskImport>, vec![staff("b.csv", &b), staff("a.csv", &a)], vec![]));
    assert_eq!(person(&turned, "7").full_name(), "Jörg Müller");
    assert_eq!(person(&turned, "7").also_written.len(), 1);
}

#[test]
fn what_a_correction_overrules_is_kept() {
    let a = format!("{HEADER}7;Müller;Eva;;2.14;2001;;;\n");
    let fix = "deskshift correction;id;field;value;before\nperson;7;room;2.15;2.14\nperson;7;extension;;2001\nperson;7;last;Müller;Müler\n";
    let (source, corrections, _) =
        crate::inventory::exchange::read_corrections(&ListFile::new("fix.csv", fix.as_bytes()), &plan());
    let reading = crate::inventory::reading::Reading { sources: source.into_iter().collect(), corrections, ..Default::default() };
    let mut inputs = Inputs::of(None::<AsteriskImport>, vec![staff("a.csv", &a)], vec![]);
    inputs.readings.push((crate::inventory::formats::Class::Correction, reading));
    let merged = merge(inputs);
    let corrected: Vec<String> = merged
        .inventory
        .corrected
        .iter()
        .map(|c| {
            let at = c.sources_at.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{} {} {}: {} {}, sources {} {at}", c.subject, c.id, c.field, c.value.value, c.value.at, c.sources)
        })
        .collect();
    assert_eq!(
        corrected,
        ["person 7 extension:  fix.csv:3, sources 2001 a.csv:2:20", "person 7 room: 2.15 fix.csv:2:15, sources 2.14 a.csv:2:15"]
    );
    let shown = crate::output::inventory::show(&merged.inventory, &merged.findings, &plan(), "Müller").expect("the person");
    let text = shown.human(crate::diag::Lang::En);
    let has = |line: &str| text.lines().any(|shown| shown.split_whitespace().collect::<Vec<_>>().join(" ") == line);
    assert!(has("room 2.15 [fix.csv:2:15]") && has("without correction 2.14 [a.csv:2:15]"), "{text}");
    assert!(has("without correction 2001 [a.csv:2:20]"), "also where the value is gone: {text}");
}
