//! The case `speyer`: a town hall with 744 people. Two in five work on machines of their own and have the office number on the FRITZ!Box
//! at home; 93 have a thin client with IGEL OS, 10 a notebook with VPN, the others stay.
//!
//! Out: every file of the case as bytes ([`files`]), the same on every machine. Names and random numbers are those of `traunstein`.
//! Start with [`build`], then [`lists`].

pub mod asterisk;
pub mod build;
pub mod lists;
pub mod site;

pub type File = (String, Vec<u8>);

pub fn files(case: &build::Case) -> Vec<File> {
    vec![
        ("pbx/pjsip.conf".to_owned(), asterisk::pjsip(case).into_bytes()),
        ("pbx/extensions.conf".to_owned(), asterisk::EXTENSIONS.as_bytes().to_vec()),
        ("staff/personal.csv".to_owned(), lists::staff(case)),
        ("staff/ad-benutzer.csv".to_owned(), lists::directory(case)),
        ("devices/geraete.csv".to_owned(), lists::devices(case)),
        ("deskshift.yaml".to_owned(), site::yaml(case).into_bytes()),
    ]
}
