//! From plan, people and rules to what each letter says, in the order of the in-house mail.

use std::collections::BTreeMap;

use super::code::code;
use super::codes;
use super::days::HomeDays;
use super::letter::{Figure, Letter, Order, Piece, Value};
use super::link::{Link, Links, is_fit, last_day};
use super::page::printable;
use super::password;
use super::placeholders;
use super::texts::{AllTexts, Texts};
use super::typing::{self, blocks_if_long};
use crate::diag::{CodePage, Finding, Words};
use crate::domain::{Extension, LineId, Secrets, Transport};
use crate::inventory::kind::fold;
use crate::inventory::model::{DidTarget, Inventory, Person};
use crate::inventory::numbers::{direct, shown};
use crate::links::token;
use crate::plan::model::Line;
use crate::policy::site::{LetterRules, LetterText, PinWay, Site, Srtp};
use crate::profile::{Catalogue, Kind as ClientKind, LinkUse, Profile};
use crate::roster::model::Roster;

/// Everything a letter is made of, apart from the lines.
pub struct Post<'a> {
    pub inventory: &'a Inventory,
    pub site: &'a Site,
    pub catalogue: &'a Catalogue,
    pub texts: &'a AllTexts,
    pub links: &'a Links,
    pub roster: Option<&'a Roster>,
    /// Some: a second sheet with the password for each line that has one here.
    pub secrets: Option<&'a Secrets>,
    /// The day in the letter's head.
    pub date: Option<jiff::civil::Date>,
    /// One text for all, whatever the rules say.
    pub text: Option<LetterText>,
}

impl Post<'_> {
    /// Whether the account of `line` comes to its person with the files of another line, `set`, so that nothing of it is typed.
    fn brings(&self, line: &Line, set: &LineId) -> bool {
        let way = Way::of(self.catalogue.get(&line.client), line.accounts().count());
        self.secrets.is_none() && (way.comes_by_itself || way.link.is_for_people() && self.links.contains_key(set))
    }
}

/// What was composed, and what there is to say about it.
#[derive(Debug, Default)]
pub struct Composed {
    /// Sorted by department, room and name.
    pub letters: Vec<Letter>,
    /// Lines without a person, by extension.
    pub nobody: Vec<Extension>,
    /// Lines with a person whose letter was not composed; the findings say why.
    pub refused: Vec<Extension>,
    pub findings: Vec<Finding>,
}

/// Letters of all lines that have a person.
#[must_use]
pub fn compose(lines: &[&Line], post: &Post<'_>) -> Composed {
    let rules = &post.site.letters;
    let mut composed = Composed::default();
    let mut told = Told::default();
    let persons: BTreeMap<_, _> = post.inventory.persons.iter().map(|person| (&person.id, person)).collect();
    let outside = numbers_from_outside(post.inventory);
    let days = post.roster.map(HomeDays::new);
    let mut used = vec![false; rules.others.len()];
    for line in lines {
        let Some(person) = line.person.as_ref().and_then(|id| persons.get(id)) else {
            composed.nobody.push(line.extension.clone());
            continue;
        };
        if line.within.as_ref().is_some_and(|set| post.brings(line, set)) {
            continue;
        }
        let kind = post.text.unwrap_or_else(|| text_for(line, person, rules, &mut used));
        let Some(texts) = post.texts.get(&kind) else { continue };
        // A link that a script of the device management fetches is no matter of the person.
        let fetched_by = post.catalogue.get(&line.client).map_or(LinkUse::default(), |profile| profile.link);
        // Nor is one from before the line's account came into another one's files: what it fetched is gone.
        let link = post.links.get(&line.id).filter(|_| fetched_by.is_for_people() && line.within.is_none());
        if link.is_some_and(|link| !is_fit(link) || code(&link.url).is_none()) {
            told.bad_links.push(line.extension.clone());
            continue;
        }
        if link.and_then(last_day).zip(post.date).is_some_and(|(last, date)| last < date) {
            told.expired.push(line.extension.clone());
        }
        if days.as_ref().is_some_and(|days| days.never_home(&person.id)) {
            told.no_home_day.push(line.extension.clone());
        }
        let one = One { line, person, kind, texts, link, post, outside: outside.get(&line.extension).cloned() };
        composed.letters.push(one.letter(days.as_ref(), &mut told));
    }
    composed.letters.sort_by(|a, b| a.order.cmp(&b.order));
    composed.refused.clone_from(&told.bad_links);
    composed.findings = told.findings(&composed.letters, rules);
    for (at, _) in used.iter().enumerate().filter(|(_, used)| !**used && post.text.is_none()) {
        let number = at + 1;
        let what = Words::new(
            format!("rule {number} of `letters.others` fits nobody"),
            format!("Regel {number} unter `letters.others` passt auf niemanden"),
        );
        let todo = Words::new("check the names it has", "die Namen darin prüfen");
        composed.findings.push(codes::RULE_FITS_NOBODY.finding(None, what).todo(todo));
    }
    composed
}

