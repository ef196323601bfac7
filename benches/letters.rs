//! How fast letters are set and printed: `cargo bench --bench letters`, or `LETTERS=300 cargo bench --bench letters`.
//!
//! 3,222 letters, as many as `examples/mitte` has people: each as a PDF of its own and all in one, with codes, on two threads. Prints the
//! median of three runs and the bytes. The goal is 10 s.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout)] // a benchmark reads the clock and prints

#[path = "../tests/support/post.rs"]
mod post;

use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::time::Instant;

use deskshift::letters::{Bundle, compose, print};

fn main() {
    let count: u32 = std::env::var("LETTERS").ok().and_then(|count| count.parse().ok()).unwrap_or(3_222);
    let office = post::Office::new(count);
    let lines: Vec<_> = office.lines.iter().collect();
    let bundle = Bundle { title: "Briefe", language: "de", elsewhere: "Ohne Amt", date: None };
    let mut times = Vec::new();
    for _ in 0..3 {
        let start = Instant::now();
        let composed = compose(&lines, &office.post());
        let composed_in = start.elapsed().as_secs_f64();
        let printed = print(&composed.letters, &bundle, 2, &AtomicUsize::new(0), &AtomicBool::new(false)).unwrap();
        assert_eq!((printed.letters.len(), printed.findings.len()), (count as usize, 0));
        let bytes: usize = printed.letters.iter().map(|(_, bytes)| bytes.len()).sum();
        times.push((start.elapsed().as_secs_f64(), composed_in, bytes, printed.bundle.len()));
    }
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (all, composed, bytes, bundle) = times[1];
    println!(
        "{count} letters: {all:.2} s, of which composing {composed:.2} s; {} kB each, {} kB in one",
        bytes / 1024 / count as usize,
        bundle / 1024
    );
}
