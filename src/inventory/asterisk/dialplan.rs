//! extensions.conf: hints, lines that ring devices, direct inward dialling; everything else is named, not interpreted.

use std::collections::{BTreeMap, BTreeSet};

use super::application::{self, Application, Purpose};
use super::bounded::Bounded;
use super::codes::lists as codes;
use super::config::{Config, Variable};
use crate::diag::{Finding, Place, Words};
use crate::inventory::model::{DialLine, Hint};

mod known;
mod leads;
mod taken;

use known::Known;
pub(super) use leads::{Jump, Leads, Use, Used};
use taken::Taken;

/// Bytes of a device list; a line has at most 8191, but `+=` can join many.
const LONGEST_LIST: usize = 65_536;

/// Lines kept of each sort: a dialplan of an authority has a few thousand. Tests do with fewer.
const MOST_LINES: usize = if cfg!(test) { 200 } else { 100_000 };

/// A number from outside and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Did {
    pub context: String,
    /// Number or pattern as written.
    pub pattern: String,
    pub target_context: String,
    /// Extension, or an expression such as `${EXTEN:9}`.
    pub target: String,
    pub at: Place,
}

/// What a number does first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub context: String,
    /// Number or pattern as written.
    pub pattern: String,
    pub step: Step,
    pub at: Place,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The devices, with variables of `[globals]` put in; an endpoint whose contacts all ring stands by its name.
    Dial(String),
    /// The same for an announcement to all of them.
    Page(String),
    Queue(String),
    Mailbox(String),
    /// Context and extension.
    Goto(String, String),
}

/// A dialplan context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DialContext {
    pub name: String,
    /// Contexts it includes, in order.
    pub includes: Vec<String>,
    pub at: Place,
}

/// What the importer takes from extensions.conf.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dialplan {
    pub contexts: Vec<DialContext>,
    pub hints: Vec<Hint>,
    pub dials: Vec<DialLine>,
    /// For each of them the endpoints with a name that it rings; which extensions these are, other files know.
    pub names: Vec<Vec<String>>,
    pub dids: Vec<Did>,
    /// In file order; several for a number that does one after the other.
    pub routes: Vec<Route>,
    /// What lines lead to, to be held against what there is.
    pub(super) leads: Leads,
    pub findings: Vec<Finding>,
}

/// Reads the dialplan of a file. Lines that Asterisk refuses, because the number has the priority already, are told and not taken.
#[must_use]
pub fn read(config: &Config) -> Dialplan {
    read_as(config, Some(Taken::default()))
}

/// Reads the rows of a table, which Asterisk asks for one by one and does not refuse.
pub(super) fn read_rows(config: &Config) -> Dialplan {
    read_as(config, None)
}

fn read_as(config: &Config, taken: Option<Taken>) -> Dialplan {
    let globals: BTreeMap<&str, &str> = config
        .sections()
        .filter(|section| !section.is_template() && section.name() == "globals")
        .flat_map(|section| section.variables().map(|variable| (variable.key(), variable.value())).collect::<Vec<_>>())
        .collect();
    let mut reader = Reader {
        globals,
        plan: Dialplan::default(),
        findings: Bounded::default(),
        index: BTreeMap::new(),
        strange: BTreeMap::new(),
        beyond: None,
        named: Vec::new(),
        known: Known::default(),
        taken,
    };
    for section in config.sections() {
        let name = section.name();
        if section.is_template() || matches!(name, "general" | "globals") {
            continue;
        }
        let next = reader.plan.contexts.len();
        let index = *reader.index.entry(name.to_owned()).or_insert(next);
        if index == next {
            let context = DialContext { name: name.to_owned(), includes: Vec::new(), at: section.place() };
            reader.plan.contexts.push(context);
            reader.plan.leads.defined.entry(name.to_owned()).or_default();
        }
        let mut extension: Option<String> = None;
        if let Some(taken) = &mut reader.taken {
            taken.begin_section();
        }
        for line in section.variables() {
            reader.line(name, &mut extension, line);
        }
    }
    reader.devices();
    reader.note_strange();
    reader.note_beyond();
    Dialplan { findings: reader.findings.into_vec(), ..reader.plan }
}

/// Whether the pattern has enough digits of its own to be dialled from outside.
pub(super) fn outside(pattern: &str) -> bool {
    pattern.trim_start_matches(['_', '+']).chars().filter(char::is_ascii_digit).count() >= 5
}

