//! Names as data that wants to break out: of quotes, lines, cells, tags, templates, formulas.

// The library's own tests have it beside.
#[allow(clippy::duplicate_mod)]
#[path = "random.rs"]
mod random;

use random::Random;

const COUNT: usize = 5_000;

const WHOLE: &[&str] = &[
    "=cmd|'/C calc'!A0",
    "@SUM(1+1)*cmd",
    "+49 861 1",
    "-1+2",
    "\"",
    "\"\"",
    "\\",
    "\\\\",
    "\\\"",
    "';--",
    ";",
    ";--",
    "--;",
    "a;b",
    "a\\;b",
    "<x>",
    "</user_realname>",
    "&amp;",
    "&#0;",
    "]]>",
    "<![CDATA[x]]>",
    "<!--",
    "%s%n",
    "%NULL",
    "${EXTEN}",
    "{{ x }}",
    "#include \"x\"",
    "[2001]",
    "[2001](+)",
    "type=auth",
    "Müller, Hans",
    "O'Neill",
    "d'Aragón y Peña",
    "_x000D_",
    "_x0041_",
    "null",
    "nan",
    "true",
    "2001",
    "112",
    "\u{202e}txt.exe",
    "\u{feff}x",
    "e\u{301}\u{302}\u{303}",
    "👩‍👩‍👧‍👦",
    "مرحبا",
    "שלום",
    "日本語",
    "\u{1F1E9}\u{1F1EA}",
    "x\u{200b}y",
    "\0",
    "a\0b",
    "a\nb",
    "a\r\nb",
    "\u{7}",
    "\u{1b}[31m",
    "\u{7f}",
    "\t",
    "a\tb",
    " a ",
    "  ",
    "\u{a0}",
    "\u{2028}",
    "a,b",
    "a|b",
    "x=y",
    "k: v",
    "//x",
    "~",
    "*",
    "'a'",
    "\"a\"",
    "'",
    "`id`",
    "$(id)",
    "😀",
    "a\n[sip]\nb",
    ";auth_pass=\"x\"",
    "<sip:evil@host>",
    "</script><script>x",
    "\" onload=\"x",
    "%41",
    "{% if %}",
    "{#",
    "../../etc",
    "END:VEVENT",
    "a\r\nEND:VCALENDAR",
];

const LETTERS: &[char] = &[
    'a', 'Z', 'ä', 'ß', 'é', '0', ' ', '"', '\'', ';', ':', ',', '&', '<', '>', '\\', '=', '%', '(', ')', '[', ']', '{', '}',
    '#', '@', '/', '|', '+', '-', '*', '~', '`', '$', '!', '?', '.', '_', '^', '\u{301}', '\u{308}', '\u{202e}', '\u{200f}',
    '\u{feff}', '😀', '李', 'ع',
];
/// Now and then: these need not survive, and must not do so in silence.
const RARE: &[char] =
    &['\n', '\r', '\0', '\t', '\u{1}', '\u{b}', '\u{1b}', '\u{7f}', '\u{85}', '\u{a0}', '\u{2028}', '\u{fffe}', '\u{fffd}'];

fn pick(random: &mut Random, from: &[char]) -> char {
    from[random.below(from.len())]
}

/// The same in every run.
pub fn names() -> Vec<String> {
    let mut random = Random(20_261_125);
    let mut names: Vec<String> = WHOLE.iter().map(|name| (*name).to_owned()).collect();
    while names.len() < COUNT {
        let length = 1 + if random.below(4) == 0 { random.below(300) } else { random.below(25) };
        let odd = random.below(5) == 0;
        let name: String = (0..length)
            .map(|_| if odd && random.below(12) == 0 { pick(&mut random, RARE) } else { pick(&mut random, LETTERS) })
            .collect();
        names.push(name);
    }
    names
}
