//! `ring_strategy: home-only`: a call rings the softphone and leaves the desk phone out.
//!
//! Where the softphone has an endpoint of its own, the dialplan says whom it rings. Where both log in to one account, no line of the
//! telephone system can tell their registrations apart; there a new password that the desk phone does not get leaves it out.

use super::codes;
use crate::diag::{CodePage, Words};

/// What keeps a call from the desk phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Dialplan,
    Password,
    None,
}

pub(super) fn words(way: Way) -> (&'static CodePage, Words, Words) {
    match way {
        Way::Dialplan => (
            &codes::HOME_ONLY,
            Words::new(
                "`ring_strategy: home-only`: calls ring the web phone's own endpoint, and the lines that name the desk phone are listed",
                "`ring_strategy: home-only`: Anrufe rufen den eigenen Endpunkt des Webtelefons, und die Zeilen mit dem Tischtelefon sind aufgeführt",
            ),
            Words::new("change the lines in `pbx/dialplan.txt`", "die Zeilen in `pbx/dialplan.txt` ändern"),
        ),
        Way::Password => (
            &codes::HOME_ONLY,
            Words::new(
                "`ring_strategy: home-only`: the desk phone is not given the new password, so it rings no more once its registration expires",
                "`ring_strategy: home-only`: das Tischtelefon bekommt das neue Kennwort nicht und läutet nicht mehr, sobald seine Anmeldung abläuft",
            ),
            Words::new(
                "nothing, or unplug it; who sits at it again gets `ring_strategy: both`, plan and convert, and its password in `pbx/new-passwords.csv`",
                "nichts, oder es ausstecken; wer wieder daran sitzt, bekommt `ring_strategy: both`, plan und convert und das Kennwort in `pbx/new-passwords.csv`",
            ),
        ),
        Way::None => (
            &codes::HOME_ONLY_REFUSED,
            Words::new(
                "`ring_strategy: home-only`: desk phone and softphone log in to one account with one password, so the desk phone still rings",
                "`ring_strategy: home-only`: Tischtelefon und Softphone melden sich mit einem Kennwort an einem Konto an, also läutet das Tischtelefon weiter",
            ),
            Words::new(
                "let `secrets.mode: rotate` give these lines a new password, choose a web phone with `pbx.webrtc_twins`, or log the desk phone out by hand",
                "diesen Anschlüssen mit `secrets.mode: rotate` ein neues Kennwort geben, ein Webtelefon mit `pbx.webrtc_twins` wählen oder das Tischtelefon von Hand abmelden",
            ),
        ),
    }
}
