//! What the name and type of a device say: its first letters are its kind.

use crate::inventory::model::DeviceKind;

const KINDS: [(&str, DeviceKind); 13] = [
    ("SEP", DeviceKind::DeskPhone),
    ("CSF", DeviceKind::Softphone),
    ("TCT", DeviceKind::Softphone),
    ("BOT", DeviceKind::Softphone),
    ("TAB", DeviceKind::Softphone),
    ("ECP", DeviceKind::Softphone),
    ("UPC", DeviceKind::Softphone),
    ("CIPC", DeviceKind::Softphone),
    ("ATA", DeviceKind::Analog),
    ("VGC", DeviceKind::Analog),
    ("SKIGW", DeviceKind::Analog),
    ("AN", DeviceKind::Analog),
    ("VG", DeviceKind::Analog),
];

/// By the beginning of the name; `AN` and `VG` need a digit behind them, because names of user device profiles are free.
pub(super) fn kind(name: &str) -> Option<DeviceKind> {
    let upper = name.to_ascii_uppercase();
    KINDS.iter().find_map(|(prefix, kind)| {
        let rest = upper.strip_prefix(prefix)?;
        let long = prefix.len() > 2 || rest.bytes().next().is_some_and(|byte| byte.is_ascii_hexdigit());
        (long && !rest.is_empty()).then_some(*kind)
    })
}

/// By name and type: a door station is a `SEP` device of a third party, Communicator a `SEP` device without a handset.
pub(super) fn kind_of(name: &str, device_type: Option<&str>) -> DeviceKind {
    let lower = device_type.unwrap_or_default().to_lowercase();
    if ["client services framework", "communicator", "jabber", "dual mode", "unified mobile"]
        .iter()
        .any(|word| lower.contains(word))
    {
        return DeviceKind::Softphone;
    }
    if lower.contains("analog") || lower.contains("ata 1") || lower.contains("vg2") {
        return DeviceKind::Analog;
    }
    if lower.contains("cti ") || lower.contains("device profile") {
        return DeviceKind::Unknown;
    }
    kind(name).unwrap_or(DeviceKind::Unknown)
}

/// The twelve hex digits of `SEP00005E005301`.
pub(super) fn mac(name: &str) -> Option<&str> {
    let tail = name.get(name.len().checked_sub(12)?..)?;
    (tail.bytes().all(|byte| byte.is_ascii_hexdigit()) && kind(name).is_some()).then_some(tail)
}

/// What stands for an address in `SEP0004F2AABB0` and is one digit short, or has one too many. Names of eight signs and more out of
/// hexadecimal digits alone are no words.
pub(super) fn broken_mac(name: &str) -> Option<&str> {
    let tail = ["SEP", "ATA"].iter().find_map(|prefix| {
        let (start, tail) = name.split_at_checked(prefix.len())?;
        start.eq_ignore_ascii_case(prefix).then_some(tail)
    })?;
    let hex = tail.bytes().all(|byte| byte.is_ascii_hexdigit());
    (hex && (8..=16).contains(&tail.len()) && tail.len() != 12).then_some(tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_with_a_digit_too_few() {
        assert_eq!(broken_mac("SEP0004F2AABB0"), Some("0004F2AABB0"));
        assert_eq!(broken_mac("ATA0004F2AABB011"), Some("0004F2AABB011"));
        for name in ["SEP00005E005301", "SEPBAT1", "SEPDUMMY0001", "SEP1", "CSF0004F2AABB0", "ä"] {
            assert_eq!(broken_mac(name), None, "{name}");
        }
    }

    #[test]
    fn names_of_devices() {
        for (name, wanted) in [
            ("SEP00005E005301", Some(DeviceKind::DeskPhone)),
            ("CSFKROEGERH", Some(DeviceKind::Softphone)),
            ("AN00005E0053F0", Some(DeviceKind::Analog)),
            ("ANNA", None),
            ("ANTON", None),
            ("SEP", None),
        ] {
            assert_eq!(kind(name), wanted, "{name}");
        }
        assert_eq!(kind_of("SEP1", Some("Cisco IP Communicator")), DeviceKind::Softphone);
        assert_eq!(kind_of("DECKUNG", Some("CTI Port")), DeviceKind::Unknown);
        assert_eq!((mac("SEP00005E005301"), mac("SEPBAT1"), mac("ä")), (Some("00005E005301"), None, None));
    }
}
