//! The telephone system: one object of each kind for each extension, and queues.

use super::house::House;

/// What the telephone system of a house is called, and its address.
pub struct Pbx {
    pub about: &'static str,
    pub agent: &'static str,
    pub address: &'static str,
}

pub fn pjsip(house: &House, pbx: &Pbx) -> String {
    let Pbx { about, agent, address } = pbx;
    let mut out = format!(
        "\
; {about}: erfundene Personen, Rufnummern aus dem Vorrat für Film und Fernsehen
[global]
type=global
user_agent={agent}

[udp]
type=transport
protocol=udp
bind={address}:5060

[tls]
type=transport
protocol=tls
bind={address}:5061
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
max_contacts=2
remove_existing=yes
"
    );
    for person in &house.people {
        let (n, secret) = (&person.extension, &person.secret);
        out += &format!("\n[{n}](tisch)\nauth={n}\naors={n}\n[{n}](zugang)\nusername={n}\npassword={secret}\n[{n}](ziel)\n");
    }
    out
}

/// A queue, the department it belongs to, how many of its people answer, and the number it has.
pub struct Queue {
    pub name: &'static str,
    pub department: &'static str,
    pub members: usize,
    pub number: &'static str,
}

pub fn queues(house: &House, queues: &[Queue]) -> String {
    let mut out = "[general]\nautofill=yes\n\n[schlange](!)\nstrategy=leastrecent\ntimeout=20\nretry=3\n".to_owned();
    for queue in queues {
        out += &format!("\n[{}](schlange)\n", queue.name);
        for person in house.of(queue.department).take(queue.members) {
            out += &format!("member => PJSIP/{},0,\"{}, {}\"\n", person.extension, person.last, person.first);
        }
    }
    out
}

pub fn extensions(pattern: &str, queues: &[Queue]) -> String {
    let mut out = "\
[general]
static=yes

[intern]
; jede Nebenstelle klingelt an allen angemeldeten Geräten
"
    .to_owned();
    out += &format!("exten => {pattern},1,Dial(${{PJSIP_DIAL_CONTACTS(${{EXTEN}})}},25,tT)\n same => n,Hangup()\n\n");
    for queue in queues {
        out += &format!("exten => {},1,Queue({},t,,,120)\n", queue.number, queue.name);
    }
    out
}
