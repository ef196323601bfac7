//! Lines that another server of the site sent on.

use super::*;
use crate::domain::Transport;
use crate::probe::campaign::{SentOn, Way};
use crate::sip::SipUri;

/// Lines that another server sent on are registered where they were sent to, addressed as it was named, and call through that server.
#[test]
fn lines_that_were_sent_on_call_through_the_server_that_has_them() {
    let way = Way {
        registrar: HostPort { host: "127.0.0.1".into(), port: 5061 },
        transport: Transport::Tcp,
        ws_path: None,
        by_dns: false,
    };
    let there = SentOn { way, uri: SipUri::new(None, "second.example", None) };
    let mut world = World::new(&FIVE[..4], 2, |person| {
        if person.line.aor_user.as_str() > "2002" {
            person.line = there.line(&person.line);
            person.sent_on = Some(there.clone());
        }
    });
    let ports: Vec<(u16, Transport)> = world.calls.ways().map(|way| (way.registrar.port, way.transport)).collect();
    assert_eq!(ports, [(5060, Transport::Udp), (5061, Transport::Tcp)]);
    world.run(None);
    assert_eq!(
        world.classes(),
        FIVE[..4].iter().map(|number| format!("{number} call/good")).collect::<Vec<_>>(),
        "{:#?}",
        world.verdicts()
    );
    let asked = BTreeSet::from([(0, "sip:pbx.example".to_owned()), (1, "sip:second.example".to_owned())]);
    assert_eq!(world.asked, asked);
    // What a crash would leave is removed where it is.
    let places = [("2001", 5060), ("2002", 5060), ("2003", 5061), ("2004", 5061)];
    assert_eq!(world.places, places.map(|(line, port)| (line.to_owned(), port)).into());
    assert!(world.registered.is_empty());
}
