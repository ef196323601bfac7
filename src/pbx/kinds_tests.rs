//! The kinds of PBX without `pjsip.conf`: an export is imported, changed, and what comes out is run or read.

use rusqlite::Connection;

use super::*;
use crate::diag::Lang;
use crate::domain::{Extension, Secret, SecretRef, SecretState, Secrets};
use crate::inventory::asterisk::files::MemoryFiles;
use crate::inventory::formats::{self, Given};
use crate::inventory::model::{AuthState, Inventory};
use crate::inventory::table::ListFile;
use crate::plan::model::{AuthChange, PbxChange, Plan};
use crate::policy::site::{Numbers, PbxKind};

struct World {
    inventory: Inventory,
    secrets: Secrets,
    plan: Plan,
}

fn numbers() -> Numbers {
    Numbers::new("49", "89", "99998")
}

/// Every account of the export gets a new password and room for two devices.
fn world(format: &str, text: &str) -> World {
    let list = ListFile::new("export", text.as_bytes());
    let files = MemoryFiles::new().with("export", text);
    let reading = (formats::by_name(format).unwrap().read)(&Given { list, plan: &numbers(), files: &files });
    let mut secrets = reading.secrets.clone();
    let mut changes = Vec::new();
    for entry in &reading.extensions {
        let account = entry.account.as_ref().unwrap();
        let AuthState::Present { name, username, secret, .. } = &account.auth else { panic!("{entry:?}") };
        let key = format!("new/{}", entry.number);
        secrets.insert(&key, Secret::new(format!("Neu{}", entry.number)));
        changes.push(PbxChange {
            extension: entry.number.clone(),
            aor: name.value.clone(),
            endpoint: account.endpoint.value.clone(),
            max_contacts_from: Some(1),
            max_contacts_to: 2,
            endpoint_options: vec![("rewrite_contact".into(), "yes".into()), ("transport".into(), String::new())],
            aor_options: vec![("max_contacts".into(), "2".into()), ("remove_existing".into(), "no".into())],
            auth: Some(AuthChange {
                name: name.value.clone(),
                username: username.value.clone(),
                secret: SecretRef { state: SecretState::Present, key: key.into() },
                replaces: secret.clone(),
                beside: None,
            }),
            twin: None,
        });
    }
    let inventory = Inventory { extensions: reading.extensions.into_iter().map(Box::new).collect(), ..Inventory::default() };
    let (lines, kept, revoked, one_ring, findings) = (vec![], vec![], vec![], vec![], vec![]);
    World { inventory, secrets, plan: Plan { site: "t".into(), lines, kept, revoked, pbx_changes: changes, one_ring, findings } }
}

impl World {
    fn input(&self) -> Input<'_> {
        Input { plan: &self.plan, inventory: &self.inventory, secrets: &self.secrets, site: None, lang: Lang::En }
    }
}

fn text<'a>(output: &'a PbxOutput, name: &str) -> &'a str {
    let file = output.files.iter().find(|file| file.path == format!("pbx/{name}"));
    let file = file.unwrap_or_else(|| panic!("no {name}: {:?} {:?}", output.findings, output.files));
    assert!(file.secret && file.read_back, "{name}");
    &file.text
}

fn codes(output: &PbxOutput) -> Vec<&str> {
    output.findings.iter().map(|finding| finding.code.as_str()).collect()
}

fn shown(output: &PbxOutput) -> String {
    output.differences.iter().map(|difference| difference.line(Lang::En) + "\n").collect()
}

fn query(database: &Connection, sql: &str) -> String {
    database.query_row(sql, [], |row| row.get::<_, Option<String>>(0)).unwrap().unwrap_or("NULL".into())
}

const SUBSCRIBERS_SQL: &str = "CREATE TABLE subscriber (username VARCHAR(64), domain VARCHAR(64), password VARCHAR(64), ha1 VARCHAR(128), \
    ha1b VARCHAR(128), ha1_sha256 VARCHAR(64), ha1_sha512t256 VARCHAR(64));\n\
    INSERT INTO subscriber (username, domain, password, ha1) VALUES ('2001', 'd.example', 'alt', '');\n\
    INSERT INTO subscriber (username, domain, password, ha1) VALUES ('2002', 'd.example', '', '0123456789abcdef0123456789abcdef');\n";

fn seen(algorithm: &str) -> impl Fn(&Extension) -> Option<Seen> {
    let seen = Seen { realm: "realm.example".into(), algorithm: algorithm.into() };
    move |_| Some(seen.clone())
}

