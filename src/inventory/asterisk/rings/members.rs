//! Members of queues: in `queues.conf`, in the table `queue_members`, and those that a line of the dialplan puts in.

use std::ops::Range;

use super::devices::Devices;
use super::line::sql;
use super::peers::{Asked, Said, Several, is_plain, on_pjsip};
use super::web::Web;
use super::{Effect, OneRing, RING_CONTEXT, words};
use crate::inventory::asterisk::application::{self, Spot};
use crate::inventory::model::QueueMember;

/// A member that rings one device, with the member that rings all. Statistics are kept under the member's name, which is the
/// interface where none is written; so it is kept.
pub(super) fn of_queue(queue: &str, member: &QueueMember, several: &Several) -> Option<OneRing> {
    let endpoint = on_pjsip(&member.interface).filter(|rest| !rest.contains(['/', '@']));
    let all = |line: &Devices| (line.extension.clone(), format!("Local/{}@{RING_CONTEXT}/n", line.extension));
    let (line, web) = (endpoint.and_then(|endpoint| several.endpoint(endpoint)), endpoint.and_then(|name| several.web(name)));
    let (extension, local) = match (line, web) {
        (Some(line), _) => all(line),
        (None, Some((_, Web::Of(line)))) if line.home_only == Some(false) => all(line),
        (None, Some((_, Web::Gone(_, Some(line))))) => all(line),
        (None, Some((desk, Web::Gone(extension, None)))) => (extension.clone(), format!("PJSIP/{desk}")),
        _ => return of_state(queue, member, several),
    };
    let name = member.name.as_deref().unwrap_or(&member.interface);
    let desk = web.map(|(desk, _)| format!("PJSIP/{desk}"));
    let state = member.state_interface.as_deref().or(desk.as_deref()).unwrap_or(&member.interface);
    let home = line.and_then(Devices::home_web);
    let web = home.filter(|_| on_pjsip(state) == endpoint).map(|twin| format!("PJSIP/{twin}"));
    let state = web.as_deref().unwrap_or(state);
    let (text, instead, todo) = if member.dynamic {
        (format!("queue {queue}: {}", member.interface), None, Some(words::log_in_again()))
    } else if member.row {
        let values = [queue, &member.interface, &local, name, state].map(sql);
        let text = format!("queue_members: queue_name={queue}, interface={}", member.interface);
        let update = |[queue, interface, local, name, state]: [String; 5]| {
            format!(
                "UPDATE queue_members SET interface={local}, membername={name}, state_interface={state} \
                 WHERE queue_name={queue} AND interface={interface};"
            )
        };
        let all: Option<Vec<String>> = values.into_iter().collect();
        (text, all.and_then(|all| all.try_into().ok()).map(update), None)
    } else {
        let certain = !name.contains(['"', ';', '\n', '\r']);
        let now = match &member.name {
            None if member.penalty == 0 => member.interface.clone(),
            None => format!("{},{}", member.interface, member.penalty),
            Some(name) => format!("{},{},{}", member.interface, member.penalty, quoted(name)),
        };
        let new = format!("member => {local},{},{},{state}", member.penalty, quoted(name));
        (format!("member => {now}"), certain.then_some(new), None)
    };
    let todo = todo.or_else(|| instead.is_none().then(|| words::by_hand(true)));
    // A state interface that is the desk phone's stays so.
    let todo = todo.or_else(|| on_pjsip(state).and_then(|name| several.twin(name)).map(|_| words::state_of_both()));
    Some(OneRing {
        at: member.at.clone(),
        subject: member.interface.clone(),
        effect: Effect::Rings,
        text,
        extensions: vec![extension],
        instead,
        why: if desk.is_some() { words::queue_of_web(queue) } else { words::queue(queue) },
        todo,
    })
}

/// What ends a field or a line stands in it.
fn interface_needs_care(member: &QueueMember) -> bool {
    let odd = |text: &str| text.contains(['"', ';', '\n', '\r']);
    odd(&member.interface) || member.name.as_deref().is_some_and(odd)
}

/// As a field of a member's line.
fn quoted(name: &str) -> String {
    if name.contains(',') { format!("\"{name}\"") } else { name.to_owned() }
}

