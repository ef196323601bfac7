"""Reads staff.xlsx in the folder into dictionaries with openpyxl's fastest mode."""

import sys
from pathlib import Path

import openpyxl

book = openpyxl.load_workbook(Path(sys.argv[1]) / "staff.xlsx", read_only=True, data_only=True)
rows = book.worksheets[0].iter_rows(values_only=True)
titles = next(rows)
print(len([dict(zip(titles, row)) for row in rows]))
