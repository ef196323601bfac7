use std::collections::VecDeque;
use std::io::Read;

use proptest::prelude::*;

use super::*;

/// What FreeSWITCH writes, after `show_reg_callback_xml` of mod_sofia.
fn registered(call_id: &str, user: &str, agent: &str, from: (&str, &str)) -> String {
    let (ip, port) = from;
    format!(
        "    <registration>\n        <call-id>{call_id}</call-id>\n        <user>{user}</user>\n        <contact>&quot;Meier &amp;amp; Co&quot; \
         &lt;sip:2001@192.168.1.2:5062;fs_nat=yes;fs_path=sip%3A2001%40{ip}%3A{port}&gt;</contact>\n        <agent>{agent}</agent>\n        \
         <status>Registered(UDP-NAT) exp(2026-11-27 10:00:00) expsecs(-3)</status>\n        <ping-status>Reachable</ping-status>\n        \
         <ping-time>0.00</ping-time>\n        <host>fs1</host>\n        <network-ip>{ip}</network-ip>\n        <network-port>{port}</network-port>\n        \
         <sip-auth-user>2001</sip-auth-user>\n        <sip-auth-realm>pbx.example</sip-auth-realm>\n        <mwi-account>@</mwi-account>\n    \
         </registration>\n"
    )
}

fn list(registrations: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<profile>\n  <registrations>\n{registrations}  </registrations>\n</profile>\n"
    )
}

const PROFILES: &str = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<profiles>\n<profile>\n<name>internal</name>\n<type>profile</type>\n\
    <data>sip:mod_sofia@192.0.2.1:5060</data>\n<state>RUNNING (0)</state>\n</profile>\n<profile>\n<name>internal</name>\n<type>profile</type>\n\
    <data>sip:mod_sofia@192.0.2.1:5061</data>\n<state>RUNNING (0) (TLS)</state>\n</profile>\n<gateway>\n<name>carrier</name>\n\
    <type>gateway</type>\n<data>sip:x@carrier.example</data>\n<state>REGED</state>\n</gateway>\n\n<alias>\n<name>pbx.example</name>\n\
    <type>alias</type>\n<data>internal</data>\n<state>ALIASED</state>\n</alias>\n</profiles>\n";

fn api(body: &str) -> String {
    format!("Content-Type: api/response\nContent-Length: {}\n\n{body}", body.len())
}

const WELCOME: &str = "Content-Type: auth/request\n\nContent-Type: command/reply\nReply-Text: +OK accepted\n\n";

fn question(lines: &[(&str, &str)], existence: bool) -> Question {
    Question { lines: lines.iter().map(|(user, domain)| ((*user).to_owned(), (*domain).to_owned())).collect(), existence }
}

/// What came of it, and what was said to the PBX.
fn talked(answers: &str, question: &Question) -> (Result<Told, ServerError>, String) {
    let mut said = Vec::new();
    let told = talk(answers.as_bytes(), &mut said, "ClueCon", question);
    (told, String::from_utf8(said).unwrap())
}

#[test]
fn registrations_and_users_are_asked_for_by_reading_commands() {
    let both = [
        registered("a", "2001@pbx.example", "Snom D345&lt;1&gt;", ("203.0.113.9", "40000")),
        registered("b", "2001@other.example", "Linphone", ("2001:db8::7", "5060")),
    ];
    let answers = [
        WELCOME.to_owned(),
        api(PROFILES),
        "Content-Type: text/event-plain\nContent-Length: 3\n\nabc".to_owned(),
        api(&list(&both.concat())),
        api("true"),
        api("true"),
        api("false"),
    ]
    .concat();
    let (told, said) = talked(&answers, &question(&[("2001", "pbx.example"), ("2002", "pbx.example")], true));
    let told = told.unwrap();
    assert_eq!(
        told.registrations,
        [Registration {
            aor: "2001".to_owned(),
            contact: "sip:2001@192.168.1.2:5062;fs_nat=yes;fs_path=sip%3A2001%40203.0.113.9%3A40000".to_owned(),
            user_agent: Some("Snom D345<1>".to_owned()),
            from: Some("203.0.113.9:40000".to_owned()),
            expires_s: Some(0),
            status: None,
        }],
        "and not the one of another domain"
    );
    assert_eq!(["2001", "2002", "2003"].map(|user| told.endpoints.has(user)), [Some(true), Some(false), None]);
    assert_eq!(
        said,
        "auth ClueCon\n\napi sofia xmlstatus\n\napi sofia xmlstatus profile internal reg\n\napi domain_exists pbx.example\n\n\
         api user_exists id 2001 pbx.example\n\napi user_exists id 2002 pbx.example\n\nexit\n\n"
    );
}