#[test]
fn subscribers_get_digests_for_the_realm_that_was_seen() {
    let world = world("kamailio/sql", SUBSCRIBERS_SQL);
    let run = |kind, algorithm: &str| {
        let output = subscribers(world.input(), kind, &numbers(), seen(algorithm));
        assert_eq!((codes(&output), output.changed, output.renewed.len()), (vec![], 2, 2));
        let database = Connection::open_in_memory().unwrap();
        database.execute_batch(SUBSCRIBERS_SQL).unwrap();
        database.execute_batch(text(&output, SUBSCRIBERS)).unwrap();
        (database, output)
    };
    // printf '2001:realm.example:Neu2001' | md5sum, and so on.
    let (database, output) = run(PbxKind::Kamailio, "MD5");
    let ha1 = |column: &str, user: &str| query(&database, &format!("select {column} from subscriber where username='{user}'"));
    assert_eq!(ha1("ha1", "2001"), "76e88ac6cefcb4ea2dab0b99f8f6b5c8");
    assert_eq!(ha1("ha1b", "2001"), "534d3ab803abceec82c04aa5ee9b5769");
    // The clear text stays where there was one, and only there.
    assert_eq!((ha1("password", "2001"), ha1("password", "2002")), ("Neu2001".into(), String::new()));
    assert_eq!(shown(&output), "2001: subscriber 2001: password: changed\n2002: subscriber 2002: password: changed\n");
    assert!(!shown(&output).contains("Neu"));
    let (database, _) = run(PbxKind::Kamailio, "SHA-256");
    assert_eq!(
        query(&database, "select ha1 from subscriber where username='2002'"),
        "e38bd4dcbea7b477384e54bc985ebb17ed82db701dfd4c9d5e8fa00c1b89388f"
    );
    let (database, _) = run(PbxKind::Opensips, "MD5");
    assert_eq!(
        query(&database, "select ha1_sha256 from subscriber where username='2002'"),
        "e38bd4dcbea7b477384e54bc985ebb17ed82db701dfd4c9d5e8fa00c1b89388f"
    );
    assert_eq!(query(&database, "select length(ha1_sha512t256)||'' from subscriber where username='2002'"), "64");
}

#[test]
fn without_a_probe_no_digest_is_invented() {
    let world = world("kamailio/sql", SUBSCRIBERS_SQL);
    let output = subscribers(world.input(), PbxKind::Kamailio, &numbers(), |_| None);
    assert_eq!((codes(&output), output.changed, output.renewed.len()), (vec!["pbx/realm-unknown"], 0, 0));
    assert!(!output.files.iter().any(|file| file.secret));
    // For one of two: the other is written.
    let one = |extension: &Extension| (extension.as_str() == "2001").then(|| seen("MD5")(extension)).flatten();
    let output = subscribers(world.input(), PbxKind::Kamailio, &numbers(), one);
    assert_eq!((codes(&output), output.changed), (vec!["pbx/realm-unknown"], 1));
}

#[test]
fn a_review_shows_markers_in_place_of_digests() {
    let mut world = world("kamailio/sql", SUBSCRIBERS_SQL);
    world.secrets = world.secrets.markers();
    let output = subscribers(world.input(), PbxKind::Kamailio, &numbers(), seen("MD5"));
    assert!(text(&output, SUBSCRIBERS).contains("ha1='@@SECRET:new/2002@@'"), "{}", text(&output, SUBSCRIBERS));
}

const REALTIME_SQL: &str = "CREATE TABLE ps_endpoints (id VARCHAR(40), aors VARCHAR(200), auth VARCHAR(100), transport VARCHAR(40), \
    rewrite_contact VARCHAR(5));\n\
    CREATE TABLE ps_auths (id VARCHAR(40), auth_type VARCHAR(10), username VARCHAR(40), password VARCHAR(80), md5_cred VARCHAR(40));\n\
    CREATE TABLE ps_aors (id VARCHAR(40), max_contacts INTEGER, remove_existing VARCHAR(5));\n\
    INSERT INTO ps_endpoints (id, aors, auth, transport, rewrite_contact) VALUES ('2001', '2001', '2001', 'udp', 'no');\n\
    INSERT INTO ps_auths (id, auth_type, username, password) VALUES ('2001', 'userpass', '2001', 'alt');\n\
    INSERT INTO ps_aors (id, max_contacts, remove_existing) VALUES ('2001', 1, 'yes');\n";

