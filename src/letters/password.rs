//! The second sheet: a password in blocks of four, and what is easily mistaken in it. Made only where it was asked for.

use std::fmt;

use super::page::has_glyphs;
use super::texts::Texts;
use super::typing::{self, Looks};
use crate::domain::Secret;

/// Everything on the second sheet.
#[derive(Clone)]
pub struct Sheet {
    pub heading: String,
    pub intro: String,
    pub user: String,
    pub blocks: Vec<String>,
    pub grouped: String,
    pub looks: Option<String>,
    pub twins: Vec<String>,
}

impl fmt::Debug for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sheet(***)")
    }
}

/// None where the password has a character that the font cannot show: nobody could type it from paper.
#[must_use]
pub fn sheet(secret: &Secret, user: &str, texts: &Texts, values: &[(&str, &str)]) -> Option<Sheet> {
    let password = secret.expose();
    if password.is_empty() || !has_glyphs(password) {
        return None;
    }
    let twins: Vec<String> = typing::easily_mistaken(password)
        .into_iter()
        .map(|(position, character, looks)| {
            let (position, character) = (position.to_string(), character.to_string());
            let key = match looks {
                Looks::Digit => "password.digit",
                Looks::Upper => "password.upper",
                Looks::Lower => "password.lower",
                Looks::Blank => "password.blank",
                Looks::Bar => "password.bar",
            };
            let what = texts.filled(key, &[("character", &character)]);
            texts.filled("password.at", &[("position", &position), ("what", &what)])
        })
        .collect();
    Some(Sheet {
        heading: texts.get("password.heading").to_owned(),
        intro: texts.filled("password.intro", values),
        user: texts.filled("password.user", &[("user", user)]),
        blocks: typing::blocks(password),
        grouped: texts.get("password.grouped").to_owned(),
        looks: (!twins.is_empty()).then(|| texts.get("password.looks").to_owned()),
        twins,
    })
}
