//! The sentences of verdicts about calls.

use std::time::Duration;

use super::facts::{Declined, Ending, Facts, Side, Target};
use super::fault::{Fault, worst};
use super::mail::Mailbox;
use super::verdict::{Part, Seen};
use crate::diag::Words;
use crate::domain::Extension;
use crate::plan::model::Line;
use crate::probe::codes::Class;
use crate::probe::report::Evidence;
use crate::rtp::codec::Codec;
use crate::rtp::dtmf;
use crate::rtp::media::delay;
use crate::rtp::quality::{Conditions, mos};

/// Below this many people are dissatisfied (G.109).
const POOR: f64 = 70.0;

fn both(en: impl Into<std::borrow::Cow<'static, str>>, de: impl Into<std::borrow::Cow<'static, str>>) -> Words {
    Words::new(en, de)
}

fn ms(time: Duration) -> u128 {
    time.as_millis()
}

fn number<'a>(seen: &'a Seen<'_>, line: usize) -> &'a str {
    seen.people[line].line.extension.as_str()
}

/// The other side's number.
fn other<'a>(seen: &'a Seen<'_>, facts: &Facts, part: Part) -> &'a str {
    match (part, facts.planned.target) {
        (Part::Called, _) => number(seen, facts.planned.caller),
        (Part::Caller, Target::Line(line)) => number(seen, line),
        (Part::Caller, Target::Echo) => "echo",
    }
}

/// How the call went, and what this side heard.
pub(super) fn evidence(seen: &Seen<'_>, facts: &Facts, part: Part) -> Vec<Evidence> {
    let who = other(seen, facts, part);
    let mut lines = vec![signalling(facts, part, who)];
    lines.extend(rang(seen, facts, part));
    let (own, theirs) = match part {
        Part::Caller => (&facts.caller, &facts.callee),
        Part::Called => (&facts.callee, &facts.caller),
    };
    if let Some(declined) = own.as_ref().and_then(|side| side.declined.as_ref()) {
        lines.push(Evidence::Said(declined_words(declined)));
    }
    if let Some(side) = own.as_ref().filter(|_| matches!(facts.ending, Ending::Answered { .. })) {
        lines.push(heard(who, side, theirs.as_ref()));
        lines.extend(lateness(side));
        if side.account.received == 0
            || matches!(super::fault::fault(facts, seen.tones), Some(Fault::Unheard { .. } | Fault::NoAudio))
        {
            lines.push(addresses(side));
        }
    }
    if let Some((after, reason)) = &facts.cut {
        let reason = reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
        lines.push(Evidence::Said(both(
            format!("the PBX sent BYE after {} ms{reason}", ms(*after)),
            format!("die Anlage sandte BYE nach {} ms{reason}", ms(*after)),
        )));
    }
    lines
}

fn signalling(facts: &Facts, part: Part, who: &str) -> Evidence {
    let mut steps: Vec<String> = facts.progress.iter().map(|(status, after)| format!("{status} ({} ms)", ms(*after))).collect();
    let (end_en, end_de) = match &facts.ending {
        Ending::Answered { after } => {
            steps.push(format!("200 ({} ms)", ms(*after)));
            (String::new(), String::new())
        }
        Ending::Refused { status, reason, said } => {
            let said = said.iter().map(|said| format!("; {said}")).collect::<String>();
            steps.push(format!("{status} {reason}{said}"));
            (String::new(), String::new())
        }
        Ending::Silent => ("no answer to the INVITE".to_owned(), "keine Antwort auf das INVITE".to_owned()),
        Ending::NoAnswer => ("not answered, cancelled".to_owned(), "nicht angenommen, abgebrochen".to_owned()),
        Ending::NotRegistered { said, .. } => (format!("not registered: {said}"), format!("nicht angemeldet: {said}")),
        Ending::Interrupted => ("interrupted".to_owned(), "unterbrochen".to_owned()),
    };
    let (arrow, check) = (if part == Part::Caller { "->" } else { "<-" }, if facts.planned.check { " (check)" } else { "" });
    let line = |end: String| {
        let all: Vec<String> = steps.iter().cloned().chain((!end.is_empty()).then_some(end)).collect();
        format!("{arrow} {who}{check}: {}", all.join(", "))
    };
    if end_en.is_empty() { Evidence::Line(line(String::new()).into()) } else { Evidence::Said(both(line(end_en), line(end_de))) }
}

