//! What is wrong with the calls of a line that registers well, at a real Asterisk.

use std::path::Path;

use super::super::asterisk::Asterisk;
use super::super::calls::{self, Row};
use super::logins::USUAL;
use super::office::{Line, Office, validate, verdict};
use super::{Judged, judged};

/// Cause (none: a good line), and the line with it as in [`calls`]. Each part is a site of its own with good lines in it, so that
/// the calls that wait for nothing are side by side.
pub const PARTS: [&[(&str, Row)]; 4] = [
    &[
        ("", ("2501", "direct_media=yes", None, "call/good")),
        ("", ("2502", "", None, "call/good")),
        ("", ("2503", "direct_media=yes", None, "call/good")),
        ("the dialplan sends busy", ("2504", "", Some("Busy(5)"), "call/busy")),
        ("the endpoint's context leads nowhere", ("2505", "context=nowhere", None, "call/cannot-dial")),
        ("the PBX names a wrong address for sound", ("2506", "media_address=::1", None, "call/one-way-nat")),
        ("the number dials another line", ("2507", "", Some("Dial(PJSIP/2508,20)"), "call/crossed")),
        ("", ("2508", "", None, "call/good")),
        ("an announcement takes the calls", ("2509", "", Some("Answer()\n same => n,Wait(30)"), "call/answered-elsewhere")),
    ],
    &[
        ("no codec in common", ("2510", "allow=!all,gsm", None, "call/codec-refused")),
        ("the endpoint wants encrypted sound", ("2511", "media_encryption=sdes", None, "call/encryption-differs")),
        ("the number is not in the dialplan", ("2512", "", Some("-"), "call/no-route")),
        ("a limit ends each call early", ("2513", "", Some("Dial(PJSIP/2513,20,L(1500))"), "call/cut-off")),
        ("", ("2517", "direct_media=yes", None, "call/good")),
        ("", ("2518", "", None, "call/good")),
        ("", ("2521", "", None, "call/good")),
        // No fault: who answers hears an announcement first ("this call is recorded"), and the caller learns of the answer after it.
        ("", ("2541", "", Some("Dial(PJSIP/2541,20,U(announced))"), "call/good")),
    ],
    &[
        ("", ("2522", "", None, "call/good")),
        ("", ("2523", "", None, "call/good")),
        ("", ("2524", "", None, "call/good")),
        ("the dialplan dials an endpoint that is not there", ("2514", "", Some("Dial(PJSIP/nobody,20)"), "call/no-route")),
        ("the dialplan rings and dials nobody", ("2515", "", Some("Ringing()\n same => n,Wait(30)"), "call/no-ring")),
        ("the mailbox takes the calls at once", ("2516", "", Some("VoiceMail(2516@default,s)"), "call/answered-elsewhere")),
        (
            "the dialplan dials an endpoint without a phone",
            ("2520", "", Some("Dial(PJSIP/2519,20)\n same => n,Congestion(5)"), "call/unavailable"),
        ),
    ],
    &[
        ("", ("2530", "", None, "call/good")),
        ("", ("2531", "", None, "call/good")),
        ("", ("2532", "", None, "call/good")),
        ("the dialplan stalls without a word", ("2533", "", Some("Wait(30)"), "call/no-ring")),
        ("a subroutine stalls after the line has answered", ("2534", "", Some("Dial(PJSIP/2534,20,U(stall))"), "call/cut-off")),
        (
            "the PBX mutes what the caller says",
            ("2535", "", Some("Set(MUTEAUDIO(in)=on)\n same => n,Dial(PJSIP/2535,20)"), "call/hears-nothing"),
        ),
        (
            "the PBX mutes what the caller hears",
            ("2536", "", Some("Set(MUTEAUDIO(out)=on)\n same => n,Dial(PJSIP/2536,20)"), "call/not-heard"),
        ),
        (
            "the PBX mutes both sides",
            ("2537", "", Some("Set(MUTEAUDIO(all)=on)\n same => n,Dial(PJSIP/2537,20)"), "call/no-audio"),
        ),
        ("the dialplan ends the call with an error of the network", ("2538", "", Some("Hangup(38)"), "call/failed")),
        (
            "the access list takes the login and not the contact",
            ("2539", "contact_deny=0.0.0.0/0.0.0.0\ncontact_permit=192.0.2.0/24", None, "call/not-registered"),
        ),
        (
            "a feature code of the PBX swallows the digit",
            ("2540", "", Some("Set(__DYNAMIC_FEATURES=swallow)\n same => n,Dial(PJSIP/2540,20)"), "call/dtmf-lost"),
        ),
    ],
];

/// An endpoint without a phone.
const ABSENT: &str = "2519";

fn rows() -> Vec<Row> {
    PARTS.iter().copied().flatten().map(|(_, row)| *row).collect()
}

pub fn pjsip() -> String {
    calls::pjsip(&rows()) + &USUAL.replace("NNNN", ABSENT)
}

pub fn dialplan() -> String {
    calls::dialplan(&rows())
        + "[stall]\nexten => s,1,Wait(30)\n same => n,Return()\n[announced]\nexten => s,1,Wait(4)\n same => n,Return()\n"
}

/// The digit that our callers send does nothing here, and is not passed on.
pub const FEATURES: &str = "[general]\n[applicationmap]\nswallow => 5,self,NoOp\n";

pub fn judge(site: &Path, asterisk: &Asterisk, part: usize) -> Vec<Judged> {
    let line = |(_, (number, ..)): &(&str, Row)| Line::new(number, (number, &format!("geheim-{number}")));
    let office = Office {
        kind: "asterisk",
        domain: "127.0.0.1",
        registrar: format!("127.0.0.1:{}", asterisk.ports.sip),
        sources: "",
        pbx: "",
        validate: ", calls_at_once: 10, talk_s: 3",
        lines: PARTS[part].iter().map(line).collect(),
    };
    office.write(site);
    let report = validate(site, &["--rate", "0", "--level", "call"]);
    for (_, (number, ..)) in PARTS[part].iter().filter(|(what, _)| what.is_empty()) {
        let verdict = verdict(&report, number);
        assert_eq!(verdict["class"], "call/good", "{verdict:#}");
    }
    let faulty = PARTS[part].iter().filter(|(what, _)| !what.is_empty());
    faulty.map(|(what, (number, .., class))| judged("Asterisk", what, class, verdict(&report, number))).collect()
}
