//! The profiles that come with the program, embedded from `profiles/`.

use super::definition::Source;

macro_rules! profile {
    ($id:literal $(: $($template:literal),+)?) => {
        (
            Source {
                id: $id.to_owned(),
                built_in: true,
                folder: concat!("profiles/", $id).to_owned(),
                templates: std::collections::BTreeMap::from([
                    $($(($template.to_owned(), include_str!(concat!("../../profiles/", $id, "/", $template)).to_owned())),+)?
                ]),
            },
            include_str!(concat!("../../profiles/", $id, "/profile.yaml")),
        )
    };
}

/// Each profile folder with the text of its `profile.yaml`.
#[must_use]
pub fn builtin() -> Vec<(Source, &'static str)> {
    vec![
        profile!("acrobits": "account.xml.j2", "emergency.xml.j2"),
        profile!("baresip": "accounts.j2", "config.j2", "contact.j2", "contacts.j2"),
        profile!("baresip-4": "accounts.j2", "config.j2", "contact.j2", "contacts.j2"),
        profile!("bria": "bria.ini.j2"),
        profile!("browser-phone": "phone-options.html.j2", "phone-options.json.j2"),
        profile!("cisco-spa": "account.xml.j2", "key.xml.j2", "spa.xml.j2", "vacant.xml.j2"),
        profile!("fritzbox": "fritzbox.de.txt.j2", "fritzbox.en.txt.j2", "fritzbox.ps1.j2", "fritzbox.sh.j2"),
        profile!("gnome-calls": "password.txt.j2", "sip-account.cfg.j2"),
        profile!("grandstream": "account.xml.j2", "vacant.xml.j2"),
        profile!("jitsi": "jitsi.properties.j2"),
        profile!("linphone-android": "managed.json.j2"),
        profile!("linphone-ios": "managed.plist.j2"),
        profile!("linphone-rc": "account.j2", "contact.j2", "linphonerc.j2"),
        profile!("linphone-xml": "account.xml.j2", "contact.xml.j2", "linphone.xml.j2", "vacant.xml.j2"),
        profile!("microsip": "account.ini.j2", "contact.xml.j2", "contacts.xml.j2", "microsip-merge.ps1.j2", "microsip.ini.j2", "shortcut.ini.j2"),
        profile!("phonerlite": "password.txt.j2", "sipper.ini.j2"),
        profile!("pjsua": "pjsua.cfg.j2"),
        profile!("polycom": "account.cfg.j2", "key.cfg.j2", "polycom.cfg.j2", "vacant.cfg.j2"),
        profile!("sipnetic": "sipnetic.txt.j2"),
        profile!("snom": "account.xml.j2", "contact.xml.j2", "key.xml.j2", "snom.xml.j2", "vacant.xml.j2"),
        profile!("telephone": "password.txt.j2", "telephone.plist.j2"),
        profile!("twinkle": "twinkle.cfg.j2"),
        profile!("wave": "account.xml.j2", "p-values.xml.j2", "vacant.xml.j2"),
        profile!("webphone": "webphone.json.j2"),
        profile!("yealink": "account.cfg.j2", "key.cfg.j2", "vacant.cfg.j2", "yealink.cfg.j2"),
        profile!("zoiper": "account.xml.j2", "zoiper.xml.j2"),
    ]
}
