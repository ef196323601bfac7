//! The PBX's configuration, as twenty years of hands have left it.

use std::collections::BTreeMap;

use md5::{Digest as _, Md5};

use super::build::MAIL_DOMAIN;
use super::model::{Case, Fault, Line, Owner, Person};
use super::names::OFFICES;

/// Mailboxes that endpoints name and `voicemail.conf` does not have.
pub const MAILBOXES_MISSING: usize = 2;
/// A queue member that is no extension.
pub const UNKNOWN_MEMBER: &str = "1999";
const REALM: &str = "asterisk";
/// Offices read through one `#include` with a pattern.
const BY_PATTERN: [&str; 3] = ["naturschutz", "wasserrecht", "abfallwirtschaft"];

/// Path below `pbx/` and content.
pub fn files(case: &Case) -> Vec<(String, Vec<u8>)> {
    let mut files = vec![
        ("pjsip.conf".to_owned(), pjsip().into_bytes()),
        ("pjsip.transports.conf".to_owned(), TRANSPORTS.as_bytes().to_vec()),
        ("voicemail.conf".to_owned(), voicemail(case).into_bytes()),
        ("queues.conf".to_owned(), queues(case).into_bytes()),
        ("extensions.conf".to_owned(), extensions(case).into_bytes()),
        ("extensions.d/hints.conf".to_owned(), hints(case).into_bytes()),
    ];
    let mut technik = String::from("; Gerät ohne Person: Türen, Aufzüge, Säle. Bleiben am Tisch.\n");
    for line in case.lines.iter().filter(|l| l.office.is_none()) {
        technik += &objects(case, line);
    }
    files.push(("pjsip.d/technik.conf".to_owned(), technik.into_bytes()));
    for (office, entry) in OFFICES.iter().enumerate() {
        let lines: Vec<&Line> = case.lines.iter().filter(|l| l.office == Some(office) && l.on_pbx()).collect();
        let mut text = format!("; {} – {} Nebenstellen\n", entry.name, lines.len());
        text += &format!("[platz-{slug}](!,tisch)\nnamed_call_group={slug}\nnamed_pickup_group={slug}\n", slug = entry.slug);
        let (here, branch) = if entry.slug == "jugendamt" { lines.split_at(40) } else { (&lines[..], &[][..]) };
        for line in here {
            text += &objects(case, line);
        }
        if !branch.is_empty() {
            text +=
                "\n; Außenstelle Bahnhofstraße, eigene Datei seit dem Umzug\n#include \"pjsip.d/jugendamt-aussenstelle.conf\"\n";
            let mut outpost = String::from("; Jugendamt, Außenstelle\n");
            for line in branch {
                outpost += &objects(case, line);
            }
            files.push(("pjsip.d/jugendamt-aussenstelle.conf".to_owned(), outpost.into_bytes()));
        }
        if entry.slug == "kaemmerei" {
            text += OLD_BLOCK;
        }
        // The archive's file was written with an old editor.
        let bytes = if entry.slug == "kreisarchiv" { latin1(&text) } else { text.into_bytes() };
        files.push((format!("pjsip.d/{}", file_name(entry.slug)), bytes));
    }
    files
}

pub fn latin1(text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = encoding_rs::WINDOWS_1252.encode(text);
    assert!(!lossy, "text has characters outside Windows-1252");
    bytes.into_owned()
}

fn file_name(slug: &str) -> String {
    if BY_PATTERN.contains(&slug) { format!("umwelt-{slug}.conf") } else { format!("{slug}.conf") }
}

const TRANSPORTS: &str = "\
; Transporte: eigene Datei, weil der Testserver andere Ports hat
[udp]
type=transport
protocol=udp
bind=127.0.0.1:5060

[tcp]
type=transport
protocol=tcp
bind=127.0.0.1:5060

[tls]
type=transport
protocol=tls
bind=127.0.0.1:5061
cert_file=/etc/asterisk/keys/pbx.pem
priv_key_file=/etc/asterisk/keys/pbx.key
method=tlsv1_2
";

