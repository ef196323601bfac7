//! The sentences of the plan's findings, each with what to do.

use std::collections::BTreeSet;

use super::TlsVerify;
use super::model::{Effect, OneRing};
use crate::diag::{Listed, Words};
use crate::domain::{Extension, Transport};
use crate::inventory::model::{ExtensionEntry, ExtensionKind};
use crate::policy::overrides::{Level, Variable};
use crate::policy::site::{ClientRule, Srtp};

/// Lines that a sentence names.
pub(super) const SHOWN: usize = 4;

/// "3 lines (2001, 2002, 2003)", at most four by name.
#[must_use]
pub fn list(lines: &[Extension]) -> (String, String) {
    let names: Vec<String> = lines.iter().take(SHOWN).map(|n| format!("`{n}`")).collect();
    let names = names.join(", ");
    match (lines.len(), lines.len().saturating_sub(SHOWN)) {
        (1, _) => (format!("line {names}"), format!("Anschluss {names}")),
        (n, 0) => (format!("{n} lines ({names})"), format!("{n} Anschlüsse ({names})")),
        (n, more) => (format!("{n} lines ({names} and {more} more)"), format!("{n} Anschlüsse ({names} und {more} weitere)")),
    }
}

/// Why an extension is not migrated, or none for a person's phone.
pub(super) fn kept_reason(entry: &ExtensionEntry) -> Option<Words> {
    let (en, de) = match entry.kind {
        ExtensionKind::Person => return None,
        ExtensionKind::Unknown if !entry.persons.is_empty() => return None,
        ExtensionKind::Unknown => ("no list says whose phone this is", "keine Liste sagt, wem dieses Telefon gehört"),
        ExtensionKind::Shared => ("several people answer it", "mehrere Personen nehmen hier ab"),
        ExtensionKind::Fax => ("fax", "Fax"),
        ExtensionKind::Door => ("door station", "Türsprechstelle"),
        ExtensionKind::LiftAlarm => ("emergency phone of a lift", "Aufzugnotruf"),
        ExtensionKind::Alarm => ("alarm system", "Alarmanlage"),
        ExtensionKind::MeetingRoom => ("meeting room", "Besprechungsraum"),
        ExtensionKind::Attendant => ("attendant position", "Vermittlungsplatz"),
        ExtensionKind::Function => ("a function without a person", "Funktionsanschluss ohne Person"),
        ExtensionKind::Dect => ("cordless base or pool", "DECT-Basis oder Mobilteil-Pool"),
        ExtensionKind::Analog => ("analog port", "analoger Anschluss"),
        ExtensionKind::Virtual => ("no device behind it", "kein Gerät dahinter"),
        ExtensionKind::Trunk => ("trunk", "Amtsleitung"),
    };
    if entry.kind_reason.en.is_empty() {
        return Some(Words::new(en, de));
    }
    Some(Words::new(format!("{en} ({})", entry.kind_reason.en), format!("{de} ({})", entry.kind_reason.de)))
}

/// Two telephones of one number cannot both be known by it.
pub(super) fn number_ambiguous() -> (Words, Words) {
    (
        Words::new(
            "another extension of the telephone system has the same number in another context; neither is moved",
            "eine andere Nebenstelle der Anlage hat dieselbe Nummer in einem anderen Kontext; keine von beiden wird umgestellt",
        ),
        Words::new(
            "give one of them another number, take the source of one out of `sources`, or make a site of its own for each context",
            "einer von ihnen eine andere Nummer geben, die Quelle einer der beiden aus `sources` nehmen oder für jeden Kontext einen \
             eigenen Standort anlegen",
        ),
    )
}

pub(super) fn rule_words(index: usize, what: &Words) -> Words {
    Words::new(format!("rule {index} of `clients`: {}", what.en), format!("Regel {index} unter `clients`: {}", what.de))
}

pub(super) fn override_words(level: &Level, what: &Words) -> Words {
    let level = level.words();
    Words::new(format!("`overrides` of {}: {}", level.en, what.en), format!("`overrides` für {}: {}", level.de, what.de))
}