fn rang(seen: &Seen<'_>, facts: &Facts, part: Part) -> Option<Evidence> {
    if part == Part::Caller && facts.planned.target == Target::Echo {
        return None;
    }
    let called = other(seen, facts, Part::Caller);
    Some(Evidence::Said(match (&facts.rang, &facts.foreign) {
        (Some(rang), _) => {
            let (line, after, id) = (number(seen, rang.line), ms(rang.after), &rang.caller_id);
            both(
                format!("{line} rang after {after} ms, caller ID `{id}`"),
                format!("{line} läutete nach {after} ms, Rufnummer `{id}`"),
            )
        }
        (None, Some(_)) => both(
            format!("another call came to {called} and was refused as busy; the test call did not"),
            format!("ein anderer Anruf kam zu {called} und wurde als besetzt abgewiesen; der Probeanruf kam nicht"),
        ),
        (None, None) if matches!(facts.ending, Ending::NotRegistered { .. } | Ending::Interrupted) => return None,
        (None, None) => both(format!("{called} did not ring"), format!("{called} läutete nicht")),
    }))
}

fn declined_words(declined: &Declined) -> Words {
    match declined {
        Declined::Codec(names) => both(format!("the PBX offered only: {names}"), format!("die Anlage bot nur an: {names}")),
        Declined::Encryption { offered: true } => {
            both("the PBX offered encrypted sound (SAVP)", "die Anlage bot verschlüsselte Sprache an (SAVP)")
        }
        Declined::Encryption { offered: false } => {
            both("the PBX offered unencrypted sound (AVP)", "die Anlage bot unverschlüsselte Sprache an (AVP)")
        }
        Declined::Unusable => both("the description cannot be used", "die Beschreibung ist nicht brauchbar"),
    }
}

/// `hears 2002: 196 of 200 packets, …`
fn heard(who: &str, side: &Side, theirs: Option<&Side>) -> Evidence {
    let account = &side.account;
    let sent = theirs.map_or(account.sent, |side| side.account.sent);
    let loss = loss(side);
    let mut figures = format!("{loss:.1} %");
    if loss > 0.0 {
        figures += &format!(" (burst {:.1}, {})", account.burst_ratio, account.longest_burst);
    }
    figures += &format!(", jitter {:.1} ms", account.jitter.as_secs_f64() * 1000.0);
    let way = theirs.map_or(&account.sent_onsets, |side| &side.account.sent_onsets);
    let (mut delay_en, mut delay_de) = (String::new(), String::new());
    if let Some(delay) = delay(way, &account.onsets) {
        delay_en = format!(", delay {} ms", ms(delay));
        delay_de = format!(", Laufzeit {} ms", ms(delay));
    }
    let mut end = rating(side, theirs).map(|r| format!(", R {r:.1}, MOS {:.2}", mos(r))).unwrap_or_default();
    if let Some(codec) = side.codec {
        end += &format!(", {}", codec.name());
    }
    if side.secure {
        end += ", SRTP";
    }
    if let Some(round) = account.round_trip {
        end += &format!(", RTCP {:.1} ms", round.as_secs_f64() * 1000.0);
    } else if account.reports > 0 {
        end += ", RTCP";
    }
    let (digits_en, digits_de) = match (side.events, account.digits.as_str()) {
        (true, "") => (", no digit", ", keine Ziffer"),
        (false, "") => ("", ""),
        _ => (", digit", ", Ziffer"),
    };
    Evidence::Said(both(
        format!("hears {who}: {} of {sent} packets, {figures}{delay_en}{end}{digits_en}", account.received),
        format!("hört {who}: {} von {sent} Paketen, {figures}{delay_de}{end}{digits_de}", account.received),
    ))
}

