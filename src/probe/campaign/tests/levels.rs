//! What each level does to the contacts of the PBX, and how it judges them.

use std::sync::Arc;

use super::super::*;
use super::stories::count;
use super::world::{World, good, settings};
use crate::diag::Lang;
use crate::probe::report::{Level, Verdict};

#[test]
fn bind_registers_sees_and_removes_and_leaves_nothing() {
    let (candidates, pbx) = good(200);
    let mut world = World::new(settings(Level::Bind), candidates, pbx);
    let report = world.run();
    assert_eq!(count(&report), BTreeMap::from([("sip/ready", 200)]));
    assert!(report.verdicts.iter().all(|v| v.level == Level::Bind && v.granted_s == Some(60)));
    assert!(world.pbx.accounts.values().all(|account| account.contacts.is_empty()));
}

/// With every slot taken, and without a leftover even where the answer to the contact is lost.
#[test]
fn noop_names_a_contact_and_registers_nothing() {
    let (candidates, mut pbx) = good(60);
    let desk = "sip:desk@198.51.100.1:5060".to_owned();
    for account in pbx.accounts.values_mut() {
        account.contacts.push(desk.clone());
        account.max_contacts = 1;
    }
    let mut world = World::new(settings(Level::Noop), candidates, pbx);
    let report = world.run();
    assert_eq!(count(&report), BTreeMap::from([("sip/ready", 60)]));
    assert!(report.verdicts.iter().all(|v| v.level == Level::Noop && v.granted_s.is_none()));
    let said = |v: &Verdict| v.evidence.iter().any(|line| line.get(Lang::En).starts_with("noop with password: 200"));
    assert!(report.verdicts.iter().all(said), "{:?}", report.verdicts[0].evidence);
    assert!(world.pbx.accounts.values().all(|account| account.contacts == [desk.clone()]));
}

#[test]
fn bind_never_throws_a_desk_phone_out() {
    let (mut candidates, mut pbx) = good(40);
    let desk = "sip:desk@198.51.100.1:5060".to_owned();
    for (n, account) in pbx.accounts.values_mut().enumerate() {
        account.contacts.push(desk.clone());
        account.max_contacts = if n % 4 == 3 { 2 } else { 1 };
        account.remove_existing = n % 2 == 0;
    }
    for (n, candidate) in candidates.iter_mut().enumerate() {
        Arc::make_mut(&mut candidate.line).facts.max_contacts = Some(if n % 4 == 3 { 2 } else { 1 });
        Arc::make_mut(&mut candidate.line).facts.remove_existing = n % 2 == 0;
    }
    // One line about which nothing is known.
    Arc::make_mut(&mut candidates[7].line).facts.max_contacts = None;
    Arc::make_mut(&mut candidates[7].line).facts.max_contacts_after = None;
    let mut world = World::new(settings(Level::Bind), candidates, pbx);
    let report = world.run();
    assert_eq!(
        count(&report),
        BTreeMap::from([("sip/contact-limit", 10), ("sip/displaces-desk-phone", 20), ("sip/ready", 9), ("sip/slots-unknown", 1)])
    );
    assert!(world.pbx.accounts.values().all(|account| account.contacts == [desk.clone()]));
    assert_eq!(report.verdicts[0].contacts, ["sip:desk@198.51.100.1:5060"]);
}

#[test]
fn fetch_judges_by_the_limits_after_the_change() {
    let (mut candidates, mut pbx) = good(3);
    for account in pbx.accounts.values_mut() {
        account.contacts.push("sip:desk@198.51.100.1:5060".to_owned());
        account.max_contacts = 1;
    }
    for candidate in &mut candidates {
        Arc::make_mut(&mut candidate.line).facts.max_contacts = Some(1);
    }
    Arc::make_mut(&mut candidates[1].line).facts.max_contacts_after = Some(1);
    Arc::make_mut(&mut candidates[2].line).facts.max_contacts_after = Some(1);
    Arc::make_mut(&mut candidates[2].line).facts.remove_existing_after = true;
    let report = World::new(settings(Level::Fetch), candidates, pbx).run();
    let classes: Vec<&str> = report.verdicts.iter().map(|v| v.class.as_str()).collect();
    assert_eq!(classes, ["sip/ready", "sip/contact-limit", "sip/displaces-desk-phone"]);
}

#[test]
fn forced_bind_says_what_it_does() {
    let (mut candidates, mut pbx) = good(1);
    pbx.accounts.get_mut("2000").unwrap().contacts.push("sip:desk@198.51.100.1:5060".to_owned());
    Arc::make_mut(&mut candidates[0].line).facts.max_contacts = Some(1);
    Arc::make_mut(&mut candidates[0].line).facts.remove_existing = true;
    let mut settings = settings(Level::Bind);
    settings.force_bind = true;
    let report = World::new(settings, candidates, pbx).run();
    assert_eq!(report.verdicts[0].level, Level::Bind);
    assert_eq!(report.verdicts[0].class.as_str(), "sip/ready");
}
