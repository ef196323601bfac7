//! What is said of a line, and what is to be done.

use crate::diag::Words;
use crate::inventory::model::{DialLine, Hint};

fn line(dial: &DialLine, en: &str, de: &str) -> Words {
    let DialLine { pattern, context, .. } = dial;
    Words::new(format!("`{pattern}` in `[{context}]` {en}"), format!("`{pattern}` in `[{context}]` {de}"))
}

pub(super) fn rings(dial: &DialLine, desk: bool) -> Words {
    let DialLine { pattern, context, .. } = dial;
    if !desk {
        line(
            dial,
            "rings the desk phone and not the web phone, which has an endpoint of its own",
            "ruft das Tischtelefon und nicht das Webtelefon, das einen eigenen Endpunkt hat",
        )
    } else if pattern.starts_with('_') {
        Words::new(
            format!("the pattern `{pattern}` in `[{context}]` rings one registered device only, for every extension it covers"),
            format!(
                "das Muster `{pattern}` in `[{context}]` ruft für jede Nebenstelle, die es trifft, nur ein angemeldetes Gerät"
            ),
        )
    } else {
        line(
            dial,
            "rings one registered device only; the other one stays silent",
            "ruft nur ein angemeldetes Gerät; das andere bleibt stumm",
        )
    }
}

pub(super) fn without_desk(dial: &DialLine) -> Words {
    line(
        dial,
        "rings the desk phone, which `ring_strategy: home-only` leaves out",
        "ruft das Tischtelefon, das mit `ring_strategy: home-only` nicht mehr läuten soll",
    )
}

pub(super) fn mixed(dial: &DialLine) -> Words {
    line(
        dial,
        "rings the desk phones of all extensions that it covers, and `ring_strategy: home-only` leaves some of them out",
        "ruft die Tischtelefone aller Nebenstellen, die sie trifft, und einige davon sollen mit `ring_strategy: home-only` nicht mehr läuten",
    )
}

/// Lines that are shown of those that a pattern needs.
const OWN_LINES: usize = 3;

/// A pattern cannot tell its extensions apart.
pub(super) fn line_of_its_own(lines: &[String]) -> Words {
    let shown = lines.iter().take(OWN_LINES).map(|line| format!("`{line}`")).collect::<Vec<_>>().join(", ");
    let (en, de) = match lines.len() {
        0 => (
            "`exten => NUMBER,PRIORITY,Dial(PJSIP/NUMBER-web)`".to_owned(),
            "`exten => NUMMER,PRIORITÄT,Dial(PJSIP/NUMMER-web)`".to_owned(),
        ),
        n if n > OWN_LINES => (format!("{shown} and {} more", n - OWN_LINES), format!("{shown} und {} weitere", n - OWN_LINES)),
        _ => (shown.clone(), shown),
    };
    Words::new(
        format!(
            "give each extension with `home-only` a line of its own in this context, with the priority that this line has: {en}; Asterisk prefers it to a pattern. The pattern stays for the others, as `${{PJSIP_DIAL_CONTACTS(…)}}` and `-web`"
        ),
        format!(
            "jeder Nebenstelle mit `home-only` in diesem Kontext eine eigene Zeile geben, mit der Priorität dieser Zeile: {de}; Asterisk zieht sie einem Muster vor. Das Muster bleibt für die anderen, mit `${{PJSIP_DIAL_CONTACTS(…)}}` und `-web`"
        ),
    )
}

pub(super) fn web_alone(dial: &DialLine) -> Words {
    line(
        dial,
        "rings the web phone alone; the desk phone stays silent, and no `ring_strategy: home-only` wants that",
        "ruft allein das Webtelefon; das Tischtelefon bleibt stumm, und kein `ring_strategy: home-only` will das",
    )
}

pub(super) fn web_gone(dial: &DialLine) -> Words {
    line(
        dial,
        "rings the endpoint of a web phone that there is no more; the desk phone stays silent",
        "ruft den Endpunkt eines Webtelefons, das es nicht mehr gibt; das Tischtelefon bleibt stumm",
    )
}

pub(super) fn state(dial: &DialLine) -> Words {
    line(
        dial,
        "lets a queue see the state of another phone than its calls ring",
        "lässt eine Warteschlange den Zustand eines anderen Telefons sehen, als ihre Anrufe rufen",
    )
}

pub(super) fn kept(dial: &DialLine) -> Words {
    line(
        dial,
        "keeps a device for other lines, and what dials by it rings one registered device only",
        "merkt ein Gerät für andere Zeilen vor, und was damit wählt, ruft nur ein angemeldetes Gerät",
    )
}