/// `clients` with the transport each of them has here.
pub(super) fn override_idle(
    variable: Variable,
    level: &Level,
    clients: &BTreeSet<(String, Transport)>,
    lines: &[Extension],
) -> (Words, Words) {
    let (key, of, (en, de)) = (variable.as_str(), level.words(), list(lines));
    let by_transport = matches!(variable, Variable::CaOnClients | Variable::WsPath);
    let name = |(title, transport): &(String, Transport)| {
        if by_transport {
            (format!("{title} over {transport}"), format!("{title} über {transport}"))
        } else {
            (title.clone(), title.clone())
        }
    };
    let names: BTreeSet<(String, String)> = clients.iter().map(name).collect();
    let join = |of: fn(&(String, String)) -> &str| names.iter().map(of).collect::<Vec<_>>().join(", ");
    let (clients_en, clients_de) = (join(|name| name.0.as_str()), join(|name| name.1.as_str()));
    (
        Words::new(
            format!("`{key}` of `overrides` for the {} changes nothing with {clients_en}: {en}", of.en),
            format!("`{key}` unter `overrides` für {} ändert bei {clients_de} nichts: {de}", of.de),
        ),
        Words::new(
            "set it for fewer lines, choose another client for these, or take it out",
            "den Wert für weniger Anschlüsse setzen, für diese ein anderes Programm wählen oder ihn weglassen",
        ),
    )
}

pub(super) fn override_reaches_nobody(level: &Level) -> (Words, Words) {
    let of = level.words();
    (
        Words::new(
            format!("`overrides` of the {} reaches no planned line", of.en),
            format!("`overrides` für {} erreicht keinen geplanten Anschluss", of.de),
        ),
        Words::new(
            "check who has it; `deskshift inventory show` tells, or take it out",
            "prüfen, wer dazugehört (`deskshift inventory show`), oder den Eintrag entfernen",
        ),
    )
}

pub(super) fn change_override() -> Words {
    Words::new(
        "change the value there, or choose another client for these lines by a rule of `clients`",
        "den Wert dort ändern oder für diese Anschlüsse per Regel unter `clients` ein anderes Programm wählen",
    )
}

pub(super) fn override_contradicts(variable: Variable, first: &Level, second: &Level) -> (Words, Words) {
    let (one, two, name) = (first.words(), second.words(), variable.as_str());
    (
        Words::new(
            format!("`overrides` of {} and of {} say different things about `{name}`", one.en, two.en),
            format!("`overrides` für {} und für {} sagen Verschiedenes zu `{name}`", one.de, two.de),
        ),
        Words::new(
            "set the value for the person, or for one of the two only",
            "den Wert für die Person setzen oder nur für eines von beiden",
        ),
    )
}

pub(super) fn no_registrar_of(level: &Level, transport: Transport) -> (Words, Words) {
    let level = level.words();
    (
        Words::new(
            format!("`overrides` of {} wants `{transport}`, but neither it nor `pbx.registrars` has an address for it", level.en),
            format!(
                "`overrides` für {} verlangt `{transport}`, aber weder dort noch in `pbx.registrars` steht dafür eine Adresse",
                level.de
            ),
        ),
        Words::new(
            format!("add `registrar: HOST:PORT` there, or `{transport}: HOST:PORT` below `pbx.registrars`"),
            format!("dort `registrar: HOST:PORT` ergänzen oder `{transport}: HOST:PORT` unter `pbx.registrars`"),
        ),
    )
}

pub(super) fn no_rule() -> (Words, Words) {
    (
        Words::new("no rule of `clients` applies", "keine Regel unter `clients` passt"),
        Words::new(
            "add a last rule without conditions, such as `- client: linphone-xml`",
            "eine letzte Regel ohne Bedingungen anfügen, etwa `- client: linphone-xml`",
        ),
    )
}

pub(super) fn unknown_client(index: usize, rule: &ClientRule, known: &str) -> (Words, Words) {
    (
        Words::new(
            format!("rule {index} of `clients` names `{}`, for which there is no profile", rule.client),
            format!("Regel {index} unter `clients` nennt `{}`, wofür es kein Profil gibt", rule.client),
        ),
        Words::new(format!("choose one of {known}"), format!("eines von {known} wählen")),
    )
}

