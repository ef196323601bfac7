//! What an extension is for, told from names: fax, door, lift alarm, meeting room, attendant, function, person.
//!
//! Each rule looks at whole words (umlauts unfolded, case ignored), because surnames such as Türk, Post or Saal are near. The
//! reason goes to the admin, who may overrule it in the site policy.

mod nouns;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

use super::model::ExtensionKind;
use crate::diag::Words as Sentence;

/// A kind with its reason: name contains `Telefax`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    pub kind: ExtensionKind,
    pub reason: Sentence,
}

/// A rule finds the word of a name that shows a kind.
type Rule = fn(&Words) -> Option<usize>;

/// In the order in which they are asked: a lift's emergency call is no general alarm, "Fax Poststelle" is a fax.
const RULES: [(ExtensionKind, Rule); 8] = [
    (ExtensionKind::Fax, fax),
    (ExtensionKind::LiftAlarm, lift_alarm),
    (ExtensionKind::Door, door),
    (ExtensionKind::Alarm, alarm),
    (ExtensionKind::MeetingRoom, meeting_room),
    (ExtensionKind::Attendant, attendant),
    (ExtensionKind::Function, function),
    (ExtensionKind::Unknown, free),
];

/// Rules that also hold for names of dialplan contexts, where "zentrale" may be a building.
const CONTEXT_RULES: [(ExtensionKind, Rule); 4] = [
    (ExtensionKind::Fax, fax),
    (ExtensionKind::LiftAlarm, lift_alarm),
    (ExtensionKind::Door, door),
    (ExtensionKind::Alarm, alarm),
];

/// A name taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// As written.
    shown: Vec<String>,
    /// Lower case, ä as ae.
    folded: Vec<String>,
    /// `Nachname, Vorname`.
    comma: bool,
}

impl Words {
    #[must_use]
    pub fn new(name: &str) -> Self {
        let shown: Vec<String> = name
            .split(|c: char| !c.is_alphanumeric() && c != '\u{308}')
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        let folded = shown.iter().map(|word| fold(word)).collect();
        Self { shown, folded, comma: name.contains(',') }
    }

    fn find(&self, test: impl Fn(&str) -> bool) -> Option<usize> {
        self.folded.iter().position(|word| test(word))
    }

    /// The first word, where it is one of these and nothing stands beside it that may be somebody's name.
    fn alone(&self, wanted: &[&str]) -> Option<usize> {
        let (first, beside) = self.folded.split_first()?;
        let plain = |word: &String| base(word).is_empty() || word.len() == 1 || nouns::BESIDE.contains(&base(word));
        (!self.comma && wanted.contains(&base(first)) && beside.iter().all(plain)).then_some(0)
    }
}

/// Lower case with unfolded umlauts.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    composed(text).chars().filter(|c| !is_invisible(*c)).for_each(|c| fold_into(&mut out, c));
    out
}

