//! What passed about lines that are not ready, as a capture that Wireshark, tshark, tcpdump and sngrep open (pcapng).
//!
//! The messages are those that went over the wire, masked ([`crate::sip::mask`]). The packets around them are made up: IP and UDP with the
//! addresses, ports and times of the run, also where TCP or TLS carried the message, because the tools show SIP over UDP without keys. Each
//! packet carries its line and verdict as comment, and the file says all this itself.

use std::net::{IpAddr, Ipv4Addr};

use super::validate_run::Run;
use crate::diag::Lang;
use crate::domain::HostPort;
use crate::probe::report::{Outcome, Verdict};
use crate::probe::trace::{Exchange, Passed, Trace};

/// Packets begin with the IP header.
const LINKTYPE_RAW: u16 = 101;
/// Stands for an address that the run does not know (RFC 5737).
const SOMEWHERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
/// A datagram holds no more.
const MOST: usize = 65_000;

/// The bytes of the file.
#[must_use]
pub fn pcapng(run: &Run<'_>, lang: Lang) -> Vec<u8> {
    let about = match lang {
        Lang::En => {
            "SIP messages of the lines that deskshift validate did not find ready, without the sound of calls. IP and UDP headers are made up, also for TCP and TLS; \
             digests, nonces and keys are masked"
        }
        Lang::De => {
            "SIP-Nachrichten der Anschlüsse, die deskshift validate nicht bereit fand, ohne den Ton der Anrufe. IP- und UDP-Köpfe sind nachgebildet, auch für TCP und \
             TLS; Digests, Nonces und Schlüssel sind maskiert"
        }
    };
    let mut out = Vec::new();
    section(&mut out, about);
    interface(&mut out);
    let mut packets: Vec<(&Passed, &Trace, &str)> = Vec::new();
    let told: Vec<String> = run.traces.iter().map(|trace| comment(run, trace)).collect();
    for (trace, about) in run.traces.iter().zip(&told) {
        packets.extend(trace.messages.iter().map(|message| (message, trace, about.as_str())));
    }
    packets.sort_by_key(|(message, _, _)| message.after);
    for (message, trace, about) in packets {
        let Some(end) = trace.ends.get(message.end) else { continue };
        let way = end.way.to_string();
        let remote = run.remote(&way).or_else(|| end.way.registrar.host.parse().ok()).unwrap_or(SOMEWHERE);
        let micros = u64::try_from(message.after.as_micros()).unwrap_or(0).saturating_add(run.began.saturating_mul(1_000_000));
        let text = match trace.exchange {
            Exchange::Call { .. } => format!("{about} ({}, {way})", end.extension),
            Exchange::Login | Exchange::Registration => format!("{about} ({way})"),
        };
        packet(&mut out, micros, &datagram(message, &end.way.registrar, remote), Some(&text));
    }
    out
}

/// Line and verdict; of a call who calls whom, and the verdicts of those that are not ready.
fn comment(run: &Run<'_>, trace: &Trace) -> String {
    let verdicts = run.report.verdicts.iter().filter(|verdict| trace.lines.contains(&verdict.line));
    let bad = verdicts.filter(|verdict| matches!(verdict.outcome, Outcome::Failed | Outcome::Undecided));
    let bad: Vec<String> = bad.map(told).collect();
    let caller = trace.ends.first().map(|end| end.extension.to_string()).unwrap_or_default();
    match &trace.exchange {
        Exchange::Call { called, .. } => format!("{caller} calls {called}; {}", bad.join("; ")),
        Exchange::Login | Exchange::Registration => bad.join("; "),
    }
}

fn told(verdict: &Verdict) -> String {
    let silence = verdict.silence.map(|silence| format!(", {} tries, {}", silence.tries, silence.p)).unwrap_or_default();
    format!("{}: {}{silence}", verdict.extension, verdict.class)
}

fn datagram(message: &Passed, registrar: &HostPort, remote: IpAddr) -> Vec<u8> {
    let ours = message.ours.host.parse().unwrap_or(SOMEWHERE);
    let (ours, theirs) = match (ours, remote) {
        (IpAddr::V4(_), IpAddr::V4(_)) | (IpAddr::V6(_), IpAddr::V6(_)) => (ours, remote),
        // One of the two is not known; the families of a packet have to agree.
        _ => (SOMEWHERE, SOMEWHERE),
    };
    let (ours, theirs) = ((ours, message.ours.port), (theirs, registrar.port));
    let ((from, from_port), (to, to_port)) = if message.sent { (ours, theirs) } else { (theirs, ours) };
    let payload = &message.bytes[..message.bytes.len().min(MOST)];
    let length = u16::try_from(8 + payload.len()).unwrap_or(u16::MAX);
    let mut udp = [from_port.to_be_bytes(), to_port.to_be_bytes(), length.to_be_bytes(), [0, 0]].concat();
    udp.extend_from_slice(payload);
    match (from, to) {
        (IpAddr::V4(from), IpAddr::V4(to)) => {
            let pseudo = [&from.octets()[..], &to.octets(), &[0, 17], &length.to_be_bytes()].concat();
            put_checksum(&mut udp, &pseudo);
            let total = (20 + udp.len() as u16).to_be_bytes();
            let mut ip = [&[0x45, 0][..], &total, &[0, 0, 0x40, 0, 64, 17, 0, 0], &from.octets(), &to.octets()].concat();
            let sum = checksum(&[&ip]).to_be_bytes();
            ip[10..12].copy_from_slice(&sum);
            [ip, udp].concat()
        }
        (IpAddr::V6(from), IpAddr::V6(to)) => {
            let pseudo = [&from.octets()[..], &to.octets(), &[0, 0], &length.to_be_bytes(), &[0, 0, 0, 17]].concat();
            put_checksum(&mut udp, &pseudo);
            let ip = [&[0x60, 0, 0, 0][..], &length.to_be_bytes(), &[17, 64], &from.octets(), &to.octets()].concat();
            [ip, udp].concat()
        }
        _ => Vec::new(),
    }
}

