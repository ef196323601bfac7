//! One line of the dialplan: what it rings, keeps for another line or puts into a queue; and one hint.

use super::peers::{Said, Several, is_plain, on_pjsip};
use super::web::Web;
use super::{Effect, OneRing, members, words};
use crate::inventory::asterisk::application::{self, Purpose, Spot};
use crate::inventory::model::{DialLine, Hint};

pub(super) fn dial(dial: &DialLine, several: &Several) -> Option<OneRing> {
    let text = dial.resolved.as_deref().unwrap_or(&dial.text);
    let mut said = Said::default();
    let mut new = String::new();
    let mut from = 0;
    let (mut keeps, mut member, mut page, mut single) = (None, None, false, None);
    for spot in application::spots(&dial.app, text) {
        let replaced = match spot.purpose {
            Purpose::Rings => {
                let mut here = Said::default();
                let list = several.all_of(&text[spot.list.clone()], dial.into(), &mut here);
                page |= here.any && looks_at_states(&spot, text);
                said.join(here);
                list.map(|list| (spot.list.clone(), list))
            }
            Purpose::Keeps => {
                // What else stands in a variable is no device.
                let mut here = Said::default();
                let list = several.all_of(&text[spot.list.clone()], dial.into(), &mut here);
                here.open = false;
                if here.any {
                    keeps = keeps.or_else(|| list.clone());
                }
                said.join(here);
                list.map(|list| (spot.list.clone(), list))
            }
            Purpose::Single => {
                let mut here = Said::default();
                // What is written for a list has no place here.
                let _ = several.all_of(&text[spot.list.clone()], dial.into(), &mut here);
                if here.any {
                    (here.unsure, here.open) = (true, false);
                    single.get_or_insert_with(|| spot.app.to_ascii_lowercase());
                }
                said.join(here);
                None
            }
            Purpose::Elsewhere => {
                said.open = true;
                None
            }
            Purpose::Member => {
                member.get_or_insert_with(|| spot.app.to_owned());
                members::of_line(&spot, text, dial.into(), several, &mut said)
            }
        };
        if let Some((range, with)) = replaced {
            new.push_str(&text[from..range.start]);
            new.push_str(&with);
            from = range.end;
        }
    }
    if !said.any && !said.open {
        return None;
    }
    new.push_str(&text[from..]);
    said.extensions.sort();
    said.extensions.dedup();
    let written = |data: &str| format!("{}({data})", dial.app);
    let (certain, todo, why) = if !said.any {
        (false, Some(words::find_out(member.is_some())), words::open(dial, member.is_some()))
    } else if keeps.is_some() {
        (false, Some(words::where_kept(&written(&new))), words::kept(dial))
    } else {
        let certain = !said.unsure && !page;
        let todo = match &member {
            _ if page => Some(words::page(&written(&new))),
            None if said.mixed => Some(words::line_of_its_own(&said.own_lines)),
            _ if single.as_deref() == Some("originate") => Some(words::originate()),
            _ if !certain => Some(words::by_hand(member.is_some())),
            Some(_) => None,
            None if said.open => Some(words::find_out(false)),
            None if said.more => Some(words::not_all_have_one()),
            None => dial.resolved.as_ref().map(|_| words::variable_gone()),
        };
        let why = match &member {
            Some(_) if said.state => words::state(dial),
            Some(app) => words::member(dial, app),
            None if said.without_desk => words::without_desk(dial),
            None if said.mixed => words::mixed(dial),
            None if said.web_alone => words::web_alone(dial),
            None if said.web_gone => words::web_gone(dial),
            None => words::rings(dial, said.desk),
        };
        (certain, todo, why)
    };
    let instead = certain.then(|| if dial.row { row(dial, &new) } else { Some(written(&new)) }).flatten();
    Some(OneRing {
        at: dial.at.clone(),
        subject: dial.pattern.clone(),
        effect: if said.any { Effect::Rings } else { Effect::Unknown },
        text: written(&dial.text),
        extensions: said.extensions,
        todo: if dial.row && certain && instead.is_none() { Some(words::by_hand(member.is_some())) } else { todo },
        instead,
        why,
    })
}

