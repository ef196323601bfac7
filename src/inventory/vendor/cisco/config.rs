//! The text of a router's configuration: blocks begin at the margin, their commands are indented, `!` separates.

use crate::diag::Place;
use crate::inventory::model::Sourced;

/// One word of a command, without its quotes.
pub(super) type Word = Sourced<String>;

#[derive(Debug)]
pub(super) struct Command {
    pub words: Vec<Word>,
}

impl Command {
    pub(super) fn word(&self, index: usize) -> &str {
        self.words.get(index).map_or("", |word| word.value.as_str())
    }

    pub(super) fn place(&self) -> Place {
        self.words.first().map(|word| word.at.clone()).unwrap_or_default()
    }

    /// All words from `index` on, as one text.
    pub(super) fn rest(&self, index: usize) -> Option<Word> {
        let first = self.words.get(index)?;
        let text: Vec<&str> = self.words[index..].iter().map(|word| word.value.as_str()).collect();
        Some(Sourced::new(text.join(" "), first.at.clone()))
    }

    /// The word behind this one.
    pub(super) fn after(&self, word: &str) -> Option<&Word> {
        let at = self.words.iter().position(|other| other.value == word)?;
        self.words.get(at + 1)
    }
}

/// A command at the margin with what is indented below it.
#[derive(Debug)]
pub(super) struct Block {
    pub head: Command,
    pub body: Vec<Command>,
}

/// Words of a command that are kept.
const MOST_WORDS: usize = 200;
/// Lines of a banner; a longer one was never closed.
const MOST_BANNER: usize = 200;

pub(super) fn blocks(file: &str, text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    let mut number = 0;
    while number < lines.len() {
        let line = lines[number];
        number += 1;
        let bare = line.trim();
        if bare.is_empty() || bare.starts_with('!') {
            continue;
        }
        let command = Command { words: words(file, line, number as u32) };
        if line.starts_with([' ', '\t'])
            && let Some(block) = blocks.last_mut()
        {
            block.body.push(command);
            continue;
        }
        if command.word(0) == "banner" {
            number += banner(command.word(2), &lines[number..]);
        }
        blocks.push(Block { head: command, body: Vec::new() });
    }
    blocks
}

/// How many lines belong to a banner that begins with this word.
fn banner(word: &str, lines: &[&str]) -> usize {
    let end = if word.starts_with("^C") { "^C" } else { word.get(..1).unwrap_or_default() };
    // On one line, or without an end.
    if end.is_empty() || word.matches(end).count() > 1 {
        return 0;
    }
    lines.iter().take(MOST_BANNER).position(|line| line.contains(end)).map_or(0, |at| at + 1)
}

/// Split at blanks; quotes hold a word together.
fn words(file: &str, line: &str, number: u32) -> Vec<Word> {
    let mut words = Vec::new();
    let (mut text, mut start, mut quoted) = (String::new(), 0, false);
    let mut begun = false;
    for (column, c) in (1_u32..).zip(line.chars().chain([' '])) {
        match c {
            '"' => {
                quoted = !quoted;
                if !begun {
                    (begun, start) = (true, column);
                }
            }
            c if c.is_whitespace() && (!quoted || column as usize > line.len()) => {
                if begun && words.len() < MOST_WORDS {
                    words.push(Sourced::new(std::mem::take(&mut text), Place::at(file, number, start)));
                }
                text.clear();
                begun = false;
            }
            c => {
                if !begun {
                    (begun, start) = (true, column);
                }
                text.push(c);
            }
        }
    }
    if begun && words.len() < MOST_WORDS {
        words.push(Sourced::new(text, Place::at(file, number, start)));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_commands_quotes_and_banners() {
        let text = "hostname r1\nbanner motd ^C\nephone 9\n keine Taste\n^C\nephone  1\n username \"kroeger h\" password \"x y\n !\n button 1:1\n!\n";
        let found: Vec<String> = blocks("a", text)
            .iter()
            .map(|block| {
                let body: Vec<String> = block
                    .body
                    .iter()
                    .map(|command| {
                        command.words.iter().map(|w| format!("{}@{}", w.value, w.at.column())).collect::<Vec<_>>().join(",")
                    })
                    .collect();
                format!("{} {}: {}", block.head.word(0), block.head.word(1), body.join(" / "))
            })
            .collect();
        assert_eq!(
            found,
            ["hostname r1: ", "banner motd: ", "ephone 1: username@2,kroeger h@11,password@23,x y@32 / button@2,1:1@9"]
        );
    }
}
