//! One cell with a whole name: title, last and first name, in either order.

use super::header::{Field, HeaderMap};
use crate::inventory::table::{Table, normal};

/// Which of two words is the last name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    FirstLast,
    LastFirst,
}

/// A name in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Whole {
    /// `Dr.`, `Prof. Dr.`
    pub title: Option<String>,
    pub last: String,
    pub first: Option<String>,
    /// False where neither the name nor anything beside it tells which word is the last name.
    pub sure: bool,
}

/// Words of which a title is made, in normal form; `Dipl.-Ing.` begins like one.
const TITLES: [&str; 17] =
    ["dr", "drs", "prof", "mag", "ing", "med", "jur", "rer", "nat", "phil", "pol", "oec", "hc", "habil", "vet", "dent", "theol"];

/// Not part of a name, and of no use.
const SALUTATIONS: [&str; 6] = ["herr", "frau", "hr", "fr", "mr", "mrs"];

/// Words before a last name that are written small.
const PARTICLES: [&str; 24] = [
    "von", "van", "zu", "zum", "zur", "vom", "de", "der", "den", "dem", "d", "v", "del", "della", "di", "da", "dos", "la", "le",
    "ten", "ter", "und", "auf", "el",
];

/// First names that are seldom last names: enough of them to tell the order of a column.
#[rustfmt::skip]
const GIVEN: &[&str] = &[
    "adam", "alexander", "alexandra", "ali", "alina", "andrea", "andreas", "angela", "angelika", "anita", "anja", "anke", "anna", "anne",
    "annette", "antje", "anton", "astrid", "barbara", "beate", "bernd", "bernhard", "bettina", "bianca", "birgit", "brigitte", "carina",
    "carla", "carola", "caroline", "carsten", "charlotte", "christa", "christian", "christiane", "christina", "christine", "christof",
    "christoph", "claudia", "cornelia", "daniel", "daniela", "david", "dennis", "dieter", "dirk", "doris", "edith", "elena", "elisabeth",
    "elke", "emma", "erika", "eva", "fabian", "fatma", "felix", "florian", "frank", "franziska", "gabi", "gabriele", "georg", "gerda",
    "gerhard", "gisela", "gudrun", "guenter", "guenther", "hannah", "hannelore", "hans", "hansjoerg", "hanspeter", "heike", "heinz",
    "helga", "helmut", "ines", "ingrid", "irene", "iris", "jan", "jana", "jens", "joachim", "joerg", "johanna", "johannes", "josef",
    "juergen", "julia", "jutta", "karin", "karlheinz", "katharina", "kathrin", "katja", "katrin", "kerstin", "klaus", "laura", "lena",
    "lisa", "lukas", "maike", "manfred", "manuela", "maria", "marianne", "marie", "markus", "martina", "matthias", "melanie", "michaela",
    "miriam", "monika", "nadine", "nicole", "nina", "olga", "petra", "rainer", "ralf", "regina", "renate", "rita", "ruth", "sabine",
    "sandra", "sara", "sarah", "silke", "silvia", "simone", "sonja", "stefan", "stefanie", "stephan", "susanne", "sven", "sylvia", "tanja",
    "thomas", "ulrike", "ursula", "ute", "uwe", "wolfgang",
];

pub(super) fn is_given(word: &str) -> bool {
    // `Hans-Peter`
    let begin = word.split('-').next().unwrap_or(word);
    [begin, word].iter().any(|word| GIVEN.binary_search(&normal(word).as_str()).is_ok())
}

pub(super) fn is_title(word: &str) -> bool {
    let plain = normal(word);
    // `Dr.med.`, `Dipl.-Ing.`; `Med` without a point is somebody's name.
    let parts = || word.split(['.', '-']).map(normal).filter(|part| !part.is_empty());
    let known = |part: &str| TITLES.contains(&part) || part.starts_with("dipl");
    let pointed = word.ends_with('.') && !plain.is_empty() && (known(&plain) || parts().all(|part| known(&part)));
    pointed || plain == "dr" || plain == "prof"
}

/// Whether the text is made of academic titles and nothing else: `Prof. Dr.`, but not `Amtsleiterin`.
#[must_use]
pub(in crate::inventory) fn are_titles(text: &str) -> bool {
    let mut words = text.split_whitespace().peekable();
    words.peek().is_some() && words.all(is_title)
}

