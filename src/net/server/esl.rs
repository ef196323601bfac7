//! FreeSWITCH's event socket (`mod_event_socket`): a login, then `api` commands of which every one only reads.
//!
//! Two sides of it are hostile. Whoever registers writes into what the PBX tells (a Call-ID may hold `<` and `>`), so its XML is read line
//! by line as FreeSWITCH writes it. And a command is text: FreeSWITCH takes what stands behind a blank for the next argument, so no name that
//! is more than letters, digits and a few marks gets into one.

mod frame;
mod registrations;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read as _, Write};

use self::frame::Frame;
use super::{MOST_BYTES, Question, ServerError, connect, shown};
use crate::domain::Secret;
use crate::policy::site::ServerRules;
use crate::probe::server::{Endpoints, Registration, Told};

/// So many commands are sent before their answers are read: the event socket dozes up to 20 ms where nothing waits for it.
const AT_ONCE: usize = 32;
/// A FreeSWITCH has two SIP profiles as it comes, and a few more where there are many networks.
const MOST_PROFILES: usize = 200;

/// All that is ever asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Command<'a> {
    /// Names of the SIP profiles.
    Profiles,
    /// Registrations of a profile, with user agents.
    Registrations(&'a str),
    /// Registrations of all profiles, without user agents: for a login that may not use `sofia`.
    AllRegistrations,
    DomainExists(&'a str),
    UserExists(&'a str, &'a str),
}

impl Command<'_> {
    /// None where a name in it could be taken for something else.
    fn text(self) -> Option<String> {
        let text = match self {
            Self::Profiles => "sofia xmlstatus".to_owned(),
            Self::Registrations(profile) => format!("sofia xmlstatus profile {} reg", plain(profile)?),
            Self::AllRegistrations => "show registrations as json".to_owned(),
            Self::DomainExists(domain) => format!("domain_exists {}", plain(domain)?),
            Self::UserExists(user, domain) => format!("user_exists id {} {}", plain(user)?, plain(domain)?),
        };
        // A command that holds this name and `reload` or `unload` is taken for one that does so, wherever they stand in it.
        (!text.to_ascii_lowercase().contains("mod_event_socket")).then_some(text)
    }
}

/// A name that is one word and nothing else, `${...}` least of all.
fn plain(name: &str) -> Option<&str> {
    let harmless = |c: char| c.is_ascii_alphanumeric() || "._-+*#:".contains(c);
    (!name.is_empty() && name.len() <= 255 && name.chars().all(harmless)).then_some(name)
}

pub(super) fn ask(rules: &ServerRules, secret: Option<&Secret>, question: &Question) -> Result<Told, ServerError> {
    let wire = connect(&rules.at)?;
    let writer = wire.again()?;
    let password = secret.map(Secret::expose).unwrap_or_default();
    talk(BufReader::new(wire.take(MOST_BYTES as u64)), writer, password, question)
}

/// The whole conversation, over whatever carries it.
///
/// # Errors
/// Where the login is refused, the connection ends, or what comes is no event socket's.
pub fn talk(from: impl BufRead, to: impl Write, password: &str, question: &Question) -> Result<Told, ServerError> {
    let mut socket = EventSocket { from, to };
    socket.login(password)?;
    let registrations = socket.registrations()?;
    let endpoints = if question.existence { socket.existence(question)? } else { Endpoints::NotTold };
    // Whether it hears the goodbye does not matter.
    let _ = socket.send("exit");
    Ok(Told { endpoints, registrations: of_domains(registrations, question) })
}

/// Where the PBX serves the planned domains, it may serve others' too, with the same extensions.
fn of_domains(found: Vec<(Option<String>, Registration)>, question: &Question) -> Vec<Registration> {
    let planned: BTreeSet<String> = question.lines.iter().map(|(_, domain)| domain.to_ascii_lowercase()).collect();
    let ours =
        |domain: &Option<String>| domain.as_ref().is_some_and(|domain| planned.contains(domain.to_ascii_lowercase().as_str()));
    let some_are = found.iter().any(|(domain, _)| ours(domain));
    found.into_iter().filter(|(domain, _)| !some_are || ours(domain)).map(|(_, registration)| registration).collect()
}

struct EventSocket<R, W> {
    from: R,
    to: W,
}

/// What an `api` command brought: its output, or why there is none.
type Output = Result<String, String>;

impl<R: BufRead, W: Write> EventSocket<R, W> {
    fn login(&mut self, password: &str) -> Result<(), ServerError> {
        let greeting = self.frame()?;
        match greeting.kind() {
            "auth/request" => {}
            // The address is on no list (`apply-inbound-acl`).
            "text/rude-rejection" => return Err(ServerError::Refused(shown(&greeting.body))),
            other => return Err(ServerError::Unreadable(format!("`{}` instead of a greeting", shown(other)))),
        }
        // A line break would begin another command.
        let password: String = password.chars().filter(|c| !c.is_control()).collect();
        self.send(&format!("auth {password}"))?;
        let reply = self.reply("command/reply")?;
        match reply.get("Reply-Text").unwrap_or_default() {
            accepted if accepted.starts_with("+OK") => Ok(()),
            refused => Err(ServerError::Refused(format!("auth: {}", shown(refused)))),
        }
    }

