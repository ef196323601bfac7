//! What `fleet` made: the list of assignments, what to do with it, for people and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::{counted, tables_csv};
use crate::diag::{Finding, Lang};
use crate::fleet::{Assignment, Fleet, Os};
use crate::policy::site::{Deliver, FleetRules};
use crate::store::document::sha256;

/// The result of one run.
#[derive(Debug, Clone, Serialize)]
pub struct Equipped {
    pub generation: String,
    pub folder: String,
    /// False: these very files were there already.
    pub new: bool,
    /// Kind of device and client to devices.
    pub devices: BTreeMap<String, usize>,
    pub unassigned: usize,
    pub files: usize,
    pub findings: Vec<Finding>,
}

/// Kind of device and client to devices.
#[must_use]
pub fn counts(fleet: &Fleet) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for assignment in &fleet.assignments {
        *counts.entry(format!("{} {}", assignment.os.as_str(), assignment.client)).or_default() += 1;
    }
    counts
}

#[must_use]
pub fn human(equipped: &Equipped, lang: Lang) -> String {
    let e = equipped;
    let mut text = String::new();
    let devices: usize = e.devices.values().sum();
    let _ = match lang {
        Lang::En => writeln!(
            text,
            "{}, {} without a line; {}",
            counted(devices, "device", "devices"),
            e.unassigned,
            counted(e.files, "file", "files")
        ),
        Lang::De => writeln!(
            text,
            "{}, {} ohne Anschluss; {}",
            counted(devices, "Gerät", "Geräte"),
            e.unassigned,
            counted(e.files, "Datei", "Dateien")
        ),
    };
    let width = e.devices.keys().map(String::len).max().unwrap_or(0);
    for (kind, count) in &e.devices {
        let _ = writeln!(text, "  {kind:<width$}  {count:>5}");
    }
    let _ = match (lang, e.folder.is_empty(), e.new) {
        (Lang::En, true, _) => writeln!(text, "nothing written"),
        (Lang::De, true, _) => writeln!(text, "nichts geschrieben"),
        (Lang::En, _, true) => writeln!(text, "written: {} ({})", e.folder, e.generation),
        (Lang::De, _, true) => writeln!(text, "geschrieben: {} ({})", e.folder, e.generation),
        (Lang::En, _, false) => writeln!(text, "unchanged: {} ({})", e.folder, e.generation),
        (Lang::De, _, false) => writeln!(text, "unverändert: {} ({})", e.folder, e.generation),
    };
    text
}

#[must_use]
pub fn json(equipped: &Equipped) -> String {
    let mut text = serde_json::to_string_pretty(equipped).expect("text, numbers and lists are always JSON");
    text.push('\n');
    text
}

/// The list for one kind of device: `assignments.csv`, without secrets.
#[must_use]
pub fn assignments(fleet: &Fleet, os: Os, rules: &FleetRules, lang: Lang) -> Vec<u8> {
    let head = match lang {
        Lang::En => [
            "device",
            "MAC address",
            "room",
            "person",
            "login",
            "extension",
            "client",
            "folder here",
            "files",
            "lies on",
            "goes to",
        ],
        Lang::De => [
            "Gerät",
            "MAC-Adresse",
            "Raum",
            "Person",
            "Anmeldung",
            "Nebenstelle",
            "Programm",
            "Ordner hier",
            "Dateien",
            "liegt auf",
            "kommt nach",
        ],
    };
    let rule = match os {
        Os::Igel => &rules.igel,
        Os::Windows => &rules.windows,
    };
    let on = rule.as_ref().and_then(|rule| rule.files_on.as_deref()).unwrap_or_default();
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    let own = |assignment: &Assignment| {
        let mac = assignment.mac.as_deref().unwrap_or_default();
        let login = assignment.login.as_deref().unwrap_or_default();
        let owner = assignment.folder.rsplit('/').next().unwrap_or_default();
        // The variables of Windows that name a folder server stay: only the user's own session knows them.
        on.replace("{device}", owner)
            .replace("{mac}", &mac.replace(':', ""))
            .replace("{user}", login)
            .replace("%USERNAME%", login)
    };
    for a in fleet.assignments.iter().filter(|assignment| assignment.os == os) {
        rows.push(vec![
            a.device.clone(),
            a.mac.clone().unwrap_or_default(),
            a.room.clone().unwrap_or_default(),
            a.person.as_ref().map(ToString::to_string).unwrap_or_default(),
            a.login.clone().unwrap_or_default(),
            a.extension.to_string(),
            a.client.clone(),
            a.folder.clone(),
            a.files.join(" "),
            own(a),
            a.targets.join(" "),
        ]);
    }
    tables_csv::rows(&rows)
}

/// `manifest.json`; a secret itself, as the hashes of files with passwords are.
#[must_use]
pub fn manifest(plan_sha256: &str, fleet: &Fleet) -> Vec<u8> {
    let files: Vec<_> = fleet
        .files
        .iter()
        .map(|file| serde_json::json!({"path": file.path, "sha256": sha256(&file.bytes), "bytes": file.bytes.len(), "secret": file.secret}))
        .collect();
    let value = serde_json::json!({
        "schema": 1,
        "tool": concat!("deskshift ", env!("CARGO_PKG_VERSION")),
        "plan": plan_sha256,
        "assignments": fleet.assignments,
        "files": files,
    });
    format!("{value:#}\n").into_bytes()
}