const OLD_BLOCK: &str = "\
;--
Alte Nebenstelle von vor dem Umbau, nicht löschen (Huber fragt immer danach)
[0599](platz-kaemmerei)
auth=0599
aors=0599
--;
";

fn pjsip() -> String {
    let mut out = String::from(
        "\
; Landratsamt Trauntal, Telefonanlage
; erfundene Personen und Nummern; Rufnummern aus dem Vorrat für Film und Fernsehen
; letzte große Änderung: Umstellung von chan_sip, 2017

[global]
type=global
user_agent=Telefonanlage LRA
endpoint_identifier_order=username,ip
max_initial_qualify_time=0

#include \"pjsip.transports.conf\"

; ---------------------------------------------------------------- Vorlagen
[basis](!)
type=endpoint
context=intern
language=de
disallow=all
allow=g722,alaw
direct_media=no

[tisch](!,basis)            ; Tischtelefon
send_pai=yes
trust_id_outbound=yes
device_state_busy_at=2

[technik](!,basis)
device_state_busy_at=1      ; Türen und Aufzüge: nie anklopfen

[zugang](!)
type=auth
auth_type=userpass

[ziel](!)
type=aor
max_contacts=2
remove_existing=no
minimum_expiration=60
default_expiration=600

[ziel-alt](!,ziel)          ; noch aus der ersten Zeit
max_contacts=1

[ziel-wechsel](!,ziel)
max_contacts=1
remove_existing=yes

; ---------------------------------------------------------------- Nebenstellen
#include \"pjsip.d/technik.conf\"
",
    );
    for entry in OFFICES.iter().filter(|o| !BY_PATTERN.contains(&o.slug)) {
        out += &format!("#include \"pjsip.d/{}\"\n", file_name(entry.slug));
    }
    out += "#include <pjsip.d/umwelt-*.conf>   \n#tryinclude \"pjsip.d/versuche.conf\"\n";
    out
}

/// `;` starts a comment unless escaped; nothing else is special in a value of `pjsip.conf`.
pub fn escape(value: &str) -> String {
    value.replace(';', "\\;")
}

fn person<'a>(case: &'a Case, line: &Line) -> Option<&'a Person> {
    match line.owner {
        Owner::Person(index) => Some(&case.persons[index]),
        _ => None,
    }
}

/// As the display shows it: `Huber, Anna`.
pub fn display(case: &Case, line: &Line) -> String {
    match &line.owner {
        Owner::Person(index) => format!("{}, {}", case.persons[*index].last, case.persons[*index].first),
        Owner::Function { name } => (*name).to_owned(),
        Owner::Fax { name } => name.clone(),
    }
}

fn caller_id(case: &Case, line: &Line) -> String {
    let name = display(case, line).replace('"', "'");
    format!("\"{}\" <{}>", escape(&name), line.number)
}

