//! Mappings for products whose exports are not publicly described well enough for an importer. Each says `confirmed: false`.

/// Name and text of each, by name. Reading YAML is the caller's work.
pub const ALL: &[(&str, &str)] = &[
    ("agfeo", include_str!("shipped/agfeo.yaml")),
    ("alcatel-oxe", include_str!("shipped/alcatel-oxe.yaml")),
    ("alcatel-oxo", include_str!("shipped/alcatel-oxo.yaml")),
    ("auerswald", include_str!("shipped/auerswald.yaml")),
    ("avaya-cm-list-station", include_str!("shipped/avaya-cm-list-station.yaml")),
    ("avaya-ip-dect", include_str!("shipped/avaya-ip-dect.yaml")),
    ("avaya-ip-office", include_str!("shipped/avaya-ip-office.yaml")),
    ("grandstream-ucm", include_str!("shipped/grandstream-ucm.yaml")),
    ("mitel-mivoice-400", include_str!("shipped/mitel-mivoice-400.yaml")),
    ("mitel-mivoice-business", include_str!("shipped/mitel-mivoice-business.yaml")),
    ("mitel-mx-one", include_str!("shipped/mitel-mx-one.yaml")),
    ("openscape-business", include_str!("shipped/openscape-business.yaml")),
    ("panasonic-kx-ns", include_str!("shipped/panasonic-kx-ns.yaml")),
    ("starface", include_str!("shipped/starface.yaml")),
    ("zenitel", include_str!("shipped/zenitel.yaml")),
];

/// What `mapping:` of a source begins with where a shipped one is meant: `shipped:avaya-ip-office`.
pub const PREFIX: &str = "shipped:";

#[must_use]
pub fn by_name(name: &str) -> Option<&'static str> {
    ALL.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
