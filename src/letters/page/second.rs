//! The second sheet, with the password alone, so that it can be handed over apart from the first.

use super::face::Weight;
use super::ink::{Color, Ink, Node};
use super::sheet::{HEADING, LEFT, RIGHT, Sheet, Style, TEXT, framed};
use crate::letters::letter::Letter;
use crate::letters::password;

#[must_use]
pub fn second(letter: &Letter, content: &password::Sheet) -> Vec<Node> {
    let mut sheet = Sheet { nodes: Vec::new(), y: 13.0, scale: 1.0 };
    let sender = Style { size: 11.0, weight: Weight::Bold, color: Color::ACCENT };
    let rule = Ink::Box { x: LEFT, y: 20.5, w: RIGHT - LEFT, h: 0.5, radius: 0.0, color: Color::ACCENT };
    sheet.nodes.push(Node::Decoration(vec![rule]));
    let (ink, _) = sheet.text(&letter.sender, LEFT, 13.0, RIGHT - LEFT, sender, Some(1));
    sheet.paragraph(ink);
    sheet.y = 36.0;
    sheet.heading(1, &content.heading, LEFT, RIGHT - LEFT, Style { size: 20.0, ..HEADING }, 3.0);
    sheet.flow(&content.intro, 8.0);
    sheet.flow(&content.user, 4.0);
    let large = Style { size: 18.0, weight: Weight::Bold, color: Color::TEXT };
    let (ink, height) = framed(&sheet, &content.blocks, large, (LEFT, sheet.y), RIGHT - LEFT);
    sheet.paragraph(ink);
    sheet.y += height + 4.0;
    sheet.flow(&content.grouped, 6.0);
    if let Some(looks) = &content.looks {
        sheet.heading(2, looks, LEFT, RIGHT - LEFT, HEADING, 1.0);
        // A password of any length stays on its sheet.
        for twin in content.twins.iter().take(24) {
            let (ink, height) = sheet.text(twin, LEFT, sheet.y, RIGHT - LEFT, TEXT, None);
            sheet.paragraph(ink);
            sheet.y += height;
        }
    }
    sheet.nodes
}
