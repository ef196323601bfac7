//! What a file holds several of: keys and contacts. A template of its own writes one of them, and the file's template says where they all
//! stand: so no template needs a loop, and the size of a file is bounded by the lengths of its templates and of the list.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use minijinja::Value;

use super::definition::{Output, Reader, Source};
use super::media::MediaNames;
use super::syntax::{NameAddr, Read};
use crate::policy::media::Media;
use crate::policy::raw::{Kind, Node};

/// What may be repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Repeat {
    Keys,
    Contacts,
    /// Those beside 110 and 112.
    Emergency,
}

impl Repeat {
    pub(super) const ALL: [Self; 3] = [Self::Keys, Self::Contacts, Self::Emergency];

    /// The word of `profile.yaml`, and the variable of `file` that holds all of them.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Keys => "keys",
            Self::Contacts => "contacts",
            Self::Emergency => "emergency",
        }
    }
}

/// The object `item` where none is written: most files have no such part, so it is made once.
pub(super) static NO_ITEM: LazyLock<Value> = LazyLock::new(|| Item::default().context(0, 0));

/// One of them, as a template writes it.
#[derive(Debug, Clone, Default)]
pub(super) struct Item {
    /// The client's word.
    kind: String,
    number: String,
    label: String,
    /// Of a further account: what stands for it in keys that are not counted.
    series: String,
}

impl Item {
    /// What a template of a further account may write.
    pub(super) fn of_series(series: &str) -> Self {
        Self { series: series.to_owned(), ..Self::default() }
    }

    /// The object `item` of a template; `further` accounts stand in the file beside its first.
    pub(super) fn context(&self, place: usize, further: usize) -> Value {
        Value::from_pairs([
            ("kind", Value::from(self.kind.as_str())),
            ("number", Value::from(self.number.as_str())),
            ("label", Value::from(self.label.as_str())),
            ("place", Value::from(place.to_string())),
            ("index", Value::from((place + 1).to_string())),
            ("second", Value::from((place + 2).to_string())),
            ("after", Value::from((place + 2 + further).to_string())),
            ("series", Value::from(self.series.as_str())),
        ])
    }

    /// Whether the client finds it in what it reads: the name as a value, as a field of one, or as the name of an address.
    fn is_in(&self, read: &Read) -> bool {
        let number = |value: &String| self.number.is_empty() || value.contains(&self.number);
        let label = |value: &String| {
            let mut fields = value.split(';');
            let field = |field: &str| field == self.label || field.strip_prefix("nme=") == Some(self.label.as_str());
            self.label.is_empty()
                || *value == self.label
                || fields.any(field)
                || NameAddr::read(value).is_some_and(|address| address.display == self.label)
        };
        read.values().any(number) && read.values().any(label)
    }
}

/// Everything of one line that is repeated.
pub(super) type Items = BTreeMap<Repeat, Vec<Item>>;

pub(super) fn items(media: &Media, names: &MediaNames) -> Items {
    let key = |key: &crate::policy::directory::Key| {
        let kind = names.keys.get(&key.kind)?.clone();
        Some(Item { kind, number: key.number.clone(), label: key.label.clone(), ..Item::default() })
    };
    let contact = |contact: &crate::policy::directory::Contact| Item {
        kind: String::new(),
        number: contact.number.clone(),
        label: contact.name.clone(),
        ..Item::default()
    };
    let emergency = |number: &str| Item { number: number.to_owned(), ..Item::default() };
    BTreeMap::from([
        (Repeat::Keys, media.keys.iter().filter_map(key).take(names.most_keys).collect()),
        (Repeat::Contacts, media.contacts.iter().map(contact).collect()),
        (Repeat::Emergency, media.dialling.own_emergency().map(emergency).collect()),
    ])
}

/// The first that a file which should hold it does not.
pub(super) fn missing<'r>(output: &Output, items: &Items, read: impl FnOnce() -> Option<&'r Read>) -> Option<Repeat> {
    let mut wanted =
        output.repeats.keys().flat_map(|repeat| items.get(repeat).into_iter().flatten().map(|item| (*repeat, item))).peekable();
    wanted.peek()?;
    let Some(read) = read() else { return wanted.next().map(|(repeat, _)| repeat) };
    wanted.find(|(_, item)| !item.is_in(read)).map(|(repeat, _)| repeat)
}

impl Reader {
    /// `repeats` of an output: a template for one of each.
    pub(super) fn repeats(&mut self, output: &Node, source: &Source) -> BTreeMap<Repeat, String> {
        let mut repeats = BTreeMap::new();
        let Some(node) = output.get("repeats") else { return repeats };
        self.known(node, &Repeat::ALL.map(Repeat::as_str));
        if !matches!(node.kind, Kind::Map(_)) {
            return repeats;
        }
        for repeat in Repeat::ALL.into_iter().filter(|repeat| node.get(repeat.as_str()).is_some()) {
            repeats.extend(self.template(node, repeat.as_str(), source).map(|(_, text)| (repeat, text.clone())));
        }
        repeats
    }
}