pub(super) fn no_registrar(index: usize, rule: &ClientRule) -> (Words, Words) {
    let transport = rule.transport;
    (
        Words::new(
            format!("rule {index} of `clients` wants `{transport}`, but `pbx.registrars` has no address for it"),
            format!("Regel {index} unter `clients` verlangt `{transport}`, aber `pbx.registrars` hat dafür keine Adresse"),
        ),
        Words::new(
            format!("add `{transport}: HOST:PORT` below `pbx.registrars`, or change the rule's `transport`"),
            format!("`{transport}: HOST:PORT` unter `pbx.registrars` ergänzen oder `transport` in der Regel ändern"),
        ),
    )
}

pub(super) fn tls_unverified(title: &str, verify: TlsVerify) -> (Words, Words) {
    if verify == TlsVerify::Unknown {
        return (
            Words::new(
                format!("nobody has measured whether {title} checks the server's certificate"),
                format!("niemand hat gemessen, ob {title} das Zertifikat des Servers prüft"),
            ),
            Words::new(
                "try it with a wrong certificate before the roll-out, or choose a client that is known to check",
                "es vor der Einführung mit einem falschen Zertifikat probieren oder ein Programm wählen, das nachweislich prüft",
            ),
        );
    }
    let todo = if verify == TlsVerify::Never {
        Words::new("choose a client that checks certificates", "ein Programm wählen, das Zertifikate prüft")
    } else {
        Words::new(
            "set `pbx.ca_on_clients` to the path of the CA certificate on the clients' machines",
            "`pbx.ca_on_clients` auf den Pfad des CA-Zertifikats auf den Rechnern der Nutzer setzen",
        )
    };
    (
        Words::new(
            format!("{title} will accept any certificate, so anybody on the way can read the passwords"),
            format!("{title} wird jedes Zertifikat annehmen; wer dazwischen sitzt, kann die Kennwörter lesen"),
        ),
        todo,
    )
}

pub(super) fn self_signed_allowed(title: &str) -> (Words, Words) {
    (
        Words::new(
            format!("`allow_self_signed` lets {title} accept any certificate, so anybody on the way can read the passwords"),
            format!("mit `allow_self_signed` nimmt {title} jedes Zertifikat an; wer dazwischen sitzt, kann die Kennwörter lesen"),
        ),
        Words::new(
            "give the clients the CA certificate (`pbx.ca_on_clients`) and take `allow_self_signed` back",
            "den Programmen das CA-Zertifikat geben (`pbx.ca_on_clients`) und `allow_self_signed` zurücknehmen",
        ),
    )
}

pub(super) fn ca_not_on_clients() -> (Words, Words) {
    (
        Words::new(
            "`pbx.ca` is set, but not where it lies on the clients' machines; the profiles rely on the system's trust store",
            "`pbx.ca` ist gesetzt, aber nicht, wo die Datei auf den Rechnern der Nutzer liegt; die Profile verlassen sich auf den Zertifikatsspeicher des Systems",
        ),
        Words::new("set `pbx.ca_on_clients` to an absolute path", "`pbx.ca_on_clients` auf einen absoluten Pfad setzen"),
    )
}

pub(super) fn ca_not_in_profile(title: &str) -> (Words, Words) {
    (
        Words::new(
            format!(
                "{title} takes the CA certificate itself, and `pbx.ca` does not say which; it knows those of its system only"
            ),
            format!("{title} nimmt das CA-Zertifikat selbst, und `pbx.ca` sagt nicht, welches; es kennt nur die seines Systems"),
        ),
        Words::new(
            "set `pbx.ca` to the file of the certificate in the site folder",
            "`pbx.ca` auf die Datei des Zertifikats im Standortordner setzen",
        ),
    )
}

