//! The command line: composition only, no rule of the domain. One file per subcommand.
//!
//! stdout is data, stderr is talk and progress; exit codes are in [`exit_status`].

#[macro_use]
mod talk;

mod alike;
mod ask_server;
mod capacity;
mod certificates;
mod chain;
mod convert;
mod convert_diff;
mod dates;
mod demo;
mod doctor;
mod exit_status;
mod explain;
mod explain_line;
mod fleet;
mod init;
mod interrupt;
mod inventory;
mod lab;
mod letters;
mod links;
mod log;
mod pasted;
mod pbx;
mod plan;
mod profiles;
mod rotate;
mod serve;
mod stage;
mod validate;
mod watch;

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::diag::{Finding, Lang};
use crate::output::nagios::State;
use crate::store::codes::PLANTED;
use crate::store::site_folder::SiteFolder;
pub use exit_status::ExitStatus;

/// Moves the people of an authority from desk phones to softphones at home.
#[derive(Parser)]
#[command(name = "deskshift", version, max_term_width = 100)]
struct Cli {
    /// Site folder: the one with `deskshift.yaml`
    #[arg(long, short = 'C', global = true, env = "DESKSHIFT_SITE", default_value = ".")]
    site: PathBuf,
    /// Language of messages; the site's `lang` where not given
    #[arg(long, global = true, env = "DESKSHIFT_LANG", value_enum)]
    lang: Option<CliLang>,
    /// Form of the result on stdout
    #[arg(long, global = true, value_enum, default_value_t = CliFormat::Human)]
    format: CliFormat,
    /// Short for `--format json`
    #[arg(long, global = true)]
    json: bool,
    /// Tell on stderr what the program does; twice or three times for more. `DESKSHIFT_LOG` chooses by room and counts before it
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    verbose: u8,
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, ValueEnum)]
enum CliLang {
    En,
    De,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CliFormat {
    Human,
    Json,
    /// SARIF 2.1.0, only of `inventory check`
    Sarif,
    /// JSON lines, only of `validate` and `watch`; those that follow only of `validate`
    Jsonl,
    Junit,
    /// Test Anything Protocol 14
    Tap,
    Openmetrics,
    /// One line and the exit codes 0 to 3 of a monitoring plugin
    Nagios,
}

/// Forms of the result that one command has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Sarif,
    Lines,
    Junit,
    Tap,
    OpenMetrics,
    Nagios,
}

impl CliFormat {
    fn form(self) -> Option<Form> {
        match self {
            Self::Human | Self::Json => None,
            Self::Sarif => Some(Form::Sarif),
            Self::Jsonl => Some(Form::Lines),
            Self::Junit => Some(Form::Junit),
            Self::Tap => Some(Form::Tap),
            Self::Openmetrics => Some(Form::OpenMetrics),
            Self::Nagios => Some(Form::Nagios),
        }
    }

    /// As on the command line.
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// Why it is not for this command.
    fn refused(self, json: bool, command: &Command, lang: Option<CliLang>) -> Option<String> {
        let form = self.form()?;
        let name = self.name();
        let german = matches!(lang, Some(CliLang::De));
        if json {
            return Some(if german {
                format!("`--json` und `--format {name}` widersprechen sich; nur eines davon angeben")
            } else {
                format!("`--json` and `--format {name}` contradict each other; give one of them")
            });
        }
        let (fits, of) = match form {
            Form::Sarif => (matches!(command, Command::Inventory(inventory::Command::Check { .. })), "inventory check"),
            Form::Lines => (matches!(command, Command::Validate(_) | Command::Watch(_)), "validate` and `watch"),
            _ => (matches!(command, Command::Validate(_)), "validate"),
        };
        (!fits).then(|| {
            if german {
                format!("`--format {name}` gibt es nur bei `deskshift {of}`; sonst `human` oder `json`")
            } else {
                format!("`--format {name}` is for `deskshift {of}` only; elsewhere `human` or `json`")
            }
        })
    }
}

/// Form of the result on stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Human,
    Json,
}

#[derive(Subcommand)]
enum Command {
    Demo(demo::Args),
    Init(init::Args),
    Doctor(doctor::Args),
    Explain(explain::Args),
    #[command(subcommand)]
    Inventory(inventory::Command),
    #[command(subcommand)]
    Profiles(profiles::Command),
    Plan(plan::Args),
    Convert(convert::Args),
    /// What the PBX gets
    #[command(subcommand)]
    Pbx(pbx::Command),
    Letters(letters::Args),
    Fleet(fleet::Args),
    Validate(validate::Args),
    Rotate(rotate::Args),
    #[command(subcommand)]
    Capacity(capacity::Command),
    Stage(stage::Args),
    #[command(subcommand)]
    Links(links::Command),
    Serve(serve::Args),
    Watch(watch::Args),
    Lab(lab::Args),
}

/// What every subcommand knows.
pub struct Context {
    pub site: PathBuf,
    /// As asked on the command line; the site file decides where this is none.
    pub lang: Option<Lang>,
    pub format: Format,
    /// A form that only this command has.
    pub form: Option<Form>,
    /// Colours on stderr are welcome (`NO_COLOR`, terminal).
    pub color: bool,
    /// Colours on stdout are welcome: into a file go none, whatever stderr is.
    pub color_out: bool,
    /// Progress may be drawn on stderr.
    pub progress: bool,
}

