//! What the admin should do: one sentence for each class, chosen by what the plan knows of the line.

use super::super::call;
use super::super::codes::Class;
use super::words::{both, way};
use crate::diag::Words;
use crate::domain::Transport;
use crate::plan::model::Line;

/// What to do about `class`; `devices` are registered on the line already. None where nothing is to be done.
pub(in crate::probe) fn remedy(class: Class, line: &Line, devices: usize) -> Option<Words> {
    let ext = &line.extension;
    Some(match class {
        Class::Ready | Class::Kept | Class::CallGood => return None,
        _ if class.is_call() => call::remedy(class, line),
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
        Class::ContactsZero => contacts_zero(line),
        Class::ContactLimit | Class::DisplacesDeskPhone => contact_limit(line, devices),
        Class::ContactRefused => both(
            format!(
                "permit the addresses of the home workers or their VPN for `{ext}` (`contact_acl`, `contact_deny`), then reload"
            ),
            format!(
                "die Adressen der Heimarbeitsplätze oder ihres VPN für `{ext}` freigeben (`contact_acl`, `contact_deny`), dann neu laden"
            ),
        ),
        Class::DomainRefused => both(
            format!("set `pbx.domain` to the domain the PBX serves (now `{}`)", line.domain),
            format!("`pbx.domain` auf die Domäne der Anlage setzen (jetzt `{}`)", line.domain),
        ),
        Class::AclGlobal => both(
            "permit the addresses of the home workers or their VPN in the PBX's ACL and firewall, then run again",
            "die Adressen der Heimarbeitsplätze oder ihres VPN in ACL und Firewall der Anlage freigeben, dann erneut prüfen",
        ),
        Class::StaleLoop => both(
            "make the load balancer keep each client at one registrar, or name one registrar in `pbx.registrars`",
            "den Lastverteiler jeden Client bei einem Registrar halten lassen oder in `pbx.registrars` einen einzigen nennen",
        ),
        Class::Algorithm => both(
            "allow MD5 or SHA-256 with `qop=auth` for this endpoint on the PBX",
            "auf der Anlage für diesen Endpoint MD5 oder SHA-256 mit `qop=auth` zulassen",
        ),
        Class::SlotsUnknown => both(
            "name the PBX's export in `deskshift.yaml`, or use `--force-bind` when a slot is free for certain",
            "den Export der Anlage in `deskshift.yaml` nennen oder `--force-bind` benutzen, wenn sicher ein Platz frei ist",
        ),
        Class::ContactRewritten => both(
            "switch SIP ALG off in the router on the way, or plan the line over TLS",
            "im Router auf dem Weg SIP-ALG (SIP-Helper, SIP-Unterstützung) abschalten oder den Anschluss über TLS planen",
        ),
        Class::NotCleanedUp => both(
            "see why the PBX does not carry out a REGISTER with `expires=0`, then run `deskshift validate` again: it first removes what \
             was left (Asterisk lists it with `pjsip show contacts`, Kamailio with `kamcmd ul.dump`)",
            "nachsehen, warum die Anlage ein REGISTER mit `expires=0` nicht ausführt, dann `deskshift validate` erneut starten: es \
             entfernt zuerst, was liegen blieb (Asterisk zeigt es mit `pjsip show contacts`, Kamailio mit `kamcmd ul.dump`)",
        ),
        Class::IntervalTooBrief => both(
            "raise `expiry_s` of the client rule to the PBX's minimum, or lower `minimum_expiration` on the PBX",
            "`expiry_s` der Client-Regel auf das Minimum der Anlage anheben oder dort `minimum_expiration` senken",
        ),
        Class::Redirect => both(
            "if the new server is right, enter it in `pbx.registrars` and run `deskshift plan`; else correct the PBX",
            "ist der neue Server richtig, ihn in `pbx.registrars` eintragen und `deskshift plan` ausführen; sonst die Anlage berichtigen",
        ),
        Class::FirstHop => both(
            "let the first proxy add a Path with `;ob` (Kamailio: `path` and `outbound`), or switch outbound off in the softphones",
            "den ersten Proxy einen Path mit `;ob` setzen lassen (Kamailio: `path` und `outbound`) oder in den Softphones Outbound abschalten",
        ),
        Class::Busy => both(
            "go on with `--resume` at a quieter time or with a lower `--rate`",
            "zu ruhigerer Zeit oder mit kleinerem `--rate` mit `--resume` fortsetzen",
        ),
        Class::ServerError => both(
            format!("look into the PBX's log at the time of the request for `{ext}`; mend it, then run again"),
            format!("im Protokoll der Anlage zur Zeit der Anfrage nach `{ext}` suchen, beheben, dann erneut prüfen"),
        ),
        Class::CanaryFailed => both(
            "mend the canary's own verdict or name another line in `validate.canary`, then go on with `--resume`",
            "das Urteil der Prüfleitung beheben oder in `validate.canary` eine andere nennen, dann mit `--resume` fortsetzen",
        ),
        Class::SystematicFailure => both(
            "mend the one cause that the first lines name (domain, transport, ACL, source of passwords), then `--resume`",
            "die eine Ursache beheben, die die ersten Anschlüsse nennen (Domäne, Transport, ACL, Quelle der Kennwörter), dann `--resume`",
        ),
        Class::Banned => both(
            "wait 5 to 30 minutes or have the address unbanned, then `--resume` with a lower `--rate`",
            "5 bis 30 Minuten warten oder die Adresse freigeben lassen, dann `--resume` mit kleinerem `--rate`",
        ),
        Class::BudgetUsed => both(
            "mend what was refused, wait ten minutes, then `--resume`",
            "das Abgelehnte beheben, zehn Minuten warten, dann `--resume`",
        ),
        Class::NoAnswer => both(
            "mend the loss on the way (Wi-Fi, VPN, overload), then ask again with `--only-failed`",
            "den Verlust unterwegs beheben (WLAN, VPN, Überlast), dann mit `--only-failed` erneut fragen",
        ),
        Class::Interrupted | Class::NotAsked => both("go on with `--resume`", "mit `--resume` fortsetzen"),
        Class::UnexpectedAnswer
        | Class::Silent
        | Class::PortClosed
        | Class::Unreachable
        | Class::NameNotFound
        | Class::ConnectionLost
        | Class::Stalled
        | Class::NotSip
        | Class::WebSocketRefused
        | Class::TlsPort
        | Class::TlsExpired
        | Class::TlsNotYetValid
        | Class::TlsWrongName
        | Class::TlsUntrusted
        | Class::TlsClientCertificate
        | Class::TlsTooOld
        | Class::TlsPlainPort
        | Class::TlsFailed => return on_the_way(class, line),
        // Said above.
        _ => return None,
    })
}

