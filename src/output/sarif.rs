//! Findings as SARIF 2.1.0 (OASIS Standard), which editors and code-review servers show beside the lines.
//!
//! Rules carry the pages of `deskshift explain` in the chosen language. Paths stay relative to the site folder.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::diag::{CodePage, Finding, Lang, Place, Severity};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What relative paths are relative to; where that lies is nobody's business.
const BASE: &str = "SITE";

/// One run with all findings. `pages` are the pages of all codes.
#[must_use]
pub fn text(findings: &[Finding], pages: &[&CodePage], lang: Lang, version: &str) -> String {
    let used: BTreeMap<&str, Option<&CodePage>> = findings
        .iter()
        .map(|finding| finding.code.as_str())
        .map(|slug| (slug, pages.iter().find(|page| page.slug == slug).copied()))
        .collect();
    let index: BTreeMap<&str, usize> = used.keys().enumerate().map(|(index, slug)| (*slug, index)).collect();
    let rules: Vec<Value> = used.iter().map(|(slug, page)| rule(slug, *page, lang)).collect();
    let results: Vec<Value> = findings.iter().map(|finding| result(finding, index[finding.code.as_str()], lang)).collect();
    let language = match lang {
        Lang::En => "en",
        Lang::De => "de",
    };
    let base = match lang {
        Lang::En => "the site folder, the one with `deskshift.yaml`",
        Lang::De => "der Site-Ordner, der mit `deskshift.yaml`",
    };
    let run = json!({
        "tool": {"driver": {"name": "deskshift", "version": version, "language": language, "rules": rules}},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {BASE: {"description": {"text": base}}},
        "results": results,
    });
    let document = json!({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]});
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn rule(slug: &str, page: Option<&CodePage>, lang: Lang) -> Value {
    let Some(page) = page else { return json!({"id": slug}) };
    let (title, text) = match lang {
        Lang::En => (page.title_en, page.page_en),
        Lang::De => (page.title_de, page.page_de),
    };
    json!({
        "id": slug,
        "shortDescription": {"text": title},
        "fullDescription": {"text": text},
        "help": {"text": text},
        "defaultConfiguration": {"level": level(page.severity)},
    })
}

fn result(finding: &Finding, index: usize, lang: Lang) -> Value {
    let what = finding.what.get(lang);
    let message = match (&finding.todo, lang) {
        (None, _) => what.to_owned(),
        (Some(todo), Lang::En) => format!("{what}\nhelp: {}", todo.en),
        (Some(todo), Lang::De) => format!("{what}\nAbhilfe: {}", todo.de),
    };
    let mut related: Vec<Value> = Vec::new();
    let mut relationships: Vec<Value> = Vec::new();
    let mut locations: Vec<Value> = Vec::new();
    if let Some(place) = &finding.place {
        let included = if lang == Lang::De { "hier eingebunden" } else { "included here" };
        // From the file itself outwards.
        for hop in place.via().iter().rev() {
            let id = related.len() + 1;
            related.push(located(&Place::at(&hop.file, hop.line, 0), Some(id), Some(included)));
            relationships.push(json!({"target": id, "kinds": ["isIncludedBy"]}));
        }
        let mut location = located(place, None, None);
        if !relationships.is_empty() {
            location["relationships"] = Value::Array(relationships);
        }
        locations.push(location);
    }
    for (place, words) in &finding.related {
        let id = related.len() + 1;
        related.push(located(place, Some(id), Some(words.get(lang))));
    }
    let mut result = json!({
        "ruleId": finding.code.as_str(),
        "ruleIndex": index,
        "level": level(finding.severity),
        "message": {"text": message},
        "locations": locations,
    });
    if !related.is_empty() {
        result["relatedLocations"] = Value::Array(related);
    }
    let mut properties = Map::new();
    if let Some(subject) = &finding.subject {
        properties.insert("subject".into(), subject.as_str().into());
    }
    if !finding.items.is_empty() {
        properties.insert("items".into(), finding.items.clone().into());
    }
    if !properties.is_empty() {
        result["properties"] = Value::Object(properties);
    }
    result
}

fn located(place: &Place, id: Option<usize>, message: Option<&str>) -> Value {
    let mut physical = json!({"artifactLocation": {"uri": uri(place.file_name()), "uriBaseId": BASE}});
    if place.line() > 0 {
        let mut region = Map::new();
        region.insert("startLine".into(), place.line().into());
        if place.column() > 0 {
            region.insert("startColumn".into(), place.column().into());
        }
        physical["region"] = Value::Object(region);
    }
    let mut location = json!({"physicalLocation": physical});
    if let Some(cell) = place.cell_name() {
        location["logicalLocations"] = json!([{"fullyQualifiedName": cell, "kind": "cell"}]);
    }
    if let Some(id) = id {
        location["id"] = id.into();
    }
    if let Some(message) = message {
        location["message"] = json!({"text": message});
    }
    location
}

/// A relative reference (RFC 3986). Of an absolute path only the last part is shown.
fn uri(file: &str) -> String {
    let file = file.replace('\\', "/");
    let absolute = file.starts_with('/') || file.as_bytes().get(1) == Some(&b':');
    let shown = if absolute { file.rsplit('/').next().unwrap_or_default() } else { &file };
    shown.bytes().fold(String::with_capacity(shown.len()), |mut uri, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
        uri
    })
}

#[cfg(test)]
mod tests;
