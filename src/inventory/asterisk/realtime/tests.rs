use crate::inventory::asterisk::format::{REALTIME_SQL, REALTIME_SQLITE};
use crate::inventory::asterisk::shown::{damaged, lines, read};
use crate::inventory::formats::recognise;

const DUMP: &str = "-- PostgreSQL database dump\nCREATE TABLE ps_endpoints (id text, context text, auth text, aors text, allow text, callerid text, \
    mailboxes text, call_group text, some_new_option text);\n\
    INSERT INTO ps_endpoints VALUES ('201','intern','201','201','alaw','\"Müller, Hans\" <201>','201@default','1',NULL),\n\
    ('202','intern','202','202','alaw','Fax Amt <202>','','1','x'),('203',NULL,'203','203','bogus','','','',NULL),\n\
    ('tor','intern','','','alaw','','','',NULL),('','x','','','','','','','');\n\
    INSERT INTO ps_auths (id,auth_type,username,password,md5_cred) VALUES ('201','userpass','201','ge''heim',''),\n\
    ('202','md5','202','','0123456789abcdef0123456789abcdef');\n\
    INSERT INTO ps_aors (id,max_contacts,remove_existing) VALUES ('201',2,'yes'),('202',0,'no');\n\
    INSERT INTO ps_contacts (id,endpoint,user_agent,uri) VALUES ('x','201','Yealink SIP-T46S 66.84','sip:201@192.0.2.4');\n\
    INSERT INTO voicemail (mailbox,context,password,fullname) VALUES ('201','default','4711','Hans Müller');\n\
    INSERT INTO queues (name,strategy) VALUES ('amt','RingAll');\n\
    INSERT INTO queue_members (queue_name,interface,membername,penalty) VALUES ('amt','PJSIP/201','Hans',1),('amt','PJSIP/777','',0);\n\
    INSERT INTO extensions (id,context,exten,priority,app,appdata) VALUES (1,'intern','500','1','Dial','PJSIP/201&PJSIP/202,20'),\n\
    (2,'aussen','4989999985','1','Goto','intern,500,1');\n\
    INSERT INTO sippeers (id,name,host,secret,context,callerid) VALUES (1,'301','dynamic','pw','intern','Huber <301>');\n\
    INSERT INTO astdb (key,value) VALUES ('/CF/201','0171234'),('/DND/202','YES');\nINSERT INTO cdr (id) VALUES (1);\n";

#[test]
fn tables_make_what_files_make() {
    let best: Vec<&str> = recognise("x", DUMP.as_bytes()).into_iter().map(|(format, _)| format.name).collect();
    assert_eq!(best.first(), Some(&"asterisk/realtime-sql"));
    let reading = read(&REALTIME_SQL, "pbx.sql", DUMP.as_bytes());
    assert_eq!(
        lines(&reading),
        [
            "201 Person `Müller, Hans` 201 Present pbx/realtime/201, aor 2, context intern, box 201@default @pbx.sql:3:33",
            "202 Fax `Fax Amt` 202 Hash pbx/realtime/202, aor 0, context intern @pbx.sql:4:1",
            "203 Unknown `-` auth 203 missing, aor 203 missing, context -, dropped @pbx.sql:4:64",
            "301 Unknown `Huber` 301 Present pbx/realtime-sip/301, aor 1, context intern @pbx.sql:15:68",
            "device 201 Yealink SIP-T46S 66.84 DeskPhone on 201",
            "box 201@default Some(\"Hans Müller\") @pbx.sql:10:66",
            "queue amt Some(\"ringall\") PJSIP/201=201 PJSIP/777=777",
            "Call 1: 201 202",
            "Ring 500: PJSIP/201 PJSIP/202",
            "did +4989999985 Group(\"500\")",
            "forward 201 All `0171234` external @pbx.sql:16:38",
            "forward 202 DoNotDisturb `` @pbx.sql:16:60",
            "auth-missing @pbx.sql:4:76",
            "aor-missing @pbx.sql:4:82",
            "bad-value @pbx.sql:4:88",
            "no-contacts-allowed @pbx.sql:8:85",
            "hash-only @pbx.sql:7:23",
            "queue-member-unknown @pbx.sql:12:105",
            "chan-sip-gone @pbx.sql:15:68",
            "option-not-read @pbx.sql:3:61",
            "endpoint-not-a-number @pbx.sql:5:1",
            "sql-table-not-read @pbx.sql:17:1",
            "sql-row-broken @pbx.sql:5:45",
            "column-unused @pbx.sql:3:1",
            "column-unused @pbx.sql:9:1",
        ]
    );
    assert!(!format!("{:?}", reading.findings).contains("heim"));
    let pin = reading.mailboxes[0].pin.as_ref().expect("a column with PINs");
    assert_eq!(
        (pin.key.as_str(), reading.secrets.get(pin).map(crate::domain::Secret::expose)),
        ("pbx/mailbox/default/201", Some("4711"))
    );
}

