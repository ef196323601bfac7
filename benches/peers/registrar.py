#!/usr/bin/env python3
"""A Kamailio with the subscribers of a site folder, on loopback, in the foreground until it is told to end.

registrar.py SITE PORT: reads SITE/subscribers.csv (number,password); what it needs is written below SITE/registrar. The digests stand in a
table in memory, so that what is measured is SIP and not a database. registrar.py wait PORT: waits until it answers, 20 s at most.
"""

import glob
import hashlib
import os
import shutil
import socket
import sqlite3
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
disable_tcp=yes
listen=udp:127.0.0.1:@PORT@
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
    text = CONFIGURATION.replace("@PORT@", port).replace("@MODULES@", modules[0] + "/").replace("@FOLDER@", str(folder))
    (folder / "kamailio.cfg").write_text(text.replace("@REALM@", REALM))
    program = shutil.which("kamailio") or "/usr/sbin/kamailio"
    os.execv(program, [program, "-f", str(folder / "kamailio.cfg"), "-DD", "-E", "-Y", str(folder / "run"), "-m", "256", "-M", "16"])


if __name__ == "__main__":
    main()
