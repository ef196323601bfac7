//! Sections to objects, with Asterisk's verdict on each.

#[cfg(test)]
use std::cell::Cell;
use std::cell::OnceCell;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::beside;
use super::issues::{Effect, Issues};
use super::options::{self, Problem};
use crate::diag::{Finding, Place, Words};
use crate::inventory::asterisk::codes::{objects as codes, wizard};
use crate::inventory::asterisk::config::{Config, Section, Variable, is_secret_key};

/// What the first `type=` of a section says. The word counts with its case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectKind {
    Endpoint,
    Auth,
    Aor,
    Transport,
    Identify,
    Registration,
    /// Addresses from which nobody, or anybody, may call or register.
    Acl,
    /// A type that carries no extension: `global`, `system`, `domain_alias`, ….
    Other,
}

impl ObjectKind {
    /// The word of `type=`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Endpoint => "endpoint",
            Self::Auth => "auth",
            Self::Aor => "aor",
            Self::Transport => "transport",
            Self::Identify => "identify",
            Self::Registration => "registration",
            Self::Acl => "acl",
            Self::Other => "other",
        }
    }

    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "endpoint" => Self::Endpoint,
            "auth" => Self::Auth,
            "aor" => Self::Aor,
            "transport" => Self::Transport,
            "identify" => Self::Identify,
            "registration" => Self::Registration,
            "acl" => Self::Acl,
            "global"
            | "system"
            | "domain_alias"
            | "contact"
            | "subscription_persistence"
            | "resource_list"
            | "phoneprov"
            | "inbound-publication"
            | "outbound-publish"
            | "asterisk-publication"
            | "publication" => Self::Other,
            _ => return None,
        })
    }
}

/// One object of pjsip.conf.
#[derive(Debug, Clone, Copy)]
pub struct Object<'a> {
    pub kind: ObjectKind,
    pub section: Section<'a>,
    loads: bool,
    /// Goes down with its type where one id is there twice.
    refusable: bool,
    /// Another object of this kind and id counts.
    superseded: bool,
}

