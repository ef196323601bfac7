//! Several accounts of one person in one file: the template of one further account, and where its fields then stand.
//!
//! A file says where the fields of its first account stand (`read_back`). `keys` says how those keys go on: `proxy_0` becomes
//! `proxy_{index}` for the further accounts, counted from 1, or `Account{second}`, counted from 2; where there is one further account only,
//! its keys may be others altogether (`P35`, `P404`). A key without such a piece belongs to
//! the whole file, and must fit all accounts.
//!
//! Other clients have a file for each account: the same template then writes each of them, and `path` says what the others are called.

use super::definition::{Output, ReadBack, Reader, Source};
use super::field::{Field, Values};
use super::outputs::is_file_name;
use crate::policy::raw::{Kind, Node};

/// How a file goes on behind its first account.
#[derive(Debug, Clone)]
pub(super) struct Accounts {
    pub template: String,
    /// For each place that no account takes, where the client keeps what it once had there.
    pub vacant: Option<String>,
    /// With the first one.
    pub most: usize,
    /// What stands for each further account in its keys, where the client does not count them: Grandstream's P404, P504, P604, P1704.
    series: Vec<String>,
    /// Piece of a key of the first account, and the same of a further one; longer pieces first.
    keys: Vec<(String, String)>,
}

/// Whose file it is, where each account has its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct OwnFile {
    /// From 0, the line's own.
    pub place: usize,
    /// With the first one.
    pub most: usize,
}

/// What the templates are called where one of them is compiled.
pub(super) const FURTHER: &str = "accounts";
pub(super) const VACANT: &str = "vacant";

/// The text of the account at `place`, from 1.
fn counted(text: &str, place: usize) -> String {
    text.replace("{index}", &place.to_string()).replace("{second}", &(place + 1).to_string())
}

impl Accounts {
    /// The place of a field of the account at `place`, from 1; none where it stands in the place of the first one.
    fn shifted(&self, key: &str, place: usize) -> Option<String> {
        let (first, next) = self.keys.iter().find(|(first, _)| key.contains(first.as_str()))?;
        let next = next.replace("{series}", self.series_of(place));
        Some(key.replacen(first.as_str(), &counted(&next, place), 1))
    }

    /// Empty where the client counts.
    pub(super) fn series_of(&self, place: usize) -> &str {
        place.checked_sub(1).and_then(|at| self.series.get(at)).map_or("", String::as_str)
    }

    /// Where a field of the account at `place` stands, from 1.
    pub(super) fn place_of(&self, first: &ReadBack, place: usize) -> ReadBack {
        let shift = |key: &str| self.shifted(key, place).unwrap_or_else(|| key.to_owned());
        match first {
            ReadBack::At { key, part } => ReadBack::At { key: shift(key), part: part.clone() },
            ReadBack::Words(words) => {
                let pairs = |pairs: &[(String, String)]| pairs.iter().map(|(key, value)| (shift(key), value.clone())).collect();
                ReadBack::Words(words.iter().map(|(word, wanted)| (word.clone(), pairs(wanted))).collect())
            }
        }
    }
}

impl Output {
    /// Where the passwords of further accounts may stand.
    pub(super) fn further_passwords(&self) -> Vec<ReadBack> {
        let (Some(accounts), Some(first)) = (&self.accounts, self.read_back.get(&Field::Password)) else { return Vec::new() };
        (1..accounts.most).map(|place| accounts.place_of(first, place)).collect()
    }

    /// Whether a key takes the place of an account.
    pub(super) fn has_keys_after_accounts(&self) -> bool {
        self.repeats.values().any(|template| template.contains("item.after"))
    }

    /// Of how many accounts the output can tell, in this file and its likes.
    pub(super) fn most_accounts(&self) -> Option<usize> {
        self.accounts.as_ref().map(|accounts| accounts.most).or(self.own_file.map(|own| own.most))
    }

    /// The account that the file begins with or is of, from 0, the line's own.
    pub(super) fn place(&self) -> usize {
        self.own_file.map_or(0, |own| own.place)
    }

    /// The values of the account that the file begins with or is of.
    pub(super) fn values_of<'v>(&self, line: &'v Values) -> &'v Values {
        self.place().checked_sub(1).and_then(|at| line.further.get(at)).unwrap_or(line)
    }

    /// The further accounts of a line that this file holds, with their places from 1.
    pub(super) fn further<'v>(&self, values: &'v Values) -> impl Iterator<Item = (usize, &'v Values)> {
        let holds = self.accounts.is_some();
        values.further.iter().enumerate().filter(move |_| holds).map(|(at, further)| (at + 1, further))
    }
}

