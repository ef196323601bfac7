//! Nothing is lost in silence: every option that Asterisk knows, set alone to a value, shows in what comes out.

use super::files::MemoryFiles;
use super::format::REALTIME_SQL;
use super::pjsip::known_options;
use super::pjsip::objects::{ObjectKind, resolve};
use super::shown::{plan, read};
use super::{ImportConfig, config, import};
use crate::domain::Secret;
use crate::inventory::reading::Reading;

/// Everything that came out. Debug output of secrets hides them, so they stand beside it.
fn all(reading: &Reading) -> String {
    let secrets: Vec<String> = reading.secrets.iter().map(|(key, secret)| format!("{key}={}", Secret::expose(secret))).collect();
    let lists = (&reading.extensions, &reading.people, &reading.devices, &reading.mailboxes, &reading.queues, &reading.groups);
    let more = (&reading.dids, &reading.obstacles, &reading.transports, &reading.hints, &reading.dials, &reading.findings);
    format!("{lists:?}{more:?}{secrets:?}")
}

fn folder(file: &str, text: &str) -> Reading {
    let config = ImportConfig { numbers: plan(), ..ImportConfig::default() };
    import(&MemoryFiles::new().with(file, text).with("pjsip.conf", if file == "pjsip.conf" { text } else { "" }), &config).into()
}

/// A value that Asterisk takes, as unusual as the option allows.
fn value(kind: ObjectKind, option: &str) -> &'static str {
    const SOME: [&str; 14] = [
        "MARK=1817",
        "mark1817",
        "1817",
        "yes",
        "SHA-256",
        "g719",
        "update",
        "remote_first",
        "remote_merge",
        "required",
        "sdes",
        "0123456789abcdef0123456789abcdef",
        "message",
        "request_uri",
    ];
    const OTHERS: [&str; 8] = ["outgoing", "fec", "mediasec", "uri_core", "auto_info", "fingerprint", "prohib", "digest"];
    let fits = |text: &&str| {
        let section = format!("[x]\ntype={}\nusername=x\npassword=x\n{option}={text}\n", kind.as_str());
        let section = if kind == ObjectKind::Auth { section } else { section.replace("username=x\npassword=x\n", "") };
        let config = config::read(&MemoryFiles::new().with("pjsip.conf", section), "pjsip.conf");
        let (_, findings) = resolve(&config);
        findings.is_empty()
    };
    SOME.into_iter().chain(OTHERS).find(fits).unwrap_or_else(|| panic!("no value for {option}"))
}

/// Options that show, and those that do not.
fn lost(base: &str, options: impl IntoIterator<Item = (String, String)>, read: &dyn Fn(&str) -> Reading) -> (usize, Vec<String>) {
    let before = all(&read(base));
    let mut lost = Vec::new();
    let mut count = 0;
    for (option, line) in options {
        count += 1;
        if all(&read(&format!("{base}{line}"))) == before {
            lost.push(option);
        }
    }
    (count, lost)
}

const ENDPOINT: &str = "[201]\ntype=endpoint\naors=201\nauth=201\n";
const AUTH: &str = "[201]\ntype=auth\nusername=201\npassword=geheim-1\n";
const AOR: &str = "[201]\ntype=aor\nmax_contacts=2\n";

#[test]
fn every_option_of_pjsip_objects_shows() {
    for (kind, base, least) in [
        (ObjectKind::Endpoint, format!("{AUTH}{AOR}{ENDPOINT}"), 130),
        (ObjectKind::Aor, format!("{AUTH}{ENDPOINT}{AOR}"), 12),
        (ObjectKind::Auth, format!("{AOR}{ENDPOINT}{AUTH}"), 8),
    ] {
        // A digest counts where there is no password; which of the two it is, is what `auth_type` says.
        let digest = |option: &str| matches!(option, "md5_cred" | "password_digest");
        let options = known_options(kind).filter(|option| !matches!(*option, "type" | "auth_type") && !digest(option));
        let lines = options.map(|option| (option.to_owned(), format!("{option}={}\n", value(kind, option))));
        let (count, gone) = lost(&base, lines, &|text| folder("pjsip.conf", text));
        assert!(count >= least && gone.is_empty(), "{kind:?}: {count} tried, lost: {gone:?}");
        let base = base.replace("password=geheim-1\n", "");
        let digests = known_options(kind).filter(|option| digest(option));
        let lines = digests.map(|option| (option.to_owned(), format!("{option}={}\n", value(kind, option))));
        assert_eq!(lost(&base, lines, &|text| folder("pjsip.conf", text)).1, [] as [String; 0]);
    }
}

