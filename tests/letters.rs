//! Letters as others read them: the PDFs parsed back by a library that shares no code with the writer, and their codes read from a
//! picture that was printed and scanned badly.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::disallowed_types)]

#[path = "support/post.rs"]
mod post;
#[path = "support/random.rs"]
mod random;

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize};

use deskshift::letters::{Bundle, Letter, Printed, compose, print};
use deskshift::policy::site::LetterText;
use lopdf::{Dictionary, Document, Object};
use post::{DEPARTMENTS, NAMES, Office};

const TEXTS: [LetterText; 3] = [LetterText::De, LetterText::En, LetterText::Plain];

fn letters(office: &Office, passwords: bool) -> Vec<Letter> {
    let lines: Vec<_> = office.lines.iter().collect();
    let mut post = office.post();
    post.secrets = passwords.then_some(&office.secrets);
    let composed = compose(&lines, &post);
    assert_eq!(composed.findings, []);
    composed.letters
}

fn printed(letters: &[Letter], threads: usize) -> Printed {
    let bundle = Bundle { title: "Briefe", language: "de", elsewhere: "Ohne Amt", date: None };
    let printed = print(letters, &bundle, threads, &AtomicUsize::new(0), &AtomicBool::new(false)).unwrap();
    assert_eq!(printed.findings, []);
    printed
}

/// Text of a page without blanks: where runs of another weight begin, the library adds some.
fn text(document: &Document, page: u32) -> String {
    bare(&document.extract_text(&[page]).unwrap())
}

fn bare(text: &str) -> String {
    text.replace("**", "").split_whitespace().collect()
}

fn resolved<'d>(document: &'d Document, object: &'d Object) -> &'d Object {
    document.dereference(object).unwrap().1
}

fn dictionary<'d>(document: &'d Document, from: &'d Dictionary, key: &str) -> &'d Dictionary {
    resolved(document, from.get(key.as_bytes()).unwrap_or_else(|_| panic!("no {key}"))).as_dict().unwrap()
}

/// Roles of the structure tree in reading order, with the depth left out.
fn roles(document: &Document, element: &Object, found: &mut Vec<String>) {
    match resolved(document, element) {
        Object::Array(elements) => elements.iter().for_each(|element| roles(document, element, found)),
        Object::Dictionary(element) => {
            if let Ok(role) = element.get(b"S") {
                found.push(String::from_utf8_lossy(role.as_name().unwrap()).into_owned());
            }
            if let Ok(children) = element.get(b"K") {
                roles(document, children, found);
            }
        }
        _ => {}
    }
}

