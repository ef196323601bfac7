//! The fields every profile must carry, whatever it calls them.

use std::net::IpAddr;

use super::definition::{CaForm, Profile};
use super::media::MediaValues;
use crate::diag::Words;
use crate::domain::{HostPort, Secret, Transport};
use crate::plan::model::Line;
use crate::policy::site::Pbx;

/// A canonical field of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    DisplayName,
    User,
    Domain,
    AuthUser,
    Password,
    RegistrarHost,
    RegistrarPort,
    Transport,
    Expiry,
    Srtp,
}

impl Field {
    pub const ALL: [Self; 10] = [
        Self::DisplayName,
        Self::User,
        Self::Domain,
        Self::AuthUser,
        Self::Password,
        Self::RegistrarHost,
        Self::RegistrarPort,
        Self::Transport,
        Self::Expiry,
        Self::Srtp,
    ];

    /// The name in `profile.yaml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DisplayName => "display_name",
            Self::User => "user",
            Self::Domain => "domain",
            Self::AuthUser => "auth_user",
            Self::Password => "password",
            Self::RegistrarHost => "registrar_host",
            Self::RegistrarPort => "registrar_port",
            Self::Transport => "transport",
            Self::Expiry => "expiry",
            Self::Srtp => "srtp",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }

    /// As it stands in a sentence: "cannot hold the password", "kann den Wert des Kennworts nicht aufnehmen".
    #[must_use]
    pub fn words(self) -> Words {
        let (en, de) = match self {
            Self::DisplayName => ("display name", "Anzeigenamen"),
            Self::User => ("user name", "Benutzernamen"),
            Self::Domain => ("domain", "Namen der Domäne"),
            Self::AuthUser => ("login name", "Anmeldenamen"),
            Self::Password => ("password", "Wert des Kennworts"),
            Self::RegistrarHost => ("registrar's host", "Rechnernamen des Registrars"),
            Self::RegistrarPort => ("registrar's port", "Port des Registrars"),
            Self::Transport => ("transport", "Transport"),
            Self::Expiry => ("registration expiry", "Wert der Anmeldedauer"),
            Self::Srtp => ("media encryption", "Wert der Sprachverschlüsselung"),
        };
        Words::new(en, de)
    }

    /// What the admin can do about a value a client cannot hold.
    #[must_use]
    pub fn remedy(self) -> Words {
        match self {
            Self::Password => Words::new(
                "set another password on the PBX (20 letters and digits are plenty), or choose another client by a rule",
                "auf der Anlage ein anderes Kennwort setzen (20 Buchstaben und Ziffern genügen) oder per Regel ein anderes Programm wählen",
            ),
            Self::DisplayName => Words::new(
                "correct the name in the staff list, or choose another client by a rule",
                "den Namen in der Personalliste berichtigen oder per Regel ein anderes Programm wählen",
            ),
            Self::User | Self::AuthUser => Words::new(
                "rename the object on the PBX, or choose another client by a rule",
                "das Objekt auf der Anlage umbenennen oder per Regel ein anderes Programm wählen",
            ),
            _ => Words::new("correct it in `deskshift.yaml`", "in `deskshift.yaml` berichtigen"),
        }
    }
}

/// The values of one line, as text.
#[derive(Clone)]
pub(super) struct Values {
    fields: [zeroize::Zeroizing<String>; Field::ALL.len()],
    pub line_id: String,
    pub mailbox: String,
    pub ca: String,
    /// The certificates themselves, for clients that take no path.
    pub ca_pem: String,
    pub ws_path: String,
    pub media: MediaValues,
    /// The outbound proxy, for clients that have a place for it beside the registrar's.
    proxy: Option<(String, String)>,
    /// How the first hop is spoken to.
    pub proxy_transport: String,
    /// In place of the password.
    pub ha1: Option<Ha1>,
    /// Of further accounts in the same files.
    pub further: Vec<Values>,
}

/// A digest of user, realm and password, for clients that take one in place of the password.
#[derive(Clone)]
pub(super) struct Ha1 {
    pub hex: zeroize::Zeroizing<String>,
    pub realm: String,
    pub algorithm: String,
}

impl Values {
    /// The same for a line of which only the digest is known.
    pub(super) fn with_ha1(self, ha1: Ha1) -> Self {
        Self { ha1: Some(ha1), ..self.with(Field::Password, "") }
    }

