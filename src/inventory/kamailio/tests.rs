use super::*;
use crate::inventory::asterisk::shown::{damaged, lines, plan, read};
use crate::inventory::formats::{Format, recognise};
use crate::inventory::model::AuthState;
use crate::inventory::reading::Reading;

/// HA1 of `101:lra.example:geheim` and of `102:lra.example:other`, as `md5sum` prints them.
const HA1: &str = "insert into subscriber (username,domain,password,ha1,ha1b,email_address) values\n\
    ('101','lra.example','geheim','{101}','x',''),\n('102','lra.example','','{102}','x','h@lra.example'),\n\
    ('102','alt.example','x','','',''),\n('hans.mueller','lra.example','pw','','',''),\n('tor','lra.example','pw','','',''),\n\
    ('103','lra.example','changed','{102}','',''),\n('104','lra.example','','abc','',''),\n('','x','','','','');\n\
    insert into dbaliases (alias_username,alias_domain,username,domain) values ('08999998101','lra.example','101','lra.example'),\n\
    ('120','lra.example','hans.mueller','lra.example'),('+498999998120','lra.example','hans.mueller','lra.example'),\n\
    ('info','lra.example','101','lra.example'),('0899','x','999','lra.example'),('555','lra.example','101','lra.example');\n";

fn dump() -> String {
    HA1.replace("{101}", "b8e1fe5fd90e26cd8ae1b2a2e6f0f7c4").replace("{102}", "0123456789abcdef0123456789abcdef")
}

fn best(bytes: &[u8]) -> Vec<&'static str> {
    recognise("export", bytes).into_iter().filter(|(_, likeness)| likeness.score >= 50).map(|(format, _)| format.name).collect()
}

#[test]
fn subscribers_and_aliases_of_a_dump() {
    let text = dump();
    assert_eq!(best(text.as_bytes()), ["kamailio/sql"]);
    let reading = read(&SQL, "k.sql", text.as_bytes());
    assert_eq!(
        lines(&reading),
        [
            "101 Unknown `-` 101@lra.example Present pbx/kamailio/101@lra.example, aor untold, context - @k.sql:2:1",
            "102@alt.example Unknown `-` 102@alt.example Present pbx/kamailio/102@alt.example, aor untold, context - @k.sql:4:1",
            "102@lra.example Unknown `-` 102@lra.example Hash pbx/kamailio/102@lra.example, aor untold, context - @k.sql:3:1",
            "103 Unknown `-` 103@lra.example Present pbx/kamailio/103@lra.example, aor untold, context - @k.sql:7:1",
            "104 Unknown `-` 104@lra.example Unavailable pbx/kamailio/104@lra.example, aor untold, context - @k.sql:8:1",
            "120 Unknown `-` hans.mueller@lra.example Present pbx/kamailio/hans.mueller@lra.example, aor untold, context - @k.sql:5:1",
            "did +498999998101 Extension(Extension(\"101\"))",
            "did +498999998120 Extension(Extension(\"120\"))",
            "did 555 Extension(Extension(\"101\"))",
            "subscriber-hash-differs @k.sql:2:31",
            "subscriber-not-a-number @k.sql:6:2",
            "subscriber-hash-differs @k.sql:7:32",
            "hash-malformed @k.sql:8:25",
            "subscriber-without-secret @k.sql:8:1",
            "subscriber-not-a-number @k.sql:9:1",
            "alias-of-unknown-subscriber @k.sql:12:44",
            "alias-not-a-number @k.sql:12:1",
            "column-unused @k.sql:1:1",
            "column-unused @k.sql:10:1",
        ]
    );
    let told = format!("{:?}", reading.findings);
    assert!(!told.contains("geheim") && !told.contains("changed"), "secrets stay out");
    let AuthState::Present { secret, .. } = &reading.extensions[2].account.as_ref().unwrap().auth else { panic!("present") };
    assert_eq!(reading.secrets.get(secret).unwrap().expose(), "MD5:0123456789abcdef0123456789abcdef");
}

/// Aliases follow the domain; of two rows of one subscriber the second is told with what it says otherwise.
#[test]
fn domains_tell_subscribers_apart() {
    let dump = "insert into subscriber (username,domain,password,ha1,email_address) values\n\
        ('101','a.example','geheim','','h@a.example'),('101','b.example','geheim2','','e@b.example'),('101','a.example','neu','','x@a.example'),\n\
        ('102','a.example','pw','','');\n\
        insert into dbaliases (alias_username,alias_domain,username,domain) values ('08999998150','a.example','101','b.example');\n";
    let reading = read(&SQL, "k.sql", dump.as_bytes());
    let numbers: Vec<&str> = reading.extensions.iter().map(|entry| entry.number.as_str()).collect();
    assert_eq!(numbers, ["101@a.example", "101@b.example", "102"]);
    assert!(
        lines(&reading).contains(&"did +498999998150 Extension(Extension(\"101@b.example\"))".to_owned()),
        "{:?}",
        lines(&reading)
    );
    let twice: Vec<&str> = reading
        .findings
        .iter()
        .filter(|told| told.code.as_str() == "inventory/extension-listed-twice")
        .map(|told| told.what.en.as_ref())
        .collect();
    assert_eq!(
        twice,
        ["extension `101` stands in the export twice under `a.example`; the first one was used; otherwise here: `password`, \
          `email_address`: `x@a.example`"]
    );
}

