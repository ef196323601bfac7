//! Templates and values to bytes.

use std::collections::BTreeMap;
use std::io::{self, Write};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, State, UndefinedBehavior};

use super::field::{Field, Values, uri_host, uri_port};
use super::repeats::{Item, NO_ITEM, Repeat};
use super::syntax::{Reason, Syntax, quoted};
use crate::domain::{ClientId, LineId};

/// Far above any profile, far below what hurts.
const MAX_BYTES: usize = 1 << 20;

/// One file of one line, read back and found right.
#[derive(Clone, PartialEq, Eq)]
pub struct Artefact {
    /// Relative, of safe characters: `lines/2001/baresip/accounts`.
    pub path: String,
    pub bytes: Vec<u8>,
    pub secret: bool,
    pub client: ClientId,
    pub line: LineId,
}

impl std::fmt::Debug for Artefact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Artefact({}, {} bytes)", self.path, self.bytes.len())
    }
}

/// Why a template gave no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RenderError {
    Value(Reason),
    TooLarge,
    /// A fault of the template that the check let pass.
    Template,
}

/// An environment without any filter, test, function or global but ours.
pub(super) fn environment() -> Environment<'static> {
    let mut env = Environment::empty();
    env.set_debug(false);
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    env.set_syntax(syntax.expect("the default delimiters are valid"));
    env.set_recursion_limit(32);
    env.set_auto_escape_callback(|name| match syntax_of(name) {
        Some(syntax) => AutoEscape::Custom(syntax.as_str().into()),
        None => AutoEscape::None,
    });
    env.set_formatter(|out, state, value| {
        let mut text = String::new();
        write_value(state, value, &mut text)?;
        out.write_str(&text).map_err(Error::from)
    });
    env.add_filter("quoted", |state: &State, value: Value| -> Result<Value, Error> {
        let text = quoted(value.as_str().unwrap_or_default()).map_err(refuse)?;
        // In an account line the quotes are the escaping, and to Windows only quotes at both ends of the whole value mean anything;
        // elsewhere the family's own escaping comes on top.
        let whole = matches!(family(state)?, Syntax::BaresipAccounts | Syntax::BaresipContacts | Syntax::WindowsIni);
        Ok(if whole { Value::from_safe_string(text) } else { Value::from(text) })
    });
    env.add_filter("parameter", |state: &State, value: Value| -> Result<Value, Error> {
        let text = family(state)?.parameter(value.as_str().unwrap_or_default()).map_err(refuse)?;
        Ok(Value::from_safe_string(text))
    });
    env.add_filter("number", |value: Value| -> Result<Value, Error> {
        let text = value.as_str().unwrap_or_default();
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(refuse(Reason::NotAName));
        }
        Ok(Value::from_safe_string(text.to_owned()))
    });
    env.add_filter("upper", |value: Value| -> Result<Value, Error> {
        let text = value.as_str().unwrap_or_default();
        if !text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return Err(refuse(Reason::NotAName));
        }
        Ok(Value::from_safe_string(text.to_ascii_uppercase()))
    });
    env.add_filter("digit", |value: Value| -> Result<Value, Error> {
        match value.as_str().unwrap_or_default().chars().last().filter(char::is_ascii_digit) {
            Some(last) => Ok(Value::from_safe_string(last.to_string())),
            None => Err(refuse(Reason::NotAName)),
        }
    });
    env.add_filter("minutes", |value: Value| -> Result<Value, Error> {
        match value.as_str().unwrap_or_default().parse::<u32>() {
            Ok(seconds) if seconds > 0 && seconds % 60 == 0 => Ok(Value::from_safe_string((seconds / 60).to_string())),
            _ => Err(refuse(Reason::NotMinutes)),
        }
    });
    env
}

/// Stands for a template that is embedded in its output.
pub(super) const INNER: &str = "+";

/// The name of a template carries its syntax behind a `#`; `part` is empty, [`INNER`], or what is repeated.
pub(super) fn template_name(client: &ClientId, index: usize, syntax: Syntax, part: &str) -> String {
    format!("{client}/{index}{part}#{}", syntax.as_str())
}

/// What a template may write beside the line's values.
#[derive(Default)]
pub(super) struct Around<'a> {
    /// The file that stands inside this one, or empty.
    pub embedded: &'a str,
    /// What is repeated, written already.
    pub repeated: BTreeMap<Repeat, String>,
    /// The further accounts, written already.
    pub accounts: String,
    /// The one that is written now, and its place from 0.
    pub item: Option<(usize, &'a Item)>,
    /// As many accounts stand in the file beside the first.
    pub further: usize,
}

pub(super) fn render(env: &Environment, template: &str, given: &Given, around: &Around) -> Result<String, RenderError> {
    let template = env.get_template(template).map_err(|_| RenderError::Template)?;
    let mut sink = Sink { bytes: Vec::with_capacity(2048), full: false };
    match template.render_captured_to(given.context(around), &mut sink) {
        Ok(_) => String::from_utf8(sink.bytes).map_err(|_| RenderError::Template),
        Err(_) if sink.full => Err(RenderError::TooLarge),
        Err(error) => Err(reason_of(&error).map_or(RenderError::Template, RenderError::Value)),
    }
}