impl Reader {
    /// `accounts` of an output.
    pub(super) fn accounts(&mut self, node: &Node, source: &Source) -> Option<Accounts> {
        self.known(node, &["template", "vacant", "most", "series", "keys"]);
        let (_, template) = self.template(node, "template", source)?;
        let vacant = match node.get("vacant") {
            Some(_) => self.template(node, "vacant", source).map(|(_, text)| text.clone()),
            None => None,
        };
        let most = self.most_accounts(node);
        let series = match node.get("series") {
            Some(_) => self.words(node, "series", "digits", |text| {
                (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.to_owned())
            }),
            None => Vec::new(),
        };
        if !series.is_empty() && Some(series.len() + 1) != most {
            self.bad(
                node,
                "`accounts.series` has one for each further account",
                "`accounts.series` enthält eine für jedes weitere Konto",
            );
        }
        let mut keys = Vec::new();
        if let Some(Node { kind: Kind::Map(entries), .. }) = self.required(node, "keys") {
            for entry in entries {
                // Where there is but one further account, its keys need not be counted.
                let counts = ["{index}", "{second}"].into_iter().chain((!series.is_empty()).then_some("{series}"));
                let is_counted = |text: &str| most == Some(2) || counts.clone().any(|count| text.contains(count));
                match entry.value.text().filter(|text| is_counted(text)) {
                    Some(text) => keys.push((entry.key.clone(), text.to_owned())),
                    None => self.bad(
                        &entry.value,
                        "the key of a further account has `{index}`, `{second}` or, with `series`, `{series}` in it",
                        "der Schlüssel eines weiteren Kontos enthält `{index}`, `{second}` oder, mit `series`, `{series}`",
                    ),
                }
            }
        }
        keys.sort_by_key(|(first, _): &(String, String)| std::cmp::Reverse(first.len()));
        Some(Accounts { template: template.clone(), vacant, most: most?, series, keys })
    }

    fn most_accounts(&mut self, node: &Node) -> Option<usize> {
        let (most, at) = self.text(node, "most")?;
        let most = most.parse().ok().filter(|most| (2..=32).contains(most));
        if most.is_none() {
            self.bad(at, "`most` is a number from 2 to 32", "`most` ist eine Zahl von 2 bis 32");
        }
        most
    }

    /// `accounts` of an output that is written for each of them: the names of the files of further ones.
    pub(super) fn own_files(&mut self, node: &Node) -> Vec<String> {
        self.known(node, &["path", "most"]);
        let Some((path, at)) = self.text(node, "path") else { return Vec::new() };
        let name = |place: usize| counted(path, place);
        // A number in the name tells them apart, and the first file has none.
        if name(1) == name(2) || !is_file_name(&name(31)) {
            self.bad(
                at,
                "`accounts.path` is a file name with `{index}` or `{second}` in it",
                "`accounts.path` ist ein Dateiname, der `{index}` oder `{second}` enthält",
            );
            return Vec::new();
        }
        let most = self.most_accounts(node).unwrap_or(1);
        (1..most).map(name).collect()
    }

    /// An account that is told apart from the first one by nothing would be read back as the first one.
    pub(super) fn accounts_are_apart(&mut self, node: &Node, accounts: &Accounts, password: Option<&ReadBack>) {
        let apart = match password {
            Some(ReadBack::At { key, .. }) => accounts.shifted(key, 1).is_some(),
            _ => false,
        };
        if !apart {
            self.bad(
                node,
                "`accounts.keys` must say where the password of a further account stands",
                "`accounts.keys` muss sagen, wo das Kennwort eines weiteren Kontos steht",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_further_accounts_follow_from_those_of_the_first() {
        let pairs = [("proxy_0", "proxy_{index}"), ("Account1", "Account{second}"), ("aor", "aor[{second}]")];
        let keys = pairs.map(|(first, next)| (first.to_owned(), next.to_owned())).into();
        let accounts = Accounts { template: String::new(), vacant: None, most: 4, series: Vec::new(), keys };
        let at = |key: &str, place| match accounts.place_of(&ReadBack::At { key: key.into(), part: None }, place) {
            ReadBack::At { key, .. } => key,
            ReadBack::Words(_) => unreachable!(),
        };
        assert_eq!(at("/xml#proxy_0/reg_proxy", 1), "/xml#proxy_1/reg_proxy");
        assert_eq!((at("Account1/label", 3).as_str(), at("aor", 1).as_str()), ("Account4/label", "aor[2]"));
        assert_eq!(at("sip/media_encryption", 2), "sip/media_encryption");
    }
}
