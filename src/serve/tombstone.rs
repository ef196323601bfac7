//! Tombstones: what a link of a leaver gives. It takes the account away that an earlier link has set up. No values, so no escaping.

use std::fmt::Write as _;

use zeroize::Zeroizing;

use super::shelf::Parcel;
use crate::domain::ClientId;

/// Accounts that the profile sets up or empties (`profiles/linphone-xml`).
const ACCOUNTS: usize = 8;

/// Whether there is one for this profile.
#[must_use]
pub fn is_known(profile: &ClientId) -> bool {
    parcel(profile).is_some()
}

/// Whether its link leads to the page of the web phone.
#[must_use]
pub fn is_page(profile: &ClientId) -> bool {
    profile.0 == "webphone"
}

pub(super) fn parcel(profile: &ClientId) -> Option<Parcel> {
    let (name, text) = match profile.0.as_str() {
        "linphone-xml" | "linphone-rc" => ("linphone.xml", linphone()),
        "webphone" => ("webphone.json", "{\n  \"schema\": 1,\n  \"account\": null\n}\n".to_owned()),
        _ => return None,
    };
    Some(Parcel { name: name.to_owned(), bytes: Zeroizing::new(text.into_bytes()) })
}

/// Linphone keeps what an XML does not name, and drops an account without an identity (measured with 5.1). The password may be stored as
/// `ha1` by now.
fn linphone() -> String {
    const PROXY: &[(&str, &str)] = &[("reg_identity", ""), ("reg_proxy", ""), ("reg_route", ""), ("reg_sendregister", "0")];
    const LOGIN: &[(&str, &str)] =
        &[("username", ""), ("userid", ""), ("passwd", ""), ("ha1", ""), ("realm", ""), ("domain", ""), ("algorithm", "")];
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<config xmlns=\"http://www.linphone.org/xsds/lpconfig.xsd\">\n",
    );
    let mut section = |name: &str, entries: &[(&str, &str)]| {
        let _ = writeln!(text, "  <section name=\"{name}\">");
        for (key, value) in entries {
            let _ = writeln!(text, "    <entry name=\"{key}\" overwrite=\"true\">{value}</entry>");
        }
        text.push_str("  </section>\n");
    };
    section("misc", &[("transient_provisioning", "1")]);
    section("sip", &[("default_proxy", "-1")]);
    for n in 0..ACCOUNTS {
        section(&format!("proxy_{n}"), PROXY);
        section(&format!("auth_info_{n}"), LOGIN);
    }
    text.push_str("</config>\n");
    text
}
