//! 5,000 hostile names out through every writer: a reader of another language finds each of them again, or a finding has refused it.
//!
//! The clients' profiles are held to the same in `profile/tests.rs`, the workbook in `workbook/tests.rs`.

use serde_json::{Value, json};

use super::sample::{self, Sample};
use super::{ics, junit, report_page, roster_csv, sarif, stage_sheets, tables_csv, wall_chart};
use crate::diag::{CodePage, Finding, Lang, Place as Where, Severity, Words};
use crate::domain::Place;
use crate::inventory::exchange;
use crate::inventory::model::{ExtensionEntry, ExtensionKind, Inventory, Person, Sourced};
use crate::probe::report::{Level, Outcome, Report, Verdict};
use crate::roster::model::{Roster, Row};
use crate::roster::story::{Somebody, Town};

#[path = "../../tests/support/python.rs"]
mod python;

/// Takes a JSON object of texts, gives a JSON object of what an ordinary reader finds in each.
const READER: &str = r#"
import csv, io, json, sys
import xml.etree.ElementTree as tree
from html.parser import HTMLParser

given = json.load(sys.stdin)

class Cells(HTMLParser):
    """The text of each element that `wanted` chooses by tag, class and parent; anything that no writer of ours makes is an intruder."""
    KNOWN = set('html head meta title style body header main section div span p h1 h2 h3 b br small code details summary ul li a table '
                'caption colgroup col thead tbody tfoot tr th td svg symbol use path circle rect g line polygon polyline defs desc footer figure'.split())
    VOID = {'meta', 'br', 'col', 'use'}
    def __init__(self, wanted):
        super().__init__(convert_charrefs=True)
        self.wanted, self.stack, self.found, self.intruders = wanted, [], [], []
    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        if tag not in self.KNOWN or any(name.startswith('on') for name in names):
            self.intruders.append(tag)
        if tag in self.VOID:
            return
        take = self.wanted(tag, dict(attrs).get('class'), [(t, c) for t, c, _ in self.stack])
        if take:
            self.found.append('')
        self.stack.append((tag, dict(attrs).get('class'), take))
    def handle_startendtag(self, tag, attrs):
        if tag not in self.KNOWN:
            self.intruders.append(tag)
    def handle_endtag(self, tag):
        if tag in self.VOID:
            return
        if not self.stack or self.stack[-1][0] != tag:
            self.intruders.append('/' + tag)
            return
        self.stack.pop()
    def handle_data(self, data):
        if self.stack and self.stack[-1][2]:
            self.found[-1] += data

def html(text, wanted):
    cells = Cells(wanted)
    cells.feed(text)
    cells.close()
    return {'found': cells.found, 'intruders': cells.intruders, 'open': [t for t, _, _ in cells.stack]}

def rows(text, delimiter):
    return list(csv.reader(io.StringIO(text.lstrip('\ufeff'), newline=''), delimiter=delimiter, strict=True))

def calendar(text):
    assert all(len(line.encode()) <= 75 for line in text.split('\r\n')), 'a long line'
    lines = text.replace('\r\n ', '').split('\r\n')
    assert lines[0] == 'BEGIN:VCALENDAR' and lines[-2:] == ['END:VCALENDAR', ''], lines
    assert lines.count('BEGIN:VEVENT') == lines.count('END:VEVENT') == 1 and lines.count('END:VCALENDAR') == 1, lines
    value = [line for line in lines if line.startswith('X-WR-CALNAME:')][0].split(':', 1)[1]
    out, at = '', 0
    while at < len(value):
        if value[at] == '\\':
            at += 1
            out += {'n': '\n', 'N': '\n'}.get(value[at], value[at])
        else:
            assert value[at] not in ';,', value
            out += value[at]
        at += 1
    return out

out = {
    'inventory': [p['last']['value'] for p in json.loads(given['inventory'])['persons']],
    'extensions': [e['name']['value'] for e in json.loads(given['inventory'])['extensions']],
    'sarif': [r['message']['text'] for r in json.loads(given['sarif'])['runs'][0]['results']],
    'subjects': [r['properties']['subject'] for r in json.loads(given['sarif'])['runs'][0]['results']],
    'findings': [f['what']['en'] for f in json.loads(given['findings'])['findings']],
    'tables': [row[1] for row in rows(given['tables'], ';')[1:]],
    'roster_en': [row[1] for row in rows(given['roster_en'], ',')[1:]],
    'roster_de': [row[1] for row in rows(given['roster_de'], ';')[1:]],
    'stage_csv': [row[3] for row in rows(given['stage_csv'], ';')[1:]],
    'ics': [calendar(text) for text in given['ics']],
    'junit': [e.get('message') for e in tree.fromstring(given['junit']).iter('failure')],
    'stage_list': html(given['stage_list'], lambda tag, cls, up: tag == 'b' and up[-1][0] == 'td'),
    'stage_labels': html(given['stage_labels'], lambda tag, cls, up: tag == 'p' and cls == 'name'),
    'report': html(given['report'], lambda tag, cls, up: tag == 'td'),
    'wall': html(given['wall'], lambda tag, cls, up: tag == 'span' and up[-2:] == [('th', 'name'), ('div', None)]),
}
json.dump(out, sys.stdout)
"#;

