//! Asterisk's manager interface: `PJSIPShowEndpoints` and `PJSIPShowContacts`, two actions that only list.
//!
//! The secret is never sent: the login answers a challenge.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{BufReader, Read as _, Write as _};

use md5::{Digest as _, Md5};

use super::{MOST_BYTES, ServerError, Wire, connect, host_port, line, shown};
use crate::domain::Secret;
use crate::domain::hex::hex;
use crate::policy::site::ServerRules;
use crate::probe::server::{Endpoints, Registration, Told};

/// `Key: value` lines of one block.
struct Block(Vec<(String, String)>);

impl Block {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value.as_str())
    }
}

struct Manager {
    stream: BufReader<std::io::Take<Wire>>,
    writer: Wire,
}

pub(super) fn ask(rules: &ServerRules, secret: Option<&Secret>, now: i64) -> Result<Told, ServerError> {
    let mut manager = Manager::connect(rules)?;
    manager.login(&rules.user, secret)?;
    let endpoints = manager.list("PJSIPShowEndpoints", "EndpointList")?;
    let contacts = manager.list("PJSIPShowContacts", "ContactList")?;
    // Whether it hears the goodbye does not matter.
    let _ = manager.send("Logoff", &[]);
    let endpoints: BTreeSet<String> = endpoints.iter().filter_map(|block| Some(block.get("ObjectName")?.to_owned())).collect();
    Ok(Told {
        endpoints: Endpoints::All(endpoints),
        registrations: contacts.iter().filter_map(|block| registration(block, now)).collect(),
    })
}

/// The name of a contact is `aor;@hash`.
fn registration(block: &Block, now: i64) -> Option<Registration> {
    let name = block.get("ObjectName")?;
    let text = |key: &str| block.get(key).filter(|value| !value.is_empty() && *value != "N/A").map(str::to_owned);
    let from = text("ViaAddr").or_else(|| text("ViaAddress")).map(|host| host_port(&host, text("ViaPort").as_deref()));
    Some(Registration {
        aor: name.split(";@").next().unwrap_or(name).to_owned(),
        contact: text("Uri").unwrap_or_default(),
        user_agent: text("UserAgent"),
        from,
        expires_s: text("ExpirationTime")
            .or_else(|| text("RegExpire"))
            .and_then(|at| at.parse::<i64>().ok())
            .map(|at| (at - now).max(0)),
        status: text("Status"),
    })
}

impl Manager {
    fn connect(rules: &ServerRules) -> Result<Self, ServerError> {
        let writer = connect(&rules.at)?;
        let stream = BufReader::new(writer.again()?.take(MOST_BYTES as u64));
        let mut manager = Self { stream, writer };
        let banner = line(&mut manager.stream)?;
        if !banner.contains("Call Manager") {
            return Err(ServerError::Unreadable(format!("`{}` instead of a greeting", shown(&banner))));
        }
        Ok(manager)
    }

    fn login(&mut self, user: &str, secret: Option<&Secret>) -> Result<(), ServerError> {
        let challenge = self.answer("Challenge", &[("AuthType", "MD5")])?;
        let challenge = challenge.get("Challenge").unwrap_or_default().to_owned();
        let mut hash = Md5::new();
        hash.update(challenge.as_bytes());
        hash.update(secret.map(Secret::expose).unwrap_or_default().as_bytes());
        let key = hex(&hash.finalize());
        self.answer("Login", &[("AuthType", "MD5"), ("Username", user), ("Key", &key), ("Events", "off")]).map(drop)
    }

    fn send(&mut self, action: &str, fields: &[(&str, &str)]) -> Result<(), ServerError> {
        let mut text = format!("Action: {action}\r\n");
        for (key, value) in fields {
            let value: String = value.chars().filter(|c| !c.is_control()).collect();
            let _ = write!(text, "{key}: {value}\r\n");
        }
        self.writer.write_all((text + "\r\n").as_bytes())?;
        Ok(())
    }

    /// The response of an action; events before it are none of ours.
    fn answer(&mut self, action: &str, fields: &[(&str, &str)]) -> Result<Block, ServerError> {
        self.send(action, fields)?;
        loop {
            let block = self.block()?;
            match block.get("Response") {
                Some("Success") => return Ok(block),
                Some(_) => {
                    let why = block.get("Message").unwrap_or("no reason given");
                    return Err(ServerError::Refused(format!("{action}: {}", shown(why))));
                }
                None => {}
            }
        }
    }

    /// All events of a list.
    fn list(&mut self, action: &str, event: &str) -> Result<Vec<Block>, ServerError> {
        match self.answer(action, &[]) {
            Ok(_) => {}
            // Asterisk says so where the list is empty.
            Err(ServerError::Refused(why)) if why.contains("No Contacts") || why.contains("No endpoints") => {
                return Ok(Vec::new());
            }
            Err(error) => return Err(error),
        }
        let mut found = Vec::new();
        loop {
            let block = self.block()?;
            match block.get("Event") {
                Some(name) if name == event => found.push(block),
                Some(name) if name.strip_prefix(event) == Some("Complete") => return Ok(found),
                _ => {}
            }
        }
    }

    fn block(&mut self) -> Result<Block, ServerError> {
        let mut fields = Vec::new();
        loop {
            let line = line(&mut self.stream)?;
            if line.is_empty() {
                if fields.is_empty() {
                    continue;
                }
                return Ok(Block(fields));
            }
            if let Some((key, value)) = line.split_once(':') {
                fields.push((key.trim().to_owned(), value.trim().to_owned()));
            }
        }
    }
}
