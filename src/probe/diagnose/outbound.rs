//! What an accepted registration told beside the contact: routes, flows, names of the device.

use super::super::report::Evidence;
use super::words::both;
use crate::sip::register::RegisterOutcome;

/// Lines of a registration that went well; with `routes` also those that an answer which failed shows anyway.
pub(super) fn evidence(outcome: &RegisterOutcome, routes: bool) -> Vec<Evidence> {
    let mut lines = Vec::new();
    if routes {
        lines.extend(outcome.path.iter().map(|uri| Evidence::Line(format!("Path: {uri}").into())));
        lines.extend(outcome.service_route.iter().map(|uri| Evidence::Line(format!("Service-Route: {uri}").into())));
    }
    let facts = &outcome.outbound;
    for (name, uri) in [("pub-gruu", &facts.pub_gruu), ("temp-gruu", &facts.temp_gruu)] {
        lines.extend(uri.iter().map(|uri| Evidence::Line(format!("{name}: {uri}").into())));
    }
    if facts.first_hop_lacks {
        lines.push(Evidence::Said(both("accepted without outbound only", "nur ohne Outbound angenommen")));
    }
    let (en, de) = match (facts.agreed, facts.flow_timer_s) {
        (true, None) => ("outbound: the PBX keeps this flow".to_owned(), "Outbound: die Anlage hält diesen Weg".to_owned()),
        (true, Some(s)) => (
            format!("outbound: the PBX keeps this flow, with a sign of life every {s} s"),
            format!("Outbound: die Anlage hält diesen Weg bei einem Lebenszeichen alle {s} s"),
        ),
        (false, Some(s)) => (
            format!("the PBX wants a sign of life every {s} s (Flow-Timer)"),
            format!("die Anlage will ein Lebenszeichen alle {s} s (Flow-Timer)"),
        ),
        (false, None) => return lines,
    };
    lines.push(Evidence::Said(both(en, de)));
    lines
}
