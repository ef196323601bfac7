//! A SIP exchange as a picture: a lifeline for us and one for the PBX, of a call one for each of its two sides, and an arrow for each
//! message, in one line colour, so that grey paper tells as much.

use std::time::Duration;

use maud::{Markup, html};

use crate::diag::Lang;
use crate::probe::trace::{End, Exchange, Passed, Trace};

const LEFT: u32 = 120;
/// From one lifeline to the next where there are two, and three.
const WIDE: u32 = 400;
const NARROW: u32 = 290;
/// Right of the last lifeline.
const MARGIN: u32 = 120;
const STEP: u32 = 34;
/// Characters that stand between two lifelines.
const LABEL: usize = 44;
const TOP: u32 = 34;

/// Arrows with the first line of each message and the time since the first one.
#[must_use]
pub fn svg(trace: &Trace, lang: Lang) -> Markup {
    let messages = &trace.messages;
    let lifelines = lifelines(trace);
    let gap = if lifelines.len() > 2 { NARROW } else { WIDE };
    let at = |n: usize| LEFT + gap * u32::try_from(n).unwrap_or(0);
    let width = at(lifelines.len() - 1) + MARGIN;
    let height = TOP + STEP * (u32::try_from(messages.len()).unwrap_or(0) + 1);
    let begin = messages.first().map_or(Duration::ZERO, |message| message.after);
    let between = lifelines.join(", ");
    let title = match lang {
        Lang::En => format!("{} messages between {between}", messages.len()),
        Lang::De => format!("{} Nachrichten zwischen {between}", messages.len()),
    };
    html! {
        svg.ladder role="img" viewBox={ "0 0 " (width) " " (height) } width=(width) height=(height) aria-label=(title) {
            @for (n, name) in lifelines.iter().enumerate() {
                text.end x=(at(n)) y="14" text-anchor="middle" { (name) }
                line.life x1=(at(n)) x2=(at(n)) y1="22" y2=(height - 4) {}
            }
            @for (n, message) in messages.iter().enumerate() {
                @let y = TOP + STEP * (u32::try_from(n).unwrap_or(0) + 1) - 8;
                // The PBX stands right of the first side, and left of the second.
                @let (ours, pbx) = if message.end == 0 { (at(0), at(1)) } else { (at(2), at(1)) };
                @let (from, to) = if message.sent { (ours, pbx) } else { (pbx, ours) };
                @let back = if from < to { to - 9 } else { to + 9 };
                text.time x=(LEFT - 10) y=(y + 4) text-anchor="end" { (since(message.after.saturating_sub(begin))) }
                text x=(u32::midpoint(from, to)) y=(y - 6) text-anchor="middle" { (label(message)) }
                line.arrow x1=(from) x2=(to) y1=(y) y2=(y) {}
                polygon points={ (to) "," (y) " " (back) "," (y - 4) " " (back) "," (y + 4) } {}
            }
        }
    }
}

/// What stands above each lifeline, from left to right: us, the PBX, and of a call that came back to us the other side.
fn lifelines(trace: &Trace) -> Vec<String> {
    let ours = |end: usize| trace.messages.iter().find(|message| message.end == end).map(|message| message.ours.to_string());
    let side = |n: usize, end: &End| match (&trace.exchange, ours(n)) {
        (Exchange::Login, ours) => ours.unwrap_or_default(),
        (_, Some(ours)) => format!("{} · {ours}", end.extension),
        (_, None) => end.extension.to_string(),
    };
    let mut ways: Vec<String> = trace.ends.iter().map(|end| end.way.to_string()).collect();
    ways.dedup();
    let mut names: Vec<String> = trace.ends.iter().enumerate().map(|(n, end)| side(n, end)).collect();
    names.insert(names.len().min(1), ways.join(" / "));
    names
}

/// `REGISTER (with password)`, `401 Unauthorized`
fn label(message: &Passed) -> String {
    let head = String::from_utf8_lossy(&message.bytes);
    let first = head.lines().next().unwrap_or_default();
    let sequence = header(&head, "cseq").unwrap_or_default();
    let (number, method) = sequence.split_once(' ').unwrap_or((sequence, ""));
    let sequence = match (number, method.trim()) {
        ("", _) => String::new(),
        // A call has several requests, so an answer says whose it is.
        (number, method) if first.starts_with("SIP/") && method != "REGISTER" => format!("  CSeq {number} {method}"),
        (number, _) => format!("  CSeq {number}"),
    };
    let mut words = first.splitn(3, ' ');
    let (start, second, rest) =
        (words.next().unwrap_or_default(), words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let text = if start.starts_with("SIP/") {
        format!("{second} {rest}{sequence}")
    } else {
        let with = ["authorization", "proxy-authorization"].iter().any(|name| header(&head, name).is_some());
        format!("{start}{}{sequence}", if with { " + Authorization" } else { "" })
    };
    let mut text: String = text.chars().filter(|c| !c.is_control()).take(LABEL).collect();
    text.truncate(text.trim_end().len());
    text
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().skip(1).take_while(|line| !line.trim().is_empty()).find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then_some(value.trim())
    })
}