/// Lines with the same trouble, told once.
#[derive(Default)]
struct Told {
    bad_links: Vec<Extension>,
    expired: Vec<Extension>,
    no_home_day: Vec<Extension>,
    no_password: Vec<Extension>,
    /// Neither a link nor a password, and nothing that sets the client up without its person.
    no_way: Vec<Extension>,
    no_glyph: Vec<Extension>,
}

impl Told {
    fn findings(&self, letters: &[Letter], rules: &LetterRules) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut tell = |page: &CodePage, lines: &[Extension], en: &str, de: &str, todo: Words| {
            if !lines.is_empty() {
                let (who, who_de) = crate::plan::named(lines);
                let what = Words::new(format!("{who}: {en}"), format!("{who_de}: {de}"));
                findings.push(page.finding(None, what).todo(todo));
            }
        };
        let anew = || Words::new("make the links again", "die Links neu erstellen");
        tell(&codes::BAD_LINK, &self.bad_links, "the link cannot be printed", "der Link ist nicht druckbar", anew());
        tell(
            &codes::LINK_EXPIRED,
            &self.expired,
            "the link expires before the letter",
            "der Link läuft vor dem Brief ab",
            anew(),
        );
        tell(
            &codes::NO_HOME_DAY,
            &self.no_home_day,
            "the roster gives no day at home",
            "der Dienstplan gibt keinen Tag zu Hause",
            Words::new("leave them out, or make the roster again", "sie weglassen oder den Dienstplan neu erstellen"),
        );
        tell(
            &codes::NO_PASSWORD,
            &self.no_password,
            "no password that could be printed, so no second sheet",
            "kein druckbares Kennwort, also kein zweites Blatt",
            Words::new("give the password to the person by another way", "das Kennwort auf anderem Weg übergeben"),
        );
        tell(
            &codes::NO_WAY,
            &self.no_way,
            "the letter has neither a link nor the password",
            "der Brief hat weder einen Link noch das Kennwort",
            Words::new(
                "make links with `deskshift links issue`, print second sheets with `--with-passwords`, or hand the passwords over yourself",
                "mit `deskshift links issue` Links erstellen, mit `--with-passwords` zweite Blätter drucken oder die Kennwörter selbst übergeben",
            ),
        );
        tell(
            &codes::NO_GLYPH,
            &self.no_glyph,
            "a character of name, department or room is printed as `?`",
            "ein Zeichen in Name, Amt oder Raum wird als `?` gedruckt",
            Words::new("write these letters' windows by hand", "die Anschriften dieser Briefe von Hand berichtigen"),
        );
        if rules.hotline.is_none() && rules.mail.is_none() && !letters.is_empty() {
            let what = Words::new("the letters name nobody to ask", "die Briefe nennen niemanden für Fragen");
            let todo = Words::new(
                "add `letters: {hotline: \"…\", mail: …}` to `deskshift.yaml`",
                "`letters: {hotline: \"…\", mail: …}` in `deskshift.yaml` ergänzen",
            );
            findings.push(codes::NO_HOTLINE.finding(None, what).todo(todo));
        }
        findings
    }
}

fn text_for(line: &Line, person: &Person, rules: &LetterRules, used: &mut [bool]) -> LetterText {
    let department = person.department.as_ref().map(|department| &department.value);
    let fits = rules.others.iter().position(|rule| {
        (rule.departments.is_empty() || department.is_some_and(|name| rule.departments.contains(name)))
            && (rule.extensions.is_empty() || rule.extensions.contains(&line.extension))
            && (rule.persons.is_empty() || rule.persons.contains(&person.id))
    });
    match fits {
        Some(at) => {
            used[at] = true;
            rules.others[at].text
        }
        None => rules.text,
    }
}

/// The first direct number of each extension.
fn numbers_from_outside(inventory: &Inventory) -> BTreeMap<Extension, String> {
    let mut numbers = BTreeMap::new();
    for did in &inventory.dids {
        if let (DidTarget::Extension(extension), false) = (&did.target, did.prefix) {
            numbers.entry(extension.clone()).or_insert_with(|| did.number.clone());
        }
    }
    numbers
}