#[test]
fn where_no_domain_is_the_planned_one_all_registrations_count() {
    let one = registered("a", "2001@10.0.0.1", "unknown", ("2001:db8::7", "5060"));
    let answers = [WELCOME, &api(PROFILES), &api(&list(&one)), &api("false")].concat();
    let (told, said) = talked(&answers, &question(&[("2001", "pbx.example")], true));
    let told = told.unwrap();
    assert_eq!(told.registrations[0].from.as_deref(), Some("[2001:db8::7]:5060"));
    assert_eq!(told.registrations[0].user_agent, None);
    assert_eq!(told.endpoints, Endpoints::NotTold, "a domain that the PBX does not serve says nothing about its users");
    assert!(!said.contains("user_exists"));
}

#[test]
fn a_call_id_registers_nobody_else() {
    let planted = "x</call-id><user>9999@pbx.example</user><call-id>";
    let one = registered(planted, "2001@pbx.example", "Snom", ("192.0.2.7", "0"));
    let answers = [WELCOME, &api(PROFILES), &api(&list(&one))].concat();
    let told = talked(&answers, &Question::default()).0.unwrap();
    assert_eq!(told.registrations.iter().map(|one| one.aor.as_str()).collect::<Vec<_>>(), ["2001"]);
    assert_eq!(told.registrations[0].from.as_deref(), Some("192.0.2.7"));
}

#[test]
fn a_login_without_sofia_is_told_by_show() {
    let denied = "Content-Type: command/reply\nReply-Text: -ERR permission denied\n\n";
    let rows = r#"{"row_count":1,"rows":[{"reg_user":"2001","realm":"pbx.example","token":"t","url":"sofia/internal/udp:2001@192.0.2.7:5062",
        "expires":"1764237600","network_ip":"192.0.2.7","network_port":"5062","network_proto":"udp","hostname":"fs1","metadata":""}]}"#;
    let (told, said) = talked(&[WELCOME, denied, &api(rows)].concat(), &Question::default());
    let told = told.unwrap();
    assert_eq!((told.registrations[0].aor.as_str(), told.registrations[0].from.as_deref()), ("2001", Some("192.0.2.7:5062")));
    assert!(said.contains("api show registrations as json\n"));
    let none =
        talked(&[WELCOME, &api("-ERR sofia Command not found!\n"), &api("{\"row_count\": 0}\n")].concat(), &Question::default());
    assert_eq!(none.0.unwrap().registrations, []);
    let refused = talked(&[WELCOME, denied, denied].concat(), &Question::default());
    assert_eq!(refused.0, Err(ServerError::Refused("-ERR permission denied".to_owned())));
    let cut = talked(&[WELCOME, denied, &api(r#"{"row_count":2,"rows":[]}"#)].concat(), &Question::default());
    assert!(matches!(cut.0, Err(ServerError::Unreadable(_))));
}

#[test]
fn what_is_no_event_socket_is_told() {
    let rude = "Content-Type: text/rude-rejection\nContent-Length: 24\n\nAccess Denied, go away.\n";
    let greeting = "Content-Type: auth/request\n\n";
    let invalid = "Content-Type: command/reply\nReply-Text: -ERR invalid\n\n";
    let told = |answers: &str| talked(answers, &Question::default()).0;
    assert_eq!(told(rude), Err(ServerError::Refused("Access Denied, go away.".to_owned())));
    assert_eq!(told(&[greeting, invalid].concat()), Err(ServerError::Refused("auth: -ERR invalid".to_owned())));
    let gone = [WELCOME, "Content-Type: text/disconnect-notice\nContent-Length: 4\n\nbye\n"].concat();
    for ended in ["", greeting, WELCOME, &gone, &[WELCOME, "Content-Type: api/response\nContent-Length: 99\n\n<?xml"].concat()] {
        assert!(matches!(told(ended), Err(ServerError::Connection(_))), "{ended:?}");
    }
    let many: String = (0..99).map(|n| format!("X-{n}: y\n")).collect();
    for broken in [
        "SSH-2.0-OpenSSH_9.2\r\n",
        "Asterisk Call Manager/9.0\r\n",
        "Content-Type: text/plain\n\n",
        &many,
        &[WELCOME, "Content-Type: api/response\nContent-Length: -1\n\n"].concat(),
        &[WELCOME, "Content-Type: api/response\nContent-Length: 99999999999999\n\n"].concat(),
        &[WELCOME, &api("<html>")].concat(),
        &[WELCOME, &api(PROFILES), &api(&list("").replace("</profile>", ""))].concat(),
        &"x".repeat(200_000),
    ] {
        assert!(matches!(told(broken), Err(ServerError::Unreadable(_))), "{:?}", broken.chars().take(80).collect::<String>());
    }
    let stopped = talked(&[WELCOME, &api(PROFILES), &api("Invalid Profile!\n")].concat(), &Question::default());
    assert_eq!(stopped.0.unwrap().registrations, []);
}

#[test]
fn no_name_becomes_another_command() {
    for name in ["", "a b", "a\nb", "${system(id)}", "a;b", "a'b", "ä", "a/b", &"a".repeat(256)] {
        assert_eq!(Command::Registrations(name).text(), None, "{name:?}");
        assert_eq!(Command::DomainExists(name).text(), None, "{name:?}");
        assert_eq!(Command::UserExists(name, "pbx.example").text(), None, "{name:?}");
        assert_eq!(Command::UserExists("2001", name).text(), None, "{name:?}");
    }
    assert_eq!(Command::UserExists("unload", "Mod_Event_Socket").text(), None);
    // A password with a line break is none.
    let mut said = Vec::new();
    let greeting = "Content-Type: auth/request\n\n";
    assert!(talk(greeting.as_bytes(), &mut said, "a\n\napi reload", &Question::default()).is_err());
    assert_eq!(said, b"auth aapi reload\n\n");
    // A profile with an odd name: all registrations come without it.
    let odd = PROFILES.replace("<name>internal<", "<name>a b<");
    let (told, said) = talked(&[WELCOME, &api(&odd), &api("{\"row_count\": 0}")].concat(), &Question::default());
    assert!(told.is_ok() && said.contains("show registrations as json"), "{said}");
}

/// Every line that was sent is one that only reads.
fn only_reads(said: &str) {
    for line in said.lines().filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split(' ').collect();
        let known = matches!(
            words.as_slice(),
            ["auth", ..]
                | ["exit"]
                | ["api", "sofia", "xmlstatus"]
                | ["api", "sofia", "xmlstatus", "profile", _, "reg"]
                | ["api", "show", "registrations", "as", "json"]
                | ["api", "domain_exists", _]
                | ["api", "user_exists", "id", _, _]
        );
        assert!(known && !line.contains('$') && !line.to_ascii_lowercase().contains("mod_event_socket"), "{line:?}");
    }
}

/// Pieces of the protocol in any order, and bytes.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let text = |text: String| text.into_bytes();
    prop_oneof![
        4 => Just(text(WELCOME.to_owned())),
        4 => Just(text(api(PROFILES))),
        2 => any::<String>().prop_map(move |name| text(api(&PROFILES.replace(">internal<", &format!(">{name}<"))))),
        2 => any::<String>().prop_map(move |id| text(api(&list(&registered(&id, "2001@pbx.example", &id, (&id, "5060")))))),
        2 => prop_oneof![Just("true"), Just("false"), Just("-ERR no"), Just("{\"row_count\": 0}")].prop_map(move |body| text(api(body))),
        1 => proptest::collection::vec(any::<u8>(), 0..64),
        1 => ".{0,40}".prop_map(move |line| text(format!("{line}\n"))),
    ]
}