impl<'a> Object<'a> {
    #[must_use]
    pub fn id(self) -> &'a str {
        self.section.name()
    }

    /// The word of its `type`.
    #[must_use]
    pub fn type_word(self) -> &'a str {
        self.section.first("type").map_or("", Variable::value)
    }

    /// What counts of a single-valued option: the last one.
    #[must_use]
    pub fn value(self, key: &'a str) -> Option<Variable<'a>> {
        self.section.last(key)
    }

    /// A truth option.
    #[must_use]
    pub fn is_set(self, key: &'a str) -> bool {
        self.value(key).is_some_and(|variable| options::is_true(variable.value()))
    }

    /// A number as Asterisk reads it; none where the option is absent or wrong.
    #[must_use]
    pub fn number(self, key: &'a str) -> Option<u32> {
        options::number(self.value(key)?.value())
    }

    /// Names of a comma-separated option such as `auth` and `aors`; the last such line counts.
    pub fn names(self, key: &'a str) -> impl Iterator<Item = &'a str> {
        let value = self.value(key).map_or("", Variable::value);
        value.split(',').map(str::trim).filter(|name| !name.is_empty())
    }
}

/// The objects of one pjsip.conf.
#[derive(Debug, Default)]
pub struct Objects<'a> {
    all: Vec<Object<'a>>,
    first: BTreeMap<(ObjectKind, &'a str), usize>,
    /// The first of each id that Asterisk does not drop.
    good: BTreeMap<(ObjectKind, &'a str), usize>,
    /// Types that Asterisk refuses as a whole because of a duplicate.
    refused: Vec<ObjectKind>,
    /// Options that no field holds, with the place of the first of each, in file order.
    unheld: Vec<(String, Place)>,
    /// Ids in small letters to the first id written so; made when the first name is missing.
    folded: OnceCell<BTreeMap<(ObjectKind, String), &'a str>>,
    /// Objects looked at while names were compared without their case.
    #[cfg(test)]
    pub compared: Cell<usize>,
}

impl<'a> Objects<'a> {
    /// All of a kind, in file order, dropped ones too.
    pub fn of(&self, kind: ObjectKind) -> impl Iterator<Item = Object<'a>> {
        self.all.iter().copied().filter(move |object| object.kind == kind && !object.superseded)
    }

    /// The first with this id, dropped or not. Ids count with their case.
    #[must_use]
    pub fn find(&self, kind: ObjectKind, id: &'a str) -> Option<Object<'a>> {
        self.first.get(&(kind, id)).map(|index| self.all[*index])
    }

    /// The first id of a kind that differs from this one only in case.
    #[must_use]
    pub fn near(&self, kind: ObjectKind, name: &str) -> Option<&'a str> {
        let folded = self.folded.get_or_init(|| {
            let mut folded = BTreeMap::new();
            for object in self.all.iter().filter(|object| !object.superseded) {
                #[cfg(test)]
                self.compared.set(self.compared.get() + 1);
                folded.entry((object.kind, object.id().to_ascii_lowercase())).or_insert(object.id());
            }
            folded
        });
        folded.get(&(kind, name.to_ascii_lowercase())).copied().filter(|near| *near != name)
    }

    /// True where Asterisk has the object after loading.
    #[must_use]
    pub fn loads(&self, object: Object<'_>) -> bool {
        object.loads && !(object.refusable && self.refused.contains(&object.kind))
    }

    /// The object Asterisk finds under this id.
    #[must_use]
    pub fn loaded(&self, kind: ObjectKind, id: &'a str) -> Option<Object<'a>> {
        // A dropped first object leaves its id to a later one.
        self.good.get(&(kind, id)).map(|index| self.all[*index]).filter(|object| self.loads(*object))
    }

    /// Types of which Asterisk loads nothing, because one id is there twice.
    #[must_use]
    pub fn refused(&self) -> &[ObjectKind] {
        &self.refused
    }

    /// Options that no field of the inventory holds, and where each stands first. Another object's than the endpoint's is named with its
    /// type: `aor/qualify_frequency`.
    pub(super) fn unheld(&self) -> &[(String, Place)] {
        &self.unheld
    }
}

/// What a second object of one kind and id does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Second {
    /// Asterisk loads nothing of this kind: pjsip.conf.
    Refuses,
    /// It takes the place of the first: pjsip_wizard.conf.
    Replaces,
    /// It is never looked at: rows of a database.
    Ignored,
}

/// Finds the objects and says which of them Asterisk drops and why.
#[must_use]
pub fn resolve(config: &Config) -> (Objects<'_>, Vec<Finding>) {
    resolve_each(&[(config, Second::Refuses)])
}

/// The objects of pjsip.conf and of an unfolded pjsip_wizard.conf; the former win.
#[must_use]
pub fn resolve_both<'a>(config: &'a Config, wizard: &'a Config) -> (Objects<'a>, Vec<Finding>) {
    resolve_each(&[(config, Second::Refuses), (wizard, Second::Replaces)])
}

/// The objects that rows of a database make.
#[must_use]
pub fn resolve_rows(config: &Config) -> (Objects<'_>, Vec<Finding>) {
    resolve_each(&[(config, Second::Ignored)])
}

fn resolve_each<'a>(configs: &[(&'a Config, Second)]) -> (Objects<'a>, Vec<Finding>) {
    let mut resolver = Resolver {
        issues: Issues::default(),
        good: Vec::new(),
        seen: BTreeSet::new(),
        named: BTreeSet::new(),
        unheld: Vec::new(),
    };
    let mut objects = Objects::default();
    for (config, second) in configs {
        resolver.good = vec![0; config.variable_ids()];
        resolver.config(&mut objects, config, *second);
    }
    objects.unheld = resolver.unheld;
    (objects, resolver.issues.into_findings())
}

/// A section that was meant as an endpoint and has lost its type, for example because a blank before `(` cut off its template.
/// Asterisk makes nothing of it, but whoever looks for the extension should find out why it is not there.
fn is_lost_endpoint(section: Section<'_>) -> bool {
    let number = !section.name().is_empty() && section.name().bytes().all(|byte| byte.is_ascii_digit());
    number && section.first("type").is_none() && section.first("aors").is_some()
}

