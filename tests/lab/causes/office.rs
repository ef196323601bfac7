//! A site of lines with one fault each, and what `validate` says of them.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use super::super::programs::put;
use super::super::validate::deskshift;

/// Where a line registers, if not where the others do.
#[derive(Debug, Clone)]
pub struct Way {
    pub transport: &'static str,
    pub registrar: String,
    pub ws_path: &'static str,
}

#[derive(Debug, Clone)]
pub struct Line {
    pub number: String,
    pub login: (String, String),
    pub way: Option<Way>,
}

pub struct Office<'a> {
    pub kind: &'a str,
    pub domain: &'a str,
    /// Over UDP.
    pub registrar: String,
    /// Further keys of `sources`, `pbx` and `validate`, each as `, key: value`.
    pub sources: &'a str,
    pub pbx: &'a str,
    pub validate: &'a str,
    pub lines: Vec<Line>,
}

impl Line {
    pub fn new(number: &str, login: (&str, &str)) -> Self {
        Self { number: number.to_owned(), login: (login.0.to_owned(), login.1.to_owned()), way: None }
    }
}

impl Office<'_> {
    pub fn write(&self, site: &Path) {
        let mut staff = String::from("Personalnr;Name;Vorname;Amt;Durchwahl\n");
        let mut accounts = String::from("Nebenstelle;Anmeldename;Kennwort\n");
        let (mut persons, mut web) = (String::new(), Vec::new());
        for Line { number, login: (user, password), way } in &self.lines {
            let _ = writeln!(staff, "P{number};Muster{number};Anna;Hauptamt;{number}");
            // Quoted: a password may have the separator in it.
            let _ = writeln!(accounts, "{number};{user};\"{password}\"");
            let Some(Way { transport, registrar, ws_path }) = way else { continue };
            let _ = writeln!(
                persons,
                "    P{number}: {{registrar: \"{registrar}\", transport: {transport}{}}}",
                if ws_path.is_empty() { String::new() } else { format!(", ws_path: \"{ws_path}\"") }
            );
            if transport.starts_with("ws") {
                web.push(format!("\"{number}\""));
            }
        }
        // Lines with another transport have their own registrar; the site must name one all the same.
        let registrars = ["udp", "tcp", "tls", "ws", "wss"].map(|way| format!("{way}: \"{}\"", self.registrar)).join(", ");
        put(site, "staff.csv", &staff);
        put(site, "accounts.csv", &accounts);
        let overrides = if persons.is_empty() { String::new() } else { format!("overrides:\n  persons:\n{persons}") };
        let web = match web.as_slice() {
            [] => String::new(),
            web => {
                format!("  - {{client: webphone, transport: ws, srtp: required, when: {{extensions: [{}]}}}}\n", web.join(", "))
            }
        };
        put(
            site,
            "deskshift.yaml",
            &format!(
                "version: 1\nname: Lab\nnumbers: {{area: \"89\", head: \"99998\", extension_lengths: [4]}}\n\
                 sources: {{staff: [staff.csv], accounts: [accounts.csv], secrets_from: accounts{}}}\n\
                 pbx: {{kind: {}, domain: {}, registrars: {{{}}}, contacts_per_line: 2{}}}\n\
                 secrets: {{mode: keep}}\n\
                 clients:\n{web}  - {{client: baresip, transport: udp, srtp: \"off\", expiry_s: 600}}\n{overrides}\
                 validate: {{rate_per_s: 50, ban_budget: 1000{}}}\n\
                 roster: {{horizon: {{from: 2027-03-01, holidays: {{land: BY}}}}}}\n",
                self.sources, self.kind, self.domain, registrars, self.pbx, self.validate
            ),
        );
    }
}

/// The JSON of a run that must have judged something.
pub fn validate(site: &Path, arguments: &[&str]) -> Value {
    let output = deskshift(site, &[&["--json", "validate", "--again"], arguments].concat());
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}{}", String::from_utf8_lossy(&output.stdout), output.stderr));
    assert!(report["verdicts"].is_array(), "{report:#}\n{}", output.stderr);
    assert!(!output.stderr.contains("geheim") && !report.to_string().contains("geheim"), "no password is told");
    report
}

/// The verdict on an extension; null where there is none, which no class is equal to.
pub fn verdict(report: &Value, number: &str) -> Value {
    let verdicts = report["verdicts"].as_array().expect("verdicts");
    verdicts.iter().find(|verdict| verdict["extension"] == number).cloned().unwrap_or_default()
}

/// Lines without a fault beside those that have one.
pub fn assert_ready(report: &Value, numbers: &[&str]) {
    for number in numbers {
        let verdict = verdict(report, number);
        assert_eq!(verdict["class"], "sip/ready", "{number}: {verdict:#}\n{:#}", report["stops"]);
    }
}
