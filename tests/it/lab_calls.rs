//! `deskshift validate --level call` against the embedded PBX: all lines of the case call each other through it, and each planted fault is
//! found on the line that has it.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::support::{Run, command, finish};
use crate::validate::{Case, classes, differing};

/// The case after the change, so that softphones fit beside desk phones. A relay does not translate between encrypted and plain sound, so
/// all lines have the same.
fn case(faults: &[&str]) -> Case {
    let faults: Vec<&str> = faults.iter().flat_map(|fault| ["--fault", fault]).collect();
    let case = Case::changed(&faults);
    case.edit("srtp: required", "srtp: off");
    case.edit("expiry_s: 600\n\nvalidate:\n", "expiry_s: 600\n\nvalidate:\n  talk_s: 3\n  calls_at_once: 30\n");
    case
}

fn validate(case: &Case, more: &[&str]) -> Run {
    // Desk phones of the list exist on paper only: nobody's rings.
    let usual =
        ["--lang", "en", "--json", "validate", "--level", "call", "--rate", "0", "--change-loaded", "--ring-devices", "--again"];
    finish(command(case.path(), &[&usual, more].concat()), Duration::from_secs(500))
}

/// Lines that are ready at the level `bind` are good at calls; the others stay what they are.
fn truth(case: &Case, planted: &[(&str, &str)]) -> BTreeMap<String, String> {
    let planted: BTreeMap<&str, &str> = planted.iter().copied().collect();
    let class = |(extension, class): (String, String)| {
        let class = match (planted.get(extension.as_str()), class.as_str()) {
            (Some(fault), "sip/ready") => (*fault).to_owned(),
            (_, "sip/ready") => "call/good".to_owned(),
            _ => class,
        };
        (extension, class)
    };
    case.truth(5).into_iter().map(class).collect()
}

/// The first lines that can be called, and the first of each fault.
fn selection(truth: &BTreeMap<String, String>, planted: &[(&str, &str)]) -> Vec<String> {
    let mut seen = BTreeMap::<&str, usize>::new();
    let chosen = truth.iter().filter(|(extension, class)| {
        let most = if *class == "call/good" { 9 } else { usize::from(*class != "sip/kept") };
        let count = seen.entry(class).or_default();
        *count += 1;
        *count <= most || planted.iter().any(|(planted, _)| planted == extension)
    });
    chosen.map(|(extension, _)| extension.clone()).collect()
}

/// Some lines of each kind; all 640 with `DESKSHIFT_WHOLE_CASE`, which takes minutes.
#[test]
fn lines_of_the_case_call_each_other_through_the_lab() {
    let planted = [("1201", "call/busy"), ("1203", "call/no-ring"), ("1301", "call/hears-nothing"), ("1501", "call/unavailable")];
    let case = case(&["busy=1201", "no-ring=1203", "deaf=1301", "unavailable=1501"]);
    let truth = truth(&case, &planted);
    let lines = selection(&truth, &planted);
    let whole = std::env::var_os("DESKSHIFT_WHOLE_CASE").is_some();
    let only = lines.join(",");
    let chosen = ["--only", only.as_str()];
    let done = validate(&case, if whole { &[] } else { &chosen });
    assert_eq!(done.code, 1, "{}", done.all());
    let expected = truth.into_iter().filter(|(extension, _)| whole || lines.contains(extension)).collect();
    let wrong = differing(&expected, &classes(&done.json()));
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(lines.len() > 15, "{lines:?}");
}
