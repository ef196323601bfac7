//! What the lines of a dialplan lead to: contexts, extensions, queues, mailboxes, and what else a number does.

use std::collections::{BTreeMap, BTreeSet};

use super::MOST_LINES;
use crate::diag::Place;
use crate::inventory::asterisk::application::{self, Application};

/// A jump to an extension, as far as the line says where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inventory::asterisk) struct Jump {
    /// Context and extension of the line.
    pub from: (String, String),
    pub context: String,
    pub extension: String,
    pub at: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::inventory::asterisk) enum Used {
    Queue,
    /// `100@default`.
    Mailbox,
}

/// A queue or a mailbox that a line names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::inventory::asterisk) struct Use {
    pub from: (String, String),
    pub what: Used,
    pub name: String,
    pub at: Place,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::inventory::asterisk) struct Leads {
    /// Contexts with the numbers and patterns that they have.
    pub defined: BTreeMap<String, BTreeSet<String>>,
    /// Contexts that look numbers up elsewhere as well.
    pub switched: BTreeSet<String>,
    /// Context, the one that it includes, and where.
    pub includes: Vec<(String, String, Place)>,
    pub jumps: Vec<Jump>,
    pub uses: Vec<Use>,
    /// What a number does first that is none of the ways to somebody, by context and number.
    pub others: BTreeMap<(String, String), (String, Place)>,
    count: usize,
}

/// Applications that say nothing of where a call goes.
const ON_THE_WAY: [&str; 20] = [
    "answer",
    "cdr",
    "log",
    "mixmonitor",
    "monitor",
    "mset",
    "musiconhold",
    "nocdr",
    "noop",
    "playtones",
    "proceeding",
    "progress",
    "resetcdr",
    "return",
    "ringing",
    "set",
    "startmusiconhold",
    "stopmusiconhold",
    "verbose",
    "wait",
];

/// Applications whose first argument may be shown; that of others may be a code, such as `Authenticate(4711)`.
const SHOWN: [&str; 7] = ["background", "confbridge", "meetme", "page", "playback", "parkandannounce", "voicemailmain"];

/// Applications that end a call.
const ENDS: [&str; 3] = ["busy", "congestion", "hangup"];

/// What of an application's arguments says where a call goes. The rest may be a code.
fn said(name: &str, data: &str) -> String {
    let arguments = application::arguments(data);
    let first = arguments.first().copied().unwrap_or_default();
    match name {
        "gotoif" | "gotoiftime" | "gosubif" => {
            // The days and hours of a time are no secret, what a condition compares may be one.
            let time = data.split('?').next().filter(|_| name == "gotoiftime").unwrap_or("…");
            let labels: Vec<String> = application::branches(data).into_iter().map(|label| subroutine(&data[label])).collect();
            format!("{}?{}", time.trim(), labels.join(":"))
        }
        "macro" => {
            let devices = || arguments.iter().skip(1).filter(|argument| is_device(argument));
            let of_device = |text: &str| devices().any(|device| device.split(['/', '&']).any(|part| part == text));
            let rest = arguments.iter().skip(1).map(|argument| {
                let open = argument.contains("${") || is_device(argument) || of_device(argument);
                if open { *argument } else { "…" }
            });
            std::iter::once(first).chain(rest).collect::<Vec<_>>().join(",")
        }
        "gosub" => arguments.iter().map(|part| subroutine(part)).collect::<Vec<_>>().join(","),
        _ if SHOWN.contains(&name) && !first.contains("${") => first.to_owned(),
        _ => String::new(),
    }
}

/// `PJSIP/101&Local/102@intern`
fn is_device(argument: &str) -> bool {
    const KNOWN: [&str; 9] = ["pjsip", "sip", "local", "dahdi", "zap", "iax2", "sccp", "agent", "custom"];
    argument.split_once('/').is_some_and(|(technology, _)| KNOWN.contains(&technology.to_ascii_lowercase().as_str()))
}

/// A label without the arguments that are handed over: `ring,s,1(…)`.
fn subroutine(label: &str) -> String {
    match label.split_once('(') {
        Some((target, rest)) if !rest.trim_end_matches(')').is_empty() => format!("{}(…)", target.trim()),
        Some((target, _)) => target.trim().to_owned(),
        None => label.trim().to_owned(),
    }
}

