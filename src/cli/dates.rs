//! Days as people write them on the command line.

use jiff::civil::Date;

use crate::roster::wording;

/// `2027-03-15`, or `15.03.2027` as in lists.
pub fn day(text: &str) -> Result<Date, String> {
    wording::read_day(text.trim()).ok_or_else(|| {
        "expected a day such as 2027-03-15 or 15.03.2027 (erwartet wird ein Tag wie 15.03.2027 oder 2027-03-15)".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_in_lists_and_errors_name_the_forms_in_both_languages() {
        assert_eq!(day("15.03.2027"), Ok(jiff::civil::date(2027, 3, 15)));
        assert_eq!(day("2027-03-15"), day(" 15.3.27 "));
        let told = day("15/03/2027").unwrap_err();
        assert!(told.contains("2027-03-15 or 15.03.2027") && told.contains("erwartet wird ein Tag"), "{told}");
    }
}
