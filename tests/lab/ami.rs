//! Asterisk's manager interface, as far as the tests need it. Bytes stay bytes: Asterisk passes any encoding through.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::time::Duration;

pub const USER: &str = "lab";
pub const SECRET: &str = "lab-only";

pub struct Manager {
    stream: BufReader<TcpStream>,
}

/// One answer: `Key: value` lines in their order.
#[derive(Debug)]
pub struct Answer(pub Vec<(String, Vec<u8>)>);

impl Answer {
    pub fn get(&self, key: &str) -> Option<&[u8]> {
        self.0.iter().find(|(k, _)| k.eq_ignore_ascii_case(key)).map(|(_, v)| v.as_slice())
    }

    pub fn ok(&self) -> bool {
        self.get("Response") == Some(b"Success")
    }
}

impl Manager {
    /// None while nobody listens or Asterisk has not fully booted.
    pub fn connect(port: u16) -> Option<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
        let mut manager = Self { stream: BufReader::new(stream) };
        let mut banner = Vec::new();
        manager.stream.read_until(b'\n', &mut banner).ok()?;
        let login = manager.try_ask("Login", &[("Username", USER), ("Secret", SECRET), ("Events", "off")])?;
        login.ok().then_some(manager)
    }

    /// Sends an action and reads its answer.
    pub fn ask(&mut self, action: &str, fields: &[(&str, &str)]) -> Answer {
        self.try_ask(action, fields).unwrap_or_else(|| panic!("the manager answers {action} {fields:?}"))
    }

    fn try_ask(&mut self, action: &str, fields: &[(&str, &str)]) -> Option<Answer> {
        let mut text = format!("Action: {action}\r\n");
        for (key, value) in fields {
            text += &format!("{key}: {value}\r\n");
        }
        text += "\r\n";
        self.stream.get_mut().write_all(text.as_bytes()).ok()?;
        loop {
            let answer = self.read()?;
            if answer.get("Event").is_none() {
                return Some(answer);
            }
        }
    }

    fn read(&mut self) -> Option<Answer> {
        let mut fields = Vec::new();
        loop {
            let mut line = Vec::new();
            if self.stream.read_until(b'\n', &mut line).ok()? == 0 {
                return None;
            }
            let line = line.strip_suffix(b"\n").unwrap_or(&line);
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.is_empty() {
                return Some(Answer(fields));
            }
            let colon = line.windows(2).position(|w| w == b": ").unwrap_or(line.len());
            let key = String::from_utf8_lossy(&line[..colon]).into_owned();
            fields.push((key, line.get(colon + 2..).unwrap_or_default().to_vec()));
        }
    }

    /// A command of the console, its output as text.
    pub fn console(&mut self, command: &str) -> String {
        let answer = self.ask("Command", &[("Command", command)]);
        let lines: Vec<_> =
            answer.0.iter().filter(|(k, _)| k == "Output").map(|(_, v)| String::from_utf8_lossy(v).into_owned()).collect();
        lines.join("\n")
    }
}
