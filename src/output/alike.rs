//! Verdicts of one class told together: what holds for all of them, and nothing that holds for one only.

use crate::diag::Lang;
use crate::probe::report::Verdict;

/// The cause, where all have the same.
pub(super) fn same_cause<'a>(verdicts: &[&'a Verdict], lang: Lang) -> Option<&'a str> {
    let (first, rest) = verdicts.split_first()?;
    let cause = first.cause.get(lang);
    rest.iter().all(|verdict| verdict.cause.get(lang) == cause).then_some(cause)
}

/// Verdicts with the same remedy, in order of appearance. A remedy of several lines does not name one of them.
pub(super) fn by_remedy<'a>(verdicts: &[&'a Verdict], lang: Lang) -> Vec<(Option<String>, Vec<&'a Verdict>)> {
    let mut groups: Vec<(Option<String>, Vec<&Verdict>)> = Vec::new();
    for verdict in verdicts {
        let remedy = verdict.remedy.as_ref().map(|remedy| without_number(remedy.get(lang), verdict.extension.as_str(), lang));
        match groups.iter_mut().find(|(known, _)| *known == remedy) {
            Some((_, group)) => group.push(verdict),
            None => groups.push((remedy, vec![verdict])),
        }
    }
    for (remedy, group) in &mut groups {
        if let [only] = group.as_slice() {
            *remedy = only.remedy.as_ref().map(|remedy| remedy.get(lang).to_owned());
        }
    }
    groups
}

/// `create `2001` on the PBX` becomes ``create `<number>` on the PBX``; numbers that are something else, such as ports, stay.
fn without_number(text: &str, number: &str, lang: Lang) -> String {
    let stand_in = match lang {
        Lang::En => "<number>",
        Lang::De => "<Nummer>",
    };
    // What stands at odd places is in backticks.
    let part = |(at, part): (usize, &str)| match at % 2 {
        1 if part == number => stand_in.to_owned(),
        1 if part.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) == Some(number) => format!("[{stand_in}]"),
        _ => part.to_owned(),
    };
    text.split('`').enumerate().map(part).collect::<Vec<_>>().join("`")
}

#[cfg(test)]
mod tests {
    use super::super::validate::tests::verdict;
    use super::*;
    use crate::diag::Words;
    use crate::probe::report::Outcome;

    #[test]
    fn a_number_leaves_a_remedy_and_a_port_does_not() {
        let text = "create `[2001]` for `2001` at `127.0.0.1:2001`, 2001 times";
        let expected = "create `[<number>]` for `<number>` at `127.0.0.1:2001`, 2001 times";
        assert_eq!(without_number(text, "2001", Lang::En), expected);
        assert_eq!(without_number("`2001` anlegen", "2001", Lang::De), "`<Nummer>` anlegen");
    }

    #[test]
    fn a_remedy_of_one_line_names_it_and_one_of_several_does_not() {
        let with = |number: &str, remedy: &'static str| {
            let mut verdict = verdict(number, Outcome::Failed, "sip/auth-rejected", "refused");
            verdict.remedy = Some(Words::new(remedy, remedy));
            verdict
        };
        let all = [with("2001", "look for `2001`"), with("2002", "call `2002`"), with("2003", "look for `2003`")];
        let groups = by_remedy(&all.iter().collect::<Vec<_>>(), Lang::En);
        let told: Vec<(&str, usize)> = groups.iter().map(|(remedy, lines)| (remedy.as_deref().unwrap(), lines.len())).collect();
        assert_eq!(told, [("look for `<number>`", 2), ("call `2002`", 1)]);
    }
}
