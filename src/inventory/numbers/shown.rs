//! Numbers as people read them, after DIN 5008: groups by function, the direct-dial suffix behind a hyphen.
//!
//! `+49 89 99998-101` and `089 99998-101`; without a head number of ours the area code cannot be told from the rest, so such a
//! number is left in one group behind its country code.

use super::head_of;
use crate::domain::Extension;
use crate::policy::site::Numbers;

/// For people elsewhere: `+49 89 99998-101`. What is no E.164 number stays as it is.
#[must_use]
pub fn international(number: &str, plan: &Numbers) -> String {
    written(number, plan, false)
}

/// For people in the country: `089 99998-101`.
#[must_use]
pub fn national(number: &str, plan: &Numbers) -> String {
    written(number, plan, true)
}

/// The direct number of an extension as people read it, `089 99998-101`, where the plan is complete.
#[must_use]
pub fn of_extension(extension: &Extension, plan: &Numbers) -> Option<String> {
    let head = super::direct::head(extension, plan).filter(|_| extension.context().is_none())?;
    (!plan.country.is_empty() && !head.head.is_empty()).then(|| {
        let start = if head.area.is_empty() { String::new() } else { format!("0{} ", head.area) };
        format!("{start}{}-{extension}", head.head)
    })
}

fn written(number: &str, plan: &Numbers, national: bool) -> String {
    let Some(digits) = number.strip_prefix('+').filter(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit())) else {
        return number.to_owned();
    };
    let Some(rest) = digits.strip_prefix(plan.country.as_str()).filter(|rest| !plan.country.is_empty() && !rest.is_empty())
    else {
        return number.to_owned();
    };
    let start = if national { "0".to_owned() } else { format!("+{} ", plan.country) };
    match head_of(rest, plan) {
        Some((head, suffix)) => {
            let hyphen = if suffix.is_empty() { "" } else { "-" };
            format!("{start}{} {}{hyphen}{suffix}", head.area, head.head)
        }
        None => match mobile(rest) {
            Some((net, subscriber)) => format!("{start}{net} {subscriber}"),
            None => format!("{start}{rest}"),
        },
    }
}

/// Mobile numbers of Germany begin with three digits of the network, or four after 15.
fn mobile(rest: &str) -> Option<(&str, &str)> {
    let length = match rest.get(..2)? {
        "15" => 4,
        "16" | "17" => 3,
        _ => return None,
    };
    (rest.len() > length + 4).then(|| rest.split_at(length))
}
