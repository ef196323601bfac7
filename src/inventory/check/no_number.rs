//! Numbers from outside that are none: each is told, and none of them is kept.

use super::codes;
use crate::diag::{CodePage, Finding, Words};
use crate::inventory::model::{Did, Inventory};
use crate::inventory::numbers::{self, NumberError, service};
use crate::inventory::table::Collector;
use crate::policy::site::Numbers;

/// Takes out what nobody can dial, before numbers are derived and checked.
#[must_use]
pub fn drop_unreadable(inventory: &mut Inventory, plan: &Numbers) -> Vec<Finding> {
    let mut findings = Collector::default();
    inventory.dids.retain(|did| {
        let wrong = wrong(did, plan);
        let keep = wrong.is_none();
        wrong.into_iter().for_each(|finding| findings.push(finding));
        keep
    });
    findings.finish()
}

/// Signs of a regular expression.
const EXPRESSION: [char; 9] = ['\\', '[', ']', '{', '}', '^', '$', '|', '?'];

fn wrong(did: &Did, plan: &Numbers) -> Option<Finding> {
    let number = did.number.as_str();
    // Patterns of a dialplan, and beginnings of many numbers.
    if did.prefix || number.starts_with('_') {
        return None;
    }
    let digits = number.strip_prefix('+').unwrap_or(number);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let is_service = digits.len() == number.len() && service::reached(number, plan).is_some();
        return is_service.then(|| of_service(did));
    }
    if number.contains(EXPRESSION) {
        return Some(told(
            &codes::DID_PATTERN,
            did,
            "is an expression: which numbers it stands for cannot be told; it was not taken",
            "ist ein Ausdruck: für welche Nummern er steht, lässt sich nicht sagen; er wurde nicht übernommen",
        ));
    }
    let written = number.chars().all(|sign| sign.is_ascii_digit() || sign.is_whitespace() || "+-/().\u{2013}".contains(sign));
    match numbers::read(number, plan) {
        Ok(cell) if written && cell.numbers.len() == 1 => None,
        Err(NumberError::ServiceNumber) => Some(of_service(did)),
        Err(NumberError::DigitsLost) => Some(told(
            &codes::DID_UNREADABLE,
            did,
            "lost digits in a spreadsheet; it was not taken as a number from outside",
            "hat in einer Tabellenkalkulation Ziffern verloren; als Rufnummer von außen wurde es nicht übernommen",
        )),
        _ => Some(told(
            &codes::DID_UNREADABLE,
            did,
            "is no telephone number; it was not taken as a number from outside",
            "ist keine Rufnummer; als Rufnummer von außen wurde es nicht übernommen",
        )),
    }
}

fn of_service(did: &Did) -> Finding {
    told(
        &codes::DID_SERVICE,
        did,
        "is the number of an emergency or service line, which is nobody's; it was not taken as a number from outside",
        "ist die Nummer eines Notrufs oder Dienstes und gehört niemandem; als Rufnummer von außen wurde sie nicht übernommen",
    )
}

fn told(page: &CodePage, did: &Did, en: &str, de: &str) -> Finding {
    let number: String = did.number.chars().take(80).collect();
    page.finding(Some(did.at.clone()), Words::new(format!("`{number}` {en}"), format!("`{number}` {de}")))
        .about(did.number.as_str())
        .todo(Words::new("correct the number in its source", "die Nummer in ihrer Quelle berichtigen"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Place;
    use crate::inventory::model::DidTarget;

    #[test]
    fn what_is_no_number_is_told_and_not_kept() {
        let plan = Numbers { outside_prefix: "0".into(), ..Numbers::new("49", "89", "99998").lengths([3, 4]) };
        let drop = |number: &str, prefix: bool| {
            let target = DidTarget::Extension("201".parse().expect("digits"));
            let did = Did { number: number.to_owned(), prefix, target, at: Place::at("a.csv", 2, 1) };
            let mut inventory = Inventory { dids: vec![did], ..Inventory::default() };
            let told: Vec<String> =
                drop_unreadable(&mut inventory, &plan).iter().map(|f| f.code.as_str().replace("inventory/", "")).collect();
            (inventory.dids.len(), told)
        };
        for (number, code) in [
            ("abc", "did-unreadable"),
            ("2O2", "did-unreadable"),
            ("201/202", "did-unreadable"),
            ("*98", "did-unreadable"),
            ("4,98999998201E+12", "did-unreadable"),
            ("112", "did-is-service-number"),
            ("0112", "did-is-service-number"),
            ("(\\d{3})", "did-not-resolvable"),
            ("^49(.*)$", "did-not-resolvable"),
        ] {
            assert_eq!(drop(number, false), (0, vec![code.to_owned()]), "{number}");
        }
        for number in ["+498999998201", "201", "08999998201", "089/99998-201", "_0899999830X", "+4930123456"] {
            assert_eq!(drop(number, false), (1, vec![]), "{number}");
        }
        assert_eq!(drop("0", true), (1, vec![]));
    }

    /// Without a number plan a number stays as it is written.
    #[test]
    fn without_a_plan_written_numbers_are_kept() {
        let did = |number: &str| Did {
            number: number.to_owned(),
            prefix: false,
            target: DidTarget::Nothing,
            at: Place::at("a.csv", 2, 1),
        };
        let mut inventory = Inventory { dids: vec![did("089/99998-207"), did("089 99998 208")], ..Inventory::default() };
        assert!(drop_unreadable(&mut inventory, &Numbers::default()).is_empty());
        assert_eq!(inventory.dids.len(), 2);
    }
}
