//! The section `numbers`: head numbers, their blocks, what an extension looks like.

use std::collections::BTreeMap;

use super::codes;
use super::fields::{Field, Fields, Parsed};
use super::site::{Block, NumberSite, Numbers};
use crate::diag::{Place, Words};

pub(super) fn numbers(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Numbers> {
    let table = fields.map(field)?;
    let usual = Numbers::new("49", "", "");
    let country = fields.or(&table, "country", usual.country, |f, v| {
        let text = f.text(v)?;
        let digits = text.strip_prefix('+').or_else(|| text.strip_prefix("00")).unwrap_or(text);
        if (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0') {
            Some(digits.to_owned())
        } else {
            f.bad_value(v, text)
        }
    });
    let area = fields.required(&table, "area", area);
    let head = fields.required(&table, "head", |f, v| f.digits(v, 1, 10));
    let outside_prefix = fields.or(&table, "outside_prefix", usual.outside_prefix, |f, v| f.digits(v, 0, 3));
    let extension_lengths = fields.or(&table, "extension_lengths", usual.extension_lengths, lengths);
    let blocks = fields.or(&table, "blocks", Vec::new(), |f, v| self::blocks(f, v, &extension_lengths));
    let did_equals_extension = fields.or(&table, "did_equals_extension", false, Fields::boolean);
    let mut seen: BTreeMap<(String, String), Place> = BTreeMap::new();
    if let (Some(area), Some(head)) = (&area, &head) {
        seen.insert((area.clone(), head.clone()), fields.place(field.node));
    }
    let sites = fields.or(&table, "sites", Vec::new(), |f, v| {
        f.list(v, |f, item| {
            let table = f.map(item)?;
            let name = f.required(&table, "name", Fields::owned);
            // Without the main area a missing one has been told already.
            let of_main = area.clone().unwrap_or_default();
            let area = f.or(&table, "area", of_main, self::area);
            let head = f.required(&table, "head", |f, v| f.digits(v, 1, 10));
            let extension_lengths = f.or(&table, "extension_lengths", extension_lengths.clone(), lengths);
            let blocks = f.or(&table, "blocks", Vec::new(), |f, v| self::blocks(f, v, &extension_lengths));
            let did_equals_extension = f.or(&table, "did_equals_extension", did_equals_extension, Fields::boolean);
            let (name, head) = (name?, head?);
            let place = f.place(item.node);
            if let Some(first) = seen.insert((area.clone(), head.clone()), place.clone()) {
                f.twice("numbers.sites", &format!("0{area} {head}"), place, first);
                return None;
            }
            Some(NumberSite { name, area, head, blocks, extension_lengths, did_equals_extension })
        })
    });
    // Told by `overrides`, which is read later.
    let emergency = Vec::new();
    let (area, head) = (area?, head?);
    Some(Numbers { country, area, head, outside_prefix, extension_lengths, blocks, did_equals_extension, sites, emergency })
}

fn area(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<String> {
    let text = fields.text(field)?;
    let digits = text.strip_prefix('0').unwrap_or(text);
    if (2..=5).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0') {
        Some(digits.to_owned())
    } else {
        fields.bad_value(field, text)
    }
}

fn lengths(fields: &mut Fields<'_>, field: &Field<'_>) -> Parsed<Vec<usize>> {
    fields.set(field, |f, item| f.number(item, 1usize, 15))
}

/// `100-399`; one number alone is a block of one.
fn blocks(fields: &mut Fields<'_>, field: &Field<'_>, lengths: &[usize]) -> Parsed<Vec<Block>> {
    let mut before: Vec<(Block, Place)> = Vec::new();
    fields.list(field, |f, item| {
        let text = f.text(item)?;
        let (from, to) = text.split_once('-').unwrap_or((text, text));
        let (from, to) = (from.trim(), to.trim());
        let digits = |part: &str| (1..=15).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        let value = |part: &str| part.parse::<u64>().unwrap_or(0);
        if !digits(from) || !digits(to) || from.len() > to.len() || value(from) > value(to) {
            return f.bad_value(item, text);
        }
        let block = Block { from: from.to_owned(), to: to.to_owned() };
        let place = f.place(item.node);
        if !lengths.iter().any(|length| (from.len()..=to.len()).contains(length)) {
            let shown: Vec<String> = lengths.iter().map(usize::to_string).collect();
            let shown = shown.join(", ");
            f.complain(
                &codes::BLOCK_LENGTH,
                place.clone(),
                "",
                Words::new(
                    format!("block `{block}` holds no extension: they have {shown} digits"),
                    format!("der Block `{block}` enthält keine Nebenstelle: sie haben {shown} Ziffern"),
                ),
                Words::new("correct the block or `extension_lengths`", "den Block oder `extension_lengths` berichtigen"),
            );
        }
        if let Some((other, first)) = before.iter().find(|(other, _)| other.overlaps(&block)) {
            let finding = codes::BLOCKS_OVERLAP
                .finding(
                    Some(place.clone()),
                    Words::new(
                        format!("block `{block}` overlaps `{other}`"),
                        format!("der Block `{block}` überschneidet sich mit `{other}`"),
                    ),
                )
                .todo(Words::new(
                    "let the blocks follow each other, or join them",
                    "die Blöcke aneinanderreihen oder zusammenfassen",
                ))
                .related(first.clone(), Words::new("the first one", "der erste"));
            f.findings.push(finding);
        }
        before.push((block.clone(), place));
        Some(block)
    })
}
