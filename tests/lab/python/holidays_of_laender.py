"""Public holidays of the sixteen Länder, as `holidays` and `workalendar` of PyPI have them: one line of JSON."""

import json
import warnings

import holidays
from workalendar.registry import registry

LAENDER = "BW BY BE BB HB HH HE MV NI NW RP SL SN ST SH TH".split()
YEARS = range(2017, 2041)


def days(dates):
    return sorted(day.isoformat() for day in dates)


warnings.simplefilter("ignore")
found = {}
for land in LAENDER:
    calendar = registry.region_registry[f"DE-{land}"]()
    for year in YEARS:
        found[f"{land} {year}"] = {
            "holidays": days(holidays.Germany(subdiv=land, years=year)),
            # With the days of municipalities that are mostly Catholic.
            "catholic": days(holidays.Germany(subdiv=land, years=year, categories=("public", "catholic"))),
            "workalendar": days({day for day, _ in calendar.holidays(year)}),
        }
print(json.dumps(found))
