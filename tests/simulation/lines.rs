//! The lines of a campaign, what is wrong with each, and what may be said of it.

use std::collections::BTreeMap;

use deskshift::diag::Place;
use deskshift::domain::{ClientId, HostPort, Secret, SecretRef, SecretState, Transport};
use deskshift::plan::model::{Line, PbxFacts};
use deskshift::policy::media::OwnMedia;
use deskshift::policy::site::Srtp;
use deskshift::probe::campaign::Candidate;
use deskshift::probe::report::{Outcome, Verdict};
use deskshift::probe::schedule::Canary;

use crate::dice::Dice;

/// The first extension; the others follow without a gap.
pub const FIRST: usize = 1_000_000;
/// Lines in front of the first fault: a run that meets nothing but faults stops, and rightly.
const GOOD_FIRST: usize = 100;

/// What is true of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    Good,
    /// As [`Truth::Good`], but no file says whether the password is right, so it is never tried twice.
    GoodUnknown,
    /// 503 to the first requests.
    BusyAtFirst,
    /// 503 with `Retry-After`, whatever is asked.
    Busy,
    WrongPassword,
    /// No file tells.
    WrongPasswordUnknown,
    UnknownExtension,
    UnknownExtensionUnknown,
    OtherAuthUser,
    /// Never answers.
    Dead,
    SlotTaken,
    ContactsZero,
    AorMissing,
    /// Asks for no password.
    Open,
    ServerError,
    /// Calls every nonce stale.
    StaleAlways,
    Redirects,
    /// Offers only an algorithm that nobody computes.
    OtherAlgorithm,
}

use Truth as T;

/// Each fault with its share in 10,000 lines.
const FAULTS: &[(Truth, usize)] = &[
    (T::GoodUnknown, 300),
    (T::BusyAtFirst, 4),
    (T::Busy, 2),
    (T::WrongPassword, 100),
    (T::WrongPasswordUnknown, 60),
    (T::UnknownExtension, 60),
    (T::UnknownExtensionUnknown, 30),
    (T::OtherAuthUser, 30),
    (T::Dead, 60),
    (T::SlotTaken, 100),
    (T::ContactsZero, 30),
    (T::AorMissing, 30),
    (T::Open, 20),
    (T::ServerError, 8),
    (T::StaleAlways, 10),
    (T::Redirects, 10),
    (T::OtherAlgorithm, 10),
];

impl Truth {
    /// Drawn for the line of this number.
    pub fn draw(number: usize, dice: &mut Dice) -> Self {
        let mut at = (dice.next() % 10_000) as usize;
        if number < GOOD_FIRST {
            return T::Good;
        }
        for (truth, share) in FAULTS {
            if at < *share {
                return *truth;
            }
            at -= share;
        }
        T::Good
    }

    /// The classes that are true of the line.
    pub fn classes(self) -> &'static [&'static str] {
        match self {
            T::Good | T::GoodUnknown | T::BusyAtFirst => &["sip/ready"],
            T::Busy => &["sip/busy"],
            T::WrongPassword => &["sip/secret-differs"],
            // The wire does not tell them apart, and no file does.
            T::WrongPasswordUnknown | T::UnknownExtensionUnknown => &["sip/auth-rejected"],
            T::UnknownExtension => &["sip/unknown-extension"],
            T::OtherAuthUser => &["sip/auth-name-differs"],
            T::Dead => &["sip/silent", "sip/no-answer"],
            T::SlotTaken => &["sip/contact-limit"],
            T::ContactsZero => &["sip/contacts-zero"],
            T::AorMissing => &["sip/aor-missing"],
            T::Open => &["sip/no-password-asked"],
            T::ServerError => &["sip/server-error"],
            T::StaleAlways => &["sip/stale-loop"],
            T::Redirects => &["sip/redirect"],
            T::OtherAlgorithm => &["sip/algorithm"],
        }
    }

    /// Whether a verdict is true.
    pub fn judge(self, verdict: &Verdict, ban_budget: u32) -> Judgement {
        let class = verdict.class.as_str();
        if self.classes().contains(&class) {
            return Judgement::Right;
        }
        // The nonce was too old, and the ban budget bears no second try: said as such.
        if class == "sip/budget-used" && verdict.outcome == Outcome::Undecided && ban_budget < 10 {
            return Judgement::Open;
        }
        let doubt = verdict.silence.map_or(0.0, |silence| silence.p.get());
        if class == "sip/no-answer" && verdict.outcome == Outcome::Undecided && doubt > 1e-6 {
            return Judgement::Open;
        }
        Judgement::Wrong
    }

    fn facts(self, extension: &str) -> PbxFacts {
        let mut facts = PbxFacts {
            endpoint: true,
            auth_user: Some(extension.into()),
            secret_matches: Some(true),
            aor: Some(extension.into()),
            max_contacts: Some(1),
            max_contacts_after: Some(2),
            ..PbxFacts::default()
        };
        match self {
            T::WrongPassword => facts.secret_matches = Some(false),
            T::GoodUnknown | T::WrongPasswordUnknown | T::UnknownExtensionUnknown => facts.secret_matches = None,
            T::UnknownExtension => facts.endpoint = false,
            T::OtherAuthUser => facts.auth_user = Some(format!("mac-{extension}").into()),
            T::SlotTaken => facts.max_contacts_after = Some(1),
            T::ContactsZero => facts.max_contacts = Some(0),
            T::AorMissing => facts.aor_missing = true,
            T::Open => facts.open = true,
            _ => {}
        }
        facts
    }
}

/// What becomes of a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    Right,
    /// No answer came, and the verdict says how probable that is for a line that works.
    Open,
    Wrong,
}

/// Every line has the same: what is checked is who asks for which, not how it is kept secret.
pub fn password(number: usize) -> String {
    format!("Vv8#{}", FIRST + number)
}

pub fn candidate(number: usize, truth: Truth) -> Candidate {
    let extension = (FIRST + number).to_string();
    let line = Line {
        id: extension.parse().unwrap(),
        extension: extension.parse().unwrap(),
        person: None,
        display_name: "".into(),
        department: None,
        client: ClientId("baresip".into()),
        aor_user: extension.as_str().into(),
        domain: "pbx.example".into(),
        auth_user: extension.as_str().into(),
        secret: SecretRef { state: SecretState::Present, key: format!("pbx/auth/{extension}").into() },
        login_now: None,
        further: Vec::new(),
        within: None,
        registrar: HostPort { host: "127.0.0.1".into(), port: 5060 },
        transport: Transport::Udp,
        srtp: Srtp::Off,
        expiry_s: 300,
        mailbox: None,
        media: OwnMedia::default(),
        overridden: BTreeMap::new(),
        facts: truth.facts(&extension),
        at: Place::at("staff.csv", 2, 1),
    };
    let wrong = matches!(truth, T::WrongPassword | T::WrongPasswordUnknown);
    let password = if wrong { "not this one".to_owned() } else { password(number) };
    let canary = if number == 0 { Canary::Named } else { Canary::No };
    Candidate { line: line.into(), password: Some(Secret::new(password)), canary, wanted: true, left: None }
}
