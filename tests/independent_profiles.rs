//! Golden profiles as readers of another language see them: Python's own for property lists, XML, JSON and INI.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)] // tests read the disk and start programs, and fail loudly

#[path = "support/python.rs"]
mod python;

use std::path::Path;

/// Prints display name and password of each client, one a line.
const READER: &str = r#"
import configparser, io, json, pathlib, plistlib, sys
import xml.etree.ElementTree as xml
golden = pathlib.Path(sys.stdin.read())
def file(client, name): return (golden / client / 'nasty/out' / name).read_bytes()
def lp(text):
    root = xml.fromstring(text.encode())
    ns = {'l': 'http://www.linphone.org/xsds/lpconfig.xsd'}
    get = lambda s, e: root.find(f"l:section[@name='{s}']/l:entry[@name='{e}']", ns).text
    return get('proxy_0', 'reg_identity').split('"')[1], get('auth_info_0', 'passwd')
def elements(client, name, display, password):
    root = xml.fromstring(file(client, name))
    return root.find(display).text, root.find(password).text
def ini(client, name):
    parser = configparser.ConfigParser(interpolation=None, delimiters=('=',), comment_prefixes=(';',), strict=True)
    parser.read_string(file(client, name).decode('utf-16'))
    return parser
micro = ini('microsip', 'microsip.ini')['Account1']
poly = xml.fromstring(file('polycom', 'polycom.cfg')).find('reg').attrib
page = json.loads(file('browser-phone', 'phone-options.json'))
ios = plistlib.loads(file('linphone-ios', 'managed.plist'))
seen = {
    'linphone-android': lp(json.loads(file('linphone-android', 'managed.json'))['xmlConfig']),
    'linphone-ios': lp(ios['xml-config']),
    'linphone-ios, older': lp(ios['xmlConfig']),
    'browser-phone': (page['profileName'], page['SipPassword']),
    'microsip': (micro['displayName'], micro['password']),
    'polycom': (poly['reg.1.displayName'], poly['reg.1.auth.password']),
    'zoiper': elements('zoiper', 'zoiper.xml', 'accounts/account/SIP_callerId', 'accounts/account/password'),
    'acrobits': elements('acrobits', 'account.xml', 'userDisplayName', 'password'),
    'wave': elements('wave', 'wave.xml', 'config/P3', 'config/P34'),
    'snom': elements('snom', 'snom.xml', 'phone-settings/user_realname', 'phone-settings/user_pass'),
    'cisco-spa': elements('cisco-spa', 'spa.xml', 'Display_Name_1_', 'Password_1_'),
    'telephone': (plistlib.loads(file('telephone', 'telephone.plist'))['Accounts'][0]['FullName'], None),
}
json.dump(seen, sys.stdout)
"#;

#[test]
fn python_reads_the_same_values() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let Some(output) = python::python("independent_profiles", READER, golden.to_str().unwrap().as_bytes()) else { return };
    let seen: std::collections::BTreeMap<String, (String, Option<String>)> = serde_json::from_str(&output).unwrap();
    assert_eq!(seen.len(), 12);
    for (client, (display, password)) in seen {
        let folder = client.split(',').next().unwrap();
        let input = std::fs::read(golden.join(folder).join("nasty/in.json")).unwrap();
        let input: serde_json::Value = serde_json::from_slice(&input).unwrap();
        assert_eq!(display, input["line"]["display_name"].as_str().unwrap(), "{client}");
        if let Some(password) = password {
            assert_eq!(password, input["password"].as_str().unwrap(), "{client}");
        }
    }
}