struct Reader<'a> {
    globals: BTreeMap<&'a str, &'a str>,
    plan: Dialplan,
    findings: Bounded,
    /// Positions of the contexts.
    index: BTreeMap<String, usize>,
    /// Lines not understood, by file.
    strange: BTreeMap<String, (Place, BTreeSet<u32>)>,
    /// Lines that found no room: how many, and the first.
    beyond: Option<(usize, Place)>,
    /// Lines that name devices, each with the place of its key; what their variables are is known at the end.
    named: Vec<(DialLine, Place)>,
    known: Known,
    /// None: rows of a table.
    taken: Option<Taken>,
}

impl Reader<'_> {
    fn line(&mut self, context: &str, extension: &mut Option<String>, line: Variable<'_>) {
        let key = line.key().to_ascii_lowercase();
        match key.as_str() {
            "exten" => {
                let Some((pattern, rest)) = line.value().split_once(',') else {
                    self.strange(line);
                    return;
                };
                let pattern = self.expand(pattern.trim());
                self.step(context, &pattern, rest, line);
                *extension = Some(pattern);
            }
            "same" => match extension.clone() {
                Some(pattern) => self.step(context, &pattern, line.value(), line),
                None => {
                    let words = Words::new(
                        format!("`same` stands before any `exten` of context `[{context}]`"),
                        format!("`same` steht vor jedem `exten` des Kontexts `[{context}]`"),
                    );
                    let finding = codes::SAME_WITHOUT_EXTEN.finding(Some(line.key_place()), words).about(context);
                    self.findings.push(finding.todo(Words::new("write `exten =>`", "`exten =>` schreiben")));
                }
            },
            "include" => {
                // A time may follow: `include => night,18:00-08:00,*,*,*`.
                let name = line.value().split(',').next().unwrap_or("").trim().to_owned();
                if let Some(index) = self.index.get(context) {
                    self.plan.leads.include(context, &name, line.value_place());
                    self.plan.contexts[*index].includes.push(name);
                }
            }
            "switch" | "eswitch" | "lswitch" => {
                self.plan.leads.switched.insert(context.to_owned());
                self.strange(line);
            }
            "ignorepat" | "autohints" => {}
            _ => self.strange(line),
        }
    }

    /// `priority[(label)],application(data)`.
    fn step(&mut self, context: &str, pattern: &str, rest: &str, line: Variable<'_>) {
        let Some((priority, rest)) = rest.split_once(',') else {
            self.strange(line);
            return;
        };
        let priority = priority.trim();
        let at = line.value_place();
        if let Some(first) = self.taken.as_mut().and_then(|taken| taken.take((context, pattern), priority, &at)) {
            self.refused((context, pattern), priority, rest, (at, first));
            return;
        }
        self.plan.leads.define(context, pattern);
        if priority.eq_ignore_ascii_case("hint") {
            let hint = Hint { context: context.to_owned(), pattern: pattern.to_owned(), devices: rest.trim().to_owned(), at };
            if self.has_room(self.plan.hints.len(), &hint.at) {
                self.plan.hints.push(hint);
            }
            return;
        }
        let app = application::parse(rest);
        if app.unclosed {
            let name = app.name;
            let words = Words::new(
                format!("`{name}(` has no closing parenthesis in this line"),
                format!("`{name}(` hat in dieser Zeile keine schließende Klammer"),
            );
            self.findings.push(codes::UNCLOSED_APPLICATION.finding(Some(at.clone()), words).about(context));
        }
        self.plan.leads.app((context, pattern), &app, &at);
        match app.name.to_ascii_lowercase().as_str() {
            "goto" => self.goto(context, pattern, &app, line),
            "queue" | "voicemail" => self.lead(context, pattern, &app, line),
            name => {
                self.known.note((context, pattern), name, app.data);
                if self.names_devices((context, pattern, priority), &app, line) {
                    return;
                }
                // A device may be named here in a way that is not looked for.
                let harmless = name == "dial" || application::HARMLESS.contains(&name);
                if !harmless || app.data.to_ascii_lowercase().contains("pjsip/") && name != "dial" {
                    self.strange(line);
                }
            }
        }
    }

    /// A line that Asterisk drops when it loads the file.
    fn refused(
        &mut self,
        (context, pattern): (&str, &str),
        priority: &str,
        rest: &str,
        (at, (first, first_at)): (Place, (String, Place)),
    ) {
        // What an application is given may be a code.
        let does = if priority.eq_ignore_ascii_case("hint") { rest } else { application::parse(rest).name }.trim();
        let (en, de) = if first == pattern {
            (String::new(), String::new())
        } else {
            (format!(", as `{first}`"), format!(", als `{first}`"))
        };
        let words = Words::new(
            format!("`{pattern}` in `[{context}]` has priority `{priority}` already{en}: Asterisk refuses this line (`{does}`)"),
            format!(
                "`{pattern}` in `[{context}]` hat die Priorität `{priority}` schon{de}: Asterisk weist diese Zeile ab (`{does}`)"
            ),
        );
        let finding = codes::LINE_REFUSED.finding(Some(at), words).about(pattern);
        self.findings.push(finding.related(first_at, Words::new("this line counts", "diese Zeile gilt")).todo(Words::new(
            "remove the wrong one of the two lines, or give this one the next priority",
            "die falsche der beiden Zeilen entfernen oder dieser die nächste Priorität geben",
        )));
    }

    /// Whether the line rings devices, keeps them for another line, or puts them into a queue; then it is looked at again at the end.
    fn names_devices(
        &mut self,
        (context, pattern, priority): (&str, &str, &str),
        app: &Application<'_>,
        line: Variable<'_>,
    ) -> bool {
        let spots = application::spots(app.name, app.data);
        let is_dial = app.name.eq_ignore_ascii_case("dial");
        let of_pjsip = |text: &str| text.to_ascii_lowercase().contains("pjsip/");
        let named = spots.iter().any(|spot| match (spot.purpose, &app.data[spot.list.clone()]) {
            (Purpose::Rings, _) => true,
            // A member that rings all devices may still be seen by the state of one.
            (Purpose::Member, device) => device.is_empty() || device.contains("${") || of_pjsip(&app.data[spot.data.clone()]),
            (Purpose::Keeps, value) => of_pjsip(value),
            (Purpose::Single, device) => of_pjsip(device) || device.contains("${"),
            (Purpose::Elsewhere, _) => true,
        });
        if !named {
            return false;
        }
        if app.data.len() > LONGEST_LIST {
            self.strange(line);
            return true;
        }
        // What a line rings and where it leads are two entries of one line, which is counted once.
        if !self.has_room(self.named.len().max(self.plan.routes.len()), &line.value_place()) {
            return true;
        }
        if is_dial {
            // Variables come first, as in Asterisk: the value of one may hold the comma before the time limit.
            let data = self.expand(app.data);
            let list = application::arguments(&data).into_iter().next().unwrap_or_default().to_owned();
            if let Some((to, cut)) = application::cut(&list).filter(|_| outside(pattern)) {
                self.did(context, pattern, (to.unwrap_or(context), cut), line);
            }
            let list = application::by_endpoint(&list);
            if !list.contains("${") {
                self.route(context, pattern, Step::Dial(list), line);
            }
        } else if app.name.eq_ignore_ascii_case("page") {
            let data = self.expand(app.data);
            let list = application::by_endpoint(application::arguments(&data).first().copied().unwrap_or_default());
            if !list.contains("${") {
                self.route(context, pattern, Step::Page(list), line);
            }
        }
        let dial = DialLine {
            context: context.to_owned(),
            pattern: pattern.to_owned(),
            priority: priority.to_owned(),
            step: self.taken.as_ref().and_then(Taken::step).filter(|_| priority.parse::<u32>().is_err()),
            app: if is_dial { "Dial".to_owned() } else { app.name.to_owned() },
            text: app.data.to_owned(),
            resolved: None,
            rings: Vec::new(),
            by_pattern: false,
            all_contacts: false,
            row: false,
            at: line.value_place(),
        };
        self.named.push((dial, line.key_place()));
        true
    }

    /// Puts in the variables that have one value only, and keeps the lines that matter.
    fn devices(&mut self) {
        let mut lines = std::mem::take(&mut self.named);
        for (dial, _) in &mut lines {
            dial.resolved = self.known.resolve(dial, &self.globals, &self.plan.hints);
        }
        self.known.drop_settled(&mut lines);
        for (mut dial, key) in lines {
            let text = dial.resolved.as_deref().unwrap_or(&dial.text);
            let (mut names, mut open, mut kept) = (Vec::new(), false, false);
            for spot in application::spots(&dial.app, text) {
                let list = &text[spot.list];
                if !matches!(spot.purpose, Purpose::Rings | Purpose::Single) {
                    kept = true;
                    continue;
                }
                let targets = application::targets(list);
                if targets.old_separator
                    || spot.app == "Dial" && text[spot.data.clone()].contains('|') && spot.purpose == Purpose::Single
                {
                    self.old_separator(&dial);
                }
                open |= targets.strange && list.contains("${");
                if targets.strange && !list.contains("${") {
                    self.strange_at(key.clone());
                }
                for number in targets.rings {
                    if !dial.rings.contains(&number) {
                        dial.rings.push(number);
                    }
                }
                names.extend(targets.names);
                dial.by_pattern |= targets.by_pattern;
                dial.all_contacts |= targets.all_contacts;
            }
            if dial.rings.is_empty() && names.is_empty() && !dial.by_pattern && !dial.all_contacts && !open && !kept {
                continue;
            }
            self.plan.names.push(names);
            self.plan.dials.push(dial);
        }
    }

    fn old_separator(&mut self, dial: &DialLine) {
        let DialLine { pattern, context, at, .. } = dial;
        let words = Words::new(
            format!(
                "`{pattern}` in `[{context}]` parts arguments by `|`, which is a part of the device's name now: it rings nobody"
            ),
            format!(
                "`{pattern}` in `[{context}]` trennt Argumente mit `|`, das nun zum Namen des Geräts gehört: es läutet nirgends"
            ),
        );
        let finding = codes::OLD_SEPARATOR.finding(Some(at.clone()), words).about(pattern.as_str());
        self.findings.push(finding.todo(Words::new("write `,` for `|`", "`,` statt `|` schreiben")));
    }

    fn expand(&self, text: &str) -> String {
        expand(text, &mut |name| self.globals.get(name).map(|value| (*value).to_owned()))
    }

    fn route(&mut self, context: &str, pattern: &str, step: Step, line: Variable<'_>) {
        let at = line.value_place();
        if self.has_room(self.plan.routes.len(), &at) {
            let (context, pattern) = (context.to_owned(), pattern.to_owned());
            self.plan.routes.push(Route { context, pattern, step, at });
        }
    }

    /// `Queue(name,…)` and `VoiceMail(box@context,…)`.
    fn lead(&mut self, context: &str, pattern: &str, app: &Application<'_>, line: Variable<'_>) {
        let first = application::arguments(app.data).into_iter().next().unwrap_or_default();
        if first.is_empty() || first.contains("${") {
            return;
        }
        let step = if app.name.eq_ignore_ascii_case("queue") {
            Step::Queue(first.to_owned())
        } else {
            let name = first.split('&').next().unwrap_or("").trim();
            Step::Mailbox(if name.contains('@') { name.to_owned() } else { format!("{name}@default") })
        };
        self.route(context, pattern, step, line);
    }

    fn goto(&mut self, context: &str, pattern: &str, app: &Application<'_>, line: Variable<'_>) {
        let arguments = application::arguments(app.data);
        let ([target_context, target, _] | [target_context, target]) = arguments[..] else { return };
        match arguments.len() {
            _ if arguments.iter().any(|argument| argument.contains("${")) => {}
            3 => self.route(context, pattern, Step::Goto(target_context.to_owned(), target.to_owned()), line),
            _ => self.route(context, pattern, Step::Goto(context.to_owned(), target_context.to_owned()), line),
        }
        // Two arguments are extension and priority in the same context; that is a jump, no direct number.
        // What keeps the last digits takes calls from outside, however the carrier writes the number.
        let keeps = pattern.starts_with('_') && arguments.get(1).is_some_and(|target| target.starts_with("${EXTEN:-"));
        if arguments.len() < 3 || !(outside(pattern) || keeps) {
            if arguments.iter().any(|argument| argument.contains("${") && !argument.contains("${EXTEN")) {
                self.strange(line);
            }
            return;
        }
        self.did(context, pattern, (target_context.trim(), target.trim()), line);
    }

    fn did(&mut self, context: &str, pattern: &str, (target_context, target): (&str, &str), line: Variable<'_>) {
        let at = line.value_place();
        if self.has_room(self.plan.dids.len(), &at) {
            let (context, pattern) = (context.to_owned(), pattern.to_owned());
            let (target_context, target) = (target_context.to_owned(), target.to_owned());
            self.plan.dids.push(Did { context, pattern, target_context, target, at });
        }
    }

    /// Whether one more line of a sort is kept; what is not is counted.
    fn has_room(&mut self, kept: usize, at: &Place) -> bool {
        if kept < MOST_LINES {
            return true;
        }
        self.beyond.get_or_insert_with(|| (0, at.clone())).0 += 1;
        false
    }

    fn note_beyond(&mut self) {
        let Some((count, at)) = self.beyond.take() else { return };
        self.findings.push(codes::DIALPLAN_TOO_LARGE.finding(
            Some(at),
            Words::new(
                format!("more than {MOST_LINES} lines of one sort; {count} from here on are not read"),
                format!("mehr als {MOST_LINES} Zeilen einer Art; {count} ab hier werden nicht gelesen"),
            ),
        ));
    }

    fn strange(&mut self, line: Variable<'_>) {
        self.strange_at(line.key_place());
    }

    fn strange_at(&mut self, place: Place) {
        let (_, lines) = self.strange.entry(place.file_name().to_owned()).or_insert_with(|| (place.clone(), BTreeSet::new()));
        // A row of a table has no line, but a number in its table.
        lines.insert(if place.line() > 0 { place.line() } else { row_number(&place) });
    }

    fn note_strange(&mut self) {
        for (_, (place, lines)) in std::mem::take(&mut self.strange) {
            let (count, list) = (lines.len(), ranges(&lines));
            let words = if place.line() == 0 {
                let table = table_of(&place);
                Words::new(
                    format!("rows of table `{table}` that were not understood: {{1}} (row {{0}})"),
                    format!("Zeilen der Tabelle `{table}`, die nicht verstanden wurden: {{1}} (Zeile {{0}})"),
                )
            } else if count == 1 {
                Words::new("line {0} was not understood", "Zeile {0} wurde nicht verstanden")
            } else {
                Words::new("lines {0} were not understood ({1} lines)", "Zeilen {0} wurden nicht verstanden ({1} Zeilen)")
            };
            let fill = |text: &str| text.replace("{0}", &list).replace("{1}", &count.to_string());
            let words = Words::new(fill(&words.en), fill(&words.de));
            self.findings.push(codes::NOT_UNDERSTOOD.finding(Some(place), words).todo(Words::new(
                "look whether one of them rings desk phones by a plain `PJSIP/…`",
                "nachsehen, ob eine davon Tischtelefone mit einfachem `PJSIP/…` läutet",
            )));
        }
    }
}