#[test]
fn realtime_rows_are_changed_in_place() {
    let world = world("asterisk/realtime-sql", REALTIME_SQL);
    let output = realtime(world.input(), &[("export".into(), REALTIME_SQL.into())]);
    assert_eq!((codes(&output), output.changed), (vec![], 1));
    let database = Connection::open_in_memory().unwrap();
    database.execute_batch(REALTIME_SQL).unwrap();
    database.execute_batch(text(&output, REALTIME)).unwrap();
    assert_eq!(query(&database, "select password from ps_auths"), "Neu2001");
    assert_eq!(query(&database, "select max_contacts||remove_existing from ps_aors"), "2no");
    assert_eq!(query(&database, "select rewrite_contact from ps_endpoints"), "yes");
    assert_eq!(query(&database, "select transport from ps_endpoints"), "NULL");
    let shown = shown(&output);
    for line in ["aor 2001: max_contacts: `1` -> `2`", "aor 2001: remove_existing: `yes` -> `no`", "auth 2001: password: changed"]
    {
        assert!(shown.contains(line), "{shown}");
    }
}

#[test]
fn only_columns_that_a_table_has_are_written() {
    let old = REALTIME_SQL.replace(",     rewrite_contact VARCHAR(5)", "").replace(", rewrite_contact VARCHAR(5)", "");
    let old = old.replace(", transport, rewrite_contact) VALUES", ", transport) VALUES").replace("'udp', 'no')", "'udp')");
    assert!(!old.contains("rewrite_contact"), "{old}");
    let mut world = world("asterisk/realtime-sql", &old);
    let sources = [("export".to_owned(), old.clone().into_bytes())];
    let output = realtime(world.input(), &sources);
    assert_eq!((codes(&output), output.changed, output.renewed.len()), (vec!["pbx/column-missing"], 1, 1));
    let alter = "ALTER TABLE ps_endpoints ADD COLUMN rewrite_contact VARCHAR(5);";
    assert!(output.findings[0].todo.as_ref().unwrap().en.contains(alter), "{:?}", output.findings[0].todo);
    let written = text(&output, REALTIME);
    assert!(written.contains(&format!("-- {alter}\n")), "{written}");
    assert!(!shown(&output).contains("rewrite_contact"), "{}", shown(&output));
    let database = Connection::open_in_memory().unwrap();
    database.execute_batch(&old).unwrap();
    database.execute_batch(written).unwrap();
    assert_eq!(query(&database, "select password from ps_auths"), "Neu2001");
    // With the column it is written again; an empty option needs no column.
    database.execute_batch(alter).unwrap();
    world.plan.pbx_changes[0].endpoint_options.push(("set_var".into(), String::new()));
    let output = realtime(world.input(), &[("export".into(), REALTIME_SQL.into())]);
    assert_eq!(codes(&output), [""; 0]);
    database.execute_batch(text(&output, REALTIME)).unwrap();
    assert_eq!(query(&database, "select rewrite_contact from ps_endpoints"), "yes");
    // Without a place for the password the extension is left out, and no profile gets it.
    let none = REALTIME_SQL
        .replace("password VARCHAR(80), ", "")
        .replace("username, password) VALUES", "username) VALUES")
        .replace(", 'alt')", ")");
    let output = realtime(world.input(), &[("export".into(), none.into_bytes())]);
    assert_eq!((codes(&output), output.changed, output.renewed.len()), (vec!["pbx/column-missing"], 0, 0));
}

#[test]
fn ari_bodies_name_the_object_and_its_options() {
    let mut world = world("asterisk/realtime-sql", REALTIME_SQL);
    let auth = world.plan.pbx_changes[0].auth.as_mut().unwrap();
    auth.name = "a/b ü".into();
    let output = ari(world.input());
    let requests: serde_json::Value = serde_json::from_str(text(&output, ARI)).unwrap();
    assert_eq!(requests[2]["path"], "/ari/asterisk/config/dynamic/res_pjsip/auth/a%2Fb%20%C3%BC");
    assert_eq!(requests[2]["body"]["fields"][0], serde_json::json!({"attribute": "password", "value": "Neu2001"}));
    assert_eq!(requests[1]["body"]["fields"][0]["attribute"], "max_contacts");
    assert_eq!(output.renewed.len(), 1);
}

const BULK_CSV: &str = "\u{feff}extension,name,voicemail,tech,description,max_contacts,remove_existing,secret,sipdriver,findmefollow_grplist\n\
    2001,\"Muster, Anna\",default,pjsip,R 1,1,yes,alt-eins,chan_pjsip,2001-2002\n\
    2002,Bela,novm,pjsip,,3,no,alt-zwei,chan_pjsip,\n";

