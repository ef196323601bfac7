//! New passwords: which lines get one, and which cannot, so that the PBX and the profiles always change together.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use super::codes;
use super::model::{AuthChange, Beside, Line, LoginNow};
use crate::diag::{CodePage, Words};
use crate::domain::{Extension, Secret, SecretRef, SecretState, Secrets};
use crate::inventory::asterisk::rings::TWIN;
use crate::inventory::model::{AuthState, ExtensionEntry, Inventory};
use crate::policy::site::{PbxKind, SecretMode, Site};

/// Keys of the passwords that are drawn here begin so; `store` keeps them apart from those of the sources.
const NEW: &str = "new/";
const REVOKED: &str = "revoked/";
/// What an auth object beside the one that is there is called: the endpoint's name and this.
const SUFFIX: &str = "-soft";

/// Passwords that several extensions use: a new one for one of them would shut the others out.
pub(super) struct Shared<'a>(BTreeSet<&'a str>);

impl<'a> Shared<'a> {
    pub(super) fn of(inventory: &'a Inventory) -> Self {
        let mut users: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in &inventory.extensions {
            if let Some(AuthState::Present { secret, .. }) = entry.account.as_ref().map(|account| &account.auth) {
                *users.entry(&secret.key).or_default() += 1;
            }
        }
        Self(users.into_iter().filter(|(_, n)| *n > 1).map(|(key, _)| key).collect())
    }
}