/// What is the same in everything that is written for one account: made once, as a file has many parts.
pub(super) struct Given([(&'static str, Value); 6]);

impl Given {
    pub(super) fn of(values: &Values) -> Self {
        let text = |field: Field| Value::from(values.get(field));
        let ws_url = format!(
            "{}://{}:{}{}",
            values.get(Field::Transport),
            values.uri_host(Field::RegistrarHost),
            values.get(Field::RegistrarPort),
            values.ws_path
        );
        let account = [
            ("display_name", text(Field::DisplayName)),
            ("user", text(Field::User)),
            ("domain", text(Field::Domain)),
            ("uri_domain", Value::from(values.uri_host(Field::Domain))),
            ("auth_user", text(Field::AuthUser)),
            ("password", text(Field::Password)),
            ("transport", text(Field::Transport)),
            ("expiry", text(Field::Expiry)),
            ("srtp", text(Field::Srtp)),
            ("mailbox", Value::from(values.mailbox.as_str())),
            ("ha1", Value::from(values.ha1.as_ref().map_or("", |ha1| ha1.hex.as_str()))),
            ("ha1_realm", Value::from(values.ha1.as_ref().map_or("", |ha1| ha1.realm.as_str()))),
            ("ha1_algorithm", Value::from(values.ha1.as_ref().map_or("", |ha1| ha1.algorithm.as_str()))),
        ];
        let account = Value::from_pairs(account.into_iter().chain(values.media.account()));
        let registrar = Value::from_pairs([
            ("host", text(Field::RegistrarHost)),
            ("port", text(Field::RegistrarPort)),
            ("uri_host", Value::from(values.uri_host(Field::RegistrarHost))),
            ("uri_port", Value::from(uri_port(values.get(Field::RegistrarPort)))),
        ]);
        let (proxy_host, proxy_port) = values.hop();
        let proxy = Value::from_pairs([
            ("host", Value::from(proxy_host)),
            ("port", Value::from(proxy_port)),
            ("uri_host", Value::from(uri_host(proxy_host))),
            ("uri_port", Value::from(uri_port(proxy_port))),
            ("transport", Value::from(values.proxy_transport.as_str())),
            ("own", Value::from(if values.has_proxy() { "on" } else { "" })),
        ]);
        let pbx = Value::from_pairs([
            ("ca", Value::from(values.ca.as_str())),
            ("ca_pem", Value::from(values.ca_pem.as_str())),
            ("ws_url", Value::from(ws_url)),
            ("ws_path", Value::from(values.ws_path.as_str())),
        ]);
        let line = Value::from_pairs([("id", Value::from(values.line_id.as_str()))]);
        Self([
            ("account", account),
            ("registrar", registrar),
            ("proxy", proxy),
            ("pbx", pbx),
            ("line", line),
            ("codec", values.media.codec()),
        ])
    }

    fn context(&self, around: &Around) -> Value {
        // Escaped when each of them was written.
        let repeated = |repeat: Repeat| {
            let text = around.repeated.get(&repeat).map_or("", |text| text.trim_end_matches('\n'));
            (repeat.as_str(), Value::from_safe_string(text.to_owned()))
        };
        let embedded = ("embedded", Value::from(around.embedded));
        let accounts = ("accounts", Value::from_safe_string(around.accounts.trim_end_matches('\n').to_owned()));
        let file = Value::from_pairs([embedded, accounts].into_iter().chain(Repeat::ALL.map(repeated)));
        let item = around.item.map_or_else(|| NO_ITEM.clone(), |(place, item)| item.context(place, around.further));
        Value::from_pairs(self.0.iter().cloned().chain([("file", file), ("item", item)]))
    }
}

fn syntax_of(template: &str) -> Option<Syntax> {
    let (_, name) = template.rsplit_once('#')?;
    Syntax::ALL.into_iter().find(|syntax| syntax.as_str() == name)
}

fn family(state: &State) -> Result<Syntax, Error> {
    syntax_of(state.name()).ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "a template without a syntax"))
}

fn write_value(state: &State, value: &Value, out: &mut String) -> Result<(), Error> {
    let text = value.as_str().ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "not a text"))?;
    if value.is_safe() {
        out.push_str(text);
        return Ok(());
    }
    family(state)?.escape(text, out).map_err(refuse)
}

/// Carries the reason through the template engine; the message never holds the value.
#[derive(Debug)]
struct Refused(Reason);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value cannot be written")
    }
}

impl std::error::Error for Refused {}

fn refuse(reason: Reason) -> Error {
    Error::new(ErrorKind::InvalidOperation, "a value cannot be written").with_source(Refused(reason))
}

fn reason_of(error: &Error) -> Option<Reason> {
    let mut at: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = at {
        if let Some(refused) = error.downcast_ref::<Refused>() {
            return Some(refused.0);
        }
        at = error.source();
    }
    None
}

/// Refuses to grow beyond the limit.
struct Sink {
    bytes: Vec<u8>,
    full: bool,
}

impl Write for Sink {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + more.len() > MAX_BYTES {
            self.full = true;
            return Err(io::Error::other("too large"));
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
