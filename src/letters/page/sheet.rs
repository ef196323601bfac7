//! Where everything of a letter's first page stands (DIN 5008 form A: address window at 27 mm, folds at 87 and 192 mm).

use super::face::Weight;
use super::flow::{self, Line};
use super::ink::{Color, Ink, Node, PT, Role};
use crate::letters::letter::{Figure, Letter, Value};
use crate::policy::site::LetterText;

pub const LEFT: f32 = 25.0;
pub const RIGHT: f32 = 190.0;
const BOTTOM: f32 = 284.0;
/// Side of the code; the white around it is its quiet zone. Larger squares bear a worse copy than more correction with smaller ones does:
/// of 36 codes copied in 12 bad ways all are read at level M on 50 mm, at Q and H on the same side up to a third is not (measured).
const CODE: f32 = 50.0;
const CODE_LEFT: f32 = RIGHT - CODE;
/// From the text to the code: wider than the four modules a scanner asks for.
const CODE_GAP: f32 = 9.0;
/// Sizes that are tried until the letter fits: at the last one text has 9 pt.
const SCALES: [f32; 8] = [1.15, 1.08, 1.04, 1.0, 0.96, 0.92, 0.87, 0.82];
/// The address, inside of the window (DIN 5008 form A: it ends at 72 mm, and its upper part is the sender's line).
const WINDOW_TOP: f32 = 45.5;
const WINDOW_HEIGHT: f32 = 26.5;
const WINDOW_WIDTH: f32 = 80.0;
/// In points; at the last one six lines fit.
const WINDOW_SIZES: [f32; 5] = [11.0, 10.0, 9.5, 9.0, 8.5];
/// Body text in points at scale 1.
const BODY: f32 = 11.0;

/// A page under construction.
pub struct Sheet {
    pub nodes: Vec<Node>,
    pub y: f32,
    pub scale: f32,
}

/// How a block of text is set.
#[derive(Clone, Copy)]
pub struct Style {
    /// In points, before scaling.
    pub size: f32,
    pub weight: Weight,
    pub color: Color,
}

pub const TEXT: Style = Style { size: BODY, weight: Weight::Regular, color: Color::TEXT };
pub const HEADING: Style = Style { size: 12.5, weight: Weight::Bold, color: Color::ACCENT };
const SMALL: Style = Style { size: 9.0, weight: Weight::Regular, color: Color::QUIET };

/// The first page of a letter; none where even the smallest size is too large.
#[must_use]
pub fn first(letter: &Letter) -> Option<Vec<Node>> {
    // Plain words are set larger where there is room.
    let largest = if letter.text == LetterText::Plain { f32::INFINITY } else { 1.0 };
    SCALES.iter().filter(|scale| **scale <= largest).find_map(|scale| {
        let mut sheet = Sheet { nodes: Vec::new(), y: 81.0, scale: *scale };
        sheet.head(letter);
        sheet.body(letter);
        sheet.foot(letter).then_some(sheet.nodes)
    })
}

impl Sheet {
    /// Sender, window, information beside it, marks for folding. These have one size in all letters.
    fn head(&mut self, letter: &Letter) {
        let mark = |y: f32, w: f32| Ink::Box { x: 5.0, y, w, h: 0.15, radius: 0.0, color: Color::RULE };
        self.nodes.push(Node::Decoration(vec![
            Ink::Box { x: LEFT, y: 20.5, w: RIGHT - LEFT, h: 0.5, radius: 0.0, color: Color::ACCENT },
            mark(87.0, 4.0),
            mark(148.5, 6.0),
            mark(192.0, 4.0),
        ]));
        let fixed = Self { nodes: Vec::new(), y: 0.0, scale: 1.0 };
        let sender = Style { size: 11.0, weight: Weight::Bold, color: Color::ACCENT };
        self.paragraph(fixed.text(&letter.sender, LEFT, 13.0, RIGHT - LEFT, sender, Some(1)).0);
        let tiny = Style { size: 7.0, ..SMALL };
        self.paragraph(fixed.text(&letter.return_line, LEFT, 40.6, 80.0, tiny, Some(1)).0);
        let (size, most) = window(letter);
        let mut address = Vec::new();
        let mut y = WINDOW_TOP;
        for (at, line) in letter.address.iter().enumerate() {
            let (ink, height) = fixed.text(line, LEFT, y, WINDOW_WIDTH, window_style(at, size), most.map(|most| most[at.min(2)]));
            address.extend(ink);
            y += height;
        }
        self.paragraph(address);
        let mut rows = Vec::new();
        let mut y = 32.0;
        for (label, value) in &letter.info {
            let (ink, _) = fixed.text(label, 125.0, y, 24.0, SMALL, Some(1));
            let (body, height) = fixed.text(value, 150.0, y - 0.3, RIGHT - 150.0, Style { size: 10.5, ..TEXT }, Some(2));
            rows.push(item(vec![ink], body));
            y += height + 1.3;
        }
        self.nodes.push(Node::Group(Role::List { numbered: false }, rows));
    }

