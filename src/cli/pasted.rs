//! Words of commands that a user may paste into a shell.

/// An argument for the shell: quoted where it would not stay one word.
pub fn pasted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '+' | ',' | ':' | '@');
    if word.chars().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::pasted;

    #[test]
    fn a_path_is_one_word_for_the_shell() {
        for (path, word) in [
            ("site/a.csv", "site/a.csv"),
            ("Liste Süd.csv", "'Liste Süd.csv'"),
            ("a'b.csv", r"'a'\''b.csv'"),
            ("a/büro-1", "a/büro-1"),
            ("neu dir", "'neu dir'"),
            ("it's", r"'it'\''s'"),
        ] {
            assert_eq!(pasted(path), word);
        }
    }
}