impl Context {
    /// The language of messages before or without a site: the command line, the site file where it can be read, else English.
    #[must_use]
    pub fn spoken(&self) -> Lang {
        let of_site = || SiteFolder::new(&self.site).told_lang();
        self.lang.or_else(of_site).unwrap_or_default()
    }
}

/// Something of the result could not be written to stdout.
static LOST: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

/// Nobody reads stdout any more.
static GONE: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

/// Whether the reader of stdout has stopped early: a command that would go on for ever ends then.
pub(crate) fn reader_gone() -> bool {
    GONE.load(std::sync::atomic::Ordering::Relaxed)
}

/// Writes to stdout. A reader that stops early (`| head`) has seen enough and is no failure; a full disk is one, and ends in exit code 3.
///
/// Controls that came from a file are made visible on the way ([`crate::diag::screen`]).
pub(crate) fn say(text: &str) {
    write_out(&crate::diag::screen(text));
}

/// [`say`] for text with our colours, put in after its values were made visible.
pub(crate) fn say_styled(text: &str) {
    write_out(&crate::diag::styled(text));
}

fn write_out(text: &str) {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    if written.as_ref().is_err_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe) {
        GONE.store(true, std::sync::atomic::Ordering::Relaxed);
    } else if let Err(error) = written
        && !LOST.swap(true, std::sync::atomic::Ordering::Relaxed)
    {
        talkln!("stdout: {error}");
    }
}

/// Why a command ended without a result: findings for stderr and the exit status.
pub struct Failure {
    pub findings: Vec<Finding>,
    pub status: ExitStatus,
}

/// As many threads as may run at once here.
fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Parses the command line, runs the command, prints what went wrong, and gives the documented exit code.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            let monitoring = std::env::args_os().any(|word| word == "nagios" || word == "--format=nagios");
            return match error.use_stderr() {
                // 2 would say that the PBX is down.
                true if monitoring => ExitStatus::Monitoring(State::Unknown.code()).into(),
                true => ExitStatus::Usage.into(),
                false => ExitStatus::Done.into(),
            };
        }
    };
    let colorful = std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    if let Some(why) = cli.format.refused(cli.json, &cli.command, cli.lang) {
        talkln!("{why}");
        return ExitStatus::Usage.into();
    }
    let context = Context {
        site: cli.site,
        lang: cli.lang.map(|lang| match lang {
            CliLang::En => Lang::En,
            CliLang::De => Lang::De,
        }),
        format: if cli.json || cli.format == CliFormat::Json { Format::Json } else { Format::Human },
        form: cli.format.form(),
        color: std::io::stderr().is_terminal() && colorful,
        color_out: std::io::stdout().is_terminal() && colorful,
        progress: std::io::stderr().is_terminal(),
    };
    log::start(cli.verbose, context.color);
    tracing::info!(site = %context.site.display(), version = env!("CARGO_PKG_VERSION"), "start");
    let result = match &cli.command {
        Command::Demo(args) => demo::run(args, &context),
        Command::Init(args) => init::run(args, &context),
        Command::Doctor(args) => doctor::run(args, &context),
        Command::Explain(args) => explain::run(args, &context),
        Command::Inventory(command) => inventory::run(command, &context),
        Command::Profiles(command) => profiles::run(command, &context),
        Command::Plan(args) => plan::run(args, &context),
        Command::Convert(args) => convert::run(args, &context),
        Command::Pbx(command) => pbx::run(command, &context),
        Command::Letters(args) => letters::run(args, &context),
        Command::Fleet(args) => fleet::run(args, &context),
        Command::Validate(args) => validate::run(args, &context),
        Command::Rotate(args) => rotate::run(args, &context),
        Command::Capacity(command) => capacity::run(command, &context),
        Command::Stage(args) => stage::run(args, &context),
        Command::Links(command) => links::run(command, &context),
        Command::Serve(args) => serve::run(args, &context),
        Command::Watch(args) => watch::run(args, &context),
        Command::Lab(args) => lab::run(args, &context),
    };
    match result {
        Ok(status) => {
            let lost = LOST.load(std::sync::atomic::Ordering::Relaxed);
            let status = if lost { ExitStatus::Incomplete } else { status };
            tracing::info!(code = status.code(), "end");
            status.into()
        }
        Err(failure) => {
            let lang = context.spoken();
            if context.form == Some(Form::Nagios) {
                say(&crate::output::nagios::unknown(&failure.findings, lang));
            }
            talk_styled!("{}", crate::output::findings::human(&failure.findings, lang, context.color));
            if context.format == Format::Json {
                say(&crate::output::findings::failure_json(&failure.findings));
            }
            if context.form == Some(Form::Nagios) {
                return ExitStatus::Monitoring(State::Unknown.code()).into();
            }
            // Something that was planted is never the user's usage, whichever file it was met in.
            let planted = failure.findings.iter().any(|finding| finding.code == PLANTED.code());
            if planted { ExitStatus::Incomplete } else { failure.status }.into()
        }
    }
}