#[test]
fn every_option_shows_through_wizard_and_realtime() {
    // What the wizard sets itself.
    let own = ["type", "aors", "auth"];
    let base = "[201]\ntype=wizard\naccepts_auth=yes\naccepts_registrations=yes\ninbound_auth/username=201\ninbound_auth/password=x1\n\
        aor/max_contacts=2\n";
    let options = || known_options(ObjectKind::Endpoint).filter(|option| !own.contains(option));
    let lines =
        options().map(|option| (option.to_owned(), format!("endpoint/{option}={}\n", value(ObjectKind::Endpoint, option))));
    // That outbound auth is only taken with `sends_auth`, shows nevertheless.
    let (count, gone) = lost(base, lines, &|text| folder("pjsip_wizard.conf", text));
    assert!(count > 130 && gone.is_empty(), "{count} tried, lost: {gone:?}");

    let base = "insert into ps_aors (id,max_contacts) values ('201',2);\n\
        insert into ps_auths (id,auth_type,username,password) values ('201','userpass','201','x1');\n\
        insert into ps_endpoints (id,aors,auth) values ('201','201','201');\n";
    let insert = |option: &str| {
        let value = value(ObjectKind::Endpoint, option);
        base.replace(
            "(id,aors,auth) values ('201','201','201')",
            &format!("(id,aors,auth,{option}) values ('201','201','201','{value}')"),
        )
    };
    let before = all(&read(&REALTIME_SQL, "a.sql", base.as_bytes()));
    let gone: Vec<&str> =
        options().filter(|option| all(&read(&REALTIME_SQL, "a.sql", insert(option).as_bytes())) == before).collect();
    assert_eq!(gone, [] as [&str; 0]);
}

#[test]
fn values_of_a_line_are_kept_in_every_form() {
    let kept = |reading: &Reading| reading.extensions[0].extra.line();
    let text = format!(
        "[t](!)\ntype=endpoint\naccountcode=Vorlage\nset_var=A=1\n{AUTH}[201]\ntype=aor\nmax_contacts=2\nmailboxes=9\noutbound_proxy=sip:p\n\
         [201](t)\naors=201\nauth=201\naccountcode=Bau\nset_var=B=2\nmailboxes=1@amt,2@amt\nmessage_context=sms\nset_var=PIN=4711\n"
    );
    let reading = folder("pjsip.conf", &text);
    assert_eq!(
        kept(&reading),
        "accountcode: Bau; set_var: A=1; set_var#2: B=2; message_context: sms; mailboxes: 1@amt,2@amt; aor/mailboxes: 9; \
         aor/outbound_proxy: sip:p"
    );
    let told = reading.findings.iter().find(|f| f.code.as_str() == "inventory/option-not-read").expect("a finding");
    assert!(told.what.en.ends_with("values withheld because they may be passwords: 1 (in `set_var`)"), "{}", told.what.en);
    assert!(!format!("{reading:?}").contains("4711"));
    let wizard = "[201]\ntype=wizard\nendpoint/accountcode=Bau\nendpoint/moh_suggest=leise\nendpoint/voicemail_extension=*97\n";
    assert_eq!(kept(&folder("pjsip_wizard.conf", wizard)), "accountcode: Bau; moh_suggest: leise; voicemail_extension: *97");
    let dump =
        "insert into ps_endpoints (id,aors,auth,accountcode,set_var,deny) values ('201','201','201','Bau','A=1','0.0.0.0/0');\n";
    let reading = read(&REALTIME_SQL, "a.sql", dump.as_bytes());
    assert_eq!(kept(&reading), "accountcode: Bau; set_var: A=1; deny: 0.0.0.0/0");
    assert_eq!(reading.obstacles.len(), 1);
}

