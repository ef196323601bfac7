//! One side of a call's sound: what it sends, when, and what it hears.
//!
//! Sends silence first, then its tone with a pause every 700 ms, and in the middle one digit. The pauses let the other side find where a
//! tone begins, so that the delay can be measured where one clock sees both sides. The digit of the called side counts from the moment
//! when the caller has its answer: a PBX may take seconds to pass it on, and what is sent before then reaches nobody.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::burst::Pattern;
use super::codec::{Codec, Decoder, Encoder, FRAME_MS};
use super::dtmf::{self, Digits};
use super::jitter::Jitter;
use super::loss::Sequence;
use super::packet::{self, Datagram, Packet};
use super::rtcp::{self, Block, Control, Sent};
use super::srtp::Context;
use super::tone::{Generator, Heard, Listener, Tone, is_loud};

/// Silence before the first tone, length of a tone with its pause, and of the tone alone.
const LEAD_MS: u64 = 300;
const CYCLE_MS: u64 = 700;
const TONE_MS: u64 = 600;
/// When the digit begins.
const DIGIT_MS: u64 = 1500;
/// Frames that may be sent at once when the caller was late.
const CATCH_UP: u64 = 10;
/// A packet that leaves later than this is as good as lost: softphones and telephone systems hold sound back for 60 ms to 200 ms to even out the
/// network, and the shortest of these buffers has gone on without it.
pub const LATE: Duration = Duration::from_millis(60);
/// Silent packets that make the next loud one the beginning of a tone.
const PAUSE: u32 = 2;

/// What both sides have agreed on.
#[derive(Debug)]
pub struct Agreed {
    pub codec: Codec,
    /// Payload type of events in what we send, and in what we hear.
    pub events_out: Option<u8>,
    pub events_in: Option<u8>,
    /// Keys for what we send, and for what we hear.
    pub secure_out: Option<Context>,
    pub secure_in: Option<Context>,
}

/// What is our own.
#[derive(Debug, Clone)]
pub struct Identity {
    pub tone: Tone,
    /// Sent once as an event.
    pub digit: char,
    pub ssrc: u32,
    pub sequence: u16,
    pub timestamp: u32,
    pub cname: String,
}

/// One source that was heard.
#[derive(Debug)]
struct Source {
    ssrc: u32,
    sequence: Sequence,
    jitter: Jitter,
    pattern: Pattern,
    last_report: Option<(u32, Duration)>,
}

/// One side of the sound.
#[derive(Debug)]
pub struct Media {
    agreed: Agreed,
    identity: Identity,
    encoder: Encoder,
    generator: Generator,
    started: Duration,
    frame: u64,
    /// The first time that it was asked for a packet: what was due before then had to wait for the other side's agreement, not for us.
    asked: Option<Duration>,
    late: Lateness,
    voice_was_silent: bool,
    events: Vec<dtmf::Event>,
    /// When the digit begins, counted from the first packet; none until the other side is there to hear it.
    digit_ms: Option<u64>,
    event_timestamp: Option<u32>,
    packets: u32,
    octets: u32,
    sent_onsets: Vec<Duration>,
    next_control: Duration,
    sources: Vec<Source>,
    decoder: Decoder,
    listener: Listener,
    quiet: u32,
    heard: BTreeMap<Heard, u32>,
    onsets: Vec<Duration>,
    digits: Digits,
    codecs: BTreeSet<u8>,
    received: u32,
    refused: u32,
    first_at: Option<Duration>,
    last_report: Option<Block>,
    round_trip: Option<Duration>,
    reports: u32,
}

/// How late our own packets left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lateness {
    /// Packets that left more than [`LATE`] after they were due, or were left out because it was later still.
    pub packets: u32,
    pub worst: Duration,
}

impl Lateness {
    /// Packets of 20 ms each, the next of which leaves so long after it was due; those in `left_out` do not leave at all.
    fn note(&mut self, late: Duration, left_out: u64) {
        self.worst = self.worst.max(late);
        self.packets += u32::try_from(left_out).unwrap_or(u32::MAX) + u32::from(late > LATE);
    }

    /// The time of talking that these packets should have carried.
    #[must_use]
    pub fn sound(self) -> Duration {
        Duration::from_millis(u64::from(self.packets) * u64::from(FRAME_MS))
    }
}

