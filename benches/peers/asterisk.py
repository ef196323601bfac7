"""Asterisk's own reading: boots it without modules in its Debian tree, asks for all of pjsip.conf (manager action GetConfig), stops it.

asterisk.py TREE FOLDER: the folder's pbx/pjsip.conf, or an empty file where FOLDER is `-` (what booting alone costs).
"""

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import asterisk_place

tree, folder = Path(sys.argv[1]), sys.argv[2]
inside, place = asterisk_place.make(tree)
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
etc = place / "etc"
(etc / "modules.conf").write_text("[modules]\nautoload=no\n")
(etc / "manager.conf").write_text(
    f"[general]\nenabled=yes\nbindaddr=127.0.0.1\nport={port}\n[bench]\nsecret=bench\nread=all\nwrite=all\nwritetimeout=60000\n")
asterisk_place.empty(etc, ["acl", "ccss", "cdr", "cel", "features", "indications", "udptl", "http", "stasis", "codecs"])
if folder == "-":
    (etc / "big.conf").write_text("[one]\ntype=aor\n")
else:
    shutil.copyfile(Path(folder) / "pbx" / "pjsip.conf", etc / "big.conf")
server = subprocess.Popen(["chroot", str(tree), "asterisk", "-f", "-C", f"{inside}/etc/asterisk.conf"],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    for _ in range(600):
        try:
            link = socket.create_connection(("127.0.0.1", port), timeout=120)
            break
        except OSError:
            if server.poll() is not None:
                sys.exit("asterisk.py: Asterisk ended")
            time.sleep(0.05)
    else:
        sys.exit("asterisk.py: nobody answers")
    stream = link.makefile("rb")
    stream.readline()

    def ask(text):
        link.sendall(text.replace("\n", "\r\n").encode() + b"\r\n")
        count = 0
        success = None
        while True:
            line = stream.readline().strip()
            if line.startswith(b"Response:"):
                success = line == b"Response: Success"
            if not line:
                if success is not None:
                    return success, count
                continue
            count += line.startswith(b"Category-")

    assert ask("Action: Login\nUsername: bench\nSecret: bench\nEvents: off\n")[0]
    success, sections = ask("Action: GetConfig\nFilename: big.conf\n")
    assert success, "GetConfig failed"
    print(sections)
finally:
    if server.poll() is None:
        server.kill()
        server.wait()
    shutil.rmtree(place, ignore_errors=True)