fn put_checksum(udp: &mut [u8], pseudo: &[u8]) {
    let sum = match checksum(&[pseudo, udp]) {
        0 => 0xffff,
        sum => sum,
    };
    udp[6..8].copy_from_slice(&sum.to_be_bytes());
}

/// RFC 1071. Each part but the last has an even length.
fn checksum(parts: &[&[u8]]) -> u16 {
    let words =
        parts.iter().flat_map(|part| part.chunks(2)).map(|two| u32::from(two[0]) << 8 | two.get(1).map_or(0, |b| u32::from(*b)));
    let mut sum: u32 = words.sum();
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !(sum as u16)
}

/// A block of the file: type, length, body, options, length again; little-endian.
fn block(out: &mut Vec<u8>, kind: u32, body: &[u8], comment: Option<&str>) {
    let mut all = body.to_vec();
    if let Some(comment) = comment {
        let comment = &comment.as_bytes()[..comment.len().min(1000)];
        option(&mut all, 1, comment);
        option(&mut all, 0, &[]);
    }
    let length = u32::try_from(12 + all.len()).unwrap_or(u32::MAX).to_le_bytes();
    out.extend_from_slice(&kind.to_le_bytes());
    out.extend_from_slice(&length);
    out.extend_from_slice(&all);
    out.extend_from_slice(&length);
}

fn option(out: &mut Vec<u8>, code: u16, value: &[u8]) {
    out.extend_from_slice(&code.to_le_bytes());
    out.extend_from_slice(&(value.len() as u16).to_le_bytes());
    padded(out, value);
}

fn padded(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(bytes);
    out.resize(out.len().next_multiple_of(4), 0);
}

fn section(out: &mut Vec<u8>, about: &str) {
    let mut body = 0x1a2b_3c4d_u32.to_le_bytes().to_vec();
    body.extend_from_slice(&[1, 0, 0, 0]);
    // The length of the section is not told.
    body.extend_from_slice(&[0xff; 8]);
    block(out, 0x0a0d_0d0a, &body, Some(about));
}

fn interface(out: &mut Vec<u8>) {
    let mut body = LINKTYPE_RAW.to_le_bytes().to_vec();
    body.extend_from_slice(&[0; 6]);
    block(out, 1, &body, None);
}

fn packet(out: &mut Vec<u8>, micros: u64, bytes: &[u8], comment: Option<&str>) {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    let mut body = [0, (micros >> 32) as u32, micros as u32, length, length].map(u32::to_le_bytes).concat();
    padded(&mut body, bytes);
    block(out, 6, &body, comment);
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn datagrams_of_both_families_carry_right_checksums() {
        for (ours, theirs) in [("192.0.2.7", "198.51.100.1"), ("2001:db8::7", "2001:db8::1")] {
            let at = |host: &str, port| HostPort { host: host.into(), port };
            let message = Passed {
                after: Duration::ZERO,
                sent: true,
                end: 0,
                ours: at(ours, 5062),
                bytes: b"REGISTER sip:x SIP/2.0\r\n\r\n!".to_vec(),
            };
            let bytes = datagram(&message, &at(theirs, 5060), theirs.parse().unwrap());
            let (head, addresses) = if ours.contains(':') { (40, 8..40) } else { (20, 12..20) };
            let udp = &bytes[head..];
            let pseudo = [&bytes[addresses], &[0, 17], &udp[4..6]].concat();
            assert_eq!(checksum(&[&pseudo, udp]), 0, "{ours}");
            assert_eq!((&udp[..2], &udp[2..4]), (&5062_u16.to_be_bytes()[..], &5060_u16.to_be_bytes()[..]));
            assert_eq!(&udp[8..], &message.bytes);
            if head == 20 {
                assert_eq!(checksum(&[&bytes[..20]]), 0);
            }
            let back = datagram(&Passed { sent: false, ..message }, &at(theirs, 5060), theirs.parse().unwrap());
            assert_eq!(&back[head..head + 2], &5060_u16.to_be_bytes());
        }
    }
}
