//! What phones already hold, as extensions with their accounts and one device each.
//!
//! In: the configuration file of one phone, as the phone or a provisioning server keeps it. Out: a [`super::reading::Reading`].
//! Independent of `profile`, which writes some of these formats: what it writes is held against these readers by tests.
//! May import: `domain`, `diag`, the inventory's model, formats, kinds, `table` (encodings) and `subscriber`. Start with `phone`, then `ini`, `twinkle`.

mod address;
mod baresip;
pub mod codes;
mod grandstream;
pub mod ini;
mod linphone;
mod mac;
mod microsip;
mod phone;
mod settings;
mod snom;
#[cfg(test)]
mod tests;
mod text;
mod twinkle;
mod xml;
mod yealink;

pub use baresip::BARESIP;
pub use grandstream::GRANDSTREAM;
pub use linphone::LINPHONERC;
pub use microsip::MICROSIP;
pub use snom::SNOM;
pub use twinkle::TWINKLE;
pub use yealink::YEALINK;
