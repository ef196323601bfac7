//! What a validator has to find, line by line. Held against the real Asterisk by `tests/lab`.

use super::model::{Case, Fault, Line};

/// Verdict classes for one state of the PBX.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    pub fetch: &'static str,
    pub bind: &'static str,
}

const fn both(class: &'static str) -> Expected {
    Expected { fetch: class, bind: class }
}

/// `changed`: the PBX has loaded the fragment that allows two contacts on each migrated line.
pub fn expected(line: &Line, changed: bool) -> Expected {
    if !line.is_person() {
        return both("sip/kept");
    }
    match line.fault {
        Some(Fault::SecretDiffers) => both("sip/secret-differs"),
        Some(Fault::SecretCut) => both("sip/secret-cut"),
        Some(Fault::UnknownExtension) => both("sip/unknown-extension"),
        Some(Fault::AuthNameWrong) => both("sip/auth-name-differs"),
        Some(Fault::ContactsZero) if changed => both("sip/ready"),
        Some(Fault::ContactsZero | Fault::ContactsZeroKept) => both("sip/contacts-zero"),
        Some(Fault::OnlySlotKept | Fault::TwoDeskPhones) => both("sip/contact-limit"),
        Some(Fault::DisplacesKept) => both("sip/displaces-desk-phone"),
        Some(Fault::AorMissing | Fault::AorNone | Fault::AorNameDiffers | Fault::AorTypeCase | Fault::AorBlank) => {
            both("sip/aor-missing")
        }
        Some(Fault::AuthMissing | Fault::AuthNoUser) => both("sip/auth-object-missing"),
        Some(Fault::Open) => both("sip/no-password-asked"),
        Some(Fault::EndpointBlank | Fault::UnknownOption | Fault::BadValue) => both("sip/endpoint-dropped"),
        Some(Fault::NobodysPhone | Fault::SharedPhone) => both("sip/kept"),
        Some(Fault::AuthNameListed | Fault::AuthNameFromPbx | Fault::HashOnly | Fault::NastySecret | Fault::ListSilent)
        | None => {
            let bind = match line.target {
                "ziel-alt" if !changed && !line.phones.is_empty() => "sip/contact-limit",
                "ziel-wechsel" if !changed && !line.phones.is_empty() => "sip/displaces-desk-phone",
                _ => "sip/ready",
            };
            Expected { fetch: "sip/ready", bind }
        }
    }
}

pub fn truth_table(case: &Case) -> String {
    let mut out = String::from("extension\tfault\tfetch_before\tbind_before\tfetch_after\tbind_after\n");
    for line in &case.lines {
        let before = expected(line, false);
        let after = expected(line, true);
        out += &format!(
            "{}\t{}\t{}\t{}\t{}\t{}\n",
            line.number,
            line.fault.map_or("-", Fault::slug),
            before.fetch,
            before.bind,
            after.fetch,
            after.bind
        );
    }
    out
}

pub fn registered(case: &Case) -> String {
    let mut out = String::from("extension\tcontact\tuser_agent\n");
    for line in &case.lines {
        for phone in &line.phones {
            out += &format!("{}\t{}\t{}\n", line.number, phone.contact, phone.agent);
        }
    }
    out
}
