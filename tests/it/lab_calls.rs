//! `deskshift validate --level call` against the embedded PBX: all lines of the case call each other through it, and each planted fault is
//! found on the line that has it.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::support::{Run, command, finish};
use crate::validate::{Case, classes, differing};

/// What a fault of the lab makes of the extensions it names: the class each of them deserves.
fn planted(faults: &[&str]) -> BTreeMap<String, &'static str> {
    let mut classes = BTreeMap::new();
    for fault in faults {
        let (name, extensions) = fault.split_once('=').expect("a fault with extensions");
        let class = match name {
            "busy" => "call/busy",
            "unavailable" => "call/unavailable",
            "no-ring" => "call/no-ring",
            // Sound for them is lost.
            "deaf" => "call/hears-nothing",
            "crossed" => "call/crossed",
            other => panic!("{other}"),
        };
        for extension in extensions.split('+') {
            classes.insert(extension.split(':').next().expect("a number").to_owned(), class);
        }
    }
    classes
}

/// The case after the change, so that softphones fit beside desk phones. A relay does not translate between encrypted and plain sound, so
/// all lines have the same.
fn case(faults: &[&str], at_once: u32) -> Case {
    let faults: Vec<&str> = faults.iter().flat_map(|fault| ["--fault", fault]).collect();
    let case = Case::changed(&faults);
    case.edit("srtp: required", "srtp: off");
    case.edit("transport: tls\n", "transport: tls\n    srtp: off\n");
    let calls = format!("expiry_s: 600\n\nvalidate:\n  talk_s: 3\n  calls_at_once: {at_once}\n");
    case.edit("expiry_s: 600\n\nvalidate:\n", &calls);
    case
}

fn validate(case: &Case, more: &[&str]) -> Run {
    // Desk phones of the list exist on paper only: nobody's rings.
    let usual =
        ["--lang", "en", "--json", "validate", "--level", "call", "--rate", "0", "--change-loaded", "--ring-devices", "--again"];
    finish(command(case.path(), &[&usual, more].concat()), Duration::from_secs(900))
}

/// Lines that are ready at the level `bind` are good at calls; the others stay what they are.
fn truth(case: &Case, faults: &[&str]) -> BTreeMap<String, String> {
    let planted = planted(faults);
    let truth = case.truth(5);
    for extension in planted.keys() {
        assert_eq!(truth.get(extension).map(String::as_str), Some("sip/ready"), "{extension} has another fault already");
    }
    let class = |(extension, class): (String, String)| {
        let class = match (planted.get(&extension), class.as_str()) {
            (Some(fault), "sip/ready") => (*fault).to_owned(),
            (_, "sip/ready") => "call/good".to_owned(),
            _ => class,
        };
        (extension, class)
    };
    truth.into_iter().map(class).collect()
}

/// The first lines that can be called, and the first of each fault.
fn selection(truth: &BTreeMap<String, String>, faults: &[&str]) -> Vec<String> {
    let planted = planted(faults);
    let mut seen = BTreeMap::<&str, usize>::new();
    let chosen = truth.iter().filter(|(extension, class)| {
        let most = if *class == "call/good" { 9 } else { usize::from(*class != "sip/kept") };
        let count = seen.entry(class).or_default();
        *count += 1;
        *count <= most || planted.contains_key(*extension)
    });
    chosen.map(|(extension, _)| extension.clone()).collect()
}

/// Some lines of each kind.
#[test]
fn lines_of_the_case_call_each_other_through_the_lab() {
    let faults = ["busy=1201", "no-ring=1203", "deaf=1301", "unavailable=1501", "crossed=1210:0204"];
    let case = case(&faults, 30);
    let truth = truth(&case, &faults);
    let lines = selection(&truth, &faults);
    let done = validate(&case, &["--only", &lines.join(",")]);
    assert_eq!(done.code, 1, "{}", done.all());
    let expected = truth.into_iter().filter(|(extension, _)| lines.contains(extension)).collect();
    let wrong = differing(&expected, &classes(&done.json()));
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(lines.len() > 15, "{lines:?}");
}

