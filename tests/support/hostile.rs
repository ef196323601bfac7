//! Names as data that wants to break out: of quotes, lines, cells, tags, templates, formulas.

const COUNT: usize = 5_000;

/// A small generator of its own, so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

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

/// The same in every run.
pub fn names() -> Vec<String> {
    let mut random = Random(20_261_125);
    let mut names: Vec<String> = WHOLE.iter().map(|name| (*name).to_owned()).collect();
    while names.len() < COUNT {
        let length = 1 + if random.below(4) == 0 { random.below(300) } else { random.below(25) };
        let odd = random.below(5) == 0;
        let name: String =
            (0..length).map(|_| if odd && random.below(12) == 0 { random.pick(RARE) } else { random.pick(LETTERS) }).collect();
        names.push(name);
    }
    names
}