    fn body(&mut self, letter: &Letter) {
        let title = Style { size: 20.0, weight: Weight::Bold, color: Color::ACCENT };
        self.heading(1, &letter.heading, LEFT, RIGHT - LEFT, title, 3.0);
        self.flow(&letter.greeting, 1.0);
        self.flow(&letter.intro, 4.0);
        self.setup(letter);
        self.values(letter);
        self.panel(&letter.emergency_heading, std::slice::from_ref(&letter.emergency), Color::ALERT, Color::ALERT_PANEL);
        if let Some(days) = &letter.days {
            self.panel(&days.heading, &days.lines, Color::ACCENT, Color::PANEL);
        }
    }

    /// Big steps on the left, the code on the right.
    fn setup(&mut self, letter: &Letter) {
        let top = self.y;
        let right = if letter.figure.is_some() { CODE_LEFT - CODE_GAP } else { RIGHT };
        self.heading(2, &letter.setup, LEFT, right - LEFT, HEADING, 2.2);
        let mut steps = Vec::new();
        for (at, step) in letter.steps.iter().enumerate() {
            let radius = 3.9 * self.scale;
            let x = LEFT + 2.0 * radius + 4.0;
            let (body, height) = self.text(step, x, self.y + 0.6, right - x, TEXT, None);
            let high = height.max(2.0 * radius);
            // One line of text is centred beside its number.
            let style = Style { size: 12.0, weight: Weight::Bold, color: Color::WHITE };
            let number = flow::line(&(at + 1).to_string(), Weight::Bold);
            let size = style.size * PT * self.scale;
            let disc = Ink::Disc { x: LEFT + radius, y: self.y + radius, radius, color: Color::ACCENT };
            let label =
                put(&number, LEFT + radius - number.width * size / 2.0, self.y + radius + size * 0.36, size, Color::WHITE);
            let mut label: Vec<Ink> = label;
            label.insert(0, disc);
            steps.push(item(vec![label], body));
            self.y += high + 2.6 * self.scale;
        }
        self.nodes.push(Node::Group(Role::List { numbered: true }, steps));
        if let Some(figure) = &letter.figure {
            let bottom = self.figure(figure, top + 1.5);
            self.y = self.y.max(bottom);
        }
        self.y += 1.5 * self.scale;
    }

    fn figure(&mut self, figure: &Figure, top: f32) -> f32 {
        let module = CODE / f32::from(figure.code.size);
        let bars = Ink::Bars { x: CODE_LEFT, y: top, module, bars: figure.code.bars.clone() };
        self.nodes.push(Node::Group(Role::Figure(figure.alt.clone()), vec![Node::Content(vec![bars])]));
        let mut y = top + CODE + 3.0;
        if let Some(caption) = &figure.caption {
            let style = Style { size: 9.5, weight: Weight::Bold, color: Color::TEXT };
            let (ink, height) = self.text(caption, CODE_LEFT, y, CODE, style, None);
            self.paragraph(ink);
            y += height + 1.0;
        }
        y
    }

    /// Label and value, two in a row where both are short.
    fn values(&mut self, letter: &Letter) {
        let at = self.nodes.len();
        let top = self.y;
        let pad = 4.0;
        let (left, right) = (LEFT + pad, RIGHT - pad);
        self.y += pad;
        self.heading(2, &letter.values_heading, left, right - left, HEADING, 1.8);
        let middle = f32::midpoint(left, right) + 2.0;
        let label = letter.values.iter().map(|value| self.wide(&value.label, SMALL)).fold(0.0_f32, f32::max).min(45.0) + 4.0;
        let short = |value: &Value| self.value_width(value) <= middle - left - label - 3.0;
        let mut rows = Vec::new();
        let mut values = letter.values.as_slice();
        let mut y = self.y;
        while let [value, rest @ ..] = values {
            let mut height = 0.0_f32;
            let mut cell = |value: &Value, x: f32, end: f32| {
                let (name, _) = self.text(&value.label, x, y + 0.45 * self.scale, label, SMALL, Some(1));
                let (body, high) = self.blocks(value, x + label, y, end - x - label);
                rows.push(item(vec![name], body));
                height = height.max(high);
            };
            match rest.split_first() {
                Some((next, rest)) if short(value) && short(next) => {
                    cell(value, left, middle - 3.0);
                    cell(next, middle, right);
                    values = rest;
                }
                _ => {
                    cell(value, left, right);
                    values = rest;
                }
            }
            y += height + 1.4 * self.scale;
        }
        self.y = y;
        self.nodes.push(Node::Group(Role::List { numbered: false }, rows));
        if let Some(note) = &letter.values_note {
            let (ink, height) = self.text(note, left, self.y, right - left, SMALL, None);
            self.paragraph(ink);
            self.y += height + 1.0;
        }
        self.y += pad - 2.0;
        let panel = Ink::Box { x: LEFT, y: top, w: RIGHT - LEFT, h: self.y - top, radius: 1.5, color: Color::PANEL };
        self.nodes.insert(at, Node::Decoration(vec![panel]));
        self.y += 4.0 * self.scale;
    }