/// A member that rings all devices and whose state is that of one.
fn of_state(queue: &str, member: &QueueMember, several: &Several) -> Option<OneRing> {
    let state = member.state_interface.as_deref()?;
    let name = on_pjsip(state)?;
    let (extension, new, effect, why, todo) = match (several.twin(name), several.web(name)) {
        (Some(line), _) => {
            let todo = line.home_web().map_or_else(words::state_of_both, words::state_of_web);
            (&line.extension, line.home_web().map(str::to_owned), Effect::Watches, words::sees_one(queue), todo)
        }
        // The desk phone's, as every member has it that rings both; a hint of both is for the admin to make.
        (None, Some((desk, Web::Of(line)))) if line.home_only == Some(false) => {
            (&line.extension, Some(desk.to_owned()), Effect::Watches, words::sees_web(queue), words::state_of_desk_or_both(desk))
        }
        (None, Some((desk, Web::Gone(extension, _)))) => {
            (extension, Some(desk.to_owned()), Effect::Rings, words::sees_none(queue), words::state_of_desk(desk))
        }
        _ => return None,
    };
    let sees_web = matches!(several.web(name), Some((_, Web::Of(_)))) && several.twin(name).is_none();
    let certain = new.filter(|_| !member.dynamic && !member.row && !interface_needs_care(member));
    let instead = certain.map(|seen| {
        let name = member.name.as_deref().unwrap_or(&member.interface);
        format!("member => {},{},{},PJSIP/{seen}", member.interface, member.penalty, quoted(name))
    });
    let text = if member.dynamic || member.row {
        format!("queue {queue}: {}, {state}", member.interface)
    } else {
        let name = member.name.as_deref().map(quoted).unwrap_or_default();
        format!("member => {},{},{name},{state}", member.interface, member.penalty)
    };
    Some(OneRing {
        at: member.at.clone(),
        subject: member.interface.clone(),
        effect,
        text,
        extensions: vec![extension.clone()],
        // What is written sees one of two again.
        todo: (instead.is_none() || sees_web).then_some(todo),
        instead,
        why,
    })
}

/// The state interface that a member of a line of the dialplan is to have, where it has another.
fn state_of_line(state: &str, several: &Several, said: &mut Said) -> Option<String> {
    let name = on_pjsip(state)?;
    let (extension, seen) = match (several.twin(name).and_then(|line| Some((line, line.home_web()?))), several.web(name)) {
        (Some((line, twin)), _) => (&line.extension, twin.to_owned()),
        (None, Some((desk, Web::Of(line)))) if line.home_only == Some(false) => (&line.extension, desk.to_owned()),
        (None, Some((desk, Web::Gone(extension, _)))) => (extension, desk.to_owned()),
        _ => return None,
    };
    (said.any, said.state) = (true, true);
    said.extensions.push(extension.clone());
    Some(format!("PJSIP/{seen}"))
}

/// Which argument of `AddQueueMember` the device is whose state counts, from 0.
const STATE: usize = 5;

/// What stands in place of a part of an application that puts a member into a queue, takes it out or pauses it.
pub(super) fn of_line(
    spot: &Spot,
    text: &str,
    asked: Asked<'_>,
    several: &Several,
    said: &mut Said,
) -> Option<(Range<usize>, String)> {
    let interface = &text[spot.list.clone()];
    if interface.to_ascii_lowercase().starts_with("local/") {
        let mut arguments: Vec<&str> = application::arguments(&text[spot.data.clone()]);
        let state = state_of_line(arguments.get(STATE)?, several, said)?;
        arguments[STATE] = &state;
        return Some((spot.data.clone(), arguments.join(",")));
    }
    let Some(name) = on_pjsip(interface).filter(|name| is_plain(name)) else {
        // Without an interface it is the telephone that calls.
        let open = interface.is_empty() || interface.contains("${") && !interface.to_ascii_lowercase().starts_with("local/");
        said.open |= open && on_pjsip(interface).is_none();
        return None;
    };
    let mut state = interface.to_owned();
    let number = if name.contains("${") {
        let (meant, _) = several.meant(name, asked);
        if meant.is_empty() {
            return None;
        }
        said.extensions.extend(meant.iter().map(|one| one.extension.clone()));
        said.unsure |= !several.named_by_number();
        name.to_owned()
    } else {
        let one = match several.web(name) {
            Some((desk, Web::Of(one))) if one.home_only == Some(false) => {
                state = format!("PJSIP/{desk}");
                one
            }
            Some((desk, Web::Gone(extension, one))) => {
                state = format!("PJSIP/{desk}");
                let Some(one) = one else {
                    (said.any, said.web_gone) = (true, true);
                    said.extensions.push(extension.clone());
                    return Some((spot.list.clone(), state));
                };
                one
            }
            _ => several.endpoint(name)?,
        };
        said.extensions.push(one.extension.clone());
        // The state of a phone that is left out says nothing.
        state = one.home_web().map_or(state, |twin| format!("PJSIP/{twin}"));
        one.extension.to_string()
    };
    (said.any, said.desk) = (true, true);
    let local = format!("Local/{number}@{RING_CONTEXT}/n");
    if !spot.app.eq_ignore_ascii_case("addqueuemember") {
        return Some((spot.list.clone(), local));
    }
    // Queue, interface, penalty, options, name of the member, device whose state counts.
    let mut arguments: Vec<&str> = application::arguments(&text[spot.data.clone()]);
    arguments.resize(arguments.len().max(6), "");
    arguments[1] = &local;
    for (at, default) in [(4, interface), (STATE, state.as_str())] {
        if arguments[at].is_empty() {
            arguments[at] = default;
        }
    }
    Some((spot.data.clone(), arguments.join(",")))
}