const PAGE: CodePage =
    CodePage { slug: "output/example", severity: Severity::Error, title_en: "", title_de: "", page_en: "", page_de: "" };

/// A town with one person for each name, at home on the first of five days.
fn town(names: &[String]) -> Sample {
    let people = (0..names.len()).map(|p| Somebody { room: p, department: p / 40, ..Somebody::default() }).collect();
    let mut documents = Town { people, weeks: 1, ..Town::default() }.documents();
    for (person, name) in documents.inventory.persons.iter_mut().zip(names) {
        person.last.value.clone_from(name);
    }
    let mut small = sample::documents();
    let days = small.roster.days[..5].to_vec();
    let rows = documents.inventory.persons.iter().map(|person| Row { person: person.id.clone(), places: places() }).collect();
    small.roster = Roster { days, holidays: Vec::new(), rows, ..small.roster };
    Sample { inventory: documents.inventory.clone(), documents, roster: small.roster }
}

fn places() -> Vec<Place> {
    vec![Place::Home, Place::Office, Place::Office, Place::Off, Place::Office]
}

fn said(name: &str) -> String {
    format!("`{name}` has no extension")
}

fn finding(name: &str) -> Finding {
    PAGE.finding(Some(Where::at("a.csv", 1, 1)), Words::new(said(name), said(name))).about(name)
}

/// A report in which each line has failed with its person's name in the cause.
fn report(names: &[String], town: &Sample) -> Report {
    let verdicts = names.iter().zip(&town.documents.plan.lines).map(|(name, line)| Verdict {
        line: line.id.clone(),
        extension: line.extension.clone(),
        outcome: Outcome::Failed,
        class: PAGE.code(),
        level: Level::Fetch,
        evidence: Vec::new(),
        cause: Words::new(said(name), said(name)),
        remedy: None,
        contacts: Vec::new(),
        granted_s: None,
        took_ms: None,
        silence: None,
        asked_for: None,
        notes: Vec::new(),
    });
    Report { verdicts: verdicts.collect(), ..super::validate::tests::report() }
}

fn inventory(names: &[String]) -> Inventory {
    let at = || Where::file("a.csv");
    let mut inventory = Inventory::default();
    for (number, name) in (10_000..).zip(names) {
        let name = || Sourced::new(name.clone(), at());
        inventory.persons.push(Box::new(Person::new(format!("p{number}").parse().unwrap(), name(), at())));
        let number = number.to_string().parse().unwrap();
        let mut entry = ExtensionEntry::new(number, ExtensionKind::Person, Words::new("", ""), at());
        entry.name = Some(name());
        inventory.extensions.push(Box::new(entry));
    }
    inventory
}

fn handover(name: &str) -> stage_sheets::Handover {
    stage_sheets::Handover {
        label: "N-1".into(),
        serial: "PF1".into(),
        mac: "00:00:5E:00:53:01".into(),
        person: name.to_owned(),
        extension: "101".into(),
        room: "1.01".into(),
        department: String::new(),
    }
}

/// What a page can hold: it knows no controls but tabs and line breaks, and none of them shows.
fn on_a_page(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r')).collect()
}

/// All that differs, so that one run tells it.
#[derive(Default)]
struct Differences(Vec<String>);

impl Differences {
    fn compare(&mut self, writer: &str, names: &[String], found: &Value, expected: impl Fn(&str) -> String) {
        let found: Vec<&str> = found.as_array().unwrap().iter().map(|text| text.as_str().unwrap_or("(nothing)")).collect();
        if found.len() != names.len() {
            self.0.push(format!("{writer}: {} of {} names", found.len(), names.len()));
            return;
        }
        let wrong: Vec<String> = names
            .iter()
            .zip(found)
            .filter(|(name, found)| expected(name) != *found)
            .take(8)
            .map(|(name, found)| format!("{name:?} came back as {found:?}"))
            .collect();
        if !wrong.is_empty() {
            self.0.push(format!("{writer}:\n{}", wrong.join("\n")));
        }
    }
}

/// A cell of a CSV file before a spreadsheet would take it for a formula.
fn cell(text: &str, dangerous: &[char]) -> String {
    if text.starts_with(dangerous) { format!("'{text}") } else { text.to_owned() }
}

