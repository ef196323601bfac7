//! The office's telephone system as other products export it.

use md5::{Digest as _, Md5};

use crate::traunstein::asterisk::display;
use crate::traunstein::model::{Case, Fault, Line, Owner, Person};

const DOMAIN: &str = "pbx.lra-trauntal.example";

/// Whether the system has the line; one only the lists know.
pub fn on_pbx(line: &Line) -> bool {
    line.on_pbx()
}

/// Who has the extension, by staff number.
pub fn at_the_desk_of<'a>(case: &'a Case, number: &'a str) -> impl Iterator<Item = &'a Person> {
    let mut persons: Vec<&Person> =
        case.persons.iter().filter(|person| !person.left && person.extension.as_deref() == Some(number)).collect();
    persons.sort_by_key(|person| person.staff_number.to_string());
    persons.into_iter()
}

fn lines(case: &Case) -> impl Iterator<Item = &Line> {
    case.lines.iter().filter(|line| on_pbx(line))
}

/// A cell of a CSV with commas.
pub fn cell(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r', ';']) || text.trim() != text { quoted(text) } else { text.to_owned() }
}

pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

pub fn row<T: AsRef<str>>(cells: &[T]) -> String {
    cells.iter().map(|text| cell(text.as_ref())).collect::<Vec<_>>().join(",") + "\n"
}

/// Bulk Handler, type *extensions*.
pub fn freepbx(case: &Case) -> Vec<u8> {
    let mut out = row(&[
        "extension",
        "name",
        "voicemail",
        "tech",
        "devicetype",
        "username",
        "context",
        "max_contacts",
        "md5_cred",
        "remove_existing",
        "secret",
        "sipdriver",
        "ringtimer",
        "voicemail_enable",
    ]);
    for line in lines(case) {
        let (hash, secret) = match line.fault {
            Some(Fault::HashOnly) => (md5(&format!("{}:asterisk:{}", line.auth_user, line.secret)), ""),
            _ => (String::new(), line.secret.as_str()),
        };
        let (mailbox, enabled) = if line.mailbox { ("default", "yes") } else { ("novm", "") };
        out += &row(&[
            &line.number,
            &display(case, line),
            mailbox,
            "pjsip",
            "fixed",
            &line.auth_user,
            "intern",
            "2",
            &hash,
            "no",
            secret,
            "chan_pjsip",
            "0",
            enabled,
        ]);
    }
    out.into_bytes()
}

fn md5(text: &str) -> String {
    Md5::digest(text).iter().fold(String::new(), |out, byte| out + &format!("{byte:02x}"))
}

/// Table, its columns, its rows.
type Rows = (&'static str, &'static str, Vec<Vec<String>>);

fn realtime(case: &Case) -> Vec<Rows> {
    let text = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect::<Vec<String>>();
    let (mut endpoints, mut auths, mut aors, mut boxes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for line in lines(case) {
        let n = line.number.as_str();
        let caller = format!("\"{}\" <{n}>", display(case, line).replace('"', "'"));
        let mailbox = if line.mailbox { format!("{n}@default") } else { String::new() };
        endpoints.push(text(&[n, "intern", n, n, "all", "g722,alaw", &caller, &mailbox]));
        match line.fault {
            Some(Fault::HashOnly) => {
                auths.push(text(&[n, "md5", &line.auth_user, "", &md5(&format!("{}:asterisk:{}", line.auth_user, line.secret))]));
            }
            _ => auths.push(text(&[n, "userpass", &line.auth_user, &line.secret, ""])),
        }
        aors.push(text(&[n, "2", "no"]));
        if line.mailbox {
            boxes.push(text(&[n, "default", "4711", &display(case, line)]));
        }
    }
    vec![
        ("ps_endpoints", "id,context,auth,aors,disallow,allow,callerid,mailboxes", endpoints),
        ("ps_auths", "id,auth_type,username,password,md5_cred", auths),
        ("ps_aors", "id,max_contacts,remove_existing", aors),
        ("voicemail", "mailbox,context,password,fullname", boxes),
    ]
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// As `pg_dump --inserts` writes it.
pub fn realtime_sql(case: &Case) -> String {
    let mut out = String::from("--\n-- PostgreSQL database dump\n--\n\nSET standard_conforming_strings = on;\n");
    for (table, columns, rows) in realtime(case) {
        let of = columns.split(',').map(|column| format!("{column} character varying(255)")).collect::<Vec<_>>().join(",\n    ");
        out += &format!("\nCREATE TABLE public.{table} (\n    {of}\n);\n\n");
        for row in rows {
            let values = row.iter().map(|value| literal(value)).collect::<Vec<_>>().join(", ");
            out += &format!("INSERT INTO public.{table} ({columns}) VALUES ({values});\n");
        }
    }
    out
}

/// The same tables as an SQLite file.
pub fn realtime_sqlite(case: &Case) -> Vec<u8> {
    let mut connection = rusqlite::Connection::open_in_memory().unwrap();
    let work = connection.transaction().unwrap();
    for (table, columns, rows) in realtime(case) {
        work.execute_batch(&format!("CREATE TABLE {table} ({columns})")).unwrap();
        let marks = vec!["?"; columns.split(',').count()].join(",");
        let mut insert = work.prepare(&format!("INSERT INTO {table} VALUES ({marks})")).unwrap();
        for row in rows {
            insert.execute(rusqlite::params_from_iter(row)).unwrap();
        }
    }
    work.commit().unwrap();
    connection.serialize(rusqlite::MAIN_DB).unwrap().to_vec()
}

/// The text table `subscriber`. It has no names; users are numbers.
pub fn kamailio(case: &Case) -> String {
    let escape = |text: &str| text.replace('\\', "\\\\").replace(':', "\\:");
    let mut out = String::from("id(int,auto) username(string) domain(string) password(string) ha1(string)\n");
    for (id, line) in (1..).zip(lines(case)) {
        let ha1 = md5(&format!("{}:{DOMAIN}:{}", line.number, line.secret));
        let password = if line.fault == Some(Fault::HashOnly) { "" } else { &line.secret };
        out += &format!("{id}:{}:{DOMAIN}:{}:{ha1}:\n", line.number, escape(password));
    }
    out
}

/// The list of users of version 20 knows everybody, but a number has one name; those who share or have none are without.
pub fn has_no_number_in_3cx(case: &Case, person: &Person) -> bool {
    let Some(number) = &person.extension else { return true };
    at_the_desk_of(case, number).next().is_none_or(|first| first.staff_number != person.staff_number)
}

pub fn threecx(case: &Case) -> Vec<u8> {
    let mut out = format!("\u{feff}{}", row(&["Number", "FirstName", "LastName", "EmailAddress", "MobileNumber", "Role"]));
    for line in lines(case) {
        match &line.owner {
            Owner::Person(_) => {}
            Owner::Function { name } => out += &row(&[&line.number, "", name, "", "", "user"]),
            Owner::Fax { name } => out += &row(&[&line.number, "", name, "", "", "user"]),
        }
    }
    for person in case.persons.iter().filter(|person| !person.left) {
        let number = person.extension.as_deref().filter(|_| !has_no_number_in_3cx(case, person)).unwrap_or_default();
        out += &row(&[number, &person.first, &person.last, &person.mail, "", "user"]);
    }
    out.into_bytes()
}
