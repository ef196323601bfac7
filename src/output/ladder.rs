//! A SIP exchange as a picture: two lifelines and an arrow for each message, in one line colour, so that grey paper tells as much.

use std::time::Duration;

use maud::{Markup, html};

use crate::diag::Lang;
use crate::probe::trace::{Passed, Trace};

const WIDTH: u32 = 640;
const LEFT: u32 = 120;
const RIGHT: u32 = 520;
const MIDDLE: u32 = u32::midpoint(LEFT, RIGHT);
const STEP: u32 = 34;
const TOP: u32 = 34;

/// Arrows with the first line of each message and the time since the first one.
#[must_use]
pub fn svg(trace: &Trace, lang: Lang) -> Markup {
    let messages = &trace.messages;
    let height = TOP + STEP * (u32::try_from(messages.len()).unwrap_or(0) + 1);
    let begin = messages.first().map_or(Duration::ZERO, |message| message.after);
    let us = messages.first().map(|message| message.ours.to_string()).unwrap_or_default();
    let title = match lang {
        Lang::En => format!("{} messages between us and {}", messages.len(), trace.way),
        Lang::De => format!("{} Nachrichten zwischen uns und {}", messages.len(), trace.way),
    };
    html! {
        svg.ladder role="img" viewBox={ "0 0 " (WIDTH) " " (height) } width=(WIDTH) height=(height) aria-label=(title) {
            text.end x=(LEFT) y="14" text-anchor="middle" { (us) }
            text.end x=(RIGHT) y="14" text-anchor="middle" { (trace.way) }
            line.life x1=(LEFT) x2=(LEFT) y1="22" y2=(height - 4) {}
            line.life x1=(RIGHT) x2=(RIGHT) y1="22" y2=(height - 4) {}
            @for (n, message) in messages.iter().enumerate() {
                @let y = TOP + STEP * (u32::try_from(n).unwrap_or(0) + 1) - 8;
                text.time x=(LEFT - 10) y=(y + 4) text-anchor="end" { (since(message.after.saturating_sub(begin))) }
                text x=(MIDDLE) y=(y - 6) text-anchor="middle" { (label(message)) }
                line.arrow x1=(LEFT) x2=(RIGHT) y1=(y) y2=(y) {}
                @if message.sent {
                    polygon points={ (RIGHT) "," (y) " " (RIGHT - 9) "," (y - 4) " " (RIGHT - 9) "," (y + 4) } {}
                } @else {
                    polygon points={ (LEFT) "," (y) " " (LEFT + 9) "," (y - 4) " " (LEFT + 9) "," (y + 4) } {}
                }
            }
        }
    }
}

/// `REGISTER (with password)`, `401 Unauthorized`
fn label(message: &Passed) -> String {
    let head = String::from_utf8_lossy(&message.bytes);
    let first = head.lines().next().unwrap_or_default();
    let sequence = header(&head, "cseq").map(|value| value.split_whitespace().next().unwrap_or_default().to_owned());
    let sequence = sequence.map(|number| format!("  CSeq {number}")).unwrap_or_default();
    let mut words = first.splitn(3, ' ');
    let (start, second, rest) =
        (words.next().unwrap_or_default(), words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let text = if start.starts_with("SIP/") {
        format!("{second} {rest}{sequence}")
    } else {
        let with = ["authorization", "proxy-authorization"].iter().any(|name| header(&head, name).is_some());
        format!("{start}{}{sequence}", if with { " + Authorization" } else { "" })
    };
    let mut text: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
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
    use crate::domain::HostPort;

    #[test]
    fn labels_say_what_passed() {
        let label = |text: &str| {
            let ours = HostPort { host: "192.0.2.7".to_owned(), port: 5062 };
            label(&Passed { after: Duration::ZERO, sent: true, ours, bytes: text.as_bytes().to_vec() })
        };
        assert_eq!(label("REGISTER sip:pbx SIP/2.0\r\nCSeq: 7 REGISTER\r\n\r\n"), "REGISTER  CSeq 7");
        assert_eq!(
            label("REGISTER sip:pbx SIP/2.0\r\nCSeq: 8 REGISTER\r\nAuthorization: Digest x\r\n\r\n"),
            "REGISTER + Authorization  CSeq 8"
        );
        assert_eq!(label("SIP/2.0 401 Unauthorized\r\nCSeq: 7 REGISTER\r\n\r\n"), "401 Unauthorized  CSeq 7");
        assert_eq!(label("SIP/2.0 200\u{1b} OK\r\n\r\n"), "200 OK");
        assert_eq!(label(""), "");
        assert_eq!([since(Duration::from_millis(503)), since(Duration::from_millis(31_500))], ["503 ms", "31.5 s"]);
    }
}