    fn registrations(&mut self) -> Result<Vec<(Option<String>, Registration)>, ServerError> {
        let profiles = match self.api(Command::Profiles)? {
            Ok(list) => registrations::profiles(&list)?,
            Err(_) => return self.all_registrations(),
        };
        let commands: Vec<Command<'_>> = profiles.iter().take(MOST_PROFILES).map(|name| Command::Registrations(name)).collect();
        if profiles.len() > MOST_PROFILES || commands.iter().any(|command| command.text().is_none()) {
            return self.all_registrations();
        }
        let mut found = Vec::new();
        for output in self.apis(&commands)? {
            let output = output.map_err(ServerError::Refused)?;
            // It was stopped since it was listed.
            if !output.starts_with("Invalid Profile!") {
                found.extend(registrations::of_xml(&output)?);
            }
        }
        Ok(found)
    }

    fn all_registrations(&mut self) -> Result<Vec<(Option<String>, Registration)>, ServerError> {
        let output = self.api(Command::AllRegistrations)?.map_err(ServerError::Refused)?;
        registrations::of_json(&output)
    }

    /// Whether the PBX has the user of each line. Of a domain that it does not serve under this name nothing is said: a `false` for all
    /// its users would be about the name.
    fn existence(&mut self, question: &Question) -> Result<Endpoints, ServerError> {
        let domains: BTreeSet<&str> = question.lines.iter().map(|(_, domain)| domain.as_str()).collect();
        let mut served = BTreeSet::new();
        for domain in domains {
            let command = Command::DomainExists(domain);
            if command.text().is_some() && self.api(command)?.is_ok_and(|output| output.trim() == "true") {
                served.insert(domain);
            }
        }
        let asked = question.lines.iter().filter(|(_, domain)| served.contains(domain.as_str()));
        let asked = asked.map(|(user, domain)| (user.as_str(), Command::UserExists(user, domain)));
        let asked: Vec<(&str, Command<'_>)> = asked.filter(|(_, command)| command.text().is_some()).collect();
        let commands: Vec<Command<'_>> = asked.iter().map(|(_, command)| *command).collect();
        let mut told: BTreeMap<&str, Vec<Option<bool>>> = BTreeMap::new();
        for ((user, _), output) in asked.iter().zip(self.apis(&commands)?) {
            let said = match output.as_deref().map(str::trim) {
                Ok("true") => Some(true),
                Ok("false") => Some(false),
                _ => None,
            };
            told.entry(user).or_default().push(said);
        }
        let of = |wanted: bool| {
            let all = told.iter().filter(|(_, said)| said.iter().all(|said| *said == Some(wanted)));
            all.map(|(user, _)| (*user).to_owned()).collect()
        };
        Ok(Endpoints::asked(of(true), of(false)))
    }

    fn api(&mut self, command: Command<'_>) -> Result<Output, ServerError> {
        let mut outputs = self.apis(&[command])?;
        outputs.pop().ok_or_else(|| ServerError::Unreadable("a name that cannot be asked for".to_owned()))
    }

    /// The output of each command, in their order. All of them can be said ([`Command::text`]).
    fn apis(&mut self, commands: &[Command<'_>]) -> Result<Vec<Output>, ServerError> {
        let mut outputs = Vec::new();
        for some in commands.chunks(AT_ONCE) {
            let said: Vec<String> = some.iter().filter_map(|command| command.text()).collect();
            let text: String = said.iter().map(|text| format!("api {text}\n\n")).collect();
            self.to.write_all(text.as_bytes())?;
            self.to.flush()?;
            for _ in said {
                let reply = self.reply("api/response")?;
                // Where the login may not use the command, that is said in another kind of message.
                let denied = reply.get("Reply-Text").filter(|_| reply.kind() == "command/reply");
                let failed = denied.or_else(|| Some(reply.body.as_str()).filter(|body| body.starts_with("-ERR")));
                outputs.push(match failed {
                    Some(why) => Err(shown(why)),
                    None => Ok(reply.body),
                });
            }
        }
        Ok(outputs)
    }

    fn send(&mut self, command: &str) -> Result<(), ServerError> {
        self.to.write_all(format!("{command}\n\n").as_bytes())?;
        self.to.flush()?;
        Ok(())
    }

    /// The next message of this kind, or a reply; events and log lines, which nobody asked for, are passed over.
    fn reply(&mut self, kind: &str) -> Result<Frame, ServerError> {
        loop {
            let frame = self.frame()?;
            match frame.kind() {
                found if found == kind || found == "command/reply" => return Ok(frame),
                "text/disconnect-notice" => return Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset).into()),
                "text/rude-rejection" => return Err(ServerError::Refused(shown(&frame.body))),
                other if other.starts_with("text/event-") || other == "log/data" => {}
                other => return Err(ServerError::Unreadable(format!("a message of kind `{}`", shown(other)))),
            }
        }
    }

    fn frame(&mut self) -> Result<Frame, ServerError> {
        Frame::read(&mut self.from)
    }
}
