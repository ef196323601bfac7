use super::rows::Rows;
use super::*;
use crate::inventory::asterisk::shown::damaged;
use crate::inventory::table::{Collector, ListFile};

fn opened(bytes: &[u8], wanted: &[&str]) -> (Vec<Rows>, Vec<String>) {
    let mut findings = Collector::default();
    let list = ListFile::new("d.sql", bytes);
    let tables = open(&list, wanted, "subscriber", &mut findings).map_or_else(Vec::new, |database| database.tables);
    let told = findings
        .finish()
        .iter()
        .map(|f| {
            let place = f.place.as_ref().map_or(String::new(), ToString::to_string);
            format!("{} {place} {}", f.code.as_str().trim_start_matches("inventory/"), f.what.en)
        })
        .collect();
    (tables, told)
}

/// `table: column=value@place column=value@place`.
fn shown(tables: &[Rows]) -> Vec<String> {
    let mut out = Vec::new();
    for rows in tables {
        for record in &rows.records {
            let values: Vec<String> = rows
                .values(record)
                .map(|(column, text, _)| {
                    let at = rows.sourced(record, column).map(|value| value.at.to_string()).unwrap_or_default();
                    format!("{column}={text}@{}", at.trim_start_matches("d.sql"))
                })
                .collect();
            out.push(format!("{}: {}", rows.name, values.join(" ")));
        }
    }
    out
}

const MYSQL: &str = "-- MySQL dump 10.19  Distrib 10.3.39-MariaDB\n/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `subscriber`;\n\
    CREATE TABLE `subscriber` (\n  `id` int(10) unsigned NOT NULL AUTO_INCREMENT, -- a comment, with a comma\n  \
    `username` varchar(64) NOT NULL DEFAULT '',\n  `domain` varchar(64) DEFAULT 'a,b)',\n  `password` varchar(64),\n  \
    PRIMARY KEY (`id`),\n  UNIQUE KEY `account_idx` (`username`,`domain`)\n) ENGINE=InnoDB;\n\
    LOCK TABLES `subscriber` WRITE;\nINSERT INTO `subscriber` VALUES (1,'101','lra.example','it\\'s;\\\\a'),\
    (2,'102','Über','x''y'),(3,'103',NULL,MD5('a,b(c)')),(4,'104');\nUPDATE subscriber SET password='';\n\
    INSERT INTO `version` VALUES ('acc',5);\nINSERT INTO subscriber (username, PASSWORD) VALUES ('105', _utf8mb4'ü'), ('106',-1.5e+3);\n";

#[test]
fn a_dump_of_mysql() {
    let (tables, told) = opened(MYSQL.as_bytes(), &["subscriber"]);
    assert_eq!(
        shown(&tables),
        [
            "subscriber: id=1@:13:34 username=101@:13:36 domain=lra.example@:13:42 password=it's;\\a@:13:56",
            "subscriber: id=2@:13:70 username=102@:13:72 domain=Über@:13:78 password=x'y@:13:85",
            "subscriber: id=3@:13:94 username=103@:13:96",
            "subscriber: username=105@:16:53 password=ü@:16:60",
            "subscriber: username=106@:16:75 password=-1.5e+3@:16:81",
        ]
    );
    assert_eq!(
        told,
        [
            "sql-row-broken d.sql:13:122 a row of `subscriber` was not used: it has 2 values for 4 columns",
            "sql-table-not-read d.sql:15:1 tables that are not read (1): `version`",
            "sql-statement-ignored d.sql:14:1 statements that change read tables and were passed over: 1, the first for `subscriber`",
            "sql-value-not-read d.sql:13:107 values that are computed or binary count as empty: 1, the first in column `password`",
        ]
    );
}

#[test]
fn a_dump_of_postgresql() {
    let dump = "--\n-- PostgreSQL database dump\n--\nSET standard_conforming_strings = on;\n\\connect x\n\
        CREATE FUNCTION public.f() RETURNS trigger AS $_$ BEGIN INSERT INTO subscriber VALUES (';'); END; $_$;\n\
        CREATE TABLE public.subscriber (\n id integer DEFAULT nextval('a(b'::regclass),\n username character varying(64) NOT NULL,\n \
        \"password\" text,\n CONSTRAINT c CHECK ((id > 0))\n);\n\
        COPY public.subscriber (id, username, \"password\") FROM stdin;\n1\t101\ta\\\\b\\tc\n2\t102\t\\N\n3\t103\n\\.\n\
        COPY public.acc (id) FROM stdin;\n1\n\\.\n\
        INSERT INTO public.subscriber (username, password) VALUES ('104', 'x\\y'::text), ('105', E'a\\'b'), ('106', X'00');\n";
    let (tables, told) = opened(dump.as_bytes(), &["subscriber"]);
    assert_eq!(
        shown(&tables),
        [
            "subscriber: id=1@:14:1 username=101@:14:3 password=a\\b\tc@:14:7",
            "subscriber: id=2@:15:1 username=102@:15:3",
            "subscriber: username=104@:21:60 password=x\\y@:21:67",
            "subscriber: username=105@:21:82 password=a'b@:21:89",
            "subscriber: username=106@:21:100",
        ]
    );
    assert_eq!(
        told,
        [
            "sql-row-broken d.sql:16:1 a row of `subscriber` was not used: it has 2 values for 3 columns",
            "sql-table-not-read d.sql:18:5 tables that are not read (1): `acc`",
            "sql-value-not-read d.sql:21:107 values that are computed or binary count as empty: 1, the first in column `password`",
        ]
    );
}

