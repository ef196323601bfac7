#!/usr/bin/env python3
"""SIPp logs in each subscriber of a site folder once: REGISTER, 401, REGISTER with credentials, 200.

sipp.py SITE PORT SCENARIO [RATE]: SCENARIO is `fetch` (no Contact) or `bind`. With RATE (calls offered a second) it runs once, in place of
this process. Without, it raises the rate until SIPp repeats a request, and prints the highest rate at which it repeated none. SIPP_TRANSPORT is
`u1` (UDP), `t1` (one TCP connection) or `l1` (one TLS connection). With SIPP_COUNT a run counts what it repeated; `sipp.py SITE PORT SCENARIO
repeats` prints that of the last one.
"""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

REALM = "pbx.bench.example"
STEP, LAST = 2_000, 40_000


def request(number, more):
    return f"""REGISTER sip:[field1] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch];rport
Max-Forwards: 70
From: <sip:[field0]@[field1]>;tag=[call_number]
To: <sip:[field0]@[field1]>
Call-ID: [call_id]
CSeq: {number} REGISTER
{more}User-Agent: bench
Content-Length: 0
"""


def scenario(name):
    contact = "Contact: <sip:[field0]@[local_ip]:[local_port]>\nExpires: 600\n" if name == "bind" else ""
    return f"""<?xml version="1.0" encoding="UTF-8" ?>
<!DOCTYPE scenario SYSTEM "sipp.dtd">
<scenario name="register">
<send retrans="500"><![CDATA[
{request(1, contact)}
]]></send>
<recv response="100" optional="true"/>
<recv response="401" auth="true"/>
<send retrans="500"><![CDATA[
{request(2, contact + "[field2]" + chr(10))}
]]></send>
<recv response="100" optional="true"/>
<recv response="200"/>
</scenario>
"""


def command(folder, port, count, rate):
    program = shutil.which("sipp")
    if program is None:
        sys.exit("sipp.py: SIPp is not installed (Debian: sip-tester)")
    return [program, "-sf", str(folder / "scenario.xml"), "-inf", str(folder / "users.csv"), "-m", str(count), "-r", str(rate), "-l", "3000",
            "-i", "127.0.0.1", "-t", os.environ.get("SIPP_TRANSPORT", "u1"), "-nostdin", "-buff_size", "4194304", f"127.0.0.1:{port}"]


def counting(words, told):
    told.unlink(missing_ok=True)
    words[-1:-1] = ["-trace_stat", "-stf", str(told), "-fd", "1"]
    return words


def repeated(told):
    with told.open() as text:
        last = list(csv.DictReader(text, delimiter=";"))[-1]
    return int(last["Retransmissions(C)"]), int(last["FailedCall(C)"])


def repeats(folder, port, count, rate):
    """How many requests SIPp sent again, or had no answer to."""
    told = folder / "statistics.csv"
    words = counting(command(folder, port, count, rate), told)
    done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
    return sum(repeated(told)) + (done.returncode != 0)


def main():
    site, port, name = Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3]
    folder = site / "sipp" / name
    folder.mkdir(parents=True, exist_ok=True)
    users = [line.split(",") for line in (site / "subscribers.csv").read_text().splitlines()]
    if not (folder / "users.csv").exists():
        (folder / "scenario.xml").write_text(scenario(name))
        (folder / "users.csv").write_text("SEQUENTIAL\n" + "".join(
            f"{user};{REALM};[authentication username={user} password={word}]\n" for user, word in users))
    if sys.argv[4:] == ["repeats"]:
        return print(repeated(folder / "counted.csv")[0])
    if len(sys.argv) > 4:
        os.chdir(folder)
        words = command(folder, port, len(users), sys.argv[4])
        if os.environ.get("SIPP_COUNT"):
            words = counting(words, folder / "counted.csv")
        os.execv(words[0], words)
    best = 0
    for rate in range(STEP, LAST + 1, STEP):
        # Once may be the machine's fault.
        if repeats(folder, port, len(users), rate) > 0 and repeats(folder, port, len(users), rate) > 0:
            break
        best = rate
    print(best or STEP)


if __name__ == "__main__":
    main()
