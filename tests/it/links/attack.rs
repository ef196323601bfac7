//! What an attacker sees of `deskshift serve`: as little as possible, and the same in each case.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::sync::Barrier;
use std::time::{Duration, Instant};

use super::server::{Known, LARGE, Server, Site, ask, body, connect, status, token, until};
use crate::support::run;

/// An answer without its date.
fn timeless(answer: &[u8]) -> String {
    let text = String::from_utf8_lossy(answer);
    text.split_inclusive("\r\n").filter(|line| !line.to_ascii_lowercase().starts_with("date:")).collect()
}

/// Another caller each time, so that the limits of one do not stand in the way.
fn callers() -> impl Iterator<Item = [u8; 4]> {
    (1..=250).map(|n| [127, 0, 3, n])
}

#[test]
fn every_refusal_is_the_same_to_the_byte() {
    let site = Site::new(&[
        Known::open("used"),
        Known::open("revoked"),
        Known::expired("expired"),
        Known::with_pin("pin", "123456"),
        Known::with_pin("locked", "123456"),
    ]);
    run(site.folder(), &["links", "revoke", "--line", "revoked"]).expect(0);
    let server = Server::start(&site);
    let mut from = callers();
    let mut get = |path: &str| server.get_from(from.next().unwrap(), path);
    assert_eq!(status(&get(&site.path("used"))), 200);
    for _ in 0..5 {
        get(&format!("{}/000000", site.path("locked")));
    }
    let path = |line: &str| site.path(line);
    let asked = [
        path("unknown"),
        path("used"),
        path("revoked"),
        path("expired"),
        path("pin"),
        format!("{}/000000", path("pin")),
        format!("{}/123456", path("locked")),
        format!("{}/123456", path("used")),
        format!("{}/000000", path("unknown")),
        format!("{}?x=1", path("pin")),
        path("pin").to_uppercase(),
        format!("{}/", path("pin")),
        "/p/".into(),
        "/p/../../etc/passwd".into(),
        "/p/%2e%2e%2f%2e%2e%2fetc%2fpasswd".into(),
        "/p/..%5c..%5cx".into(),
        "/phone".into(),
        "/phone/../../out/secrets.json".into(),
        "/".into(),
        "/health".into(),
        "/out/links.json".into(),
        "//p//".into(),
        "http://evil.example/p/x".into(),
        "/p/%00".into(),
    ];
    let answers: BTreeSet<String> = asked.iter().map(|path| timeless(&get(path))).collect();
    assert_eq!(answers.len(), 1, "{answers:#?}");
    let one = answers.first().unwrap();
    assert!(one.starts_with("HTTP/1.1 404 ") && one.contains("cache-control: no-store"), "{one}");
    let head = one.split("\r\n\r\n").next().unwrap();
    for (method, same) in [("POST", true), ("PUT", true), ("DELETE", true), ("OPTIONS", true), ("TRACE", true), ("HEAD", false)] {
        let request = format!("{method} {} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", path("pin"));
        let answer = timeless(&server.send(Some(from.next().unwrap()), request.as_bytes()));
        assert_eq!(answer.split("\r\n\r\n").next().unwrap(), head, "{method}");
        assert_eq!(answer == *one, same, "{method}");
    }
    // Four wrong PINs in all, then the right one: none of the above was taken for a try but `000000`.
    assert_eq!(status(&server.get_from([127, 0, 4, 1], &format!("{}/123456", path("pin")))), 200);
}

#[test]
fn the_time_of_a_refusal_does_not_tell_why() {
    let site = Site::new(&[Known::open("used"), Known::with_pin("pin", "123456"), Known::expired("expired")]);
    let server = Server::start(&site);
    assert_eq!(status(&server.get_from([127, 0, 5, 1], &site.path("used"))), 200);
    let kinds = [site.path("unknown"), site.path("used"), site.path("expired"), site.path("pin"), "/p/x".to_owned()];
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); kinds.len()];
    for from in callers().take(15) {
        for (kind, path) in kinds.iter().enumerate() {
            let start = Instant::now();
            assert_eq!(status(&server.get_from(from, path)), 404);
            times[kind].push(start.elapsed());
        }
    }
    let mut medians = Vec::new();
    for kind in &mut times {
        kind.sort_unstable();
        assert!(kind[0] >= Duration::from_millis(100), "a refusal waits for its beat: {kind:?}");
        medians.push(kind[kind.len() / 2]);
    }
    let spread = medians.iter().max().unwrap().saturating_sub(*medians.iter().min().unwrap());
    assert!(spread < Duration::from_millis(50), "less than half a beat apart: {medians:?}");
}

#[test]
fn a_race_for_one_link_has_one_winner() {
    for round in 0..6 {
        let site = Site::new(&[Known::open("2001")]);
        let server = Server::start(&site);
        let (barrier, path) = (Barrier::new(24), site.path("2001"));
        let won: Vec<Vec<u8>> = std::thread::scope(|scope| {
            let racers: Vec<_> = (1..=24_u8)
                .map(|n| {
                    let (barrier, server, path) = (&barrier, &server, &path);
                    scope.spawn(move || {
                        barrier.wait();
                        server.get_from([127, 0, 6, n], path)
                    })
                })
                .collect();
            racers.into_iter().map(|racer| racer.join().unwrap()).filter(|answer| status(answer) == 200).collect()
        });
        assert_eq!(won.len(), 1, "round {round}");
        assert!(body(&won[0]).starts_with(b"<profile"));
    }
}