impl Leads {
    /// Whether one more may be kept; lines beyond are told where lines that ring are.
    fn has_room(&mut self) -> bool {
        self.count += 1;
        self.count <= 4 * MOST_LINES
    }

    pub fn define(&mut self, context: &str, pattern: &str) {
        if let Some(known) = self.defined.get_mut(context)
            && !known.contains(pattern)
        {
            known.insert(pattern.to_owned());
        }
    }

    pub fn include(&mut self, context: &str, name: &str, at: Place) {
        if self.has_room() {
            self.includes.push((context.to_owned(), name.to_owned(), at));
        }
    }

    /// Takes from a line where it leads.
    pub fn app(&mut self, (context, pattern): (&str, &str), app: &Application<'_>, at: &Place) {
        let name = app.name.to_ascii_lowercase();
        let arguments = application::arguments(app.data);
        match name.as_str() {
            "goto" => self.jump((context, pattern), &arguments, at),
            "gosub" => {
                if arguments.len() == 3 {
                    self.jump((context, pattern), &arguments, at);
                }
                self.other((context, pattern), &name, app, at);
            }
            "gotoif" | "gotoiftime" | "gosubif" => {
                for label in application::branches(app.data) {
                    self.jump((context, pattern), &application::arguments(&app.data[label]), at);
                }
                self.other((context, pattern), &name, app, at);
            }
            "dial" => {
                for device in application::devices(arguments.first().copied().unwrap_or_default()) {
                    let local = device.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("local/"));
                    if let Some((extension, rest)) = device.get(6..).filter(|_| local).and_then(|rest| rest.split_once('@')) {
                        self.jump((context, pattern), &[rest.split('/').next().unwrap_or_default(), extension, "1"], at);
                    }
                }
            }
            "queue" => self.uses((context, pattern), Used::Queue, arguments.first().copied().unwrap_or_default(), at),
            "voicemail" => {
                for mailbox in arguments.first().copied().unwrap_or_default().split('&').map(str::trim) {
                    let full = if mailbox.contains('@') { mailbox.to_owned() } else { format!("{mailbox}@default") };
                    self.uses((context, pattern), Used::Mailbox, if mailbox.is_empty() { "" } else { &full }, at);
                }
            }
            _ if ON_THE_WAY.contains(&name.as_str()) => {}
            _ => self.other((context, pattern), &name, app, at),
        }
    }

    /// `context,extension,priority` and `extension,priority`; a priority alone leads nowhere else.
    fn jump(&mut self, (context, pattern): (&str, &str), label: &[&str], at: &Place) {
        let (to, extension) = match label {
            [to, extension, _] => (*to, *extension),
            [extension, _] => (context, *extension),
            _ => return,
        };
        let open = |text: &str| text.contains(['$', '{', '[']);
        if open(to) || open(extension) || to.is_empty() || extension.is_empty() || !self.has_room() {
            return;
        }
        self.jumps.push(Jump {
            from: (context.to_owned(), pattern.to_owned()),
            context: to.to_owned(),
            extension: extension.to_owned(),
            at: at.clone(),
        });
    }

    fn uses(&mut self, (context, pattern): (&str, &str), what: Used, name: &str, at: &Place) {
        if !name.is_empty() && !name.contains("${") && self.has_room() {
            self.uses.push(Use { from: (context.to_owned(), pattern.to_owned()), what, name: name.to_owned(), at: at.clone() });
        }
    }

    fn other(&mut self, (context, pattern): (&str, &str), name: &str, app: &Application<'_>, at: &Place) {
        let key = (context.to_owned(), pattern.to_owned());
        // A subroutine comes back: what the number does then says more, unless it is the end.
        let more = !ENDS.contains(&name) && name != "gosub";
        let comes_back = |text: &str| text.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("gosub("));
        if self.others.get(&key).is_some_and(|(text, _)| !more || !comes_back(text)) || !self.has_room() {
            return;
        }
        let text = if ENDS.contains(&name) { String::new() } else { format!("{}({})", app.name, said(name, app.data)) };
        self.others.insert(key, (text, at.clone()));
    }
}
