"""Reads what MicroSIP and pjsua read, by their own rules, and shares no code with the program that wrote it.

MicroSIP 3.20.5 (settings.cpp): `GetPrivateProfileString` of Windows on a file in UTF-16 with its mark, else in the ANSI code page.
pjsua (pjsua_app_config.c, read_config_file): words in a buffer of 200 bytes, then the options of a command line.
"""


class Refused(Exception):
    """The client would not start with this file, or not register."""


def windows_ini(data):
    """A function of section, key and limit that gives what Windows hands out; the empty text where there is nothing."""
    text = data[2:].decode("utf-16-le") if data[:2] == b"\xff\xfe" else data.decode("cp1252", "replace")
    rows, section = [], None
    for line in text.replace("\r\n", "\n").split("\n"):
        line = line.strip(" \t")
        if line.startswith("["):
            section = line[1:].partition("]")[0].strip(" \t").lower()
        elif "=" in line and not line.startswith(";"):
            key, _, value = line.partition("=")
            rows.append((section, key.strip(" \t").lower(), value.strip(" \t")))

    def get(section, key, limit=255):
        for at, name, value in rows:
            if (at, name) == (section.lower(), key.lower()):
                if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                    value = value[1:-1]
                units = value.encode("utf-16-le")[: 2 * limit]
                return units.decode("utf-16-le", "ignore")
        return ""

    return get


def microsip(data):
    """The account MicroSIP would add to PJSUA, as mainDlg.cpp puts it together."""
    get = windows_ini(data)
    number = get("Settings", "accountId")
    if not number.isdigit() or number == "0":
        raise Refused("no active account")
    section = "Account" + number
    account = {key: get(section, key) for key in ("server", "proxy", "domain", "username", "authID", "displayName", "SRTP")}
    # The file names a transport or leaves the choice to PJSUA; only these words add a parameter.
    transport = get(section, "transport") or "udp"
    suffix = ";transport=" + transport if transport in ("tcp", "tls") else ""
    if not account["domain"] or not account["username"]:
        raise Refused("an account without domain or user name is not used")
    if not account["server"]:
        raise Refused("without a server nothing is registered")
    display = '"%s" ' % account["displayName"] if account["displayName"] else ""
    return {
        "id": "%s<sip:%s@%s%s>" % (display, account["username"], account["domain"], suffix),
        "registrar": "sip:%s%s" % (account["server"], suffix),
        "proxies": ["sip:%s%s" % (proxy, suffix) for proxy in account["proxy"].split(" ") if proxy],
        "username": account["authID"] or account["username"],
        "password": get(section, "password", 1040),
        "expiry": int(get(section, "registerRefresh") or 300),
        "keep_alive": int(get(section, "keepAlive") or 15),
        "srtp": {"optional": 1, "mandatory": 2}.get(account["SRTP"], 0),
        "srtp_secure": 0,
        "rewrite": get(section, "allowRewrite") == "1",
        "ice": get(section, "ICE") == "1",
        "mwi": get(section, "voicemailNumber") != "",
        "codecs": get("Settings", "audioCodecs").split(),
        "without": [],
        "port": int(get("Settings", "sourcePort") or 0),
        "udp_only": transport == "udp",
        "ca": "",
        "verify": False,
    }


def pjsua_words(data):
    """Words of a configuration file, in the pieces that fit into pjsua's buffer."""
    words = []
    for line in data.split(b"\n"):
        line = line.rstrip(b"\r")
        for start in range(0, max(len(line), 1), 199):
            piece = line[start : start + 199]
            while piece := piece.lstrip(b" \t\r"):
                if piece[:1] in b"\"'":
                    word, _, piece = piece[1:].partition(piece[:1])
                else:
                    word = piece.split(b" ")[0].split(b"\t")[0]
                    piece = piece[len(word) :]
                if word.startswith(b"#"):
                    break
                if word:
                    words.append(word.decode())
    if len(words) > 127:
        raise Refused("too many arguments")
    return words


FLAGS = {"use-tls", "tls-verify-server"}
VALUES = {
    "id", "registrar", "proxy", "realm", "username", "password", "reg-timeout", "tls-ca-file", "use-srtp", "srtp-secure",
    "local-port", "rtp-port", "add-codec", "dis-codec",
}  # fmt: skip


def pjsua(data):
    """The account that pjsua adds for `--config-file`."""
    words, options = pjsua_words(data), {}
    while words:
        name = words.pop(0)
        if not name.startswith("--"):
            raise Refused("a word that belongs to no option: " + name)
        name, equals, value = name[2:].partition("=")
        if name in VALUES:
            if not equals:
                if not words:
                    raise Refused("an option without its value: " + name)
                value = words.pop(0)
        elif name not in FLAGS or equals:
            raise Refused("no such option: " + name)
        options.setdefault(name, []).append(value)
    one = lambda name, default="": options.get(name, [default])[-1]
    if one("realm") != "*":
        raise Refused("the realm is not the one for any")
    return {
        "id": one("id"),
        "registrar": one("registrar"),
        "proxies": options.get("proxy", []),
        "username": one("username"),
        "password": one("password"),
        "expiry": int(one("reg-timeout", "300")),
        "keep_alive": 15,
        "srtp": int(one("use-srtp", "0")),
        "srtp_secure": int(one("srtp-secure", "0")),
        "rewrite": True,
        "ice": False,
        "mwi": False,
        "codecs": options.get("add-codec", []),
        "without": options.get("dis-codec", []),
        "port": int(one("local-port", "0")),
        "udp_only": False,
        "tls": "use-tls" in options,
        "ca": one("tls-ca-file"),
        "verify": "tls-verify-server" in options,
    }