fn objects(case: &Case, line: &Line) -> String {
    use Fault as F;
    let number = &line.number;
    let fault = line.fault;
    let auth = if fault == Some(F::HashOnly) { format!("{number}-hash") } else { number.clone() };
    let template = match line.office {
        Some(office) if line.at_a_desk() => format!("platz-{}", OFFICES[office].slug),
        _ => "technik".to_owned(),
    };
    let mut out = String::new();
    out += &match person(case, line) {
        Some(person) => format!("\n; Zi. {} {}\n", person.room, person.last),
        None => "\n".to_owned(),
    };
    out += &format!("[{number}]{}({template})\n", if fault == Some(F::EndpointBlank) { " " } else { "" });
    match fault {
        Some(F::Open) => out += "; auth kommt noch\n",
        Some(F::AuthMissing) => out += &format!("auth={number}-neu\n"),
        _ => out += &format!("auth={auth}\n"),
    }
    match fault {
        Some(F::AorMissing) => out += &format!("aors={number}-neu\n"),
        Some(F::AorNone) => {}
        _ => out += &format!("aors={}\n", line.aor_name()),
    }
    out += &format!("callerid={}\n", caller_id(case, line));
    if line.mailbox {
        out += &format!("mailboxes={number}@default\n");
    }
    match fault {
        Some(F::UnknownOption) => out += "call_forward=01701234\\;aus   ; ging im alten Treiber\n",
        Some(F::BadValue) => out += "dtmf_mode=rfc2833\n",
        _ => {}
    }
    match fault {
        Some(F::Open) => {}
        Some(F::AuthNoUser) => out += &format!("[{number}](zugang)\npassword={}\n", escape(&line.secret)),
        Some(F::HashOnly) => {
            let hash = hex(&Md5::digest(format!("{}:{REALM}:{}", line.auth_user, line.secret)));
            out += &format!("[{auth}]\ntype=auth\nauth_type=md5\nusername={}\nrealm={REALM}\nmd5_cred={hash}\n", line.auth_user);
        }
        Some(F::SecretCut) => out += &format!("[{number}](zugang)\nusername={}\npassword={}\n", line.auth_user, line.secret),
        _ if line.secret.starts_with('>') => {
            out += &format!("[{number}](zugang)\nusername = {}\npassword = {}\n", line.auth_user, escape(&line.secret));
        }
        _ => out += &format!("[{number}](zugang)\nusername={}\npassword={}\n", line.auth_user, escape(&line.secret)),
    }
    match fault {
        Some(F::AorMissing | F::AorNone) => {}
        Some(F::ContactsZero | F::ContactsZeroKept) => out += &format!("[{number}]\ntype=aor\nremove_existing=no\n"),
        Some(F::AorTypeCase) => out += &format!("[{number}]\ntype=AOR\nmax_contacts=2\n"),
        Some(F::AorBlank) => out += &format!("[{number}] ({})\n", line.target),
        _ => out += &format!("[{}]({})\n", line.aor_name(), line.target),
    }
    out
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |out, b| out + &format!("{b:02x}"))
}

fn voicemail(case: &Case) -> String {
    let mut out = String::from(
        "\
[general]
format=wav
serveremail=anrufbeantworter@lra-trauntal.example
attach=yes
maxsecs=180

[zonemessages]
german=Europe/Berlin|'vm-received' q 'digits/at' kM

[default]
",
    );
    let with_mailbox = case.lines.iter().filter(|l| l.mailbox && l.on_pbx());
    let missing: Vec<&str> = with_mailbox
        .clone()
        .filter(|l| l.fault.is_none())
        .skip(100)
        .step_by(150)
        .take(MAILBOXES_MISSING)
        .map(|l| l.number.as_str())
        .collect();
    for line in with_mailbox.filter(|l| !missing.contains(&l.number.as_str())) {
        let Some(person) = person(case, line) else { continue };
        // Commas would shift the fields.
        let name = format!("{} {}", person.first, person.last).replace(',', " ").replace(';', "\\;");
        out += &format!("{} => {:04},{name},{},,tz=german\n", line.number, person.staff_number % 10_000, person.mail);
    }
    out += &format!("\n[zentral]\n0100 => 4711,Telefonzentrale,zentrale@{MAIL_DOMAIN}\n");
    out
}

fn queues(case: &Case) -> String {
    let mut out =
        String::from("[general]\npersistentmembers=yes\nautofill=yes\n\n[schlange](!)\ntimeout=20\nretry=3\nringinuse=no\n");
    for queue in &case.queues {
        out += &format!("\n[{}](schlange)\nstrategy={}\n", queue.name, queue.strategy);
        for (index, number) in queue.members.iter().enumerate() {
            let name = case.lines.iter().find(|l| &l.number == number).map(|l| display(case, l)).unwrap_or_default();
            let name = name.replace('"', "'").replace(';', "\\;");
            out += &match queue.name {
                "zulassung" => format!("member => Local/{number}@intern/n,0,\"{name}\",PJSIP/{number}\n"),
                _ => format!("member => PJSIP/{number},{},\"{name}\"\n", index / 6),
            };
        }
        if queue.name == "gesundheit" {
            out += &format!("member => PJSIP/{UNKNOWN_MEMBER}   ; Aushilfe\n");
        }
    }
    out
}