#[test]
fn each_letter_is_one_tagged_page_with_title_language_and_all_it_has_to_say() {
    let mut office = Office::new(NAMES.len() as u32);
    for kind in TEXTS {
        office.text = Some(kind);
        let letters = letters(&office, false);
        for (letter, (line, bytes)) in letters.iter().zip(&printed(&letters, 2).letters) {
            assert_eq!(&letter.line, line);
            let document = Document::load_mem(bytes).unwrap();
            assert_eq!(document.get_pages().len(), 1, "{kind:?} {line}");
            let catalog = document.catalog().unwrap();
            assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), letter.language.as_bytes());
            assert!(dictionary(&document, catalog, "MarkInfo").get(b"Marked").unwrap().as_bool().unwrap());
            assert!(dictionary(&document, catalog, "ViewerPreferences").get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
            let metadata = resolved(&document, catalog.get(b"Metadata").unwrap()).as_stream().unwrap();
            let metadata = metadata.get_plain_content().unwrap();
            let metadata = String::from_utf8_lossy(&metadata).into_owned();
            for mark in ["<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<"] {
                assert!(metadata.contains(mark), "{mark} {metadata}");
            }
            let name = letter.address[0].replace('&', "&amp;");
            assert!(metadata.contains(&name), "the title names {name}");

            let mut order = Vec::new();
            roles(&document, dictionary(&document, catalog, "StructTreeRoot").get(b"K").unwrap(), &mut order);
            let headings: Vec<&str> = order.iter().map(String::as_str).filter(|role| role.starts_with('H')).collect();
            assert_eq!(headings, ["H1", "H2", "H2", "H2"]);
            // A code would not hold the PIN.
            let codes = usize::from(!office.links[line].pin);
            assert_eq!(order.iter().filter(|role| *role == "Figure").count(), codes);
            assert_eq!(order.iter().filter(|role| *role == "L").count(), 3);

            let text = text(&document, 1);
            let link = &office.links[line].url;
            let digits = line.as_str();
            let mut expected: Vec<String> = letter.address.iter().map(|line| bare(line)).collect();
            expected.extend([bare(&letter.heading), bare(&letter.intro)]);
            expected.extend(letter.steps.iter().map(|step| bare(step)));
            expected.extend([link.clone(), "pbx.amt.example".into(), "5061".into(), "TLS".into()]);
            expected.extend([format!("u{}", &digits[..3]), bare(&letter.emergency_heading), bare(&letter.emergency)]);
            expected.extend(["086199998-199".into(), "it-service@amt.example".into()]);
            // In this order, which is the order of reading.
            let mut rest = text.as_str();
            for part in &expected {
                let at =
                    rest.find(part.as_str()).unwrap_or_else(|| panic!("{kind:?} {line}: no {part:?} in {rest:?} of {text:?}"));
                rest = &rest[at..];
            }
            assert!(text.contains(&format!("086199998-{digits}")), "the number from outside: {text}");
            assert!(!text.contains("hKw7"), "a password");
        }
    }
}

/// DIN 5008 form A: the window ends at 72 mm. What does not fit it is told.
#[test]
fn a_long_address_stays_inside_the_window() {
    let office = Office::new(1);
    let bottom = |address: &[&str]| -> (f32, bool) {
        let mut letter = letters(&office, false).remove(0);
        letter.address = address.iter().map(ToString::to_string).collect();
        let bundle = Bundle { title: "Briefe", language: "de", elsewhere: "Ohne Amt", date: None };
        let printed = print(&[letter], &bundle, 1, &AtomicUsize::new(0), &AtomicBool::new(false)).unwrap();
        let told = printed.findings.iter().any(|finding| finding.code.as_str() == "letters/window-cut");
        let document = Document::load_mem(&printed.letters[0].1).unwrap();
        (lowest_in_the_window(&document), told)
    };
    let name = "Prof. Dr. Anna-Sophie Freifrau von und zu Hohenzollern-Sigmaringen-Lichtenstein";
    let room = "Raum Nebengebäude West 4.117";
    let (usual, told) = bottom(&["Anna Muster", DEPARTMENTS[0], room]);
    assert!(usual <= 72.0 && !told, "{usual}");
    let (long, told) = bottom(&[name, DEPARTMENTS[0], room]);
    assert!(long <= 72.0 && !told, "{long}");
    let department = format!("{0}, {0}, {0}", DEPARTMENTS[0]);
    let (cut, told) = bottom(&[name, &department, room]);
    assert!(cut <= 72.0 && told, "{cut}");
}

