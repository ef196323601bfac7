//! A page as a tree: what each part means, and what is drawn for it, in reading order. Lengths are millimetres from the upper left.

use std::sync::Arc;

use super::face::Shaped;

/// What a part of the page is to somebody who hears it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Level and text.
    Heading(u16, String),
    Paragraph,
    /// Steps are numbered, values are not.
    List {
        numbered: bool,
    },
    Item,
    Label,
    Body,
    /// With what it shows.
    Figure(String),
}

#[derive(Debug, Clone)]
pub enum Node {
    Group(Role, Vec<Node>),
    Content(Vec<Ink>),
    /// Not read aloud: backgrounds, rules, marks for folding.
    Decoration(Vec<Ink>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    pub const TEXT: Self = Self(0x1d, 0x24, 0x2b);
    /// 7 : 1 on white, so that it survives a copy.
    pub const QUIET: Self = Self(0x4a, 0x55, 0x60);
    pub const ACCENT: Self = Self(0x17, 0x4a, 0x7c);
    pub const WHITE: Self = Self(0xff, 0xff, 0xff);
    pub const BLACK: Self = Self(0, 0, 0);
    pub const PANEL: Self = Self(0xf1, 0xf5, 0xf9);
    pub const RULE: Self = Self(0xb8, 0xc4, 0xd0);
    pub const ALERT: Self = Self(0xa4, 0x1e, 0x22);
    pub const ALERT_PANEL: Self = Self(0xfc, 0xf1, 0xee);
}

#[derive(Debug, Clone)]
pub enum Ink {
    /// From the left end of the base line; size in millimetres.
    Text {
        x: f32,
        y: f32,
        size: f32,
        color: Color,
        run: Arc<Shaped>,
    },
    Box {
        x: f32,
        y: f32,
        w: f32,
        h: f32,
        radius: f32,
        color: Color,
    },
    Frame {
        x: f32,
        y: f32,
        w: f32,
        h: f32,
        radius: f32,
        width: f32,
        color: Color,
    },
    Disc {
        x: f32,
        y: f32,
        radius: f32,
        color: Color,
    },
    /// Bars of a code: column, row, length, in modules of `module` millimetres.
    Bars {
        x: f32,
        y: f32,
        module: f32,
        bars: Vec<(u16, u16, u16)>,
    },
}

/// A point of typography in millimetres.
pub const PT: f32 = 25.4 / 72.0;
