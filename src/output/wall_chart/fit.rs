//! Long names in narrow columns: smaller, then on two lines, never cut.

use super::Paper;

/// Below this share of its size a text is broken into lines instead: on a wall it could not be read.
const SMALLEST: f64 = 0.62;

/// What bold text takes more than plain.
pub(super) const BOLD: f64 = 1.12;

/// Width of a text in em: the widths of Helvetica, and what DejaVu Sans, the widest font of the style, takes more.
fn width(text: &str) -> f64 {
    const WIDEST: f64 = 1.16;
    let helvetica: f64 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '|' | '!' | '\'' | ' ' => 0.28,
            'f' | 't' | 'r' | '(' | ')' | '-' | '/' | '[' | ']' => 0.36,
            'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' => 0.9,
            c if c.is_uppercase() => 0.71,
            c if c.is_ascii() => 0.56,
            // Other scripts may be as wide as high.
            c if (c as u32) < 0x300 || c == '≥' || c == '≤' || c == '–' => 0.58,
            _ => 1.0,
        })
        .sum();
    helvetica * WIDEST
}

/// Parts of one line with their size in em: `(text, 1.0)` for plain text, more for bold.
pub(super) fn ems(parts: &[(&str, f64)]) -> f64 {
    parts.iter().map(|(text, size)| width(text) * size).sum()
}

/// Style of a text of so many em in a space of `room` millimetres at a font of `font` millimetres; none where it fits as it is.
pub(super) fn style(ems: f64, font: f64, room: f64) -> Option<String> {
    let share = room / (ems * font).max(0.1);
    if share >= 1.0 {
        None
    } else if share >= SMALLEST {
        Some(format!("font-size:{:.2}em", (share * 100.0).floor() / 100.0))
    } else {
        // Two lines and more have to share the height of one row.
        let share = (share * 1.8).clamp(0.4, SMALLEST);
        Some(format!("font-size:{share:.2}em;line-height:1;white-space:normal;overflow-wrap:anywhere"))
    }
}

impl Paper {
    /// Millimetres of the column of names and of both lead columns, as `style.css` sets them, less their margins.
    pub(super) fn columns(self) -> (f64, f64) {
        match self {
            Self::A3 => (54.5, 71.0),
            Self::A4 => (38.5, 51.5),
        }
    }

    /// The font of a sheet, and of people's rows of this height, in millimetres.
    pub(super) fn fonts(self, row: f64) -> (f64, f64) {
        match self {
            Self::A3 => (3.175, (row * 0.66).min(3.45)),
            Self::A4 => (2.61, (row * 0.66).min(2.8)),
        }
    }

    /// The font of departments in the overview.
    pub(super) fn overview_font(self, row: f64) -> f64 {
        match self {
            Self::A3 => (row * 0.6).min(3.6),
            Self::A4 => row * 0.5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_shrink_and_then_break() {
        assert_eq!(style(ems(&[("Huber, Max", 1.0)]), 3.45, 54.5), None);
        let long = style(ems(&[("Zacharias-von-der-Leitenbacher, Wilhelmine", 1.0)]), 3.45, 54.5).unwrap();
        assert!(long.starts_with("font-size:0.") && !long.contains("white-space"), "{long}");
        let longer = style(ems(&[("Landwirtschaftsentwicklungsabteilung ".repeat(3).as_str(), 1.0)]), 3.45, 54.5).unwrap();
        assert!(longer.contains("white-space:normal"), "{longer}");
    }
}
