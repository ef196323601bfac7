//! A directory, asked with what `deskshift convert` wrote: the core of Linphone finds the people of a real OpenLDAP by itself, encrypted,
//! and the filters of the desk phones give the right people where `ldapsearch` asks with them.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use deskshift::profile::syntax::Syntax;

use super::certificates::Certificates;
use super::process::{Server, free_port, wait_for};
use super::profiles::convert;
use super::programs::{Program, checkout, present, put};

const BASE: &str = "ou=people,dc=amt,dc=example";

const PEOPLE: &str = "dn: dc=amt,dc=example
objectClass: dcObject
objectClass: organization
dc: amt
o: Amt

dn: ou=people,dc=amt,dc=example
objectClass: organizationalUnit
ou: people

dn: uid=1,ou=people,dc=amt,dc=example
objectClass: inetOrgPerson
cn: Jürgen Müller
sn: Müller
telephoneNumber: 2001
mobile: +491701234567

dn: uid=2,ou=people,dc=amt,dc=example
objectClass: inetOrgPerson
cn: Özgür Öttl-Groß
sn: Öttl-Groß
telephoneNumber: 2002

dn: uid=3,ou=people,dc=amt,dc=example
objectClass: inetOrgPerson
cn: Anna Muster
sn: Muster
telephoneNumber: 2003

dn: ou=others,dc=amt,dc=example
objectClass: organizationalUnit
ou: others

dn: uid=4,ou=others,dc=amt,dc=example
objectClass: inetOrgPerson
cn: Elsewhere Müller
sn: Müller
telephoneNumber: 2004
";

/// OpenLDAP with these people, read by everybody, with STARTTLS.
struct Slapd {
    _server: Server,
    folder: tempfile::TempDir,
    port: u16,
}

impl Slapd {
    /// What it was asked and said.
    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn start(certificates: &Certificates) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path();
        std::fs::create_dir(path.join("db")).expect("folder");
        put(path, "people.ldif", PEOPLE);
        put(path, "cert.pem", &certificates.leaf);
        put(path, "key.pem", &certificates.leaf_key);
        let at = path.display();
        let schemas = ["core", "cosine", "inetorgperson"].map(|name| format!("include /etc/ldap/schema/{name}.schema\n"));
        put(
            path,
            "slapd.conf",
            &format!(
                "{}modulepath /usr/lib/ldap\nmoduleload back_mdb\nTLSCertificateFile {at}/cert.pem\nTLSCertificateKeyFile {at}/key.pem\n\
                 database mdb\nsuffix \"dc=amt,dc=example\"\ndirectory {at}/db\naccess to * by * read\n",
                schemas.concat()
            ),
        );
        let conf = path.join("slapd.conf");
        let filled =
            Command::new("/usr/sbin/slapadd").args(["-q", "-f"]).arg(&conf).arg("-l").arg(path.join("people.ldif")).output();
        let filled = filled.expect("slapadd starts");
        assert!(filled.status.success(), "{}", String::from_utf8_lossy(&filled.stderr));
        let port = free_port();
        let arguments =
            ["-f", &conf.display().to_string(), "-h", &format!("ldap://127.0.0.1:{port}"), "-d", "stats"].map(str::to_owned);
        let log = path.join("log");
        let mut server = Server::start("/usr/sbin/slapd", &arguments, std::fs::File::create(&log).expect("log"));
        wait_for("OpenLDAP listens", Duration::from_secs(20), || {
            assert!(server.ended().is_none(), "{}", std::fs::read_to_string(&log).unwrap_or_default());
            std::net::TcpStream::connect(("127.0.0.1", port)).ok()
        });
        Self { _server: server, folder, port }
    }
}

const CLIENTS: [(&str, &str); 5] =
    [("2001", "linphone-xml"), ("2002", "linphone-rc"), ("2003", "yealink"), ("2004", "snom"), ("2005", "cisco-spa")];