#[test]
fn rows_by_hand_and_what_they_do_not_say() {
    let text = "insert or replace into main.subscriber(username,password) values('101','a\\b');\ninsert into subscriber values (1,2);\n\
        replace into dbaliases select * from old;\ninsert into subscriber (username) values ('102'), ('103;\n";
    let (tables, told) = opened(text.as_bytes(), &["subscriber", "dbaliases"]);
    assert_eq!(shown(&tables), ["subscriber: username=101@:1:66 password=a\\b@:1:72", "subscriber: username=102@:4:43"]);
    assert_eq!(
        told,
        [
            "sql-columns-unknown d.sql:2:1 rows of `subscriber` without a list of columns, and no `CREATE TABLE` before them; not used",
            "sql-row-broken d.sql:4:52 a row of `subscriber` was not used: a text in it never ends",
            "sql-statement-ignored d.sql:3:1 statements that change read tables and were passed over: 1, the first for `dbaliases`",
            "sql-backslash-doubtful d.sql:1:72 values with a backslash: 1; the dump does not say whether it escapes",
        ]
    );
}

#[test]
fn a_text_table() {
    let text =
        "\nid(int,auto) username(string) domain(string) password(string,null)\n1:101:lra.example:a\\:b\\\\c:\n2:102::\n3:103\n";
    let (tables, told) = opened(text.as_bytes(), &["subscriber"]);
    assert_eq!(
        shown(&tables),
        [
            "subscriber: id=1@:3:1 username=101@:3:3 domain=lra.example@:3:7 password=a:b\\c@:3:19",
            "subscriber: id=2@:4:1 username=102@:4:3",
        ]
    );
    assert_eq!(told, ["sql-row-broken d.sql:5:1 a row of `subscriber` was not used: it has 2 values for 4 columns"]);
    assert_eq!(dbtext_columns("Name(Vorname) x(y)"), None);
    assert_eq!(dbtext_columns("a,b,c"), None);
}

fn sqlite(statements: &str) -> Vec<u8> {
    let mut connection = rusqlite::Connection::open_in_memory().unwrap();
    connection.execute_batch(statements).unwrap();
    connection.serialize(rusqlite::MAIN_DB).unwrap().to_vec()
}

const STATEMENTS: &str = "PRAGMA page_size=512; CREATE TABLE Subscriber(id INTEGER PRIMARY KEY, username TEXT, n REAL, x BLOB, \
    low TEXT GENERATED ALWAYS AS (lower(username)) VIRTUAL); INSERT INTO subscriber VALUES (7,'Über',1.5,x'00'),(9,'102',NULL,NULL);\
    CREATE TABLE dbaliases(a TEXT PRIMARY KEY, b TEXT) WITHOUT ROWID; INSERT INTO dbaliases VALUES ('x','y');\
    CREATE TABLE acc(id); CREATE VIEW ps_auths AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT x AS id FROM c;";

#[test]
fn an_sqlite_file() {
    let bytes = sqlite(STATEMENTS);
    let (tables, told) = opened(&bytes, &["subscriber", "dbaliases", "ps_auths"]);
    assert_eq!(
        shown(&tables),
        [
            "subscriber: id=7@#subscriber!7 username=Über@#subscriber!7 n=1.5@#subscriber!7",
            "subscriber: id=9@#subscriber!9 username=102@#subscriber!9",
            "dbaliases: a=x@#dbaliases!1 b=y@#dbaliases!1",
        ]
    );
    assert_eq!(
        told,
        [
            "sql-table-not-read d.sql tables that are not read (1): `acc`",
            "sql-value-not-read d.sql#subscriber!7 values that are computed or binary count as empty: 1, the first in column `x`",
        ]
    );
    // The journal lies apart.
    let mut wal = bytes;
    (wal[18], wal[19]) = (2, 2);
    let (tables, told) = opened(&wal, &["subscriber"]);
    assert_eq!(tables.len(), 1);
    assert!(told[0].starts_with("database-journal-apart"), "{told:?}");
    let (tables, told) = opened(&wal[..600], &["subscriber"]);
    assert!(tables.is_empty() && told.iter().any(|text| text.starts_with("database-damaged")), "{told:?}");
    let (_, told) = opened(b"SQLite format 3\0", &["subscriber"]);
    assert!(told[0].starts_with("database-damaged"), "{told:?}");
}

#[test]
fn tables_are_seen_where_databases_name_them() {
    let seen = has_table;
    assert!(seen(MYSQL.as_bytes(), "subscriber"));
    assert!(seen(b"COPY public.ps_endpoints (id) FROM stdin;\n", "ps_endpoints"));
    assert!(seen(&sqlite(STATEMENTS), "dbaliases"));
    let long = format!("-- x\nINSERT INTO `subscriber` VALUES ('{}');", "a".repeat(100_000));
    assert!(seen(long.as_bytes(), "subscriber"));
    for other in ["a subscriber;of a paper\n", "insert into x values ('subscriber');", "create table subscribers (a int);"] {
        assert!(!seen(other.as_bytes(), "subscriber"), "{other}");
    }
}

#[test]
fn damaged_files_are_survived() {
    for bytes in damaged(MYSQL.as_bytes(), 400).chain(damaged(&sqlite(STATEMENTS), 400)) {
        let (tables, _) = opened(&bytes, &["subscriber", "dbaliases"]);
        assert!(tables.len() <= 2);
    }
}

#[test]
fn a_nest_of_comments_and_parentheses_is_read_once() {
    let text = format!("CREATE TABLE subscriber (a int{});{}", "(".repeat(50_000), "/*".repeat(50_000));
    assert!(opened(text.as_bytes(), &["subscriber"]).0.is_empty());
    let rows = format!("INSERT INTO subscriber (a) VALUES {}", "(1),".repeat(50_000));
    assert_eq!(opened(rows.as_bytes(), &["subscriber"]).0[0].records.len(), 50_000);
}
