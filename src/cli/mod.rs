//! The command line: composition only, no rule of the domain. One file per subcommand.
//!
//! stdout is data, stderr is talk and progress; exit codes are in [`exit_status`].

#[macro_use]
mod talk;

mod chain;
mod convert;
mod convert_diff;
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
mod pbx;
mod plan;
mod profiles;
mod rotate;
mod serve;
mod stage;
mod validate;

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::diag::{Finding, Lang};
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
    Stage(stage::Args),
    #[command(subcommand)]
    Links(links::Command),
    Serve(serve::Args),
    Lab(lab::Args),
}

/// What every subcommand knows.
pub struct Context {
    pub site: PathBuf,
    /// As asked on the command line; the site file decides where this is none.
    pub lang: Option<Lang>,
    pub format: Format,
    /// SARIF was asked for, of the one command that can.
    pub sarif: bool,
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
    if let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush())
        && error.kind() != std::io::ErrorKind::BrokenPipe
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

/// Parses the command line, runs the command, prints what went wrong, and gives the documented exit code.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { ExitStatus::Usage.into() } else { ExitStatus::Done.into() };
        }
    };
    let colorful = std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    let sarif = cli.format == CliFormat::Sarif;
    if sarif && cli.json {
        match cli.lang {
            Some(CliLang::De) => talkln!("`--json` und `--format sarif` widersprechen sich; nur eines davon angeben"),
            _ => talkln!("`--json` and `--format sarif` contradict each other; give one of them"),
        }
        return ExitStatus::Usage.into();
    }
    if sarif && !matches!(cli.command, Command::Inventory(inventory::Command::Check { .. })) {
        match cli.lang {
            Some(CliLang::De) => {
                talkln!("`--format sarif` gibt es nur bei `deskshift inventory check`; sonst `human` oder `json`")
            }
            _ => talkln!("`--format sarif` is for `deskshift inventory check` only; elsewhere `human` or `json`"),
        }
        return ExitStatus::Usage.into();
    }
    let context = Context {
        site: cli.site,
        lang: cli.lang.map(|lang| match lang {
            CliLang::En => Lang::En,
            CliLang::De => Lang::De,
        }),
        format: if cli.json || cli.format == CliFormat::Json { Format::Json } else { Format::Human },
        sarif,
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
        Command::Stage(args) => stage::run(args, &context),
        Command::Links(command) => links::run(command, &context),
        Command::Serve(args) => serve::run(args, &context),
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
            talk_styled!("{}", crate::output::findings::human(&failure.findings, lang, context.color));
            if context.format == Format::Json {
                say(&crate::output::findings::failure_json(&failure.findings));
            }
            failure.status.into()
        }
    }
}
