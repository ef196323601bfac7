//! What is written reads back.

use proptest::prelude::*;

use crate::sip::params::{Params, quote};
use crate::sip::{Headers, Message, Method, NameAddr, Request, Response, SipUri, Uri, Via};

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            4 => prop::char::range('!', '~'),
            1 => Just(' '),
            1 => prop_oneof![Just('ä'), Just('ß'), Just('€'), Just('大')],
        ],
        0..20,
    )
    .prop_map(|c| c.into_iter().collect::<String>().trim().to_owned())
}

fn token() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9.!%*_+`'~-]{1,12}"
}

fn host() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z0-9][a-z0-9.-]{0,20}",
        any::<std::net::Ipv4Addr>().prop_map(|a| a.to_string()),
        any::<std::net::Ipv6Addr>().prop_map(|a| a.to_string())
    ]
}

fn params() -> impl Strategy<Value = Params> {
    prop::collection::btree_map(token().prop_map(|t| t.to_ascii_lowercase()), prop::option::of(text()), 0..4).prop_map(|map| {
        let mut params = Params::default();
        for (name, value) in map {
            params.set(&name, value.map(|v| quote(&v)).as_deref());
        }
        params
    })
}

fn uri() -> impl Strategy<Value = SipUri> {
    (prop::option::of(text().prop_filter("a user", |t| !t.is_empty())), host(), prop::option::of(any::<u16>()), any::<bool>())
        .prop_map(|(user, host, port, secure)| SipUri { secure, ..SipUri::new(user.as_deref(), &host, port) })
}

proptest! {
    #[test]
    fn uris(uri in uri()) {
        prop_assert_eq!(uri.to_string().parse::<Uri>(), Ok(Uri::Sip(uri)));
    }

    #[test]
    fn users_survive_escaping(user in text().prop_filter("a user", |t| !t.is_empty())) {
        let text = SipUri::new(Some(&user), "h", None).to_string();
        let read = text.parse::<Uri>().unwrap();
        let read = read.as_sip().unwrap().user_text().unwrap().into_owned();
        prop_assert_eq!(read, user);
    }

    #[test]
    fn name_addrs(display in prop::option::of(text()), uri in uri(), params in params()) {
        let addr = NameAddr { display, uri: Uri::Sip(uri), params };
        let text = addr.to_string();
        prop_assert_eq!(NameAddr::parse(&text), Ok(addr.clone()));
        prop_assert_eq!(NameAddr::parse_list(&format!("{text} , {text}")), Ok(vec![addr.clone(), addr]));
    }

    #[test]
    fn vias(transport in token(), host in host(), port in prop::option::of(any::<u16>()), params in params()) {
        let via = Via { transport, host, port, params };
        prop_assert_eq!(Via::parse(&via.to_string()), Ok(via));
    }

    #[test]
    fn requests(method in token(), uri in uri(), lines in prop::collection::vec((token(), text()), 0..10), body in prop::collection::vec(any::<u8>(), 0..100)) {
        let method: Method = method.parse().unwrap();
        let mut request = Request::new(method, uri.to_string()).with_body("application/octet-stream", body);
        for (name, value) in lines.iter().filter(|(n, _)| !["l", "content-length"].contains(&n.to_ascii_lowercase().as_str())) {
            request.headers.push(name, value);
        }
        let Ok(Message::Request(mut read)) = Message::parse(&request.to_bytes()) else { panic!("{request:?}") };
        read.headers.remove("Content-Length");
        prop_assert_eq!(read, request);
    }

    #[test]
    fn responses(status in 100_u16..700, lines in prop::collection::vec((token(), text()), 0..10)) {
        let mut response = Response::new(status);
        for (name, value) in lines.iter().filter(|(n, _)| !["l", "content-length"].contains(&n.to_ascii_lowercase().as_str())) {
            response.headers.push(name, value);
        }
        let Ok(Message::Response(mut read)) = Message::parse(&response.to_bytes()) else { panic!("{response:?}") };
        read.headers.remove("Content-Length");
        prop_assert_eq!(read, response);
    }

    #[test]
    fn header_values_cannot_break_the_frame(value in any::<String>()) {
        let mut headers = Headers::default();
        headers.push("Subject", &value);
        let request = Request { headers, ..Request::new(Method::OPTIONS, "sip:h") };
        let Ok(read) = Message::parse(&request.to_bytes()) else { panic!("{value:?}") };
        prop_assert_eq!(read.headers().len(), 2, "Subject and Content-Length");
    }
}