fn addresses(side: &Side) -> Evidence {
    let to = side.sends_to.map_or_else(|| "?".to_owned(), |to| to.to_string());
    let from: Vec<String> = side.heard_from.iter().map(ToString::to_string).collect();
    let (from_en, from_de) =
        if from.is_empty() { ("nothing".to_owned(), "nichts".to_owned()) } else { (from.join(", "), from.join(", ")) };
    Evidence::Said(both(
        format!("sends {} packets to {to}, as the PBX wants; hears from {from_en}", side.account.sent),
        format!("sendet {} Pakete an {to}, wie die Anlage will; hört von {from_de}", side.account.sent),
    ))
}

/// Loss in per cent. Where the PBX turned the other side's digit into something else, the packets of the digit are missing and nothing is lost.
fn loss(side: &Side) -> f64 {
    let account = &side.account;
    let digit = u32::from(dtmf::LENGTH);
    let turned = !side.events && account.longest_burst.abs_diff(digit) <= 1 && account.lost >= account.longest_burst;
    let missing = if turned { account.longest_burst } else { 0 };
    let expected = f64::from(account.received + account.lost);
    if expected == 0.0 { 0.0 } else { f64::from(account.lost - missing) * 100.0 / expected }
}

/// R of G.107; the model for narrow-band speech says nothing of G.722.
fn rating(side: &Side, theirs: Option<&Side>) -> Option<f64> {
    let account = &side.account;
    side.codec.filter(|codec| *codec != Codec::G722 && account.received > 0)?;
    let way = theirs.map_or(&account.sent_onsets, |side| &side.account.sent_onsets);
    let delay = delay(way, &account.onsets)?.as_secs_f64() * 1000.0;
    // Where the echo answers, the sound goes there and back.
    let delay = if theirs.is_none() { delay / 2.0 } else { delay };
    Some(Conditions::voip(delay, loss(side), account.burst_ratio).rating())
}

pub(super) fn poor(seen: &Seen<'_>, facts: &Facts, part: Part) -> Option<Words> {
    let (own, theirs) = match part {
        Part::Caller => (facts.caller.as_ref()?, facts.callee.as_ref()),
        Part::Called => (facts.callee.as_ref()?, facts.caller.as_ref()),
    };
    // A hundredth too late lowers R by 4; below 70 it falls with eight.
    if [Some(own), theirs].into_iter().flatten().any(|side| side.account.late.packets * 100 > side.account.sent) {
        return None;
    }
    let r = rating(own, theirs).filter(|r| *r < POOR)?;
    let who = other(seen, facts, part);
    let (loss, mos) = (loss(own), mos(r));
    Some(both(
        format!("what it hears of {who}: R {r:.0}, MOS {mos:.1}, {loss:.1} % lost"),
        format!("was er von {who} hört: R {r:.0}, MOS {mos:.1}, {loss:.1} % verloren"),
    ))
}

pub(super) fn pair_only(other: &Extension, fault: Fault) -> Words {
    let (en, de) = short(fault);
    both(format!("with {other}: {en}; with others all is well"), format!("mit {other}: {de}; mit anderen ist alles gut"))
}

