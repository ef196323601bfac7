//! Pages into the bytes of a tagged PDF, by way of `krilla` with the validators of PDF/UA-1 and PDF/A-2a switched on.

use std::num::NonZeroU16;

use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{Path, PathBuilder, Point, Rect, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, ListNumbering, Node as Tagged, SpanTag, Tag, TagGroup, TagTree};
use krilla::{Document, SerializeSettings};

use super::face::font;
use super::ink::{Color, Ink, Node, PT, Role};

/// A document: its name, its language, its chapters.
pub struct Paper<'a> {
    pub title: &'a str,
    pub language: &'a str,
    /// Tells documents apart; the same for the same content.
    pub id: &'a str,
    pub date: Option<jiff::civil::Date>,
    pub chapters: Vec<Chapter<'a>>,
}

/// PDF/A asks for a date in the metadata. Without one from the caller it is this: the clock's would change the bytes every day.
const UNDATED: jiff::civil::Date = jiff::civil::date(2000, 1, 1);

/// A bookmark and the letters below it.
pub struct Chapter<'a> {
    /// None: the letters' own bookmarks stand at the top.
    pub title: Option<&'a str>,
    pub letters: Vec<Pages<'a>>,
}

/// One letter: bookmark, language, pages.
pub struct Pages<'a> {
    pub bookmark: &'a str,
    pub language: &'a str,
    pub sheets: &'a [Vec<Node>],
}

/// The bytes, or what the validators have against them.
pub fn document(paper: Paper<'_>) -> Result<Vec<u8>, String> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| format!("{error:?}"))?;
    let settings = SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let mut tree = TagTree::new().with_lang(Some(paper.language.to_owned()));
    let mut outline = Outline::new();
    let mut page_number = 0;
    for chapter in paper.chapters {
        let mut marks = Vec::new();
        for letter in chapter.letters {
            marks.push((letter.bookmark.to_owned(), page_number));
            let mut part = TagGroup::new(Tag::Part.with_lang(Some(letter.language.to_owned())));
            for nodes in letter.sheets {
                page_number += 1;
                for tagged in page(&mut document, nodes) {
                    part.push(tagged);
                }
            }
            tree.push(part);
        }
        let to = |page: usize| XyzDestination::new(page, Point::from_xy(0.0, 0.0));
        let first = marks.first().map_or(0, |(_, page)| *page);
        let children = marks.into_iter().map(|(text, page)| OutlineNode::new(text, to(page)));
        match chapter.title {
            Some(title) => {
                let mut mark = OutlineNode::new(title.to_owned(), to(first)).with_open(false);
                children.for_each(|child| mark.push_child(child));
                outline.push_child(mark);
            }
            None => children.for_each(|child| outline.push_child(child)),
        }
    }
    document.set_tag_tree(tree);
    document.set_outline(outline);
    let date = paper.date.unwrap_or(UNDATED);
    let year = DateTime::new(u16::try_from(date.year()).unwrap_or(0));
    let metadata = Metadata::new()
        .title(paper.title.to_owned())
        .language(paper.language.to_owned())
        .creator("deskshift".to_owned())
        .producer("deskshift".to_owned())
        .document_id(paper.id.to_owned())
        .creation_date(year.month(date.month().unsigned_abs()).day(date.day().unsigned_abs()));
    document.set_metadata(metadata);
    document.finish().map_err(|error| format!("{error:?}"))
}

fn page(document: &mut Document, nodes: &[Node]) -> Vec<Tagged> {
    let a4 = PageSettings::from_wh(210.0 / PT, 297.0 / PT).expect("a page of this size exists");
    let mut page = document.start_page_with(a4);
    let mut surface = page.surface();
    surface.push_transform(&Transform::from_scale(1.0 / PT, 1.0 / PT));
    let tagged = nodes.iter().filter_map(|node| draw(&mut surface, node)).collect();
    surface.pop();
    surface.finish();
    page.finish();
    tagged
}