proptest! {
    #[test]
    fn whatever_it_answers_nothing_but_questions_is_sent(
        mut pieces in proptest::collection::vec(piece(), 0..8),
        greeted in any::<bool>(),
        user in any::<String>(),
        domain in any::<String>(),
        password in any::<String>(),
    ) {
        if greeted {
            pieces.insert(0, WELCOME.as_bytes().to_vec());
        }
        let question = question(&[(&user, &domain), ("2001", "pbx.example"), ("2002", &domain), (&user, "pbx.example")], true);
        let mut said = Vec::new();
        let _ = talk(pieces.concat().as_slice(), &mut said, &password, &question);
        let said = String::from_utf8(said).unwrap();
        only_reads(said.strip_prefix(&said[..said.find("\n\n").map_or(said.len(), |end| end + 2)]).unwrap_or_default());
        prop_assert!(said.is_empty() || said.starts_with("auth "));
    }

    /// However the bytes are cut on their way, the same is read.
    #[test]
    fn pieces_on_the_way_change_nothing(cuts in proptest::collection::vec(1_usize..40, 1..20), damage in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let one = registered("a", "2001@pbx.example", "Snom", ("192.0.2.7", "5062"));
        let mut answers = [WELCOME, &api(PROFILES), &api(&list(&one)), &api("true"), &api("true")].concat().into_bytes();
        let question = question(&[("2001", "pbx.example")], true);
        let whole = talk(answers.as_slice(), Vec::new(), "x", &question);
        prop_assert!(whole.is_ok());
        let cut = |answers: &[u8]| talk(BufReader::with_capacity(7, Cut { left: answers.iter().copied().collect(), cuts: cuts.clone(), at: 0 }), Vec::new(), "x", &question);
        prop_assert_eq!(&cut(&answers), &whole);
        let at = damage.index(answers.len());
        answers[at] = byte;
        prop_assert_eq!(cut(&answers), talk(answers.as_slice(), Vec::new(), "x", &question));
    }
}

/// Gives so many bytes at a time.
struct Cut {
    left: VecDeque<u8>,
    cuts: Vec<usize>,
    at: usize,
}

impl Read for Cut {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        let most = self.cuts[self.at % self.cuts.len()].min(bytes.len()).min(self.left.len());
        self.at += 1;
        for (to, from) in bytes.iter_mut().zip(self.left.drain(..most)) {
            *to = from;
        }
        Ok(most)
    }
}