fn short(fault: Fault) -> (&'static str, &'static str) {
    match fault {
        Fault::Interrupted => ("interrupted", "unterbrochen"),
        Fault::NotRegistered(_) => ("not registered", "nicht angemeldet"),
        Fault::Silent => ("no answer to the INVITE", "keine Antwort auf das INVITE"),
        Fault::Forbidden => ("forbidden", "verboten"),
        Fault::NoRoute => ("number unknown", "Nummer unbekannt"),
        Fault::Busy => ("busy", "besetzt"),
        Fault::Unavailable => ("unavailable", "nicht erreichbar"),
        Fault::Refused(_) => ("refused", "abgewiesen"),
        Fault::Codec => ("no common codec", "kein gemeinsamer Codec"),
        Fault::Encryption => ("encryption differs", "Verschlüsselung verschieden"),
        Fault::NoRing => ("did not ring", "läutete nicht"),
        Fault::NotConnected => ("not connected", "nicht verbunden"),
        Fault::Elsewhere => ("answered elsewhere", "anderswo angenommen"),
        Fault::Crossed(_) => ("crossed", "vertauscht"),
        Fault::HearsItself(_) => ("an echo", "ein Echo"),
        Fault::NoAudio => ("no sound", "keine Sprache"),
        Fault::Unheard { .. } => ("sound one way only", "Sprache nur in einer Richtung"),
        Fault::DigitLost { .. } => ("a digit got lost", "eine Ziffer ging verloren"),
        Fault::CutOff => ("cut off", "abgebrochen"),
        Fault::Late => ("this machine was too busy", "dieser Rechner war zu beschäftigt"),
    }
}

pub(super) fn mailbox(mailbox: Mailbox) -> Words {
    match (mailbox.voice, mailbox.waiting) {
        (Some((new, old)), _) => {
            both(format!("{new} new and {old} old voice messages"), format!("{new} neue und {old} alte Sprachnachrichten"))
        }
        (None, true) => both("messages are waiting", "Nachrichten warten"),
        (None, false) => both("no message is waiting", "keine Nachricht wartet"),
    }
}

pub(super) fn good() -> Words {
    both("calls and is called; both sides hear each other", "ruft an und wird angerufen; beide Seiten hören einander")
}

pub(super) fn machine_busy(facts: &Facts) -> Words {
    let worst = ms(worst(facts));
    both(
        format!("this machine was too busy to judge the sound: packets left, or answers were read, up to {worst} ms late"),
        format!(
            "dieser Rechner war zu beschäftigt, um die Sprache zu beurteilen: Pakete gingen bis zu {worst} ms zu spät ab, oder Antworten wurden so spät gelesen"
        ),
    )
}

/// Of our own packets, where some left too late.
fn lateness(side: &Side) -> Option<Evidence> {
    let (late, sent) = (side.account.late, side.account.sent);
    (late.packets > 0).then(|| {
        let (packets, worst) = (late.packets, ms(late.worst));
        Evidence::Said(both(
            format!("of its own packets {packets} beside {sent} left too late or not at all, up to {worst} ms: this machine was busy"),
            format!("von den eigenen Paketen gingen {packets} neben {sent} zu spät oder gar nicht ab, bis zu {worst} ms: dieser Rechner war beschäftigt"),
        ))
    })
}

pub(super) fn stopped(stop: Class) -> Words {
    match stop {
        Class::Interrupted => both("interrupted before its calls were over", "unterbrochen, bevor seine Anrufe vorbei waren"),
        _ => both("not called, because the first calls all failed", "nicht angerufen, weil die ersten Anrufe alle misslangen"),
    }
}

/// Why no more calls were made: `alike` where all failed in one way.
pub(super) fn gave_up(alike: Option<Fault>, made: usize) -> Words {
    match alike.map(short) {
        Some((en, de)) => both(
            format!("all {made} test calls failed in the same way: {en}; one fault of the setting, not one of each line"),
            format!(
                "alle {made} Probeanrufe misslangen auf dieselbe Weise: {de}; ein Fehler der Einstellung, nicht einer je Anschluss"
            ),
        ),
        None => {
            both(format!("none of the first {made} test calls was good"), format!("keiner der ersten {made} Probeanrufe gelang"))
        }
    }
}