#[test]
fn who_goes_away_in_the_middle_leaves_the_link_and_not_for_ever() {
    let site = Site::new(&[Known::open("large")]);
    let server = Server::start(&site);
    let request = format!("GET {} HTTP/1.1\r\nHost: x\r\n\r\n", site.path("large"));
    let row = || run(site.folder(), &["--json", "links", "list"]).expect(0).json()[0].clone();
    for broken in 1..=2 {
        let mut stream = connect(server.address, Some([127, 0, 7, broken]));
        stream.write_all(request.as_bytes()).unwrap();
        let mut some = [0; 1000];
        stream.read_exact(&mut some).unwrap();
        // While it is being sent nobody else gets it.
        assert_eq!(status(&server.get_from([127, 0, 7, 100 + broken], &site.path("large"))), 404);
        drop(stream);
        until("noticed", || row()["unfinished"] == u64::from(broken));
        assert_eq!(row()["stage"], "issued");
    }
    assert_eq!(body(&server.get_from([127, 0, 7, 9], &site.path("large"))).len(), LARGE);
    until("fetched", || row()["stage"] == "fetched");
}

#[test]
fn odd_requests_get_no_profile_and_harm_nobody() {
    let site = Site::new(&[Known::open("2001"), Known::open("2002"), Known::open("2003")]);
    let mut server = Server::start(&site);
    let path = site.path("2001");
    let many = (0..200).map(|n| format!("X-{n}: y\r\n")).collect::<String>();
    let odd: Vec<(&str, String)> = vec![
        ("a huge header", format!("GET {path} HTTP/1.1\r\nX: {}\r\n\r\n", "y".repeat(100_000))),
        ("many headers", format!("GET {path} HTTP/1.1\r\n{many}\r\n")),
        ("a huge path", format!("GET {path}{} HTTP/1.1\r\n\r\n", "z".repeat(50_000))),
        ("no HTTP", "\0\x01\x02 hello\r\n\r\n".into()),
        ("HTTP/2 without TLS", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".into()),
        ("HTTP/0.9", format!("GET {path}\r\n\r\n")),
        ("a blank before the colon", format!("GET {path} HTTP/1.1\r\nHost : x\r\n\r\n")),
        ("a header cut by a carriage return", format!("GET {path} HTTP/1.1\rX: y\r\n\r\n")),
        ("two lengths", format!("POST {path} HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")),
        ("a chunked body that is none", format!("POST {path} HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")),
        ("injection", format!("GET {path}%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: x\r\n\r\n")),
    ];
    for ((what, request), from) in odd.iter().zip(callers()) {
        let answer = server.send(Some(from), request.as_bytes());
        assert_ne!(status(&answer), 200, "{what}: {}", String::from_utf8_lossy(&answer));
        let text = String::from_utf8_lossy(&answer).to_lowercase();
        assert!(!text.contains("<profile") && !text.contains("set-cookie"), "{what}: {text}");
        assert!(server.still_runs(), "{what}");
    }
    let secure = Site::new(&[]);
    let tls = Server::start_tls(secure.folder());
    let answer = ask(tls.address, None, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(answer.first().is_none_or(|first| *first == 21), "a TLS alert or nothing, no HTTP");
    // HTTP/1.0 is fine, also without Host.
    assert_eq!(status(&server.send(None, format!("GET {path} HTTP/1.0\r\n\r\n").as_bytes())), 200);
    // Of requests sent in one go the first is answered, and that is the end of the connection.
    let both =
        format!("GET {} HTTP/1.1\r\nHost: x\r\n\r\nGET {} HTTP/1.1\r\nHost: x\r\n\r\n", site.path("2002"), site.path("2003"));
    let answer = server.send(Some([127, 0, 8, 1]), both.as_bytes());
    assert_eq!(String::from_utf8_lossy(&answer).matches("HTTP/1.1 200").count(), 1);
    assert_eq!(status(&server.get_from([127, 0, 8, 2], &site.path("2003"))), 200, "the second was not touched");
}

#[test]
fn guessing_is_slowed_down_and_told() {
    let site = Site::new(&[Known::open("2001")]);
    let server = Server::start(&site);
    let answers: Vec<u16> = std::thread::scope(|scope| {
        let guesses: Vec<_> = (0..40)
            .map(|n| {
                let server = &server;
                scope.spawn(move || status(&server.get_from([127, 0, 9, 1], &format!("/p/{}", token(&format!("guess {n}"))))))
            })
            .collect();
        guesses.into_iter().map(|guess| guess.join().unwrap()).collect()
    });
    let refused = answers.iter().filter(|code| **code == 404).count();
    assert!((8..=16).contains(&refused), "{answers:?}");
    assert!(answers.iter().all(|code| matches!(code, 404 | 429 | 0)), "{answers:?}");
    let busy = server.get_from([127, 0, 9, 1], &site.path("2001"));
    assert!(matches!(status(&busy), 429 | 0), "the right link too, from this address");
    assert_eq!(status(&server.get_from([127, 0, 9, 2], &site.path("2001"))), 200, "nobody else is shut out");
    until("the audit log tells", || {
        let audit = std::fs::read_to_string(site.folder().join("out/links-audit.jsonl")).unwrap_or_default();
        audit.matches("\"why\":\"unknown\"").count() == refused && audit.contains("not-listed")
    });
}

#[test]
fn who_says_nothing_is_hung_up_on_and_takes_nobody_s_place() {
    let site = Site::new(&[Known::open("2001")]);
    let server = Server::start(&site);
    let mut slow: Vec<_> = (1..=150_u8).map(|n| connect(server.address, Some([127, 0, 10, n % 5 + 1]))).collect();
    for stream in &mut slow {
        let _ = stream.write_all(b"GET /p/");
    }
    assert_eq!(
        status(&ask(server.address, None, format!("GET {} HTTP/1.1\r\nHost: x\r\n\r\n", site.path("2001")).as_bytes())),
        200
    );
    let start = Instant::now();
    for stream in &mut slow {
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        assert_ne!(status(&rest), 200);
    }
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}
