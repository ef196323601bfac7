//! `deskshift lab`: the embedded PBX of a site, on loopback.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Context, ExitStatus, Failure, Format};
use crate::diag::{Finding, Lang, Words};
use crate::domain::Transport;
use crate::lab::faults::{FORMS, FaultError, Faults};
use crate::lab::registered;
use crate::lab::{Ended, Lab, Observer, Settings, codes, read_export};
use crate::output;
use crate::policy::read::Need;
use crate::policy::site::Site;
use crate::store::files::{self, MAX_FILE};
use crate::store::pbx_folder::PbxFolder;
use crate::store::site_folder::SiteFolder;

/// Run the embedded PBX on loopback
///
/// Reads the site's PBX export and answers REGISTER as Asterisk 22 would. Holds real passwords, so it listens on loopback only.
#[derive(clap::Args)]
#[command(after_long_help = forms())]
pub struct Args {
    /// UDP port; 0 for a free one
    #[arg(long, value_name = "PORT", default_value_t = 5060)]
    udp: u16,
    /// TCP port; 0 for a free one
    #[arg(long, value_name = "PORT", default_value_t = 5060)]
    tcp: u16,
    /// TLS port; 0 for a free one
    #[arg(long, value_name = "PORT", default_value_t = 5061)]
    tls: u16,
    /// Port for WebSocket below `/ws`, without TLS; 0 for a free one
    #[arg(long, value_name = "PORT")]
    ws: Option<u16>,
    /// Port for WebSocket below `/ws` over TLS; 0 for a free one
    #[arg(long, value_name = "PORT")]
    wss: Option<u16>,
    /// Address to listen on, loopback only
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// Folder of the PBX export; the site's `sources.asterisk` where not given
    #[arg(long, value_name = "FOLDER")]
    pbx: Option<PathBuf>,
    /// Fragment to include at the end of `pjsip.conf`, such as the one `convert` writes; may be repeated
    #[arg(long, value_name = "FILE")]
    fragment: Vec<PathBuf>,
    /// Desk phones that are registered already; `registered.tsv` of the export where there is one
    #[arg(long, value_name = "FILE")]
    registered: Option<PathBuf>,
    /// Switch a fault on; may be repeated; all forms below in `--help`
    #[arg(long, value_name = "FAULT")]
    fault: Vec<String>,
    /// End by itself after this many seconds
    #[arg(long = "for", value_name = "SECONDS", default_value_t = 3600, value_parser = clap::value_parser!(u64).range(1..=604_800))]
    lasts: u64,
    /// Where to write the certificate of the lab's authority; `lab-ca.pem` in the site's `out` where not given
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Seed of everything random: the same seed loses the same datagrams
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// One line on stderr for each request
    #[arg(long)]
    log: bool,
}

fn forms() -> String {
    let mut text = String::from("Faults:\n");
    for (form, what) in FORMS {
        let _ = writeln!(text, "  {form:<24} {what}");
    }
    text
}

pub fn run(args: &Args, context: &Context) -> Result<ExitStatus, Failure> {
    let usage = |findings: Vec<Finding>| Failure { findings, status: ExitStatus::Usage };
    let faults = Faults::parse(args.fault.iter().map(String::as_str)).map_err(|errors| {
        let finding = |error: &FaultError| {
            let (text, (en, de)) = (&error.text, error.expected);
            codes::BAD_FAULT
                .finding(None, Words::new(format!("`{text}` is no fault"), format!("`{text}` ist keine Störung")))
                .todo(Words::new(format!("expected {en}"), format!("erwartet: {de}")))
        };
        usage(errors.iter().map(finding).collect())
    })?;
    let folder = SiteFolder::new(&context.site);
    // Without a site file the lab still serves an export that is named.
    let site = match (folder.load_policy_for(Need::Lines), &args.pbx) {
        (Ok(policy), _) => Some(policy.site),
        (Err(_), Some(_)) if !folder.policy().exists() => None,
        (Err(findings), _) => return Err(usage(findings)),
    };
    let lang = context.lang.or(site.as_ref().map(|site| site.lang)).unwrap_or_default();
    let (root, shown) = export_folder(args, &folder, site.as_ref()).map_err(|finding| usage(vec![*finding]))?;
    let fragments = args.fragment.iter().map(|path| Ok((path.display().to_string(), files::read(path, MAX_FILE)?)));
    let fragments: Vec<(String, Vec<u8>)> =
        fragments.collect::<Result<_, Box<Finding>>>().map_err(|finding| usage(vec![*finding]))?;
    let (objects, _) = read_export(&PbxFolder::new(&root, &shown), &fragments).map_err(usage)?;
    let (phones, mut talk) = phones(args, &root, &shown).map_err(|finding| usage(vec![*finding]))?;
    let endpoints = objects.endpoints.len();

    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&args.seed.to_le_bytes());
    let ports = [
        (Transport::Udp, Some(args.udp)),
        (Transport::Tcp, Some(args.tcp)),
        (Transport::Tls, Some(args.tls)),
        (Transport::Ws, args.ws),
        (Transport::Wss, args.wss),
    ];
    let listen = ports.into_iter().filter_map(|(transport, port)| Some((transport, SocketAddr::new(args.address, port?))));
    let settings = Settings {
        phones,
        faults,
        listen: listen.collect(),
        tls_names: site.as_ref().map(tls_names).unwrap_or_default(),
        seed,
        lasts: Duration::from_secs(args.lasts),
        heeds_signals: true,
        observer: args.log.then(log),
        ..Settings::new(objects)
    };
    let lab = Lab::start(settings).map_err(|finding| {
        let status = if finding.code == codes::NO_SOCKET.code() { ExitStatus::Incomplete } else { ExitStatus::Usage };
        Failure { findings: vec![*finding], status }
    })?;
    talk.extend(lab.homeless.iter().map(registered::Phone::finding));
    talk_styled!("{}", output::findings::human(&talk, lang, context.color));
    let ca = write_ca(args, &folder, site.is_some(), &lab.ca_pem)
        .map_err(|finding| Failure { findings: vec![*finding], status: ExitStatus::Incomplete })?;
    let ready = ready(&lab.addresses, ca.as_deref(), endpoints, lang, context.format);
    crate::cli::say(&ready);
    Ok(match lab.wait() {
        Ended::Stopped | Ended::TimeUp => ExitStatus::Done,
        Ended::Interrupted => ExitStatus::Interrupted,
    })
}

