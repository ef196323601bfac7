//! `VERB-AMO:PAR=val,PAR=val,…;` out of a print with prompts, replies and banners.

use crate::diag::Place;
use crate::inventory::model::Sourced;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Add,
    Change,
    Delete,
    /// `DISPLAY`, `REGENERATE`: a question.
    Ask,
}

/// Full and shortened verbs.
pub(super) fn verb(text: &str) -> Option<Verb> {
    match text.to_ascii_uppercase().as_str() {
        "ADD" => Some(Verb::Add),
        "CHANGE" | "CHA" => Some(Verb::Change),
        "DELETE" | "DEL" => Some(Verb::Delete),
        "DISPLAY" | "DIS" | "DISP" | "REGENERATE" | "REG" => Some(Verb::Ask),
        _ => None,
    }
}

#[derive(Debug)]
pub(super) struct Statement {
    pub verb: Verb,
    /// Upper case: `SBCSU`.
    pub amo: String,
    /// In the order of the print.
    parameters: Vec<(String, Sourced<String>)>,
    pub at: Place,
}

/// Characters of one command.
const MOST_TEXT: usize = 64 * 1024;
/// Stations that one list may name.
pub(super) const MOST_STATIONS: usize = 2000;

impl Statement {
    /// The value of a parameter without its quotes.
    pub(super) fn get(&self, name: &str) -> Option<&Sourced<String>> {
        self.parameters.iter().find(|(other, _)| other == name).map(|(_, value)| value).filter(|value| !value.value.is_empty())
    }

    /// Parameters that are none of `read`, and a further one of a name that is, with their names as they are told.
    pub(super) fn others<'s>(&'s self, read: &'s [&str]) -> impl Iterator<Item = (&'s str, &'s Sourced<String>)> {
        let again = |at: usize, name: &str| self.parameters[..at].iter().any(|(before, _)| before == name);
        let filled = self.parameters.iter().enumerate().filter(|(_, (_, value))| !value.value.is_empty());
        filled
            .filter(move |(at, (name, _))| !read.contains(&name.as_str()) || again(*at, name))
            .map(|(_, (name, value))| (if name.is_empty() { "value without a name" } else { name.as_str() }, value))
    }

    pub(super) fn word(&self, name: &str) -> &str {
        self.get(name).map_or("", |value| value.value.as_str())
    }
}

/// Numbers of `101&102&&105`.
#[derive(Debug, Default)]
pub(super) struct Expanded {
    pub found: Vec<Sourced<String>>,
    /// More than [`MOST_STATIONS`].
    pub cut: bool,
    /// Where a range is none.
    pub wrong: Option<Place>,
}

/// Single values and ranges.
pub(super) fn expand(value: &Sourced<String>) -> Expanded {
    let Expanded { mut found, mut cut, mut wrong } = Expanded::default();
    let mut column = value.at.column();
    let mut rest = value.value.as_str();
    while !rest.is_empty() {
        // `&&` binds two numbers together, a single `&` ends a value.
        let (item, after) = split_item(rest);
        let at = value.at.moved(value.at.line(), column);
        column += rest.chars().count() as u32 - after.chars().count() as u32;
        rest = after;
        let item = item.trim();
        if let Some((from, to)) = item.split_once("&&") {
            let (from, to) = (from.trim(), to.trim());
            match (from.parse::<u64>(), to.parse::<u64>()) {
                (Ok(first), Ok(last)) if first <= last && from.len() == to.len() && to.len() <= 15 => {
                    let width = from.len();
                    for number in first..=last {
                        if found.len() >= MOST_STATIONS {
                            cut = true;
                            break;
                        }
                        found.push(Sourced::new(format!("{number:0width$}"), at.clone()));
                    }
                }
                _ => wrong = wrong.or(Some(at)),
            }
        } else if found.len() >= MOST_STATIONS {
            cut = true;
        } else if !item.is_empty() {
            found.push(Sourced::new(item.to_owned(), at));
        }
        if cut {
            break;
        }
    }
    Expanded { found, cut, wrong }
}

/// The text up to a single `&`, and what is behind it.
fn split_item(text: &str) -> (&str, &str) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'&' {
            if bytes.get(at + 1) == Some(&b'&') {
                at += 2;
                continue;
            }
            return (&text[..at], &text[at + 1..]);
        }
        at += 1;
    }
    (text, "")
}

/// What was not a whole command.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// Where commands begin that are never closed.
    pub unclosed: Vec<Place>,
    /// How many lines are no command, reply or banner (tables of `DISPLAY`, say), and the first.
    pub passed: Option<(usize, Place)>,
}

impl Left {
    fn unclosed(&mut self, at: Place) {
        /// Places remembered; with one more the finding about further ones appears.
        const MOST: usize = 1001;
        if self.unclosed.len() < MOST {
            self.unclosed.push(at);
        }
    }
}

