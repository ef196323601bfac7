//! The words of the house: what telephony admins talk about, as types whose constructors parse and do nothing else.
//!
//! In: text. Out: values that cannot be wrong in form; and the [`calendar`] of working days. Imports nothing of ours but `diag`.
//! Start with [`identity`], then [`secret`].

pub mod calendar;
mod certificate;
mod extension;
pub mod hex;
mod identity;
mod in_order;
mod net;
mod secret;

pub use certificate::CertificateFacts;
pub use extension::Extension;
pub use identity::{Department, LineId, Mac, PersonId, Place, RoomId, WordError, without_zeros};
pub use in_order::InOrder;
pub use net::{ClientId, HostPort, Network, Transport};
pub use secret::{Secret, SecretRef, SecretState, Secrets};