fn hints(case: &Case) -> String {
    let mut out = String::from("; Besetztlampen\n");
    for line in case.lines.iter().filter(|l| l.on_pbx() && l.at_a_desk()) {
        out += &format!("exten => {n},hint,PJSIP/{n}\n", n = line.number);
    }
    out
}

fn extensions(case: &Case) -> String {
    let mut groups: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for line in case.lines.iter().filter(|l| l.is_person() && l.fault.is_none()) {
        groups.entry(line.office.expect("people belong to an office")).or_default().push(&line.number);
    }
    let numbers = |slug: &str, count: usize| -> Vec<String> {
        let office = OFFICES.iter().position(|o| o.slug == slug).expect("office exists");
        groups[&office].iter().take(count).map(|n| (*n).to_owned()).collect()
    };
    let join = |list: &[String]| list.iter().map(|n| format!("PJSIP/{n}")).collect::<Vec<_>>().join("&");
    let chief = numbers("buero-landrat", 3);
    let both =
        numbers("informationstechnik", 4).iter().map(|n| format!("${{PJSIP_DIAL_CONTACTS({n})}}")).collect::<Vec<_>>().join("&");
    format!(
        "\
[general]
static=yes
writeprotect=yes

[globals]
KOPF=99998
WARTEZEIT=25

[amt]
; Durchwahlen: 089 99998-XXXX
exten => 999980,1,Goto(intern,0100,1)
exten => 999988011,1,Goto(schlangen,zulassung,1)
exten => 999988014,1,Goto(schlangen,gesundheit,1)
exten => _99998XXXX,1,Goto(intern,${{EXTEN:5}},1)

[intern]
include => gruppen
include => schlangen
#include \"extensions.d/hints.conf\"

; Vorzimmer klingelt mit
exten => {chief0},1,Dial(PJSIP/{chief0}&PJSIP/{chief1},20,tT)
 same => n,VoiceMail({chief0}@default,u)
 same => n,Hangup()

; Zentrale: zwei Plätze
exten => 0100,1,Dial(PJSIP/0100&PJSIP/0101,30)
 same => n,Hangup()

; Informationstechnik: schon umgestellt
exten => _07XX,1,Dial(${{PJSIP_DIAL_CONTACTS(${{EXTEN}})}},${{WARTEZEIT}},tT)
 same => n,Hangup()

; alle anderen
exten => _[0-2]XXX,1,NoOp(Ruf an ${{EXTEN}})
 same => n,Dial(PJSIP/${{EXTEN}},${{WARTEZEIT}},tT)
 same => n,GotoIf($[\"${{VM_INFO(${{EXTEN}}@default,exists)}}\" = \"1\"]?vm)
 same => n,Hangup()
 same => n(vm),VoiceMail(${{EXTEN}}@default,u)
 same => n,Hangup()

[gruppen]
; Sammelanschlüsse
exten => 8001,1,Dial({treasury},20)
 same => n,Hangup()
exten => 8002,1,Dial({building},20,r)
 same => n,Hangup()
exten => 8003,1,Dial({both},20)
 same => n,Hangup()
exten => 8004,1,Dial(PJSIP/{duty}&Local/{second}@intern/n,30)
 same => n,Hangup()

[schlangen]
exten => zulassung,1,Queue(zulassung,t,,,120)
exten => gesundheit,1,Queue(gesundheit,t,,,300)
exten => 8011,1,Queue(zulassung,t,,,120)
exten => 8012,1,Queue(buergerservice,t,,,120)
exten => 8013,1,Queue(jugendschutz,t,,,60)
exten => 8014,1,Queue(gesundheit,t,,,300)
",
        chief0 = chief[0],
        chief1 = chief[1],
        treasury = join(&numbers("kreiskasse", 4)),
        building = join(&numbers("bauamt", 5)),
        duty = numbers("katastrophenschutz", 1)[0],
        second = numbers("katastrophenschutz", 2)[1],
    )
}
