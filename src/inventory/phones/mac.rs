//! The MAC address of a phone in the name of its file.

use crate::domain::Mac;

/// Any usual notation to the canonical one.
pub(super) fn read(text: &str) -> Option<Mac> {
    let mut hex = String::with_capacity(12);
    for c in text.trim().chars() {
        match c {
            c if c.is_ascii_hexdigit() => hex.push(c.to_ascii_lowercase()),
            ':' | '-' | '.' => {}
            _ => return None,
        }
        if hex.len() > 12 {
            return None;
        }
    }
    if hex.len() != 12 {
        return None;
    }
    (0..6).map(|pair| &hex[2 * pair..2 * pair + 2]).collect::<Vec<_>>().join(":").parse().ok()
}

/// `snom370-000413AABBCC.htm`, `001565aabbcc.cfg`, `cfg000b82aabbcc.xml`: twelve hex digits that stand alone.
pub(super) fn in_file_name(file: &str) -> Option<Mac> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let name = name.get(..3).filter(|head| head.eq_ignore_ascii_case("cfg")).map_or(name, |_| &name[3..]);
    let stem = name.split('.').next().unwrap_or(name);
    stem.split(|c: char| !c.is_ascii_hexdigit())
        .find(|run| run.len() == 12)
        .and_then(read)
        .or_else(|| read(stem).filter(|_| stem.contains(['-', ':'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files() {
        for (name, mac) in [
            ("phones/snom370-000413AABBCC.htm", Some("00:04:13:aa:bb:cc")),
            ("001565aabbcc.cfg", Some("00:15:65:aa:bb:cc")),
            ("cfg000b82aabbcc.xml", Some("00:0b:82:aa:bb:cc")),
            ("00-15-65-AA-BB-CC.cfg", Some("00:15:65:aa:bb:cc")),
            ("snomD785.htm", None),
            ("000413aabbccdd.cfg", None),
            ("linphonerc", None),
            ("ä", None),
            ("cfg", None),
        ] {
            assert_eq!(in_file_name(name).map(|mac| mac.to_string()).as_deref(), mac, "{name}");
        }
    }
}
