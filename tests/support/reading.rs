//! What must hold of every reading, whatever bytes it was made of; the tests of formats and the fuzz targets share it.

use deskshift::diag::{Finding, Place, Words};
use deskshift::inventory::asterisk::files::Files;
use deskshift::inventory::formats::{Format, Given};
use deskshift::inventory::reading::Reading;
use deskshift::inventory::staff::ListFile;
use deskshift::policy::site::Numbers;

/// A code is told a thousand times at most in one file; no format has so many codes.
const MOST_FINDINGS: usize = 20_000;

/// Reads with exactly this format, and looks at what came out.
pub fn read_and_hold(format: &Format, file: &str, bytes: &[u8], files: &dyn Files) -> Reading {
    let plan = Numbers::new("49", "861", "99998").lengths([3, 4]);
    let list = ListFile::new(file, bytes);
    let reading = (format.read)(&Given { list, plan: &plan, files });
    hold(&reading);
    secrets_stay_inside(&reading, file, bytes);
    let again = (format.read)(&Given { list, plan: &plan, files });
    assert!(format!("{reading:?}") == format!("{again:?}"), "read twice, two readings");
    reading
}

/// A password that stands in one place of the file is in no finding: there it could only come from that place.
fn secrets_stay_inside(reading: &Reading, file: &str, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for (key, secret) in reading.secrets.iter() {
        let secret = secret.expose();
        // Words and numbers may stand in a finding by themselves.
        let own = secret.len() >= 10
            && secret.contains(|c: char| c.is_ascii_digit())
            && secret.contains(|c: char| c.is_ascii_alphabetic())
            && !file.contains(secret);
        // Where the key has it too, it is a name as well.
        if !own || key.contains(secret) || text.matches(secret).count() != 1 {
            continue;
        }
        for finding in &reading.findings {
            let texts = [Some(&finding.what), finding.todo.as_ref()];
            let told = texts.into_iter().flatten().any(|words| words.en.contains(secret) || words.de.contains(secret));
            assert!(!told, "a password in a finding: {}", finding.code.as_str());
        }
    }
}

pub fn hold(reading: &Reading) {
    findings_hold(&reading.findings);
    assert!(
        reading.sources.iter().all(|source| !source.file.is_empty() && !source.importer.is_empty()),
        "a source without a name"
    );
    for extension in &reading.extensions {
        placed(&extension.at);
        said(&extension.kind_reason);
        extension.name.iter().for_each(|name| placed(&name.at));
    }
    for entry in &reading.people {
        placed(&entry.person.last.at);
        assert!(!entry.person.last.value.trim().is_empty(), "a person without a name");
    }
    reading.devices.iter().for_each(|device| placed(&device.at));
    reading.mailboxes.iter().for_each(|mailbox| placed(&mailbox.at));
    reading.queues.iter().for_each(|queue| placed(&queue.at));
    reading.groups.iter().for_each(|group| placed(&group.at));
    reading.dids.iter().for_each(|did| placed(&did.at));
    reading.forwards.iter().for_each(|forward| placed(&forward.at));
    reading.corrections.iter().for_each(|correction| placed(&correction.value.at));
    // Everything found must fit into the document that is written.
    serde_json::to_string(&reading.extensions).expect("extensions can be written");
}

/// Few enough to be read, each with words and a place in a file.
pub fn findings_hold(findings: &[Finding]) {
    assert!(findings.len() < MOST_FINDINGS, "{} findings of one file", findings.len());
    for finding in findings {
        said(&finding.what);
        finding.todo.iter().for_each(said);
        finding.place.iter().for_each(placed);
        finding.related.iter().for_each(|(place, words)| {
            placed(place);
            said(words);
        });
    }
}

fn placed(place: &Place) {
    assert!(!place.file_name().is_empty(), "a place without a file");
    assert!(place.line() > 0 || place.column() == 0, "a column without a line: {place}");
}

fn said(words: &Words) {
    for text in [&words.en, &words.de] {
        assert!(!text.trim().is_empty(), "a finding without words");
        assert!(text.len() < 10_000, "a finding of {} bytes", text.len());
    }
}
