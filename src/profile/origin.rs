//! Where each value of a file comes from, found by trying: a key that changes with a field depends on it.

use std::collections::BTreeSet;

use super::catalogue::Catalogue;
use super::definition::Profile;
use super::field::{Field, Values};
use super::syntax::Read;
use crate::domain::Secret;
use crate::plan::model::Line;
use crate::plan::srtp_word;
use crate::policy::site::Pbx;

/// One key of one file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Origin {
    pub file: String,
    pub key: String,
    /// `***` where it holds the password.
    pub value: String,
    /// Fields of the line it was made of, by their names in `profile.yaml`; none: the profile itself.
    pub fields: Vec<&'static str>,
    /// Where the meaning of the key is written down.
    pub source: Option<String>,
    /// Nobody has seen it with the client, in its source or its documentation.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unconfirmed: bool,
}

impl Catalogue {
    /// Every key of every file of a line; none where the line cannot be rendered.
    #[must_use]
    pub fn origins(&self, line: &Line, password: &Secret, pbx: &Pbx) -> Option<Vec<Origin>> {
        let profile = self.get(&line.client)?;
        let values = Values::of(line, password, pbx, profile.ca, self.ca_pem());
        let files = self.reads(line, profile, &values)?;
        let mut depends: Vec<(Field, Vec<Read>)> = Vec::new();
        for field in Field::ALL {
            let Some(other) = other(profile, field, values.get(field)) else { continue };
            // A value the client cannot hold tells nothing.
            if let Some(changed) = self.reads(line, profile, &values.clone().with(field, &other)) {
                depends.push((field, changed));
            }
        }
        let mut origins = Vec::new();
        for (index, read) in files.iter().enumerate() {
            for (key, value) in read {
                let moved = |changed: &[Read]| changed.get(index).and_then(|read| read.get(key)) != Some(value);
                let fields: BTreeSet<Field> =
                    depends.iter().filter(|(_, changed)| moved(changed)).map(|(field, _)| *field).collect();
                let secret = fields.contains(&Field::Password) || value.contains(password.expose());
                let source = profile.source_of(key);
                origins.push(Origin {
                    file: profile.outputs[index].path.clone(),
                    key: key.clone(),
                    value: if secret { "***".to_owned() } else { value.clone() },
                    fields: fields.into_iter().map(Field::as_str).collect(),
                    source: source.map(|note| note.text.to_owned()),
                    unconfirmed: source.is_some_and(|note| !note.confirmed),
                });
            }
        }
        Some(origins)
    }
}

/// Another value of a field that the client can hold too.
fn other(profile: &Profile, field: Field, value: &str) -> Option<String> {
    let facts = &profile.facts;
    Some(match field {
        Field::Transport => facts.transports.iter().map(|t| t.as_str()).find(|word| *word != value)?.to_owned(),
        Field::Srtp => facts.srtp.iter().map(|srtp| srtp_word(*srtp)).find(|word| *word != value)?.to_owned(),
        Field::Expiry => (value.parse::<u32>().ok()?.checked_add(60)?).to_string(),
        Field::RegistrarPort => (value.parse::<u16>().ok()? ^ 1).to_string(),
        Field::RegistrarHost | Field::Domain => "another.example".to_owned(),
        Field::DisplayName | Field::User | Field::AuthUser | Field::Password => format!("{value}x"),
    })
}