/// `names` are those of the certificate, quoted.
pub(super) fn certificate_name(names: &str, host: &str) -> (Words, Words) {
    (
        Words::new(
            format!(
                "the certificate is for {names}, but the clients connect to `{host}`, and those that check it will refuse it"
            ),
            format!(
                "das Zertifikat gilt für {names}, die Programme verbinden sich aber mit `{host}`, und wer es prüft, wird es ablehnen"
            ),
        ),
        Words::new(
            "put a name of the certificate where the address comes from (`pbx.registrars`, `overrides`), or get a certificate for the address; of a server with another certificate, add that to `pbx.certificate`",
            "einen Namen aus dem Zertifikat dort eintragen, wo die Adresse herkommt (`pbx.registrars`, `overrides`), oder ein Zertifikat für die Adresse besorgen; das Zertifikat eines weiteren Servers in `pbx.certificate` ergänzen",
        ),
    )
}

pub(super) fn tls_name_not_in_certificate(names: &str, name: &str) -> (Words, Words) {
    (
        Words::new(
            format!("`pbx.tls_name` is `{name}`, but the certificate is for {names}"),
            format!("`pbx.tls_name` ist `{name}`, das Zertifikat gilt aber für {names}"),
        ),
        Words::new(
            "write a name of the certificate, or take `pbx.tls_name` out",
            "einen Namen aus dem Zertifikat schreiben oder `pbx.tls_name` entfernen",
        ),
    )
}

pub(super) fn certificate_expired(file: &str, end: jiff::civil::Date) -> (Words, Words) {
    (
        Words::new(
            format!("the certificate in `{file}` expired on {end}"),
            format!("das Zertifikat in `{file}` lief am {end} ab"),
        ),
        Words::new(
            "renew it on the server and put the new one into the site folder, or only the latter where that is done already",
            "es auf dem Server erneuern und das neue in den Standortordner legen, oder nur letzteres, wo das schon geschehen ist",
        ),
    )
}

pub(super) fn srtp_without_tls(transport: Transport, srtp: Srtp) -> (Words, Words) {
    let asked = srtp.as_str();
    (
        Words::new(
            format!("`srtp: {asked}` over `{transport}` sends the media keys in clear text"),
            format!("`srtp: {asked}` über `{transport}` überträgt die Schlüssel der Sprache im Klartext"),
        ),
        Words::new(
            "use `transport: tls`, leave `srtp` out or say `off`, or write down in `security.exceptions` why it may be so",
            "`transport: tls` verwenden, `srtp` weglassen oder `off` schreiben, oder in `security.exceptions` festhalten, warum es so sein darf",
        ),
    )
}

pub(super) fn not_registered(title: &str) -> (Words, Words) {
    (
        Words::new(
            format!("{title} does not register (`register: false`), so no call reaches it at home"),
            format!("{title} meldet sich nicht an (`register: false`), zu Hause erreicht es kein Anruf"),
        ),
        Words::new(
            "take `register: false` out of `overrides` where people must be reachable",
            "`register: false` aus `overrides` nehmen, wo Menschen erreichbar sein müssen",
        ),
    )
}

pub(super) fn srtp_required() -> (Words, Words) {
    (
        Words::new(
            "required SRTP is set on the PBX for the whole extension, so the desk phone must speak SRTP too",
            "verlangtes SRTP gilt auf der Anlage für die ganze Nebenstelle, also muss auch das Tischtelefon SRTP sprechen",
        ),
        Words::new(
            "switch SRTP on in the desk phones first, or use `srtp: optional` as long as they stay",
            "zuerst in den Tischtelefonen SRTP einschalten oder `srtp: optional` verwenden, solange sie bleiben",
        ),
    )
}

pub(super) fn web_phone() -> (Words, Words) {
    (
        Words::new(
            "a web phone needs an endpoint with `webrtc=yes`, which no longer serves a desk phone; it registers, but calls stay silent",
            "ein Web-Telefon braucht einen Endpoint mit `webrtc=yes`, der dann kein Tischtelefon mehr bedient; es meldet sich an, bleibt aber in Gesprächen stumm",
        ),
        Words::new(
            "set `pbx.webrtc_twins: true`, which gives them an endpoint of their own beside it (`pbx.kind: asterisk`)",
            "`pbx.webrtc_twins: true` setzen; damit bekommen sie daneben einen eigenen Endpoint (`pbx.kind: asterisk`)",
        ),
    )
}

