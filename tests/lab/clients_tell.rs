//! The runners of the clients can say yes and can say no: a right password registers, a wrong one does not.

use std::path::Path;

use super::asterisk::Asterisk;
use super::certificates::Certificates;
use super::clients::{self, Seen, WebLibrary};
use super::process::free_port;
use super::programs::{Program, present};

const PASSWORD: &str = "Grüße 2020&<x>'%";

fn start() -> Asterisk {
    Asterisk::start(&Certificates::new(), |etc, transports| {
        let account = |name: &str| {
            format!(
                "[{name}]\ntype=endpoint\ncontext=intern\nallow=alaw\nauth={name}\naors={name}\n[{name}]\ntype=auth\n\
                 username={name}\npassword={PASSWORD}\n[{name}]\ntype=aor\nmax_contacts=5\n"
            )
        };
        std::fs::write(etc.join("pjsip.conf"), format!("{transports}{}", account("2001"))).expect("pjsip.conf");
        for file in ["voicemail.conf", "queues.conf"] {
            std::fs::write(etc.join(file), "[general]\n").expect("written");
        }
        std::fs::write(etc.join("extensions.conf"), "[intern]\nexten => 600,1,Hangup()\n").expect("extensions.conf");
    })
}

fn judge(client: &str, asterisk: &Asterisk, mut register: impl FnMut(&Path, &str) -> Seen) {
    for (password, expected) in [(PASSWORD, true), ("falsch", false)] {
        let home = tempfile::tempdir().expect("a folder");
        let seen = register(home.path(), password);
        assert_eq!(seen.registered, expected, "{client} with `{password}`: {}\n{}", seen.output, asterisk.log().join("\n"));
    }
}

#[test]
fn linphone_tells_yes_from_no() {
    if !present("linphone_tells_yes_from_no", &[Program::Asterisk, Program::Linphone]) {
        return;
    }
    let asterisk = start();
    judge("linphone-daemon", &asterisk, |home, password| {
        let rc = home.join("rc");
        let text = format!(
            "[sip]\ndefault_proxy=0\nsip_port=-1\nsip_tcp_port=-1\nsip_tls_port=-1\n[proxy_0]\nreg_proxy=<sip:127.0.0.1:{};transport=udp>\n\
             reg_identity=\"Anna Muster\" <sip:2001@127.0.0.1>\nreg_expires=300\nreg_sendregister=1\npublish=0\n\
             [auth_info_0]\nusername=2001\nuserid=2001\npasswd={password}\n",
            asterisk.ports.sip
        );
        std::fs::write(&rc, text).expect("rc");
        clients::linphone(home, &rc)
    });
}

#[test]
fn baresip_tells_yes_from_no() {
    if !present("baresip_tells_yes_from_no", &[Program::Asterisk, Program::Baresip]) {
        return;
    }
    let asterisk = start();
    judge("baresip", &asterisk, |folder, password| {
        let config = "poll_method epoll\nsip_listen 127.0.0.1:0\nnet_interface 127.0.0.1\nmodule_path /usr/lib/baresip/modules\n\
                      module g711.so\nmodule_tmp uuid.so\nmodule_tmp account.so\nmodule_app menu.so\n";
        std::fs::write(folder.join("config"), config).expect("config");
        let accounts =
            format!("<sip:2001@127.0.0.1:{};transport=udp>;auth_pass=\"{password}\";regint=300;mwi=no\n", asterisk.ports.sip);
        std::fs::write(folder.join("accounts"), accounts).expect("accounts");
        clients::baresip(folder)
    });
}

#[test]
fn twinkle_tells_yes_from_no() {
    if !present("twinkle_tells_yes_from_no", &[Program::Asterisk, Program::Twinkle]) {
        return;
    }
    let asterisk = start();
    judge("twinkle-console", &asterisk, |home, password| {
        let profile = home.join("anna.cfg");
        let text = format!(
            "user_name=2001\nuser_domain=127.0.0.1\nuser_display=Anna\nauth_realm=\nauth_name=2001\nauth_pass={password}\n\
             registrar=127.0.0.1:{port}\nregister_at_startup=yes\nregistration_time=300\ncodecs=g711a\nsip_transport=udp\n\
             outbound_proxy=127.0.0.1:{port}\n",
            port = asterisk.ports.sip
        );
        std::fs::write(&profile, text).expect("profile");
        clients::twinkle(home, &profile, free_port(), free_port())
    });
}

#[test]
fn web_libraries_tell_yes_from_no() {
    if !present("web_libraries_tell_yes_from_no", &[Program::Asterisk, Program::NodeWithPackages]) {
        return;
    }
    let asterisk = start();
    for library in [WebLibrary::JsSip, WebLibrary::SipJs] {
        judge(&format!("{library:?}"), &asterisk, |home, password| {
            let account = home.join("account.json");
            let text = serde_json::json!({
                "server": format!("ws://127.0.0.1:{}/ws", asterisk.ports.ws),
                "registerExpires": 300,
                "account": {
                    "user": "2001",
                    "domain": "127.0.0.1",
                    "displayName": "Anna",
                    "authorizationUsername": "2001",
                    "authorizationPassword": password,
                },
            });
            std::fs::write(&account, text.to_string()).expect("account");
            clients::web(library, &account, None)
        });
    }
}