/// What lies here and what to do with it.
#[must_use]
pub fn readme(fleet: &Fleet, rules: &FleetRules, lang: Lang) -> String {
    let has = |os: Os| fleet.assignments.iter().any(|assignment| assignment.os == os);
    let link = |rule: &Option<crate::policy::site::FleetRule>| rule.as_ref().is_some_and(|rule| rule.deliver == Deliver::Link);
    let mut text = match lang {
        Lang::En => "# Files for the authority's devices\n\n\
            Below `igel/devices/` and `windows/users/` each folder belongs to one device or user. Its files are secrets: passwords, or a link that gives\n\
            them out once. Nobody but the owner may read them, on whatever way they travel: not SYSVOL, not a share for all, not a boot or web folder.\n\
            The scripts hold no secret and may lie anywhere. `assignments.csv` says who gets what. Delete this folder when all are set up.\n"
            .to_owned(),
        Lang::De => "# Dateien für die Geräte der Behörde\n\n\
            Unter `igel/devices/` und `windows/users/` gehört jeder Ordner einem Gerät oder Benutzer. Seine Dateien sind Geheimnisse: Kennwörter oder ein\n\
            Link, der sie einmal herausgibt. Niemand außer dem Besitzer darf sie lesen, auf welchem Weg auch immer: nicht SYSVOL, keine Freigabe für\n\
            alle, kein Boot- oder Webordner. Die Skripte enthalten kein Geheimnis und dürfen überall liegen. `assignments.csv` sagt, wer was bekommt.\n\
            Diesen Ordner löschen, wenn alles eingerichtet ist.\n"
            .to_owned(),
    };
    if has(Os::Igel) {
        text.push_str(match lang {
            Lang::En => "\n## IGEL OS\n\n\
                Nobody has tried this with UMS: look at one device first. For each row of `igel/assignments.csv`, give the files of its folder to that device\n\
                alone, as file objects of UMS assigned to it (or from a place that only it can read), into `.deskshift` of the session's home. Run\n\
                `deskshift-phone.sh` as a command before the session starts: it puts the files where the program reads them, with mode 600, and removes\n\
                them from `.deskshift`. Running it again changes nothing; new files are put into place at the next start.\n\
                For a web phone it writes the address into `.config/deskshift/start-url`, for the start page of the browser session.\n",
            Lang::De => "\n## IGEL OS\n\n\
                Niemand hat das mit einer UMS erprobt: zuerst an einem Gerät ansehen. Zu jeder Zeile von `igel/assignments.csv` die Dateien des Ordners nur\n\
                diesem Gerät geben, als Datei-Objekte der UMS, die ihm zugewiesen sind (oder von einem Ort, den nur es lesen kann), nach `.deskshift` im\n\
                Heimordner der Sitzung. `deskshift-phone.sh` als Befehl vor dem Start der Sitzung ausführen: es legt die Dateien mit Rechten 600 dorthin, wo\n\
                das Programm sie liest, und entfernt sie aus `.deskshift`. Ein zweiter Lauf ändert nichts; neue Dateien kommen beim nächsten Start an ihren Platz.\n\
                Für ein Web-Telefon schreibt es die Adresse nach `.config/deskshift/start-url`, für die Startseite der Browser-Sitzung.\n",
        });
    }
    if has(Os::Windows) {
        text.push_str(match lang {
            Lang::En => "\n## Windows\n\n\
                The scripts have not been run on Windows by our tests: try them on one notebook first. Copy each folder of `windows/users/` to the user's own\n\
                folder (column \"lies on\"); nobody else may read there. Then either a group policy runs `deskshift-phone.ps1` at logon (from SYSVOL or\n\
                wherever scripts lie), or Intune runs the pair in `windows/intune/` as a remediation, in the user's context. The script merges the\n\
                settings into those of the user, replaces old accounts, protects the file, and removes the secrets from the folder.\n",
            Lang::De => "\n## Windows\n\n\
                Die Skripte wurden von unseren Tests nicht unter Windows ausgeführt: zuerst an einem Notebook probieren. Jeden Ordner aus `windows/users/` in den\n\
                eigenen Ordner des Benutzers kopieren (Spalte „liegt auf“); niemand sonst darf dort lesen. Danach führt entweder eine Gruppenrichtlinie\n\
                `deskshift-phone.ps1` bei der Anmeldung aus (aus SYSVOL oder wo Skripte liegen), oder Intune das Paar in `windows/intune/` als\n\
                Wartungsskript im Kontext des Benutzers. Das Skript fügt die Einstellungen in die des Benutzers ein, ersetzt alte Konten, schützt die Datei und\n\
                entfernt die Geheimnisse aus dem Ordner.\n",
        });
    }
    if (has(Os::Igel) && link(&rules.igel)) || (has(Os::Windows) && link(&rules.windows)) {
        text.push_str(match lang {
            Lang::En => "\nA link works once and expires; `deskshift serve` must run and be reachable. A device that fetched in vain needs a new one\n\
                (`deskshift links issue`, then `deskshift fleet`). Links with a PIN do not work here: nobody types it.\n",
            Lang::De => "\nEin Link gilt einmal und läuft ab; `deskshift serve` muss laufen und erreichbar sein. Ein Gerät, das vergeblich abgerufen hat, braucht einen neuen\n\
                (`deskshift links issue`, dann `deskshift fleet`). Links mit PIN funktionieren hier nicht: niemand tippt sie ein.\n",
        });
    }
    text
}