/// What becomes of one password.
pub(super) enum Fate {
    Stays,
    Changes(AuthChange),
    /// It should change and cannot.
    Stuck(&'static CodePage, Words, Words),
}

pub(super) fn fate(entry: &ExtensionEntry, site: &Site, shared: &Shared) -> Fate {
    let revoked = site.secrets.revoke.contains(&entry.number);
    let mode = if revoked { SecretMode::Rotate } else { site.secrets.mode_of(&entry.number) };
    if mode == SecretMode::Keep {
        return Fate::Stays;
    }
    if !can_write(site) {
        let (what, todo) = cannot_write(site.pbx.kind);
        return Fate::Stuck(&codes::SECRET_NOT_RENEWED, what, todo);
    }
    // What is missing on the PBX has findings of its own.
    let Some(account) = entry.account.as_ref().filter(|account| account.loads) else { return Fate::Stays };
    let AuthState::Present { name, username, secret, realm, algorithms, .. } = &account.auth else { return Fate::Stays };
    let changes = |prefix: &str, beside: Option<Beside>| {
        Fate::Changes(AuthChange {
            name: name.value.clone(),
            username: username.value.clone(),
            secret: SecretRef { state: SecretState::Present, key: format!("{prefix}{}", entry.number).into() },
            replaces: secret.clone(),
            beside,
        })
    };
    if mode == SecretMode::Beside {
        if site.pbx.kind != PbxKind::Asterisk {
            let (what, todo) = cannot_add();
            return Fate::Stuck(&codes::BESIDE_REFUSED, what, todo);
        }
        // The object that is there stays as it is, so it matters neither who else uses it nor whether it holds a digest.
        let name = format!("{}{SUFFIX}", account.endpoint.value);
        return changes(NEW, Some(Beside { name, realm: realm.clone(), algorithms: algorithms.clone() }));
    }
    if shared.0.contains(secret.key.as_str()) {
        let (what, todo) = shared_words(&name.value);
        return Fate::Stuck(&codes::SECRET_SHARED, what, todo);
    }
    let of_objects = matches!(site.pbx.kind, PbxKind::Asterisk | PbxKind::AsteriskAri | PbxKind::AsteriskRealtime);
    if of_objects && secret.state == SecretState::Hash {
        let (what, todo) = digest_words(&name.value);
        return Fate::Stuck(&codes::SECRET_NOT_RENEWED, what, todo);
    }
    changes(if revoked { REVOKED } else { NEW }, None)
}

/// Gives the line the login after the change, and remembers the one before.
pub(super) fn apply(change: &AuthChange, line: &mut Line) {
    let secret = std::mem::replace(&mut line.secret, change.secret.clone());
    let auth_user = std::mem::replace(&mut line.auth_user, change.username.as_str().into());
    line.login_now = Some(LoginNow { aor_user: None, auth_user, secret });
}

/// The line once for each login that someone who left may hold: what we gave out, what a list says, what the telephone system has. Which
/// of them it takes is what the proof is about: where no change was ever loaded, that is the old one, however new the one we gave out.
/// The first keeps the line's name, under which its change and its profile are known.
pub(super) fn what_a_leaver_had(line: Line, change: &AuthChange, secrets: &Secrets) -> Vec<Line> {
    let given = |name: &str| SecretRef { state: SecretState::Present, key: format!("{NEW}{name}").into() };
    let of_account = |auth_user: &str, secret| LoginNow { aor_user: None, auth_user: auth_user.into(), secret };
    let twin = format!("{}{TWIN}", line.aor_user);
    let mut had = vec![of_account(&change.username, given(line.extension.as_str()))];
    had.extend(line.login_now.clone());
    had.push(of_account(&change.username, change.replaces.clone()));
    had.push(LoginNow {
        aor_user: Some(twin.as_str().into()),
        auth_user: twin.into(),
        secret: given(&format!("{}{TWIN}", line.extension)),
    });
    let mut seen: Vec<(SmolStr, &Secret)> = Vec::new();
    had.retain(|login| {
        let Some(password) = secrets.get(&login.secret) else { return false };
        let this = (login.auth_user.clone(), password);
        let new = !seen.contains(&this);
        if new {
            seen.push(this);
        }
        new
    });
    if had.is_empty() {
        return vec![line];
    }
    let named = |(n, login)| {
        let id = if n == 0 { None } else { format!("{} ({})", line.id, n + 1).parse().ok() };
        Line { id: id.unwrap_or_else(|| line.id.clone()), login_now: Some(login), ..line.clone() }
    };
    had.into_iter().enumerate().map(named).collect()
}

fn can_write(site: &Site) -> bool {
    match site.pbx.kind {
        PbxKind::Unknown => false,
        kind if kind.takes_no_files() => false,
        PbxKind::Asterisk => site.sources.asterisk.is_some(),
        _ => true,
    }
}

fn cannot_write(kind: PbxKind) -> (Words, Words) {
    if kind.takes_no_files() {
        let kind = kind.as_str();
        return (
            Words::new(
                format!("the passwords stay as they are: for `pbx.kind: {kind}` no files are written"),
                format!("die Kennwörter bleiben, wie sie sind: für `pbx.kind: {kind}` werden keine Dateien geschrieben"),
            ),
            Words::new(
                "write `secrets: {mode: keep}`; new passwords are set in the telephone system's own pages and imported again",
                "`secrets: {mode: keep}` schreiben; neue Kennwörter in der Oberfläche der Anlage setzen und wieder einlesen",
            ),
        );
    }
    (
        Words::new(
            "the passwords stay as they are: no file can be written that changes them on the PBX",
            "die Kennwörter bleiben, wie sie sind: es lässt sich keine Datei schreiben, die sie auf der Anlage ändert",
        ),
        Words::new(
            "set `pbx.kind`, for `asterisk` also `sources.asterisk`; or write `secrets: {mode: keep}`",
            "`pbx.kind` setzen, bei `asterisk` auch `sources.asterisk`; oder `secrets: {mode: keep}` schreiben",
        ),
    )
}

fn cannot_add() -> (Words, Words) {
    (
        Words::new(
            "`beside` is not to be had with this `pbx.kind`, so the passwords stay as they are: a second one is written into the `pjsip.conf` of Asterisk only (`pbx.kind: asterisk`)",
            "`beside` gibt es mit dieser `pbx.kind` nicht, also bleiben die Kennwörter, wie sie sind: ein zweites wird nur in die `pjsip.conf` von Asterisk geschrieben (`pbx.kind: asterisk`)",
        ),
        Words::new(
            "write `rotate` and give the desk phones the new passwords at the same time, or `keep`",
            "`rotate` schreiben und den Tischtelefonen zur selben Zeit die neuen Kennwörter geben, oder `keep`",
        ),
    )
}

fn shared_words(name: &str) -> (Words, Words) {
    (
        Words::new(
            format!("the password stays: several extensions log in with `{name}`, and a new one would shut the others out"),
            format!("das Kennwort bleibt: mehrere Nebenstellen melden sich mit `{name}` an, ein neues sperrte die anderen aus"),
        ),
        Words::new(
            "give each extension an auth object of its own, then import and plan again",
            "jeder Nebenstelle ein eigenes Auth-Objekt geben, dann Import und Plan wiederholen",
        ),
    )
}

/// Measured with Asterisk 22.10: beside a `password` that is added, the digest stays in force.
fn digest_words(name: &str) -> (Words, Words) {
    (
        Words::new(
            format!(
                "the password stays: auth object `{name}` holds a digest, which an added password does not take out of force"
            ),
            format!(
                "das Kennwort bleibt: Auth-Objekt `{name}` enthält einen Digest, den ein hinzugefügtes Kennwort nicht außer Kraft setzt"
            ),
        ),
        Words::new(
            "replace `password_digest` or `md5_cred` by a `password` on the PBX, then import and plan again",
            "auf der Anlage `password_digest` oder `md5_cred` durch ein `password` ersetzen, dann Import und Plan wiederholen",
        ),
    )
}

pub(super) fn renewed() -> (Words, Words) {
    (
        Words::new(
            "these get a new password: once the PBX has loaded it, a desk phone that knows the old one can place no call, and stays registered only until it has to log in again",
            "diese bekommen ein neues Kennwort: hat die Anlage es geladen, kann ein Tischtelefon mit dem alten nicht mehr wählen und bleibt nur angemeldet, bis es sich wieder anmelden muss",
        ),
        Words::new(
            "give desk phones that stay the passwords in `pbx/new-passwords.csv` of `deskshift convert` at the same time; or name their extensions in `secrets.beside` (Asterisk: old and new one hold until the phone has learned its own) or `secrets.keep`",
            "Tischtelefonen, die bleiben, zur selben Zeit die Kennwörter aus `pbx/new-passwords.csv` von `deskshift convert` geben; oder ihre Nebenstellen in `secrets.beside` (Asterisk: altes und neues gelten, bis das Telefon seines gelernt hat) oder `secrets.keep` nennen",
        ),
    )
}

pub(super) fn added() -> (Words, Words) {
    (
        Words::new(
            "these get a new password for the softphone; the one in force goes on, so their desk phones stay registered",
            "diese bekommen ein neues Kennwort für das Softphone; das geltende gilt weiter, also bleiben ihre Tischtelefone angemeldet",
        ),
        Words::new(
            "when the desk phones have the new one (`pbx/new-passwords.csv`) or are gone, let `secrets.mode` be `rotate`, plan, convert and load: that ends the old one, and no softphone has to change",
            "sobald die Tischtelefone das neue haben (`pbx/new-passwords.csv`) oder weg sind, `secrets.mode` auf `rotate` setzen, planen, konvertieren und laden: das beendet das alte, und kein Softphone ändert sich",
        ),
    )
}

pub(super) fn revoked_reason(number: &Extension) -> Words {
    Words::new(format!("revoked: `secrets.revoke` names `{number}`"), format!("entzogen: `secrets.revoke` nennt `{number}`"))
}

/// `near` is an extension that was probably meant.
pub(super) fn unknown(key: &str, number: &Extension, near: Option<&str>) -> (Words, Words) {
    let what = Words::new(
        format!("`secrets.{key}` names `{number}`, which no list has, so nothing is done for it"),
        format!("`secrets.{key}` nennt `{number}`, was in keiner Liste steht, also geschieht dafür nichts"),
    );
    let todo = match near {
        Some(meant) => Words::new(
            format!("did you mean `{meant}`? where the extension is gone from the PBX, take it out of the list"),
            format!("war `{meant}` gemeint? gibt es die Nebenstelle auf der Anlage nicht mehr, sie aus der Liste nehmen"),
        ),
        None => Words::new("correct the number, or take it out of the list", "die Nummer berichtigen oder aus der Liste nehmen"),
    };
    (what, todo)
}

pub(super) fn not_revoked() -> (Words, Words) {
    (
        Words::new(
            "cannot be revoked: the PBX has no account whose password could be replaced",
            "lässt sich nicht entziehen: die Anlage hat kein Konto, dessen Kennwort ersetzt werden könnte",
        ),
        Words::new("close the account on the PBX by hand", "das Konto auf der Anlage von Hand sperren"),
    )
}