    fn value_width(&self, value: &Value) -> f32 {
        if !value.lead.is_empty() {
            return f32::INFINITY;
        }
        let style = Style { weight: Weight::Bold, ..TEXT };
        let gaps = value.blocks.len().saturating_sub(1) as f32 * 4.0;
        value.blocks.iter().map(|block| self.wide(block, style)).sum::<f32>() + gaps
    }

    /// One block as text, several in frames. Gives height as well.
    fn blocks(&self, value: &Value, x: f32, y: f32, width: f32) -> (Vec<Ink>, f32) {
        let style = Style { weight: Weight::Bold, ..TEXT };
        if let [only] = value.blocks.as_slice() {
            return self.text(only, x, y, width, style, None);
        }
        let lead = Some(&value.lead).filter(|lead| !lead.is_empty());
        let (mut ink, down) = lead.map_or_else(Default::default, |lead| self.text(lead, x, y, width, style, None));
        let down = if lead.is_some() { down + 0.8 * self.scale } else { 0.0 };
        let (blocks, high) = framed(self, &value.blocks, style, (x, y + down - 0.3), width);
        ink.extend(blocks);
        (ink, down + high)
    }

    /// A coloured bar, a heading, lines.
    fn panel(&mut self, heading: &str, lines: &[String], color: Color, ground: Color) {
        let at = self.nodes.len();
        let top = self.y;
        let (left, right) = (LEFT + 6.0, RIGHT - 4.0);
        self.y += 3.4 * self.scale;
        self.heading(2, heading, left, right - left, Style { color, ..HEADING }, 1.0);
        for line in lines {
            let (ink, height) = self.text(line, left, self.y, right - left, TEXT, None);
            self.paragraph(ink);
            self.y += height;
        }
        self.y += 2.6 * self.scale;
        let high = self.y - top;
        self.nodes.insert(
            at,
            Node::Decoration(vec![
                Ink::Box { x: LEFT, y: top, w: RIGHT - LEFT, h: high, radius: 1.5, color: ground },
                Ink::Box { x: LEFT, y: top, w: 1.8, h: high, radius: 0.0, color },
            ]),
        );
        self.y += 4.0 * self.scale;
    }

    /// Whom to ask, at the bottom. False where the page above is too long for it.
    fn foot(&mut self, letter: &Letter) -> bool {
        let text = format!("**{}** {}", letter.help_heading, letter.help);
        let (ink, height) = self.text(&text, LEFT, 0.0, RIGHT - LEFT, TEXT, None);
        let top = BOTTOM - height;
        let fits = self.y - 1.0 <= top - 2.5;
        let rule = Ink::Box { x: LEFT, y: top - 2.5, w: RIGHT - LEFT, h: 0.25, radius: 0.0, color: Color::RULE };
        self.nodes.push(Node::Decoration(vec![rule]));
        self.paragraph(ink.into_iter().map(|ink| moved(ink, top)).collect());
        fits
    }

    pub fn heading(&mut self, level: u16, text: &str, x: f32, width: f32, style: Style, gap: f32) {
        let (ink, height) = self.text(text, x, self.y, width, style, None);
        self.nodes.push(Node::Group(Role::Heading(level, text.to_owned()), vec![Node::Content(ink)]));
        self.y += height + gap * self.scale;
    }

    pub fn paragraph(&mut self, ink: Vec<Ink>) {
        if !ink.is_empty() {
            self.nodes.push(Node::Group(Role::Paragraph, vec![Node::Content(ink)]));
        }
    }

