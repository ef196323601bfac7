//! Lines of one person for one program: in one set of files, or told why not.

use super::*;
use crate::plan::model::{Line, Plan};
use crate::policy::overrides::{Level, Override, Setting};

/// Anna with 2001, 2002 and 2003 in Linphone, which holds so many accounts.
fn world(most: usize) -> World {
    let mut world = World::new();
    for number in ["2002", "2003"] {
        world.add(number, "Anna", "Muster");
        let anna = world.inventory.extensions[0].persons.clone();
        world.inventory.extensions.last_mut().unwrap().persons = anna;
    }
    world.clients.get_mut(&ClientId("linphone-xml".into())).unwrap().most_accounts = most;
    world
}

fn line<'a>(plan: &'a Plan, number: &str) -> &'a Line {
    plan.lines.iter().find(|line| line.extension == ext(number)).unwrap()
}

/// Which lines each set holds, by its first.
fn sets(plan: &Plan) -> Vec<Vec<&str>> {
    let own = plan.lines.iter().filter(|line| line.within.is_none());
    own.map(|set| set.accounts().map(|line| line.extension.as_str()).collect()).collect()
}

/// Code, severity and lines of what is told of several lines.
fn told(plan: &Plan) -> Vec<(&str, usize)> {
    let of = |finding: &crate::diag::Finding| {
        let number = |number: &&str| finding.what.en.contains(&format!("`{number}`"));
        ["2001", "2002", "2003"].iter().filter(|n| number(n)).count()
    };
    let all = plan.findings.iter().filter(|f| ["plan/one-set", "plan/several-lines"].contains(&f.code.as_str()));
    all.map(|finding| (finding.code.as_str(), of(finding))).collect()
}

#[test]
fn one_set_holds_the_accounts_of_all_lines_of_a_person() {
    let mut world = world(8);
    let plan = world.plan();
    assert_eq!(sets(&plan), [["2001", "2002", "2003"]]);
    assert_eq!(told(&plan), [("plan/one-set", 3)]);
    assert_eq!(line(&plan, "2002").within, Some("2001".parse().unwrap()));
    // Each keeps a change on the PBX of its own, and is asked by itself.
    assert_eq!((plan.lines.len(), plan.pbx_changes.len()), (3, 3));
    // The number that the lists give the person first stands in front.
    world.inventory.persons[0].extension = Some(src(ext("2003")));
    assert_eq!(sets(&world.plan()), [["2003", "2001", "2002"]]);
    let (now, before) = (world.plan(), plan);
    let fields: Vec<String> =
        diff(&before, &now).into_iter().map(|change| format!("{} {}", change.subject, change.field)).collect();
    assert!(fields.contains(&"2001 in the files of".to_owned()), "{fields:?}");
    // A program that logs in with one at a time holds them all, and that is a warning.
    world.clients.get_mut(&ClientId("linphone-xml".into())).unwrap().one_account_at_a_time = true;
    let plan = world.plan();
    assert_eq!((sets(&plan).len(), told(&plan)), (1, vec![("plan/several-lines", 3)]));
}

#[test]
fn lines_that_do_not_fit_together_have_a_set_each_and_are_told() {
    let causes: [(&str, fn(&mut World), &[&[&str]], usize); 7] = [
        ("the files hold one", |w| facts(w).most_accounts = 1, &[&["2001"], &["2002"], &["2003"]], 3),
        ("the files hold two", |w| facts(w).most_accounts = 2, &[&["2001", "2002"], &["2003"]], 2),
        ("another transport", |w| w.site.clients.insert(0, only("2003", Transport::Udp)), &[&["2001", "2002"], &["2003"]], 2),
        (
            "another encryption",
            |w| {
                let mut rule = only("2002", Transport::Tls);
                rule.srtp = Some(Srtp::Required);
                w.site.clients.insert(0, rule);
            },
            &[&["2001", "2003"], &["2002"]],
            2,
        ),
        (
            "no password",
            |w| {
                let account = w.inventory.extensions[1].account.as_mut().unwrap();
                account.auth = AuthState::Open;
                w.inventory.extensions[1].listed = None;
            },
            &[&["2001", "2003"], &["2002"]],
            2,
        ),
        ("no list says they are on one telephone", |w| facts(w).of_a_device = true, &[&["2001"], &["2002"], &["2003"]], 3),
        ("one telephone has two of them", telephone, &[&["2001", "2003"], &["2002"]], 2),
    ];
    for (name, cause, expected, of) in causes {
        let mut world = world(8);
        cause(&mut world);
        let plan = world.plan();
        assert_eq!(sets(&plan), expected, "{name}");
        let apart: Vec<usize> =
            told(&plan).into_iter().filter(|(code, _)| *code == "plan/several-lines").map(|(_, n)| n).collect();
        assert_eq!(apart, [of], "{name}");
    }
    // Other settings of the media: those of one site.
    let mut world = world(8);
    let at = Place::at("deskshift.yaml", 9, 1);
    let level = Level::Device("SNOM-1".into());
    world.site.overrides.push(Override { level, at: at.clone(), settings: vec![(Setting::Ice(true), at)] });
    device(&mut world, "SNOM-1", &["2002"]);
    assert_eq!(sets(&world.plan()), [vec!["2001", "2003"], vec!["2002"]]);
}