/// What one side has heard and sent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Account {
    pub sent: u32,
    pub late: Lateness,
    pub received: u32,
    /// Datagrams that were neither RTP nor meant for our key.
    pub refused: u32,
    pub lost: u32,
    /// In per cent.
    pub loss: f64,
    pub burst_ratio: f64,
    pub longest_burst: u32,
    pub jitter: Duration,
    /// Blocks of 40 ms by what they were.
    pub tones: BTreeMap<Tone, u32>,
    pub silence: u32,
    pub other: u32,
    pub digits: String,
    /// Payload types that came.
    pub payload_types: BTreeSet<u8>,
    pub sent_onsets: Vec<Duration>,
    pub onsets: Vec<Duration>,
    pub first_at: Option<Duration>,
    /// By RTCP: reports heard, what the other side lost of ours in 256ths, round trip.
    pub reports: u32,
    pub reported_loss: Option<u8>,
    pub round_trip: Option<Duration>,
}

impl Account {
    /// The tone heard most, and for how many blocks.
    #[must_use]
    pub fn loudest(&self) -> Option<(Tone, u32)> {
        self.tones
            .iter()
            .max_by_key(|(tone, blocks)| (**blocks, std::cmp::Reverse(**tone)))
            .map(|(tone, blocks)| (*tone, *blocks))
    }
}

/// Delay from one side's mouth to the other's ear: each beginning of a tone that was heard, against the last one sent before it. None
/// where no tone came.
#[must_use]
pub fn delay(sent: &[Duration], heard: &[Duration]) -> Option<Duration> {
    let mut delays: Vec<Duration> = heard.iter().filter_map(|at| sent.iter().filter_map(|s| at.checked_sub(*s)).min()).collect();
    delays.sort();
    delays.get(delays.len() / 2).copied()
}

impl Media {
    /// `now` and all later times count from one moment that is the same for all sides.
    #[must_use]
    pub fn start(now: Duration, agreed: Agreed, identity: Identity) -> Self {
        let codec = agreed.codec;
        let frame = (codec.clock_rate() * FRAME_MS / 1000) as u16;
        let mut events = if agreed.events_out.is_some() { dtmf::packets(identity.digit, frame) } else { Vec::new() };
        events.reverse();
        Self {
            encoder: Encoder::new(codec),
            generator: Generator::new(identity.tone, codec.sample_rate()),
            started: now,
            frame: 0,
            asked: None,
            late: Lateness::default(),
            voice_was_silent: true,
            events,
            digit_ms: Some(DIGIT_MS),
            event_timestamp: None,
            packets: 0,
            octets: 0,
            sent_onsets: Vec::new(),
            next_control: now + Duration::from_secs(1),
            sources: Vec::new(),
            decoder: Decoder::new(codec),
            listener: Listener::new(codec.sample_rate()),
            quiet: 0,
            heard: BTreeMap::new(),
            onsets: Vec::new(),
            digits: Digits::default(),
            codecs: BTreeSet::new(),
            received: 0,
            refused: 0,
            first_at: None,
            last_report: None,
            round_trip: None,
            reports: 0,
            agreed,
            identity,
        }
    }