#[test]
fn freepbx_rows_keep_every_cell_that_does_not_change() {
    let world = world("freepbx/bulk", BULK_CSV);
    let output = bulk(world.input(), &numbers(), &[("export".into(), BULK_CSV.into())]);
    assert_eq!((codes(&output), output.changed), (vec![], 2));
    assert_eq!(
        text(&output, BULK),
        "extension,name,voicemail,tech,description,max_contacts,remove_existing,secret,sipdriver,findmefollow_grplist,rewrite_contact\n\
         2001,\"Muster, Anna\",default,pjsip,R 1,2,no,Neu2001,chan_pjsip,2001-2002,yes\n\
         2002,Bela,novm,pjsip,,2,no,Neu2002,chan_pjsip,,yes\n"
    );
    assert!(shown(&output).starts_with("2001: extension 2001: max_contacts: `1` -> `2`\n"), "{}", shown(&output));
    // A row with cells beyond its titles, and one that is not there.
    let spilled = BULK_CSV.replace("2001-2002\n", "2001-2002,more\n");
    let output = bulk(world.input(), &numbers(), &[("export".into(), spilled.into())]);
    assert_eq!((codes(&output), output.changed), (vec!["pbx/row-unclear"], 1));
    let place = output.findings[0].place.as_ref().unwrap();
    assert_eq!((place.file_name(), place.line(), output.findings[0].subject.as_deref()), ("export", 2, Some("2001")));
    assert!(output.findings[0].what.en.contains("11 cells below 10 titles"), "{}", output.findings[0].what.en);
    let output = bulk(world.input(), &numbers(), &[]);
    assert_eq!((codes(&output), output.renewed.len()), (vec!["pbx/no-source"], 0));
    // Twice in one export: which row counts is not guessed.
    let twice = format!("{BULK_CSV}2001,Anna,novm,pjsip,,1,yes,alt-drei,chan_pjsip,\n");
    let output = bulk(world.input(), &numbers(), &[("export".into(), twice.into())]);
    assert_eq!((codes(&output), output.changed), (vec!["pbx/row-unclear"], 1));
    assert!(output.findings[0].what.en.contains("(lines 2, 4)"), "{}", output.findings[0].what.en);
}

/// A desk phone's transport keeps a softphone out that comes over another, and a digest beside the password would go on.
#[test]
fn freepbx_rows_lose_the_pinned_transport_and_the_old_digest() {
    let world = world("freepbx/bulk", BULK_CSV);
    let digest = "0123456789abcdef0123456789abcdef";
    let export = BULK_CSV.replace("secret,", "secret,md5_cred,transport,");
    let export = export.replace("alt-eins,", &format!("alt-eins,{digest},0.0.0.0-udp,")).replace("alt-zwei,", "alt-zwei,,,");
    let output = bulk(world.input(), &numbers(), &[("export".into(), export.into())]);
    assert_eq!((codes(&output), output.changed, output.renewed.len()), (vec![], 2, 2));
    let rows = text(&output, BULK);
    assert!(rows.contains(",Neu2001,,,chan_pjsip,"), "{rows}");
    let shown = shown(&output);
    assert!(shown.contains("2001: extension 2001: transport: `0.0.0.0-udp` -> ``") && !shown.contains(digest), "{shown}");
}

#[test]
fn a_bad_row_of_freepbx_is_left_out_and_named_and_the_others_are_imported() {
    let world = world("freepbx/bulk", BULK_CSV);
    // What the reader takes for another kind of extension has no account that could be changed.
    let bad = BULK_CSV.replace("2002,Bela,novm,pjsip", "2002,Bela,novm,custom");
    let output = bulk(world.input(), &numbers(), &[("export".into(), bad.clone().into())]);
    assert_eq!((codes(&output), output.changed), (vec!["pbx/not-in-force"], 1));
    let finding = &output.findings[0];
    let place = finding.place.as_ref().unwrap();
    assert_eq!((finding.subject.as_deref(), place.file_name(), place.line()), (Some("2002"), "export", 3));
    assert!(finding.what.en.contains("`2002`") && finding.what.en.contains("it is not there at all"), "{}", finding.what.en);
    let rows = text(&output, BULK);
    assert!(rows.contains("Neu2001") && !rows.contains("\n2002,"), "{rows}");
    assert_eq!(output.renewed.iter().map(Extension::as_str).collect::<Vec<_>>(), ["2001"]);
    assert!(!shown(&output).contains("2002"), "{}", shown(&output));
    let readme = |output: &PbxOutput| output.files.iter().find(|file| file.path == "pbx/README.en.md").unwrap().text.clone();
    assert!(readme(&output).contains("choose `bulk.csv`") && readme(&output).contains("give: 2002."), "{}", readme(&output));
    // With no row left there is no file, and nothing says to import one.
    let none = bad.replace("default,pjsip", "default,custom");
    let output = bulk(world.input(), &numbers(), &[("export".into(), none.into())]);
    assert_eq!((codes(&output), output.changed, output.renewed.len()), (vec!["pbx/not-in-force"; 2], 0, 0));
    assert!(output.files.iter().all(|file| !file.path.contains(".csv")), "{:?}", output.files);
    assert!(!readme(&output).contains("bulk.csv") && readme(&output).contains("nothing to load"), "{}", readme(&output));
}

