//! Runs the README's and the guides' examples: each `console` block is a transcript of one session.
//!
//! A line that starts with `$ ` is run in a shell; the lines below it are what it must print, where `...` stands for any text, also
//! over several lines. `# exit N` after a command gives the expected exit code.
#![allow(clippy::unwrap_used, clippy::disallowed_types, clippy::disallowed_methods)]

mod support;

use std::path::Path;
use std::time::Duration;

struct Step {
    line: usize,
    command: String,
    exit: i32,
    output: String,
}

fn sessions(text: &str) -> Vec<Vec<Step>> {
    let mut sessions = Vec::new();
    let mut inside = false;
    let mut session: Vec<Step> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if !inside {
            inside = line.trim() == "```console";
        } else if line.trim() == "```" {
            inside = false;
            sessions.push(std::mem::take(&mut session));
        } else if let Some(command) = line.strip_prefix("$ ") {
            let (command, exit) = match command.split_once(" # exit ") {
                Some((command, code)) => (command, code.trim().parse().expect("an exit code")),
                None => (command, 0),
            };
            session.push(Step { line: number + 1, command: command.trim().to_owned(), exit, output: String::new() });
        } else if let Some(step) = session.last_mut() {
            step.output.push_str(line);
            step.output.push('\n');
        }
    }
    sessions
}

/// True where `text` is `pattern` with `...` standing for anything.
fn fits(pattern: &str, text: &str) -> bool {
    let parts: Vec<&str> = pattern.trim_end().split("...").collect();
    let text = text.trim_end();
    let Some(mut rest) = text.strip_prefix(parts[0]) else { return false };
    for (index, part) in parts.iter().enumerate().skip(1) {
        if index == parts.len() - 1 {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.is_empty()
}

fn play(document: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join(document)).unwrap();
    let sessions = sessions(&text);
    assert!(sessions.iter().map(Vec::len).sum::<usize>() > 0, "{document} has no examples");
    let folder = tempfile::tempdir().unwrap();
    let folder_of_binary = Path::new(support::BINARY).parent().unwrap();
    let path = format!("{}:{}", folder_of_binary.display(), std::env::var("PATH").unwrap());
    std::os::unix::fs::symlink(root.join("examples"), folder.path().join("examples")).unwrap();
    for step in sessions.iter().flatten() {
        let mut shell = std::process::Command::new("bash");
        shell.arg("-c").arg(&step.command).current_dir(folder.path()).env("PATH", &path).env_remove("DESKSHIFT_SITE");
        let run = support::finish(shell, Duration::from_secs(60));
        let place = format!("{document}:{}: `{}`", step.line, step.command);
        assert_eq!(run.code, step.exit, "{place}\n--- stdout\n{}\n--- stderr\n{}", run.stdout, run.stderr);
        if !step.output.trim().is_empty() {
            let printed = run.all();
            assert!(fits(&step.output, &printed), "{place}\n--- documented\n{}\n--- printed\n{printed}", step.output);
        }
    }
}

#[test]
fn readme_examples_are_true() {
    play("README.md");
}

#[test]
fn the_comparison_can_fail() {
    assert!(fits("a ... c\n", "a b\nb c"));
    assert!(!fits("a ... c", "a b d"));
    assert!(!fits("a", "a b"));
    assert!(fits("...", "anything"));
    let steps = sessions("```console\n$ false # exit 1\n$ echo a\na\n```\n");
    assert_eq!((steps[0].len(), steps[0][0].exit, steps[0][1].output.as_str()), (2, 1, "a\n"));
}