/// The folder on disk and how findings name it.
fn export_folder(args: &Args, folder: &SiteFolder, site: Option<&Site>) -> Result<(PathBuf, String), Box<Finding>> {
    if let Some(path) = &args.pbx {
        return Ok((path.clone(), path.display().to_string()));
    }
    let named = site.and_then(|site| site.sources.asterisk.clone());
    named.map(|name| (folder.root().join(&name), name)).ok_or_else(|| {
        let finding = codes::NO_ENDPOINTS
            .finding(None, Words::new("the site file names no PBX export", "die Site-Datei nennt keinen Export der Anlage"))
            .todo(Words::new(
                "set `sources.asterisk`, or name the folder with `--pbx`",
                "`sources.asterisk` setzen oder den Ordner mit `--pbx` nennen",
            ));
        Box::new(finding)
    })
}

type Phones = (Vec<registered::Phone>, Vec<Finding>);

fn phones(args: &Args, root: &Path, shown: &str) -> Result<Phones, Box<Finding>> {
    let (path, name) = match &args.registered {
        Some(path) => (path.clone(), path.display().to_string()),
        None => (root.join("registered.tsv"), format!("{shown}/registered.tsv")),
    };
    if args.registered.is_none() && !path.exists() {
        return Ok((Vec::new(), Vec::new()));
    }
    Ok(registered::parse(&name, &files::read_text(&path, MAX_FILE)?))
}

/// Every name under which clients may come.
fn tls_names(site: &Site) -> Vec<String> {
    let mut names = vec![site.pbx.domain.clone()];
    names.extend(site.pbx.tls_name.clone());
    names.extend(site.pbx.registrars.values().map(|registrar| registrar.host.to_string()));
    names.sort();
    names.dedup();
    names
}

/// The certificate is no secret; the key never leaves the process.
fn write_ca(args: &Args, folder: &SiteFolder, site: bool, pem: &str) -> Result<Option<PathBuf>, Box<Finding>> {
    let path = match &args.ca {
        Some(path) => path.clone(),
        None if site => {
            files::make_folder(folder.out())?;
            folder.out().join("lab-ca.pem")
        }
        None => return Ok(None),
    };
    files::replace(&path, pem.as_bytes(), 0o644)?;
    Ok(Some(path))
}

fn ready(addresses: &BTreeMap<Transport, SocketAddr>, ca: Option<&Path>, endpoints: usize, lang: Lang, format: Format) -> String {
    let ca = ca.map(|path| path.display().to_string());
    match format {
        Format::Json => {
            let mut document = serde_json::json!({ "ready": true, "endpoints": endpoints, "ca": ca });
            for (transport, address) in addresses {
                document[transport.as_str()] = address.to_string().into();
            }
            document.to_string() + "\n"
        }
        Format::Human => {
            let addresses: Vec<String> = addresses.iter().map(|(transport, address)| format!("{transport} {address}")).collect();
            let addresses = addresses.join(", ");
            let ca = ca.unwrap_or_else(|| "-".to_owned());
            match lang {
                Lang::En => format!("ready: {addresses}; {endpoints} endpoints; CA {ca}\n"),
                Lang::De => format!("bereit: {addresses}; {endpoints} Endpoints; CA {ca}\n"),
            }
        }
    }
}

/// `127.0.0.1:40404/udp REGISTER 2001: 401 Challenged`
fn log() -> Observer {
    Box::new(|source, event| {
        let status = if event.status == 0 { "-".to_owned() } else { event.status.to_string() };
        let open = if event.open { " without a password" } else { "" };
        let (method, user) = (event.method.escape_debug(), event.from_user.escape_debug());
        talkln!("{}/{} {method} {user}: {status} {:?}{open}", source.address, source.transport, event.cause);
    })
}