pub(super) fn no_pbx_transport(transport: Transport) -> (Words, Words) {
    (
        Words::new(
            format!("the PBX's files define no `{transport}` transport, so nothing will answer there"),
            format!("die Dateien der Anlage enthalten keinen Transport für `{transport}`, dort wird niemand antworten"),
        ),
        Words::new(
            "add the transport; the file written for `pjsip.conf` holds a block to fill in",
            "den Transport anlegen; die Datei für `pjsip.conf` enthält einen Block zum Ausfüllen",
        ),
    )
}

pub(super) fn rings_one(lines: &[OneRing]) -> (Words, Words) {
    let of = |effect| lines.iter().filter(|line| line.effect == effect).count();
    let (mut en, mut de) = (Vec::new(), Vec::new());
    for (n, line_en, line_de) in [
        (
            of(Effect::Rings),
            "lines of dialplan and queues that would ring only one of two devices",
            "Zeilen in Wählplan und Warteschlangen, die nur eines von zwei Geräten rufen würden",
        ),
        (
            of(Effect::Unknown),
            "lines that show only when a call comes whom they ring",
            "Zeilen, die erst beim Anruf zeigen, wen sie rufen",
        ),
        (
            of(Effect::Watches),
            "hints and queue members that do not see the web phone",
            "Hints und Warteschlangen-Mitglieder, die das Webtelefon nicht sehen",
        ),
    ] {
        if n > 0 {
            en.push(format!("{line_en}: {n}"));
            de.push(format!("{line_de}: {n}"));
        }
    }
    (
        Words::new(en.join("; "), de.join("; ")),
        Words::new(
            "`deskshift convert` writes the list (`pbx/dialplan.txt`): each line with its place, and what to write instead or what to do",
            "`deskshift convert` schreibt die Liste (`pbx/dialplan.txt`): jede Zeile mit ihrer Stelle und dem Ersatz oder dem, was zu tun ist",
        ),
    )
}

pub(super) fn rings_one_by_hand(lines: &Listed) -> (Words, Words) {
    let some = lines.counted();
    (
        Words::new(
            format!("lines that would ring one of two planned devices and have to be changed by hand: {some}"),
            format!("Zeilen, die eines von zwei geplanten Geräten rufen würden und von Hand zu ändern sind: {some}"),
        ),
        Words::new(
            "`deskshift convert` writes what to do with each (`pbx/dialplan.txt`); change them in the telephone system, export and import again",
            "`deskshift convert` schreibt zu jeder, was zu tun ist (`pbx/dialplan.txt`); in der Anlage ändern, neu exportieren und importieren",
        ),
    )
}

pub(super) fn never_at_home() -> (Words, Words) {
    (
        Words::new("never works at home, yet gets a softphone", "arbeitet nie zu Hause, bekommt aber ein Softphone"),
        Words::new(
            "nothing, if the softphone is meant for the office too",
            "nichts, wenn das Softphone auch im Büro dienen soll",
        ),
    )
}

pub(super) fn pbx_not_read() -> (Words, Words) {
    (
        Words::new(
            "no file of the PBX was read: whether it has this account is not known",
            "keine Datei der Anlage wurde gelesen: ob sie dieses Konto hat, ist nicht bekannt",
        ),
        Words::new(
            "nothing; `deskshift validate` finds out, or name the PBX's files under `sources`",
            "nichts; `deskshift validate` findet es heraus, oder die Dateien der Anlage unter `sources` nennen",
        ),
    )
}

pub(super) fn no_person(number: &Extension) -> (Words, Words) {
    (
        Words::new(
            format!("nobody in the staff list has extension `{number}`, yet it looks like a person's phone"),
            format!(
                "niemand in der Personalliste hat die Nebenstelle `{number}`, sie sieht aber nach einem persönlichen Telefon aus"
            ),
        ),
        Words::new(
            "add the person to the staff list, or take the extension out of service",
            "die Person in die Personalliste aufnehmen oder die Nebenstelle abschalten",
        ),
    )
}
