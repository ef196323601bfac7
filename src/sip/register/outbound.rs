//! What a registrar says about flows and names of a device: outbound (RFC 5626) and GRUU (RFC 5627).

use super::super::message::Answer;
use super::outcome::clean;

/// The registration of this flow among those of one device.
pub const REG_ID: u32 = 1;

/// 439, or what may come through in its place: where `save` fails, Kamailio's default script sends a 500 after the registrar's own 439,
/// and a proxy passes on the one that its workers take up first.
pub(super) fn refuses_outbound(response: &Answer<'_>) -> bool {
    let told = || response.headers.get("P-Registrar-Error").is_some_and(|text| text.contains("Outbound on edge proxy"));
    response.status == 439 || (response.status == 500 && told())
}

/// What the answers told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutboundFacts {
    /// `Require: outbound` in the 2xx: the registrar keeps the flow, and calls come over it (section 6).
    pub agreed: bool,
    /// 439: a proxy on the way keeps no flows. The registration was then made without outbound.
    pub first_hop_lacks: bool,
    /// Seconds after which the server takes a silent flow for dead.
    pub flow_timer_s: Option<u32>,
    pub pub_gruu: Option<String>,
    pub temp_gruu: Option<String>,
}

impl OutboundFacts {
    /// Reads a 2xx to a registration of this instance.
    pub(super) fn learn(&mut self, response: &Answer<'_>, instance: Option<&str>) {
        let headers = &response.headers;
        self.agreed = headers.tokens("Require").any(|token| token.eq_ignore_ascii_case("outbound"));
        self.flow_timer_s = headers.get("Flow-Timer").and_then(|value| value.trim().parse().ok());
        let contacts = headers.addresses("Contact").unwrap_or_default();
        let ours = contacts.iter().filter(|contact| instance.is_some() && contact.instance().as_deref() == instance);
        for contact in ours {
            let named = |name: &str| contact.params.get(name).map(|uri| clean(&uri).into());
            self.pub_gruu = self.pub_gruu.take().or_else(|| named("pub-gruu"));
            self.temp_gruu = self.temp_gruu.take().or_else(|| named("temp-gruu"));
        }
    }

    /// The flow has to be kept alive in the way of RFC 5626.
    #[must_use]
    pub fn wants_keep_alive(&self) -> bool {
        self.agreed || self.flow_timer_s.is_some()
    }
}
