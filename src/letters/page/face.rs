//! The two faces of the letters, Noto Sans regular and bold, and text as their glyphs.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use krilla::Data;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Direction, Feature, ShapePlan, UnicodeBuffer, script};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

/// Text as glyphs of one face, at a size of 1.
#[derive(Debug, Clone)]
pub struct Shaped {
    pub weight: Weight,
    pub text: String,
    pub glyphs: Vec<KrillaGlyph>,
    pub width: f32,
}

struct Face {
    shaper: rustybuzz::Face<'static>,
    /// Made once: it costs more than to shape a word with it.
    plan: ShapePlan,
    font: Font,
}

static REGULAR: LazyLock<Face> = LazyLock::new(|| Face::new(notosans::REGULAR_TTF));
static BOLD: LazyLock<Face> = LazyLock::new(|| Face::new(notosans::BOLD_TTF));

impl Face {
    fn new(bytes: &'static [u8]) -> Self {
        let shaper = rustybuzz::Face::from_slice(bytes, 0).expect("the built-in font is one");
        let font = Font::new(Data::from(bytes.to_vec()), 0).expect("the built-in font is one");
        // Each letter stays one that can be found and copied.
        const NO_LIGATURES: Feature = Feature { tag: Tag::from_bytes(b"liga"), value: 0, start: 0, end: u32::MAX };
        let plan = ShapePlan::new(&shaper, Direction::LeftToRight, Some(script::LATIN), None, &[NO_LIGATURES]);
        Self { shaper, plan, font }
    }

    fn of(weight: Weight) -> &'static Self {
        match weight {
            Weight::Regular => &REGULAR,
            Weight::Bold => &BOLD,
        }
    }
}

#[must_use]
pub fn font(weight: Weight) -> Font {
    Face::of(weight).font.clone()
}

/// Words and lines that a thread keeps: most are the same in all letters.
const KEPT: usize = 8_192;

thread_local! {
    static SHAPED: RefCell<[BTreeMap<String, Arc<Shaped>>; 2]> = const { RefCell::new([BTreeMap::new(), BTreeMap::new()]) };
}

/// Text from left to right as glyphs, kerned.
#[must_use]
pub fn shape(text: &str, weight: Weight) -> Arc<Shaped> {
    SHAPED.with_borrow_mut(|kept| {
        let kept = &mut kept[usize::from(weight == Weight::Bold)];
        if let Some(shaped) = kept.get(text) {
            return Arc::clone(shaped);
        }
        if kept.len() >= KEPT {
            kept.clear();
        }
        let shaped = Arc::new(shape_anew(text, weight));
        kept.insert(text.to_owned(), Arc::clone(&shaped));
        shaped
    })
}

fn shape_anew(text: &str, weight: Weight) -> Shaped {
    let face = Face::of(weight);
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.set_direction(Direction::LeftToRight);
    buffer.set_script(script::LATIN);
    let shaped = rustybuzz::shape_with_plan(&face.shaper, &face.plan, buffer);
    let em = face.shaper.units_per_em() as f32;
    let infos = shaped.glyph_infos();
    let mut width = 0.0;
    let glyphs = infos
        .iter()
        .zip(shaped.glyph_positions())
        .enumerate()
        .map(|(at, (info, position))| {
            let start = info.cluster as usize;
            let next = infos[at..].iter().map(|other| other.cluster as usize).find(|cluster| *cluster > start);
            let advance = position.x_advance as f32 / em;
            width += advance;
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                advance,
                position.x_offset as f32 / em,
                position.y_offset as f32 / em,
                0.0,
                start..next.unwrap_or(text.len()),
                None,
            )
        })
        .collect();
    Shaped { weight, text: text.to_owned(), glyphs, width }
}

/// Whether the font can show each of these characters.
#[must_use]
pub fn has_glyphs(text: &str) -> bool {
    text.chars().all(has_glyph)
}

fn has_glyph(character: char) -> bool {
    let face = &REGULAR.shaper;
    // Private use has no meaning of its own, and PDF/A forbids it.
    let private = matches!(u32::from(character), 0xE000..=0xF8FF | 0xF_0000..);
    !private && face.glyph_index(character).is_some_and(|glyph| glyph.0 != 0)
}

/// Text with `?` for what the font cannot show, and whether there was any.
#[must_use]
pub fn printable(text: &str) -> (String, bool) {
    if has_glyphs(text) {
        return (text.to_owned(), false);
    }
    let seen = |c: char| {
        if c.is_whitespace() {
            ' '
        } else if has_glyph(c) {
            c
        } else {
            '?'
        }
    };
    (text.chars().map(seen).collect(), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn european_names_are_printable_and_others_are_told() {
        for name in
            ["Müller-Lüdenscheidt", "Łukasz Żółć", "Ğökçe Şahin", "Ødegård", "Nguyễn Thị Ánh", "Straße ẞ", "Ђорђе", "Ελένη"]
        {
            assert_eq!(printable(name), (name.to_owned(), false), "{name}");
        }
        assert_eq!(printable("李 Wei"), ("? Wei".to_owned(), true));
        assert_eq!(printable("a\u{e000}b\tc"), ("a?b c".to_owned(), true));
    }

    #[test]
    fn a_glyph_knows_its_letters() {
        let shaped = shape("fi ä", Weight::Bold);
        let letters: Vec<&str> = shaped.glyphs.iter().map(|glyph| &shaped.text[glyph.text_range.clone()]).collect();
        assert_eq!(letters, ["f", "i", " ", "ä"]);
        assert!(shaped.width > 1.0 && shaped.width < 3.0, "{}", shaped.width);
    }
}