pub(super) fn member(dial: &DialLine, app: &str) -> Words {
    if app.eq_ignore_ascii_case("addqueuemember") {
        line(
            dial,
            "logs a member into a queue, whose calls then ring one registered device only",
            "meldet ein Mitglied an einer Warteschlange an, deren Anrufe dann nur ein angemeldetes Gerät rufen",
        )
    } else {
        line(
            dial,
            "names a queue member by the interface that it no longer has once all its devices ring",
            "nennt ein Warteschlangen-Mitglied mit der Schnittstelle, die es nicht mehr hat, sobald alle seine Geräte läuten",
        )
    }
}

pub(super) fn open(dial: &DialLine, member: bool) -> Words {
    if member {
        return line(
            dial,
            "takes the queue member from the call, which cannot be seen here",
            "nimmt das Warteschlangen-Mitglied aus dem Anruf, was hier nicht zu sehen ist",
        );
    }
    line(
        dial,
        "decides only when the call comes whom it rings, which cannot be seen here",
        "entscheidet erst beim Anruf, wen es ruft, was hier nicht zu sehen ist",
    )
}

pub(super) fn queue(queue: &str) -> Words {
    Words::new(
        format!("queue `{queue}` rings one registered device of this member only"),
        format!("die Warteschlange `{queue}` ruft bei diesem Mitglied nur ein angemeldetes Gerät"),
    )
}

pub(super) fn queue_of_web(queue: &str) -> Words {
    Words::new(
        format!("queue `{queue}` rings the web phone of this member and not the desk phone"),
        format!("die Warteschlange `{queue}` ruft bei diesem Mitglied das Webtelefon und nicht das Tischtelefon"),
    )
}

pub(super) fn watches(hint: &Hint) -> Words {
    let Hint { pattern, context, .. } = hint;
    Words::new(
        format!("the hint `{pattern}` in `[{context}]` watches the desk phone only: lamps stay dark while the web phone talks"),
        format!(
            "der Hint `{pattern}` in `[{context}]` beobachtet nur das Tischtelefon: Lampen bleiben dunkel, während das Webtelefon spricht"
        ),
    )
}

pub(super) fn watches_web(hint: &Hint) -> Words {
    let Hint { pattern, context, .. } = hint;
    Words::new(
        format!("the hint `{pattern}` in `[{context}]` watches a web phone only: lamps stay dark while the desk phone talks"),
        format!(
            "der Hint `{pattern}` in `[{context}]` beobachtet nur ein Webtelefon: Lampen bleiben dunkel, während das Tischtelefon spricht"
        ),
    )
}

/// Nothing of it can be seen here.
pub(super) fn find_out(member: bool) -> Words {
    if member {
        return Words::new(
            "where the member is `PJSIP/NUMBER` of an extension with two devices, log in `Local/NUMBER@deskshift-ring/n` with `PJSIP/NUMBER` as name and as state interface (arguments 2, 5 and 6), and out likewise",
            "ist das Mitglied `PJSIP/NUMMER` einer Nebenstelle mit zwei Geräten, `Local/NUMMER@deskshift-ring/n` anmelden, mit `PJSIP/NUMMER` als Name und als Zustandsschnittstelle (Argumente 2, 5 und 6), und ebenso abmelden",
        );
    }
    Words::new(
        "find out what it rings (`asterisk -rx \"core set verbose 3\"` and a call); where that is `PJSIP/NUMBER` of an extension with two devices, let it be `${PJSIP_DIAL_CONTACTS(NUMBER)}`, with `&PJSIP/NUMBER-web` where there is a web phone",
        "herausfinden, was es ruft (`asterisk -rx \"core set verbose 3\"` und ein Anruf); ist das `PJSIP/NUMMER` einer Nebenstelle mit zwei Geräten, statt dessen `${PJSIP_DIAL_CONTACTS(NUMMER)}`, mit `&PJSIP/NUMMER-web`, wo es ein Webtelefon gibt",
    )
}

pub(super) fn by_hand(member: bool) -> Words {
    if member {
        return find_out(true);
    }
    Words::new(
        "not certain: replace `PJSIP/NUMBER` by `${PJSIP_DIAL_CONTACTS(NUMBER)}`, and add `&PJSIP/NUMBER-web` where there is a web phone",
        "nicht sicher: `PJSIP/NUMMER` durch `${PJSIP_DIAL_CONTACTS(NUMMER)}` ersetzen, und `&PJSIP/NUMMER-web` anfügen, wo es ein Webtelefon gibt",
    )
}

/// A call that is made for somebody has one device.
pub(super) fn originate() -> Words {
    Words::new(
        "it takes one device and no list: let it call `Local/NUMBER@CONTEXT/n`, where a line rings all devices of the number",
        "sie nimmt ein Gerät und keine Liste: `Local/NUMMER@KONTEXT/n` rufen lassen, wo eine Zeile alle Geräte der Nummer ruft",
    )
}

