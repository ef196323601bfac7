//! The scripts that put files into place. They are the same for everybody and hold no secret.

use super::assign::{FleetFile, Os};
use crate::policy::site::FleetRule;

const IGEL: &str = include_str!("scripts/deskshift-phone.sh");
const WINDOWS: &str = include_str!("scripts/deskshift-phone.ps1");
const DETECT: &str = include_str!("scripts/detect.ps1");

/// All scripts for a kind of device.
pub(super) fn files(os: Os, rule: &FleetRule) -> Vec<FleetFile> {
    let open = |path: &str, text: String| FleetFile { path: path.to_owned(), bytes: text.into_bytes(), secret: false };
    match os {
        Os::Igel => vec![open("igel/deskshift-phone.sh", IGEL.replace("@HOME@", &sh_single(&rule.home)))],
        Os::Windows => {
            let place = ps1_single(rule.files_on.as_deref().unwrap_or_default());
            let crlf = |text: &str| text.replace("@FILES@", &place).replace('\n', "\r\n");
            vec![
                open("windows/deskshift-phone.ps1", crlf(WINDOWS)),
                open("windows/intune/detect.ps1", crlf(DETECT)),
                // Intune runs the same script that a group policy does.
                open("windows/intune/remediate.ps1", crlf(WINDOWS)),
            ]
        }
    }
}

/// A word of PowerShell between single quotes, where nothing but the quote means anything. `{user}` is the variable of Windows.
fn ps1_single(text: &str) -> String {
    format!("'{}'", text.replace("{user}", "%USERNAME%").replace('\'', "''"))
}

/// A word of the shell between single quotes.
fn sh_single(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
