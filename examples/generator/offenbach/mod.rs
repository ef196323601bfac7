//! The case `offenbach`: a city with 1,200 people. 1,100 may dial into the VPN, which bears 350 of them at a time; 330 notebooks are there, 300
//! arrive in the first three weeks, and the counters stay staffed.
//!
//! Out: every file of the case as bytes ([`files`]), the same on every machine. Names and random numbers are those of `traunstein`.
//! Start with [`build`], then [`house`].

pub mod asterisk;
pub mod build;
pub mod house;
pub mod lists;
pub mod site;

pub type File = (String, Vec<u8>);

pub fn files(house: &house::House) -> Vec<File> {
    let (have, come) = (build::NOTEBOOKS, build::ARRIVING);
    let lorry = |index: usize| Some(build::LORRIES[(index - have) * build::LORRIES.len() / come]);
    vec![
        ("pbx/pjsip.conf".to_owned(), asterisk::pjsip(house, &build::PBX).into_bytes()),
        ("pbx/extensions.conf".to_owned(), asterisk::extensions("_[23]XXX", &build::QUEUES).into_bytes()),
        ("pbx/queues.conf".to_owned(), asterisk::queues(house, &build::QUEUES).into_bytes()),
        ("staff/personal.csv".to_owned(), lists::staff(house, "stadt-lederhafen.example")),
        ("staff/raeume.csv".to_owned(), lists::rooms(house)),
        ("staff/abwesend.csv".to_owned(), lists::own_days(house, 24, jiff::civil::date(2020, 11, 2))),
        ("devices/notebooks.csv".to_owned(), lists::notebooks(0..have, "LH", |_| None)),
        ("devices/lieferung.csv".to_owned(), lists::notebooks(have..have + come, "LH", lorry)),
        ("deskshift.yaml".to_owned(), site::YAML.as_bytes().to_vec()),
    ]
}