#[test]
fn columns_of_the_site_are_kept_and_secrets_are_not() {
    let dump = "insert into subscriber (username,domain,ha1,email_address,haus,sip_pin,notiz) values\n\
        ('101','x','','a@x.example','Nord','4711','Kennwort: geheim');\n";
    let table = "username(string) domain(string) ha1(string) haus(string) passwort_alt(string)\n101:x::Nord:geheim:\n";
    for (text, format, kept) in [(dump, &SQL, "email_address: a@x.example; haus: Nord"), (table, &DBTEXT, "haus: Nord")] {
        let reading = read(format, "k", text.as_bytes());
        assert_eq!(reading.extensions[0].extra.line(), kept);
        let told = reading.findings.iter().find(|told| told.code.as_str() == "inventory/column-unused").expect("told");
        assert!(told.what.en.contains("kept as `extra`"), "{}", told.what.en);
        let all = format!("{reading:?}");
        assert!(!all.contains("4711") && !all.contains("geheim"), "{all}");
    }
}

#[test]
fn a_digest_that_fits_is_not_told() {
    // printf 101:lra.example:geheim | md5sum
    let text = dump().replace("b8e1fe5fd90e26cd8ae1b2a2e6f0f7c4", "{fits}").replace("{fits}", FITS);
    let reading = read(&SQL, "k.sql", text.as_bytes());
    assert!(!lines(&reading).contains(&"subscriber-hash-differs @k.sql:2:31".to_owned()));
}

const FITS: &str = "8f37dd3ccfb314bcfddcb204a14ab77a";

#[test]
fn text_tables_of_both_proxies() {
    let text = "id(int,auto) username(string) domain(string) password(string) ha1(string) ha1_sha256(string) ha1_sha512t256(string)\n\
        1:101:a.example:1234567890123456789012345::::\n2:102:a.example:::0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef::\n";
    assert_eq!(best(text.as_bytes()), ["kamailio/dbtext"]);
    let reading = read(&DBTEXT, "subscriber", text.as_bytes());
    assert_eq!(
        lines(&reading),
        [
            "101 Unknown `-` 101@a.example Present pbx/kamailio/101@a.example, aor untold, context - @subscriber:2:1",
            "102 Unknown `-` 102@a.example Hash pbx/kamailio/102@a.example, aor untold, context - @subscriber:3:1",
            "subscriber-password-cut @subscriber:2:17",
        ]
    );
    let aliases = "id(int,auto) alias_username(string) alias_domain(string) username(string) domain(string)\n1:08999998101:a:101:a.example\n";
    assert_eq!(best(aliases.as_bytes()), ["kamailio/dbtext"]);
    assert_eq!(
        lines(&read(&DBTEXT, "dbaliases", aliases.as_bytes())),
        ["did +498999998101 Extension(Extension(\"101@a.example\"))", "column-unused @dbaliases:1:1"]
    );
}

/// Two domains have the number, and the aliases stand in a file of their own: each row says which subscriber it means.
#[test]
fn aliases_of_a_file_of_their_own_keep_the_domain() {
    use crate::inventory::merge::{Inputs, merge};
    let users = "username(string) domain(string) password(string)\n101:a.example:Geheim-Lang-1:\n101:b.example:Geheim-Lang-2:\n102:a.example:Geheim-Lang-3:\n";
    let aliases = "alias_username(string) alias_domain(string) username(string) domain(string)\n\
        +498999998101:b.example:101:b.example\n+498999998102:a.example:102:a.example\n";
    let readings = [("subscriber", users), ("dbaliases", aliases)];
    let readings = readings.map(|(file, text)| (DBTEXT.class, read(&DBTEXT, file, text.as_bytes()))).into();
    let merged = merge(Inputs { readings, ..Inputs::default() });
    let dids: Vec<String> = merged.inventory.dids.iter().map(|did| format!("{} {:?}", did.number, did.target)).collect();
    assert_eq!(dids, ["+498999998101 Extension(Extension(\"101@b.example\"))", "+498999998102 Extension(Extension(\"102\"))"]);
    let told: Vec<&str> = merged.findings.iter().map(|f| f.code.as_str()).filter(|code| code.contains("ambiguous")).collect();
    assert!(told.is_empty(), "{told:?}");
    let stray =
        "alias_username(string) alias_domain(string) username(string) domain(string)\n+498999998102:a.example:102:c.example\n";
    let readings = [("subscriber", users), ("dbaliases", stray)];
    let readings = readings.map(|(file, text)| (DBTEXT.class, read(&DBTEXT, file, text.as_bytes()))).into();
    let merged = merge(Inputs { readings, ..Inputs::default() });
    let target = &merged.inventory.dids[0].target;
    assert!(matches!(target, crate::inventory::model::DidTarget::Unknown(text) if text == "102@c.example"), "{target:?}");
    let told = merged.findings.iter().filter(|f| f.code.as_str() == "inventory/alias-of-unknown-subscriber").count();
    assert_eq!(told, 1, "{:?}", merged.findings);
}

