//! `deskshift convert --diff OLD`: what changed since an earlier set, read as the clients read it. Writes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::convert::Rendered;
use super::plan::usage;
use super::{Context, ExitStatus, Failure, Format};
use crate::diag::{Finding, Lang};
use crate::domain::{ClientId, LineId};
use crate::output;
use crate::output::convert_diff::{Differences, LineChange, OtherChange};
use crate::plan::model::Line;
use crate::profile::{Catalogue, Change, Files};
use crate::store::profiles;
use crate::store::site_folder::SiteFolder;
use crate::store::written::Written;

/// One side of the comparison; the bytes come when they are needed.
trait Set {
    /// Files of lines, and all others.
    fn paths(&self) -> Vec<(String, Option<(LineId, ClientId)>)>;
    fn bytes(&self, path: &str) -> Result<Vec<u8>, Box<Finding>>;
}

impl Set for Written {
    fn paths(&self) -> Vec<(String, Option<(LineId, ClientId)>)> {
        self.files.iter().map(|file| (file.path.clone(), file.line.clone().zip(file.profile.clone()))).collect()
    }

    fn bytes(&self, path: &str) -> Result<Vec<u8>, Box<Finding>> {
        self.read(path)
    }
}

/// What would be written now.
struct Fresh<'a>(BTreeMap<String, (Option<(LineId, ClientId)>, &'a [u8])>);

impl<'a> Fresh<'a> {
    fn of(set: &'a Rendered) -> Self {
        let lines =
            set.artefacts.iter().map(|a| (a.path.clone(), (Some((a.line.clone(), a.client.clone())), a.bytes.as_slice())));
        let pbx = set.pbx.iter().flat_map(|pbx| &pbx.files).map(|file| (file.path.clone(), (None, file.text.as_bytes())));
        Self(lines.chain(pbx).collect())
    }
}

impl Set for Fresh<'_> {
    fn paths(&self) -> Vec<(String, Option<(LineId, ClientId)>)> {
        self.0.iter().map(|(path, (of, _))| (path.clone(), of.clone())).collect()
    }

    fn bytes(&self, path: &str) -> Result<Vec<u8>, Box<Finding>> {
        Ok(self.0.get(path).map(|(_, bytes)| bytes.to_vec()).unwrap_or_default())
    }
}

/// An earlier set and what would be written now. With a selection, only its lines.
pub fn with_now(
    old: &Path,
    set: &Rendered,
    lines: Option<&[&Line]>,
    catalogue: &Catalogue,
    (lang, context): (Lang, &Context),
) -> Result<ExitStatus, Failure> {
    let old = Written::open(old).map_err(usage)?;
    let only = lines.map(|lines| lines.iter().map(|line| &line.id).collect());
    let differences = compare(&old, &Fresh::of(set), only.as_ref(), catalogue).map_err(usage)?;
    let status = tell(&differences, &set.findings, (lang, context));
    let refused = set.findings.iter().any(|finding| finding.severity == crate::diag::Severity::Error);
    Ok(if refused { ExitStatus::Findings } else { status })
}

/// Two sets that were written earlier.
pub fn folders(old: &Path, new: &Path, context: &Context) -> Result<ExitStatus, Failure> {
    let (catalogue, faults) = profiles::load(Some(SiteFolder::new(&context.site).root()));
    let (old, new) = (Written::open(old).map_err(usage)?, Written::open(new).map_err(usage)?);
    let differences = compare(&old, &new, None, &catalogue).map_err(usage)?;
    Ok(tell(&differences, &faults, (context.spoken(), context)))
}

fn tell(differences: &Differences, findings: &[Finding], (lang, context): (Lang, &Context)) -> ExitStatus {
    let text = match context.format {
        Format::Human => {
            talk_styled!("{}", output::findings::human(findings, lang, context.color));
            output::convert_diff::human(differences, lang)
        }
        Format::Json => output::convert_diff::json(differences, findings),
    };
    crate::cli::say(&text);
    if differences.is_empty() { ExitStatus::Done } else { ExitStatus::Findings }
}

type Groups = BTreeMap<(LineId, ClientId), Vec<String>>;

fn compare(
    old: &impl Set,
    new: &impl Set,
    only: Option<&BTreeSet<&LineId>>,
    catalogue: &Catalogue,
) -> Result<Differences, Box<Finding>> {
    let (old_lines, old_others) = groups(old, only);
    let (new_lines, new_others) = groups(new, only);
    let mut differences = Differences::default();
    let all: BTreeSet<&(LineId, ClientId)> = old_lines.keys().chain(new_lines.keys()).collect();
    for of in all {
        let (line, client) = of;
        let told = |change, files, password_changed| LineChange {
            line: line.to_string(),
            client: client.to_string(),
            change,
            password_changed,
            files,
        };
        match (old_lines.get(of), new_lines.get(of)) {
            (Some(before), Some(after)) => {
                let compared = catalogue.compare(client, &read(old, before)?, &read(new, after)?);
                if compared.files.is_empty() {
                    differences.unchanged += 1;
                } else {
                    let only_bytes = compared.files.iter().all(|file| file.change == Change::Rewritten);
                    let change = if only_bytes { Change::Rewritten } else { Change::Changed };
                    differences.lines.push(told(change, compared.files, compared.password_changed));
                }
            }
            (None, _) => differences.lines.push(told(Change::Added, Vec::new(), None)),
            (_, None) => differences.lines.push(told(Change::Removed, Vec::new(), None)),
        }
    }
    // Without the lines of a selection the files for the PBX say nothing about it.
    if only.is_none() {
        let all: BTreeSet<&String> = old_others.iter().chain(&new_others).collect();
        for path in all {
            let change = match (old_others.contains(path), new_others.contains(path)) {
                (true, true) if old.bytes(path)? == new.bytes(path)? => continue,
                (true, true) => Change::Changed,
                (false, _) => Change::Added,
                (true, false) => Change::Removed,
            };
            differences.others.push(OtherChange { file: path.clone(), change });
        }
    }
    Ok(differences)
}

fn groups(set: &impl Set, only: Option<&BTreeSet<&LineId>>) -> (Groups, BTreeSet<String>) {
    let (mut lines, mut others) = (Groups::new(), BTreeSet::new());
    for (path, of) in set.paths() {
        match of {
            Some((line, _)) if only.is_some_and(|only| !only.contains(&line)) => {}
            Some(of) => lines.entry(of).or_default().push(path),
            None => {
                others.insert(path);
            }
        }
    }
    (lines, others)
}

fn read(set: &impl Set, paths: &[String]) -> Result<Files, Box<Finding>> {
    let name = |path: &String| path.rsplit('/').next().unwrap_or(path).to_owned();
    paths.iter().map(|path| Ok((name(path), set.bytes(path)?))).collect()
}
