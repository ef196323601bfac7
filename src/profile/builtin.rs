//! The profiles that come with the program, embedded from `profiles/`.

use super::definition::Source;

macro_rules! profile {
    ($id:literal: $($template:literal),+) => {
        (
            Source {
                id: $id.to_owned(),
                folder: concat!("profiles/", $id).to_owned(),
                templates: [$(($template.to_owned(), include_str!(concat!("../../profiles/", $id, "/", $template)).to_owned())),+]
                    .into_iter()
                    .collect(),
            },
            include_str!(concat!("../../profiles/", $id, "/profile.yaml")),
        )
    };
}

/// Each profile folder with the text of its `profile.yaml`.
#[must_use]
pub fn builtin() -> Vec<(Source, &'static str)> {
    vec![
        profile!("baresip": "accounts.j2", "config.j2"),
        profile!("baresip-4": "accounts.j2", "config.j2"),
        profile!("linphone-rc": "linphonerc.j2"),
        profile!("linphone-xml": "linphone.xml.j2"),
        profile!("twinkle": "twinkle.cfg.j2"),
        profile!("webphone": "webphone.json.j2"),
    ]
}
