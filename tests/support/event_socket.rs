//! A conversation with a hostile FreeSWITCH event socket, for mutation tests and fuzzing.

use deskshift::net::server::{Question, esl};
use deskshift::probe::server::Told;

/// One word of a command, which FreeSWITCH takes for nothing else.
fn is_word(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-+*#:".contains(c))
}

/// One of the commands that only read, and no further argument.
fn reads(command: &str) -> bool {
    match command.split(' ').collect::<Vec<_>>().as_slice() {
        ["auth", "fuzzed"] | ["exit"] | ["api", "sofia", "xmlstatus"] | ["api", "show", "registrations", "as", "json"] => true,
        ["api", "sofia", "xmlstatus", "profile", name, "reg"] | ["api", "domain_exists", name] => is_word(name),
        ["api", "user_exists", "id", user, domain] => is_word(user) && is_word(domain),
        _ => false,
    }
}

/// Lets the PBX say these bytes, whatever it is asked, and gives what was made of them.
///
/// # Panics
/// Where anything but reading commands was sent, or where the result tells of what nobody asked.
pub fn hold(bytes: &[u8]) -> Option<Told> {
    let lines = [("2001", "pbx.example"), ("2002", "pbx.example")];
    let lines = lines.map(|(user, domain)| (user.to_owned(), domain.to_owned())).to_vec();
    let mut said = Vec::new();
    let told = esl::talk(bytes, &mut said, "fuzzed", &Question { lines: lines.clone(), existence: true });
    let said = String::from_utf8(said).expect("text");
    for line in said.lines().filter(|line| !line.is_empty()) {
        assert!(reads(line), "{line}");
    }
    let commands = said.matches("\n\n").count();
    // At most 200 profiles are asked for, and a few questions beside them.
    assert!(commands <= 210, "{commands} commands");
    let told = match told {
        Ok(told) => told,
        Err(error) => {
            assert!(!format!("{error:?}").contains("fuzzed"), "the password is in the error");
            return None;
        }
    };
    assert!(said.starts_with("auth fuzzed\n\n") && said.ends_with("exit\n\n"), "{said}");
    // As the socket brings it, in pieces.
    let pieces = std::io::BufReader::with_capacity(1, bytes);
    let again = esl::talk(pieces, std::io::sink(), "fuzzed", &Question { lines, existence: true });
    assert_eq!(format!("{:?}", again.ok()), format!("{:?}", Some(&told)), "pieces are read as the whole is");
    assert_eq!(
        ["2003", ""].map(|user| told.endpoints.has(user)),
        [None, None],
        "of users that nobody asked about nothing is known"
    );
    for one in &told.registrations {
        assert!(!one.aor.is_empty() && one.expires_s.is_none_or(|left| left >= 0), "{one:?}");
        assert!(![&one.aor, &one.contact].iter().any(|text| text.contains('\n')), "{one:?}");
    }
    Some(told)
}