/// What mends the way to the PBX.
fn on_the_way(class: Class, line: &Line) -> Option<Words> {
    let (way, transport) = (way(line), line.transport);
    let (secure, plain) = if transport == Transport::Ws { ("wss", 8088) } else { ("tls", 5060) };
    Some(match class {
        Class::UnexpectedAnswer => both(
            format!("check in `pbx.registrars` that `{way}` is the SIP port of the PBX's registrar"),
            format!("in `pbx.registrars` prüfen, ob `{way}` der SIP-Port des Registrars der Anlage ist"),
        ),
        Class::Silent | Class::Unreachable => both(
            format!("check firewall, port and transport of `{way}`, and whether this address is banned"),
            format!("Firewall, Port und Transport von `{way}` prüfen, und ob diese Adresse gesperrt ist"),
        ),
        Class::PortClosed => both(
            format!("start the PBX or correct `pbx.registrars`: `{way}` is closed"),
            format!("Anlage starten oder `pbx.registrars` berichtigen: `{way}` ist geschlossen"),
        ),
        Class::NameNotFound => both(
            format!("correct the host name in `pbx.registrars.{transport}`, or make it resolvable here (DNS of the VPN)"),
            format!("den Rechnernamen in `pbx.registrars.{transport}` berichtigen oder hier auflösbar machen (DNS des VPN)"),
        ),
        Class::ConnectionLost => both(
            format!("check port and transport of `{way}` and whether a guard limits connections, then `--resume`"),
            format!("Port und Transport von `{way}` prüfen und ob ein Wächter Verbindungen begrenzt, dann `--resume`"),
        ),
        Class::Stalled => both(
            format!("look at the PBX's load and its limits for connections to `{way}`, then `--resume` with a lower `--rate`"),
            format!("Last der Anlage und ihre Grenzen für `{way}` prüfen, dann `--resume` mit kleinerem `--rate`"),
        ),
        Class::NotSip => both(
            format!("correct `pbx.registrars.{transport}` if `{way}` is no SIP port; use TLS if a device on the way changes SIP"),
            format!(
                "`pbx.registrars.{transport}` berichtigen, wenn `{way}` kein SIP-Port ist; TLS benutzen, wenn unterwegs ein Gerät \
                 SIP verändert"
            ),
        ),
        Class::WebSocketRefused => both(
            format!(
                "correct `pbx.ws_path` or `pbx.registrars.{transport}` (`{way}`), or switch on the PBX's WebSocket transport (Asterisk: `http.conf` and `res_pjsip_transport_websocket`)"
            ),
            format!(
                "`pbx.ws_path` oder `pbx.registrars.{transport}` (`{way}`) berichtigen, oder den WebSocket-Transport der Anlage einschalten (Asterisk: `http.conf` und `res_pjsip_transport_websocket`)"
            ),
        ),
        Class::TlsPort => both(
            format!(
                "enter `{}` as `pbx.registrars.{secure}` and plan with the transport `{secure}`, or correct `pbx.registrars.{transport}`; the plain port is usually {plain}",
                line.registrar
            ),
            format!(
                "`{}` als `pbx.registrars.{secure}` eintragen und mit dem Transport `{secure}` planen, oder `pbx.registrars.{transport}` berichtigen; der unverschlüsselte Port ist meist {plain}",
                line.registrar
            ),
        ),
        Class::TlsExpired => both(
            "renew the PBX's certificate and reload its TLS transport; compare this computer's clock first",
            "das Zertifikat der Anlage erneuern und deren TLS-Transport neu laden; vorher die Uhr dieses Rechners prüfen",
        ),
        Class::TlsNotYetValid => both(
            "set the clocks of this computer and of the PBX by a time server, then look at the certificate",
            "die Uhren dieses Rechners und der Anlage nach einem Zeitserver stellen, dann das Zertifikat ansehen",
        ),
        Class::TlsWrongName => both(
            "set `pbx.tls_name` to a name of the certificate, or have it issued for the name in use",
            "`pbx.tls_name` auf einen Namen des Zertifikats setzen oder es auf den benutzten Namen ausstellen lassen",
        ),
        Class::TlsUntrusted => both(
            "put the CA certificate into the site folder and name it in `pbx.ca`",
            "das CA-Zertifikat in den Standortordner legen und in `pbx.ca` nennen",
        ),
        Class::TlsClientCertificate => both(
            "set `verify_client=no` and `require_client_cert=no` on the PBX's transport for softphones",
            "am Transport der Anlage für Softphones `verify_client=no` und `require_client_cert=no` setzen",
        ),
        Class::TlsTooOld => both(
            "set `method=tlsv1_2` or newer on the PBX's transport, or renew its system libraries",
            "am Transport der Anlage `method=tlsv1_2` oder neuer setzen oder ihre Systembibliotheken erneuern",
        ),
        Class::TlsPlainPort => both(
            format!("correct `pbx.registrars.{transport}`; the usual port is {}", usual_tls_port(transport)),
            format!("`pbx.registrars.{transport}` berichtigen; üblich ist der Port {}", usual_tls_port(transport)),
        ),
        Class::TlsFailed => both(
            "check that certificate and key of the PBX's TLS transport belong together, and look into its log",
            "prüfen, ob Zertifikat und Schlüssel des TLS-Transports der Anlage zusammengehören, und in ihr Protokoll sehen",
        ),
        _ => return None,
    })
}