/// How a client's settings get to where they belong.
#[derive(Default)]
struct Way {
    link: LinkUse,
    /// What a link leads to is an archive.
    is_archive: bool,
    /// Each account has a file of its own.
    file_for_each: bool,
    /// It is set up at a computer.
    at_computer: bool,
    /// Without the person, password and all.
    comes_by_itself: bool,
}

impl Way {
    fn of(profile: Option<&Profile>, accounts: usize) -> Self {
        let Some(Profile { kind, device, link, .. }) = profile else { return Self::default() };
        Self {
            link: *link,
            is_archive: profile.is_some_and(|profile| profile.is_archive(accounts)),
            file_for_each: profile.is_some_and(|profile| profile.has_file_for_each(accounts)),
            at_computer: *kind == ClientKind::Router || device.is_computer(),
            comes_by_itself: match kind {
                ClientKind::Managed | ClientKind::DeskPhone => true,
                ClientKind::Browser => *link == LinkUse::Nobody,
                ClientKind::Program | ClientKind::Router => *link == LinkUse::Script,
            },
        }
    }
}

/// One line on its way to a letter.
struct One<'a> {
    line: &'a Line,
    person: &'a Person,
    kind: LetterText,
    texts: &'a Texts,
    link: Option<&'a Link>,
    post: &'a Post<'a>,
    outside: Option<String>,
}

