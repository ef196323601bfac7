//! `deskshift explain EXTENSION --profile NAME`: where each value of a line's files comes from.

use super::chain::{Planned, planned};
use super::convert::catalogue_for;
use super::{Context, ExitStatus, Failure, Format};
use crate::domain::ClientId;
use crate::output;
use crate::plan::codes;
use crate::plan::model::Line;
use crate::store::site_folder::SiteFolder;

pub fn run(extension: &str, profile: &str, context: &Context) -> Result<ExitStatus, Failure> {
    let folder = SiteFolder::new(&context.site);
    let policy = folder.load_policy().map_err(|findings| Failure { findings, status: ExitStatus::Usage })?;
    let lang = context.lang.unwrap_or(policy.site.lang);
    let Planned { stored, plan, .. } = planned(&folder, &policy)?;
    let Some(line) = plan.lines.iter().find(|line| line.extension.as_str() == extension || line.id.as_str() == extension) else {
        let what = crate::diag::Words::new(
            format!("the plan has no line `{extension}`"),
            format!("der Plan hat keinen Anschluss `{extension}`"),
        );
        let finding = codes::NOTHING_SELECTED.finding(None, what);
        return Err(Failure { findings: vec![finding], status: ExitStatus::NothingSelected });
    };
    // Also of a client the plan has not chosen: to see what it would get.
    let line = Line { client: ClientId(profile.to_owned()), ..line.clone() };
    let (catalogue, faults) = catalogue_for(&folder, &policy, &[&line]);
    let refused = |findings| Failure { findings, status: ExitStatus::Findings };
    catalogue.render(&line, &stored.secrets, &policy.site.pbx).map_err(refused)?;
    let password = stored.secrets.get(&line.secret);
    let origins = password.and_then(|password| catalogue.origins(&line, password, &policy.site.pbx)).unwrap_or_default();
    let text = match context.format {
        Format::Human => {
            talk_styled!("{}", output::findings::human(&faults, lang, context.color));
            output::profiles::origins(&line, &origins, lang)
        }
        Format::Json => output::profiles::origins_json(&line, &origins),
    };
    crate::cli::say(&text);
    Ok(ExitStatus::Done)
}