#[test]
fn a_device_that_has_one_line_keeps_the_other_apart() {
    // A thin client that has one without the other would get the password of both; the telephone on the desk tells nothing of it.
    let mut world = world(8);
    device(&mut world, "T46", &["2003"]);
    assert_eq!(sets(&world.plan()), [["2001", "2002", "2003"]]);
    world.inventory.devices[0].kind = DeviceKind::ThinClient;
    let plan = world.plan();
    assert_eq!(sets(&plan), [vec!["2001", "2002"], vec!["2003"]]);
    assert!(
        plan.findings
            .iter()
            .any(|f| f.code.as_str() == "plan/several-lines" && f.what.en.contains("one of them without the other"))
    );
    device(&mut world, "NB", &["2001", "2002", "2003"]);
    world.inventory.devices.remove(0);
    world.inventory.devices[0].kind = DeviceKind::Notebook;
    assert_eq!(sets(&world.plan()), [["2001", "2002", "2003"]]);
    // Of telephones each counts.
    telephone(&mut world);
    world.inventory.devices.remove(0);
    assert_eq!(sets(&world.plan()), [vec!["2001", "2003"], vec!["2002"]]);
    device(&mut world, "T31", &["2003"]);
    assert_eq!(sets(&world.plan()), [["2001"], ["2002"], ["2003"]]);
}

fn facts(world: &mut World) -> &mut ClientFacts {
    world.clients.get_mut(&ClientId("linphone-xml".into())).unwrap()
}

fn only(number: &str, transport: Transport) -> ClientRule {
    ClientRule { extensions: vec![ext(number)], ..rule("linphone-xml", transport) }
}

fn telephone(world: &mut World) {
    facts(world).of_a_device = true;
    device(world, "T46", &["2001", "2003"]);
}

fn device(world: &mut World, name: &str, numbers: &[&str]) {
    let mut device = Device::new(name, DeviceKind::DeskPhone, Place::default());
    device.label = Some(src(name.to_owned()));
    for (at, number) in numbers.iter().enumerate() {
        device.lines.push(DeviceLine {
            index: u32::try_from(at + 1).unwrap(),
            number: src((*number).to_owned()),
            extension: Some(ext(number)),
            partition: None,
            label: None,
            ring: Ring::Normal,
            shared: false,
        });
    }
    world.inventory.devices.push(device);
}

/// Anna has 2002 too, with another program, and both take the ports of their calls from one range.
pub(super) fn two_programs_with_one_range(world: &mut World) {
    world.add("2002", "Anna", "Muster");
    let anna = world.inventory.extensions[0].persons.clone();
    world.inventory.extensions[1].persons = anna;
    let own = ClientRule { extensions: vec![ext("2002")], ..rule("baresip", Transport::Tls) };
    world.site.clients.insert(0, own);
    for client in ["linphone-xml", "baresip"] {
        world.clients.get_mut(&ClientId(client.into())).unwrap().rtp_ports = Some("30000-30999".parse().unwrap());
    }
}

#[test]
fn two_programs_on_one_machine_want_ports_of_their_own() {
    let said = |change: &dyn Fn(&mut World)| {
        let mut world = World::new();
        two_programs_with_one_range(&mut world);
        change(&mut world);
        let findings = world.plan().findings;
        let all: Vec<String> = findings
            .iter()
            .filter(|finding| finding.code.as_str() == "plan/rtp-ports-overlap")
            .map(|finding| finding.what.en.to_string())
            .collect();
        all
    };
    let both = "baresip and linphone-xml may run on one machine of a person, and both have the ports 30000-30999 for calls: \
                2 lines (`2001`, `2002`)";
    assert_eq!(said(&|_| {}), [both]);
    let ports = |world: &mut World, client: &str, text: &str| {
        world.clients.get_mut(&ClientId(client.into())).unwrap().rtp_ports = text.parse().ok();
    };
    assert_eq!(said(&|world| ports(world, "baresip", "31000-31999")), [""; 0]);
    assert!(said(&|world| ports(world, "baresip", "30950"))[0].contains("30950-30999"), "from a beginning upwards");
    assert_eq!(said(&|world| ports(world, "baresip", "29000")), [""; 0]);
    assert_eq!(said(&|world| ports(world, "baresip", "-")), [""; 0], "its files do not say");
    // Another person, a telephone, or another kind of machine.
    assert_eq!(said(&|world| world.inventory.extensions[1].persons = vec!["p2".parse().unwrap()]), [""; 0]);
    let client =
        |world: &mut World, change: fn(&mut ClientFacts)| change(world.clients.get_mut(&ClientId("baresip".into())).unwrap());
    assert_eq!(said(&|world| client(world, |facts| facts.of_a_device = true)), [""; 0]);
    let kinds = |world: &mut World, other: &str| {
        world.clients.get_mut(&ClientId("linphone-xml".into())).unwrap().runs_on = other.into();
        client(world, |facts| facts.runs_on = "linux".into());
    };
    assert_eq!(said(&|world| kinds(world, "windows")), [""; 0]);
    assert_eq!(said(&|world| kinds(world, "linux")), [both]);
    // A list that names two machines, one that names the same, one that names a desk phone.
    let two = |world: &mut World| {
        device(world, "A", &["2001"]);
        device(world, "B", &["2002"]);
    };
    let notebooks = |world: &mut World| world.inventory.devices.iter_mut().for_each(|own| own.kind = DeviceKind::Notebook);
    let two_notebooks = |world: &mut World| {
        two(world);
        notebooks(world);
    };
    assert_eq!(said(&two_notebooks), [""; 0]);
    assert_eq!(said(&two), [both], "telephones say nothing about the machine");
    let one_notebook = |world: &mut World| {
        device(world, "A", &["2001", "2002"]);
        notebooks(world);
    };
    assert_eq!(said(&one_notebook), [both]);
    // One set of files is one program.
    let one_program = |world: &mut World| {
        world.site.clients.remove(0);
        facts(world).most_accounts = 2;
    };
    assert_eq!(said(&one_program), [""; 0]);
    let twice = said(&|world| drop(world.site.clients.remove(0)));
    assert!(twice[0].starts_with("linphone-xml would run twice on a machine of one person"), "{twice:?}");
}