/// Takes titles and salutations off the front and titles off the end, but for the last `keep` words.
fn without_titles<'t>(text: &'t str, keep: usize, titles: &mut Vec<&'t str>) -> Vec<&'t str> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let salutation = words.first().is_some_and(|word| SALUTATIONS.contains(&normal(word).as_str()));
    if salutation && words.len() > 1 {
        words.remove(0);
    }
    while words.len() > keep && words.first().is_some_and(|word| is_title(word)) {
        titles.push(words.remove(0));
    }
    while words.len() > keep
        && let Some(word) = words.last().copied().filter(|word| is_title(word))
    {
        titles.push(word);
        words.pop();
    }
    words
}

/// `Frau` of `Frau Huber` and of `Huber, Frau Anna`: it is dropped, and told.
#[must_use]
pub(super) fn salutation(text: &str) -> Option<&str> {
    text.split(',').find_map(|part| {
        let mut words = part.split_whitespace();
        // A single word is a name, whatever it is.
        words.next().filter(|word| words.next().is_some() && SALUTATIONS.contains(&normal(word).as_str()))
    })
}

/// Last or first name in a cell of its own: without the titles around it, and these.
#[must_use]
pub(super) fn titled(text: &str) -> (String, Vec<&str>) {
    let mut titles = Vec::new();
    let words = without_titles(text, 1, &mut titles);
    (words.join(" "), titles)
}

/// The parts of a name. `order` is that of the column where one is known, `hints` are the logins and mail addresses of the row.
#[must_use]
pub(super) fn split(text: &str, order: Option<Order>, hints: &[&str]) -> Whole {
    let mut titles = Vec::new();
    let mut text = text;
    if let Some((last, first)) = text.split_once(',') {
        // `Müller, Hans, Dr.`
        let first: Vec<&str> = first.split(',').flat_map(|part| without_titles(part, 0, &mut titles)).collect();
        if first.is_empty() && !titles.is_empty() {
            // `Müller Hans, Dr.`
            text = last;
        } else {
            let last = without_titles(last, 1, &mut titles).join(" ");
            let first = (!first.is_empty()).then(|| first.join(" "));
            return whole(&titles, last, first, true);
        }
    }
    let words = without_titles(text, 1, &mut titles);
    if words.len() < 2 {
        return whole(&titles, words.join(" "), None, true);
    }
    if let Some((last, first)) = by_particle(&words) {
        return whole(&titles, last, first, true);
    }
    if let Some((last, first)) = by_capitals(&words) {
        return whole(&titles, last, Some(first), true);
    }
    if let Some((last, first)) = hints.iter().find_map(|hint| by_hint(&words, hint)) {
        return whole(&titles, last, first, true);
    }
    let told = by_given_name(&words);
    let (last, first) = match told.or(order).unwrap_or(Order::FirstLast) {
        Order::FirstLast => (words[words.len() - 1].to_owned(), words[..words.len() - 1].join(" ")),
        Order::LastFirst => (words[0].to_owned(), words[1..].join(" ")),
    };
    whole(&titles, last, Some(first), told.or(order).is_some())
}

fn whole(titles: &[&str], last: String, first: Option<String>, sure: bool) -> Whole {
    Whole { title: (!titles.is_empty()).then(|| titles.join(" ")), last, first, sure }
}

/// Whether a list has a column `Name`, and none for first names: `Nachname` says that it holds no more than that.
#[must_use]
pub(super) fn holds_whole(header: &HeaderMap) -> bool {
    let last = header.get(Field::Last).map(|column| normal(header.title(column)));
    header.by_hand
        && header.get(Field::First).is_none()
        && header.get(Field::Display).is_none()
        && last.as_deref() == Some("name")
}

/// The order of the words of whole names: told by the title of their column, or by most of the names.
#[must_use]
pub(super) fn order_in(table: &Table, header_row: usize, header: &HeaderMap) -> Option<Order> {
    let column = header.get(Field::Display).or_else(|| header.get(Field::Last).filter(|_| holds_whole(header)))?;
    match normal(header.title(column)).as_str() {
        "namevorname" | "nachnamevorname" => Some(Order::LastFirst),
        "vornamename" | "vornamenachname" => Some(Order::FirstLast),
        _ => order_of(table.rows.iter().skip(header_row + 1).map(|row| row.text(column))),
    }
}