/// Where the lowest text between the lines of the window stands, in millimetres from the top.
fn lowest_in_the_window(document: &Document) -> f32 {
    let page = *document.get_pages().values().next().unwrap();
    let content = document.get_and_decode_page_content(page).unwrap();
    let number = |object: &Object| object.as_float().unwrap();
    let (mut stack, mut at, mut lowest) = (Vec::new(), [1.0_f32, 0.0, 0.0, 1.0, 0.0, 0.0], 0.0_f32);
    for operation in &content.operations {
        match operation.operator.as_str() {
            "q" => stack.push(at),
            "Q" => at = stack.pop().unwrap(),
            "cm" => {
                let m: Vec<f32> = operation.operands.iter().map(number).collect();
                at = [
                    m[0] * at[0] + m[1] * at[2],
                    m[0] * at[1] + m[1] * at[3],
                    m[2] * at[0] + m[3] * at[2],
                    m[2] * at[1] + m[3] * at[3],
                    m[4] * at[0] + m[5] * at[2] + at[4],
                    m[4] * at[1] + m[5] * at[3] + at[5],
                ];
            }
            "Tm" => {
                let m: Vec<f32> = operation.operands.iter().map(number).collect();
                let (x, y) = (m[4] * at[0] + m[5] * at[2] + at[4], m[4] * at[1] + m[5] * at[3] + at[5]);
                let (left, top) = (x / 72.0 * 25.4, 297.0 - y / 72.0 * 25.4);
                if left < 100.0 && (44.0..79.0).contains(&top) {
                    lowest = lowest.max(top);
                }
            }
            _ => {}
        }
    }
    assert!(lowest > 45.0, "no text was found in the window");
    lowest
}

#[test]
fn passwords_are_on_second_sheets_only_and_only_where_asked_for() {
    let office = Office::new(2);
    let letters = letters(&office, true);
    for (line, bytes) in &printed(&letters, 1).letters {
        let document = Document::load_mem(bytes).unwrap();
        assert_eq!(document.get_pages().len(), 2);
        assert!(!text(&document, 1).contains("hKw7"));
        let second = text(&document, 2);
        assert!(second.contains("hKw7O0l1-2"), "{line}: {second}");
        for twin in ["5.Zeichen:einLeerzeichen", "6.Zeichen:großesO", "7.Zeichen:dieZiffer0", "8.Zeichen:kleinesl"] {
            assert!(second.contains(twin), "{twin}: {second}");
        }
    }
    assert!(!format!("{letters:?}").contains("hKw7"), "a letter shown by the program shows no password");
}

#[test]
fn the_bundle_is_sorted_for_the_mail_and_the_same_bytes_come_from_any_number_of_threads() {
    let office = Office::new(64);
    let letters = letters(&office, false);
    let (one, three) = (printed(&letters, 1), printed(&letters, 3));
    assert!(one.letters == three.letters && one.bundle == three.bundle, "threads change bytes");
    let document = Document::load_mem(&one.bundle).unwrap();
    let pages = document.get_pages().len();
    assert_eq!(pages, letters.len());
    let mut seen: Vec<&str> = Vec::new();
    for page in 1..=pages as u32 {
        let text = text(&document, page);
        let department = DEPARTMENTS.iter().find(|name| text.contains(&bare(name))).unwrap();
        if seen.last() != Some(department) {
            seen.push(department);
        }
    }
    // Umlauts stand where a telephone book has them; each department once.
    assert_eq!(seen, ["Ämter-Service", DEPARTMENTS[0], "Bauhof", "Zulassungsstelle"]);
    let rooms: Vec<&str> =
        letters.iter().filter(|letter| letter.order.department == "Bauhof").map(|letter| letter.address[2].as_str()).collect();
    let position = |room: &str| rooms.iter().position(|name| *name == format!("Raum {room}")).unwrap();
    assert!(position("2.17") < position("2.20"), "{rooms:?}");
    let lines: BTreeSet<_> = one.letters.iter().map(|(line, _)| line).collect();
    assert_eq!(lines.len(), 64);
}

/// A grey picture, 0 is black.
struct Picture {
    width: usize,
    height: usize,
    grey: Vec<f32>,
}

