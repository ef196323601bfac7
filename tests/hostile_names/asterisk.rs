//! Asterisk's files, its database and its realtime tables.

use deskshift::inventory::asterisk::files::MemoryFiles;
use deskshift::inventory::asterisk::{ImportConfig, import};

use super::hostile::names;
use super::judged::{Back, database, export, judge, of_extension, of_one_line, quoted, read_as, sql, trimmed, without};

/// A `;` would begin a comment.
fn in_asterisk(text: &str) -> String {
    text.replace(';', "\\;")
}

fn asterisk(file: &str, text: &str) -> deskshift::inventory::asterisk::AsteriskImport {
    let pjsip = "[2001]\ntype=endpoint\naors=2001\nauth=2001\nallow=alaw\n[2001]\ntype=auth\nusername=2001\npassword=Xk7vQ2n9RbTm4Zc8\n\
                 [2001]\ntype=aor\nmax_contacts=2\n";
    let files = MemoryFiles::new().with("pjsip.conf", pjsip).with(file, text);
    import(&files, &ImportConfig::default())
}

#[test]
fn asterisk_callerid() {
    judge("callerid", &names(), trimmed, |name| {
        let text = format!(
            "[2001]\ntype=endpoint\naors=2001\nauth=2001\nallow=alaw\ncallerid={} <2001>\n[2001]\ntype=auth\nusername=2001\n\
             password=Xk7vQ2n9RbTm4Zc8\n[2001]\ntype=aor\nmax_contacts=2\n",
            in_asterisk(&quoted(name))
        );
        let import = asterisk("pjsip.conf", &text);
        let entry = import.extensions.into_iter().find(|entry| entry.number.as_str() == "2001");
        Back { name: entry.and_then(|entry| entry.name).map(|name| name.value), told: import.findings }
    });
}

#[test]
fn asterisk_voicemail() {
    // There is no way to write a comma; `tests/bad/voicemail` has what is told of one.
    let names: Vec<String> = of_one_line().into_iter().filter(|name| !name.contains(',')).collect();
    judge("voicemail", &names, trimmed, |name| {
        let import = asterisk("voicemail.conf", &format!("[default]\n2001 => 1234,{},a@amt.example\n", in_asterisk(name)));
        let name = import.mailboxes.into_iter().find(|mailbox| mailbox.number == "2001").and_then(|mailbox| mailbox.name);
        Back { name: name.map(|name| name.value), told: import.findings }
    });
}

#[test]
fn asterisk_queue_members() {
    judge("queues", &of_one_line(), trimmed, |name| {
        let import = asterisk("queues.conf", &format!("[q]\nmember => PJSIP/2001,0,{}\n", in_asterisk(&quoted(name))));
        let name =
            import.queues.into_iter().next().and_then(|queue| queue.members.into_iter().next()).and_then(|member| member.name);
        Back { name, told: import.findings }
    });
}

/// chan_sip; its caller ID is read as pjsip's.
#[test]
fn sip_conf() {
    judge("sip.conf", &of_one_line(), trimmed, |name| {
        let text = format!(
            "[2001]\ntype=friend\nhost=dynamic\nsecret=Xk7vQ2n9RbTm4Zc8\ncallerid={} <2001>\n",
            in_asterisk(&quoted(name))
        );
        export("asterisk/config", "sip.conf", &text, of_extension)
    });
}

/// Asterisk strips what is no more than a blank, and nothing else, from the ends of a value.
fn stripped(name: &str) -> String {
    name.trim_matches(|c| c <= ' ').to_owned()
}

#[test]
fn users_conf() {
    judge("users.conf", &of_one_line(), stripped, |name| {
        let text = format!("[2001]\nfullname = {}\nhassip=yes\nsecret=Xk7vQ2n9RbTm4Zc8\n", in_asterisk(name));
        export("asterisk/config", "users.conf", &text, of_extension)
    });
}

#[test]
fn wizard() {
    judge("pjsip_wizard.conf", &names(), trimmed, |name| {
        let text = format!(
            "[2001]\ntype=wizard\naccepts_auth=yes\naccepts_registrations=yes\nendpoint/allow=alaw\naor/max_contacts=2\n\
             inbound_auth/username=2001\ninbound_auth/password=Xk7vQ2n9RbTm4Zc8\nendpoint/callerid={} <2001>\n",
            in_asterisk(&quoted(name))
        );
        export("asterisk/config", "pjsip_wizard.conf", &text, of_extension)
    });
}

#[test]
fn database_show() {
    judge("asterisk/database-show", &of_one_line(), trimmed, |name| {
        export(
            "asterisk/database-show",
            "d.txt",
            &format!("/AMPUSER/2001/cidname        : {name}\n1 results found.\n"),
            of_extension,
        )
    });
}

/// `;` parts the fields of a member and `|` the members; neither can be escaped.
#[test]
fn database_show_queues() {
    judge("asterisk/database-show queues", &without(&['\n', '\r', ';', '|']), trimmed, |name| {
        let text = format!("/Queue/PersistentMembers/q : PJSIP/2001;0;0;{name};;;0;0\n1 results found.\n");
        export("asterisk/database-show", "d.txt", &text, |reading| reading.queues.first()?.members.first()?.name.clone())
    });
}

const REALTIME: &str = "CREATE TABLE ps_endpoints (id TEXT, context TEXT, auth TEXT, aors TEXT, allow TEXT, callerid TEXT);\n\
    CREATE TABLE ps_auths (id TEXT, auth_type TEXT, username TEXT, password TEXT);\n\
    CREATE TABLE ps_aors (id TEXT, max_contacts INTEGER);\n\
    INSERT INTO ps_auths VALUES ('2001','userpass','2001','Xk7vQ2n9RbTm4Zc8');\n\
    INSERT INTO ps_aors VALUES ('2001',2);\n";

fn caller_id(name: &str) -> String {
    format!("{} <2001>", quoted(name))
}

#[test]
fn realtime_sql() {
    judge("asterisk/realtime-sql", &names(), trimmed, |name| {
        let callerid = sql(&caller_id(name));
        let text = format!(
            "-- PostgreSQL database dump\n{REALTIME}INSERT INTO ps_endpoints VALUES ('2001','intern','2001','2001','alaw',{callerid});\n"
        );
        export("asterisk/realtime-sql", "a.sql", &text, of_extension)
    });
}

#[test]
fn realtime_sqlite() {
    judge("asterisk/realtime-sqlite", &names(), trimmed, |name| {
        let insert = "INSERT INTO ps_endpoints VALUES ('2001','intern','2001','2001','alaw',?1)";
        let bytes = database(REALTIME, &[(insert, &[caller_id(name).as_str()])]);
        let reading = read_as("asterisk/realtime-sqlite", "a.sqlite", &bytes);
        Back { name: of_extension(&reading), told: reading.findings }
    });
}
