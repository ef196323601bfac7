//! Request methods. The known ones are rsip's; any other token is an extension method, which a server must answer with 405 or 501.

use std::fmt;
use std::str::FromStr;

use super::super::params::{SyntaxError, is_token};

#[derive(Clone, PartialEq, Eq)]
pub struct Method(Kind);

#[derive(Clone, PartialEq, Eq)]
enum Kind {
    Known(rsip::Method),
    Extension(Box<str>),
}

macro_rules! methods {
    ($($name:ident => $variant:ident),*) => {
        impl Method {
            $(pub const $name: Self = Self(Kind::Known(rsip::Method::$variant));)*

            /// As it stands on the wire; methods are case-sensitive.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match &self.0 {
                    $(Kind::Known(rsip::Method::$variant) => stringify!($name),)*
                    Kind::Extension(text) => text,
                }
            }

            fn known(text: &str) -> Option<Self> {
                match text {
                    $(stringify!($name) => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

methods!(
    ACK => Ack, BYE => Bye, CANCEL => Cancel, INFO => Info, INVITE => Invite, MESSAGE => Message, NOTIFY => Notify,
    OPTIONS => Options, PRACK => PRack, PUBLISH => Publish, REFER => Refer, REGISTER => Register, SUBSCRIBE => Subscribe,
    UPDATE => Update
);

impl Method {
    #[must_use]
    pub fn is_known(&self) -> bool {
        matches!(self.0, Kind::Known(_))
    }
}

impl FromStr for Method {
    type Err = SyntaxError;

    fn from_str(text: &str) -> Result<Self, SyntaxError> {
        match Self::known(text) {
            Some(method) => Ok(method),
            None if is_token(text) => Ok(Self(Kind::Extension(text.into()))),
            None => Err(SyntaxError::new("a method", 0)),
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_every_method_of_rsip_and_keeps_others() {
        for method in rsip::Method::all() {
            let ours: Method = method.to_string().parse().unwrap();
            assert!(ours.is_known() && ours.as_str() == method.to_string(), "{method}");
        }
        let odd: Method = "!interesting-Method0123456789_*+`.%indeed'~".parse().unwrap();
        assert!(!odd.is_known());
        assert_ne!("register".parse::<Method>().unwrap(), Method::REGISTER, "methods are case-sensitive");
        assert!("A B".parse::<Method>().is_err() && "".parse::<Method>().is_err());
    }
}