/// The part of the first page with the code and its neighbours, at 150 dots an inch, by poppler.
fn rasterised(pdf: &[u8]) -> Option<Picture> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.pdf");
    std::fs::write(&path, pdf).unwrap();
    let part = ["-r", "150", "-gray", "-f", "1", "-l", "1", "-x", "680", "-y", "420", "-W", "560", "-H", "660"];
    let run = Command::new("pdftoppm").args(part).arg(&path).stderr(Stdio::null()).output();
    let Ok(output) = run else {
        assert!(
            std::env::var_os("DESKSHIFT_REQUIRE_REAL").is_none_or(|v| v != "1"),
            "this test may not be skipped (DESKSHIFT_REQUIRE_REAL=1): there is no pdftoppm"
        );
        let _ = writeln!(std::io::stderr(), "SKIPPED: letters: there is no pdftoppm (poppler-utils)");
        return None;
    };
    let mut parts = output.stdout.splitn(4, |byte| *byte == b'\n');
    assert_eq!(parts.next().unwrap(), b"P5");
    let size = String::from_utf8(parts.next().unwrap().to_vec()).unwrap();
    let (width, height) = size.split_once(' ').unwrap();
    parts.next().unwrap();
    let grey = parts.next().unwrap().iter().map(|byte| f32::from(*byte)).collect();
    Some(Picture { width: width.parse().unwrap(), height: height.parse().unwrap(), grey })
}

impl Picture {
    fn at(&self, x: isize, y: isize) -> f32 {
        let inside = x >= 0 && y >= 0 && (x as usize) < self.width && (y as usize) < self.height;
        if inside { self.grey[y as usize * self.width + x as usize] } else { 255.0 }
    }

    /// A new picture from the point in the old one that each of its points shows.
    fn drawn(&self, from: impl Fn(f32, f32) -> f32) -> Self {
        let points = (0..self.height).flat_map(|y| (0..self.width).map(move |x| (x as f32, y as f32)));
        Self { width: self.width, height: self.height, grey: points.map(|(x, y)| from(x, y)).collect() }
    }

    /// Turned on the glass of a scanner, in between points.
    fn rotated(&self, degrees: f32) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let (cx, cy) = (self.width as f32 / 2.0, self.height as f32 / 2.0);
        self.drawn(|x, y| {
            let (dx, dy) = (x - cx, y - cy);
            self.between(cx + dx * cos - dy * sin, cy + dx * sin + dy * cos)
        })
    }

    /// The value between the four points around.
    fn between(&self, x: f32, y: f32) -> f32 {
        let (left, top) = (x.floor(), y.floor());
        let (fx, fy) = (x - left, y - top);
        let (left, top) = (left as isize, top as isize);
        let upper = self.at(left, top) * (1.0 - fx) + self.at(left + 1, top) * fx;
        let lower = self.at(left, top + 1) * (1.0 - fx) + self.at(left + 1, top + 1) * fx;
        upper * (1.0 - fy) + lower * fy
    }

    fn blurred(&self) -> Self {
        self.drawn(|x, y| {
            let near = (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (dx, dy)));
            near.map(|(dx, dy)| self.at(x as isize + dx, y as isize + dy)).sum::<f32>() / 9.0
        })
    }

    /// Seen from below or from the side, as a mobile telephone that is not held square: one edge of the picture is longer than the other.
    fn tilted(&self, up: f32, aside: f32) -> Self {
        let (w, h) = (self.width as f32, self.height as f32);
        self.drawn(|x, y| {
            let (dx, dy) = (x / w - 0.5, y / h - 0.5);
            let near = 1.0 + up * dy + aside * dx;
            self.between((0.5 + dx / near) * w, (0.5 + dy / near) * h)
        })
    }

    /// A part of the contrast, on grey paper, darker to one side, with the grain of a bad copier.
    fn copied(&self, seed: u64, contrast: f32, grain: u64, shade: f32) -> Self {
        let mut random = random::Random(seed);
        let mut at = 0;
        let grey = self.grey.iter().map(|value| {
            let across = (at % self.width) as f32 / self.width as f32;
            at += 1;
            let noise = random.below(grain as usize + 1) as f32 - grain as f32 / 2.0;
            200.0 * (1.0 - contrast) * 0.75 + value * contrast + noise - shade * across
        });
        Self { width: self.width, height: self.height, grey: grey.collect() }
    }

    /// At half the size, where grain is less and edges are not as sharp.
    fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let points = (0..height).flat_map(|y| (0..width).map(move |x| (2 * x as isize, 2 * y as isize)));
        let four = |(x, y)| (self.at(x, y) + self.at(x + 1, y) + self.at(x, y + 1) + self.at(x + 1, y + 1)) / 4.0;
        Self { width, height, grey: points.map(four).collect() }
    }

    /// What is read by one who looks as the applications of telephones do: as it is, then smoothed, then smaller.
    fn looked_at(&self) -> Vec<String> {
        let looks: [fn(&Self) -> Vec<String>; 3] =
            [Self::codes, |picture| picture.blurred().codes(), |picture| picture.halved().codes()];
        looks.iter().map(|look| look(self)).find(|codes| !codes.is_empty()).unwrap_or_default()
    }

    fn codes(&self) -> Vec<String> {
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(self.width, self.height, |x, y| {
            self.grey[y * self.width + x].clamp(0.0, 255.0) as u8
        });
        image.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect()
    }
}

