//! What goes wrong with one file of a client, and its words.

use super::codes;
use super::field::Field;
use super::read_back::Mismatch;
use super::render::RenderError;
use super::syntax::{Reason, lpconfig_xml, xml};
use crate::diag::{CodePage, Words};
use crate::plan::ClientFacts;

#[derive(Debug)]
pub(super) struct Trouble {
    pub file: String,
    pub fault: Fault,
}

#[derive(Debug)]
pub(super) enum Fault {
    Render(RenderError),
    ReadBack(Mismatch),
}

impl Trouble {
    pub fn code(&self) -> &'static CodePage {
        match &self.fault {
            Fault::ReadBack(Mismatch::Unreadable(error)) if error.what == lpconfig_xml::KEEPS => &codes::OVERWRITE,
            Fault::ReadBack(Mismatch::Unreadable(error)) if error.what == xml::MIXED => &codes::XML_MIXED,
            _ => &codes::BAD_TEMPLATE,
        }
    }

    pub fn words(&self) -> Words {
        let file = &self.file;
        match &self.fault {
            Fault::Render(RenderError::TooLarge) => {
                Words::new(format!("`{file}` grows beyond 1 MB"), format!("`{file}` wächst über 1 MB"))
            }
            Fault::Render(RenderError::Template) => {
                Words::new(format!("the template of `{file}` fails"), format!("die Vorlage von `{file}` versagt"))
            }
            Fault::Render(RenderError::Value(reason)) => {
                let words = reason.words();
                Words::new(
                    format!("`{file}` cannot hold a value: {}", words.en),
                    format!("`{file}` kann einen Wert nicht aufnehmen: {}", words.de),
                )
            }
            Fault::ReadBack(Mismatch::Unreadable(error)) => Words::new(
                format!("the client would not understand `{file}`: {} (line {})", error.what, error.line),
                format!("das Programm würde `{file}` nicht verstehen: {} (Zeile {})", error.what, error.line),
            ),
            Fault::ReadBack(Mismatch::Undecodable) => Words::new(
                format!("the bytes of `{file}` are not of its encoding"),
                format!("die Bytes von `{file}` passen nicht zu ihrer Kodierung"),
            ),
            Fault::ReadBack(Mismatch::Label) => Words::new(
                format!("read back from `{file}`, the label of the account is not what was written"),
                format!("aus `{file}` liest das Programm für die Bezeichnung des Kontos etwas anderes, als geschrieben wurde"),
            ),
            Fault::ReadBack(Mismatch::Lost(repeat)) => {
                let name = repeat.as_str();
                Words::new(
                    format!("read back from `{file}`, one of the `{name}` is not what was written"),
                    format!("aus `{file}` liest das Programm unter `{name}` etwas anderes, als geschrieben wurde"),
                )
            }
            Fault::ReadBack(Mismatch::Differs(field)) => {
                let words = field.words();
                Words::new(
                    format!("read back from `{file}`, the {} is not what was written", words.en),
                    format!("aus `{file}` liest das Programm für den {} etwas anderes, als geschrieben wurde", words.de),
                )
            }
        }
    }
}

pub(super) fn unrepresentable(facts: &ClientFacts, field: Field, reason: Reason) -> Words {
    let (field, reason) = (field.words(), reason.words());
    Words::new(
        format!("{} cannot hold the {}: {}", facts.title, field.en, reason.en),
        format!("{} kann den {} nicht aufnehmen: {}", facts.title, field.de, reason.de),
    )
}
