//! "All Phone Details" of Unified CM.

use super::model::Case;

const HEAD: [&str; 7] =
    ["Device Name", "Description", "Device Type", "Device Pool", "Owner User ID", "Device Protocol", "Digest User"];
const LINES: usize = 2;

fn cell(text: &str) -> String {
    if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

pub fn csv(case: &Case) -> Vec<u8> {
    let mut head: Vec<String> = HEAD.iter().map(|title| (*title).to_owned()).collect();
    for index in 1..=LINES {
        let titles = ["Directory Number", "Route Partition", "Display", "External Phone Number Mask"];
        head.extend(titles.iter().map(|title| format!("{title} {index}")));
    }
    let mut out = head.join(",") + "\n";
    for phone in &case.phones {
        let mut cells = vec![
            phone.device.clone(),
            phone.description.clone(),
            phone.model.to_owned(),
            "DP_Mitte".to_owned(),
            phone.owner.clone(),
            phone.protocol.to_owned(),
            String::new(),
        ];
        for index in 0..LINES {
            cells.extend(phone.lines.get(index).cloned().unwrap_or_default());
        }
        out += &cells.iter().map(|text| cell(text)).collect::<Vec<_>>().join(",");
        out.push('\n');
    }
    out.into_bytes()
}
