use super::*;
use crate::probe::server::Endpoints;

#[test]
fn base64_is_that_of_the_rfc() {
    for (clear, encoded) in [
        ("", ""),
        ("f", "Zg=="),
        ("fo", "Zm8="),
        ("foo", "Zm9v"),
        ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ] {
        assert_eq!(http::base64(clear.as_bytes()), encoded);
    }
}

#[test]
fn http_answers_are_read_whole_or_not_at_all() {
    let read = |text: &str| http::parse(text.as_bytes()).map(|body| String::from_utf8(body).unwrap());
    assert_eq!(read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]x").as_deref(), Ok("[]"));
    assert_eq!(read("HTTP/1.0 200 OK\r\n\r\n[]").as_deref(), Ok("[]"));
    assert_eq!(read("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n[\r\n1;x\r\n]\r\n0\r\n\r\n").as_deref(), Ok("[]"));
    assert!(matches!(read("HTTP/1.1 401 Unauthorized\r\n\r\n"), Err(ServerError::Refused(_))));
    for broken in [
        "",
        "SIP/2.0 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[]",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ] {
        assert!(matches!(read(broken), Err(ServerError::Unreadable(_))), "{broken}");
    }
}

#[test]
fn the_location_table_of_kamailio_is_found_however_deep() {
    let body = r#"{"jsonrpc":"2.0","result":{"Domains":[{"Domain":{"Domain":"location","Size":512,"AoRs":[
        {"Info":{"AoR":"2001","HashID":1,"Contacts":[
            {"Contact":{"Address":"sip:2001@10.0.0.5:5060;line=x","Expires":300,"User-Agent":"Snom D345","Received":"[not set]"}},
            {"Contact":{"Address":"sip:2001@192.168.1.2:5062","Expires":60,"User-Agent":"baresip v4","Received":"sip:203.0.113.9:40000"}}]}},
        {"Info":{"AoR":"2002@pbx.example","Contacts":[{"Contact":{"Address":"sip:2002@10.0.0.6","Expires":"permanent"}}]}}]}}]},"id":1}"#;
    let told = rpc::parse(body.as_bytes(), 0).unwrap();
    assert_eq!(told.endpoints, Endpoints::NotTold);
    let shown: Vec<_> = told.registrations.iter().map(|r| (r.aor.as_str(), r.from.as_deref(), r.expires_s)).collect();
    assert_eq!(
        shown,
        [
            ("2001", Some("10.0.0.5:5060"), Some(300)),
            ("2001", Some("203.0.113.9:40000"), Some(60)),
            ("2002", Some("10.0.0.6"), None)
        ]
    );
    let refused = rpc::parse(br#"{"error":{"code":500,"message":"method not found"}}"#, 0);
    assert_eq!(refused, Err(ServerError::Refused("method not found".to_owned())));
    assert!(matches!(rpc::parse(b"[]", 0), Err(ServerError::Unreadable(_))));
}

#[test]
fn endpoints_of_ari_are_those_of_pjsip() {
    let body = br#"[{"technology":"PJSIP","resource":"2001","state":"online","channel_ids":[]},
        {"technology":"PJSIP","resource":"2002","state":"offline","channel_ids":[]},{"technology":"Local","resource":"x","state":"online"}]"#;
    let told = ari::parse(body).unwrap();
    assert_eq!(told.endpoints, Endpoints::All(["2001", "2002"].map(str::to_owned).into()));
    assert_eq!(told.registrations.iter().map(|r| r.aor.as_str()).collect::<Vec<_>>(), ["2001"]);
    assert!(matches!(ari::parse(b"{"), Err(ServerError::Unreadable(_))));
}