pub(super) fn sees_one(queue: &str) -> Words {
    Words::new(
        format!("the queue `{queue}` sees the state of the desk phone only: it rings this member while the web phone talks"),
        format!(
            "die Warteschlange `{queue}` sieht nur den Zustand des Tischtelefons: sie ruft das Mitglied, während das Webtelefon spricht"
        ),
    )
}

pub(super) fn sees_web(queue: &str) -> Words {
    Words::new(
        format!("the queue `{queue}` sees the state of the web phone only: it rings this member while the desk phone talks"),
        format!(
            "die Warteschlange `{queue}` sieht nur den Zustand des Webtelefons: sie ruft das Mitglied, während das Tischtelefon spricht"
        ),
    )
}

pub(super) fn sees_none(queue: &str) -> Words {
    Words::new(
        format!("the queue `{queue}` looks at a web phone that there is no more, and may pass this member over"),
        format!(
            "die Warteschlange `{queue}` sieht nach einem Webtelefon, das es nicht mehr gibt, und übergeht dieses Mitglied vielleicht"
        ),
    )
}

pub(super) fn state_of_both() -> Words {
    Words::new(
        "give the member `hint:NUMBER@CONTEXT` as its state interface, where a hint watches desk phone and web phone",
        "dem Mitglied `hint:NUMMER@KONTEXT` als Zustandsschnittstelle geben, wo ein Hint Tisch- und Webtelefon beobachtet",
    )
}

/// Calls ring both again.
pub(super) fn state_of_desk_or_both(desk: &str) -> Words {
    Words::new(
        format!(
            "give the member `PJSIP/{desk}` as its state interface, or `hint:NUMBER@CONTEXT` where a hint watches desk phone and web phone"
        ),
        format!(
            "dem Mitglied `PJSIP/{desk}` als Zustandsschnittstelle geben oder `hint:NUMMER@KONTEXT`, wo ein Hint Tisch- und Webtelefon beobachtet"
        ),
    )
}

/// Calls leave the desk phone out, so its state is no longer the member's.
pub(super) fn state_of_web(twin: &str) -> Words {
    Words::new(
        format!("give the member `PJSIP/{twin}` as its state interface: the desk phone is left out of its calls"),
        format!(
            "dem Mitglied `PJSIP/{twin}` als Zustandsschnittstelle geben: das Tischtelefon ist von seinen Anrufen ausgenommen"
        ),
    )
}

/// The web phone is no more.
pub(super) fn state_of_desk(desk: &str) -> Words {
    Words::new(
        format!("give the member `PJSIP/{desk}` as its state interface: the web phone is no more"),
        format!("dem Mitglied `PJSIP/{desk}` als Zustandsschnittstelle geben: das Webtelefon gibt es nicht mehr"),
    )
}

pub(super) fn where_kept(new: &str) -> Words {
    Words::new(
        format!("where it is only dialled by, write `{new}`; else change the lines that dial by it"),
        format!("wird damit nur gewählt, `{new}` schreiben; sonst die Zeilen ändern, die damit wählen"),
    )
}

pub(super) fn page(new: &str) -> Words {
    Words::new(
        format!("option `s` passes over devices by their state, which a single contact does not have: write `{new}` without `s`"),
        format!(
            "die Option `s` übergeht Geräte nach ihrem Zustand, den ein einzelner Kontakt nicht hat: `{new}` ohne `s` schreiben"
        ),
    )
}

pub(super) fn variable_gone() -> Words {
    Words::new(
        "the value of a variable now stands in the line itself; change it here when it changes",
        "der Wert einer Variablen steht jetzt in der Zeile selbst; ändert er sich, dann hier",
    )
}

pub(super) fn not_all_have_one() -> Words {
    Words::new(
        "for an extension without a web phone Asterisk notes in its log that this endpoint was not found, and rings the others",
        "bei einer Nebenstelle ohne Webtelefon vermerkt Asterisk im Protokoll, dass es diesen Endpunkt nicht gibt, und ruft die anderen",
    )
}

pub(super) fn without_one_no_change() -> Words {
    Words::new(
        "for an extension without a web phone the state stays that of the desk phone",
        "bei einer Nebenstelle ohne Webtelefon bleibt der Zustand der des Tischtelefons",
    )
}

pub(super) fn log_in_again() -> Words {
    Words::new(
        "change the line that logs the member in (`AddQueueMember`); then it logs out and in again",
        "die Zeile ändern, die das Mitglied anmeldet (`AddQueueMember`); danach meldet es sich ab und wieder an",
    )
}