pub(super) fn not_called(calls: bool, callable: bool) -> Words {
    let (en, de) = match (calls, callable) {
        (true, false) => (
            "it can call; it was not called, because another device would ring",
            "er kann anrufen; angerufen wurde er nicht, weil ein anderes Gerät läuten würde",
        ),
        (true, true) => {
            ("it can call; nobody was there to call it", "er kann anrufen; niemand war da, der ihn hätte anrufen können")
        }
        (false, false) => (
            "not called, because another device would ring, and there was nobody to call",
            "nicht angerufen, weil ein anderes Gerät läuten würde, und niemand war anzurufen",
        ),
        (false, true) => ("there was no second line to call", "es gab keinen zweiten Anschluss zum Anrufen"),
    };
    both(en, de)
}

/// One sentence on what is wrong with the line.
pub(super) fn cause(seen: &Seen<'_>, fault: Fault, part: Part, facts: &Facts, certain: bool) -> Words {
    let who = other(seen, facts, part);
    let status = match &facts.ending {
        Ending::Refused { status, reason, .. } => format!("{status} {reason}"),
        Ending::NotRegistered { said, .. } => said.clone(),
        _ => String::new(),
    };
    let caller = part == Part::Caller;
    let words = match (fault, caller) {
        (Fault::NotRegistered(_), _) => both(
            format!("the login works, but the registration for the call failed: `{status}`"),
            format!("die Anmeldedaten stimmen, aber die Anmeldung für den Anruf misslang: `{status}`"),
        ),
        (Fault::Silent, _) => both("the PBX did not answer the INVITE", "die Anlage beantwortete das INVITE nicht"),
        (Fault::NoRoute | Fault::Forbidden | Fault::Busy | Fault::Unavailable, true) => {
            both(format!("its call to {who} is refused: `{status}`"), format!("sein Anruf an {who} wird abgewiesen: `{status}`"))
        }
        (Fault::NoRoute, false) => both(
            format!("the PBX does not know the number: `{status}`"),
            format!("die Anlage kennt die Nummer nicht: `{status}`"),
        ),
        (Fault::Busy, false) => both(
            format!("the PBX says `{status}` without ringing the registered softphone"),
            format!("die Anlage sagt `{status}`, ohne das angemeldete Softphone zu rufen"),
        ),
        (Fault::Unavailable, false) => both(
            format!("the PBX says `{status}` although the softphone is registered"),
            format!("die Anlage sagt `{status}`, obwohl das Softphone angemeldet ist"),
        ),
        (Fault::Forbidden | Fault::Refused(_), _) => {
            both(format!("the PBX refuses the call: `{status}`"), format!("die Anlage weist den Anruf ab: `{status}`"))
        }
        (Fault::Codec, _) => codec_words(facts, &status),
        (Fault::Encryption, _) => both(
            format!("encrypted and unencrypted sound do not meet in the call with {who} {status}").trim_end().to_owned(),
            format!("verschlüsselte und unverschlüsselte Sprache treffen im Anruf mit {who} aufeinander {status}")
                .trim_end()
                .to_owned(),
        ),
        (Fault::NoRing, _) => both(
            "the call is in progress, and the registered softphone does not ring",
            "der Anruf läuft, und das angemeldete Softphone läutet nicht",
        ),
        (Fault::NotConnected, _) => both(
            format!("answered, but the PBX did not connect it with {who}"),
            format!("angenommen, aber die Anlage verband ihn nicht mit {who}"),
        ),
        (Fault::Elsewhere, _) if facts.planned.target == Target::Echo => {
            both("the echo does not give the sound back", "das Echo gibt die Sprache nicht zurück")
        }
        (Fault::Elsewhere, _) => both(
            "answered by somebody else; the registered softphone did not ring",
            "jemand anderes nahm an; das angemeldete Softphone läutete nicht",
        ),
        (Fault::Crossed(line), false) => both(
            format!("who calls it reaches {}", number(seen, line)),
            format!("wer ihn anruft, erreicht {}", number(seen, line)),
        ),
        (Fault::Crossed(line), true) => both(
            format!("its call to {who} reaches {}", number(seen, line)),
            format!("sein Anruf an {who} erreicht {}", number(seen, line)),
        ),
        (Fault::HearsItself(_), _) => both("it hears itself", "er hört sich selbst"),
        (Fault::NoAudio, _) => {
            both(format!("no sound in either direction with {who}"), format!("keine Sprache in beiden Richtungen mit {who}"))
        }
        (Fault::Unheard { caller: speaks, address: true }, _) if speaks == caller => address_words(facts, part),
        (Fault::Unheard { caller: speaks, .. }, _) if speaks == caller => {
            both(format!("{who} does not hear it"), format!("{who} hört ihn nicht"))
        }
        (Fault::Unheard { .. }, _) => both(format!("it does not hear {who}"), format!("er hört {who} nicht")),
        (Fault::DigitLost { caller: sends }, _) if sends == caller => {
            both(format!("its digit did not reach {who}"), format!("seine Ziffer kam bei {who} nicht an"))
        }
        (Fault::DigitLost { .. }, _) => {
            both(format!("the digit of {who} did not reach it"), format!("die Ziffer von {who} kam bei ihm nicht an"))
        }
        (Fault::CutOff, _) => both(
            format!("the PBX ended the call with {who} early"),
            format!("die Anlage beendete das Gespräch mit {who} vorzeitig"),
        ),
        (Fault::Late, _) => machine_busy(facts),
        (Fault::Interrupted, _) => both("interrupted", "unterbrochen"),
    };
    if certain {
        return words;
    }
    both(
        format!("{}; or the fault is that of {who}: no third line could tell", words.en),
        format!("{}; oder der Fehler liegt bei {who}: kein dritter Anschluss konnte es klären", words.de),
    )
}

