//! Text into lines: words and where they may end, bold marks, widths.

use std::sync::Arc;

use super::face::{Shaped, Weight, shape};

/// One line: runs with their distance from the left edge, at a size of 1.
#[derive(Debug, Clone, Default)]
pub struct Line {
    pub runs: Vec<(f32, Arc<Shaped>)>,
    pub width: f32,
}

/// A piece of a word in one weight.
type Piece = (String, Weight);

/// What stays together: pieces, and whether a blank comes before it.
#[derive(Debug, Clone, Default)]
struct Word {
    pieces: Vec<Piece>,
    blank: bool,
}

/// Breaks text into lines of at most `width` (in units of the font size). `**` turns bold on and off; `weight` is what it begins with.
#[must_use]
pub fn lines(text: &str, weight: Weight, width: f32) -> Vec<Line> {
    let mut done: Vec<Line> = Vec::new();
    let mut current: Vec<Word> = Vec::new();
    let mut filled = 0.0;
    let blank = shape(" ", weight).width;
    for word in words(text, weight) {
        for word in fitting(word, width) {
            let own = measure(&word);
            let gap = if word.blank && !current.is_empty() { blank } else { 0.0 };
            if !current.is_empty() && filled + gap + own > width {
                done.push(set(&current, word.blank));
                current.clear();
                filled = own;
            } else {
                filled += gap + own;
            }
            current.push(word);
        }
    }
    if !current.is_empty() {
        done.push(set(&current, false));
    }
    done
}

/// The line of a text that is not to be broken.
#[must_use]
pub fn line(text: &str, weight: Weight) -> Line {
    lines(text, weight, f32::INFINITY).into_iter().next().unwrap_or_default()
}

fn measure(word: &Word) -> f32 {
    word.pieces.iter().map(|(text, weight)| shape(text, *weight).width).sum()
}

/// A line may end at blanks, behind hyphens and slashes inside of words, not inside of telephone numbers.
fn words(text: &str, weight: Weight) -> Vec<Word> {
    let other = match weight {
        Weight::Regular => Weight::Bold,
        Weight::Bold => Weight::Regular,
    };
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    let mut blank = false;
    for (index, part) in text.split("**").enumerate() {
        let weight = if index % 2 == 0 { weight } else { other };
        for (at, token) in part.split(' ').enumerate() {
            if at > 0 {
                open = false;
                blank = true;
            }
            let mut rest = token;
            while !rest.is_empty() {
                let (piece, after) = rest.split_at(end_of_piece(rest));
                if !open {
                    words.push(Word { pieces: Vec::new(), blank });
                }
                if let Some(word) = words.last_mut() {
                    word.pieces.push((piece.to_owned(), weight));
                }
                blank = false;
                open = after.is_empty();
                rest = after;
            }
        }
    }
    words
}

/// Where a line may end inside of a word: behind a hyphen or slash that stands after two letters and before another.
fn end_of_piece(token: &str) -> usize {
    if token.contains('@') {
        return token.len();
    }
    let ends = |at: usize, mark: char| {
        let after = token[at + mark.len_utf8()..].chars().next();
        at >= 2 && matches!(mark, '-' | '/') && after.is_some_and(char::is_alphabetic) && !token[..at].ends_with(['-', '/'])
    };
    token.char_indices().find(|(at, mark)| ends(*at, *mark)).map_or(token.len(), |(at, mark)| at + mark.len_utf8())
}

/// A word wider than the line is cut where the line is full.
fn fitting(word: Word, width: f32) -> Vec<Word> {
    if measure(&word) <= width {
        return vec![word];
    }
    let mut parts: Vec<Word> = vec![Word { pieces: Vec::new(), blank: word.blank }];
    let mut filled = 0.0;
    for (text, weight) in word.pieces {
        for character in text.chars() {
            let text = character.to_string();
            let own = shape(&text, weight).width;
            if filled + own > width && filled > 0.0 {
                parts.push(Word::default());
                filled = 0.0;
            }
            filled += own;
            if let Some(part) = parts.last_mut() {
                match part.pieces.last_mut() {
                    Some((before, same)) if *same == weight => before.push(character),
                    _ => part.pieces.push((text, weight)),
                }
            }
        }
    }
    parts
}

/// Joins words to runs of one weight. `blank_after`: the next line begins with another word, which a copy of the text must not join.
fn set(words: &[Word], blank_after: bool) -> Line {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |text: &str, weight: Weight| match pieces.last_mut() {
        Some((before, same)) if *same == weight => before.push_str(text),
        _ => pieces.push((text.to_owned(), weight)),
    };
    let mut before: Option<Weight> = None;
    for word in words {
        if word.blank
            && let Some(weight) = before
        {
            push(" ", weight);
        }
        for (text, weight) in &word.pieces {
            push(text, *weight);
            before = Some(*weight);
        }
    }
    let mut line = Line::default();
    if let (true, Some(weight)) = (blank_after, before) {
        push(" ", weight);
    }
    for (text, weight) in pieces {
        let run = shape(&text, weight);
        let wide = run.width;
        line.runs.push((line.width, run));
        line.width += wide;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(lines: &[Line]) -> Vec<String> {
        lines.iter().map(|line| line.runs.iter().map(|(_, run)| run.text.as_str()).collect()).collect()
    }

    #[test]
    fn lines_end_at_blanks_and_hyphens_and_lose_nothing() {
        let text = "Amt für Ordnungs-, Verkehrs- und Verbraucherschutzangelegenheiten **Außenstelle** Nord.";
        for width in [3.0, 8.0, 14.0, 1000.0] {
            let lines = lines(text, Weight::Regular, width);
            assert_eq!(texts(&lines).concat(), text.replace("**", ""), "{width}");
            for line in &lines {
                // The blank at the end of a line may hang over its edge.
                assert!(line.width <= width + 0.3, "{width}: {line:?}");
            }
        }
    }

    #[test]
    fn numbers_and_addresses_stay_whole_where_they_can() {
        let narrow = |text| texts(&lines(text, Weight::Regular, 9.0));
        assert_eq!(narrow("unter 08662 5550-199"), ["unter 08662 ", "5550-199"]);
        assert_eq!(narrow("https://a.example/enrol/me"), ["https://a.example/", "enrol/me"]);
        assert_eq!(narrow("Wolkenstein-Rodenegg"), ["Wolkenstein-", "Rodenegg"]);
    }

    #[test]
    fn bold_is_a_run_of_its_own() {
        let line = line("a **b c** d**.**", Weight::Regular);
        let runs: Vec<_> = line.runs.iter().map(|(_, run)| (run.text.as_str(), run.weight)).collect();
        assert_eq!(runs, [("a ", Weight::Regular), ("b c ", Weight::Bold), ("d", Weight::Regular), (".", Weight::Bold)]);
    }
}