/// A site whose people have one of these clients each, and all of them the directory. By its address: for `localhost`, libldap looks in the
/// certificate for the name of the machine (measured).
fn site(site: &Path, port: u16, ca: &str) {
    let (mut pjsip, mut staff, mut rules) =
        (String::new(), String::from("Personalnr;Name;Vorname;Amt;Durchwahl\n"), String::new());
    for (number, client) in CLIENTS {
        pjsip += &format!(
            "[{number}]\ntype=endpoint\ncontext=intern\nauth={number}\naors={number}\n[{number}]\ntype=auth\nauth_type=userpass\n\
             username={number}\npassword=alt-{number}-geheim\n[{number}]\ntype=aor\nmax_contacts=1\n"
        );
        staff += &format!("{number};Muster;Person {number};{client};{number}\n");
        rules += &format!("  - {{client: {client}, transport: tls, srtp: \"off\", when: {{departments: [{client}]}}}}\n");
    }
    put(site, "pbx/pjsip.conf", &pjsip);
    put(site, "pbx/extensions.conf", "[intern]\n");
    put(site, "staff.csv", &staff);
    put(site, "ca.pem", ca);
    let policy = format!(
        "version: 1\nname: Directory\nnumbers: {{area: \"89\", head: \"99998\", extension_lengths: [4]}}\n\
         sources: {{staff: [staff.csv], asterisk: pbx}}\nsecrets: {{mode: keep}}\npbx:\n  kind: asterisk\n  domain: pbx.amt.example\n  \
         registrars: {{tls: \"localhost:{nobody}\"}}\n  ca: ca.pem\n  ca_on_clients: {ca}\nclients:\n{rules}overrides:\n  organisation:\n    \
         contacts_ldap: {{server: \"127.0.0.1:{port}\", base: \"{BASE}\"}}\n\
         roster: {{horizon: {{from: 2027-03-01, holidays: {{land: BY}}}}}}\n",
        nobody = free_port(),
        ca = site.join("ca.pem").display(),
    );
    put(site, "deskshift.yaml", &policy);
    let refused = convert(site);
    assert!(refused.is_empty(), "{refused:?}");
}

fn file(site: &Path, client: &str, name: &str) -> String {
    let (number, _) = CLIENTS.iter().find(|(_, of)| *of == client).expect("one of these");
    std::fs::read_to_string(site.join("out/current/lines").join(number).join(client).join(name)).expect("written")
}

/// What Linphone's own search of contacts gives for each of these texts: name and address.
fn linphone_finds(rc: &str, texts: &[&str]) -> Vec<serde_json::Value> {
    let home = tempfile::tempdir().expect("a folder");
    for below in [".local/share/linphone", ".config/linphone"] {
        std::fs::create_dir_all(home.path().join(below)).expect("home");
    }
    put(home.path(), "rc", rc);
    let mut command = Command::new("python3");
    command.env("HOME", home.path()).arg("-B").arg(checkout().join("tests/lab/python/directory.py")).arg(home.path().join("rc"));
    // Names in other letters than ASCII are told apart by the locale.
    let output = command.env("LC_ALL", "C.UTF-8").args(texts).output().expect("python3");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines = said.lines().filter(|line| line.starts_with('[')).map(serde_json::from_str).collect::<Result<Vec<_>, _>>();
    let lines = lines.unwrap_or_else(|error| panic!("{error}: {said}"));
    assert!(output.status.success() && lines.len() == texts.len(), "{}\n{said}", String::from_utf8_lossy(&output.stderr));
    lines
}

/// A directory, and a converted site whose clients ask it.
fn with_directory() -> (Slapd, tempfile::TempDir) {
    let certificates = Certificates::new();
    let slapd = Slapd::start(&certificates);
    let folder = tempfile::tempdir().expect("a folder");
    site(folder.path(), slapd.port, &certificates.ca);
    (slapd, folder)
}

#[test]
fn linphone_finds_people_in_a_directory() {
    if !present("linphone_finds_people_in_a_directory", &[Program::Slapd, Program::Linphone]) {
        return;
    }
    let (slapd, folder) = with_directory();
    let here = folder.path();
    let fetched = here.join("out/current/lines/2001/linphone-xml/linphone.xml");
    let expected = serde_json::json!([
        [["Jürgen Müller", "sip:+491701234567@pbx.amt.example"], ["Jürgen Müller", "sip:2001@pbx.amt.example"]],
        [["Özgür Öttl-Groß", "sip:2002@pbx.amt.example"]],
        [["Anna Muster", "sip:2003@pbx.amt.example"]],
        [],
        []
    ]);
    let texts = ["Müll", "öttl", "muster", "nobody", "Mu"];
    let rc = file(here, "linphone-rc", "linphonerc");
    for (client, rc) in [("linphone-rc", &rc), ("linphone-xml", &super::clients::linphone_bootstrap(&fetched))] {
        assert_eq!(serde_json::Value::from(linphone_finds(rc, &texts)), expected, "{client}: {}", slapd.log());
    }
    // It checks the directory's certificate: with another authority it finds nobody.
    put(here, "ca.pem", &Certificates::new().ca);
    assert_eq!(linphone_finds(&rc, &["muster"]), [serde_json::json!([])]);
}