/// Letters and their marks in one sign (Unicode normal form C), as nearly all programs write them; macOS takes them apart.
#[must_use]
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| ('\u{300}'..='\u{36f}').contains(&c)) {
        Cow::Owned(text.nfc().collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Soft hyphen, zero-width signs, marks of direction.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// A letter of a small roman numeral, as units and sites are counted with.
#[must_use]
pub fn is_roman(c: char) -> bool {
    matches!(c, 'i' | 'v' | 'x')
}

/// Appends one character as [`fold`] writes it.
pub fn fold_into(out: &mut String, c: char) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    out.extend(folded(c));
}

/// One character as [`fold`] writes it.
pub fn folded(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().flat_map(|c| {
        let (first, second) = match c {
            'ä' => ('a', Some('e')),
            'ö' => ('o', Some('e')),
            'ü' => ('u', Some('e')),
            'ß' => ('s', Some('s')),
            'á' | 'à' | 'â' => ('a', None),
            // The last one is a combining diaeresis after its vowel.
            'é' | 'è' | 'ê' | 'ë' | '\u{308}' => ('e', None),
            c => (c, None),
        };
        std::iter::once(first).chain(second)
    })
}

/// Umlauts and accents as bare letters: `Müller` as `muller`.
#[must_use]
pub fn without_marks(text: &str) -> String {
    let bare: String = composed(text)
        .to_lowercase()
        .chars()
        .map(|c| match c {
            'ä' | 'á' | 'à' | 'â' | 'å' | 'ã' => 'a',
            'ö' | 'ó' | 'ò' | 'ô' | 'õ' | 'ø' => 'o',
            'ü' | 'ú' | 'ù' | 'û' => 'u',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'ì' | 'î' | 'ï' | 'ı' => 'i',
            'ç' | 'ć' | 'č' => 'c',
            'ş' | 'š' | 'ś' | 'ß' => 's',
            'ğ' => 'g',
            'ñ' => 'n',
            'ž' | 'ź' | 'ż' => 'z',
            c if c.is_alphanumeric() => c,
            _ => ' ',
        })
        .collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without digits behind it.
fn base(word: &str) -> &str {
    word.trim_end_matches(|c: char| c.is_ascii_digit())
}

fn starts(word: &str, stems: &[&str]) -> bool {
    stems.iter().any(|stem| word.starts_with(stem))
}

/// Telefax, Faxgerät, Bauamt-Fax, Fax2.
#[must_use]
pub fn fax(words: &Words) -> Option<usize> {
    words.find(|word| {
        let base = word.trim_end_matches(|c: char| c.is_ascii_digit());
        matches!(base, "fax" | "telefax" | "efax" | "faxen")
            || starts(word, &["telefax", "faxger", "faxserv", "faxansch", "faxempf"])
    })
}

/// Türsprechstelle, Haustür, Schranke, door phone; not Türk, not Torsten. Klingel alone only: it is a surname.
#[must_use]
pub fn door(words: &Words) -> Option<usize> {
    words
        .find(|word| nouns::DOORS.contains(&base(word)) || starts(word, &nouns::DOOR_STEMS) && !starts(word, &["schrankm"]))
        .or_else(|| words.alone(&nouns::ALONE_DOORS))
}

/// Aufzug, Lift, Fahrstuhl, elevator, with or without "Notruf".
#[must_use]
pub fn lift_alarm(words: &Words) -> Option<usize> {
    words.find(|word| {
        let base = word.trim_end_matches(|c: char| c.is_ascii_digit());
        matches!(base, "lift" | "aufzug" | "aufzuege" | "fahrstuhl" | "elevator" | "liftnotruf")
            || starts(word, &["aufzug", "fahrstuhl"])
    })
}

/// Alarm, Brandmeldeanlage, Notruf, fire alarm.
#[must_use]
pub fn alarm(words: &Words) -> Option<usize> {
    words.find(|word| nouns::ALARMS.contains(&base(word)) || starts(word, &nouns::ALARM_STEMS))
}

/// Besprechungsraum, Bespr.-Raum, Sitzungssaal, Konferenz, meeting room.
#[must_use]
pub fn meeting_room(words: &Words) -> Option<usize> {
    words
        .find(|word| nouns::MEETINGS.contains(&base(word)) || starts(word, &nouns::MEETING_STEMS))
        .or_else(|| if words.comma { None } else { words.find(|word| word == "saal") })
}

/// Zentrale and Vermittlung as the thing itself; not "Zentrale Dienste".
#[must_use]
pub fn attendant(words: &Words) -> Option<usize> {
    words.find(|word| nouns::ATTENDANTS.contains(&word) || starts(word, &nouns::ATTENDANT_STEMS)).or_else(|| {
        let last = words.folded.iter().rposition(|word| !word.chars().all(|c| c.is_ascii_digit()))?;
        matches!(words.folded[last].as_str(), "zentrale" | "operator").then_some(last)
    })
}

/// Post room, gate, kitchen, caretaker: a place or a service that several people answer, only at the beginning of a name; and things that
/// are no place.
#[must_use]
pub fn function(words: &Words) -> Option<usize> {
    let first = words.folded.first()?;
    if words.comma {
        return None;
    }
    if nouns::PLACES.contains(&base(first)) || starts(first, &nouns::PLACE_STEMS) {
        return Some(0);
    }
    words.find(|word| nouns::THINGS.contains(&base(word))).or_else(|| words.alone(&nouns::ALONE))
}

/// A number that nobody has: `frei`, `nicht belegt`.
#[must_use]
pub fn free(words: &Words) -> Option<usize> {
    words.alone(&nouns::ALONE_FREE).or_else(|| match words.folded.as_slice() {
        [no, taken] if matches!(no.as_str(), "nicht" | "kein") && nouns::NOT_TAKEN.contains(&taken.as_str()) => Some(1),
        _ => None,
    })
}

/// A name that reads like a person's: `Müller, Hans`, `Hans Müller`, `Dr. Anna Huber-Maier`.
#[must_use]
pub fn looks_like_person(name: &str) -> bool {
    if let [last, first] = name.split(',').map(str::trim).collect::<Vec<_>>()[..] {
        // `Nachname, Vorname` may hold remarks such as `(Tz)`; a number says that it is a place.
        let capital = |text: &str| text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        return first.chars().next().is_some_and(char::is_uppercase)
            && last.chars().any(char::is_uppercase)
            && (capital(last) || last.starts_with(char::is_lowercase))
            && !name.chars().any(|c| c.is_ascii_digit());
    }
    let words: Vec<&str> = name.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let is_name = |word: &&str| {
        word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || "-'.’".contains(c))
            && word.chars().any(char::is_lowercase)
    };
    let particle =
        |word: &&str| matches!(*word, "von" | "van" | "de" | "der" | "den" | "zu" | "zum" | "zur" | "di" | "da" | "el" | "al");
    let names = words.iter().filter(|word| is_name(word)).count();
    (2..=6).contains(&words.len()) && names >= 2 && words.iter().all(|word| is_name(word) || particle(word))
}

/// The reason that a word of the name gives.
#[must_use]
pub fn name_contains(word: &str) -> Sentence {
    Sentence::new(format!("name contains `{word}`"), format!("Name enthält `{word}`"))
}

/// Told by a name alone; none where no rule holds.
#[must_use]
pub fn by_name(name: &str) -> Option<Recognised> {
    let words = Words::new(name);
    RULES
        .iter()
        .find_map(|(kind, rule)| rule(&words).map(|index| Recognised { kind: *kind, reason: name_contains(&words.shown[index]) }))
}

/// Told by the name of a dialplan context.
#[must_use]
pub fn by_context(context: &str) -> Option<Recognised> {
    let words = Words::new(context);
    CONTEXT_RULES.iter().find_map(|(kind, rule)| {
        rule(&words).map(|_| Recognised {
            kind: *kind,
            reason: Sentence::new(format!("context is `{context}`"), format!("Kontext ist `{context}`")),
        })
    })
}

/// Told by name and context; `trunk` says why it is a trunk, where it is one for certain.
#[must_use]
pub fn recognise(name: Option<&str>, context: Option<&str>, trunk: Option<&Sentence>) -> Recognised {
    if let Some(reason) = trunk {
        return Recognised { kind: ExtensionKind::Trunk, reason: reason.clone() };
    }
    if let Some(found) = name.and_then(by_name).or_else(|| context.and_then(by_context)) {
        return found;
    }
    match name {
        Some(name) if looks_like_person(name) => Recognised {
            kind: ExtensionKind::Person,
            reason: Sentence::new("name reads like a person's", "Name klingt nach einer Person"),
        },
        Some(_) => Recognised {
            kind: ExtensionKind::Unknown,
            reason: Sentence::new("the name fits no rule", "der Name passt zu keiner Regel"),
        },
        None => Recognised { kind: ExtensionKind::Unknown, reason: Sentence::new("no caller ID name", "kein Anzeigename") },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ExtensionKind as K;

    #[test]
    fn names_of_things() {
        for (name, kind) in [
            ("Fax Poststelle", K::Fax),
            ("Bauamt Telefax", K::Fax),
            ("Faxserver", K::Fax),
            ("Fax2 Standesamt", K::Fax),
            ("Tür Haupteingang", K::Door),
            ("Türsprechstelle Nord", K::Door),
            ("Schranke Tiefgarage", K::Door),
            ("Aufzug 2 Notruf", K::LiftAlarm),
            ("Notruf Aufzug Haus B", K::LiftAlarm),
            ("Lift 1", K::LiftAlarm),
            ("Brandmeldeanlage", K::Alarm),
            ("Notruf Schwimmhalle", K::Alarm),
            ("Sitzungssaal 1.OG", K::MeetingRoom),
            ("Besprechung 2.14", K::MeetingRoom),
            ("Konferenzraum Süd", K::MeetingRoom),
            ("Großer Saal", K::MeetingRoom),
            ("Zentrale", K::Attendant),
            ("Zentrale 2", K::Attendant),
            ("Telefonzentrale", K::Attendant),
            ("Vermittlung", K::Attendant),
            ("Poststelle", K::Function),
            ("EC-Terminal Kreiskasse", K::Function),
            ("Einbruchalarm Kasse", K::Alarm),
            ("Hausmeister Müller", K::Function),
            ("TU\u{308}R Hof", K::Door),
            ("Rufsäule", K::Door),
            ("Gegensprechanlage Tor 2", K::Door),
            ("Sprechanlage", K::Door),
            ("Klingel", K::Door),
            ("Klingel Hof", K::Door),
            ("Klingel 2", K::Door),
            ("Notrufsäule", K::Alarm),
            ("Hausalarm", K::Alarm),
            ("Bespr.-Raum 3", K::MeetingRoom),
            ("BespRaum", K::MeetingRoom),
            ("Bespr.Raum", K::MeetingRoom),
            ("Bspr.", K::MeetingRoom),
            ("Trauzimmer", K::MeetingRoom),
            ("Schulungsraum", K::MeetingRoom),
            ("Mobilteil 1", K::Function),
            ("Anrufbeantworter", K::Function),
            ("Heizung", K::Function),
            ("Heizungsraum", K::Function),
            ("Personenruf", K::Function),
            ("Pförtner", K::Function),
            ("Pforte Nord", K::Function),
            ("Rezeption", K::Function),
            ("Bürgerbüro", K::Function),
            ("Empfang", K::Function),
            ("Infotheke", K::Function),
            ("Haustechnik", K::Function),
            ("Leitstelle", K::Function),
            ("Umkleide", K::Function),
            ("Rufbereitschaft", K::Function),
            ("Kuvertiermaschine", K::Function),
            ("Wartebereich", K::Function),
            ("Info", K::Function),
            ("frei", K::Unknown),
            ("Frei 2", K::Unknown),
            ("nicht belegt", K::Unknown),
            ("Kein Eintrag", K::Unknown),
        ] {
            assert_eq!(by_name(name).map(|found| found.kind), Some(kind), "{name}");
        }
    }

    #[test]
    fn names_of_people_are_left_alone() {
        for name in [
            "Türk, Ayşe",
            "Saal, Peter",
            "Post, Anna",
            "Torsten Müller",
            "Faxe, Ingo",
            "Lifka, Jan",
            "Archiv, Egon",
            "Alarmi, Paolo",
            "Sitzler, Uwe",
            "Schrankmeier, Eva",
            "Zentrale Dienste",
            "Pfortner, Karl",
            "Notz, Rufus",
            "Klingel, Anna",
            "Anna Klingel",
            "Klingel Anna",
            "Frei, Udo",
            "Udo Frei",
            "Pförtner, Jan",
            "Jan Pförtner",
            "Heizung, Rita",
            "Rita Heizung",
            "Freitag",
            "Drucker, Eva",
            "Besprosvany, Ada",
            "Standesamt",
            "Kämmerei",
            "Personalrat",
            "Gleichstellungsbeauftragte",
        ] {
            assert_eq!(by_name(name), None, "{name}");
        }
        assert_eq!(recognise(Some("Müller, Hans"), Some("intern"), None).kind, K::Person);
        assert_eq!(recognise(Some("Dr. Anna von der Huber-Maier"), None, None).kind, K::Person);
        for name in [
            "Müller, Hans 'Hansi'",
            "Dr. von und zu Wolkenstein-Rodenegg, Maximilian",
            "d'Aragón y Peña, María José",
            "Straßer (Tz), Ägidius",
            "Bauer; Amtsleitung, Elisabeth",
        ] {
            assert_eq!(recognise(Some(name), None, None).kind, K::Person, "{name}");
        }
        for name in ["200", "Kassenautomat", "Schalter, 2", "büro, links"] {
            assert_eq!(recognise(Some(name), None, None).kind, K::Unknown, "{name}");
        }
        assert_eq!(recognise(None, None, None).kind, K::Unknown);
    }

    #[test]
    fn context_and_trunk() {
        assert_eq!(recognise(Some("4711"), Some("von-fax"), None).reason.en, "context is `von-fax`");
        assert_eq!(by_context("standort-zentrale"), None);
        assert_eq!(recognise(Some("Fax"), None, Some(&Sentence::new("outbound registration", ""))).kind, K::Trunk);
    }

    #[test]
    fn reasons_name_the_word() {
        assert_eq!(by_name("Türsprechstelle Nord").unwrap().reason.en, "name contains `Türsprechstelle`");
    }
}