fn codec_words(facts: &Facts, status: &str) -> Words {
    let offered = [&facts.callee, &facts.caller].into_iter().flatten().find_map(|side| match &side.declined {
        Some(Declined::Codec(names)) => Some(names.clone()),
        _ => None,
    });
    match offered {
        Some(names) => both(
            format!("the PBX offers {names}; the softphone has PCMA, PCMU, G722"),
            format!("die Anlage bietet {names}; das Softphone hat PCMA, PCMU, G722"),
        ),
        None => both(
            format!("the PBX takes none of PCMA, PCMU, G722: `{status}`"),
            format!("die Anlage nimmt keinen von PCMA, PCMU, G722: `{status}`"),
        ),
    }
}

fn address_words(facts: &Facts, part: Part) -> Words {
    let side = if part == Part::Caller { &facts.caller } else { &facts.callee };
    let to = side.as_ref().and_then(|side| side.sends_to).map_or_else(|| "?".to_owned(), |to| to.ip().to_string());
    let from =
        side.as_ref().and_then(|side| side.heard_from.iter().next()).map_or_else(|| "?".to_owned(), |from| from.ip().to_string());
    both(
        format!("the PBX wants its sound at {to}, but listens at {from}: what it says is lost"),
        format!("die Anlage will seine Sprache an {to}, hört aber an {from}: was er sagt, ist verloren"),
    )
}

