"""Registers once with PJSIP, as MicroSIP or pjsua would with this file, and prints `registered: CODE` or `failed: …`.

register.py microsip|pjsua FILE
"""

import os
import sys
import time

import pjsua2 as pj

import phone_files

LIMIT_S = 12
# What MicroSIP is built with and the package is not.
NOT_IN_PACKAGE = {"opus/48000/2"}


def finish(text):
    print(text, flush=True)
    os._exit(0)


class Account(pj.Account):
    def onRegState(self, state):
        # 0 while nothing has come back; what PJSIP itself gives up on has a code too.
        if state.code:
            finish("registered: 200" if state.code == 200 and state.expiration else "failed: %d %s" % (state.code, state.reason))


def endpoint(wish):
    end = pj.Endpoint()
    end.libCreate()
    config = pj.EpConfig()
    config.uaConfig.threadCnt = 0
    config.uaConfig.mainThreadOnly = True
    config.logConfig.level = 3
    config.logConfig.consoleLevel = 3
    end.libInit(config)
    end.audDevManager().setNullDev()
    transport = pj.TransportConfig()
    transport.port = wish["port"]
    udp = end.transportCreate(pj.PJSIP_TRANSPORT_UDP, transport)
    end.transportCreate(pj.PJSIP_TRANSPORT_TCP, transport)
    # MicroSIP always has TLS and never checks; pjsua has it where it is asked for.
    if wish.get("tls", True):
        transport.tlsConfig.CaListFile = wish["ca"]
        transport.tlsConfig.verifyServer = wish["verify"]
        end.transportCreate(pj.PJSIP_TRANSPORT_TLS, transport)
    end.libStart()
    known = {codec.codecId for codec in end.codecEnum2()}
    for codec in wish["codecs"]:
        if codec in known:
            end.codecSetPriority(codec, 255)
        elif codec not in NOT_IN_PACKAGE:
            finish("failed: there is no codec " + codec)
    for codec in wish["without"]:
        end.codecSetPriority(codec, 0)
    return end, udp


def account(wish, udp):
    config = pj.AccountConfig()
    config.idUri = wish["id"]
    config.regConfig.registrarUri = wish["registrar"]
    config.regConfig.timeoutSec = wish["expiry"]
    config.regConfig.retryIntervalSec = 0
    for proxy in wish["proxies"]:
        config.sipConfig.proxies.append(proxy)
    config.sipConfig.authCreds.append(pj.AuthCredInfo("digest", "*", wish["username"], 0, wish["password"]))
    if wish["udp_only"]:
        config.sipConfig.transportId = udp
    config.natConfig.viaRewriteUse = int(wish["rewrite"])
    config.natConfig.contactRewriteUse = 2 * int(wish["rewrite"])
    config.natConfig.sdpNatRewriteUse = int(wish["rewrite"])
    config.natConfig.iceEnabled = wish["ice"]
    config.natConfig.udpKaIntervalSec = wish["keep_alive"]
    config.mediaConfig.srtpUse = wish["srtp"]
    config.mediaConfig.srtpSecureSignaling = wish["srtp_secure"]
    config.mwiConfig.enabled = wish["mwi"]
    return config


def main():
    client, file = sys.argv[1:]
    with open(file, "rb") as source:
        data = source.read()
    try:
        wish = {"microsip": phone_files.microsip, "pjsua": phone_files.pjsua}[client](data)
    except phone_files.Refused as refused:
        finish("failed: %s" % refused)
    end, udp = endpoint(wish)
    phone = Account()
    try:
        phone.create(account(wish, udp))
    except pj.Error as error:
        finish("failed: %s" % error.info().replace("\n", " "))
    until = time.monotonic() + LIMIT_S
    while time.monotonic() < until:
        end.libHandleEvents(50)
    finish("failed: no answer")


main()