/// The order that the names themselves speak for, where most of them do: that of the column.
#[must_use]
fn order_of<'a>(names: impl Iterator<Item = &'a str>) -> Option<Order> {
    let (mut first_last, mut last_first, mut all) = (0_usize, 0_usize, 0_usize);
    for name in names.filter(|name| !name.contains(',')) {
        let words = without_titles(name, 1, &mut Vec::new());
        all += usize::from(words.len() > 1);
        match by_given_name(&words) {
            Some(Order::FirstLast) => first_last += 1,
            Some(Order::LastFirst) => last_first += 1,
            None => {}
        }
    }
    // One name among many speaks for itself only.
    if first_last + last_first < 2 && 3 * (first_last + last_first) < all {
        None
    } else if first_last > 3 * last_first {
        Some(Order::FirstLast)
    } else if last_first > 3 * first_last {
        Some(Order::LastFirst)
    } else {
        None
    }
}

/// `Hans Müller`, `Müller Hans`: one end is a first name and the other is not.
fn by_given_name(words: &[&str]) -> Option<Order> {
    let (front, back) = (words.first()?, words.last()?);
    match (is_given(front), is_given(back)) {
        (true, false) => Some(Order::FirstLast),
        (false, true) => Some(Order::LastFirst),
        _ => None,
    }
}

/// `MÜLLER Hans`: only the last name is in capitals; not so in `KARL-HEINZ Schmidt`, whose capitals are a first name.
pub(super) fn by_capitals(words: &[&str]) -> Option<(String, String)> {
    let given = |name: &str| name.split(' ').next().is_some_and(is_given);
    in_capitals(words).filter(|(last, first)| !given(last) || given(first))
}

fn in_capitals(words: &[&str]) -> Option<(String, String)> {
    let capital = |word: &&str| {
        let letters = || word.chars().filter(|c| c.is_alphabetic());
        letters().count() > 1 && letters().all(|c| c.is_uppercase() || c == 'ß')
    };
    let front = words.iter().take_while(|word| capital(word)).count();
    let back = words.iter().rev().take_while(|word| capital(word)).count();
    let all = words.iter().filter(|word| capital(word)).count();
    match (front, words.len() - back) {
        (front, _) if front == all && 0 < front && front < words.len() => {
            Some((words[..front].join(" "), words[front..].join(" ")))
        }
        (_, start) if back == all && 0 < start && start < words.len() => {
            Some((words[start..].join(" "), words[..start].join(" ")))
        }
        _ => None,
    }
}

pub(super) fn is_particle(word: &str) -> bool {
    word.starts_with(char::is_lowercase) && PARTICLES.contains(&normal(word).as_str())
}

/// `Maria von der Au`, `von der Au Maria`, `v. Au`: what follows the particle is the last name.
#[must_use]
pub(in crate::inventory) fn by_particle(words: &[&str]) -> Option<(String, Option<String>)> {
    let start = words.iter().position(|word| is_particle(word))?;
    let after = start + words[start..].iter().position(|word| !is_particle(word))?;
    match (start, words.len() - after) {
        (0, 1) => Some((words.join(" "), None)),
        (0, _) => Some((words[..=after].join(" "), Some(words[after + 1..].join(" ")))),
        (_, 1) => Some((words[start..].join(" "), Some(words[..start].join(" ")))),
        // `Müller von Stein Hans`: nobody knows.
        _ => None,
    }
}

