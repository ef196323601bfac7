//! What pjsip_wizard.conf unfolds to, against Asterisk's own objects: ARI's dynamic configuration says which endpoints, AORs and
//! auths exist after loading, and with which values.

use deskshift::inventory::asterisk::config;
use deskshift::inventory::asterisk::files::MemoryFiles;
use deskshift::inventory::asterisk::pjsip::objects::resolve_both;
use deskshift::inventory::asterisk::pjsip::{Object, ObjectKind, wizard};

use super::ari::{self, Answer};
use super::programs::{Program, present};

/// Every rule of the wizard has a section here.
const WIZARD: &str = "\
[phone](!)
type=wizard
transport=udp
accepts_registrations=yes
accepts_auth=yes
has_hint=yes
hint_context=hints
endpoint/context=intern
endpoint/allow=!all,alaw
endpoint/transport=tcp
aor/max_contacts=2
aor/remove_existing=yes
[400](phone)
inbound_auth/username=400
inbound_auth/password=sec\\;ret
endpoint/callerid=\"Huber, Eva\" <400>
endpoint/mailboxes=400@default
endpoint/named_pickup_group=bau
hint_exten=400
[401](phone)
endpoint/callerid=NoAuth <401>
[402](phone)
inbound_auth/username=402
inbound_auth/password=x
endpoint/bogus=1
hint_exten=402
[403](phone)
inbound_auth/username=403
inbound_auth/password=x
bogus=1
hint_exten=${EXTEN}
[404](phone)
inbound_auth/username=404
inbound_auth/password=x
Endpoint/context=wrong
endpoint/aors=other
aor/max_contacts=x
[405](phone)
inbound_auth/username=405
inbound_auth/password=
[406](phone)
inbound_auth/username=406
inbound_auth/password=first
[406](phone)
inbound_auth/username=406
inbound_auth/password=second
endpoint/context=second
[407](phone)
Inbound_Auth/Username=407
inbound_auth/password=a
[408](phone)
accepts_auth=no
[409](phone)
inbound_auth/username=409
inbound_auth/password=good
[409](phone)
inbound_auth/username=409
inbound_auth/password=better
endpoint/bogus=1
[410](phone)
inbound_auth/auth_type=md5
inbound_auth/username=410
inbound_auth/md5_cred=0123456789abcdef0123456789abcdef
[200](phone)
inbound_auth/username=200
inbound_auth/password=loses
[201](phone)
inbound_auth/username=201
inbound_auth/password=wins
[trunk]
type=wizard
sends_auth=yes
sends_registrations=yes
remote_hosts=192.0.2.1:5060,192.0.2.2
outbound_auth/username=u
outbound_auth/password=p
endpoint/allow=alaw
endpoint/context=aussen
[nouser]
type=wizard
sends_auth=yes
accepts_auth=yes
accepts_registrations=yes
inbound_auth/username=nouser
inbound_auth/password=p
[nothing]
endpoint/context=x
";

/// `200` is whole, of `201` the endpoint is broken, so that the wizard's counts.
const PJSIP: &str = "[200]\ntype=endpoint\ncontext=file\nallow=alaw\naors=200\nauth=200\n[200]\ntype=aor\nmax_contacts=1\n\
    [200]\ntype=auth\nusername=200\npassword=wins\n[201]\ntype=endpoint\nfoo=1\n";

/// Options whose value Asterisk prints as it was written.
fn compared(kind: ObjectKind) -> &'static [&'static str] {
    match kind {
        ObjectKind::Endpoint => &["context", "auth", "aors", "outbound_auth", "transport", "mailboxes", "named_pickup_group"],
        ObjectKind::Auth => &["username", "password"],
        _ => &["max_contacts", "mailboxes"],
    }
}

#[test]
fn a_wizard_unfolds_as_asterisk_unfolds_it() {
    if !present("a_wizard_unfolds_as_asterisk_unfolds_it", &[Program::Asterisk]) {
        return;
    }
    let asterisk = ari::start(|etc, transports| {
        std::fs::write(etc.join("pjsip.conf"), format!("{transports}{PJSIP}")).expect("written");
        std::fs::write(etc.join("pjsip_wizard.conf"), WIZARD).expect("written");
    });

    let files = MemoryFiles::new().with("pjsip.conf", PJSIP).with("pjsip_wizard.conf", WIZARD);
    let (pjsip, file) = (config::read(&files, "pjsip.conf"), config::read(&files, "pjsip_wizard.conf"));
    let unfolded = wizard::unfold(&file);
    let (objects, _) = resolve_both(&pjsip, &unfolded.config);
    let mut wrong = Vec::new();
    let mut there = 0;
    for kind in [ObjectKind::Endpoint, ObjectKind::Aor, ObjectKind::Auth] {
        let mut ids: Vec<&str> = file.sections().map(config::Section::name).collect();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            let names = match kind {
                ObjectKind::Auth => vec![id.to_owned(), format!("{id}-iauth"), format!("{id}-oauth")],
                _ => vec![id.to_owned()],
            };
            for name in &names {
                let ours: Option<Object<'_>> = objects.of(kind).find(|object| object.id() == name && objects.loads(*object));
                let theirs = ari::object(asterisk.ports.ws, kind.as_str(), name);
                let (Some(ours), Answer::There(theirs)) = (ours, &theirs) else {
                    if ours.is_some() || theirs != Answer::NotThere {
                        wrong.push(format!("{} `{name}`: Asterisk {theirs:?}, we have it: {}", kind.as_str(), ours.is_some()));
                    }
                    continue;
                };
                there += 1;
                for key in compared(kind) {
                    let Some(value) = ours.value(key).map(|variable| variable.value().to_owned()) else { continue };
                    let told = theirs.iter().find(|(attribute, _)| attribute == key).map(|(_, value)| value.clone());
                    if told.as_deref() != Some(value.as_str()) {
                        wrong.push(format!("{} `{name}` {key}: Asterisk {told:?}, we `{value}`", kind.as_str()));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}\nAsterisk says:\n{}", wrong.join("\n"), asterisk.log().join("\n"));
    assert!(there >= 30, "only {there} objects were compared");

    let shown = asterisk.manager().console("core show hints");
    let loads = |id: &str| objects.of(ObjectKind::Endpoint).any(|object| object.id() == id && objects.loads(object));
    for hint in &unfolded.hints {
        let id = hint.devices.trim_start_matches("PJSIP/");
        let listed = shown.contains(&format!("{}@{}", hint.pattern, hint.context));
        assert_eq!(listed, loads(id), "hint {} of {id}:\n{shown}", hint.pattern);
    }
}
