//! Who gets what, and that no secret leaves its owner's folder.

use std::collections::BTreeMap;

use super::*;
use crate::diag::{Finding, Place};
use crate::domain::{ClientId, HostPort, SecretRef, SecretState, Transport};
use crate::inventory::model::{Device, DeviceKind, DeviceLine, Inventory, Person, Ring, Sourced};
use crate::links::issue::{ClearLink, ClearLinks};
use crate::plan::model::{Line, PbxFacts, Plan};
use crate::policy::site::{Deliver, FleetRule, FleetRules, Srtp};
use crate::profile::Artefact;

fn src<T>(value: T) -> Sourced<T> {
    Sourced::new(value, Place::at("liste.csv", 2, 1))
}

fn line(number: &str, client: &str) -> Line {
    Line {
        id: number.parse().unwrap(),
        extension: number.parse().unwrap(),
        person: Some(format!("p{number}").parse().unwrap()),
        display_name: format!("Person {number}").into(),
        department: None,
        client: ClientId(client.into()),
        aor_user: number.into(),
        domain: "pbx.example".into(),
        auth_user: number.into(),
        secret: SecretRef { state: SecretState::Present, key: "".into() },
        login_now: None,
        further: Vec::new(),
        within: None,
        registrar: HostPort { host: "pbx.example".into(), port: 5061 },
        transport: Transport::Tls,
        srtp: Srtp::Off,
        expiry_s: 300,
        mailbox: None,
        media: crate::policy::media::OwnMedia::default(),
        overridden: BTreeMap::new(),
        facts: PbxFacts::default(),
        at: Place::default(),
    }
}

fn rule(deliver: Deliver) -> Option<FleetRule> {
    Some(FleetRule { deliver, files_on: Some(r"\\fs01\it's\%USERNAME%".into()), home: "/userhome".into() })
}

struct World {
    inventory: Inventory,
    plan: Plan,
    rules: FleetRules,
    links: ClearLinks,
}

impl World {
    fn new(deliver: Deliver) -> Self {
        let plan = Plan {
            site: "A".into(),
            lines: Vec::new(),
            kept: Vec::new(),
            revoked: Vec::new(),
            pbx_changes: Vec::new(),
            one_ring: Vec::new(),
            findings: Vec::new(),
        };
        let rules = FleetRules { igel: rule(deliver), windows: rule(deliver) };
        Self { inventory: Inventory::default(), plan, rules, links: ClearLinks::new() }
    }

    /// A person with a login, a line, a link and a device.
    fn with(mut self, number: &str, client: &str, device: &str, kind: DeviceKind) -> Self {
        let line = line(number, client);
        let id = line.person.clone().unwrap();
        let mut person = Person::new(id.clone(), src(format!("Person {number}")), Place::default());
        person.login = Some(src(format!("Login.{number}")));
        let mut device = Device::new(device, kind, Place::default());
        device.label = Some(src(device.id.clone()));
        device.mac = Some(src("00:00:5e:00:53:01".parse().unwrap()));
        device.person = Some(id);
        self.links.insert(
            line.id.clone(),
            ClearLink { url: format!("https://phones.example/e/token{number}"), expires: 1, pin: false },
        );
        self.inventory.persons.push(Box::new(person));
        self.inventory.devices.push(device);
        self.plan.lines.push(line);
        self
    }

    fn build(&self) -> Fleet {
        let files = |line: &Line| -> Result<Vec<Artefact>, Vec<Finding>> {
            let names: &[&str] = match line.client.0.as_str() {
                "linphone-rc" => &["linphonerc"],
                "baresip" => &["accounts", "config"],
                "microsip" => &["microsip.ini", "microsip-merge.ps1"],
                "twinkle" => &["twinkle.cfg", "twinkle-2.cfg", "twinkle-3.cfg"][..line.accounts().count()],
                _ => &["other.xml"],
            };
            let artefact = |name: &&str| Artefact {
                path: format!("lines/{}/{}/{name}", line.id, line.client),
                bytes: format!("password=s3cret-{}\n", line.id).into_bytes(),
                secret: true,
                client: line.client.clone(),
                line: line.id.clone(),
            };
            Ok(names.iter().map(artefact).collect())
        };
        build(&Given { inventory: &self.inventory, plan: &self.plan, rules: &self.rules, links: &self.links, files: &files })
    }
}

