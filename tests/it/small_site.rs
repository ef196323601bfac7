//! A site of a few people below a temporary folder, for `deskshift rotate`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::{Run, run};

/// The lists that are at hand for every one.
const SOURCES: &str = "sources:\n  staff: [staff/personal.csv]\n  accounts: [staff/logins.csv]\n  secrets_from: accounts\n\
     pbx:\n  domain: 127.0.0.1\n  registrars: {udp: 127.0.0.1:5060}\n\
     clients:\n  - {client: linphone-xml, transport: udp, srtp: \"off\"}\n";

pub struct SmallSite {
    folder: tempfile::TempDir,
}

impl SmallSite {
    /// Imported and planned. `people` and `logins` are the lists with their first line, `rules` the lines below `roster` after the two weeks
    /// from `monday`.
    pub fn new(lang: &str, monday: &str, people: &str, logins: &str, rules: &str) -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        std::fs::create_dir(site.path().join("staff")).unwrap();
        site.write("staff/personal.csv", people);
        site.write("staff/logins.csv", logins);
        site.write("staff/urlaub.csv", "Personalnr;Von;Bis;Ort\n");
        site.write(
            "deskshift.yaml",
            &format!(
                "version: 1\nname: Stadt Höxtertal\nlang: {lang}\nnumbers: {{area: \"89\", head: \"99998\", extension_lengths: [4]}}\n{SOURCES}\
                 roster:\n  horizon: {{from: {monday}, weeks: 2, holidays: {{land: BY}}}}\n  own_days: [staff/urlaub.csv]\n{rules}"
            ),
        );
        site.plan();
        site
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path().join(name), text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap()
    }

    pub fn edit(&self, from: &str, to: &str) {
        let text = self.read("deskshift.yaml");
        assert!(text.contains(from), "{from}");
        self.write("deskshift.yaml", &text.replace(from, to));
        self.plan();
    }

    pub fn plan(&self) -> Run {
        let import = run(self.path(), &["inventory", "import"]);
        assert!(import.code <= 1, "{}", import.all());
        let plan = run(self.path(), &["plan"]);
        assert!(plan.code <= 1, "{}", plan.all());
        plan
    }

    pub fn rotate(&self, more: &[&str]) -> Run {
        run(self.path(), &[&["rotate"], more, &["--assume-ready"]].concat())
    }

    /// The place of a person on a day, as the CSV has it.
    pub fn place(&self, id: &str, day: &str) -> String {
        let csv = self.read("out/roster/current/roster.csv");
        let row = csv.lines().find(|row| row.trim_start_matches('\u{feff}').starts_with(&format!("{id};")) && row.contains(day));
        row.unwrap_or_else(|| panic!("{id} {day}: {csv}")).rsplit(';').next().unwrap().to_owned()
    }

    /// Slots of the day, by person and Monday.
    pub fn slots(&self) -> BTreeMap<String, BTreeMap<String, String>> {
        let roster: serde_json::Value = serde_json::from_str(&self.read("out/roster.json")).unwrap();
        serde_json::from_value(roster["body"]["slots"].clone()).unwrap()
    }
}
