//! What the files already say about a line's chances to register, one finding for each cause.

use super::codes;
use super::model::Line;
use crate::diag::{CodePage, Finding, Place, Words};
use crate::domain::SecretState;
use crate::inventory::model::{AorState, AuthState, ExtensionEntry, Person};

/// Takes a page, a place (none: where the extension is first mentioned), what is wrong and what to do.
pub(super) type Say<'a> = &'a mut dyn FnMut(&'static CodePage, Option<&Place>, Words, Words);

pub(super) fn forecast(entry: &ExtensionEntry, line: &Line, (contacts_per_line, takes_digest): (u32, bool), say: Say) {
    // A new password mends whatever was wrong with the old one.
    if line.login_now.is_none() {
        login(entry, line, takes_digest, say);
    }
    let Some(account) = &entry.account else {
        say(
            &codes::NOT_ON_PBX,
            None,
            Words::new(
                "the PBX's files have no account for this extension",
                "die Dateien der Anlage enthalten für diese Nebenstelle kein Konto",
            ),
            Words::new(
                "create it on the PBX, or correct the number in the list",
                "das Konto anlegen oder die Nummer in der Liste berichtigen",
            ),
        );
        return;
    };
    if !account.loads {
        say(
            &codes::OBJECT_MISSING,
            Some(&account.endpoint.at),
            Words::new(
                format!("Asterisk drops endpoint `{}` when it loads the file", account.endpoint.value),
                format!("Asterisk verwirft den Endpoint `{}` beim Laden der Datei", account.endpoint.value),
            ),
            Words::new(
                "correct the section; the import names the faulty option",
                "den Abschnitt berichtigen; der Import nennt die falsche Option",
            ),
        );
    }
    match &account.auth {
        AuthState::Open => say(
            &codes::OPEN_ENDPOINT,
            Some(&account.endpoint.at),
            Words::new(
                format!("endpoint `{}` has no `auth=`: anyone may register as it", account.endpoint.value),
                format!("der Endpoint `{}` hat kein `auth=`: jeder kann sich als er anmelden", account.endpoint.value),
            ),
            Words::new("add an `auth` object with a password", "ein `auth`-Objekt mit Kennwort ergänzen"),
        ),
        AuthState::Missing { name } => say(
            &codes::OBJECT_MISSING,
            Some(&name.at),
            Words::new(
                format!("`auth={}` names an object that does not exist; Asterisk will answer 500", name.value),
                format!("`auth={}` nennt ein Objekt, das es nicht gibt; Asterisk wird mit 500 antworten", name.value),
            ),
            Words::new(
                "create the `auth` object; it is not invented here",
                "das `auth`-Objekt anlegen; es wird hier nicht erfunden",
            ),
        ),
        AuthState::Present { .. } => {}
    }
    match &account.aor {
        AorState::None => say(
            &codes::OBJECT_MISSING,
            Some(&account.endpoint.at),
            Words::new(
                format!("endpoint `{}` has no `aors=`; Asterisk will answer 403", account.endpoint.value),
                format!("der Endpoint `{}` hat kein `aors=`; Asterisk wird mit 403 antworten", account.endpoint.value),
            ),
            Words::new(
                "create an `aor` object and name it; it is not invented here",
                "ein `aor`-Objekt anlegen und nennen; es wird hier nicht erfunden",
            ),
        ),
        AorState::Untold => {}
        AorState::Missing { name } => say(
            &codes::OBJECT_MISSING,
            Some(&name.at),
            Words::new(
                format!("`aors={}` names an object that does not exist; Asterisk will answer 404", name.value),
                format!("`aors={}` nennt ein Objekt, das es nicht gibt; Asterisk wird mit 404 antworten", name.value),
            ),
            Words::new(
                "create the `aor` object; it is not invented here",
                "das `aor`-Objekt anlegen; es wird hier nicht erfunden",
            ),
        ),
        AorState::Present { name, max_contacts, max_contacts_at, .. } => {
            // A web phone with an endpoint of its own has an AOR of its own too: it takes no contact of the desk phone's.
            if line.endpoints().1.is_some() {
                return;
            }
            limit(line, *max_contacts, max_contacts_at.as_ref(), contacts_per_line, say);
            if name.value != account.endpoint.value {
                say(
                    &codes::AOR_NAME_DIFFERS,
                    Some(&name.at),
                    Words::new(
                        format!(
                            "AOR `{}` and endpoint `{}` differ in name; a phone sends one name for both and gets 404",
                            name.value, account.endpoint.value
                        ),
                        format!(
                            "AOR `{}` und Endpoint `{}` heißen verschieden; ein Telefon sendet nur einen Namen für beide und erhält 404",
                            name.value, account.endpoint.value
                        ),
                    ),
                    Words::new("give the AOR the endpoint's name", "dem AOR den Namen des Endpoints geben"),
                );
            }
        }
    }
}

fn login(entry: &ExtensionEntry, line: &Line, takes_digest: bool, say: Say) {
    let listed_at = entry.listed.as_ref().map(|l| &l.secret_at);
    match line.secret.state {
        SecretState::Present => {}
        SecretState::Hash if takes_digest => say(
            &codes::DIGEST_ONLY,
            None,
            Words::new(
                "only a digest of the password is known; its profile can hold that, for the realm that a probe has seen",
                "vom Kennwort ist nur ein Digest bekannt; sein Profil kann ihn enthalten, für den Realm, den eine Probe gesehen hat",
            ),
            Words::new(
                "run `deskshift validate` before `deskshift convert`",
                "`deskshift validate` vor `deskshift convert` ausführen",
            ),
        ),
        SecretState::Hash => say(
            &codes::NO_PASSWORD,
            None,
            Words::new("only a digest hash of the password is known", "vom Kennwort ist nur ein Digest-Hash bekannt"),
            Words::new(
                "set a new password on the PBX, or put it into the list of accounts",
                "auf der Anlage ein neues Kennwort setzen oder es in die Kontenliste eintragen",
            ),
        ),
        SecretState::Unavailable | SecretState::Generate => say(
            &codes::NO_PASSWORD,
            None,
            Words::new("no source has a password for this line", "keine Quelle nennt ein Kennwort für diesen Anschluss"),
            Words::new(
                "put it into the list of accounts, or set one on the PBX",
                "es in die Kontenliste eintragen oder auf der Anlage eines setzen",
            ),
        ),
    }
    if let Some(cut) = &line.facts.secret_cut_at {
        say(
            &codes::SECRET_CUT,
            Some(cut),
            Words::new("the PBX reads this password only up to the `;`", "die Anlage liest dieses Kennwort nur bis zum `;`"),
            Words::new(
                "write `\\;` in the file, or set a new password",
                "in der Datei `\\;` schreiben oder ein neues Kennwort setzen",
            ),
        );
    }
    if line.facts.secret_matches == Some(false) {
        say(
            &codes::SECRET_DIFFERS,
            listed_at,
            Words::new(
                "the password planned for this line is not the PBX's",
                "das für diesen Anschluss geplante Kennwort ist nicht das der Anlage",
            ),
            Words::new(
                "find out which one is right and correct the other source",
                "klären, welches stimmt, und die andere Quelle berichtigen",
            ),
        );
    }
    if let Some(theirs) = line.facts.auth_user.as_ref().filter(|theirs| **theirs != line.auth_user) {
        say(
            &codes::AUTH_USER_DIFFERS,
            entry.listed.as_ref().map(|l| &l.auth_user.at),
            Words::new(
                format!("the line would log in as `{}`, but the PBX expects `{theirs}`", line.auth_user),
                format!("der Anschluss würde sich als `{}` anmelden, die Anlage erwartet aber `{theirs}`", line.auth_user),
            ),
            Words::new("correct the user name in the list of accounts", "den Benutzernamen in der Kontenliste berichtigen"),
        );
    }
}

fn limit(line: &Line, now: u32, at: Option<&Place>, wanted: u32, say: Say) {
    let after = line.facts.max_contacts_after.unwrap_or(now);
    if now == 0 && after > 0 {
        say(
            &codes::CONTACT_LIMIT_MENDED,
            at,
            Words::new(
                format!("nobody can register here now (`max_contacts` is 0); the change sets it to {after}"),
                format!("hier kann sich jetzt niemand anmelden (`max_contacts` ist 0); die Änderung setzt {after}"),
            ),
            Words::new(
                "check that the extension was not blocked on purpose",
                "prüfen, ob die Nebenstelle absichtlich gesperrt war",
            ),
        );
    } else if after < wanted {
        let (en, de) = match (after, line.facts.remove_existing_after) {
            (0, _) => ("nobody can register", "niemand kann sich anmelden"),
            (_, true) => ("the softphone throws the desk phone out", "das Softphone wirft das Tischtelefon hinaus"),
            (_, false) => (
                "while the desk phone is registered, the softphone gets 403",
                "solange das Tischtelefon angemeldet ist, erhält das Softphone 403",
            ),
        };
        say(
            &codes::CONTACT_LIMIT_KEPT,
            at,
            Words::new(
                format!("the AOR stays at `max_contacts={after}`; {en}"),
                format!("das AOR bleibt bei `max_contacts={after}`; {de}"),
            ),
            Words::new(
                "take the extension out of `pbx.keep_contact_limit`, leave the desk phone out (`ring_strategy: home-only` with a new password), or write down in `security.exceptions` why it may be so (`because: the desk phone is unplugged`)",
                "die Nebenstelle aus `pbx.keep_contact_limit` nehmen, das Tischtelefon auslassen (`ring_strategy: home-only` mit neuem Kennwort) oder in `security.exceptions` festhalten, warum es so sein darf (`because: das Tischtelefon ist ausgesteckt`)",
            ),
        );
    }
}

/// A person who appears in no line: no extension, an unknown one, or one that is kept.
pub(super) fn person_without_line(person: &Person) -> Finding {
    let name = person.full_name();
    let (what, todo) = match &person.extension {
        None => (
            Words::new(
                format!("{name} has no extension and gets no softphone"),
                format!("{name} hat keine Nebenstelle und bekommt kein Softphone"),
            ),
            Words::new("enter the extension in the staff list", "die Nebenstelle in der Personalliste eintragen"),
        ),
        Some(number) => (
            Words::new(
                format!("{name} gets no softphone, because extension `{}` is not migrated for this person", number.value),
                format!(
                    "{name} bekommt kein Softphone, weil die Nebenstelle `{}` nicht für diese Person umgestellt wird",
                    number.value
                ),
            ),
            Words::new(
                "see the list of kept extensions for the reason",
                "der Grund steht in der Liste der belassenen Nebenstellen",
            ),
        ),
    };
    codes::PERSON_WITHOUT_LINE.finding(Some(person.at.clone()), what).about(person.id.as_str()).todo(todo)
}