    /// A paragraph over the whole width.
    pub fn flow(&mut self, text: &str, gap: f32) {
        let (ink, height) = self.text(text, LEFT, self.y, RIGHT - LEFT, TEXT, None);
        self.paragraph(ink);
        self.y += height + gap * self.scale;
    }

    fn wide(&self, text: &str, style: Style) -> f32 {
        flow::line(text, style.weight).width * style.size * PT * self.scale
    }

    /// Lines of text from the upper left corner, and their height. What has more lines than `most` ends in an ellipsis.
    pub fn text(&self, text: &str, x: f32, y: f32, width: f32, style: Style, most: Option<usize>) -> (Vec<Ink>, f32) {
        let size = style.size * PT * self.scale;
        let leading = size * 1.36;
        let mut lines = flow::lines(text, style.weight, width / size);
        if let Some(most) = most.filter(|most| lines.len() > *most) {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                *last = shortened(last, style.weight, width / size);
            }
        }
        let height = leading * lines.len() as f32;
        let ink = lines
            .iter()
            .enumerate()
            // The base line of a box of text is where the letters' feet stand: ascent 1.07 of the size, and half of the leading's rest.
            .flat_map(|(at, line)| put(line, x, y + leading * at as f32 + size * 1.04, size, style.color))
            .collect();
        (ink, height)
    }
}

fn window_style(at: usize, size: f32) -> Style {
    Style { size, weight: if at == 0 { Weight::Bold } else { Weight::Regular }, ..TEXT }
}

/// In which size the address fits the window, and, where it does in none, how many lines are left of name, department and room.
fn window(letter: &Letter) -> (f32, Option<[usize; 3]>) {
    let fixed = Sheet { nodes: Vec::new(), y: 0.0, scale: 1.0 };
    let height = |size: f32| -> f32 {
        let lines = letter.address.iter().enumerate();
        lines.map(|(at, line)| fixed.text(line, LEFT, 0.0, WINDOW_WIDTH, window_style(at, size), None).1).sum()
    };
    let fits = WINDOW_SIZES.into_iter().find(|size| height(*size) <= WINDOW_HEIGHT);
    fits.map_or((WINDOW_SIZES[WINDOW_SIZES.len() - 1], Some([2, 3, 1])), |size| (size, None))
}

/// Whether name, department or room is cut because the window is too small for it.
#[must_use]
pub fn is_cut(letter: &Letter) -> bool {
    window(letter).1.is_some()
}

/// Blocks in frames beside each other, in rows where there are many; gives height as well.
#[must_use]
pub fn framed(sheet: &Sheet, blocks: &[String], style: Style, from: (f32, f32), width: f32) -> (Vec<Ink>, f32) {
    let size = style.size * PT * sheet.scale;
    let (pad, gap, high) = (size * 0.38, size * 0.38, size * 1.62);
    let (mut x, mut y) = from;
    let mut ink = Vec::new();
    for block in blocks {
        let line = flow::line(&block.replace(' ', "\u{a0}"), style.weight);
        let wide = line.width * size + 2.0 * pad;
        if x + wide > from.0 + width && x > from.0 {
            x = from.0;
            y += high + gap;
        }
        ink.push(Ink::Box { x, y, w: wide, h: high, radius: 0.8, color: Color::WHITE });
        ink.push(Ink::Frame { x, y, w: wide, h: high, radius: 0.8, width: 0.25, color: Color::RULE });
        ink.extend(put(&line, x + pad, y + size * 1.16, size, style.color));
        x += wide + gap;
    }
    (ink, y - from.1 + high)
}

fn shortened(line: &Line, weight: Weight, width: f32) -> Line {
    let mut text: String = line.runs.iter().map(|(_, run)| run.text.as_str()).collect();
    loop {
        let short = flow::line(&format!("{}…", text.trim_end()), weight);
        if short.width <= width || text.pop().is_none() {
            return short;
        }
    }
}

fn put(line: &Line, x: f32, y: f32, size: f32, color: Color) -> Vec<Ink> {
    line.runs.iter().map(|(from, run)| Ink::Text { x: x + from * size, y, size, color, run: run.clone() }).collect()
}

fn moved(ink: Ink, by: f32) -> Ink {
    match ink {
        Ink::Text { x, y, size, color, run } => Ink::Text { x, y: y + by, size, color, run },
        other => other,
    }
}

/// An item of a list: label and body.
pub fn item(label: Vec<Vec<Ink>>, body: Vec<Ink>) -> Node {
    let label = Node::Group(Role::Label, label.into_iter().map(Node::Content).collect());
    Node::Group(Role::Item, vec![label, Node::Group(Role::Body, vec![Node::Content(body)])])
}
