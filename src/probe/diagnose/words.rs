//! The sentences of verdicts: one for the cause, one for the remedy.

use super::super::codes::Class;
use super::super::forecast::{Forecast, Promise};
use super::super::observation::{Bind, Fault, Login, Observation, Removal};
use super::{Circumstances, others};
use crate::diag::Words;
use crate::plan::model::Line;
use crate::policy::site::PbxKind;
use crate::sip::register::{Ending, RegisterOutcome};

/// Evidence of a verdict that rests on the files alone.
pub(super) const NOT_SENT: &str = "not asked: decided from the PBX's files, to keep within the ban budget";

fn both(en: impl Into<String>, de: impl Into<String>) -> Words {
    Words::new(en, de)
}

/// `127.0.0.1:5060/udp`
pub(in crate::probe) fn way(line: &Line) -> String {
    format!("{}/{}", line.registrar, line.transport)
}

pub(super) fn cause(class: Class, line: &Line, forecast: Forecast, around: Circumstances, seen: &Observation) -> Words {
    let outcome = match &seen.login {
        Login::Fault(fault) => return cause_of_fault(fault, line),
        Login::Answered(outcome) => outcome.as_ref(),
    };
    let last = match &seen.bind {
        Bind::Tried { register, .. } => register.as_ref(),
        Bind::NotAsked | Bind::Interrupted { .. } => outcome,
    };
    let status = last.steps.last().map(|step| format!("{} {}", step.status, step.reason)).unwrap_or_default();
    match class {
        Class::Ready => ready(outcome, seen),
        Class::AuthRejected => refused(outcome, forecast, around),
        Class::ContactLimit | Class::DisplacesDeskPhone | Class::SlotsUnknown => slots(class, line, outcome),
        Class::Algorithm => {
            let offered = match &last.ending {
                Ending::NoUsableChallenge { offered, .. } if !offered.is_empty() => offered.join(", "),
                _ => "-".to_owned(),
            };
            both(
                format!("the PBX offers only `{offered}`, which we cannot answer"),
                format!("die Anlage bietet nur `{offered}` an, das wir nicht beantworten können"),
            )
        }
        Class::AclGlobal => both(
            format!("the PBX refused `{}` at once with `{status}`, before it asked for a password", line.extension),
            format!("die Anlage lehnte `{}` sofort mit `{status}` ab, ohne nach dem Kennwort zu fragen", line.extension),
        ),
        Class::Redirect => {
            let to = match &last.ending {
                Ending::Redirected { targets, .. } => targets.join(", "),
                _ => String::new(),
            };
            both(
                format!("the PBX sends us to `{to}`; credentials are sent only to hosts of the site file"),
                format!("die Anlage verweist uns an `{to}`; Anmeldedaten gehen nur an Rechner der Standortdatei"),
            )
        }
        Class::Silent => silent(line, last),
        Class::NotCleanedUp => {
            let seconds = match seen.bind {
                Bind::Tried { removal: Removal::Unconfirmed { expires_s }, .. }
                | Bind::Interrupted { removal: Removal::Unconfirmed { expires_s } } => expires_s,
                _ => 0,
            };
            both(
                format!("registering worked, but the PBX did not confirm that our contact is gone; it expires in {seconds} s"),
                format!(
                    "das Anmelden gelang, doch die Anlage bestätigte das Abmelden nicht; der Kontakt verfällt in {seconds} s"
                ),
            )
        }
        Class::ContactRewritten => {
            let (ours, theirs) = rewritten(seen);
            both(
                format!("we registered `{ours}`, the PBX lists `{theirs}`: something on the way rewrites SIP"),
                format!("angemeldet war `{ours}`, die Anlage führt `{theirs}`: etwas unterwegs schreibt SIP um"),
            )
        }
        Class::Busy | Class::ServerError | Class::UnexpectedAnswer | Class::IntervalTooBrief | Class::DomainRefused => {
            let page = class.page();
            both(format!("{}: `{status}`", page.title_en), format!("{}: `{status}`", page.title_de))
        }
        Class::ContactsZero if line.facts.max_contacts.is_some_and(|max| max > 0) => both(
            format!("the PBX forbids the registration with `{status}`, although its files allow devices: not reloaded?"),
            format!("die Anlage verbietet die Anmeldung mit `{status}`, obwohl ihre Dateien Geräte zulassen: nicht neu geladen?"),
        ),
        _ => from_files(class, line),
    }
}

