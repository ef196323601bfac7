//! A name that is made of the number that was dialled, as a line with a pattern has it.

use crate::inventory::numbers::pattern::{covers, slice};

/// A name made of a piece of the number that was dialled: `20${EXTEN:2}`.
pub(super) struct Template<'a> {
    before: &'a str,
    offset: i32,
    length: Option<i32>,
    after: &'a str,
}

impl<'a> Template<'a> {
    pub(super) fn of(name: &'a str) -> Option<Self> {
        let (before, rest) = name.split_once("${EXTEN")?;
        let (piece, after) = rest.split_once('}')?;
        let mut parts = piece.split(':');
        let is_first_empty = parts.next().is_some_and(str::is_empty);
        let offset = parts.next().map_or(Some(0), |text| text.parse().ok())?;
        let length = parts.next().map_or(Some(None), |text| text.parse().ok().map(Some))?;
        (is_first_empty && parts.next().is_none() && !before.contains('$') && !after.contains('$')).then_some(Self {
            before,
            offset,
            length,
            after,
        })
    }

    /// Whether a line of this pattern can ring this number.
    pub(super) fn rings(&self, pattern: &str, number: &str) -> bool {
        let middle = number.strip_prefix(self.before).and_then(|rest| rest.strip_suffix(self.after));
        middle.is_some_and(|middle| covers(&slice(pattern, self.offset, self.length), middle))
    }

    /// What is dialled where a line of this pattern rings this number; none where that may be several numbers.
    pub(super) fn dialled(&self, pattern: &str, number: &str) -> Option<String> {
        let middle = number.strip_prefix(self.before)?.strip_suffix(self.after)?;
        let Some(body) = pattern.strip_prefix('_') else { return Some(pattern.to_owned()) };
        let count = |n: i32| usize::try_from(n).ok();
        // Only signs that stand for themselves are known without the call.
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'*' | b'#' | b'+'));
        let fixed =
            || body.chars().all(|sign| plain(sign.encode_utf8(&mut [0; 4])) || "XxZzNn".contains(sign)).then_some(body.len());
        let (head, tail) = match (self.offset, self.length) {
            (0.., None) => (count(self.offset)?, ""),
            (0.., Some(length)) => {
                let from = count(self.offset)?;
                (from, body.get(from + count(length)?..fixed()?)?)
            }
            (_, None) => (fixed()?.checked_sub(count(-self.offset)?)?, ""),
            _ => return None,
        };
        let head = body.get(..head).filter(|head| plain(head))?;
        plain(tail).then(|| format!("{head}{middle}{tail}"))
    }
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[test]
    fn what_was_dialled_for_a_number() {
        let dialled = |name: &str, pattern: &str, number: &str| Template::of(name)?.dialled(pattern, number);
        for (name, pattern, expected) in [
            ("${EXTEN}", "_2XXX", Some("2001")),
            ("${EXTEN}", "_X.", Some("2001")),
            ("${EXTEN}", "2001", Some("2001")),
            ("${EXTEN:1}", "_92XXX", Some("92001")),
            ("${EXTEN:1}", "_X2XXX", None),
            ("${EXTEN:-4}", "_99992XXX", Some("99992001")),
            ("${EXTEN:-4}", "_0.", None),
            ("${EXTEN:0:4}", "_2XXX5", Some("20015")),
            ("${EXTEN:0:4}", "_2XXXX", None),
            ("20${EXTEN:2}", "_21XX", Some("2101")),
            ("${EXTEN:1}", "_[89]2XXX", None),
            ("${EXTEN:-4:4}", "_2XXX", None),
        ] {
            assert_eq!(dialled(name, pattern, "2001").as_deref(), expected, "{name} in {pattern}");
        }
        assert_eq!(dialled("20${EXTEN:2}", "_21XX", "3001"), None);
    }

    #[test]
    fn names_made_of_the_number_that_was_dialled() {
        let rings = |name: &str, pattern: &str, number: &str| Template::of(name).is_some_and(|t| t.rings(pattern, number));
        assert!(rings("${EXTEN}", "_2XXX", "2001") && !rings("${EXTEN}", "_3XXX", "2001"));
        assert!(rings("20${EXTEN:2}", "_21XX", "2034") && !rings("20${EXTEN:2}", "_21XX", "2134"));
        assert!(rings("${EXTEN:1}", "_9XXXX", "2001") && rings("${EXTEN:-4}", "_0.", "2001"));
        assert!(rings("${EXTEN:0:4}", "20015", "2001"));
        for other in ["${EXTENSION}", "${EXTEN:x}", "${A}${EXTEN}", "${EXTEN}${A}", "2001", "${EXTEN:1:2:3}"] {
            assert!(Template::of(other).is_none(), "{other}");
        }
    }
}
