//! What a test call may dial. A number of the emergency or service kind cannot become one, whatever a list or a site file says.

use std::fmt;

use crate::domain::Extension;
use crate::inventory::numbers::service;
use crate::policy::site::Numbers;

/// An extension of the house, or a feature code of its PBX such as `*43`. There is no other way to get one than [`TestTarget::extension`]
/// and [`TestTarget::feature`], and only a value of this type can be called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TestTarget(String);

/// Why a number is not dialled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotDialled {
    /// It is, or might reach, this emergency or service number.
    Service(&'static str),
    /// It is, or might reach, an emergency number of the house (`emergency_numbers`).
    Emergency,
    /// It leaves the house.
    Outside,
    /// Not digits, or digits behind one `*`.
    Form,
}

impl TestTarget {
    /// # Errors
    /// When it could reach an emergency or service number, also where a block of the plan makes it an extension: one wrong line in
    /// the dialplan, which is what such a call looks for, would ring there.
    pub fn extension(number: &Extension, plan: &Numbers) -> Result<Self, NotDialled> {
        match reached(number.as_str(), plan) {
            Some(why) => Err(why),
            None => Ok(Self(number.as_str().to_owned())),
        }
    }

    /// An extension of the plan's lengths, or `*` and two to five digits.
    ///
    /// # Errors
    /// As [`TestTarget::extension`]; also for anything that leaves the house.
    pub fn feature(text: &str, plan: &Numbers) -> Result<Self, NotDialled> {
        if let Some(code) = text.strip_prefix('*') {
            let form = (2..=5).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
            return match (form, reached_at_end(code, plan)) {
                (false, _) => Err(NotDialled::Form),
                (true, Some(why)) => Err(why),
                (true, None) => Ok(Self(text.to_owned())),
            };
        }
        let extension: Extension = text.parse().map_err(|_| NotDialled::Form)?;
        let target = Self::extension(&extension, plan)?;
        let covered = plan.blocks.iter().any(|block| block.covers(text));
        let prefix = plan.outside_prefix.as_str();
        let leaves = !covered && !prefix.is_empty() && text.starts_with(prefix);
        if leaves || !plan.extension_lengths.contains(&text.len()) {
            return Err(NotDialled::Outside);
        }
        Ok(target)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TestTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The service number that a careless PBX might make of this: the number itself, or what follows zeros or the digit for an outside line.
fn reached(number: &str, plan: &Numbers) -> Option<NotDialled> {
    let mut rest = number;
    loop {
        if let Some(service) = service::SERVICE_NUMBERS.into_iter().find(|service| *service == rest) {
            return Some(NotDialled::Service(service));
        }
        if plan.emergency.iter().any(|own| own == rest) {
            return Some(NotDialled::Emergency);
        }
        let prefix = plan.outside_prefix.as_str();
        let shorter = rest.strip_prefix('0').or_else(|| rest.strip_prefix(prefix).filter(|_| !prefix.is_empty()));
        rest = shorter.filter(|shorter| !shorter.is_empty())?;
    }
}

/// As [`reached`], for digits behind a feature code: `*0112`, but also `*31112` of the code `*31`.
fn reached_at_end(code: &str, plan: &Numbers) -> Option<NotDialled> {
    (0..code.len()).find_map(|at| reached(&code[at..], plan))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::site::Block;

    fn plan() -> Numbers {
        Numbers::new("49", "89", "99998").lengths([3, 4])
    }

    #[test]
    fn no_service_number_becomes_a_target_in_any_disguise() {
        let own = Numbers { blocks: vec![Block { from: "0100".into(), to: "0199".into() }], ..plan() };
        let nine = Numbers { outside_prefix: "9".into(), ..plan() };
        for service in service::SERVICE_NUMBERS {
            for before in ["", "0", "00", "000"] {
                let number = format!("{before}{service}");
                let extension: Extension = number.parse().unwrap();
                for plan in [&plan(), &own, &nine] {
                    assert!(matches!(TestTarget::extension(&extension, plan), Err(NotDialled::Service(_))), "{number}");
                    assert!(TestTarget::feature(&number, plan).is_err(), "{number}");
                    assert!(TestTarget::feature(&format!("*{number}"), plan).is_err(), "*{number}");
                    assert!(TestTarget::feature(&format!("*31{number}"), plan).is_err(), "*31{number}");
                    assert!(TestTarget::feature(&format!("*31*{number}"), plan).is_err());
                }
            }
            assert!(TestTarget::extension(&format!("9{service}").parse().unwrap(), &nine).is_err());
        }
    }

    #[test]
    fn an_emergency_number_of_the_house_is_none_either() {
        let plan = Numbers { emergency: vec!["711".into()], ..plan() };
        for number in ["711", "0711", "00711"] {
            assert_eq!(TestTarget::extension(&number.parse().unwrap(), &plan), Err(NotDialled::Emergency), "{number}");
        }
        assert_eq!(TestTarget::feature("*3711", &plan), Err(NotDialled::Emergency));
        assert!(TestTarget::extension(&"7112".parse().unwrap(), &plan).is_ok());
    }

    #[test]
    fn extensions_and_feature_codes_do_and_the_outside_does_not() {
        for good in ["2001", "600", "*43", "*9196"] {
            assert_eq!(TestTarget::feature(good, &plan()).unwrap().as_str(), good);
        }
        for (bad, why) in [
            ("0891234", NotDialled::Outside),
            ("0201", NotDialled::Outside),
            ("20011", NotDialled::Outside),
            ("+4989", NotDialled::Form),
            ("*", NotDialled::Form),
            ("#43", NotDialled::Form),
            ("*43#", NotDialled::Form),
            ("echo", NotDialled::Form),
            ("", NotDialled::Form),
        ] {
            assert_eq!(TestTarget::feature(bad, &plan()), Err(why), "{bad}");
        }
        let own = Numbers { blocks: vec![Block { from: "0200".into(), to: "0299".into() }], ..plan() };
        assert!(TestTarget::feature("0201", &own).is_ok());
    }
}
