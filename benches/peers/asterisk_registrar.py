#!/usr/bin/env python3
"""Asterisk with the extensions of a site folder, on loopback, until it is told to end.

asterisk_registrar.py TREE SITE PORT: boots it in its Debian tree (tests/lab/install) with SITE/pbx/pjsip.conf and a UDP transport on PORT. Logs
nothing: what is measured is SIP. registrar.py waits for it.
"""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import asterisk_place

MODULES = """pbx_config chan_pjsip res_crypto res_pjproject res_pjsip res_pjsip_acl res_pjsip_authenticator_digest res_pjsip_endpoint_identifier_user
res_pjsip_nat res_pjsip_path res_pjsip_pubsub res_pjsip_registrar res_pjsip_session res_rtp_asterisk res_sorcery_astdb res_sorcery_config
res_sorcery_memory res_timing_timerfd codec_alaw codec_g722""".split()
EMPTY = ["acl", "ccss", "cdr", "cel", "features", "pjproject", "rtp", "udptl", "indications", "http", "extensions"]


def main():
    tree, site, port = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    inside, place = asterisk_place.make(tree)
    etc = place / "etc"
    (etc / "modules.conf").write_text("[modules]\nautoload=no\n" + "".join(f"load={name}.so\n" for name in MODULES))
    (etc / "manager.conf").write_text("[general]\nenabled=no\n")
    asterisk_place.empty(etc, EMPTY)
    transport = f"[udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1:{port}\n"
    (etc / "pjsip.conf").write_text(transport + (site / "pbx" / "pjsip.conf").read_text())
    server = subprocess.Popen(["chroot", str(tree), "asterisk", "-f", "-C", f"{inside}/etc/asterisk.conf"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def end(*_):
        server.kill()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    try:
        server.wait()
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