/// What chan_sip knows of a peer.
const PEER: [&str; 74] = [
    "accountcode",
    "acl",
    "allow",
    "allowoverlap",
    "allowsubscribe",
    "allowtransfer",
    "amaflags",
    "autoframing",
    "avpf",
    "busylevel",
    "call-limit",
    "callbackextension",
    "callcounter",
    "callerid",
    "callgroup",
    "callingpres",
    "canreinvite",
    "cid_number",
    "contactacl",
    "contactdeny",
    "context",
    "defaultip",
    "defaultuser",
    "deny",
    "description",
    "directmedia",
    "disallow",
    "dtlsenable",
    "dtlscertfile",
    "dtmfmode",
    "encryption",
    "faxdetect",
    "fromdomain",
    "fromuser",
    "fullname",
    "host",
    "icesupport",
    "insecure",
    "keepalive",
    "language",
    "mailbox",
    "maxcallbitrate",
    "maxforwards",
    "md5secret",
    "mohinterpret",
    "mohsuggest",
    "namedcallgroup",
    "namedpickupgroup",
    "nat",
    "outboundproxy",
    "parkinglot",
    "pickupgroup",
    "port",
    "preferred_codec_only",
    "progressinband",
    "promiscredir",
    "qualify",
    "qualifyfreq",
    "regexten",
    "remotesecret",
    "rtpkeepalive",
    "rtptimeout",
    "secret",
    "sendrpid",
    "session-timers",
    "setvar",
    "subscribecontext",
    "subscribemwi",
    "t38pt_udptl",
    "tonezone",
    "transport",
    "trustrpid",
    "unsolicited_mailbox",
    "vmexten",
];

fn of_peer(option: &str) -> (String, String) {
    let value = if option == "busylevel" { "1817" } else { "mark1817" };
    (option.to_owned(), format!("{option}={value}\n"))
}

#[test]
fn every_option_of_peers_and_users_shows() {
    let base = "[201]\ntype=friend\nhost=dynamic\nsecret=x1\n";
    let (_, gone) = lost(base, PEER.map(of_peer), &|text| folder("sip.conf", text));
    assert_eq!(gone, [] as [String; 0]);
    let (_, gone) =
        lost("[general]\n", ["bindport", "tcpenable"].map(of_peer), &|text| folder("sip.conf", &format!("{text}{base}")));
    assert_eq!(gone, [] as [String; 0]);
    let base = "[6000]\nfullname=Hans Muster\nhassip=yes\nhost=dynamic\nsecret=x1\nhasvoicemail=yes\n";
    let own =
        ["alternateexts", "autoprov", "callwaiting", "dahdichan", "email", "hasdirectory", "linekeys", "macaddress", "vmsecret"];
    let own = own.into_iter().chain(["hasmanager", "linenumber", "vmcontext", "zapchan", "profile"]);
    let (_, gone) = lost(base, own.chain(PEER).map(of_peer), &|text| folder("users.conf", text));
    assert_eq!(gone, [] as [String; 0]);
}

#[test]
fn every_option_of_mailboxes_and_queues_shows() {
    let boxes = |text: &str| folder("voicemail.conf", text);
    let options =
        ["attach", "attachfmt", "delete", "tz", "locale", "operator", "exitcontext", "hidefromdir", "imapuser", "imappassword"];
    let lines = options.map(|option| (option.to_owned(), format!(",{option}=mark1817\n")));
    assert_eq!(lost("[default]\n100 => 4711,Anna,a@b.example,pager", lines, &boxes).1, [] as [String; 0]);
    let (_, gone) = lost("[general]\n", ["maxmsg", "serveremail"].map(of_peer), &boxes);
    assert_eq!(gone, [] as [String; 0]);
    let behind = boxes("[default]\n100 => 4711,Anna,a@b.example,,attach=no,saycid=no\n");
    assert!(behind.findings.iter().any(|f| f.what.en.contains("behind the fifth comma")), "{:?}", behind.findings);
    let private = boxes("[default]\n100 => 4711,Anna,,,imappassword=mark1817\n");
    assert!(!format!("{private:?}").contains("mark1817"));
    let queues = |text: &str| folder("queues.conf", text);
    let options = [
        "strategy",
        "timeout",
        "retry",
        "weight",
        "musicclass",
        "announce",
        "context",
        "maxlen",
        "wrapuptime",
        "joinempty",
        "setinterfacevar",
    ];
    assert_eq!(lost("[amt]\nmember => PJSIP/201\n", options.map(of_peer), &queues).1, [] as [String; 0]);
    let fields =
        [",3", ",0,Anna", ",0,,PJSIP/202", ",0,,,no", ",0,,,,9", ",0,,,,,yes"].map(|text| (text.to_owned(), format!("{text}\n")));
    assert_eq!(lost("[amt]\nmember => PJSIP/201", fields, &queues).1, [] as [String; 0]);
}

