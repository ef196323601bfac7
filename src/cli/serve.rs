//! `deskshift serve`: the link server.

use std::net::SocketAddr;
use std::path::PathBuf;

use super::plan::{incomplete_or_refused, usage};
use super::{Context, ExitStatus, Failure, Format};
use crate::diag::{Finding, Lang, Words};
use crate::links::codes;
use crate::profile::Profile;
use crate::serve::library::Library;
use crate::serve::server::{self, Addresses, Settings};
use crate::serve::tls;
use crate::store::profiles;
use crate::store::site_folder::SiteFolder;

/// Serve the profiles by one-time links, over HTTPS
///
/// Ends with Ctrl-C, after the answers that are being sent. What was fetched is in out/links-served.jsonl before its first byte is sent.
#[derive(clap::Args)]
pub struct Args {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8443")]
    listen: SocketAddr,
    /// The server's certificate and those between it and the root, PEM
    #[arg(long, value_name = "FILE", requires = "key")]
    cert: Option<PathBuf>,
    /// Its private key, PEM, mode 0600
    #[arg(long, value_name = "FILE", requires = "cert")]
    key: Option<PathBuf>,
    /// HTTP without TLS, on loopback only: behind a proxy on this machine
    #[arg(long, conflicts_with_all = ["cert", "key"])]
    plain: bool,
    /// Offer the web phone at /phone, with SIP.js from this folder (`lib` of the npm package) or file
    #[arg(long, value_name = "PATH")]
    sipjs: Option<PathBuf>,
    /// Answer GET /health here, on loopback, without TLS
    #[arg(long, value_name = "ADDRESS")]
    health: Option<SocketAddr>,
    /// Where the audit log goes; out/links-audit.jsonl where not given
    #[arg(long, value_name = "FILE")]
    audit: Option<PathBuf>,
}

pub fn run(args: &Args, context: &Context) -> Result<ExitStatus, Failure> {
    let folder = SiteFolder::new(&context.site);
    let lang = context.spoken();
    let tls = match (&args.cert, &args.key) {
        (Some(cert), Some(key)) => Some(tls::config(cert, key).map_err(usage)?),
        _ if args.plain => None,
        _ => return Err(usage(Box::new(no_tls()))),
    };
    let library = match &args.sipjs {
        Some(path) => Library::read(path).map_err(usage)?,
        None => Library::default(),
    };
    let (catalogue, _) = profiles::load(Some(folder.root()));
    let by_hand = catalogue.clients().into_keys();
    let by_hand = by_hand.filter(|client| catalogue.get(client).is_some_and(Profile::is_unpacked_by_hand)).collect();
    let secure = tls.is_some();
    let settings = Settings {
        audit: args.audit.clone().unwrap_or_else(|| folder.links_audit()),
        folder,
        listen: args.listen,
        tls,
        health: args.health,
        library,
        by_hand,
    };
    let format = context.format;
    server::run(settings, |addresses| super::say(&ready(addresses, secure, lang, format))).map_err(|finding| {
        let usual = [&codes::PLAIN_HTTP, &codes::JOURNAL_UNREADABLE].iter().any(|page| page.code() == finding.code);
        if usual { usage(finding) } else { incomplete_or_refused(finding) }
    })?;
    Ok(ExitStatus::Interrupted)
}

fn ready(addresses: Addresses, secure: bool, lang: Lang, format: Format) -> String {
    let Addresses { links, health, open } = addresses;
    let scheme = if secure { "https" } else { "http" };
    match format {
        Format::Json => {
            let health = health.map(|address| address.to_string());
            let ready = serde_json::json!({ "ready": true, "address": links.to_string(), "scheme": scheme, "health": health, "open": open });
            format!("{ready}\n")
        }
        Format::Human => {
            let counted = |one, many| crate::output::counted(open, one, many);
            let health = health.map(|address| format!(", http://{address}/health")).unwrap_or_default();
            match lang {
                Lang::En => format!("ready: {scheme}://{links}{health}; {} to be fetched\n", counted("link", "links")),
                Lang::De => format!("bereit: {scheme}://{links}{health}; {} abzuholen\n", counted("Link", "Links")),
            }
        }
    }
}

fn no_tls() -> Finding {
    let words =
        Words::new("profiles hold passwords and go over HTTPS only", "Profile enthalten Kennwörter und gehen nur über HTTPS");
    codes::PLAIN_HTTP.finding(None, words).todo(Words::new(
        "give `--cert` and `--key`; behind a proxy on this machine, `--plain`",
        "`--cert` und `--key` angeben; hinter einem Proxy auf diesem Rechner `--plain`",
    ))
}
