use super::*;
use crate::sip::challenge::{Asker, parse};

struct Vector {
    challenge: &'static str,
    user: &'static str,
    password: &'static str,
    method: &'static str,
    uri: &'static str,
    body: &'static [u8],
    cnonce: &'static str,
    count: u32,
    response: &'static str,
}

fn solve(v: &Vector) -> (Challenge, Credentials, String) {
    let challenge = parse(v.challenge, Asker::Server).unwrap().remove(0);
    let credentials = Credentials::password(v.user, Secret::new(v.password));
    let asked = Asked { method: v.method, uri: v.uri, body: v.body, cnonce: v.cnonce, count: v.count };
    let value = answer(&challenge, &credentials, &asked).expect("answerable");
    (challenge, credentials, value)
}

const MUFASA: Vector = Vector {
    challenge: "",
    user: "Mufasa",
    password: "Circle of Life",
    method: "GET",
    uri: "/dir/index.html",
    body: b"",
    cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    count: 1,
    response: "",
};

#[test]
fn rfc_vectors() {
    let vectors = [
        // RFC 2617 section 3.5
        Vector {
            challenge: "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"",
            password: "Circle Of Life",
            cnonce: "0a4f113b",
            response: "6629fae49393a05397450978507c4ef1",
            ..MUFASA
        },
        // RFC 7616 section 3.9.1, MD5 and SHA-256
        Vector {
            challenge: "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=MD5, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"",
            response: "8ca523f5e9506fed4657c9700eebdbec",
            ..MUFASA
        },
        Vector {
            challenge: "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"",
            response: "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
            ..MUFASA
        },
        // RFC 7616 section 3.9.2 as corrected by erratum 4897 (user name sent in clear)
        Vector {
            challenge: "Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256, nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\", opaque=\"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS\", charset=UTF-8, userhash=true",
            user: "Jäsøn Doe",
            password: "Secret, or not?",
            uri: "/doe.json",
            cnonce: "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v",
            response: "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5",
            ..MUFASA
        },
    ];
    for v in &vectors {
        let (_, credentials, value) = solve(v);
        let read = Authorization::parse(&value).unwrap();
        assert_eq!(read.response, v.response, "{}", v.challenge);
        assert!(read.verify(&credentials, v.method, v.body));
    }
}

#[test]
fn sha_512_256_is_the_truncated_variant_with_its_own_start_values() {
    // FIPS 180-4 example: SHA-512/256("abc")
    let hex = digest(Hash::Sha512_256, &[b"ab", b"c"]);
    assert_eq!(hex.as_str(), "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23");
    assert_eq!(digest(Hash::Md5, &[b"abc"]).as_str(), "900150983cd24fb0d6963f7d28e17f72");
}

#[test]
fn verification_is_tied_to_everything_that_was_hashed() {
    for algorithm in ["MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess"] {
        for qop in ["", ", qop=\"auth\"", ", qop=\"auth-int\""] {
            let text = format!("Digest realm=\"lra.example\", nonce=\"n1\", algorithm={algorithm}{qop}");
            let challenge = parse(&text, Asker::Server).unwrap().remove(0);
            let credentials = Credentials::password("2001", Secret::new("pa:ss \"ü\""));
            let asked = Asked { method: "REGISTER", uri: "sip:lra.example", body: b"x", cnonce: "c", count: 10 };
            let value = answer(&challenge, &credentials, &asked).unwrap();
            let good = Authorization::parse(&value).unwrap();
            assert!(good.verify(&credentials, "REGISTER", b"x"), "{text}");
            assert!(!good.verify(&credentials, "INVITE", b"x"), "{text}");
            assert!(!good.verify(&Credentials::password("2001", Secret::new("other")), "REGISTER", b"x"), "{text}");
            assert!(!good.verify(&Credentials::password("2002", Secret::new("pa:ss \"ü\"")), "REGISTER", b"x"), "{text}");
            let changed = Authorization { nonce: "n2".into(), ..good.clone() };
            assert!(!changed.verify(&credentials, "REGISTER", b"x"), "{text}");
            let changed = Authorization { uri: "sip:evil".into(), ..good.clone() };
            assert!(!changed.verify(&credentials, "REGISTER", b"x"), "{text}");
            assert_eq!(good.verify(&credentials, "REGISTER", b"y"), !qop.contains("int"), "{text}");
            if !qop.is_empty() {
                assert_eq!(good.count, Some(10));
                assert!(value.ends_with("nc=0000000a"), "hex, not decimal: {value}");
                assert!(!Authorization { count: Some(11), ..good.clone() }.verify(&credentials, "REGISTER", b"x"));
                assert!(!Authorization { cnonce: None, ..good }.verify(&credentials, "REGISTER", b"x"));
            }
        }
    }
}