fn draw(surface: &mut Surface<'_>, node: &Node) -> Option<Tagged> {
    match node {
        Node::Group(role, children) => {
            let mut group = group(role);
            for child in children {
                if let Some(tagged) = draw(surface, child) {
                    group.push(tagged);
                }
            }
            Some(Tagged::Group(group))
        }
        Node::Content(ink) => {
            let id = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            ink.iter().for_each(|ink| draw_ink(surface, ink));
            surface.end_tagged();
            Some(Tagged::Leaf(id))
        }
        Node::Decoration(ink) => {
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other)));
            ink.iter().for_each(|ink| draw_ink(surface, ink));
            surface.end_tagged();
            None
        }
    }
}

fn group(role: &Role) -> TagGroup {
    match role {
        Role::Heading(level, text) => {
            let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
            TagGroup::new(Tag::Hn(level, Some(text.clone())))
        }
        Role::Paragraph => TagGroup::new(Tag::P),
        Role::List { numbered: true } => TagGroup::new(Tag::L(ListNumbering::Decimal)),
        Role::List { numbered: false } => TagGroup::new(Tag::L(ListNumbering::None)),
        Role::Item => TagGroup::new(Tag::LI),
        Role::Label => TagGroup::new(Tag::Lbl),
        Role::Body => TagGroup::new(Tag::LBody),
        Role::Figure(alt) => TagGroup::new(Tag::Figure(Some(alt.clone()))),
    }
}

fn draw_ink(surface: &mut Surface<'_>, ink: &Ink) {
    let (path, color, line) = match ink {
        Ink::Text { x, y, size, color, run } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*color)));
            surface.draw_glyphs(Point::from_xy(*x, *y), &run.glyphs, font(run.weight), &run.text, *size, false);
            return;
        }
        Ink::Box { x, y, w, h, radius, color } => (rounded(*x, *y, *w, *h, *radius), *color, None),
        Ink::Frame { x, y, w, h, radius, width, color } => (rounded(*x, *y, *w, *h, *radius), *color, Some(*width)),
        Ink::Disc { x, y, radius, color } => (rounded(x - radius, y - radius, 2.0 * radius, 2.0 * radius, *radius), *color, None),
        Ink::Bars { x, y, module, bars } => {
            let mut path = PathBuilder::new();
            for (column, row, length) in bars {
                let at = |count: &u16, from: &f32| from + f32::from(*count) * module;
                if let Some(bar) = Rect::from_xywh(at(column, x), at(row, y), f32::from(*length) * module, *module) {
                    path.push_rect(bar);
                }
            }
            (path.finish(), Color::BLACK, None)
        }
    };
    let Some(path) = path else { return };
    match line {
        Some(width) => {
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke { paint: paint(color), width, ..Stroke::default() }));
        }
        None => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(color)));
        }
    }
    surface.draw_path(&path);
}

fn paint(color: Color) -> krilla::paint::Paint {
    krilla::color::rgb::Color::new(color.0, color.1, color.2).into()
}

fn fill(color: Color) -> Fill {
    Fill { paint: paint(color), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

/// A rectangle with corners of a quarter circle, as Bézier curves do it.
fn rounded(x: f32, y: f32, width: f32, height: f32, radius: f32) -> Option<Path> {
    /// Distance of the control points for a quarter circle of radius 1.
    const ROUND: f32 = 0.552_285;
    let mut path = PathBuilder::new();
    let r = radius.min(width / 2.0).min(height / 2.0);
    if r <= 0.0 {
        path.push_rect(Rect::from_xywh(x, y, width, height)?);
        return path.finish();
    }
    let k = r * (1.0 - ROUND);
    let (right, bottom) = (x + width, y + height);
    path.move_to(x + r, y);
    path.line_to(right - r, y);
    path.cubic_to(right - k, y, right, y + k, right, y + r);
    path.line_to(right, bottom - r);
    path.cubic_to(right, bottom - k, right - k, bottom, right - r, bottom);
    path.line_to(x + r, bottom);
    path.cubic_to(x + k, bottom, x, bottom - k, x, bottom - r);
    path.line_to(x, y + r);
    path.cubic_to(x, y + k, x + k, y, x + r, y);
    path.close();
    path.finish()
}
