//! The case `muenchen`: the office of a county with 1,700 people, of whom 1,100 may work at home. 35 terminal servers become 85, each for 13 people,
//! and the accesses from home grow from 350 to 970 and 1,100: the caps of the roster follow both.
//!
//! Out: every file of the case as bytes ([`files`]), the same on every machine. People, rooms and lists are drawn as those of `offenbach`.
//! Start with [`build`].

pub mod build;
pub mod site;

use crate::offenbach::{asterisk, house, lists};

pub type File = (String, Vec<u8>);

pub fn files(house: &house::House) -> Vec<File> {
    vec![
        ("pbx/pjsip.conf".to_owned(), asterisk::pjsip(house, &build::PBX).into_bytes()),
        ("pbx/extensions.conf".to_owned(), asterisk::extensions("_[23]XXX", &build::QUEUES).into_bytes()),
        ("pbx/queues.conf".to_owned(), asterisk::queues(house, &build::QUEUES).into_bytes()),
        ("staff/personal.csv".to_owned(), lists::staff(house, "lra-isarkreis.example")),
        ("staff/raeume.csv".to_owned(), lists::rooms(house)),
        ("deskshift.yaml".to_owned(), site::yaml().into_bytes()),
    ]
}