#[test]
fn names_with_quotes_are_escaped_and_hashed_unescaped() {
    let challenge = parse("Digest realm=\"a \\\"b\\\"\", nonce=\"n\"", Asker::Server).unwrap().remove(0);
    let credentials = Credentials::password("we\"ird\\name", Secret::new("x"));
    let asked = Asked { method: "REGISTER", uri: "sip:h", body: b"", cnonce: "c", count: 1 };
    let value = answer(&challenge, &credentials, &asked).unwrap();
    assert!(value.starts_with("Digest username=\"we\\\"ird\\\\name\", realm=\"a \\\"b\\\"\""), "{value}");
    assert!(!value.contains("algorithm"), "not echoed where the server gave none");
    let read = Authorization::parse(&value).unwrap();
    assert_eq!((read.user.as_str(), read.realm.as_str()), ("we\"ird\\name", "a \"b\""));
    assert!(read.verify(&credentials, "REGISTER", b""));
}

#[test]
fn an_ha1_answers_only_its_hash_and_realm() {
    let key = |hash, realm: &str| Credentials {
        user: "2001".into(),
        key: Key::Ha1 { hash, realm: realm.into(), hex: ha1(hash, "2001", realm, &Secret::new("pw")) },
    };
    let asked = Asked { method: "REGISTER", uri: "sip:h", body: b"", cnonce: "c", count: 1 };
    let challenge = Challenge::digest(Asker::Server, Algorithm::SHA_256, "r", "n");
    assert!(answer(&challenge, &key(Hash::Md5, "r"), &asked).is_none());
    assert!(answer(&challenge, &key(Hash::Sha256, "other"), &asked).is_none());
    let value = answer(&challenge, &key(Hash::Sha256, "r"), &asked).unwrap();
    let read = Authorization::parse(&value).unwrap();
    assert!(read.verify(&Credentials::password("2001", Secret::new("pw")), "REGISTER", b""));
    assert!(read.verify(&key(Hash::Sha256, "r"), "REGISTER", b""));
    assert!(!read.verify(&key(Hash::Md5, "r"), "REGISTER", b""));
}

#[test]
fn a_masked_value_holds_nothing_to_guess_with() {
    let v =
        Vector { challenge: "Digest realm=\"r\", nonce=\"NONCE\", opaque=\"OPAQUE\", qop=\"auth\"", cnonce: "CNONCE", ..MUFASA };
    let (_, _, value) = solve(&v);
    let masked = mask(&value);
    let response = Authorization::parse(&value).unwrap().response;
    for hidden in ["NONCE", "OPAQUE", "CNONCE", response.as_str()] {
        assert!(!masked.contains(hidden), "{masked}");
    }
    assert!(masked.contains("username=\"Mufasa\"") && masked.contains("realm=\"r\""));
    assert_eq!(mask("\"garbage"), "(unreadable)");
}

#[test]
fn a_stored_digest_answers_for_whatever_realm_is_asked() {
    let stored = ha1(Hash::Md5, "2001", "a realm", &Secret::new("pw"));
    let text = Secret::new(format!("MD5:{}", stored.expose().to_uppercase()));
    let credentials = Credentials::stored("2001", &text).unwrap();
    assert_eq!(credentials.key, Key::Stored { hash: Hash::Md5, hex: stored });
    assert_eq!(Credentials::stored("2001", &Secret::new("pw")), None);
    assert_eq!(Credentials::stored("2001", &Secret::new("CRYPT:pw")), None);
}