/// `mueller.h`, `h.mueller`, `hans.mueller@…`: the part that is one letter is the first name; of two words the first one is.
#[must_use]
pub(in crate::inventory) fn by_hint(words: &[&str], hint: &str) -> Option<(String, Option<String>)> {
    let local = hint.split('@').next().unwrap_or_default();
    let (one, two) = local.split_once(['.', '_'])?;
    let (one, two) = (normal(one), normal(two));
    if one.is_empty() || two.is_empty() {
        return None;
    }
    let last = if two.chars().count() == 1 { one } else { two };
    // `von der Au Maria` and `Maria von der Au`: the last name is the first or the last words.
    for take in 1..words.len() {
        let (front, back) = (words[..take].join(" "), words[take..].join(" "));
        if normal(&front) == last {
            return Some((front, Some(back)));
        }
        if normal(&back) == last {
            return Some((back, Some(front)));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(whole: &Whole) -> String {
        let text = |part: &Option<String>| part.clone().unwrap_or_else(|| "-".to_owned());
        format!("{} | {} | {}{}", text(&whole.title), whole.last, text(&whole.first), if whole.sure { "" } else { " ?" })
    }

    #[test]
    fn names_in_one_cell() {
        for (text, expected) in [
            ("Hans Müller", "- | Müller | Hans"),
            ("Müller Hans", "- | Müller | Hans"),
            ("Müller, Hans", "- | Müller | Hans"),
            ("Müller,", "- | Müller | -"),
            ("Müller", "- | Müller | -"),
            ("Dr. v. Au", "Dr. | v. Au | -"),
            ("Dr. Maria v. Au", "Dr. | v. Au | Maria"),
            ("v. Au Maria", "- | v. Au | Maria"),
            ("v. Au, Dr. Maria", "Dr. | v. Au | Maria"),
            ("Müller, Hans, Dr.", "Dr. | Müller | Hans"),
            ("Prof. Dr. med. Hans Müller", "Prof. Dr. med. | Müller | Hans"),
            ("Dipl.-Ing. Sabine Huber", "Dipl.-Ing. | Huber | Sabine"),
            ("Huber Sabine Dr.", "Dr. | Huber | Sabine"),
            ("Dr. Huber", "Dr. | Huber | -"),
            ("Frau Huber", "- | Huber | -"),
            ("Maria von der Au", "- | von der Au | Maria"),
            ("von der Au Maria", "- | von der Au | Maria"),
            ("von und zu Stein", "- | von und zu Stein | -"),
            ("Hans-Peter Huber-Groß", "- | Huber-Groß | Hans-Peter"),
            ("Hans Peter Weiß", "- | Weiß | Hans Peter"),
            ("Weiß Hans Peter", "- | Peter | Weiß Hans ?"),
            ("Ayla Ilgaz", "- | Ilgaz | Ayla ?"),
            ("Martin Franz", "- | Franz | Martin ?"),
            ("Eva Maria", "- | Maria | Eva ?"),
            ("Müller Hans, Dr.", "Dr. | Müller | Hans"),
            ("Ilgaz Ayla, Dr.", "Dr. | Ayla | Ilgaz ?"),
            ("MÜLLER Ayla", "- | MÜLLER | Ayla"),
            ("Dr. Ayla GROß MEIER", "Dr. | GROß MEIER | Ayla"),
            ("MEIER XAVER", "- | XAVER | MEIER ?"),
            ("H. MÜLLER", "- | MÜLLER | H."),
            ("KARL-HEINZ Schmidt", "- | Schmidt | KARL-HEINZ"),
            ("Schmidt KARL-HEINZ", "- | Schmidt | KARL-HEINZ"),
        ] {
            assert_eq!(shown(&split(text, None, &[])), expected, "{text}");
        }
        assert_eq!(shown(&split("Martin Franz", Some(Order::LastFirst), &[])), "- | Martin | Franz");
        assert_eq!(shown(&split("Weiß Hans Peter", Some(Order::LastFirst), &[])), "- | Weiß | Hans Peter");
        assert_eq!(shown(&split("Martin Franz", None, &["franz.m@amt.example"])), "- | Franz | Martin");
        assert_eq!(shown(&split("Martin Franz", None, &["", "martin.f"])), "- | Martin | Franz");
    }

    #[test]
    fn titles_leave_the_cells_of_last_and_first_names() {
        for (text, name, titles) in [
            ("Dr. Müller-Lüdenscheidt", "Müller-Lüdenscheidt", "Dr."),
            ("Prof. Dr. Hans", "Hans", "Prof. Dr."),
            ("Huber Dr.", "Huber", "Dr."),
            ("Med", "Med", ""),
            ("Dr.", "Dr.", ""),
        ] {
            assert_eq!(titled(text), (name.to_owned(), titles.split_whitespace().collect()), "{text}");
        }
    }

    #[test]
    fn a_column_has_the_order_of_most_of_its_names() {
        assert_eq!(order_of(["Huber Anna", "Weiß Jörg", "Martin Franz", "Maier, Eva"].into_iter()), Some(Order::LastFirst));
        assert_eq!(order_of(["Anna Huber", "Martin Franz"].into_iter()), Some(Order::FirstLast));
        assert_eq!(order_of(["Anna Huber", "Weiß Jörg", "Martin Franz"].into_iter()), None);
        assert_eq!(order_of(["Martin Franz"].into_iter()), None);
        assert_eq!(order_of(["Anna Huber", "Martin Franz", "Ayla Ilgaz", "Otto Groß"].into_iter()), None, "one of four");
    }

    #[test]
    fn first_names_are_found_by_a_search() {
        assert!(GIVEN.is_sorted() && GIVEN.iter().all(|name| normal(name) == *name));
    }
}