#[test]
fn columns_of_the_site_are_kept_and_secrets_are_not() {
    let dump = "insert into ps_endpoints (id,aors,auth,context,haus,web_password) values ('101','101','101','intern','Nord','geheim');\n\
        insert into ps_aors (id,max_contacts,etage) values ('101',1,'3');\n\
        insert into ps_auths (id,auth_type,username,password,hinweis) values ('101','userpass','101','x1','geheim');\n\
        insert into sippeers (name,host,secret,haus) values ('102','dynamic','x2','Süd');\n\
        insert into voicemail (mailbox,context,password,fullname,haus) values ('101','default','4711','Anna','Nord');\n";
    let reading = read(&REALTIME_SQL, "a.sql", dump.as_bytes());
    let kept: Vec<(&str, String)> = reading.extensions.iter().map(|entry| (entry.number.as_str(), entry.extra.line())).collect();
    assert_eq!(kept, [("101", "haus: Nord; etage: 3".to_owned()), ("102", "haus: Süd".to_owned())]);
    assert_eq!(reading.mailboxes[0].options.line(), "haus: Nord");
    assert!(!format!("{reading:?}").contains("geheim"));
}

#[test]
fn a_file_without_the_logins_says_that_they_are_unknown() {
    let mut connection = rusqlite::Connection::open_in_memory().unwrap();
    connection
        .execute_batch(
            "CREATE TABLE ps_endpoints(id TEXT, auth TEXT, aors TEXT, allow TEXT); INSERT INTO ps_endpoints VALUES ('201','201','201','alaw');",
        )
        .unwrap();
    let bytes = connection.serialize(rusqlite::MAIN_DB).unwrap().to_vec();
    assert_eq!(recognise("x", &bytes)[0].0.name, "asterisk/realtime-sqlite");
    let reading = read(&REALTIME_SQLITE, "pbx.sqlite", &bytes);
    assert_eq!(
        lines(&reading),
        [
            "201 Unknown `-` 201 Unavailable pbx/realtime/201, aor untold, context - @pbx.sqlite#ps_endpoints!1",
            "option-not-read @pbx.sqlite#ps_endpoints!1",
            "column-missing @pbx.sqlite#ps_endpoints",
            "column-missing @pbx.sqlite#ps_endpoints",
        ]
    );
}

#[test]
fn the_database_file_of_asterisk_itself() {
    let mut connection = rusqlite::Connection::open_in_memory().unwrap();
    connection
        .execute_batch("CREATE TABLE astdb(key VARCHAR(256), value VARCHAR(256), PRIMARY KEY(key)); INSERT INTO astdb VALUES ('/CFB/201','202');")
        .unwrap();
    let bytes = connection.serialize(rusqlite::MAIN_DB).unwrap().to_vec();
    assert_eq!(recognise("astdb.sqlite3", &bytes)[0].0.name, "asterisk/realtime-sqlite");
    let reading = read(&REALTIME_SQLITE, "astdb.sqlite3", &bytes);
    assert_eq!(lines(&reading), ["forward 201 Busy `202` @astdb.sqlite3#astdb!1"]);
}

/// A row of an SQLite file has a number in its table and no line.
#[test]
fn rows_that_are_not_understood_are_named_by_their_number() {
    let mut connection = rusqlite::Connection::open_in_memory().unwrap();
    connection
        .execute_batch(
            "CREATE TABLE extensions(id INTEGER PRIMARY KEY, context TEXT, exten TEXT, priority INT, app TEXT, appdata TEXT);\
             INSERT INTO extensions VALUES (1,'int','600',1,'Dial','PJSIP/101&PJSIP/102,30'),(4,'aussen','+498999998199',1,'Macro','xyz'),\
             (5,'aussen','+498999998198',1,'Macro','xyz');",
        )
        .unwrap();
    let bytes = connection.serialize(rusqlite::MAIN_DB).unwrap().to_vec();
    let reading = read(&REALTIME_SQLITE, "pbx.sqlite", &bytes);
    let told = reading.findings.iter().find(|f| f.code.as_str() == "inventory/dialplan-not-understood").expect("a finding");
    assert_eq!(told.what.en, "rows of table `extensions` that were not understood: 2 (row 4-5)");
    assert_eq!(told.what.de, "Zeilen der Tabelle `extensions`, die nicht verstanden wurden: 2 (Zeile 4-5)");
}

#[test]
fn damaged_dumps_are_survived() {
    for bytes in damaged(DUMP.as_bytes(), 300) {
        assert!(read(&REALTIME_SQL, "pbx.sql", &bytes).extensions.len() < 100);
    }
}
