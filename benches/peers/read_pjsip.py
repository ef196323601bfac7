"""Reads pbx/pjsip.conf in a folder with the parser of Asterisk's conversion script: read_pjsip.py SCRIPT_FOLDER FOLDER."""

import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
import astconfigparser

parser = astconfigparser.MultiOrderedConfigParser()
parser.read(str(Path(sys.argv[2]) / "pbx" / "pjsip.conf"))
print(sum(len(sections) for sections in parser.sections().values()))
