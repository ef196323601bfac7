//! The section `roster.school_holidays`: days on which children are at home. They decide nothing; the wall chart shows them to whoever plans.

use serde::{Deserialize, Serialize};

use super::fields::{Field, Fields, Parsed};
use super::read::date;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchoolHolidays {
    /// `Osterferien`.
    pub name: String,
    pub from: jiff::civil::Date,
    /// The last day.
    pub to: jiff::civil::Date,
}

pub(super) fn school_holidays(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Vec<SchoolHolidays>> {
    fields.list(field, |f, item| {
        let table = f.map(item)?;
        let name = f.required(&table, "name", Fields::owned);
        let from = f.required(&table, "from", date);
        let to = f.required(&table, "to", |f, v| {
            let day = date(f, v)?;
            if from.is_some_and(|from| day < from) { f.bad_value(v, &day.to_string()) } else { Some(day) }
        });
        Some(SchoolHolidays { name: name?, from: from?, to: to? })
    })
}
