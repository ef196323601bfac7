//! Calls that ring at home only, where the endpoint of the web phone is not written.

use super::tests::{EXPORT, at_home, change, codes, page, plan};
use super::*;
use crate::diag::{Lang, Place};
use crate::domain::{Secret, SecretRef, SecretState, Secrets};
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::asterisk::{ImportConfig, import};
use crate::inventory::model::Inventory;
use crate::plan::model::{Plan, Twin};
use crate::plan::one_ring;
use crate::policy::read;
use crate::policy::site::Site;
use crate::store::yaml;

fn site() -> Site {
    let text = include_str!("../../docs/deskshift-yaml.md").split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next());
    let root = yaml::read("deskshift.yaml", text.unwrap().as_bytes()).unwrap();
    read::site("deskshift.yaml", &root).site.unwrap()
}

/// One line that rings at home only, with its lines of dialplan and queue.
fn world(dialplan: &str) -> (Inventory, Plan) {
    let files = MemoryFiles::new().with("extensions.conf", dialplan).with("queues.conf", "[amt]\nmember => PJSIP/2001\n");
    let read = import(&files, &ImportConfig { pjsip: String::new(), ..ImportConfig::default() });
    let inventory = Inventory { dials: read.dials, queues: read.queues, ..Inventory::default() };
    let mut change = change("2001", "2001");
    (change.endpoint_options, change.aor_options) = (vec![], vec![]);
    change.twin = Some(Twin {
        name: "2001-web".into(),
        context: None,
        caller_name: "Anna".into(),
        secret: SecretRef { state: SecretState::Present, key: "new/2001-web".into() },
    });
    let mut plan = plan(vec![change]);
    plan.lines = vec![at_home(true)];
    plan.one_ring = one_ring(&inventory, &plan.lines, &site(), &std::collections::BTreeSet::new());
    (inventory, plan)
}

fn run(inventory: &Inventory, plan: &Plan, export: &str) -> PbxOutput {
    let mut secrets = Secrets::default();
    secrets.insert("new/2001-web", Secret::new("neu"));
    let site = site();
    let input = Input { plan, inventory, secrets: &secrets, site: Some(&site), lang: Lang::En };
    asterisk(input, &MemoryFiles::new().with("pjsip.conf", export), "pjsip.conf")
}

#[test]
fn no_call_is_sent_to_a_web_phone_whose_endpoint_is_not_written() {
    let (inventory, plan) = world("[intern]\nexten => 2001,1,Dial(PJSIP/2001,20)\n");
    assert!(plan.one_ring.iter().any(|ring| ring.at == Place::at("extensions.conf", 2, 10)), "{:?}", plan.one_ring);
    let output = run(&inventory, &plan, EXPORT);
    assert_eq!(codes(&output), [""; 0], "{:?}", output.findings);
    assert!(page(&output, "dialplan.txt").unwrap().contains("  new: Dial(PJSIP/2001-web,20)\n"));
    assert!(page(&output, DIALPLAN).unwrap().contains("exten => 2001,1,Dial(PJSIP/2001-web)\n"));

    // The profile was refused, so the PBX stays as it is.
    let refused = std::collections::BTreeSet::from(["2001".parse().unwrap()]);
    let (left, _) = plan.left_as_is(&refused);
    let output = run(&inventory, &left, EXPORT);
    assert!(output.files.iter().all(|file| !file.text.contains("2001-web")), "{:?}", output.files);

    // Asterisk would not have the endpoint in force.
    let output = run(&inventory, &plan, &format!("{EXPORT};-- never closed\n"));
    assert_eq!(codes(&output), ["pbx/not-in-force"]);
    assert!(output.files.iter().all(|file| !file.text.contains("2001-web")), "{:?}", output.files);
}
