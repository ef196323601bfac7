//! New logins: instead of the old one, beside it, for a web phone, and after a person has left.

use super::*;
use crate::plan::model::Line;

#[test]
fn a_web_phone_gets_a_twin_and_the_desk_phone_keeps_its_login() {
    let mut world = World::new();
    world.site.clients[0] = rule("webphone", Transport::Wss);
    world.site.clients[0].srtp = Some(Srtp::Required);
    world.site.pbx.webrtc_twins = true;
    world.site.secrets.mode = SecretMode::Rotate;
    let at = Place::at("extensions.conf", 3, 1);
    let (context, pattern, priority, text) = ("intern".into(), "2001".into(), "1".into(), "PJSIP/2001,20".into());
    world.inventory.dials.push(DialLine {
        context,
        pattern,
        priority,
        step: None,
        app: "Dial".into(),
        text,
        resolved: None,
        row: false,
        rings: vec![],
        by_pattern: false,
        all_contacts: false,
        at,
    });
    let plan = world.plan();
    assert!(!world.codes().contains("plan/web-phone-endpoint"));
    let (line, change) = (&plan.lines[0], &plan.pbx_changes[0]);
    assert_eq!(
        (line.aor_user.as_str(), line.auth_user.as_str(), line.secret.key.as_str()),
        ("2001-web", "2001-web", "new/2001-web")
    );
    assert_eq!((&change.auth, change.endpoint_options.len(), change.aor_options.len()), (&None, 0, 0));
    assert_eq!(change.twin.as_ref().unwrap().context.as_deref(), Some("intern"));
    assert_eq!(plan.one_ring[0].instead.as_deref(), Some("Dial(${PJSIP_DIAL_CONTACTS(2001)}&PJSIP/2001-web,20)"));
    let (before, after) = (line.as_of(false), line.as_of(true));
    assert_eq!((before.aor_user.as_str(), before.auth_user.as_str()), ("2001", "2001"));
    assert_eq!((after.aor_user.as_str(), after.facts.aor.as_deref()), ("2001-web", Some("2001-web")));
}

#[test]
fn a_line_has_the_old_login_until_the_change_is_loaded() {
    let mut world = World::new();
    world.site.secrets.mode = SecretMode::Rotate;
    world.list("anders", "falsch");
    let plan = world.plan();
    let line = &plan.lines[0];
    assert_eq!((line.auth_user.as_str(), line.secret.key.as_str()), ("2001", "new/2001"));
    let (before, after) = (line.as_of(false), line.as_of(true));
    assert_eq!((before.auth_user.as_str(), before.secret.key.as_str()), ("anders", "list/2001"));
    assert_eq!(before.facts.secret_matches, Some(false));
    assert_eq!((after.facts.secret_matches, after.facts.auth_user.as_deref()), (Some(true), Some("2001")));
    // What was wrong with the old one is mended, so it is not told.
    assert!(!world.codes().contains("plan/secret-differs") && !world.codes().contains("plan/auth-user-differs"));
    // A leaver has what was last given out, or what a list says, or what the telephone system takes: all are asked.
    world.secrets.insert("new/2001", Secret::new("x"));
    world.site.secrets.revoke.push(ext("2001"));
    let plan = world.plan();
    assert_eq!((plan.lines.len(), plan.kept.len(), plan.revoked.len()), (0, 1, 3));
    let had = |line: &Line| (line.id.to_string(), line.secret.key.clone(), line.as_of(false).secret.key);
    assert_eq!(
        plan.revoked.iter().map(had).collect::<Vec<_>>(),
        [("2001", "new/2001"), ("2001 (2)", "list/2001"), ("2001 (3)", "pbx/auth/2001")].map(|(id, key)| (
            id.to_owned(),
            "revoked/2001".into(),
            key.into()
        ))
    );
    assert_eq!(plan.issued_keys().collect::<Vec<_>>(), ["revoked/2001"]);
}

