//! How fast profiles are rendered and read back: `cargo bench --bench render`.
//!
//! 5,000 lines for each client, every file read by the client's own rules and compared field by field; the median of five runs on one
//! core. Then 100,000 lines for three clients at once on all cores, in batches, with the highest memory.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout)] // a benchmark reads the clock and prints

#[path = "support/memory.rs"]
mod memory;

use std::time::Instant;

use deskshift::diag::Place;
use deskshift::domain::{ClientId, HostPort, Secret, SecretRef, SecretState, Secrets, Transport};
use deskshift::plan::model::{Line, PbxFacts};
use deskshift::policy::site::{Pbx, PbxKind, Srtp};
use deskshift::store::profiles;

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const LINES: u32 = 5_000;
const MANY: u32 = 100_000;
/// Lines whose files are in memory at a time.
const BATCH: usize = 4_096;
const SETS: [[&str; 3]; 2] = [["linphone-rc", "baresip", "webphone"], ["linphone-xml", "twinkle", "microsip"]];

fn line(number: u32, client: &ClientId, transport: Transport, srtp: Srtp) -> Line {
    let number = number.to_string();
    Line {
        id: number.parse().expect("digits are a line id"),
        extension: number.parse().expect("digits are an extension"),
        person: None,
        display_name: format!("Anna Müller-{number} & Söhne").into(),
        department: None,
        client: client.clone(),
        aor_user: number.as_str().into(),
        domain: "pbx.amt.example".into(),
        auth_user: number.as_str().into(),
        secret: SecretRef { state: SecretState::Present, key: number.into() },
        login_now: None,
        further: Vec::new(),
        within: None,
        registrar: HostPort { host: "pbx.amt.example".into(), port: 5061 },
        transport,
        srtp,
        expiry_s: 600,
        mailbox: None,
        media: deskshift::policy::media::OwnMedia::default(),
        overridden: std::collections::BTreeMap::new(),
        facts: PbxFacts::default(),
        at: Place::default(),
    }
}

fn main() {
    let (catalogue, _) = profiles::load(None);
    let mut secrets = Secrets::default();
    for number in 10_000..10_000 + MANY {
        secrets.insert(number.to_string(), Secret::new(format!("a;b&c<d>e {number} ü")));
    }
    let pbx = Pbx {
        kind: PbxKind::Asterisk,
        domain: "pbx.amt.example".into(),
        registrars: std::collections::BTreeMap::new(),
        ws_path: "/ws".into(),
        ca: None,
        ca_on_clients: Some("/etc/deskshift/ca.pem".into()),
        tls_name: None,
        certificate: Vec::new(),
        contacts_per_line: 2,
        keep_contact_limit: Vec::new(),
        webrtc_twins: false,
    };
    println!("{LINES} lines, rendered and read back, median of 5 runs");
    for (client, facts) in catalogue.clients() {
        let (transport, srtp) = (facts.transports[0], facts.srtp[0]);
        let lines: Vec<Line> = (10_000..10_000 + LINES).map(|number| line(number, &client, transport, srtp)).collect();
        let mut times = Vec::new();
        let mut bytes = 0;
        for _ in 0..5 {
            let start = Instant::now();
            bytes = lines
                .iter()
                .map(|line| match catalogue.render(line, &secrets, &pbx) {
                    Ok(files) => files.iter().map(|file| file.bytes.len()).sum::<usize>(),
                    Err(findings) => panic!("{client}: {findings:?}"),
                })
                .sum();
            times.push(start.elapsed().as_secs_f64());
        }
        times.sort_by(f64::total_cmp);
        println!(
            "{:<14} {:>7.3} s  {:>8.1} µs/line  {:>7} kB",
            client.0,
            times[2],
            times[2] * 1e6 / f64::from(LINES),
            bytes / 1024
        );
    }
    for set in SETS {
        let (mut took, mut bytes) = (0.0, 0);
        for client in set.map(|client| ClientId(client.into())) {
            let facts = &catalogue.clients()[&client];
            let (transport, srtp) = (facts.transports[0], facts.srtp[0]);
            let lines: Vec<Line> = (10_000..10_000 + MANY).map(|number| line(number, &client, transport, srtp)).collect();
            let lines: Vec<&Line> = lines.iter().collect();
            let start = Instant::now();
            for batch in lines.chunks(BATCH) {
                for outcome in catalogue.render_all(batch, &secrets, &pbx) {
                    bytes += outcome.unwrap().iter().map(|file| file.bytes.len()).sum::<usize>();
                }
            }
            took += start.elapsed().as_secs_f64();
        }
        let peak = memory::peak().unwrap_or_default();
        println!("{MANY} lines x {set:?}: {took:.2} s, {} MB written, peak {peak:.0} MB  goal 5 s, 300 MB", bytes >> 20);
        println!("{{\"bench\":\"render-{}\",\"unit\":\"s\",\"ours\":{took:.3},\"peak_mb\":{peak:.1}}}", set.join("-"));
    }
}
