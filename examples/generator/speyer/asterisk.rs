//! The telephone system: one file, one object of each kind for each extension.

use super::build::Case;

pub const EXTENSIONS: &str = "\
[general]
static=yes

[intern]
; jede Nebenstelle klingelt an allen angemeldeten Geräten
exten => _[2-9]XX,1,Dial(${PJSIP_DIAL_CONTACTS(${EXTEN})},25,tT)
 same => n,Hangup()
";

pub fn pjsip(case: &Case) -> String {
    let mut out = String::from(
        "\
; Stadtverwaltung Domstadt: erfundene Personen, Rufnummern aus dem Vorrat für Film und Fernsehen
[global]
type=global
user_agent=Telefonanlage Stadt

[udp]
type=transport
protocol=udp
bind=192.0.2.10:5060

[tls]
type=transport
protocol=tls
bind=192.0.2.10:5061
cert_file=/etc/asterisk/keys/pbx.pem
priv_key_file=/etc/asterisk/keys/pbx.key
method=tlsv1_2

[tisch](!)
type=endpoint
context=intern
disallow=all
allow=g722,alaw

[zugang](!)
type=auth
auth_type=userpass

[ziel](!)
type=aor
max_contacts=1
remove_existing=yes
",
    );
    for person in &case.people {
        let n = &person.extension;
        out += &format!(
            "\n[{n}](tisch)\nauth={n}\naors={n}\ncallerid=\"{last}, {first}\" <{n}>\n[{n}](zugang)\nusername={n}\npassword={secret}\n[{n}](ziel)\n",
            last = person.last,
            first = person.first,
            secret = person.secret
        );
    }
    out
}