#[test]
fn a_password_beside_the_one_in_force_ends_no_other() {
    let mut world = World::new();
    world.site.secrets.mode = SecretMode::Beside;
    // Neither a digest nor a login that others share stands in the way: that object stays as it is.
    let AuthState::Present { secret, realm, algorithms, .. } = &mut world.account().auth else { panic!() };
    (secret.state, *realm, *algorithms) = (SecretState::Hash, Some("haus".into()), vec!["MD5".into()]);
    let mut twin = world.inventory.extensions[0].clone();
    twin.number = ext("2009");
    world.inventory.extensions.push(twin);
    let plan = world.plan();
    let auth = plan.pbx_changes[0].auth.as_ref().unwrap();
    let beside = auth.beside.as_ref().unwrap();
    assert_eq!((auth.name.as_str(), auth.username.as_str(), auth.secret.key.as_str()), ("2001", "2001", "new/2001"));
    assert_eq!((beside.name.as_str(), beside.realm.as_deref()), ("2001-soft", Some("haus")));
    assert_eq!(beside.algorithms, ["MD5"]);
    let codes = world.codes();
    assert!(
        codes.contains("plan/secret-added") && !codes.contains("plan/secret-renewed") && !codes.contains("plan/secret-shared")
    );

    // The lists count before the mode, and what the softphone has is the same when the old password ends.
    let mut world = World::new();
    let line_of = |world: &World| world.plan().lines[0].clone();
    world.site.secrets.mode = SecretMode::Beside;
    let then = line_of(&world);
    world.site.secrets.mode = SecretMode::Rotate;
    assert_eq!(line_of(&world), then);
    world.site.secrets.beside.push(ext("2001"));
    assert!(world.plan().pbx_changes[0].auth.as_ref().unwrap().beside.is_some());
    world.site.secrets.keep.push(ext("2001"));
    assert_eq!(world.plan().pbx_changes[0].auth, None);
    // Whoever left loses the password in force, not only the second one.
    world.site.secrets.keep.clear();
    world.site.secrets.revoke.push(ext("2001"));
    assert_eq!(world.plan().pbx_changes[0].auth.as_ref().unwrap().beside, None);
}

#[test]
fn an_extension_of_secrets_that_nobody_has_is_told_where_it_stands_with_the_nearest_one() {
    let mut world = World::new();
    let at = |list: &str, number: &str, line| SecretPlace {
        list: list.into(),
        extension: ext(number),
        at: Place::at("deskshift.yaml", line, 12),
    };
    world.site.secrets.revoke = vec![ext("2010")];
    world.site.secrets.keep = vec![ext("2001"), ext("777777")];
    world.site.secrets.places = vec![at("revoke", "2010", 7), at("keep", "2001", 8), at("keep", "777777", 9)];
    let plan = world.plan();
    let told: Vec<(String, &str, &str)> = plan
        .findings
        .iter()
        .filter(|finding| finding.code.as_str() == "plan/secret-extension-unknown")
        .map(|f| (f.place.as_ref().unwrap().to_string(), f.subject.as_deref().unwrap(), f.todo.as_ref().unwrap().en.as_ref()))
        .collect();
    assert_eq!(
        told,
        [
            (
                "deskshift.yaml:7:12".to_owned(),
                "2010",
                "did you mean `2001`? where the extension is gone from the PBX, take it out of the list"
            ),
            ("deskshift.yaml:9:12".to_owned(), "777777", "correct the number, or take it out of the list"),
        ]
    );
}

pub(super) fn only_a_digest(world: &mut World) {
    let AuthState::Present { secret, .. } = &mut world.account().auth else { panic!() };
    secret.state = SecretState::Hash;
}

pub(super) fn only_a_digest_for_linphone(world: &mut World) {
    only_a_digest(world);
    world.clients.values_mut().for_each(|client| client.ha1 = true);
}

pub(super) fn a_ca_on_clients_that_take_none(world: &mut World) {
    world.site.pbx.ca_on_clients = Some("/etc/ssl/ca.pem".into());
    world.clients.values_mut().for_each(|client| client.takes_ca = true);
}
