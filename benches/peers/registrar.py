#!/usr/bin/env python3
"""A Kamailio with the subscribers of a site folder, on loopback, in the foreground until it is told to end.

registrar.py SITE PORT: reads SITE/subscribers.csv (number,password); what it needs is written below SITE/registrar. The digests stand in a
table in memory, so that what is measured is SIP and not a database. registrar.py SITE PORT tls: TCP on PORT and TLS on the next, with a
certificate of an authority that is made in SITE. registrar.py wait PORT: waits until it answers, 20 s at most.
"""

import glob
import hashlib
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

REALM = "pbx.bench.example"
CONFIGURATION = """#!KAMAILIO
debug=0
log_stderror=yes
fork=yes
children=2
auto_aliases=no
sip_warning=0
listen=udp:127.0.0.1:@PORT@
@STREAMS@
mpath="@MODULES@"
loadmodule "kex.so"
loadmodule "corex.so"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "db_sqlite.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "auth.so"
loadmodule "htable.so"
@TLS@
modparam("usrloc","db_mode",0)
modparam("usrloc","hash_size",14)
modparam("usrloc","preload","location")
modparam("auth","nonce_expire",300)
modparam("htable","db_url","sqlite://@FOLDER@/registrar.db")
modparam("htable","htable","digests=>size=14;dbtable=digests;")
request_route {
	if (is_method("OPTIONS")) { sl_send_reply("200","OK"); exit; }
	if (!is_method("REGISTER")) { sl_send_reply("405","Method Not Allowed"); exit; }
	$var(digest) = $sht(digests=>$au);
	if ($au == $null || $var(digest) == $null || !pv_www_authenticate("@REALM@","$var(digest)","1")) {
		www_challenge("@REALM@","0");
		exit;
	}
	if ($au != $tU) { sl_send_reply("403","Forbidden"); exit; }
	if (!save("location")) { sl_reply_error(); }
	exit;
}
"""


STREAMS = """enable_tls=yes
tcp_children=1
tcp_max_connections=64
listen=tcp:127.0.0.1:@PORT@
listen=tls:127.0.0.1:@NEXT@"""
TLS = """loadmodule "tls.so"
modparam("tls","config","@FOLDER@/tls.cfg")"""
SERVER = """[server:default]
method = TLSv1.2+
verify_certificate = no
require_certificate = no
private_key = @FOLDER@/server.key
certificate = @FOLDER@/server.pem
"""


def certificates(site, folder):
    """An authority, kept in the site folder for the other side, and a certificate of it for 127.0.0.1."""
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    run = lambda *words: subprocess.run(["openssl", *map(str, words)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    ca, key = site / "registrar-ca.pem", folder / "ca.key"
    run("req", "-x509", *curve, "-keyout", key, "-out", ca, "-days", 30, "-subj", "/CN=bench authority",
        "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")
    run("req", *curve, "-keyout", folder / "server.key", "-out", folder / "server.csr", "-subj", "/CN=127.0.0.1")
    (folder / "server.ext").write_text("subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n")
    run("x509", "-req", "-in", folder / "server.csr", "-CA", ca, "-CAkey", key, "-CAcreateserial", "-CAserial", folder / "ca.srl",
        "-days", 30, "-extfile", folder / "server.ext", "-out", folder / "server.pem")
    (folder / "tls.cfg").write_text(SERVER.replace("@FOLDER@", str(folder)))


def database(path, subscribers):
    base = sqlite3.connect(path)
    base.executescript(Path("/usr/share/kamailio/db_sqlite/standard-create.sql").read_text())
    base.executescript(
        "create table digests(id integer primary key, key_name text, key_type int default 0, value_type int default 0,"
        " key_value text, expires int default 0); insert or ignore into version(table_name,table_version) values('digests',2);")
    digest = lambda user, password: hashlib.md5(f"{user}:{REALM}:{password}".encode()).hexdigest()
    base.executemany("insert into digests(key_name,key_value) values(?,?)", [(user, digest(user, word)) for user, word in subscribers])
    base.commit()


def wait(port):
    asked = (f"OPTIONS sip:127.0.0.1:{port} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKwait;rport\r\nFrom: <sip:wait@bench>;tag=1\r\n"
             f"To: <sip:127.0.0.1>\r\nCall-ID: wait\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        way.settimeout(0.2)
        for _ in range(100):
            try:
                way.sendto(asked.encode(), ("127.0.0.1", port))
                way.recv(4096)
                return
            except OSError:
                time.sleep(0.1)
    sys.exit("registrar.py: it does not answer")


def main():
    if sys.argv[1] == "wait":
        return wait(int(sys.argv[2]))
    site, port = Path(sys.argv[1]).resolve(), sys.argv[2]
    modules = glob.glob("/usr/lib/*/kamailio/modules")
    if not modules:
        sys.exit("registrar.py: Kamailio is not installed")
    folder = site / "registrar"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "run").mkdir(parents=True)
    database(folder / "registrar.db", [line.split(",") for line in (site / "subscribers.csv").read_text().splitlines()])
    tls = sys.argv[3:] == ["tls"]
    if tls:
        certificates(site, folder)
    text = CONFIGURATION.replace("@STREAMS@", STREAMS if tls else "disable_tcp=yes").replace("@TLS@", TLS if tls else "")
    text = text.replace("@PORT@", port).replace("@NEXT@", str(int(port) + 1)).replace("@MODULES@", modules[0] + "/").replace("@FOLDER@", str(folder))
    (folder / "kamailio.cfg").write_text(text.replace("@REALM@", REALM))
    program = shutil.which("kamailio") or "/usr/sbin/kamailio"
    os.execv(program, [program, "-f", str(folder / "kamailio.cfg"), "-DD", "-E", "-Y", str(folder / "run"), "-m", "256", "-M", "16"])


if __name__ == "__main__":
    main()
