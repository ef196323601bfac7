//! The cases that come inside the binary, so that `demo` works without the source tree.

/// Name and content of each file of a case, below its folder.
pub type Files = &'static [(&'static str, &'static [u8])];

macro_rules! files {
    ($case:literal: $($name:literal,)*) => {
        &[$(($name, include_bytes!(concat!("../../../examples/", $case, "/", $name)))),*]
    };
}

/// The cases by name.
pub const CASES: &[(&str, Files)] =
    &[("traunstein", TRAUNSTEIN), ("mitte", MITTE), ("offenbach", OFFENBACH), ("muenchen", MUENCHEN), ("speyer", SPEYER)];

const MITTE: Files = files! {
    "mitte":
    "README.md",
    "deskshift.yaml",
    "notebooks/lieferung.csv",
    "notebooks/softwareverteilung.csv",
    "personal/personal.xlsx",
    "staging/scans.csv",
    "telefon/phones-all-details.csv",
    "truth.tsv",
    "verzeichnis/ad.ldif",
};

const MUENCHEN: Files = files! {
    "muenchen":
    "README.md",
    "deskshift.yaml",
    "pbx/extensions.conf",
    "pbx/pjsip.conf",
    "pbx/queues.conf",
    "staff/personal.csv",
    "staff/raeume.csv",
};

const OFFENBACH: Files = files! {
    "offenbach":
    "README.md",
    "deskshift.yaml",
    "devices/lieferung.csv",
    "devices/notebooks.csv",
    "pbx/extensions.conf",
    "pbx/pjsip.conf",
    "pbx/queues.conf",
    "staff/abwesend.csv",
    "staff/personal.csv",
    "staff/raeume.csv",
};

const SPEYER: Files = files! {
    "speyer":
    "README.md",
    "deskshift.yaml",
    "devices/geraete.csv",
    "pbx/extensions.conf",
    "pbx/pjsip.conf",
    "staff/ad-benutzer.csv",
    "staff/personal.csv",
};

const TRAUNSTEIN: Files = files! {
    "traunstein":
    "README.md",
    "deskshift.yaml",
    "pbx/extensions.conf",
    "pbx/extensions.d/hints.conf",
    "pbx/pjsip.conf",
    "pbx/pjsip.d/auslaenderamt.conf",
    "pbx/pjsip.d/bauamt.conf",
    "pbx/pjsip.d/buergerservice.conf",
    "pbx/pjsip.d/buero-landrat.conf",
    "pbx/pjsip.d/fuehrerscheinstelle.conf",
    "pbx/pjsip.d/gesundheitsamt.conf",
    "pbx/pjsip.d/informationstechnik.conf",
    "pbx/pjsip.d/jugendamt-aussenstelle.conf",
    "pbx/pjsip.d/jugendamt.conf",
    "pbx/pjsip.d/kaemmerei.conf",
    "pbx/pjsip.d/katastrophenschutz.conf",
    "pbx/pjsip.d/kfz-zulassung.conf",
    "pbx/pjsip.d/kommunalaufsicht.conf",
    "pbx/pjsip.d/kreisarchiv.conf",
    "pbx/pjsip.d/kreiskasse.conf",
    "pbx/pjsip.d/oeffentliche-sicherheit.conf",
    "pbx/pjsip.d/personal.conf",
    "pbx/pjsip.d/rechnungspruefung.conf",
    "pbx/pjsip.d/sozialamt.conf",
    "pbx/pjsip.d/strassenverkehr.conf",
    "pbx/pjsip.d/technik.conf",
    "pbx/pjsip.d/umwelt-abfallwirtschaft.conf",
    "pbx/pjsip.d/umwelt-naturschutz.conf",
    "pbx/pjsip.d/umwelt-wasserrecht.conf",
    "pbx/pjsip.d/veterinaeramt.conf",
    "pbx/pjsip.d/wohngeld.conf",
    "pbx/pjsip.d/zentrale-dienste.conf",
    "pbx/pjsip.transports.conf",
    "pbx/queues.conf",
    "pbx/registered.tsv",
    "pbx/voicemail.conf",
    "staff/pbx-logins.csv",
    "staff/personal.csv",
    "staff/personal.xlsx",
    "truth.tsv",
};

#[cfg(test)]
#[allow(clippy::disallowed_methods)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_a_case_is_inside() {
        for (case, files) in CASES {
            let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(case);
            let mut found = Vec::new();
            walk(&root, &root, &mut found);
            found.sort();
            let mut inside: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
            inside.sort_unstable();
            assert_eq!(inside, found, "{case}");
        }
    }

    fn walk(root: &std::path::Path, folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() && name != "out" {
                walk(root, &path, found);
            } else if path.is_file() {
                found.push(name);
            }
        }
    }
}