fn ready(outcome: &RegisterOutcome, seen: &Observation) -> Words {
    let devices = match &outcome.ending {
        Ending::Accepted { contacts, .. } => others(contacts),
        _ => 0,
    };
    let (en, de) = match seen.bind {
        Bind::Tried { .. } => {
            ("login works; registered, seen and removed again", "Anmeldung möglich; angemeldet, gesehen und wieder entfernt")
        }
        Bind::NotAsked | Bind::Interrupted { .. } => ("login works", "Anmeldung möglich"),
    };
    match devices {
        0 => both(en, de),
        1 => both(format!("{en}; 1 device is registered"), format!("{de}; 1 Gerät ist angemeldet")),
        n => both(format!("{en}; {n} devices are registered"), format!("{de}; {n} Geräte sind angemeldet")),
    }
}

fn refused(outcome: &RegisterOutcome, forecast: Forecast, around: Circumstances) -> Words {
    let statuses: Vec<String> = outcome.steps.iter().map(|step| step.status.to_string()).collect();
    let statuses = statuses.join(", ");
    if forecast.promise == Promise::Good {
        return both(
            format!(
                "refused ({statuses}), although name and password agree with the PBX's files: not reloaded, \
                 changed since the export, or an ACL excludes this address"
            ),
            format!(
                "abgelehnt ({statuses}), obwohl Name und Kennwort mit den Dateien der Anlage übereinstimmen: nicht neu \
                 geladen, seit dem Export geändert, oder eine ACL schließt diese Adresse aus"
            ),
        );
    }
    if around.kind == PbxKind::Asterisk {
        return both(
            format!(
                "refused ({statuses}); Asterisk answers alike for a wrong password, an unknown extension, a wrong login name \
                 and an address that is not permitted"
            ),
            format!(
                "abgelehnt ({statuses}); Asterisk antwortet gleich bei falschem Kennwort, unbekannter Nebenstelle, falschem \
                 Anmeldenamen und nicht zugelassener Adresse"
            ),
        );
    }
    let realm = outcome.steps.iter().find_map(|step| step.realm.clone()).unwrap_or_default();
    both(
        format!("refused ({statuses}): wrong password, unknown user in realm `{realm}`, or another login name"),
        format!("abgelehnt ({statuses}): falsches Kennwort, im Realm `{realm}` unbekannt oder anderer Anmeldename"),
    )
}

fn slots(class: Class, line: &Line, outcome: &RegisterOutcome) -> Words {
    let devices = match &outcome.ending {
        Ending::Accepted { contacts, .. } => others(contacts),
        _ => 0,
    };
    let facts = &line.facts;
    let limit = facts.max_contacts_after.or(facts.max_contacts);
    let limit = limit.map_or_else(|| "?".to_owned(), |limit| limit.to_string());
    match class {
        Class::DisplacesDeskPhone => both(
            format!(
                "login works, but {devices} of {limit} slots are taken and `remove_existing=yes`: registering throws a device out"
            ),
            format!(
                "Anmeldung stimmt, doch {devices} von {limit} Plätzen sind belegt bei `remove_existing=yes`: Anmelden wirft ein Gerät hinaus"
            ),
        ),
        Class::SlotsUnknown => both(
            format!("login works; {devices} registered, and nobody knows how many the PBX allows, so nothing was registered"),
            format!("Anmeldung stimmt; {devices} angemeldet, und die erlaubte Zahl ist unbekannt, daher wurde nichts angemeldet"),
        ),
        _ if facts.max_contacts.is_none() => both(
            format!("login works, but the PBX registers no more devices ({devices} are registered)"),
            format!("Anmeldung stimmt, doch die Anlage nimmt keine weiteren Geräte an ({devices} sind angemeldet)"),
        ),
        _ => both(
            format!(
                "login works, but the slots are taken: {devices} registered, now `max_contacts={}`, planned {limit}",
                now(line)
            ),
            format!(
                "Anmeldung stimmt, doch die Plätze sind belegt: {devices} angemeldet, jetzt `max_contacts={}`, geplant {limit}",
                now(line)
            ),
        ),
    }
}

fn now(line: &Line) -> String {
    line.facts.max_contacts.map_or_else(|| "?".to_owned(), |limit| limit.to_string())
}

fn silent(line: &Line, outcome: &RegisterOutcome) -> Words {
    let tries = outcome.retransmissions + outcome.requests;
    let way = way(line);
    if outcome.steps.is_empty() {
        both(format!("no answer from `{way}` to {tries} tries"), format!("keine Antwort von `{way}` auf {tries} Versuche"))
    } else {
        both(
            format!("`{way}` asked for the password and then fell silent ({tries} tries)"),
            format!("`{way}` fragte nach dem Kennwort und schwieg dann ({tries} Versuche)"),
        )
    }
}