#[test]
fn five_thousand_hostile_names_come_out_of_every_writer() {
    let names = crate::hostile::names();
    let town = town(&names);
    let inventory = inventory(&names);
    let sheets = exchange::sheets(&inventory);
    let findings: Vec<Finding> = names.iter().map(|name| finding(name)).collect();
    let rows: Vec<stage_sheets::Handover> = names.iter().map(|name| handover(name)).collect();
    let report = report(&names, &town);
    let mut plan = town.documents.plan.clone();
    for (line, name) in plan.lines.iter_mut().zip(&names) {
        line.display_name = name.into();
    }
    let alone = Roster { rows: vec![town.roster.rows[0].clone()], ..town.roster.clone() };
    let calendar = |name: &String| {
        ics::calendar(
            &Roster { site: name.clone(), ..alone.clone() },
            &alone.rows[0],
            Lang::En,
            ics::Issued { site: name, sequence: 0 },
            None,
            &|_, _| None,
        )
        .unwrap()
    };
    let ics: Vec<String> = names.iter().map(calendar).collect();
    let page = report_page::Page {
        site: &names[0],
        lang: Lang::En,
        inventory: &inventory,
        findings: &[],
        plan: &plan,
        report: Some(&report),
        staging: None,
        roster: None,
        home_caps: &[],
        links: &[],
    };
    let day = jiff::civil::date(2027, 3, 1);
    let options = wall_chart::Options { lang: Lang::De, paper: wall_chart::Paper::A3 };
    let written = json!({
        "inventory": serde_json::to_string_pretty(&inventory).unwrap(),
        "sarif": sarif::text(&findings, &[&PAGE], Lang::En, "1"),
        "findings": super::findings::failure_json(&findings),
        "tables": String::from_utf8(tables_csv::table(&sheets[0], Lang::En)).unwrap(),
        "roster_en": roster_csv::write(&one_day(&town.roster), &town.inventory, Lang::En),
        "roster_de": roster_csv::write(&one_day(&town.roster), &town.inventory, Lang::De),
        "stage_csv": stage_sheets::list_csv(&rows, Lang::De),
        "stage_list": stage_sheets::list_html(&rows, &names[0], day, Lang::De),
        "stage_labels": stage_sheets::labels_html(&rows, 0, Lang::De),
        "ics": ics,
        "junit": junit::xml(&report, Lang::En),
        "report": report_page::html(&page),
        "wall": wall_chart::render(&town.documents.given(), &town.roster, options),
    });
    let Some(read) = python::python("hostile names", READER, written.to_string().as_bytes()) else { return };
    let read: Value = serde_json::from_str(&read).unwrap();
    let mut different = Differences::default();

    for document in ["inventory", "extensions", "subjects"] {
        different.compare(document, &names, &read[document], str::to_owned);
    }
    for document in ["sarif", "findings"] {
        different.compare(document, &names, &read[document], said);
    }
    // What was replaced here has been told by `exchange::replaced`.
    let shown: Vec<String> = sheets[0].records.iter().map(|record| record.values[1].text.clone()).collect();
    assert!(sheets[0].records.iter().zip(&names).all(|(r, name)| r.values[1].replaced || r.values[1].text == *name));
    different.compare("tables", &shown, &read["tables"], |name| cell(name, &['=', '+', '-', '@', '\t', '\'']));
    for table in ["roster_en", "roster_de"] {
        different.compare(table, &names, &read[table], |name| {
            let name: String = name.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n')).collect();
            cell(&name, &['=', '+', '-', '@', '\'', '\t', '\n'])
        });
    }
    different.compare("stage list", &names, &read["stage_csv"], |name| {
        let name: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        cell(&name, &['=', '+', '-', '@', '\''])
    });
    different.compare("ics", &names, &read["ics"], |name| {
        let name: String = name.chars().filter(|c| !c.is_control() || *c == '\n').collect();
        format!("Home office ({name})")
    });
    different.compare("junit", &names, &read["junit"], |name| {
        let shown = |c: char| match c {
            '\n' | '\t' => ' ',
            c if c.is_control() || c == '\u{fffe}' => '\u{fffd}',
            c => c,
        };
        said(name).chars().map(shown).collect()
    });
    for page in ["stage_list", "stage_labels", "report", "wall"] {
        assert_eq!((&read[page]["intruders"], &read[page]["open"]), (&json!([]), &json!([])), "{page}");
    }
    for page in ["stage_list", "stage_labels"] {
        different.compare(page, &names, &read[page]["found"], on_a_page);
    }
    // On the wall people stand by department, room and name.
    let mut on_the_wall: Vec<&str> = read["wall"]["found"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    on_the_wall.sort_unstable();
    let mut shown: Vec<String> = names.iter().map(|name| on_a_page(name)).collect();
    shown.sort_unstable();
    different.compare("wall", &shown, &json!(on_the_wall), str::to_owned);
    let cells = read["report"]["found"].as_array().unwrap();
    let first: Vec<Value> = cells.chunks(4).map(|row| row[0].clone()).take(names.len()).collect();
    different.compare("report", &names, &Value::Array(first), on_a_page);
    assert!(different.0.is_empty(), "{}", different.0.join("\n"));
}

fn one_day(roster: &Roster) -> Roster {
    let rows = roster.rows.iter().map(|row| Row { places: vec![Place::Home], ..row.clone() }).collect();
    Roster { days: roster.days[..1].to_vec(), rows, ..roster.clone() }
}
