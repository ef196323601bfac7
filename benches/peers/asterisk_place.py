"""A place in Asterisk's Debian tree for one run of a bench."""

import os
from pathlib import Path


def make(tree):
    """The folder as Asterisk sees it, and as we do. Its `etc` has the paths, and a logger that writes nothing."""
    inside = f"/tmp/deskshift-bench-{os.getpid()}"
    place = Path(str(tree) + inside)
    for below in ["etc", "var/db", "spool", "run", "log", "keys"]:
        (place / below).mkdir(parents=True)
    (place / "etc" / "asterisk.conf").write_text(
        f"[directories]\nastetcdir => {inside}/etc\nastvarlibdir => {inside}/var\nastdbdir => {inside}/var/db\nastkeydir => {inside}/keys\n"
        f"astspooldir => {inside}/spool\nastrundir => {inside}/run\nastlogdir => {inside}/log\n[options]\nhideconnect=yes\n")
    (place / "etc" / "logger.conf").write_text("[general]\n[logfiles]\n")
    return inside, place


def empty(etc, names):
    """Files without content. One of acl.conf may not even have a section."""
    for name in names:
        (etc / f"{name}.conf").write_text("" if name == "acl" else "[general]\n")
