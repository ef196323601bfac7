"""Reads directory.ldif in the folder into dictionaries with ldif3."""

import sys
from pathlib import Path

from ldif3 import LDIFParser

with open(Path(sys.argv[1]) / "directory.ldif", "rb") as file:
    print(len([entry for _, entry in LDIFParser(file).parse()]))