impl Said {
    fn join(&mut self, other: Self) {
        self.extensions.extend(other.extensions);
        self.any |= other.any;
        self.desk |= other.desk;
        self.open |= other.open;
        self.unsure |= other.unsure;
        self.more |= other.more;
        self.without_desk |= other.without_desk;
        self.mixed |= other.mixed;
        self.own_lines.extend(other.own_lines);
        self.web_alone |= other.web_alone;
        self.web_gone |= other.web_gone;
        self.state |= other.state;
    }
}

/// `Page` with its option `s` asks for the state of each device, which a contact does not have.
fn looks_at_states(spot: &Spot, text: &str) -> bool {
    spot.app.eq_ignore_ascii_case("page")
        && application::arguments(&text[spot.data.clone()]).get(1).is_some_and(|options| options.contains('s'))
}

/// The statement that changes a row of the table `extensions`.
fn row(dial: &DialLine, data: &str) -> Option<String> {
    let number = dial.priority.bytes().all(|byte| byte.is_ascii_digit()).then_some(&dial.priority)?;
    let [data, context, pattern] = [data, &dial.context, &dial.pattern].map(sql);
    Some(format!(
        "UPDATE extensions SET appdata={} WHERE context={} AND exten={} AND priority={number};",
        data?, context?, pattern?
    ))
}

/// A text in quotes that every database reads alike.
pub(super) fn sql(text: &str) -> Option<String> {
    let safe = !text.contains('\\') && !text.chars().any(char::is_control);
    safe.then(|| format!("'{}'", text.replace('\'', "''")))
}

/// A hint that does not see the web phone.
pub(super) fn hint(hint: &Hint, several: &Several) -> Option<OneRing> {
    // Behind the first comma stands the presence of the hint, which names no device.
    let (list, presence) = hint.devices.find(',').map_or((hint.devices.as_str(), ""), |at| hint.devices.split_at(at));
    let devices: Vec<&str> = application::devices(list).collect();
    let mut extensions = Vec::new();
    let mut new: Vec<String> = Vec::new();
    let (mut more, mut alone) = (false, false);
    for device in &devices {
        new.push((*device).to_owned());
        let Some(name) = on_pjsip(device).filter(|name| is_plain(name)) else { continue };
        if let Some((desk, web)) = several.web(name)
            && !devices.iter().any(|device| on_pjsip(device) == Some(desk))
        {
            let (extension, is_there) = match web {
                Web::Of(one) => (&one.extension, true),
                Web::Gone(extension, _) => (extension, false),
            };
            extensions.push(extension.clone());
            alone = true;
            new.insert(new.len() - 1, format!("PJSIP/{desk}"));
            new.truncate(new.len() - usize::from(!is_there));
            continue;
        }
        let (with, twin) = several.watched(name, hint.into());
        let Some(twin) = twin.filter(|twin| !devices.iter().any(|device| on_pjsip(device) == Some(twin))) else { continue };
        more |= name.contains("${");
        extensions.extend(with);
        new.push(format!("PJSIP/{twin}"));
    }
    if new.len() == devices.len() && !alone {
        return None;
    }
    let written = |devices: &str| format!("exten => {},hint,{devices}", hint.pattern);
    extensions.sort();
    extensions.dedup();
    Some(OneRing {
        at: hint.at.clone(),
        subject: hint.pattern.clone(),
        effect: Effect::Watches,
        text: written(&hint.devices),
        extensions,
        instead: Some(written(&format!("{}{presence}", new.join("&")))),
        why: if alone { words::watches_web(hint) } else { words::watches(hint) },
        todo: more.then(words::without_one_no_change),
    })
}
