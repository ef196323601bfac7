//! Values as somebody types them: blocks of four, and which characters are easily mistaken.

/// Blocks of four characters for a value that is no word: it has a digit, and more than six characters.
#[must_use]
pub fn blocks_if_long(value: &str) -> Vec<String> {
    let odd = value.chars().any(|c| c.is_ascii_digit()) && value.chars().count() > 6;
    if odd { blocks(value) } else { vec![value.to_owned()] }
}

#[must_use]
pub fn blocks(value: &str) -> Vec<String> {
    let characters: Vec<char> = value.chars().collect();
    characters.chunks(4).map(|four| four.iter().collect()).collect()
}

/// Which kind of character is meant, where another looks like it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    Digit,
    Upper,
    Lower,
    Blank,
    Bar,
}

/// Characters with a twin, with their positions from 1.
#[must_use]
pub fn easily_mistaken(value: &str) -> Vec<(usize, char, Looks)> {
    value
        .chars()
        .enumerate()
        .filter_map(|(at, character)| {
            let looks = match character {
                '0' | '1' => Looks::Digit,
                'O' | 'I' => Looks::Upper,
                'o' | 'l' => Looks::Lower,
                ' ' => Looks::Blank,
                '|' => Looks::Bar,
                _ => return None,
            };
            Some((at + 1, character, looks))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_whole_and_codes_are_cut_into_fours() {
        assert_eq!(blocks_if_long("2001"), ["2001"]);
        assert_eq!(blocks_if_long("mueller"), ["mueller"]);
        assert_eq!(blocks_if_long("m2001-softphone"), ["m200", "1-so", "ftph", "one"]);
        assert_eq!(blocks("Käse12"), ["Käse", "12"]);
        assert_eq!(blocks(""), Vec::<String>::new());
    }

    #[test]
    fn twins_are_told_with_their_place() {
        assert_eq!(
            easily_mistaken("aO0l 1"),
            [
                (2, 'O', Looks::Upper),
                (3, '0', Looks::Digit),
                (4, 'l', Looks::Lower),
                (5, ' ', Looks::Blank),
                (6, '1', Looks::Digit)
            ]
        );
        assert_eq!(easily_mistaken("hKw7"), []);
    }
}
