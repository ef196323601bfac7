//! Numbers that one source has with leading zeros and another without: one finding for each list.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::diag::Words;
use crate::inventory::codes;
use crate::inventory::model::{Person, Sourced};
use crate::inventory::table::Collector;
use crate::inventory::zeros::{LostZeros, Told};

/// Which column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    StaffNumber,
    Extension,
}

/// By the file that lost them.
#[derive(Default)]
pub(super) struct Zeros(BTreeMap<(String, What), LostZeros>);

impl Zeros {
    /// `short` has lost what `long` still has.
    pub(super) fn add<A: Display, B: Display>(&mut self, person: &Person, what: What, short: &Sourced<A>, long: &Sourced<B>) {
        let of_list = self.0.entry((short.at.file_name().to_owned(), what)).or_default();
        let pair = (short.value.to_string(), long.value.to_string());
        of_list.add((&pair.0, &pair.1), &short.at, Some(&long.at), Some(person.id.as_str()));
    }

    pub(super) fn tell(self, findings: &mut Collector) {
        for ((_, what), zeros) in self.0 {
            let what = match what {
                What::StaffNumber => Words::new("staff numbers", "Personalnummern"),
                What::Extension => Words::new("extensions", "Nebenstellen"),
            };
            findings.extend(zeros.tell(Told {
                what,
                where_: Words::new("another source has", "in einer anderen Quelle"),
                then: Words::new("those with the zeros were used", "verwendet wurden die mit Nullen"),
                todo: Words::new(
                    "format the column as text and write the list anew",
                    "die Spalte als Text formatieren und die Liste neu schreiben",
                ),
                page: &codes::ZERO_LOST,
            }));
        }
    }
}

/// Extensions of lists that the telephone system's export has without the zeros: nothing can be joined.
pub(super) fn tell_of_system(zeros: LostZeros, findings: &mut Collector) {
    findings.extend(zeros.tell(Told {
        what: Words::new("extensions of the telephone system's export", "Nebenstellen des Exports der Anlage"),
        where_: Words::new("the lists have", "in den Listen"),
        then: Words::new("they belong to nobody", "sie gehören niemandem"),
        todo: Words::new(
            "export the telephone system again and import the file without opening it in a spreadsheet; or correct the lists",
            "die Anlage neu exportieren und die Datei importieren, ohne sie in einer Tabellenkalkulation zu öffnen; oder die Listen berichtigen",
        ),
        page: &codes::SYSTEM_ZERO_LOST,
    }));
}