fn codes_of(fleet: &Fleet) -> Vec<&str> {
    fleet.findings.iter().map(|finding| finding.code.as_str()).collect()
}

fn paths(fleet: &Fleet) -> Vec<&str> {
    fleet.files.iter().map(|file| file.path.as_str()).collect()
}

fn text(fleet: &Fleet, path: &str) -> String {
    let file = fleet.files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("no {path} in {:?}", paths(fleet)));
    String::from_utf8(file.bytes.clone()).unwrap()
}

#[test]
fn each_owner_has_a_folder_and_secrets_lie_nowhere_else() {
    let world = World::new(Deliver::Files)
        .with("2001", "linphone-rc", "IG-1", DeviceKind::ThinClient)
        .with("2002", "baresip", "IG-2", DeviceKind::ThinClient)
        .with("2003", "microsip", "NB-3", DeviceKind::Notebook);
    let fleet = world.build();
    assert_eq!(fleet.findings, []);
    assert_eq!(
        paths(&fleet),
        [
            "igel/deskshift-phone.sh",
            "igel/devices/ig-1/linphonerc",
            "igel/devices/ig-1/stamp.txt",
            "igel/devices/ig-2/accounts",
            "igel/devices/ig-2/config",
            "igel/devices/ig-2/stamp.txt",
            "windows/deskshift-phone.ps1",
            "windows/intune/detect.ps1",
            "windows/intune/remediate.ps1",
            "windows/users/login.2003/microsip.ini",
            "windows/users/login.2003/stamp.txt",
        ]
    );
    for file in &fleet.files {
        let own = file.path.contains("/devices/") || file.path.contains("/users/");
        assert_eq!(file.secret, own, "{}", file.path);
        let bytes = String::from_utf8_lossy(&file.bytes).into_owned();
        assert!(own || !bytes.contains("s3cret"), "{}", file.path);
    }
    let of = &fleet.assignments[1];
    assert_eq!((of.device.as_str(), of.extension.as_str(), of.client.as_str()), ("IG-2", "2002", "baresip"));
    assert_eq!(of.targets, ["/userhome/.baresip/accounts", "/userhome/.baresip/config"]);
    assert!(!serde_json::to_string(&fleet.assignments).unwrap().contains("s3cret"));
    assert!(!format!("{fleet:?}").contains("s3cret"));
}

/// The device of a person with two lines is set up with the files that hold both, whichever of the two comes first.
#[test]
fn a_device_gets_the_set_that_holds_its_persons_accounts() {
    let mut world = World::new(Deliver::Files).with("2009", "linphone-rc", "IG-1", DeviceKind::ThinClient);
    let mut within = line("2001", "linphone-rc");
    within.person.clone_from(&world.plan.lines[0].person);
    within.within = Some("2009".parse().unwrap());
    world.plan.lines[0].further.push(line("2001", "linphone-rc"));
    world.plan.lines.insert(0, within);
    let mut by_number = Device::new("IG-2", DeviceKind::ThinClient, Place::default());
    by_number.label = Some(src("IG-2".into()));
    by_number.lines = vec![device_line(1, "2001", Ring::Normal), device_line(2, "2009", Ring::Normal)];
    world.inventory.devices.push(by_number);
    let fleet = world.build();
    assert_eq!(fleet.findings, []);
    let extensions: Vec<&str> = fleet.assignments.iter().map(|assignment| assignment.extension.as_str()).collect();
    assert_eq!(extensions, ["2009", "2009"]);
    assert!(text(&fleet, "igel/devices/ig-2/linphonerc").contains("s3cret-2009"));
}