    pub(super) fn of(line: &Line, password: &Secret, pbx: &Pbx, profile: &Profile, ca_pem: &str) -> Self {
        let ca_form = profile.ca;
        // A client with one address for both gets the one where packets go; the domain says whom they are for.
        let server = if profile.names_proxy { &line.registrar } else { line.hop() };
        let proxy = line.media.outbound_proxy.as_ref().filter(|_| profile.names_proxy);
        // A number for a name that DNS is asked for would be a lie; an address cannot be asked for.
        let port = |server: &HostPort| {
            let asked = line.media.dns_srv == Some(true) && profile.names_dns_srv && server.host.parse::<IpAddr>().is_err();
            if asked { BY_DNS.to_owned() } else { server.port.to_string() }
        };
        let text = |field: Field| match field {
            Field::DisplayName => line.display_name.to_string(),
            Field::User => line.aor_user.to_string(),
            Field::Domain => line.domain.to_string(),
            Field::AuthUser => line.auth_user.to_string(),
            Field::Password => password.expose().to_owned(),
            Field::RegistrarHost => server.host.to_string(),
            Field::RegistrarPort => port(server),
            Field::Transport => line.transport.to_string(),
            Field::Expiry => line.expiry_s.to_string(),
            Field::Srtp => line.srtp.as_str().to_owned(),
        };
        let tls = [line.transport, line.hop_transport()].iter().any(|leg| matches!(leg, Transport::Tls | Transport::Wss));
        Self {
            fields: Field::ALL.map(|field| zeroize::Zeroizing::new(text(field))),
            line_id: line.id.to_string(),
            mailbox: line.mailbox.as_deref().unwrap_or_default().to_owned(),
            ca: line.ca_on_clients(pbx).filter(|_| tls && ca_form == CaForm::Path).unwrap_or_default().to_owned(),
            ca_pem: if tls && ca_form == CaForm::Text { ca_pem.to_owned() } else { String::new() },
            ws_path: line.ws_path(pbx).to_owned(),
            media: MediaValues::of(&line.media, &profile.media),
            proxy: proxy.map(|proxy| (proxy.host.to_string(), port(proxy))),
            proxy_transport: line.hop_transport().to_string(),
            ha1: None,
            further: Vec::new(),
        }
    }

    /// The same with these accounts behind its own.
    pub(super) fn beside<'a>(self, further: impl Iterator<Item = (&'a Line, &'a Secret)>, pbx: &Pbx, profile: &Profile) -> Self {
        let of = |(line, secret): (&Line, &Secret)| Self::of(line, secret, pbx, profile, "");
        Self { further: further.map(of).collect(), ..self }
    }

    /// The same without further accounts.
    pub(super) fn alone_in_file(self) -> Self {
        Self { further: Vec::new(), ..self }
    }

    /// Harmless values for everything but `field`, to find out which field a client cannot hold.
    pub(super) fn alone(&self, field: Field) -> Self {
        let harmless = |other: Field| match other {
            Field::Domain | Field::RegistrarHost => "pbx.example",
            Field::RegistrarPort => "5060",
            // These choose branches of the template and are never refused for their characters.
            Field::Transport | Field::Expiry | Field::Srtp => self.get(other),
            _ => "x",
        };
        Self {
            fields: Field::ALL.map(|other| {
                let value = if other == field { self.get(other) } else { harmless(other) };
                zeroize::Zeroizing::new(value.to_owned())
            }),
            line_id: "x".to_owned(),
            mailbox: String::new(),
            ca: String::new(),
            ca_pem: String::new(),
            ws_path: "/ws".to_owned(),
            media: self.media.clone(),
            proxy: self.proxy.clone(),
            proxy_transport: self.proxy_transport.clone(),
            ha1: None,
            further: Vec::new(),
        }
    }

    /// The same with another value in one field. What may be a setting of the whole file is so for all its accounts.
    pub(super) fn with(mut self, field: Field, value: &str) -> Self {
        self.fields[field as usize] = zeroize::Zeroizing::new(value.to_owned());
        if matches!(field, Field::Transport | Field::Srtp) {
            self.further = self.further.into_iter().map(|further| further.with(field, value)).collect();
        }
        self
    }

    pub(super) fn get(&self, field: Field) -> &str {
        &self.fields[field as usize]
    }

    /// The host as it stands in a URI: IPv6 in brackets.
    pub(super) fn uri_host(&self, field: Field) -> String {
        uri_host(self.get(field))
    }

    /// Host and port where packets go first.
    pub(super) fn hop(&self) -> (&str, &str) {
        match &self.proxy {
            Some((host, port)) => (host, port),
            None => (self.get(Field::RegistrarHost), self.get(Field::RegistrarPort)),
        }
    }

    pub(super) fn has_proxy(&self) -> bool {
        self.proxy.is_some()
    }
}

/// The port of a server whose port DNS knows.
pub(super) const BY_DNS: &str = "0";

/// A port as it stands in a URI, with its colon; nothing where DNS knows it.
pub(super) fn uri_port(port: &str) -> String {
    if port == BY_DNS { String::new() } else { format!(":{port}") }
}

/// A host as it stands in a URI: IPv6 in brackets.
pub(super) fn uri_host(host: &str) -> String {
    if host.contains(':') && !host.starts_with('[') { format!("[{host}]") } else { host.to_owned() }
}