/// A machine that is too busy, for real: the program is stopped for most of the time. A line whose sound is lost is not judged then, and one that is
/// busy is.
#[test]
fn a_program_that_is_held_up_judges_no_sound() {
    let faults = ["busy=1201", "deaf=1301"];
    let case = case(&faults, 2);
    let truth = truth(&case, &faults);
    let good = truth.iter().filter(|(_, class)| *class == "call/good").map(|(extension, _)| extension.as_str()).take(2);
    let lines: Vec<&str> = good.chain(["1201", "1301"]).collect();
    let only = lines.join(",");
    let usual =
        ["--lang", "en", "--json", "validate", "--level", "call", "--rate", "0", "--change-loaded", "--ring-devices", "--again"];
    let child = command(case.path(), &[&usual[..], &["--only", &only]].concat())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("deskshift");
    let pid = child.id().to_string();
    let over = std::sync::atomic::AtomicBool::new(false);
    let output = std::thread::scope(|scope| {
        scope.spawn(|| {
            let signal =
                |name: &str| std::process::Command::new("kill").args([name, &pid]).status().is_ok_and(|done| done.success());
            while !over.load(std::sync::atomic::Ordering::Relaxed) && signal("-STOP") {
                std::thread::sleep(Duration::from_millis(400));
                // Also where the flag has been set meanwhile: nothing stays stopped.
                signal("-CONT");
                std::thread::sleep(Duration::from_millis(100));
            }
        });
        let output = child.wait_with_output().expect("its end");
        over.store(true, std::sync::atomic::Ordering::Relaxed);
        output
    });
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one document");
    let found = classes(&json);
    assert_eq!(
        found.get("1301").map(String::as_str),
        Some("call/machine-too-busy"),
        "{found:?} {}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(found.get("1201").map(String::as_str), Some("call/busy"), "{found:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains(" ms late"));
}

/// All 640 lines: four minutes of waiting and sound, so only with `DESKSHIFT_WHOLE_CASE`.
#[test]
fn all_lines_of_the_case_call_each_other_through_the_lab() {
    if std::env::var_os("DESKSHIFT_WHOLE_CASE").is_none() {
        println!("all_lines_of_the_case_call_each_other_through_the_lab: skipped without DESKSHIFT_WHOLE_CASE");
        return;
    }
    // Each line is registered for its own calls only. Whoever rings instead of another stands a little before it in the ring: its own call began
    // just before, and lasts longer than the two need to ring.
    let faults = [
        "busy=0202+1201+2012",
        "no-ring=0417+1203+1703",
        "deaf=0708+1301+1823",
        "unavailable=0602+1501+2515",
        "crossed=1210:1205+2240:2235",
    ];
    // A line is registered for its own calls only: with more calls at once the one that rings instead of another would not be there, and
    // the crossed line would rightly be `call/unavailable`. The sound of thirty is also more than a debug build does in time.
    let case = case(&faults, 10);
    let expected = truth(&case, &faults);
    let began = Instant::now();
    let done = validate(&case, &[]);
    println!("{} lines in {:.0} s: {}", expected.len(), began.elapsed().as_secs_f64(), done.stderr.lines().last().unwrap_or(""));
    assert_eq!(done.code, 1, "{}", done.all());
    let wrong = differing(&expected, &classes(&done.json()));
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(expected.values().filter(|class| *class == "call/good").count(), 570 - planted(&faults).len());
}

/// Lines whose desk phone would ring call the lab's echo instead, encrypted ones with their own keys, and hear themselves.
#[test]
fn lines_with_a_desk_phone_call_the_echo_of_the_lab() {
    let case = Case::changed(&[]);
    case.edit("expiry_s: 600\n\nvalidate:\n", "expiry_s: 600\n\nvalidate:\n  talk_s: 3\n  calls_at_once: 30\n  echo: \"*43\"\n");
    let ready = case.truth(5);
    let list = std::fs::read_to_string(case.path().join("pbx/registered.tsv")).expect("desk phones");
    let desks = list.lines().skip(1).filter_map(|line| line.split('\t').next());
    let chosen: Vec<&str> = desks.filter(|number| ready.get(*number).is_some_and(|class| class == "sip/ready")).take(6).collect();
    assert_eq!(chosen.len(), 6);
    let only = chosen.join(",");
    let done = finish(
        command(
            case.path(),
            &["--lang", "en", "--json", "validate", "--level", "call", "--rate", "0", "--change-loaded", "--only", &only],
        ),
        Duration::from_secs(120),
    );
    assert_eq!(done.code, 0, "{}", done.all());
    let report = done.json();
    let verdicts = report["verdicts"].as_array().expect("verdicts");
    for verdict in verdicts {
        assert_eq!((&verdict["class"], &verdict["outcome"]), (&"call/not-called".into(), &"ready".into()), "{verdict:#}");
        assert!(verdict["evidence"].to_string().contains("hears echo: "), "{verdict:#}");
    }
    assert!(report.to_string().contains("SRTP"), "one of them is encrypted");
}