/// Twinkle has a file for each account, and the list names those that there are.
#[test]
fn files_for_each_account_go_to_places_of_their_own() {
    for (deliver, files) in
        [(Deliver::Files, &["twinkle.cfg", "twinkle-2.cfg", "stamp.txt"][..]), (Deliver::Link, &["link.txt", "stamp.txt"])]
    {
        let mut world = World::new(deliver).with("2009", "twinkle", "IG-1", DeviceKind::ThinClient);
        world.plan.lines[0].further.push(line("2001", "twinkle"));
        let fleet = world.build();
        assert_eq!(fleet.findings, []);
        let of = &fleet.assignments[0];
        assert_eq!(of.files, files);
        assert_eq!(of.targets, ["/userhome/.twinkle/deskshift.cfg", "/userhome/.twinkle/deskshift-2.cfg"]);
    }
    // There is a place for every file that the profile may write.
    let (catalogue, _) = crate::store::profiles::load(None);
    let most = catalogue.clients()[&crate::domain::ClientId("twinkle".into())].most_accounts;
    let way = places::way(Os::Igel, "twinkle", Deliver::Files).unwrap();
    assert_eq!((way.targets(most).len(), way.targets(most + 9).len()), (most, most));
}

fn device_line(index: u32, number: &str, ring: Ring) -> DeviceLine {
    let extension = Some(number.parse().unwrap());
    DeviceLine { index, number: src(number.into()), partition: None, extension, label: None, ring, shared: false }
}

/// A person's two devices get the line that the list gives each, and a lamp is no line.
#[test]
fn a_device_with_the_second_number_gets_that_one() {
    let mut world = World::new(Deliver::Files).with("2001", "linphone-rc", "IG-1", DeviceKind::ThinClient).with(
        "2003",
        "linphone-rc",
        "IG-2",
        DeviceKind::ThinClient,
    );
    let anna = world.plan.lines[0].person.clone();
    world.plan.lines[1].person.clone_from(&anna);
    world.inventory.devices[1].person = anna;
    world.inventory.devices[1].lines = vec![device_line(1, "2001", Ring::Monitor), device_line(2, "2003", Ring::Normal)];
    let of = |world: &World| -> Vec<(String, String)> {
        let fleet = world.build();
        fleet.assignments.iter().map(|one| (one.device.clone(), one.extension.to_string())).collect()
    };
    let expected = [("IG-1".to_owned(), "2001".to_owned()), ("IG-2".to_owned(), "2003".to_owned())];
    assert_eq!(of(&world), expected);
    world.inventory.devices[1].person = None;
    assert_eq!(of(&world), expected);
}

#[test]
fn the_stamp_names_the_client_and_changes_with_the_content_only() {
    let mut world = World::new(Deliver::Link).with("2001", "linphone-xml", "IG-1", DeviceKind::ThinClient);
    let stamp = |world: &World| text(&world.build(), "igel/devices/ig-1/stamp.txt");
    let first = stamp(&world);
    assert!(first.starts_with("linphone-xml ") && first.len() == "linphone-xml ".len() + 17, "{first}");
    assert_eq!(stamp(&world), first);
    world.links.values_mut().for_each(|link| link.url.push('x'));
    assert_ne!(stamp(&world), first);
    assert_eq!(text(&world.build(), "igel/devices/ig-1/link.txt"), "https://phones.example/e/token2001x\n");
}

