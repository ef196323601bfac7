"""Takes a managed configuration as Linphone for Android and iOS do, and leaves what their core would then have: an rc file.

Android (ManagedConfiguration.kt): a bundle with `configUri`, `xmlConfig` and `rootCa`, the last one a path.
iOS (MDMManager.swift): the dictionary `com.apple.configuration.managed` with `config-uri`, `xml-config` and `root-ca`, the last one the
certificates themselves. Both hand the XML to the core as a remote configuration. Shares no code with the program that wrote the file.

    managed.py android|ios FILE FOLDER
"""

import json
import pathlib
import plistlib
import sys


def android(data):
    """Linphone, as a bundle of texts: anything else never reaches the app."""
    bundle = json.loads(data)
    if not all(isinstance(value, str) for value in bundle.values()):
        raise SystemExit("failed: a restriction that is no text")
    return bundle.get("configUri"), bundle.get("xmlConfig"), bundle.get("rootCa")


def ios(data, folder):
    values = plistlib.loads(data)
    root = values.get("root-ca")
    if root:
        (folder / "root-ca.pem").write_text(root)
        root = str(folder / "root-ca.pem")
    return values.get("config-uri"), values.get("xml-config"), root


def main():
    app, file, folder = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    data = file.read_bytes()
    uri, text, root = android(data) if app == "android" else ios(data, folder)
    if text:
        (folder / "managed.xml").write_text(text, encoding="utf-8")
        uri = "file://%s" % (folder / "managed.xml")
    if not uri:
        raise SystemExit("failed: nothing to fetch and nothing given")
    rows = ["[misc]", "config-uri=%s" % uri]
    if root:
        rows += ["[sip]", "root_ca=%s" % root]
    (folder / "rc").write_text("\n".join(rows) + "\n", encoding="utf-8")


main()
