"""Joins staff.csv with directory.csv in the folder by login: what a script of an admin does."""

import csv
import json
import sys
from pathlib import Path

folder = Path(sys.argv[1])
with open(folder / "directory.csv", newline="", encoding="utf-8") as file:
    directory = {row["SamAccountName"].lower(): row for row in csv.DictReader(file)}
joined = []
with open(folder / "staff.csv", newline="", encoding="utf-8") as file:
    for row in csv.DictReader(file, delimiter=";"):
        joined.append({**directory.get(row["Login"].lower(), {}), **row})
(folder / "joined.json").write_text(json.dumps(joined))
print(len(joined))