#[test]
fn peers_inherit_from_general_and_are_kept_out_by_address_lists() {
    let text = "[general]\nnat=force_rport,comedia\nencryption=yes\nlanguage=de\ndirectmedia=no\ncallgroup=7\n\
        [201]\ntype=friend\nhost=dynamic\nsecret=x1\naccountcode=Bau\nsetvar=A=1\nsetvar=B=2\ndeny=0.0.0.0/0.0.0.0\npermit=10.0.0.0/8\n\
        [202]\ntype=friend\nhost=dynamic\nsecret=x2\nnat=no\ncanreinvite=yes\nlanguage=en\npermit=10.0.0.0/8\n\
        [203]\ntype=friend\nhost=dynamic\nsecret=x3\ndeny=0.0.0.0/0\npermit=0.0.0.0/0\npermit=10.0.0.0/8\n\
        [204]\ntype=friend\nhost=dynamic\nsecret=x4\nacl=intern\n";
    let reading = folder("sip.conf", text);
    let media = |at: usize| reading.extensions[at].account.as_ref().map(|account| account.media.line()).unwrap_or_default();
    assert_eq!(media(0), "encryption: yes; nat: force_rport,comedia; directmedia: no");
    assert_eq!(media(1), "encryption: yes; nat: no; canreinvite: yes");
    let extra = |at: usize| reading.extensions[at].extra.line();
    assert_eq!(extra(0), "language: de; accountcode: Bau; setvar: A=1; setvar#2: B=2; deny: 0.0.0.0/0.0.0.0; permit: 10.0.0.0/8");
    assert_eq!(extra(1), "language: en; permit: 10.0.0.0/8");
    assert!(reading.groups.is_empty(), "chan_sip has no default for groups");
    let blocked: Vec<String> = reading.obstacles.iter().map(|o| format!("{} {} {}", o.extension, o.text, o.at.line())).collect();
    assert_eq!(blocked, ["201 deny=0.0.0.0/0.0.0.0 14", "204 acl=intern 35"]);
    let users = folder("users.conf", "[general]\nhassip=yes\ndeny=0.0.0.0/0\n[6000]\nhost=dynamic\nsecret=x\n");
    assert_eq!(users.obstacles.len(), 1);
    let dump = "insert into sippeers (name,host,secret,deny,permit) values ('301','dynamic','x1','0.0.0.0/0','10.0.0.0/8');\n";
    let reading = read(&REALTIME_SQL, "a.sql", dump.as_bytes());
    assert_eq!(
        (reading.obstacles.len(), reading.extensions[0].extra.line().as_str()),
        (1, "deny: 0.0.0.0/0; permit: 10.0.0.0/8")
    );
}

#[test]
fn a_pattern_that_cuts_the_number_is_a_direct_number() {
    let files = MemoryFiles::new().with("pjsip.conf", format!("{ENDPOINT}{AUTH}{AOR}")).with(
        "extensions.conf",
        "[amt]\nexten => _0899999810[2-3],1,Dial(PJSIP/${EXTEN:8},25)\nexten => _089999984XX,1,Dial(${PJSIP_DIAL_CONTACTS(${EXTEN:8})})\n\
         exten => _0.,1,Dial(PJSIP/${EXTEN:1}@provider)\nexten => _XXX,1,Dial(PJSIP/${EXTEN})\n",
    );
    let reading = Reading::from(import(&files, &ImportConfig { numbers: plan(), ..ImportConfig::default() }));
    let dids: Vec<String> = reading.dids.iter().map(|did| format!("{} {:?}", did.number, did.target)).collect();
    assert_eq!(dids, ["_0899999810[2-3] Unknown(\"${EXTEN:8}\")", "_089999984XX Unknown(\"${EXTEN:8}\")"]);
}

#[test]
fn a_missing_mailbox_names_the_file_or_the_table() {
    let dump = "insert into ps_endpoints (id,aors,auth,mailboxes) values ('201','201','201','7@amt');\n\
        insert into voicemail (mailbox,context,password) values ('201','default','4711');\n";
    let reading = read(&REALTIME_SQL, "a.sql", dump.as_bytes());
    let told = reading.findings.iter().find(|f| f.code.as_str() == "inventory/mailbox-missing").expect("a finding");
    assert_eq!(told.what.en, "extension 201 names mailbox `7@amt`, which the table `voicemail` does not have");
    assert_eq!(told.what.de, "Nebenstelle 201 nennt die Sprachbox `7@amt`, die es in der Tabelle `voicemail` nicht gibt");
}