#[test]
fn what_cannot_be_set_up_is_told_with_its_lines_and_nothing_is_written_for_it() {
    let world = |client: &str, kind, deliver| World::new(deliver).with("2001", client, "D-1", kind);
    use Deliver::{Files, Link};
    use DeviceKind::{Notebook, ThinClient};
    for (client, kind, deliver) in [
        ("zoiper", Notebook, Files),
        ("microsip", Notebook, Link),
        ("webphone", ThinClient, Files),
        ("webphone", Notebook, Link),
        ("linphone-xml", Notebook, Files),
        ("baresip", Notebook, Files),
    ] {
        let fleet = world(client, kind, deliver).build();
        assert_eq!((codes_of(&fleet), fleet.files.len(), fleet.assignments.len()), (vec!["fleet/no-place"], 0, 0), "{client}");
        assert!(fleet.findings[0].what.en.contains("`2001`"), "{}", fleet.findings[0].what.en);
    }
    for (client, kind, deliver) in
        [("webphone", ThinClient, Link), ("baresip", ThinClient, Link), ("linphone-rc", Notebook, Link)]
    {
        assert_eq!(codes_of(&world(client, kind, deliver).build()), [""; 0], "{client}");
    }

    let mut without = world("linphone-xml", ThinClient, Link);
    without.links.clear();
    assert_eq!(codes_of(&without.build()), ["fleet/no-link"]);
    for (url, pin) in [
        ("http://phones.example/x", false),
        ("https://phones.example/x y", false),
        ("https://phones.example/'", false),
        ("https://phones.example/x", true),
    ] {
        let id = without.plan.lines[0].id.clone();
        without.links.insert(id, ClearLink { url: url.into(), expires: 1, pin });
        assert_eq!(codes_of(&without.build()), ["fleet/no-link"], "{url}");
    }

    let mut nameless = world("linphone-rc", Notebook, Files);
    nameless.inventory.persons[0].login = None;
    assert_eq!(codes_of(&nameless.build()), ["fleet/no-login"]);

    let mut nobodys = world("linphone-rc", ThinClient, Files);
    nobodys.inventory.devices[0].person = None;
    let fleet = nobodys.build();
    assert_eq!((codes_of(&fleet), fleet.unassigned.as_slice()), (vec!["fleet/unassigned"], &["D-1".to_owned()][..]));
    // The number on the device is as good as a person.
    nobodys.inventory.devices[0].lines = vec![DeviceLine {
        index: 1,
        number: src("2001".into()),
        partition: None,
        extension: Some("2001".parse().unwrap()),
        label: None,
        ring: Ring::Normal,
        shared: false,
    }];
    assert_eq!(nobodys.build().assignments.len(), 1);

    let mut off = world("linphone-rc", ThinClient, Files);
    off.rules.igel = None;
    let fleet = off.build();
    assert!(fleet.files.is_empty() && fleet.findings.is_empty() && fleet.unassigned.is_empty());
}

#[test]
fn two_lines_in_one_folder_get_nothing_and_two_devices_of_one_user_share_it() {
    let world = World::new(Deliver::Files)
        .with("2001", "linphone-rc", "IG-1", DeviceKind::ThinClient)
        .with("2002", "linphone-rc", "ig-1", DeviceKind::ThinClient)
        .with("2003", "linphone-rc", "IG-3", DeviceKind::ThinClient);
    let fleet = world.build();
    assert_eq!(codes_of(&fleet), ["fleet/not-alone"]);
    assert_eq!(fleet.assignments.len(), 1);
    assert!(paths(&fleet).iter().all(|path| !path.contains("ig-1")), "{:?}", paths(&fleet));

    let mut world = World::new(Deliver::Files).with("2001", "linphone-rc", "NB-1", DeviceKind::Notebook);
    let mut second = world.inventory.devices[0].clone();
    second.id = "NB-2".into();
    second.label = Some(src("NB-2".into()));
    world.inventory.devices.push(second);
    let fleet = world.build();
    assert_eq!((fleet.assignments.len(), fleet.findings.len()), (2, 0));
    assert_eq!(paths(&fleet).iter().filter(|path| path.ends_with("linphonerc")).count(), 1);
}

#[test]
fn scripts_are_plain_text_of_their_system_and_name_the_place_safely() {
    let world = World::new(Deliver::Files).with("2001", "linphone-rc", "IG-1", DeviceKind::ThinClient).with(
        "2002",
        "microsip",
        "NB-2",
        DeviceKind::Notebook,
    );
    let fleet = world.build();
    for path in ["windows/deskshift-phone.ps1", "windows/intune/detect.ps1", "windows/intune/remediate.ps1"] {
        let script = text(&fleet, path);
        // PowerShell 5 reads files without a mark as ANSI.
        assert!(script.is_ascii() && script.ends_with("\r\n") && !script.replace("\r\n", "").contains('\n'), "{path}");
        assert!(script.contains(r"param([string]$Source = '\\fs01\it''s\%USERNAME%')"), "{path}");
        assert!(!script.contains("@FILES@"));
    }
    let script = text(&fleet, "igel/deskshift-phone.sh");
    assert!(script.starts_with("#!/bin/sh\n") && script.is_ascii() && !script.contains('\r'));
    assert!(script.contains("HOME=${DESKSHIFT_HOME:-'/userhome'}"));
}

#[test]
fn every_code_has_a_page() {
    assert!(
        codes::ALL.iter().all(|page| page.slug.starts_with("fleet/") && page.page_en.len() > 100 && page.page_de.len() > 100)
    );
}