/// Named users and their short numbers in two sources come to the same as in one dump, in either order.
#[test]
fn named_subscribers_get_their_numbers_from_another_source() {
    use crate::inventory::merge::{Inputs, merge};
    let users = "username(string) domain(string) password(string)\n101:a.example:Geheim-Lang-1:\nmueller.h:a.example:Geheim-Lang-2:\n\
        108:b.example:Geheim-Lang-3:\ntor:a.example:Geheim-Lang-4:\n";
    let aliases = "alias_username(string) username(string) domain(string)\n+498999998101:101:a.example\n108:mueller.h:a.example\n\
        109:mueller.h:a.example\n+498999998108:mueller.h:a.example\n110:nobody:a.example\n111:mueller.h:b.example\n";
    let dump = "insert into subscriber (username,domain,password) values ('101','a.example','Geheim-Lang-1'),\
        ('mueller.h','a.example','Geheim-Lang-2'),('108','b.example','Geheim-Lang-3'),('tor','a.example','Geheim-Lang-4');\n\
        insert into dbaliases (alias_username,username,domain) values ('+498999998101','101','a.example'),('108','mueller.h','a.example'),\
        ('109','mueller.h','a.example'),('+498999998108','mueller.h','a.example'),('110','nobody','a.example'),('111','mueller.h','b.example');\n";
    let told = |readings: Vec<Reading>| {
        let readings = readings.into_iter().map(|reading| (DBTEXT.class, reading)).collect();
        let merged = merge(Inputs { readings, ..Inputs::default() });
        let secrets: Vec<String> = merged.secrets.iter().map(|(key, secret)| format!("{key} {}", secret.char_count())).collect();
        let numbers: Vec<String> = merged.inventory.extensions.iter().map(|entry| entry.number.to_string()).collect();
        let dids: Vec<String> = merged.inventory.dids.iter().map(|did| format!("{} {:?}", did.number, did.target)).collect();
        let codes = ["alias-of-unknown-subscriber", "subscriber-not-a-number"];
        let mut findings: Vec<String> = merged
            .findings
            .iter()
            .filter(|f| codes.iter().any(|code| f.code.as_str().ends_with(code)))
            .map(|f| f.what.en.to_string())
            .collect();
        findings.sort();
        (numbers, dids, secrets, findings)
    };
    let subscriber = || read(&DBTEXT, "subscriber", users.as_bytes());
    let dbaliases = || read(&DBTEXT, "dbaliases", aliases.as_bytes());
    let whole = told(vec![read(&SQL, "k.sql", dump.as_bytes())]);
    assert_eq!(whole.0, ["101", "108@a.example", "108@b.example"]);
    assert_eq!(whole.3.len(), 3, "{:?}", whole.3);
    assert_eq!(told(vec![subscriber(), dbaliases()]), whole);
    assert_eq!(told(vec![dbaliases(), subscriber()]), whole);
    // Only rows that need the other table are something all the same.
    let few = dbaliases_of("110:nobody:a.example");
    assert!(!few.is_empty() && few.sources[0].records == 1);
    assert_eq!(told(vec![few, subscriber()]).3.len(), 3, "two without a number, one alias of nobody");
}

fn dbaliases_of(row: &str) -> Reading {
    read(&DBTEXT, "dbaliases", format!("alias_username(string) username(string) domain(string)\n{row}\n").as_bytes())
}

#[test]
fn an_sqlite_file_of_the_registrar() {
    let mut connection = rusqlite::Connection::open_in_memory().unwrap();
    connection
        .execute_batch(
            "CREATE TABLE subscriber(id INTEGER PRIMARY KEY, username TEXT, domain TEXT, password TEXT, ha1 TEXT, ha1b TEXT);\
             INSERT INTO subscriber VALUES (3,'101','a.example','pw','','');",
        )
        .unwrap();
    let bytes = connection.serialize(rusqlite::MAIN_DB).unwrap().to_vec();
    assert_eq!(best(&bytes), ["kamailio/sqlite"]);
    assert_eq!(
        lines(&read(&SQLITE, "k.sqlite", &bytes)),
        ["101 Unknown `-` 101@a.example Present pbx/kamailio/101@a.example, aor untold, context - @k.sqlite#subscriber!3"]
    );
}

#[test]
fn damaged_tables_are_survived_and_tell_no_secret() {
    for format in [&SQL, &DBTEXT] as [&Format; 2] {
        for bytes in damaged(dump().as_bytes(), 200) {
            let reading = read(format, "k", &bytes);
            assert!(reading.extensions.len() <= plan().extension_lengths.len() * 100);
        }
    }
}