/// Hands every command to `take`.
pub(super) fn each(file: &str, text: &str, take: &mut dyn FnMut(Statement)) -> Left {
    let mut left = Left::default();
    let mut open: Option<Open> = None;
    for (number, line) in (1_u32..).zip(text.lines()) {
        let (mut rest, mut column) = (line, 1);
        loop {
            let bare = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '<');
            column += rest.chars().count() as u32 - bare.chars().count() as u32;
            if bare.is_empty() {
                break;
            }
            let starts = start(bare);
            if starts.is_some() || (open.is_some() && is_reply(bare)) {
                // A new command while one is open: the old one was cut.
                if let Some(old) = open.take() {
                    left.unclosed(old.at);
                }
            }
            let at = Place::at(file, number, column);
            let (mut statement, skip) = match (starts, open.take()) {
                (Some((verb, amo, skip)), _) => (Open { verb, amo, at, marks: Vec::new(), length: 0, quoted: false }, skip),
                (None, Some(statement)) => (statement, 0),
                (None, None) => {
                    if !is_reply(bare) {
                        left.passed.get_or_insert((0, at)).0 += 1;
                    }
                    break;
                }
            };
            column += bare[..skip].chars().count() as u32;
            match statement.feed(&bare[skip..], number, column) {
                Feed::Closed(used) => {
                    take(statement.close(file));
                    column += bare[skip..skip + used].chars().count() as u32;
                    rest = &bare[skip + used..];
                }
                Feed::More => {
                    open = Some(statement);
                    break;
                }
                Feed::TooLong => {
                    left.unclosed(statement.at);
                    break;
                }
            }
        }
    }
    if let Some(open) = open {
        left.unclosed(open.at);
    }
    left
}

/// `H500:`, `F10:`, `AMO-SBCSU-111 …`, `REGENERATE COMPLETED;`: the system speaking between commands.
fn is_reply(line: &str) -> bool {
    let coded = line.split_once(':').is_some_and(|(code, _)| {
        code.len() >= 2 && code.starts_with(['H', 'F', 'E', 'A']) && code[1..].bytes().all(|byte| byte.is_ascii_digit())
    });
    // A date and the name of the system stand above some prints.
    coded || line.starts_with("AMO-") || line.contains("COMPLETED") || line.contains("STARTED")
}

/// Verb, AMO and where its parameters begin.
fn start(line: &str) -> Option<(Verb, String, usize)> {
    let (head, _) = line.split_once(':')?;
    let (word, amo) = head.split_once('-')?;
    let amo = amo.trim();
    let plain = (2..=8).contains(&amo.len()) && amo.bytes().all(|byte| byte.is_ascii_alphanumeric());
    Some((verb(word.trim()).filter(|_| plain)?, amo.to_ascii_uppercase(), head.len() + 1))
}

enum Feed {
    /// Bytes up to and with the `;`.
    Closed(usize),
    More,
    TooLong,
}

/// A command of which the end is not yet seen.
struct Open {
    verb: Verb,
    amo: String,
    at: Place,
    /// Characters outside of blanks, each with its place and whether it stood in quotes.
    marks: Vec<(char, u32, u32, bool)>,
    length: usize,
    quoted: bool,
}

impl Open {
    fn feed(&mut self, text: &str, line: u32, column: u32) -> Feed {
        for (column, (byte, c)) in (column..).zip(text.char_indices()) {
            self.length += 1;
            if self.length > MOST_TEXT {
                return Feed::TooLong;
            }
            match c {
                '"' => self.quoted = !self.quoted,
                ';' if !self.quoted => return Feed::Closed(byte + 1),
                // Blanks between parameters are free.
                c if c.is_whitespace() && !self.quoted => {}
                c => self.marks.push((c, line, column, self.quoted)),
            }
        }
        Feed::More
    }

    fn close(self, file: &str) -> Statement {
        let mut parameters = Vec::new();
        for piece in self.marks.split(|(c, _, _, quoted)| *c == ',' && !quoted) {
            let equals = piece.iter().position(|(c, _, _, quoted)| *c == '=' && !quoted);
            let (name, value) = equals.map_or((&piece[..0], piece), |at| (&piece[..at], &piece[at + 1..]));
            let text = |marks: &[(char, u32, u32, bool)]| marks.iter().map(|(c, ..)| *c).collect::<String>();
            let Some((_, line, column, _)) = value.first().copied() else { continue };
            let value = Sourced::new(text(value).trim().to_owned(), Place::at(file, line, column));
            let name = text(name).to_ascii_uppercase();
            parameters.push((name, value));
        }
        Statement { verb: self.verb, amo: self.amo, parameters, at: self.at }
    }
}