/// What becomes of a letter between the printer and the eye of a telephone.
#[derive(Debug, Clone, Copy)]
struct Bad {
    degrees: f32,
    /// Up and aside.
    tilt: (f32, f32),
    /// Passes of a blur over three points.
    blur: usize,
    contrast: f32,
    grain: u64,
    shade: f32,
}

const SCAN: Bad = Bad { degrees: 1.0, tilt: (0.0, 0.0), blur: 1, contrast: 0.6, grain: 24, shade: 0.0 };

impl Bad {
    fn applied(&self, picture: &Picture, seed: u64) -> Picture {
        let moved = picture.rotated(self.degrees).tilted(self.tilt.0, self.tilt.1);
        let blurred = (0..self.blur).fold(moved, |picture, _| picture.blurred());
        blurred.copied(seed, self.contrast, self.grain, self.shade)
    }
}

/// Each trouble alone at its worst, and several together.
const WAYS: [Bad; 12] = [
    SCAN,
    Bad { degrees: -3.0, ..SCAN },
    Bad { degrees: 8.0, ..SCAN },
    Bad { degrees: -17.0, ..SCAN },
    Bad { degrees: 45.0, ..SCAN },
    Bad { degrees: 180.0, ..SCAN },
    Bad { blur: 3, ..SCAN },
    Bad { grain: 60, ..SCAN },
    Bad { contrast: 0.25, grain: 8, ..SCAN },
    Bad { shade: 70.0, ..SCAN },
    Bad { tilt: (0.18, -0.12), ..SCAN },
    Bad { degrees: 5.0, tilt: (-0.1, 0.1), blur: 2, contrast: 0.45, grain: 20, shade: 25.0 },
];

#[test]
fn every_code_is_read_after_print_and_scan() {
    // Each way with a code in each language: 36 codes, none of them twice.
    let mut office = Office::new(36);
    let mut unread = Vec::new();
    office.links.values_mut().for_each(|link| link.pin = false);
    for (turn, kind) in TEXTS.into_iter().enumerate() {
        office.text = Some(kind);
        let letters: Vec<Letter> = letters(&office, false).into_iter().skip(turn * WAYS.len()).take(WAYS.len()).collect();
        for (number, (line, bytes)) in printed(&letters, 2).letters.iter().enumerate() {
            let Some(picture) = rasterised(bytes) else { return };
            let seen = WAYS[number].applied(&picture, number as u64 + 1);
            if seen.looked_at() != [office.links[line].url.clone()] {
                unread.push(format!("{kind:?} {line} {:?}", WAYS[number]));
            }
            if number == 0 {
                // The test can fail: what nobody could read is not read.
                let ruined = Bad { blur: 40, ..SCAN }.applied(&picture, 1);
                assert!(ruined.looked_at().is_empty());
            }
        }
    }
    assert!(unread.is_empty(), "{unread:#?}");
}