/// Names and numbers that a search gives.
fn search(slapd: &Slapd, base: &str, filter: &str, attributes: &[&str]) -> Vec<String> {
    let mut command = Command::new("ldapsearch");
    command.args(["-x", "-LLL", "-o", "ldif-wrap=no", "-H", &format!("ldap://127.0.0.1:{}", slapd.port), "-b", base, filter]);
    let output = command.args(attributes).output().expect("ldapsearch starts");
    assert!(output.status.success(), "{filter}: {}", String::from_utf8_lossy(&output.stderr));
    let mut found: Vec<String> = Vec::new();
    for line in String::from_utf8(output.stdout).expect("LDIF").lines() {
        // Values in other letters than ASCII are in base64; the numbers are enough to know whom it is about.
        if let Some((_, value)) = line.split_once(": ").filter(|(name, _)| attributes.contains(name) && *name != "cn") {
            found.push(value.to_owned());
        }
    }
    found.sort();
    found
}

#[test]
fn the_filters_of_desk_phones_give_the_right_people() {
    if !present("the_filters_of_desk_phones_give_the_right_people", &[Program::Slapd]) {
        return;
    }
    let (slapd, folder) = with_directory();
    let here = folder.path();
    let yealink = Syntax::Yealink.read(&file(here, "yealink", "yealink.cfg")).expect("read");
    let snom = Syntax::Xml.read(&file(here, "snom", "snom.xml")).expect("read");
    let cisco = Syntax::Xml.read(&file(here, "cisco-spa", "spa.xml")).expect("read");
    let get = |read: &BTreeMap<String, String>, key: &str| read[key].clone();
    // What the user types stands in place of `%` as a beginning (Yealink's guide), and in place of `$VALUE` (Cisco's).
    let begins = |filter: String, typed: &str| filter.replace('%', &format!("{typed}*"));
    let contains = |filter: String, typed: &str| filter.split_once(':').expect("`label:filter`").1.replace("$VALUE", typed);
    let y = |key: &str, typed: &str| begins(get(&yealink, key), typed);
    let s = |key: &str, typed: &str| begins(get(&snom, &format!("phone-settings/{key}")), typed);
    let c = |key: &str, typed: &str| contains(get(&cisco, key), typed);
    let numbers_of = |list: String| list.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let bases = [get(&yealink, "ldap.base"), get(&snom, "phone-settings/ldap_base"), get(&cisco, "LDAP_Search_Base")];
    assert_eq!(bases, [BASE; 3]);
    let attributes = [get(&yealink, "ldap.numb_attr"), get(&snom, "phone-settings/ldap_number_attributes")].map(numbers_of);
    assert_eq!(attributes[0], attributes[1]);
    let shown = get(&cisco, "LDAP_Display_Attrs");
    assert!(shown.contains("a=cn") && shown.contains("a=telephoneNumber"), "{shown}");
    let both = ["telephoneNumber", "mobile"];
    for (filter, found) in [
        (y("ldap.name_filter", "Müll"), vec!["+491701234567", "2001"]),
        (y("ldap.name_filter", "özg"), vec!["2002"]),
        (y("ldap.name_filter", "Nobody"), vec![]),
        (y("ldap.number_filter", "2003"), vec!["2003"]),
        (y("ldap.number_filter", "+49170"), vec!["+491701234567", "2001"]),
        (s("ldap_search_filter", "mus"), vec!["2003"]),
        (s("ldap_search_filter", "Jürg"), vec!["+491701234567", "2001"]),
        (s("ldap_number_filter", "2002"), vec!["2002"]),
        (c("LDAP_Last_Name_Filter", "ttl"), vec!["2002"]),
        (c("LDAP_Last_Name_Filter", "anna"), vec![]),
        (c("LDAP_First_Name_Filter", "jürgen"), vec!["+491701234567", "2001"]),
    ] {
        assert_eq!(search(&slapd, BASE, &filter, &both), found, "{filter}");
    }
}
