//! `validate --level call` where nothing may be sent: limits that leave no room, an echo that is no test's business.

use crate::support::{copy_tree, example, run};

/// The starter site, its section `validate` with one more key.
fn refused(key: &str) -> crate::support::Run {
    let folder = tempfile::tempdir().unwrap();
    copy_tree(&example("starter"), folder.path());
    let path = folder.path().join("deskshift.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("validate:\n"));
    std::fs::write(&path, text.replace("validate:\n", &format!("validate:\n  {key}\n"))).unwrap();
    run(folder.path(), &["--lang", "en", "validate", "--level", "call"])
}

#[test]
fn without_room_below_the_channel_limits_nothing_is_sent() {
    for key in ["channels: 2", "trunk_channels: 1"] {
        let done = refused(key);
        assert_eq!(done.code, 2, "{}", done.all());
        assert!(done.all().contains("validate/no-room-for-calls"), "{}", done.all());
    }
}

#[test]
fn an_echo_that_might_be_an_emergency_number_or_outside_is_refused() {
    for (echo, why) in [
        ("\"112\"", "emergency or service number 112"),
        ("\"0110\"", "emergency or service number 110"),
        ("\"*31112\"", "emergency or service number 112"),
        ("\"*0116117\"", "neither an extension nor"),
        ("\"08912345\"", "leaves the house"),
        ("\"sip:echo\"", "neither an extension nor"),
    ] {
        let done = refused(&format!("echo: {echo}"));
        assert_eq!(done.code, 2, "{echo}: {}", done.all());
        let text = done.all().replace('\n', " ");
        assert!(text.contains("validate/echo-not-dialled") && text.contains(why), "{echo}: {text}");
    }
}