#[test]
fn a_finding_names_the_option_that_is_not_in_force_and_its_place() {
    let mut world = world("freepbx/bulk", BULK_CSV);
    world.plan.pbx_changes[1].max_contacts_to = 3;
    let output = bulk(world.input(), &numbers(), &[("export".into(), BULK_CSV.into())]);
    assert_eq!((codes(&output), output.changed), (vec!["pbx/not-in-force"], 1));
    let finding = &output.findings[0];
    assert!(finding.what.en.contains("`max_contacts` is below what the change sets"), "{}", finding.what.en);
    let place = finding.place.as_ref().unwrap();
    assert_eq!((place.line(), place.column()), (3, 23), "the cell of the limit");
}

#[test]
fn one_user_of_freeswitch_that_does_not_read_right_stops_no_other() {
    let two = DIRECTORY_XML.replace(
        "</user>\n <groups>",
        "</user>\n <user id=\"2002\">\n  <params>\n   <param name=\"password\" value=\"alt2\"/>\n  </params>\n </user>\n <groups>",
    );
    let world = world("freeswitch/directory", &two);
    assert_eq!(world.plan.pbx_changes.len(), 2);
    // A digest beside the password is what counts.
    let digest =
        two.replace("value=\"alt2\"/>", "value=\"alt2\"/><param name=\"a1-hash\" value=\"0123456789abcdef0123456789abcdef\"/>");
    let output = directory(world.input(), &numbers(), &[("export".into(), digest.into())], &["export".into()]);
    assert_eq!((codes(&output), output.changed), (vec!["pbx/not-in-force"], 1));
    assert_eq!(output.findings[0].subject.as_deref(), Some("2002"));
    let written = text(&output, "directory/export");
    assert!(written.contains("Neu2001") && written.contains("alt2") && !written.contains("Neu2002"), "{written}");
}

const DIRECTORY_XML: &str = "<include>\n<domain name=\"d.example\">\n <user id=\"2001\">\n  <params>\n   <!-- <param name=\"password\" value=\"no\"/> -->\n   \
    <param name=\"password\" value=\"alt\"/>\n   <param value='1' name='max-registrations-per-extension'/>\n  </params>\n  \
    <variables><variable name=\"x\" value=\"1\"/></variables>\n </user>\n \
    <groups><group name=\"g\"><users><user id=\"2001\" type=\"pointer\"/></users></group></groups>\n</domain>\n</include>\n";

#[test]
fn freeswitch_files_keep_every_other_byte() {
    let world = world("freeswitch/directory", DIRECTORY_XML);
    let output = directory(world.input(), &numbers(), &[("export".into(), DIRECTORY_XML.into())], &["export".into()]);
    assert_eq!((codes(&output), output.changed), (vec![], 1));
    let wanted = DIRECTORY_XML.replace("value=\"alt\"", "value=\"Neu2001\"").replace("value='1' name", "value='2' name");
    assert_eq!(text(&output, "directory/export"), wanted);
    // A password that a domain hands down stands in no user.
    let inherited = DIRECTORY_XML.replace("<param name=\"password\" value=\"alt\"/>", "");
    let output = directory(world.input(), &numbers(), &[("export".into(), inherited.into())], &["export".into()]);
    assert_eq!((codes(&output), output.renewed.len()), (vec!["pbx/no-source"], 0));
}

#[test]
fn hostile_accounts_break_out_of_nothing() {
    for name in crate::hostile::names().into_iter().step_by(7) {
        let mut world = world("kamailio/sql", SUBSCRIBERS_SQL);
        for change in &mut world.plan.pbx_changes {
            change.endpoint.clone_from(&name);
            change.auth.as_mut().unwrap().username.clone_from(&name);
        }
        for output in [
            subscribers(world.input(), PbxKind::Kamailio, &numbers(), seen("MD5")),
            realtime(world.input(), &[]),
            ari(world.input()),
        ] {
            // Each is written and read back, or named.
            assert!(output.changed == 2 || !output.findings.is_empty(), "{name:?}");
        }
    }
}
