//! What single steps of a registration cost on this machine, and what a whole one costs without the network.
//!
//! Repeat with `cargo bench --bench sip`; `cargo bench --bench sip -- 2` makes every measurement two times as long.
//! Each figure is the best of seven runs: other work on the machine can only make it worse.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::unwrap_used)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use deskshift::domain::{HostPort, Secret, Transport};
use deskshift::sip::challenge::{Algorithm, Asker, Challenge, Challenges};
use deskshift::sip::digest::{Asked, Credentials, answer};
use deskshift::sip::framing::Framer;
use deskshift::sip::register::{Handled, RegisterSettings, Registration};
use deskshift::sip::template::{Fields, RegisterTemplate, scan};
use deskshift::sip::tokens::Tokens;
use deskshift::sip::{Message, Request, Response};

/// As Asterisk 22 sends it.
fn unauthorized(request: &Request) -> Response {
    let mut challenge =
        Challenge::digest(Asker::Server, Algorithm::MD5, "asterisk", "1767225600/9a3f1d0b5c7e2468ace013579bdf0246");
    challenge.opaque = Some("5f2a9c0d1e3b4687".into());
    request.response(401, "z9hG4bKPj").with("WWW-Authenticate", challenge.to_value()).with("Server", "Asterisk PBX 22.10.1")
}

fn ok(request: &Request) -> Response {
    request
        .response(200, "z9hG4bKPj")
        .with("Date", "Thu, 01 Jan 2026 00:00:00 GMT")
        .with("Contact", "<sip:2001@192.0.2.17:5060>;expires=3541")
        .with("Expires", "3600")
        .with("Server", "Asterisk PBX 22.10.1")
}

fn settings(n: u32) -> RegisterSettings {
    let credentials = Credentials::password(format!("{n}"), Secret::new("Vv8#tq2LmZ0pXw4R"));
    RegisterSettings {
        call_id: format!("{n:016x}@192.0.2.9").into(),
        from_tag: format!("{n:08x}").into(),
        ..RegisterSettings::fetch(
            &n.to_string(),
            "pbx.example",
            credentials,
            Transport::Udp,
            HostPort { host: "192.0.2.9".into(), port: 5070 },
        )
    }
}

fn request_of(bytes: &[u8]) -> Request {
    match Message::parse(bytes).unwrap() {
        Message::Request(request) => request,
        Message::Response(_) => unreachable!(),
    }
}

struct Bench {
    times: u32,
}

impl Bench {
    fn run<T>(&self, name: &str, mut work: impl FnMut() -> T) {
        let per_run = 20_000 * self.times;
        let best = (0..7)
            .map(|_| {
                let begin = Instant::now();
                for _ in 0..per_run {
                    black_box(work());
                }
                begin.elapsed()
            })
            .min()
            .unwrap_or(Duration::ZERO);
        println!("{name:<58} {:>8.0} ns", best.as_nanos() as f64 / f64::from(per_run));
    }
}

fn main() {
    let times = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(1);
    let bench = Bench { times };
    let now = Instant::now();
    let mut first = Registration::new(settings(2001), Tokens::from_seed([1; 32]));
    first.start(now);
    let plain = first.poll_transmit().unwrap();
    let challenged = unauthorized(&request_of(&plain));
    let challenged_bytes = challenged.to_bytes();
    first.handle(now, &challenged);
    let authorized = first.poll_transmit().unwrap();
    let accepted_bytes = ok(&request_of(&authorized)).to_bytes();
    let challenge = Challenges::of(&challenged).list.remove(0);

    println!("benchmark: sip (cargo bench --bench sip), best of 7 runs of {} calls", 20_000 * times);
    println!("401: {} bytes, 200: {} bytes, REGISTER: {} bytes", challenged_bytes.len(), accepted_bytes.len(), authorized.len());
    let asked = Asked { method: "REGISTER", uri: "sip:pbx.example", body: b"", cnonce: "0123456789abcdef", count: 1 };
    for algorithm in [Algorithm::MD5, Algorithm::SHA_256, Algorithm::SHA_512_256] {
        let challenge = Challenge { algorithm: Some(algorithm.name().into()), ..challenge.clone() };
        let credentials = settings(2001).credentials;
        bench.run(&format!("digest answer, {algorithm}, qop=auth"), || answer(&challenge, &credentials, &asked));
    }
    let template = RegisterTemplate::prepare(&settings(2001));
    let answers = [("Authorization", answer(&challenge, &settings(2001).credentials, &asked).unwrap())];
    let fields = Fields { branch: "0123456789abcdef", cseq: 2, expires: None, answers: &answers };
    bench.run("REGISTER with credentials from the template", || template.write(&fields));
    let request = request_of(&authorized);
    bench.run("the same from a parsed request", || request.to_bytes());
    bench.run("scan a 401 for routing", || scan(&challenged_bytes));
    bench.run("parse a 401", || Message::parse(&challenged_bytes));
    bench.run("parse a 200", || Message::parse(&accepted_bytes));
    bench.run("parse a REGISTER with credentials", || Message::parse(&authorized));
    bench.run("read the challenges of a parsed 401", || Challenges::of(&challenged));
    bench.run("cut a 401 out of a stream", || {
        let mut framer = Framer::default();
        framer.push(&challenged_bytes);
        framer.next_frame()
    });

    // A whole registration: both requests, both answers, the outcome; the answers are made beforehand.
    let mut number = 0;
    let mut lines = Vec::new();
    let total = 2_000 * times;
    let best = (0..7)
        .map(|_| {
            lines.clear();
            for _ in 0..total {
                number += 1;
                lines.push((settings(number), Tokens::from_seed([7; 32])));
            }
            // What the registrar would send, with the tokens that the run will draw again.
            let answers: Vec<(Vec<u8>, Vec<u8>)> = lines
                .iter()
                .map(|(settings, tokens)| {
                    let mut line = Registration::new(settings.clone(), tokens.clone());
                    line.start(now);
                    let challenge = unauthorized(&request_of(&line.poll_transmit().unwrap()));
                    line.handle(now, &challenge);
                    let accepted = ok(&request_of(&line.poll_transmit().unwrap()));
                    (challenge.to_bytes(), accepted.to_bytes())
                })
                .collect();
            let begin = Instant::now();
            for ((settings, tokens), (challenge, accepted)) in lines.drain(..).zip(&answers) {
                let mut line = Registration::new(settings, tokens);
                line.start(now);
                black_box(line.poll_transmit());
                for bytes in [challenge, accepted] {
                    black_box(scan(bytes));
                    let Ok(Message::Response(response)) = Message::parse(bytes) else { unreachable!() };
                    assert_ne!(line.handle(now, &response), Handled::Ignored);
                    black_box(line.poll_transmit());
                }
                assert!(line.outcome().is_some());
                black_box(line.into_outcome());
            }
            begin.elapsed()
        })
        .min()
        .unwrap_or(Duration::ZERO);
    println!(
        "{:<58} {:>8.0} ns",
        "a whole registration (all of the above, outcome, no I/O)",
        best.as_nanos() as f64 / f64::from(total)
    );
}