/// What the admin should do.
pub(in crate::probe) fn remedy(class: Class, line: &Line) -> Words {
    let extension = &line.extension;
    let (endpoint, _) = line.endpoints();
    match class {
        Class::CallBusy => both(
            format!("switch do not disturb off for `{extension}`, or look at what the dialplan does with the number"),
            format!("„Bitte nicht stören“ für `{extension}` ausschalten oder ansehen, was der Wählplan mit der Nummer tut"),
        ),
        Class::CallNoRoute => both(
            format!(
                "enter `{extension}` into the dialplan, in the context that people call from; where it stands there, it dials an endpoint that does not exist"
            ),
            format!(
                "`{extension}` in den Wählplan eintragen, in dem Kontext, aus dem angerufen wird; wo sie dort steht, ruft sie einen Endpoint, den es nicht gibt"
            ),
        ),
        Class::CallCannotDial => both(
            format!("compare `context=` of the endpoint `{endpoint}` with that of a line that works"),
            format!("`context=` des Endpoints `{endpoint}` mit dem eines guten Anschlusses vergleichen"),
        ),
        Class::CallUnavailable | Class::CallNoRing => both(
            format!(
                "let the dialplan of `{extension}` dial the endpoint `{endpoint}`, which registers; see `pjsip show contacts`"
            ),
            format!(
                "den Wählplan von `{extension}` den Endpoint `{endpoint}` rufen lassen, der sich anmeldet; siehe `pjsip show contacts`"
            ),
        ),
        Class::CallElsewhere => both(
            format!("remove the forward or mailbox of `{extension}`, or ask the person"),
            format!("Umleitung oder Anrufbeantworter von `{extension}` aufheben oder die Person fragen"),
        ),
        Class::CallCrossed => both(
            format!("compare the dialplan entries of `{extension}` and of the line named"),
            format!("die Wählplaneinträge von `{extension}` und des genannten Anschlusses vergleichen"),
        ),
        Class::CallNoAudio => both(
            "open the RTP ports of the PBX for this network (Asterisk: `rtp.conf`)",
            "die RTP-Ports der Anlage für dieses Netz öffnen (Asterisk: `rtp.conf`)",
        ),
        Class::CallNotHeard => both(
            format!("set `direct_media=no` for the endpoint `{endpoint}`, and open RTP towards the PBX"),
            format!("für den Endpoint `{endpoint}` `direct_media=no` setzen und RTP zur Anlage hin öffnen"),
        ),
        Class::CallHearsNothing => both(
            format!("set `rtp_symmetric=yes`, `force_rport=yes` and `rewrite_contact=yes` for the endpoint `{endpoint}`"),
            format!("für den Endpoint `{endpoint}` `rtp_symmetric=yes`, `force_rport=yes` und `rewrite_contact=yes` setzen"),
        ),
        Class::CallOneWayNat => both(
            format!(
                "correct `media_address` of the endpoint `{endpoint}`, or `external_media_address` and `local_net` of the transport"
            ),
            format!(
                "`media_address` des Endpoints `{endpoint}` oder `external_media_address` und `local_net` des Transports berichtigen"
            ),
        ),
        Class::CallHearsItself => {
            both("look for a loop in the dialplan or gateway", "eine Schleife in Wählplan oder Gateway suchen")
        }
        Class::CallCodecRefused => both(
            format!("set `allow=alaw` for the endpoint `{endpoint}`"),
            format!("für den Endpoint `{endpoint}` `allow=alaw` setzen"),
        ),
        Class::CallEncryption => both(
            format!("make `media_encryption=` of the endpoint `{endpoint}` and `srtp` in the site file agree"),
            format!("`media_encryption=` des Endpoints `{endpoint}` und `srtp` in der Standortdatei in Einklang bringen"),
        ),
        Class::CallDtmfLost => both(
            format!("set `dtmf_mode=rfc4733` for the endpoint `{endpoint}`"),
            format!("für den Endpoint `{endpoint}` `dtmf_mode=rfc4733` setzen"),
        ),
        Class::CallNotRegistered => both(
            format!("run `deskshift validate --level bind --only {extension}`"),
            format!("`deskshift validate --level bind --only {extension}` ausführen"),
        ),
        Class::CallMachineBusy => both(
            "make fewer calls at once (`validate.calls_at_once`), or run on a quieter machine",
            "weniger Anrufe gleichzeitig führen (`validate.calls_at_once`) oder einen ruhigeren Rechner nehmen",
        ),
        Class::CallNotCalled => both(
            "allow other devices to ring (`--ring-devices`), or name an echo (`validate.echo`)",
            "anderen Geräten das Läuten erlauben (`--ring-devices`) oder ein Echo nennen (`validate.echo`)",
        ),
        _ => both("look into the PBX's log at the time of the call", "das Protokoll der Anlage zur Zeit des Anrufs ansehen"),
    }
}