impl One<'_> {
    fn letter(&self, days: Option<&HomeDays<'_>>, told: &mut Told) -> Letter {
        let (texts, rules, person, line) = (self.texts, &self.post.site.letters, self.person, self.line);
        let mut unknown = false;
        let mut print = |text: &str| {
            let (text, replaced) = printable(text);
            unknown |= replaced;
            text
        };
        let (last, first) = person.written();
        let title = person.title.as_ref().map_or("", |title| title.value.as_str());
        let name = print(
            [title, first.unwrap_or_default(), last]
                .map(str::trim)
                .join(" ")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .as_str(),
        );
        let department = person.department.as_ref().map(|department| print(department.value.as_str()));
        let room = person.room.as_ref().map(|room| print(room.value.as_str()));
        let profile = self.post.catalogue.get(&line.client);
        let called = profile.map_or(line.client.0.as_str(), |profile| profile.facts.title.as_str());
        let client = print(texts.of_client(&line.client.0, "name").unwrap_or(called));
        let sender = print(rules.sender.as_deref().unwrap_or(&self.post.site.name));
        let hotline = print(rules.hotline.as_deref().unwrap_or_default()).replace(' ', "\u{a0}");
        let (hours, mail) = (print(rules.hours.as_deref().unwrap_or_default()), print(rules.mail.as_deref().unwrap_or_default()));
        let (user, domain, server) = (print(&line.auth_user), print(&line.domain), print(&line.registrar.host));
        if unknown {
            told.no_glyph.push(line.extension.clone());
        }
        let number = line.extension.as_str();
        let port = line.registrar.port.to_string();
        let transport = transport_name(line.transport);
        let srtp = texts.get(match line.srtp {
            Srtp::Off => "srtp.off",
            Srtp::Optional => "srtp.optional",
            Srtp::Required => "srtp.required",
        });
        let accounts = line.accounts().count();
        let file = profile.map_or_else(String::new, |profile| profile.download(accounts));
        let everywhere: [(&str, &str); 7] = [
            ("name", &name),
            ("client", &client),
            ("number", number),
            ("hotline", &hotline),
            ("hours", &hours),
            ("mail", &mail),
            ("sender", &sender),
        ];

        let pin_way = match rules.pin {
            PinWay::Hotline if hotline.is_empty() => texts.filled("help.nobody", &everywhere),
            PinWay::Hotline => texts.filled("pin_way.hotline", &everywhere),
            PinWay::Mail => texts.filled("pin_way.mail", &everywhere),
            PinWay::Supervisor => texts.filled("pin_way.supervisor", &everywhere),
        };
        let of_line = [
            everywhere.as_slice(),
            &[
                ("pin_way", pin_way.as_str()),
                ("user", &user),
                ("domain", &domain),
                ("server", &server),
                ("port", &port),
                ("transport", transport),
                ("srtp", srtp),
                ("file", &file),
            ],
        ]
        .concat();
        let way = Way::of(profile, accounts);
        let groups: Vec<&str> = profile.map_or_else(Vec::new, |profile| profile.groups().collect());
        let worded = |name: &str, usual: &str| {
            let text = texts.of_kind(&line.client.0, &groups, name).unwrap_or_else(|| texts.get(usual));
            placeholders::fill(text, &of_line).into_owned()
        };
        let step = |name: &str| worded(name, &format!("steps.{name}"));
        let pin = self.link.is_some_and(|link| link.pin);
        // Only a page can ask for the PIN; all others get it with the address, so it comes first, and a code would hold too little.
        let asks = way.link == LinkUse::Page;
        let more =
            |name: &str| texts.of_kind(&line.client.0, &groups, name).map(|text| placeholders::fill(text, &of_line).into_owned());
        // What is fetched by a link may bring its own beginning.
        let first = self.link.and_then(|_| more("begin")).unwrap_or_else(|| step("install"));
        let mut steps = if first.is_empty() { Vec::new() } else { vec![first] };
        steps.extend((pin && !asks).then(|| step("pin_before")));
        steps.push(step(match self.link {
            Some(_) if pin => "link_pin",
            Some(_) => "link",
            None => "values",
        }));
        if self.link.is_some() {
            let by_hand = line.transport != Transport::Udp || line.srtp != Srtp::Off;
            // Where the files have no words of their own for several, those for one do.
            let start = Some("start_each").filter(|name| way.file_for_each && more(name).is_some()).unwrap_or("start");
            let needed = [("unpack", way.is_archive), (start, true), ("by_hand", by_hand)];
            steps.extend(needed.into_iter().filter(|(_, needed)| *needed).filter_map(|(name, _)| more(name)));
        }
        steps.extend((pin && asks).then(|| step("pin")));
        steps.push(step("try"));
        // A code that a mobile telephone scans spends the link there.
        let scanned = (!pin || asks) && !way.at_computer;

        let password = self.sheet(&of_line, told);
        let password_row = match &password {
            Some(_) => texts.get("values.password_sheet").to_owned(),
            None if self.link.is_some() || way.comes_by_itself => texts.get("values.password_apart").to_owned(),
            None => {
                // Where second sheets are printed, it is told why this line has none.
                if self.post.secrets.is_none() {
                    told.no_way.push(line.extension.clone());
                }
                let way = match (hotline.is_empty(), mail.is_empty()) {
                    (false, _) => "password_way.hotline",
                    (true, false) => "password_way.mail",
                    (true, true) => "password_way.nobody",
                };
                texts.filled(way, &everywhere)
            }
        };
        let typed = self.address(&of_line);
        let mut values: Vec<Value> = typed.iter().map(|address| self.typed_address(address)).collect();
        let first = values.len();
        values.extend([
            self.value("server", vec![server.clone()]),
            self.value("port", vec![port.clone()]),
            self.value("transport", vec![transport.to_owned()]),
            self.value("number", vec![number.to_owned()]),
            self.value("user", blocks_if_long(&user)),
        ]);
        if line.srtp != Srtp::Off {
            values.insert(first + 3, self.value("srtp", vec![srtp.to_owned()]));
        }
        if let Some(proxy) = &line.media.outbound_proxy {
            values.insert(first + 3, self.value("proxy", vec![proxy.to_string()]));
        }
        if domain != server {
            values.insert(first + 1, self.value("domain", vec![domain.clone()]));
        }
        let grouped = values.iter().any(|value| value.blocks.len() > 1);
        values.push(self.value("password", vec![password_row]));

        let figure = typed.filter(|_| scanned).and_then(|address| self.figure(&address));
        // Where there is no code to say it below, the table says how long the address works.
        let until = if figure.is_none() { self.link.map(|link| self.until(link)) } else { None };
        let notes: Vec<String> = until.into_iter().chain(grouped.then(|| texts.get("values.grouped").to_owned())).collect();

        let heading = texts.filled("title", &everywhere);
        let mut address = vec![name.clone()];
        address.extend(department.clone());
        address.extend(room.as_ref().map(|room| texts.filled("room", &[("room", room)])));
        // The accounts that the same files bring.
        let brought = line.further.iter().filter(|own| self.post.brings(own, &line.id)).map(|own| own.extension.as_str());
        let numbers = std::iter::once(number).chain(brought).collect::<Vec<_>>().join(", ");
        let mut info = vec![(texts.get("info.number").to_owned(), numbers)];
        info.extend(self.outside_number().map(|number| (texts.get("info.outside").to_owned(), number)));
        info.push((worded("label", "info.client"), client.clone()));
        info.extend(self.post.date.map(|date| (texts.get("info.date").to_owned(), texts.date(date))));
        let told = |key: &str, value: &str| (!value.is_empty()).then(|| texts.filled(key, &everywhere));
        let call = told("help.hotline", &hotline).map(|call| [call, told("help.hours", &hours).unwrap_or_default()].join(" "));
        let help: Vec<String> =
            [call, told("help.mail", &mail)].into_iter().flatten().map(|part| part.trim().to_owned()).collect();
        let nobody = rules.hotline.is_none() && rules.mail.is_none();
        Letter {
            line: line.id.clone(),
            text: self.kind,
            language: texts.get("language").to_owned(),
            title: format!("{heading}: {name}"),
            order: Order {
                no_department: department.is_none(),
                folded: fold(department.as_deref().unwrap_or_default()),
                department: department.clone().unwrap_or_default(),
                no_room: room.is_none(),
                room: Piece::all(room.as_deref().unwrap_or_default()),
                name: fold(&format!("{} {first}", person.last.value)),
                line: line.id.clone(),
            },
            return_line: texts.filled("return_line", &everywhere),
            address,
            info,
            greeting: texts.filled("greeting", &everywhere),
            intro: worded("intro", "intro"),
            setup: match steps.len() {
                3 => texts.get("setup").to_owned(),
                4 => texts.get("setup_pin").to_owned(),
                n => texts.filled("setup_more", &[("count", n.to_string().as_str())]),
            },
            steps,
            figure,
            values_heading: texts.get("values.heading").to_owned(),
            values,
            values_note: (!notes.is_empty()).then(|| notes.join(" ")),
            emergency_heading: texts.get("emergency.heading").to_owned(),
            emergency: worded("emergency", "emergency.text"),
            days: days.and_then(|days| days.of(&person.id, texts)),
            help_heading: texts.get("help.heading").to_owned(),
            help: if nobody { texts.get("help.nobody").to_owned() } else { help.join(" · ") },
            heading,
            sender,
            password,
        }
    }

    fn value(&self, key: &str, blocks: Vec<String>) -> Value {
        Value { label: self.texts.get(&format!("values.{key}")).to_owned(), lead: String::new(), blocks }
    }

    /// The token of a link in blocks of four, as the server takes it with the gaps and without; any other address whole.
    fn typed_address(&self, address: &str) -> Value {
        match token::parts(address) {
            Some((head, token)) => Value { lead: head.to_owned(), ..self.value("address", typing::blocks(token)) },
            None => self.value("address", vec![address.to_owned()]),
        }
    }

    /// As people dial it, where an export or the number plan tells.
    fn outside_number(&self) -> Option<String> {
        let plan = &self.post.site.numbers;
        let number = self.outside.clone().or_else(|| direct::promised(&self.line.extension, plan))?;
        Some(shown::national(&number, plan))
    }

    /// What the code holds: the link, else the client's `qr`, whose address has no secret in it.
    fn address(&self, values: &[(&str, &str)]) -> Option<String> {
        if let Some(link) = self.link {
            return Some(link.url.clone());
        }
        let template = self.texts.of_client(&self.line.client.0, "qr")?;
        Some(printable(&placeholders::fill(template, values)).0)
    }

    fn figure(&self, address: &str) -> Option<Figure> {
        let texts = self.texts;
        let caption = self.link.map(|link| self.until(link));
        let alt = texts.filled(if self.link.is_some() { "code.alt" } else { "code.alt_plain" }, &[("url", address)]);
        Some(Figure { code: code(address)?, alt, caption })
    }

    /// That the address works once, and until when.
    fn until(&self, link: &Link) -> String {
        match last_day(link) {
            Some(day) => self.texts.filled("code.until", &[("expires", &self.texts.date(day))]),
            None => self.texts.get("code.once").to_owned(),
        }
    }

    fn sheet(&self, values: &[(&str, &str)], told: &mut Told) -> Option<password::Sheet> {
        let secrets = self.post.secrets?;
        let present = self.line.secret.state == crate::domain::SecretState::Present;
        let secret = secrets.get(&self.line.secret).filter(|_| present);
        let sheet = secret.and_then(|secret| password::sheet(secret, &self.line.auth_user, self.texts, values));
        if sheet.is_none() {
            told.no_password.push(self.line.extension.clone());
        }
        sheet
    }
}

/// As clients name it in their settings.
fn transport_name(transport: Transport) -> &'static str {
    transport.via_token()
}