    #[must_use]
    pub fn codec(&self) -> Codec {
        self.agreed.codec
    }

    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.agreed.secure_out.is_some()
    }

    /// A later agreement of the same call (re-INVITE): what was heard stays.
    pub fn agree_again(&mut self, agreed: Agreed) {
        if agreed.codec != self.agreed.codec {
            self.encoder = Encoder::new(agreed.codec);
            self.generator = Generator::new(self.identity.tone, agreed.codec.sample_rate());
        }
        self.agreed = agreed;
    }

    /// Nobody hears this side yet: its digit, which is sent once, waits for [`Self::heard_from`].
    pub fn hold_digit(&mut self) {
        self.digit_ms = None;
    }

    /// From now on there is somebody who hears this side.
    pub fn heard_from(&mut self, now: Duration) {
        if self.digit_ms.is_none() {
            self.digit_ms = Some(now.saturating_sub(self.started).as_millis() as u64 + DIGIT_MS);
        }
    }

    /// When the next packet is due.
    #[must_use]
    pub fn poll_timeout(&self) -> Duration {
        self.started + Duration::from_millis(self.frame * u64::from(FRAME_MS))
    }

    /// The next packet, when it is due.
    pub fn poll_packet(&mut self, now: Duration) -> Option<Vec<u8>> {
        if now < self.poll_timeout() {
            return None;
        }
        let behind = now.saturating_sub(self.started).as_millis() as u64 / u64::from(FRAME_MS);
        let overdue = now.saturating_sub(self.poll_timeout().max(*self.asked.get_or_insert(now)));
        let left_out = behind.saturating_sub(CATCH_UP).saturating_sub(self.frame);
        self.late.note(overdue, if overdue > LATE { left_out } else { 0 });
        self.frame += left_out;
        let codec = self.agreed.codec;
        let at = self.frame * u64::from(FRAME_MS);
        let step = codec.clock_rate() * FRAME_MS / 1000;
        let timestamp = self.identity.timestamp.wrapping_add((self.frame as u32).wrapping_mul(step));
        let samples = self.generator.take(codec.frame());
        self.frame += 1;
        let event = if self.digit_ms.is_some_and(|from| at >= from) { self.events.pop() } else { None };
        let (payload_type, timestamp, marker, payload) = match (event, self.agreed.events_out) {
            (Some(event), Some(number)) => {
                let first = self.event_timestamp.is_none();
                (number, *self.event_timestamp.get_or_insert(timestamp), first, event.to_bytes().to_vec())
            }
            _ => {
                let loud = at >= LEAD_MS && (at - LEAD_MS) % CYCLE_MS < TONE_MS;
                if loud && std::mem::replace(&mut self.voice_was_silent, !loud) {
                    self.sent_onsets.push(now);
                }
                self.voice_was_silent = !loud;
                let samples = if loud { samples } else { vec![0; samples.len()] };
                (codec.payload_type(), timestamp, self.packets == 0, self.encoder.encode(&samples))
            }
        };
        let sequence = self.identity.sequence.wrapping_add(self.packets as u16);
        self.packets += 1;
        self.octets += payload.len() as u32;
        let packet = Packet {
            payload_type,
            marker,
            sequence,
            timestamp,
            ssrc: self.identity.ssrc,
            contributors: Vec::new(),
            extension: None,
            payload: &payload,
        };
        let bytes = packet.to_bytes().ok()?;
        Some(match &mut self.agreed.secure_out {
            Some(context) => context.protect(&bytes),
            None => bytes,
        })
    }

    /// A report on the stream, when one is due.
    pub fn poll_control(&mut self, now: Duration) -> Option<Vec<u8>> {
        if now < self.next_control {
            return None;
        }
        // The RFC's shortest interval is meant for conferences; a call of a few seconds gets two reports.
        self.next_control = now + Duration::from_secs(2);
        Some(self.report(now, false))
    }

    /// The last report, which ends the stream.
    pub fn goodbye(&mut self, now: Duration) -> Vec<u8> {
        self.report(now, true)
    }

    fn report(&mut self, now: Duration, bye: bool) -> Vec<u8> {
        let sent = Sent {
            ssrc: self.identity.ssrc,
            ntp: rtcp::ntp(now),
            rtp: self.identity.timestamp.wrapping_add((self.frame as u32).wrapping_mul(160)),
            packets: self.packets,
            octets: self.octets,
        };
        let block = self.sources.last_mut().map(|source| Block {
            ssrc: source.ssrc,
            fraction_lost: source.sequence.fraction_lost(),
            lost: source.sequence.lost(),
            highest: source.sequence.extended_max(),
            jitter: source.jitter.units(),
            last_report: source.last_report.map_or(0, |(middle, _)| middle),
            since_last: source.last_report.map_or(0, |(_, at)| rtcp::middle(rtcp::ntp(now.saturating_sub(at)))),
        });
        let bytes = rtcp::compound(sent, block, &self.identity.cname, bye);
        match &mut self.agreed.secure_out {
            Some(context) => context.protect_control(&bytes),
            None => bytes,
        }
    }

    /// A datagram on the port of the sound.
    pub fn handle(&mut self, now: Duration, bytes: &[u8]) {
        if bytes.get(1).is_some_and(|kind| (192..=223).contains(kind)) {
            return self.handle_control(now, bytes);
        }
        let plain;
        let bytes = match &mut self.agreed.secure_in {
            Some(context) => match context.unprotect(bytes) {
                Ok(packet) => {
                    plain = packet;
                    plain.as_slice()
                }
                Err(_) => {
                    self.refused += 1;
                    return;
                }
            },
            None => bytes,
        };
        match packet::read(bytes) {
            Ok(Datagram::Rtp(packet)) => self.take(now, &packet),
            _ => self.refused += 1,
        }
    }

    fn take(&mut self, now: Duration, packet: &Packet<'_>) {
        self.received += 1;
        self.first_at.get_or_insert(now);
        if self.sources.last().is_none_or(|source| source.ssrc != packet.ssrc) {
            self.sources.push(Source {
                ssrc: packet.ssrc,
                sequence: Sequence::new(packet.sequence),
                jitter: Jitter::new(self.agreed.codec.clock_rate()),
                pattern: Pattern::default(),
                last_report: None,
            });
        }
        if let Some(source) = self.sources.last_mut() {
            source.sequence.update(packet.sequence);
            let max = source.sequence.extended_max();
            let mut extended = (max & !0xffff) | u32::from(packet.sequence);
            if extended > max.saturating_add(0x8000) {
                extended = extended.saturating_sub(0x1_0000);
            }
            source.pattern.came(extended);
        }
        self.codecs.insert(packet.payload_type);
        if Some(packet.payload_type) == self.agreed.events_in {
            self.digits.handle(packet.timestamp, packet.payload);
            return;
        }
        let Some(codec) = Codec::of_payload_type(packet.payload_type) else { return };
        if let Some(source) = self.sources.last_mut() {
            source.jitter.arrived(now, packet.timestamp);
        }
        if codec != self.decoder.codec() {
            self.decoder = Decoder::new(codec);
            self.listener = Listener::new(codec.sample_rate());
        }
        let samples = self.decoder.decode(packet.payload);
        if is_loud(&samples) {
            if self.quiet >= PAUSE {
                self.onsets.push(now);
            }
            self.quiet = 0;
        } else {
            self.quiet += 1;
        }
        for heard in self.listener.hear(&samples) {
            *self.heard.entry(heard).or_default() += 1;
        }
    }

    /// A datagram on the port of the reports.
    pub fn handle_control(&mut self, now: Duration, bytes: &[u8]) {
        let plain;
        let bytes = match &mut self.agreed.secure_in {
            Some(context) => match context.unprotect_control(bytes) {
                Ok(packet) => {
                    plain = packet;
                    plain.as_slice()
                }
                Err(_) => {
                    self.refused += 1;
                    return;
                }
            },
            None => bytes,
        };
        for control in rtcp::read(bytes) {
            let blocks = match control {
                Control::Sender { ssrc, ntp, blocks, .. } => {
                    if let Some(source) = self.sources.iter_mut().find(|source| source.ssrc == ssrc) {
                        source.last_report = Some((rtcp::middle(ntp), now));
                    }
                    blocks
                }
                Control::Receiver { blocks, .. } => blocks,
                Control::Bye | Control::Other(_) => continue,
            };
            self.reports += 1;
            if let Some(block) = blocks.into_iter().find(|block| block.ssrc == self.identity.ssrc) {
                self.round_trip = rtcp::round_trip(&block, rtcp::ntp(now)).or(self.round_trip);
                self.last_report = Some(block);
            }
        }
    }

    /// The digits that came by another way (INFO).
    pub fn digit_by_message(&mut self, digit: char) {
        let stamp = u32::MAX - self.digits.as_str().len() as u32;
        self.digits.handle(stamp, &dtmf::Event { digit, end: true, duration: 0 }.to_bytes());
    }

    /// All that was sent and heard so far.
    #[must_use]
    pub fn account(&self) -> Account {
        let expected: u32 = self.sources.iter().map(|source| source.sequence.expected()).sum();
        let lost: i64 = self.sources.iter().map(|source| i64::from(source.sequence.lost()).max(0)).sum();
        let main = self.sources.iter().max_by_key(|source| source.sequence.received());
        Account {
            sent: self.packets,
            late: self.late,
            received: self.received,
            refused: self.refused,
            lost: u32::try_from(lost).unwrap_or(u32::MAX),
            loss: if expected == 0 { 0.0 } else { lost as f64 * 100.0 / f64::from(expected) },
            burst_ratio: main.map_or(1.0, |source| source.pattern.burst_ratio()),
            longest_burst: main.map_or(0, |source| source.pattern.longest()),
            jitter: main.map_or(Duration::ZERO, |source| source.jitter.duration()),
            tones: self
                .heard
                .iter()
                .filter_map(|(heard, blocks)| match heard {
                    Heard::Tone(tone) => Some((*tone, *blocks)),
                    _ => None,
                })
                .collect(),
            silence: self.heard.get(&Heard::Silence).copied().unwrap_or(0),
            other: self.heard.get(&Heard::Other).copied().unwrap_or(0),
            digits: self.digits.as_str().to_owned(),
            payload_types: self.codecs.clone(),
            sent_onsets: self.sent_onsets.clone(),
            onsets: self.onsets.clone(),
            first_at: self.first_at,
            reports: self.reports,
            reported_loss: self.last_report.map(|block| block.fraction_lost),
            round_trip: self.round_trip,
        }
    }
}

#[cfg(test)]
mod tests;
