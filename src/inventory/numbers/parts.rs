//! Several numbers in one cell, told from one number with signs in it.

use super::{digits, heads, plan_length};
use crate::policy::site::Numbers;

/// Exactly two groups that both have the length of an extension, joined by a hyphen.
pub(super) fn is_range(bare: &str, plan: &Numbers) -> bool {
    let Some((from, to)) = bare.split_once('-') else { return false };
    let (from, to) = (from.trim(), to.trim());
    let plain = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    plain(from)
        && plain(to)
        && heads(plan).all(|head| from != head.head && from.strip_prefix('0') != Some(head.area))
        && plan_length(from.len(), plan)
        && plan_length(to.len(), plan)
}

/// `089 99998-103 / -104`: the hyphen says that only the last digits are others.
fn with_short_tail<'a>(bare: &'a str, plan: &Numbers) -> Option<(&'a str, &'a str)> {
    let at = bare.rfind(['/', ',', '+'])?;
    let (whole, tail) = (bare[..at].trim(), bare[at + 1..].trim());
    let short = tail.strip_prefix('-').map(str::trim).filter(|short| short.bytes().all(|b| b.is_ascii_digit()))?;
    let long = whole.bytes().filter(u8::is_ascii_digit).nth(4).is_some();
    (plan_length(short.len(), plan) && long).then_some((whole, tail))
}

/// Several numbers in one cell. `/` and `,` only split what is an extension on both sides: `089/99998101` is one number.
pub(super) fn split<'a>(bare: &'a str, plan: &Numbers) -> Vec<&'a str> {
    let strong: Vec<&str> = bare.split(';').map(str::trim).filter(|p| p.chars().any(|c| c.is_ascii_digit())).collect();
    if strong.len() > 1 {
        return strong;
    }
    let (mut whole, mut tails) = (bare, Vec::new());
    while let Some((before, tail)) = with_short_tail(whole, plan) {
        whole = before;
        tails.push(tail);
    }
    let mut parts = without_tails(whole, plan);
    parts.extend(tails.into_iter().rev());
    parts
}

fn without_tails<'a>(bare: &'a str, plan: &Numbers) -> Vec<&'a str> {
    // One number with its country code is not split.
    let splits: &[&[char]] = if bare.trim_start().starts_with('+') { &[] } else { &[&['+'], &[','], &['/'], &['/', ',', '+']] };
    for separators in splits.iter().copied() {
        let parts: Vec<&str> = bare.split(separators).map(str::trim).filter(|p| !p.is_empty()).collect();
        let each_extension = |part: &&str| {
            let part = part.strip_prefix('-').unwrap_or(part);
            part.bytes().all(|b| b.is_ascii_digit()) && plan_length(part.len(), plan)
        };
        if parts.len() > 1
            && parts.iter().skip(1).all(each_extension)
            && (each_extension(&parts[0]) || separators != ['/'] && digits(parts[0]).len() > 4)
            && heads(plan).all(|head| parts[0].strip_prefix('0') != Some(head.area))
        {
            return parts;
        }
        // Full numbers joined by `+` or `,`: each begins with a zero or a plus of its own.
        if separators != ['/'] && parts.len() > 1 && parts.iter().all(|p| p.starts_with('0') && digits(p).len() > 6) {
            return parts;
        }
    }
    // `101 102`, as a cell with two lines has it, is no number of six digits; `20 01` is one of four.
    let parts: Vec<&str> = bare.split(' ').filter(|part| !part.is_empty()).collect();
    let plain = |part: &&str| part.bytes().all(|b| b.is_ascii_digit()) && plan_length(part.len(), plan);
    if parts.len() > 1 && parts.iter().all(plain) && !bare.starts_with('0') && !plan_length(digits(bare).len(), plan) {
        return parts;
    }
    vec![bare]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_of_many_short_tails_is_read_in_no_depth() {
        let plan = Numbers::new("49", "89", "99998").lengths([3]);
        let cell = format!("99998-103{}", " / -104".repeat(4_000));
        let parts = split(&cell, &plan);
        assert_eq!((parts.len(), parts[0], parts[4_000]), (4_001, "99998-103", "-104"));
    }
}