/// Of SIP over TLS (RFC 3261 section 19.1.2), and of Asterisk's WebSocket over TLS.
fn usual_tls_port(transport: Transport) -> u16 {
    if transport == Transport::Wss { 8089 } else { 5061 }
}

/// The AOR allows no device at all.
fn contacts_zero(line: &Line) -> Words {
    let facts = &line.facts;
    match (facts.max_contacts, facts.max_contacts_after) {
        _ if facts.limit_kept => kept_limit(line),
        (Some(0), Some(after)) if after > 0 => both(
            format!("load the PBX fragment of `deskshift convert`: it sets `max_contacts={after}`"),
            format!("den Anlagenteil von `deskshift convert` laden: er setzt `max_contacts={after}`"),
        ),
        (Some(now), _) if now > 0 => both(
            "reload `res_pjsip`, so that the PBX uses the `max_contacts` of its files; else look into its log",
            "`res_pjsip` neu laden, damit die Anlage das `max_contacts` ihrer Dateien benutzt; sonst ins Protokoll sehen",
        ),
        _ => by_hand(line),
    }
}

/// All slots are taken.
fn contact_limit(line: &Line, devices: usize) -> Words {
    let facts = &line.facts;
    let Some(after) = facts.max_contacts_after.filter(|_| !facts.limit_kept) else {
        return if facts.limit_kept { kept_limit(line) } else { by_hand(line) };
    };
    if devices < after as usize {
        return both(
            format!("load the PBX fragment of `deskshift convert` (it sets `max_contacts={after}`) and reload `res_pjsip`"),
            format!("den Anlagenteil von `deskshift convert` laden (er setzt `max_contacts={after}`) und `res_pjsip` neu laden"),
        );
    }
    let needed = devices + 1;
    both(
        format!("sign one of the {devices} devices off, or raise `pbx.contacts_per_line` to {needed} and convert again"),
        format!("eines der {devices} Geräte abmelden oder `pbx.contacts_per_line` auf {needed} anheben und neu konvertieren"),
    )
}

/// The site file keeps the limit, so our fragment leaves this AOR alone.
fn kept_limit(line: &Line) -> Words {
    let ext = &line.extension;
    both(
        format!("take `{ext}` out of `pbx.keep_contact_limit` and convert again, or raise `max_contacts` on the PBX by hand"),
        format!(
            "`{ext}` aus `pbx.keep_contact_limit` nehmen und neu konvertieren oder `max_contacts` auf der Anlage von Hand anheben"
        ),
    )
}

fn by_hand(line: &Line) -> Words {
    let ext = &line.extension;
    both(
        format!("allow `{ext}` desk phone plus softphone on the PBX (Asterisk: `max_contacts` of the AOR)"),
        format!("`{ext}` auf der Anlage Tischtelefon plus Softphone erlauben (Asterisk: `max_contacts` des AOR)"),
    )
}
