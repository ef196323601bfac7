"""Registers the accounts of a profile's two files with baresip 4, and prints `registered: 200` or `failed: …`.

baresip4.py FOLDER; it holds `accounts` and `config`. The package has its modules built in and no sound card, so the lines of `config`
that load modules and choose devices are left out; all others are handed over as they are.
"""

import asyncio
import logging
import os
import sys

import baresip

LEFT_OUT = ("module", "audio_")


def finish(text):
    print(text, flush=True)
    os._exit(0)


def read(folder):
    with open(os.path.join(folder, "accounts"), encoding="utf-8") as file:
        accounts = [line for line in file.read().split("\n") if line and not line.startswith("#")]
    with open(os.path.join(folder, "config"), encoding="utf-8") as file:
        lines = [line for line in file.read().split("\n") if not line.startswith(LEFT_OUT)]
    if not accounts:
        finish("failed: no account")
    # The machine of the test may have nothing but loopback.
    return accounts, "\n".join(lines) + "\nsip_listen 127.0.0.1:0\n"


async def main():
    logging.basicConfig(level=logging.INFO)
    accounts, text = read(sys.argv[1])
    config = baresip.Config(net_interface="127.0.0.1", native_log_level="info", extra_config_text=text)
    runtime = baresip.Runtime()
    await runtime.start(config)
    try:
        agents = [await asyncio.wait_for(baresip.UserAgent.create(runtime, line), 4) for line in accounts]
    except TimeoutError:
        # Now and then (measured: one start of a hundred) the package's thread hears nothing; nothing has been sent then.
        tries = len(sys.argv) - 2
        if tries == 3:
            finish("failed: does not start")
        os.execv(sys.executable, [sys.executable, "-B", *sys.argv, "again"])
    try:
        for agent in agents:
            await agent.register(timeout=12)
    except (baresip.BaresipError, TimeoutError) as error:
        finish("failed: %s" % error)
    finish("registered: 200")


asyncio.run(main())