struct Resolver {
    issues: Issues,
    /// For each variable the kind of object it was found good for, plus 1: inherited ones are checked once.
    good: Vec<u8>,
    /// Options met.
    seen: BTreeSet<(ObjectKind, usize)>,
    /// Options of types without a list of options, named once.
    named: BTreeSet<String>,
    unheld: Vec<(String, Place)>,
}

impl Resolver {
    fn config<'a>(&mut self, objects: &mut Objects<'a>, config: &'a Config, second: Second) {
        let begin = objects.all.len();
        let mut lost = Vec::new();
        for section in config.sections().filter(|section| !section.is_template()) {
            let Some(kind) = self.kind(section) else {
                // These two need no type.
                if matches!(section.name(), "global" | "system") && section.first("type").is_none() {
                    self.name(section.name(), section);
                }
                lost.extend(is_lost_endpoint(section).then_some(section));
                continue;
            };
            let loads = self.accepts(kind, section);
            let refusable = second == Second::Refuses;
            let object = Object { kind, section, loads, refusable, superseded: false };
            let index = objects.all.len();
            objects.all.push(object);
            if kind == ObjectKind::Other {
                continue;
            }
            let id = (kind, section.name());
            objects.first.entry(id).or_insert(index);
            let good = objects.good.get(&id).copied().filter(|first| *first >= begin || objects.loads(objects.all[*first]));
            match good {
                // Asterisk looks for the id before it makes the object, so a bad second one is a duplicate too.
                Some(first) if first >= begin && second == Second::Refuses => self.second(objects, first, object),
                Some(first) if first >= begin && second == Second::Replaces && loads => {
                    objects.all[first].superseded = true;
                    objects.good.insert(id, index);
                    objects.first.insert(id, index);
                    self.replaces(objects.all[first], object);
                }
                Some(first) => {
                    objects.all[index].superseded = true;
                    if first < begin {
                        self.overridden(objects.all[first], object);
                    }
                }
                None if loads => {
                    objects.good.insert(id, index);
                }
                None => {}
            }
        }
        for section in lost {
            let index = objects.all.len();
            if let Entry::Vacant(first) = objects.first.entry((ObjectKind::Endpoint, section.name())) {
                first.insert(index);
                let kind = ObjectKind::Endpoint;
                objects.all.push(Object { kind, section, loads: false, refusable: true, superseded: false });
            }
        }
    }

    /// A second section of the wizard. Told for the endpoint, not for all of its objects.
    fn replaces(&mut self, before: Object<'_>, object: Object<'_>) {
        if object.kind != ObjectKind::Endpoint {
            return;
        }
        let name = object.id();
        let related = self.issues.add(&wizard::WIZARD_TWICE, object.section.place(), name, Effect::Concerned, || {
            let words = Words::new(
                format!("a second wizard `[{name}]` takes the place of the first without a word"),
                format!("ein zweiter Assistent `[{name}]` tritt wortlos an die Stelle des ersten"),
            );
            (words, Some(Words::new("remove one of the two", "einen der beiden entfernen")))
        });
        related.push((before.section.place(), Words::new("the first one", "der erste")));
    }

    /// An object of the wizard that pjsip.conf has too.
    fn overridden(&mut self, before: Object<'_>, object: Object<'_>) {
        let (name, kind) = (object.id(), object.kind.as_str());
        let related = self.issues.add(&wizard::WIZARD_OVERRIDDEN, object.section.place(), name, Effect::Concerned, || {
            let words = Words::new(
                format!("pjsip.conf has {kind} `[{name}]` too, and that one counts; this one is never used"),
                format!("pjsip.conf hat {kind} `[{name}]` auch, und der zählt; dieser hier wird nie verwendet"),
            );
            (words, Some(Words::new("keep it in one of the two files", "nur in einer der beiden Dateien behalten")))
        });
        related.push((before.section.place(), Words::new("the one that counts", "der zählende")));
    }

    fn kind(&mut self, section: Section<'_>) -> Option<ObjectKind> {
        let name = section.name();
        let Some(first) = section.first("type") else {
            if !matches!(name, "global" | "system") && section.variables().len() > 0 {
                self.issues.add(&codes::TYPE_MISSING, section.place(), name, Effect::Concerned, || {
                    let words = Words::new(
                        format!("`[{name}]` has no `type`, so Asterisk makes nothing of it"),
                        format!("`[{name}]` hat keinen `type`, also macht Asterisk nichts daraus"),
                    );
                    (words, None)
                });
            }
            return None;
        };
        let word = first.value();
        let kind = ObjectKind::of(word);
        if kind.is_none() {
            let near = ObjectKind::of(&word.to_ascii_lowercase()).map(|_| word.to_ascii_lowercase());
            let page = if near.is_some() { &codes::TYPE_CASE } else { &codes::TYPE_UNKNOWN };
            let elsewhere = (word == "wizard")
                .then(|| Words::new("move the section to pjsip_wizard.conf", "den Abschnitt nach pjsip_wizard.conf verschieben"));
            self.issues.add(page, first.value_place(), name, Effect::Concerned, || {
                let words = Words::new(
                    format!("`type={word}` is none of Asterisk's types; the section is ignored without a word"),
                    format!("`type={word}` ist keiner von Asterisks Typen; der Abschnitt wird wortlos übergangen"),
                );
                let todo = near.map(|near| Words::new(format!("write `type={near}`"), format!("`type={near}` schreiben")));
                (words, todo.or(elsewhere))
            });
        }
        if let Some(other) = section.all("type").find(|variable| variable.value() != word) {
            let later = other.value();
            self.issues.add(&codes::TYPE_TWICE, other.value_place(), name, Effect::Concerned, || {
                let words = Words::new(
                    format!("`type={word}` stands above already; `type={later}` makes no second object"),
                    format!("`type={word}` steht schon darüber; `type={later}` ergibt kein zweites Objekt"),
                );
                (words, Some(Words::new("give each type a section of its own", "jedem Typ einen eigenen Abschnitt geben")))
            });
        }
        kind
    }

    /// Names the options of a type whose options are not checked: `global/user_agent`, `domain_alias/domain`.
    fn name(&mut self, word: &str, section: Section<'_>) {
        for variable in section.variables().filter(|variable| beside::is_named(word, variable.key())) {
            let name = format!("{word}/{}", variable.key());
            if !self.named.contains(&name) {
                self.unheld.push((name.clone(), variable.key_place()));
                self.named.insert(name);
            }
        }
    }

    /// Checks the options. False where Asterisk drops the object.
    fn accepts(&mut self, kind: ObjectKind, section: Section<'_>) -> bool {
        let name = section.name();
        if kind == ObjectKind::Other {
            self.name(section.first("type").map_or("other", Variable::value), section);
            return true;
        }
        let mut loads = true;
        for variable in section.variables() {
            if self.good[variable.id()] == kind as u8 + 1 {
                continue;
            }
            let (key, value) = (variable.key(), variable.value());
            let (option, problem) = options::look_up(kind, key, value);
            if let Some(option) = option.filter(|option| self.seen.insert((kind, *option))) {
                self.unheld.extend(beside::unheld(kind, option).map(|name| (name, variable.key_place())));
            }
            let Some(problem) = problem else {
                self.good[variable.id()] = kind as u8 + 1;
                continue;
            };
            let kind_word = kind.as_str();
            match problem {
                Problem::Unknown => {
                    loads = false;
                    self.issues.add(&codes::UNKNOWN_OPTION, variable.key_place(), name, Effect::Dropped, || {
                        let words = Words::new(
                            format!("`{key}` is no option of `type={kind_word}`"),
                            format!("`{key}` ist keine Option von `type={kind_word}`"),
                        );
                        let todo = options::nearest(kind, key).map_or_else(
                            || Words::new("remove the line", "die Zeile entfernen"),
                            |near| Words::new(format!("write `{near}`"), format!("`{near}` schreiben")),
                        );
                        (words, Some(todo))
                    });
                }
                Problem::Bad(en, de) => {
                    loads = false;
                    self.issues.add(&codes::BAD_VALUE, variable.value_place(), name, Effect::Dropped, || {
                        let shown = if is_secret_key(key) { key.to_owned() } else { format!("{key}={value}") };
                        let words = Words::new(format!("`{shown}`: expected {en}"), format!("`{shown}`: erwartet wird {de}"));
                        (words, None)
                    });
                }
                Problem::MeansNo => {
                    self.issues.add(&codes::BOOL_MEANS_NO, variable.value_place(), name, Effect::Concerned, || {
                        let words = Words::new(
                            format!("`{key}={value}` is neither yes nor no; Asterisk takes it as no"),
                            format!("`{key}={value}` ist weder ja noch nein; Asterisk nimmt es als nein"),
                        );
                        (words, Some(Words::new("write `yes` or `no`", "`yes` oder `no` schreiben")))
                    });
                }
            }
        }
        loads && (kind != ObjectKind::Auth || self.accepts_auth(section))
    }

    /// What an auth needs beyond good options.
    fn accepts_auth(&mut self, section: Section<'_>) -> bool {
        let name = section.name();
        let text = |key| section.last(key).map_or("", Variable::value);
        if text("username").is_empty() {
            let place = section.last("username").map_or_else(|| section.place(), Variable::value_place);
            self.issues.add(&codes::NO_USERNAME, place, name, Effect::Dropped, || {
                let words =
                    Words::new(format!("auth `[{name}]` has no `username`"), format!("auth `[{name}]` hat keinen `username`"));
                (words, Some(Words::new("add `username=`", "`username=` ergänzen")))
            });
            return false;
        }
        if text("auth_type").eq_ignore_ascii_case("google_oauth") {
            return ["refresh_token", "oauth_clientid", "oauth_secret"].into_iter().all(|key| !text(key).is_empty());
        }
        if !text("password").is_empty() {
            return true;
        }
        // Every algorithm the PBX offers or answers with needs a digest of its own; without a list that is MD5.
        let digests: Vec<String> = section
            .variables()
            .filter(|variable| ["md5_cred", "password_digest"].iter().any(|key| variable.key().eq_ignore_ascii_case(key)))
            .flat_map(|variable| options::digests(variable.value()).map(|(algorithm, _)| algorithm.to_ascii_uppercase()))
            .collect();
        let missing = ["supported_algorithms_uas", "supported_algorithms_uac"].into_iter().find_map(|key| {
            let list = text(key);
            let list = if list.trim().is_empty() { "MD5" } else { list };
            list.split(',')
                .map(|algorithm| algorithm.trim().to_ascii_uppercase())
                .find(|algorithm| !algorithm.is_empty() && !digests.contains(algorithm))
        });
        let Some(algorithm) = missing else { return true };
        let variable = section.last("password");
        let place = variable.map_or_else(|| section.place(), Variable::value_place);
        self.issues.add(&codes::EMPTY_SECRET, place, name, Effect::Dropped, || {
            let words = Words::new(
                format!("auth `[{name}]` has neither a password nor a digest for {algorithm}"),
                format!("auth `[{name}]` hat weder Kennwort noch Prüfsumme für {algorithm}"),
            );
            (words, Some(Words::new("add `password=`", "`password=` ergänzen")))
        });
        false
    }

    fn second(&mut self, objects: &mut Objects<'_>, first: usize, object: Object<'_>) {
        let before = objects.all[first];
        let kind = object.kind;
        if !objects.refused.contains(&kind) {
            objects.refused.push(kind);
        }
        let (name, kind_word) = (object.id(), kind.as_str());
        let related = self.issues.add(&codes::DUPLICATE_OBJECT, object.section.place(), name, Effect::Concerned, || {
            let words = Words::new(
                format!("a second {kind_word} `[{name}]`: when it starts, Asterisk loads no {kind_word} of this file at all"),
                format!("ein zweiter {kind_word} `[{name}]`: beim Start lädt Asterisk überhaupt keinen {kind_word} dieser Datei"),
            );
            (words, Some(Words::new("remove one of the two", "einen der beiden entfernen")))
        });
        related.push((before.section.place(), Words::new("the first one", "der erste")));
    }
}
