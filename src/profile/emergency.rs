//! The rule for emergency calls that no profile may be without.

use crate::diag::Words;

/// Which way 110 and 112 leave a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Emergency {
    /// Through the PBX, whose lines belong to another place than the user is at.
    Pbx,
    /// Over the mobile network, by a rule in the client's file.
    Mobile,
    /// Through the line of the user's own router, by a dialling rule of the router.
    Router,
}

impl Emergency {
    pub const ALL: [Self; 3] = [Self::Pbx, Self::Mobile, Self::Router];

    /// The word of `profile.yaml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pbx => "pbx",
            Self::Mobile => "mobile",
            Self::Router => "router",
        }
    }

    /// What the user must know.
    #[must_use]
    pub fn words(self) -> Words {
        let (en, de) = match self {
            Self::Pbx => (
                "110 and 112 leave through the office's telephone system and may reach the control room of another place, which does not see your address: use a mobile phone or your own line, and say first where you are",
                "110 und 112 gehen über die Telefonanlage der Dienststelle hinaus und erreichen womöglich die Leitstelle eines anderen Ortes, die Ihre Anschrift nicht sieht: mit Mobiltelefon oder eigenem Anschluss anrufen und zuerst sagen, wo Sie sind",
            ),
            Self::Mobile => (
                "110 and 112 are dialled over the mobile network; on a device without it use another telephone",
                "110 und 112 werden über das Mobilfunknetz gewählt; an einem Gerät ohne dieses ein anderes Telefon benutzen",
            ),
            Self::Router => (
                "let 110 and 112 leave through your own line: the dialling rules of the router must name it for them",
                "110 und 112 über den eigenen Anschluss hinausgehen lassen: die Wahlregeln des Routers müssen ihn dafür nennen",
            ),
        };
        Words::new(en, de)
    }
}
