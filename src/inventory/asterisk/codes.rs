//! Codes of this room, in groups: the configuration grammar, pjsip objects and their wizard, chan_sip, the other files.

use crate::diag::CodePage;

/// A page as a constant.
macro_rules! page {
    ($name:ident, $severity:ident, $slug:literal, $te:literal, $td:literal, $pe:literal, $pd:literal) => {
        pub const $name: CodePage =
            CodePage { slug: $slug, severity: Severity::$severity, title_en: $te, title_de: $td, page_en: $pe, page_de: $pd };
    };
}

pub mod grammar;
pub mod lists;
pub mod objects;
pub mod sip;
pub mod wizard;

const COUNT: usize = grammar::ALL.len() + objects::ALL.len() + lists::ALL.len() + wizard::ALL.len() + sip::ALL.len();

const fn joined() -> [&'static CodePage; COUNT] {
    let mut all = [grammar::ALL[0]; COUNT];
    let groups = [grammar::ALL, objects::ALL, lists::ALL, wizard::ALL, sip::ALL];
    let (mut group, mut at) = (0, 0);
    while group < groups.len() {
        let mut index = 0;
        while index < groups[group].len() {
            all[at] = groups[group][index];
            at += 1;
            index += 1;
        }
        group += 1;
    }
    all
}

/// Every page of this room.
pub const ALL: &[&CodePage] = &joined();
