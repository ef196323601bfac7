//! In which order the servers of a name are tried (RFC 2782, RFC 3263 section 4). Pure: what DNS said comes in as values.

use crate::domain::Transport;

/// A record of type NAPTR (RFC 3403 section 4.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Naptr {
    pub order: u16,
    pub preference: u16,
    /// `s`: the replacement has SRV records.
    pub flags: String,
    /// `SIP+D2U`
    pub service: String,
    pub replacement: String,
}

/// A record of type SRV (RFC 2782).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Srv {
    pub priority: u16,
    pub weight: u16,
    pub port: u16,
    /// Empty where the domain says that it has no such service (`.`).
    pub target: String,
}

/// What NAPTR calls SIP over a transport (RFC 3263 section 4.1, RFC 7118 section 5.1 names none for WebSockets).
fn service(transport: Transport) -> Option<&'static str> {
    match transport {
        Transport::Udp => Some("SIP+D2U"),
        Transport::Tcp => Some("SIP+D2T"),
        Transport::Tls => Some("SIPS+D2T"),
        Transport::Ws | Transport::Wss => None,
    }
}

/// What SRV records of a host are called where no NAPTR record says otherwise; none for WebSockets, which are found by their URL.
pub(super) fn srv_name(host: &str, transport: Transport) -> Option<String> {
    let prefix = match transport {
        Transport::Udp => "_sip._udp",
        Transport::Tcp => "_sip._tcp",
        Transport::Tls => "_sips._tcp",
        Transport::Ws | Transport::Wss => return None,
    };
    Some(format!("{prefix}.{}", host.trim_end_matches('.')))
}

/// Under which names to ask for SRV records of this transport, best first: those that NAPTR records name, else the usual one.
///
/// A phone whose profile fixes the transport asks for the usual name at once; one that does not follows NAPTR. So both count, and the
/// usual name comes last unless a record has it already.
pub(super) fn srv_names(mut records: Vec<Naptr>, host: &str, transport: Transport) -> Vec<String> {
    let wanted = service(transport);
    records.retain(|record| {
        record.flags.eq_ignore_ascii_case("s") && wanted.is_some_and(|wanted| record.service.eq_ignore_ascii_case(wanted))
    });
    records.sort_by_key(|record| (record.order, record.preference));
    let mut names: Vec<String> = Vec::new();
    for name in records.into_iter().map(|record| record.replacement).chain(srv_name(host, transport)) {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The records in the order of trial: by priority, and within one by chance according to the weights (RFC 2782, "Usage rules").
/// `draw` gives a number from 0 up to and with its argument.
pub(super) fn in_turn(mut records: Vec<Srv>, mut draw: impl FnMut(u32) -> u32) -> Vec<Srv> {
    // Those without a weight stand first, so that they too are chosen now and then; the rest of the order decides nothing by itself.
    records.sort_by(|one, two| {
        (one.priority, one.weight != 0, &one.target, one.port).cmp(&(two.priority, two.weight != 0, &two.target, two.port))
    });
    let mut out = Vec::with_capacity(records.len());
    while let Some(first) = records.first() {
        let equal = records.iter().take_while(|record| record.priority == first.priority).count();
        let sum: u32 = records[..equal].iter().map(|record| u32::from(record.weight)).sum();
        let drawn = draw(sum);
        let mut running = 0;
        let chosen = records[..equal].iter().position(|record| {
            running += u32::from(record.weight);
            running >= drawn
        });
        out.push(records.remove(chosen.unwrap_or(0)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn srv(priority: u16, weight: u16, target: &str) -> Srv {
        Srv { priority, weight, port: 5060, target: target.to_owned() }
    }

    fn targets(records: &[Srv]) -> Vec<&str> {
        records.iter().map(|record| record.target.as_str()).collect()
    }

    fn naptr(order: u16, service: &str, replacement: &str) -> Naptr {
        let (flags, service) = ("S".to_owned(), service.to_owned());
        Naptr { order, preference: 10, flags, service, replacement: replacement.to_owned() }
    }

    #[test]
    fn priorities_come_before_weights() {
        let records = vec![srv(20, 100, "spare"), srv(10, 0, "zero"), srv(10, 5, "five")];
        assert_eq!(targets(&in_turn(records.clone(), |_| 0)), ["zero", "five", "spare"]);
        assert_eq!(targets(&in_turn(records, |sum| sum)), ["five", "zero", "spare"]);
    }

    #[test]
    fn weights_share_the_first_place() {
        let mut random = crate::random::Random(7);
        let mut first = [0_u32; 2];
        for _ in 0..4000 {
            let records = vec![srv(1, 30, "a"), srv(1, 10, "b")];
            let turn = in_turn(records, |sum| random.below(sum as usize + 1) as u32);
            assert_eq!(turn.len(), 2);
            first[usize::from(turn[0].target == "b")] += 1;
        }
        // Three to one, within what chance allows; the draw from 0 gives the first of the sum's 41 numbers to `a`.
        assert!((2850..3250).contains(&first[0]), "{first:?}");
    }

    #[test]
    fn naptr_names_the_service_of_the_transport() {
        let records = vec![
            naptr(20, "SIP+D2U", "_sip._udp.spare.example."),
            naptr(10, "sip+d2u", "_SIP._udp.pbx.example."),
            naptr(5, "SIPS+D2T", "_sips._tcp.pbx.example."),
            Naptr { flags: "U".to_owned(), ..naptr(1, "SIP+D2U", "regexp.example.") },
            naptr(1, "E2U+sip", "enum.example."),
        ];
        assert_eq!(
            srv_names(records.clone(), "pbx.example", Transport::Udp),
            ["_sip._udp.pbx.example", "_sip._udp.spare.example"],
            "the usual name is among them already"
        );
        assert_eq!(srv_names(records, "pbx.example", Transport::Tcp), ["_sip._tcp.pbx.example"]);
        assert_eq!(srv_names(Vec::new(), "pbx.example.", Transport::Tls), ["_sips._tcp.pbx.example"]);
        assert_eq!(srv_names(Vec::new(), "pbx.example", Transport::Wss), Vec::<String>::new());
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost_and_priorities_rise(
            list in proptest::collection::vec((0_u16..4, 0_u16..=u16::MAX, 0_u16..3), 0..12),
            seed in proptest::num::u64::ANY,
        ) {
            let records: Vec<Srv> =
                list.iter().map(|(priority, weight, n)| srv(*priority, *weight, &format!("h{n}"))).collect();
            let mut random = crate::random::Random(seed | 1);
            let turn = in_turn(records.clone(), |sum| random.below(sum as usize + 1) as u32);
            proptest::prop_assert!(turn.is_sorted_by_key(|record| record.priority));
            let key = |record: &Srv| (record.priority, record.weight, record.target.clone());
            let (mut one, mut two): (Vec<_>, Vec<_>) = (records.iter().map(key).collect(), turn.iter().map(key).collect());
            one.sort();
            two.sort();
            proptest::prop_assert_eq!(one, two);
        }
    }
}