/// `extensions` of `extensions!5`, a row of a table.
fn table_of(place: &Place) -> String {
    let name = place.cell_name().unwrap_or_default();
    name.split('!').next().unwrap_or_default().to_owned()
}

fn row_number(place: &Place) -> u32 {
    let digits = |name: &str| name.rsplit('!').next()?.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().ok();
    place.cell_name().and_then(|name| digits(&name)).unwrap_or(0)
}

/// `3-5, 9, 12`, at most forty ranges.
pub(super) fn ranges(lines: &BTreeSet<u32>) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for &line in lines {
        match ranges.last_mut() {
            Some((_, end)) if *end + 1 == line => *end = line,
            _ => ranges.push((line, line)),
        }
    }
    let more = if ranges.len() > 40 { ", …" } else { "" };
    let shown: Vec<String> = ranges
        .iter()
        .take(40)
        .map(|(start, end)| if start == end { start.to_string() } else { format!("{start}-{end}") })
        .collect();
    shown.join(", ") + more
}

/// Puts in the values of variables, at most eight deep and a few kilobytes long.
fn expand(text: &str, value_of: &mut dyn FnMut(&str) -> Option<String>) -> String {
    let mut text = text.to_owned();
    for _ in 0..8 {
        let mut out = String::new();
        let mut rest = text.as_str();
        let mut changed = false;
        while let Some(start) = rest.find("${") {
            let Some(length) = rest[start..].find('}') else { break };
            let name = rest[start + 2..start + length].trim();
            out.push_str(&rest[..start]);
            match value_of(name.strip_prefix("GLOBAL(").and_then(|name| name.strip_suffix(')')).unwrap_or(name)) {
                Some(value) => {
                    out.push_str(&value);
                    changed = true;
                }
                None => out.push_str(&rest[start..=start + length]),
            }
            rest = &rest[start + length + 1..];
        }
        out.push_str(rest);
        if !changed || out.len() > 16_384 {
            return text;
        }
        text = out;
    }
    text
}

#[cfg(test)]
mod tests;
