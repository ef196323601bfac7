//! Each cause that can be planted on a real PBX, provoked there: the right class, and a remedy in both languages.
//!
//! A row of a table is one cause: what is wrong, how it is planted, the class that `validate` must say. Asterisk has three tables (logins, ways,
//! calls), Kamailio two (its script and
//! database, ways). What both servers have has the same name in both tables and counts once.

mod certificates;
mod kamailio;
mod kamailio_ways;
mod logins;
mod office;
mod talks;
mod ways;

use std::collections::BTreeSet;

use serde_json::Value;

use super::asterisk::Asterisk;
use super::programs::{Program, present, put};

/// Distinct causes that must have been provoked at the least, and the share of them with the right class.
const AT_LEAST: usize = 40;
const RIGHT_SHARE: f64 = 0.97;

/// A cause that was provoked, and the verdict on the line that has it.
pub struct Judged {
    server: &'static str,
    what: &'static str,
    wanted: &'static str,
    verdict: Value,
}

pub fn judged(server: &'static str, what: &'static str, wanted: &'static str, verdict: Value) -> Judged {
    Judged { server, what, wanted, verdict }
}

impl Judged {
    fn is_right(&self) -> bool {
        self.verdict["class"] == self.wanted
    }

    /// Something to do, in two languages.
    fn has_remedy(&self) -> bool {
        let text = |lang: &str| self.verdict["remedy"][lang].as_str().unwrap_or_default();
        let [en, de] = ["en", "de"].map(text);
        en.len() > 15 && de.len() > 15 && en != de
    }

    fn told(&self) -> String {
        let Self { server, what, wanted, verdict } = self;
        format!(
            "{server}, {what}: {} instead of {wanted}: {}\n{}\n",
            verdict["class"], verdict["cause"]["en"], verdict["evidence"]
        )
    }
}

type Task<'a> = Box<dyn FnOnce() -> Vec<Judged> + Send + 'a>;

/// Runs them side by side: all of them mostly wait.
fn together(tasks: Vec<Task<'_>>) -> Vec<Judged> {
    std::thread::scope(|scope| {
        let running: Vec<_> = tasks.into_iter().map(|task| scope.spawn(task)).collect();
        running.into_iter().flat_map(|task| task.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

/// One Asterisk for all that can be wrong with logins, ways and calls.
fn on_asterisk() -> Vec<Judged> {
    let authority = certificates::Authority::new("deskshift lab CA");
    let mut more = None;
    let asterisk = Asterisk::start_knowing(&authority.good(), |etc, transports, _| {
        let own = ways::Transports::write(&authority, etc);
        let [_, loaded] = logins::pjsip();
        put(etc, "pjsip.conf", &format!("{transports}{loaded}{}{}", own.pjsip(), talks::pjsip()));
        put(etc, "extensions.conf", &talks::dialplan());
        put(etc, "voicemail.conf", "[general]\n[default]\n2516 => 1234,Anna\n");
        put(etc, "features.conf", talks::FEATURES);
        put(etc, "queues.conf", "[general]\n");
        more = Some(own);
    });
    let more = more.expect("written");
    let sites = tempfile::tempdir().expect("a folder");
    let site = |name: &str| sites.path().join(name);
    let mut tasks: Vec<Task> = vec![Box::new(|| logins::judge(&site("logins"), &asterisk))];
    for part in 0..talks::PARTS.len() {
        let (asterisk, site) = (&asterisk, site(&format!("calls{part}")));
        tasks.push(Box::new(move || talks::judge(&site, asterisk, part)));
    }
    for part in 0..ways::PARTS {
        let (more, authority, asterisk, site) = (&more, &authority, &asterisk, site(&format!("ways{part}")));
        tasks.push(Box::new(move || more.judge(&site, authority, asterisk, part)));
    }
    let mut found = together(tasks);
    // Last, because nobody gets in any more.
    found.push(logins::judge_global_acl(&site("logins"), &asterisk));
    found
}

fn on_kamailio() -> Vec<Judged> {
    let sites = tempfile::tempdir().expect("a folder");
    let site = |name: &str| sites.path().join(name);
    together(vec![Box::new(|| kamailio::judge(&site("script"))), Box::new(|| vec![kamailio::judge_ban(&site("ban"))])])
}

#[test]
fn causes_on_the_real_servers_have_their_class_and_a_remedy() {
    if !present("causes_on_the_real_servers_have_their_class_and_a_remedy", &[Program::Asterisk, Program::Kamailio]) {
        return;
    }
    let found = together(vec![Box::new(on_asterisk), Box::new(on_kamailio)]);
    let rows: BTreeSet<_> = found.iter().map(|judged| (judged.server, judged.what)).collect();
    assert_eq!(rows.len(), found.len(), "a cause stands twice in the tables of one server");
    let distinct: BTreeSet<_> = found.iter().map(|judged| judged.what).collect();
    assert!(distinct.len() >= AT_LEAST, "only {} causes", distinct.len());
    let misses: String = found.iter().filter(|judged| !judged.is_right()).map(Judged::told).collect();
    let right = found.iter().filter(|judged| judged.is_right()).count();
    println!("{} distinct causes; of {} lines {right} have the right class\n{misses}", distinct.len(), found.len());
    let helpless: String = found.iter().filter(|judged| !judged.has_remedy()).map(Judged::told).collect();
    assert!(helpless.is_empty(), "no remedy in both languages:\n{helpless}");
    assert!(right as f64 >= RIGHT_SHARE * found.len() as f64, "{right} of {} lines have the right class:\n{misses}", found.len());
}
