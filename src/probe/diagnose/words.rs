//! The sentences of verdicts about the cause.

use super::super::codes::Class;
use super::super::forecast::{Forecast, Promise};
use super::super::observation::{Bind, Fault, Login, Observation, Removal};
use super::super::report::{Evidence, Silence};
use super::{Circumstances, others};
use crate::diag::Words;
use crate::plan::model::Line;
use crate::sip::message::push_status;
use crate::sip::register::{Ending, RegisterOutcome, Step};

/// Evidence of a verdict that rests on the files alone.
pub(super) fn not_sent() -> Evidence {
    Evidence::Said(both(
        "not asked: decided from the PBX's files, to keep within the ban budget",
        "nicht gefragt: nach den Dateien der Anlage entschieden, um das Sperrbudget zu wahren",
    ))
}

/// `fetch: 401 Unauthorized`
pub(super) fn answer(what: &str, step: &Step) -> Evidence {
    // Two for each of thousands of lines: put together, not formatted, and those of a line that is well not even that.
    if step.authenticated && step.status == 200 && what == "fetch" && step.reason == "OK" {
        return Evidence::Said(both("fetch with password: 200 OK", "fetch mit Kennwort: 200 OK"));
    }
    let told = |how: &str| {
        let mut text = String::with_capacity(what.len() + how.len() + step.reason.len() + 6);
        text.push_str(what);
        text.push_str(how);
        push_status(&mut text, step.status);
        text.push(' ');
        text.push_str(&step.reason);
        text
    };
    if step.authenticated {
        Evidence::Said(both(told(" with password: "), told(" mit Kennwort: ")))
    } else {
        Evidence::Line(told(": ").into())
    }
}

pub(super) fn no_answer(what: &str, tries: u32) -> Evidence {
    Evidence::Said(both(format!("{what}: no answer to {tries} tries"), format!("{what}: keine Antwort auf {tries} Versuche")))
}

/// Our contact may still be there, and expires by itself; `said` is the status of the last answer to its removal.
pub(in crate::probe) fn not_removed(seconds: u32, said: Option<u16>) -> Words {
    let (en, de) = match said {
        None => ("no answer".to_owned(), "keine Antwort".to_owned()),
        Some(status @ 200..300) => {
            (format!("`{status}`, but it still lists it"), format!("`{status}`, doch sie führt ihn weiter"))
        }
        Some(status) => (format!("`{status}`"), format!("`{status}`")),
    };
    both(
        format!("registering worked, but the PBX did not confirm that our contact is gone ({en}); it expires in {seconds} s"),
        format!("das Anmelden gelang, doch die Anlage bestätigte das Abmelden nicht ({de}); der Kontakt verfällt in {seconds} s"),
    )
}

pub(super) fn removal(removal: Removal) -> Option<Evidence> {
    Some(Evidence::Said(match removal {
        Removal::NotNeeded => return None,
        Removal::Confirmed => both("unbind: confirmed", "unbind: bestätigt"),
        Removal::Unconfirmed { expires_s, .. } => both(
            format!("unbind: not confirmed, expires in {expires_s} s"),
            format!("unbind: nicht bestätigt, verfällt in {expires_s} s"),
        ),
    }))
}

pub(super) fn both(en: impl Into<std::borrow::Cow<'static, str>>, de: impl Into<std::borrow::Cow<'static, str>>) -> Words {
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
    if class == Class::Ready {
        return ready(outcome, seen);
    }
    let last = seen.bind.answer().unwrap_or(outcome);
    let status = last.steps.last().map(|step| format!("{} {}", step.status, step.reason)).unwrap_or_default();
    match class {
        Class::AuthRejected => refused(outcome, forecast, around),
        Class::BudgetUsed => both(
            format!("the PBX asked for the password once more (`{status}`), and the ban budget bears no second try now"),
            format!(
                "die Anlage fragte noch einmal nach dem Kennwort (`{status}`), und das Sperrbudget erlaubt gerade keinen zweiten Versuch"
            ),
        ),
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
        Class::ContactRefused => both(
            format!("name and password are right, but a REGISTER with our contact is refused (`{status}`)"),
            format!("Name und Kennwort stimmen, aber ein REGISTER mit unserem Kontakt wird abgelehnt (`{status}`)"),
        ),
        Class::Redirect => redirected(last),
        Class::FirstHop => both(
            "the PBX registers this line only without outbound: it says that a proxy on the way keeps no flows (`439`)",
            "die Anlage meldet diesen Anschluss nur ohne Outbound an: ein Proxy unterwegs halte keine Wege offen (`439`)",
        ),
        Class::Silent => silent(line, last),
        Class::NotCleanedUp => {
            let (seconds, said) = match seen.bind {
                Bind::Tried { removal: Removal::Unconfirmed { expires_s, said }, .. }
                | Bind::Interrupted { removal: Removal::Unconfirmed { expires_s, said } } => (expires_s, said),
                _ => (0, None),
            };
            not_removed(seconds, said)
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

fn redirected(last: &RegisterOutcome) -> Words {
    let targets = match &last.ending {
        Ending::Redirected { targets, .. } => targets.as_slice(),
        _ => &[],
    };
    if targets.is_empty() {
        let status = last.steps.last().map_or(300, |step| step.status);
        return both(
            format!("the PBX answers `{status}`, sends us elsewhere, and does not say where"),
            format!("die Anlage antwortet `{status}`, verweist uns weiter und nennt kein Ziel"),
        );
    }
    let to = targets.join("`, `");
    both(
        format!("the PBX sends us to `{to}`; credentials are sent only to hosts of the site file"),
        format!("die Anlage verweist uns an `{to}`; Anmeldedaten gehen nur an Rechner der Standortdatei"),
    )
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
        Bind::Noop { .. } => ("login works, and our contact is welcome", "Anmeldung möglich, und unser Kontakt ist willkommen"),
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
    if around.kind.is_asterisk() {
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
        Class::SlotsUnknown if outcome.unread_contacts > 0 => both(
            format!(
                "login works; {devices} registered, and {} more entries of the PBX's list cannot be read, so the free slots are unknown",
                outcome.unread_contacts
            ),
            format!(
                "Anmeldung stimmt; {devices} angemeldet, und {} weitere Einträge in der Liste der Anlage sind nicht lesbar, daher \
                 sind die freien Plätze unbekannt",
                outcome.unread_contacts
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

pub(super) fn given_up(line: &Line, silence: Silence, class: Class, whole: bool) -> Words {
    let Silence { tries, p } = silence;
    let way = way(line);
    let (en, de) = match (class, whole) {
        (Class::Silent, _) => ("although the PBX answers others", "obwohl die Anlage anderen antwortet"),
        (_, true) => (
            "and so many packets are lost that the line may be well",
            "und so viele Pakete gehen verloren, dass der Anschluss in Ordnung sein kann",
        ),
        (_, false) => (
            "after the PBX asked for the password; not asked again, because that would try it twice",
            "nachdem die Anlage nach dem Kennwort gefragt hatte; nicht noch einmal gefragt, denn das versuchte es zweimal",
        ),
    };
    both(
        format!("no answer from `{way}` to {tries} tries, {en} ({p})"),
        format!("keine Antwort von `{way}` auf {tries} Versuche, {de} ({p})"),
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
                format!("der Anschluss meldet sich als `{}` an, die Anlage verlangt `{theirs}`", line.auth_user),
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
