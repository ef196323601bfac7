//! `deskshift explain`: the page behind a code, and the list of all codes.

use std::fmt::Write as _;

use super::{Context, ExitStatus, Failure, Format};
use crate::diag::{CodePage, Lang};
use crate::{capacity, fleet, inventory, lab, letters, links, pbx, plan, policy, probe, profile, roster, staging, store};

/// Explain a code of a finding or verdict, or where the values of a line come from
#[derive(clap::Args)]
pub struct Args {
    /// Such as `inventory/secret-cut-by-comment`; without it, all codes are listed. With `--profile`, an extension
    code: Option<String>,
    /// Explain a line instead: each key its files would have with this profile, the value, and where that came from
    #[arg(long, value_name = "PROFILE", requires = "code", conflicts_with = "markdown")]
    profile: Option<String>,
    /// All pages as one Markdown document (the source of docs/diagnostics.md)
    #[arg(long, conflicts_with = "code")]
    markdown: bool,
}

/// The codes of every room, sorted by slug.
#[must_use]
pub fn pages() -> Vec<&'static CodePage> {
    let rooms: &[&[&CodePage]] = &[
        capacity::codes::ALL,
        fleet::codes::ALL,
        inventory::asterisk::codes::ALL,
        inventory::check::codes::ALL,
        inventory::codes::ALL,
        inventory::devices::codes::ALL,
        inventory::exchange::codes::ALL,
        inventory::directory::codes::ALL,
        inventory::freeswitch::codes::ALL,
        inventory::kamailio::codes::ALL,
        inventory::mapping::codes::ALL,
        inventory::phones::codes::ALL,
        inventory::own_days::codes::ALL,
        inventory::rooms::codes::ALL,
        inventory::sql::codes::ALL,
        inventory::staff::codes::ALL,
        inventory::subscriber::codes::ALL,
        inventory::table::codes::ALL,
        inventory::vendor::codes::ALL,
        lab::codes::ALL,
        letters::codes::ALL,
        links::codes::ALL,
        pbx::codes::ALL,
        plan::codes::ALL,
        policy::codes::ALL,
        probe::codes::ALL,
        profile::codes::ALL,
        roster::codes::ALL,
        staging::codes::ALL,
        store::codes::ALL,
        super::validate::codes::ALL,
    ];
    let mut pages: Vec<&CodePage> = rooms.iter().flat_map(|room| room.iter().copied()).collect();
    pages.sort_by_key(|page| page.slug);
    pages
}

pub fn run(args: &Args, context: &Context) -> Result<ExitStatus, Failure> {
    if let (Some(extension), Some(profile)) = (&args.code, &args.profile) {
        return super::explain_line::run(extension, profile, context);
    }
    let pages = pages();
    let lang = context.spoken();
    let (text, status) = if args.markdown {
        (markdown(&pages), ExitStatus::Done)
    } else if let Some(code) = &args.code {
        match pages.iter().find(|page| page.slug == code || page.slug.rsplit('/').next() == Some(code)) {
            Some(page) => (one(page, lang, context.format), ExitStatus::Done),
            None => {
                let near = nearest(&pages, code);
                match lang {
                    Lang::En => talkln!("there is no code `{code}`; did you mean `{near}`? `deskshift explain` lists all"),
                    Lang::De => {
                        talkln!("den Code `{code}` gibt es nicht; ist `{near}` gemeint? `deskshift explain` nennt alle")
                    }
                }
                (String::new(), ExitStatus::NothingSelected)
            }
        }
    } else {
        (list(&pages, lang, context.format), ExitStatus::Done)
    };
    // A reader that stops reading early (`| head`) is no failure.
    crate::cli::say(&text);
    Ok(status)
}

fn title(page: &CodePage, lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::En => (page.title_en, page.page_en),
        Lang::De => (page.title_de, page.page_de),
    }
}

fn one(page: &CodePage, lang: Lang, format: Format) -> String {
    let (title, text) = title(page, lang);
    match format {
        Format::Human => format!("{} ({})\n{title}\n\n{}\n", page.slug, page.severity.as_str(), wrap(text, 96)),
        Format::Json => format!(
            "{}\n",
            serde_json::json!({"code": page.slug, "severity": page.severity.as_str(), "title": title, "text": text})
        ),
    }
}

fn list(pages: &[&CodePage], lang: Lang, format: Format) -> String {
    match format {
        Format::Human => {
            let width = pages.iter().map(|page| page.slug.len()).max().unwrap_or(0);
            pages.iter().fold(String::new(), |mut text, page| {
                let _ = writeln!(text, "{:<width$}  {:<7}  {}", page.slug, page.severity.as_str(), title(page, lang).0);
                text
            })
        }
        Format::Json => {
            let all: Vec<_> = pages
                .iter()
                .map(|page| serde_json::json!({"code": page.slug, "severity": page.severity.as_str(), "title": title(page, lang).0}))
                .collect();
            format!("{}\n", serde_json::Value::Array(all))
        }
    }
}

fn markdown(pages: &[&CodePage]) -> String {
    let mut text = String::from(
        "# Diagnostics\n\nEvery finding and verdict carries one of these codes. This page is made from the code pages in the source \
         (`deskshift explain --markdown`); a test keeps it true. `deskshift explain CODE` prints one of them, `--lang de` in German.\n",
    );
    let mut room = "";
    for page in pages {
        let this = page.slug.split('/').next().unwrap_or("");
        if this != room {
            room = this;
            let _ = write!(text, "\n## {room}\n");
        }
        let _ = write!(text, "\n### `{}` ({})\n\n**{}.** {}\n", page.slug, page.severity.as_str(), page.title_en, page.page_en);
    }
    text
}

fn wrap(text: &str, width: usize) -> String {
    let mut wrapped = String::new();
    let mut column = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            wrapped.push('\n');
            column = 0;
        } else if column > 0 {
            wrapped.push(' ');
            column += 1;
        }
        wrapped.push_str(word);
        column += length;
    }
    wrapped
}

fn nearest(pages: &[&CodePage], code: &str) -> &'static str {
    pages
        .iter()
        .min_by_key(|page| distance(page.slug, code).min(distance(page.slug.rsplit('/').next().unwrap_or(""), code)))
        .map_or("", |page| page.slug)
}

/// Levenshtein distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let next = (corner + usize::from(x != *y)).min(row[j] + 1).min(row[j + 1] + 1);
            corner = row[j + 1];
            row[j + 1] = next;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_unique_well_formed_and_explained_in_both_languages() {
        let pages = pages();
        for pair in pages.windows(2) {
            assert_ne!(pair[0].slug, pair[1].slug);
        }
        for page in pages {
            let (room, name) = page.slug.split_once('/').expect(page.slug);
            let plain =
                |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            assert!(plain(room) && plain(name), "{}", page.slug);
            for text in [page.title_en, page.title_de, page.page_en, page.page_de] {
                assert!(text.len() > 10 && !text.contains("  "), "{}: {text:?}", page.slug);
            }
            assert_ne!(page.page_en, page.page_de, "{}", page.slug);
        }
    }

    #[test]
    fn a_mistyped_code_finds_its_neighbour() {
        assert_eq!(nearest(&pages(), "store/unreadeble"), "store/unreadable");
        assert_eq!(nearest(&pages(), "to-large"), "store/too-large");
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn wraps_at_words() {
        assert_eq!(wrap("aa bb  cc", 5), "aa bb\ncc");
    }
}