pub(super) fn silent_with_doubt(doubt: f64) -> Words {
    both(
        format!("no answer, but so many packets are lost that the line may be well (p = {doubt:.0e})"),
        format!("keine Antwort, doch gehen so viele Pakete verloren, dass die Leitung in Ordnung sein kann (p = {doubt:.0e})"),
    )
}

fn rewritten(seen: &Observation) -> (String, String) {
    let Bind::Tried { register, ours, .. } = &seen.bind else { return Default::default() };
    let listed = match &register.ending {
        Ending::Accepted { contacts, .. } | Ending::AcceptedWithoutChallenge { contacts, .. } => {
            contacts.iter().map(|contact| contact.uri.as_str()).collect::<Vec<_>>().join(", ")
        }
        _ => String::new(),
    };
    (ours.clone(), if listed.is_empty() { "-".to_owned() } else { listed })
}

/// What is wrong with the way to the PBX.
fn cause_of_fault(fault: &Fault, line: &Line) -> Words {
    let way = way(line);
    both(format!("`{way}`: {}", fault.what.en), format!("`{way}`: {}", fault.what.de))
}

/// The cause as the PBX's files tell it, or the title of the class.
pub(super) fn from_files(class: Class, line: &Line) -> Words {
    let facts = &line.facts;
    match class {
        Class::UnknownExtension if facts.endpoint => both(
            format!("the PBX says that it does not know `{}`, although its files do", line.extension),
            format!("die Anlage will `{}` nicht kennen, obwohl ihre Dateien sie nennen", line.extension),
        ),
        Class::UnknownExtension => both(
            format!("only a list knows extension `{}`; the PBX has no endpoint for it", line.extension),
            format!("nur eine Liste kennt die Nebenstelle `{}`; die Anlage hat keinen Endpoint dafür", line.extension),
        ),
        Class::EndpointDropped => both(
            format!("Asterisk drops endpoint `{}` when it loads its configuration", line.aor_user),
            format!("Asterisk verwirft den Endpoint `{}` beim Laden der Konfiguration", line.aor_user),
        ),
        Class::AuthNameDiffers => {
            let theirs = facts.auth_user.as_deref().unwrap_or("?");
            both(
                format!("the line logs in as `{}`, the PBX wants `{theirs}`", line.auth_user),
                format!("die Leitung meldet sich als `{}` an, die Anlage verlangt `{theirs}`", line.auth_user),
            )
        }
        Class::SecretCut => {
            let at = facts.secret_cut_at.as_ref().map(ToString::to_string).unwrap_or_default();
            both(
                format!("the PBX reads its password only up to the `;` at `{at}`"),
                format!("die Anlage liest ihr Kennwort nur bis zum `;` in `{at}`"),
            )
        }
        Class::AorMissing => match &facts.aor {
            None => both("the endpoint has no `aors=`", "dem Endpoint fehlt `aors=`"),
            Some(aor) if facts.aor_missing => both(
                format!("`aors={aor}` names a section that does not exist"),
                format!("`aors={aor}` nennt einen Abschnitt, den es nicht gibt"),
            ),
            Some(aor) if *aor != line.aor_user => both(
                format!("the AOR is called `{aor}`, but a softphone registers `{}`", line.aor_user),
                format!("der AOR heißt `{aor}`, ein Softphone meldet aber `{}` an", line.aor_user),
            ),
            Some(_) => both(
                "the PBX knows no AOR for this extension, although its files do: not reloaded?",
                "die Anlage kennt keinen AOR zu dieser Nebenstelle, obwohl ihre Dateien einen nennen: nicht neu geladen?",
            ),
        },
        _ => both(class.page().title_en, class.page().title_de),
    }
}

pub(super) fn not_asked(because: Class) -> Words {
    let page = because.page();
    both(format!("not asked, because {}", page.title_en), format!("nicht gefragt: {}", page.title_de))
}

