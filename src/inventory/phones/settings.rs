//! Settings of desk phones, `account.1.user_name` or `user_name1`, by account and meaning: Yealink, Snom and Grandstream alike.

use std::collections::BTreeMap;

use super::codes;
use super::phone::{Line, Password, Phone, plain};
use crate::diag::{Place, Words};
use crate::domain::Transport;
use crate::inventory::model::Sourced;

/// What a setting of an account means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    Active,
    User,
    AuthUser,
    Password,
    Hash,
    Realm,
    Display,
    Label,
    Server,
    Port,
    Proxy,
    Transport,
}

/// Settings by account; of one written twice the last counts, as on the phones.
#[derive(Debug, Default)]
pub(super) struct Accounts(BTreeMap<u32, BTreeMap<Meaning, Sourced<String>>>);

/// Accounts of one phone at most; a number beyond is damage.
const MOST: u32 = 1000;

impl Accounts {
    /// False where the number cannot be an account's.
    pub(super) fn put(&mut self, account: u32, meaning: Meaning, value: Sourced<String>, phone: &mut Phone<'_>) -> bool {
        if !(1..=MOST).contains(&account) {
            return false;
        }
        let settings = self.0.entry(account).or_default();
        if let Some(before) = settings.get(&meaning)
            && before.value != value.value
        {
            phone.findings.push(setting_twice(before.at.clone(), value.at.clone()));
        }
        settings.insert(meaning, value);
        true
    }

    /// One line of the phone for each account with a user name.
    pub(super) fn into_lines(self, known: &[Transport], phone: &mut Phone<'_>) {
        for (index, mut settings) in self.0 {
            let mut take = |meaning| settings.remove(&meaning).filter(|value| !value.value.trim().is_empty());
            let active = take(Meaning::Active);
            let Some(user) = take(Meaning::User) else {
                // Factory files fill in labels and ports of accounts that are not used.
                let rest = [Meaning::AuthUser, Meaning::Password, Meaning::Display].into_iter().find_map(&mut take);
                if let Some(rest) = rest {
                    phone.user_missing(index, rest.at);
                }
                continue;
            };
            let at = user.at.clone();
            let mut line = Line::new(index, user, at);
            line.auth_user = take(Meaning::AuthUser);
            line.display = take(Meaning::Display);
            line.label = take(Meaning::Label);
            line.realm = take(Meaning::Realm).map(|realm| realm.value);
            let (server, port, proxy) = (take(Meaning::Server), take(Meaning::Port), take(Meaning::Proxy));
            line.server = server.or(proxy).map(|server| match port {
                Some(port) if !server.value.contains(':') && port.value != "0" => format!("{}:{}", server.value, port.value),
                _ => server.value,
            });
            if let Some(transport) = take(Meaning::Transport) {
                line.transport = phone.transport(transport, known);
            }
            line.password = match (take(Meaning::Password), take(Meaning::Hash)) {
                (Some(password), _) => plain(&password),
                (None, Some(hash)) => phone.hash("MD5", &hash),
                (None, None) => Password::None,
            };
            line.switched_off = active.is_some_and(|on| matches!(on.value.trim(), "0" | "off" | "false" | "no"));
            phone.lines.push(line);
        }
    }
}

/// The place that does not count, and the one that does.
pub(super) fn setting_twice(unused: Place, counts: Place) -> crate::diag::Finding {
    codes::SETTING_TWICE
        .finding(
            Some(unused),
            Words::new(
                "the setting stands here and in another place with another value; the other one counts",
                "die Einstellung steht hier und an anderer Stelle mit anderem Wert; es gilt die andere",
            ),
        )
        .related(counts, Words::new("this one counts", "diese gilt"))
        .todo(Words::new("remove one of the two", "eine von beiden entfernen"))
}

/// The digits at the end of a name: `user_name12` is `user_name` and 12.
pub(super) fn numbered(name: &str) -> Option<(&str, u32)> {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = name[stem.len()..].parse().ok()?;
    (!stem.is_empty()).then_some((stem, number))
}