/// `0 ms`, `503 ms`, `31.5 s`
fn since(time: Duration) -> String {
    if time < Duration::from_secs(10) { format!("{} ms", time.as_millis()) } else { format!("{:.1} s", time.as_secs_f64()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{HostPort, Transport};
    use crate::probe::campaign::Way;

    #[test]
    fn labels_say_what_passed() {
        let label = |text: &str| {
            let ours = HostPort { host: "192.0.2.7".into(), port: 5062 };
            label(&Passed { after: Duration::ZERO, sent: true, end: 0, ours, bytes: text.as_bytes().to_vec() })
        };
        assert_eq!(label("REGISTER sip:pbx SIP/2.0\r\nCSeq: 7 REGISTER\r\n\r\n"), "REGISTER  CSeq 7");
        assert_eq!(
            label("REGISTER sip:pbx SIP/2.0\r\nCSeq: 8 REGISTER\r\nAuthorization: Digest x\r\n\r\n"),
            "REGISTER + Authorization  CSeq 8"
        );
        assert_eq!(label("SIP/2.0 401 Unauthorized\r\nCSeq: 7 REGISTER\r\n\r\n"), "401 Unauthorized  CSeq 7");
        assert_eq!(label("SIP/2.0 180 Ringing\r\nCSeq: 102 INVITE\r\n\r\n"), "180 Ringing  CSeq 102 INVITE");
        assert_eq!(label("SIP/2.0 200\u{1b} OK\r\n\r\n"), "200 OK");
        assert_eq!(label(""), "");
        assert_eq!([since(Duration::from_millis(503)), since(Duration::from_millis(31_500))], ["503 ms", "31.5 s"]);
    }

    /// The caller left, the PBX in the middle, the line called right; each message between its own two.
    #[test]
    fn a_call_has_a_lifeline_for_each_side() {
        let at = |port| HostPort { host: "192.0.2.7".into(), port };
        let end = |number: &str, transport| End {
            extension: number.parse().unwrap(),
            way: Way { registrar: at(5060), transport, ws_path: None, by_dns: false },
        };
        let passed = |sent, end, text: &str| {
            let ours = at(40_000 + end as u16);
            Passed { after: Duration::ZERO, sent, end, ours, bytes: text.as_bytes().to_vec() }
        };
        let trace = Trace {
            lines: vec!["2001".parse().unwrap(), "2002".parse().unwrap()],
            exchange: Exchange::Call { called: "2002".to_owned(), check: false },
            ends: vec![end("2001", Transport::Udp), end("2002", Transport::Tls)],
            messages: vec![
                passed(true, 0, "INVITE sip:2002@pbx SIP/2.0\r\nCSeq: 1 INVITE\r\n\r\n"),
                passed(false, 1, "INVITE sip:2002@pbx SIP/2.0\r\nCSeq: 7 INVITE\r\n\r\n"),
                passed(true, 1, "SIP/2.0 486 Busy Here\r\nCSeq: 7 INVITE\r\n\r\n"),
            ],
            left_out: 0,
        };
        let picture = svg(&trace, Lang::En).into_string();
        for name in ["2001 · 192.0.2.7:40000", "2002 · 192.0.2.7:40001", "192.0.2.7:5060/udp / 192.0.2.7:5060/tls"] {
            assert!(picture.contains(name), "{name}: {picture}");
        }
        let arrows: Vec<&str> = picture.split("class=\"arrow\" ").skip(1).filter_map(|rest| rest.split(" y1").next()).collect();
        assert_eq!(arrows, ["x1=\"120\" x2=\"410\"", "x1=\"410\" x2=\"700\"", "x1=\"700\" x2=\"410\""]);
        let one = Trace { ends: vec![trace.ends[0].clone()], messages: vec![trace.messages[0].clone()], ..trace };
        assert_eq!(svg(&one, Lang::De).into_string().matches("class=\"life\"").count(), 2);
    }
}