/// What the admin should do.
pub(in crate::probe) fn remedy(class: Class, line: &Line) -> Option<Words> {
    let ext = &line.extension;
    let way = way(line);
    Some(match class {
        Class::Ready | Class::Kept => return None,
        Class::NoPasswordAsked => both(
            "add `auth=` to the endpoint on the PBX before it can be reached from homes",
            "dem Endpoint auf der Anlage `auth=` geben, bevor sie von zu Hause erreichbar ist",
        ),
        Class::AuthRejected => both(
            format!("look for `{ext}` in the PBX's log, compare login name and password, then run again"),
            format!("im Protokoll der Anlage nach `{ext}` suchen, Anmeldename und Kennwort vergleichen, dann erneut prüfen"),
        ),
        Class::SecretDiffers => both(
            format!("correct the password of `{ext}` in the list, or take passwords from the PBX (`secrets_from: pbx`)"),
            format!("das Kennwort von `{ext}` in der Liste berichtigen oder aus der Anlage nehmen (`secrets_from: pbx`)"),
        ),
        Class::SecretCut => both(
            "write `\\;` instead of `;` in that line and reload, or set a password without `;`",
            "in dieser Zeile `\\;` statt `;` schreiben und neu laden, oder ein Kennwort ohne `;` setzen",
        ),
        Class::SecretUnavailable => both(
            "set a new password on the PBX or put it into a list of accounts, then run `deskshift plan`",
            "auf der Anlage ein neues Kennwort setzen oder es in eine Kontenliste eintragen, dann `deskshift plan`",
        ),
        Class::UnknownExtension => both(
            format!("create `{ext}` on the PBX, or correct the number in the list"),
            format!("`{ext}` auf der Anlage anlegen oder die Nummer in der Liste berichtigen"),
        ),
        Class::AuthNameDiffers => both(
            "put the PBX's login name into the list of accounts, or change it on the PBX",
            "den Anmeldenamen der Anlage in die Kontenliste übernehmen oder auf der Anlage ändern",
        ),
        Class::EndpointDropped => both(
            "correct the section that `deskshift inventory check` names, then reload `res_pjsip`",
            "den von `deskshift inventory check` genannten Abschnitt berichtigen, dann `res_pjsip` neu laden",
        ),
        Class::AuthObjectMissing => both(
            "create the `type=auth` section the endpoint names, then reload `res_pjsip`",
            "den vom Endpoint genannten Abschnitt `type=auth` anlegen, dann `res_pjsip` neu laden",
        ),
        Class::AorMissing => both(
            format!("create `[{}]` with `type=aor` and name it in `aors=`, then reload `res_pjsip`", line.aor_user),
            format!("`[{}]` mit `type=aor` anlegen und in `aors=` nennen, dann `res_pjsip` neu laden", line.aor_user),
        ),
        Class::ContactsZero => both(
            "set `max_contacts` to desk phone plus softphone; the PBX fragment of `deskshift convert` does it",
            "`max_contacts` auf Tischtelefon plus Softphone setzen; der Anlagenteil von `deskshift convert` tut es",
        ),
        Class::ContactLimit | Class::DisplacesDeskPhone => both(
            format!("allow `{ext}` desk phone plus softphone (`max_contacts`); see `keep_contact_limit`"),
            format!("`{ext}` Tischtelefon plus Softphone erlauben (`max_contacts`); siehe `keep_contact_limit`"),
        ),
        Class::DomainRefused => both(
            format!("set `pbx.domain` to the domain the PBX serves (now `{}`)", line.domain),
            format!("`pbx.domain` auf die Domäne der Anlage setzen (jetzt `{}`)", line.domain),
        ),
        Class::Silent | Class::Unreachable => both(
            format!("check firewall, port and transport of `{way}`, and whether this address is banned"),
            format!("Firewall, Port und Transport von `{way}` prüfen, und ob diese Adresse gesperrt ist"),
        ),
        Class::PortClosed => both(
            format!("start the PBX or correct `pbx.registrars`: `{way}` is closed"),
            format!("Anlage starten oder `pbx.registrars` berichtigen: `{way}` ist geschlossen"),
        ),
        Class::TlsPlainPort => both(
            "correct `pbx.registrars.tls`; the TLS port is usually 5061",
            "`pbx.registrars.tls` berichtigen; der TLS-Port ist meist 5061",
        ),
        Class::TlsUntrusted => both(
            "put the CA certificate into the site folder and name it in `pbx.ca`",
            "das CA-Zertifikat in den Standortordner legen und in `pbx.ca` nennen",
        ),
        Class::Banned => both(
            "wait 5 to 30 minutes or have the address unbanned, then `--resume` with a lower `--rate`",
            "5 bis 30 Minuten warten oder die Adresse freigeben lassen, dann `--resume` mit kleinerem `--rate`",
        ),
        Class::BudgetUsed => both(
            "mend what was refused, wait ten minutes, then `--resume`",
            "das Abgelehnte beheben, zehn Minuten warten, dann `--resume`",
        ),
        Class::Interrupted | Class::NotAsked | Class::Busy | Class::ConnectionLost => {
            both("go on with `--resume`", "mit `--resume` fortsetzen")
        }
        _ => both(
            format!("see `deskshift explain {}`", class.page().slug),
            format!("siehe `deskshift explain {}`", class.page().slug),
        ),
    })
}
