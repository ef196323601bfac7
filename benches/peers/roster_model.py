"""The roster's problem, as `roster_peers dump` writes it, as a linear programme in whole numbers; for HiGHS and CP-SAT alike.

A column for each place that is open (1: at home), one for each difference that a goal counts, and one for each day above or below the fair
share. Days are numbered 5 * week + weekday; masks have bit 0 for Monday.
"""

import json
import resource

NOTHING = None


class Model:
    """Columns with their cost (all from 0 to 1), and rows `low <= sum of coefficients * columns <= high`; None: no limit."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.problem = json.load(file)
        self.costs, self.places, self.rows = [], 0, []
        self.constant = self.problem["constant"]
        self.open, self.fixed = {}, {}
        self._cells()
        self._rules()
        for person in range(self.problem["persons"]):
            self._person(person)

    def column(self, cost):
        self.costs.append(cost)
        return len(self.costs) - 1

    def row(self, low, high, terms):
        self.rows.append((low, high, terms))

    def has(self, masks, person, day):
        return self.problem[masks][person * self.problem["weeks"] + day // 5] >> (day % 5) & 1

    def _cells(self):
        days = self.problem["weeks"] * 5
        for person in range(self.problem["persons"]):
            for day in range(days):
                if not self.has("worked", person, day):
                    continue
                cost = self.problem["home_cost"][person * days + day]
                if self.has("fixed_home", person, day):
                    self.fixed[person, day] = 1
                    self.constant += cost
                elif self.has("fixed_office", person, day):
                    self.fixed[person, day] = 0
                else:
                    self.open[person, day] = self.column(cost)
        # All columns so far are decisions; those that follow come out whole by themselves.
        self.places = len(self.costs)

    def _rules(self):
        for rule in self.problem["rules"]:
            for day, most in enumerate(rule["limit"]):
                if most is NOTHING:
                    continue
                terms = [(self.open[p, day], sign) for p, sign in rule["members"] if (p, day) in self.open]
                most -= sum(sign * self.fixed.get((p, day), 0) for p, sign in rule["members"])
                if sum(sign for _, sign in terms if sign > 0) > most:
                    self.row(NOTHING, most, terms)

    def _person(self, person):
        weeks, weights = self.problem["weeks"], self.problem["weights"]
        works = [day for day in range(weeks * 5) if self.has("worked", person, day)]
        for week in range(weeks):
            in_week = [day for day in works if day // 5 == week]
            terms = [(self.open[person, day], 1) for day in in_week if (person, day) in self.open]
            most = self.problem["weekly_max"][person * weeks + week] - sum(self.fixed.get((person, day), 0) for day in in_week)
            if len(terms) > most:
                self.row(NOTHING, most, terms)
            if (shape := self.problem["shape"][person]) != "any":
                for one, two in zip(in_week, in_week[1:]):
                    self._difference((person, one), (person, two), weights["shape"], shape == "alternate")
        for day in works:
            if day >= 5 and self.has("worked", person, day - 5):
                self._difference((person, day - 5), (person, day), weights["stability"], False)
        self._fairness(person, works)

    def _difference(self, one, two, weight, wanted):
        """Costs `weight` where two places differ, or where they are alike and a difference is wanted."""
        ours = [self.open.get(cell) for cell in (one, two)]
        if ours[0] is not None and ours[1] is not None:
            extra = self.column(weight)
            if wanted:
                self.row(NOTHING, 1, [(ours[0], 1), (ours[1], 1), (extra, -1)])
                self.row(1, NOTHING, [(ours[0], 1), (ours[1], 1), (extra, 1)])
            else:
                self.row(NOTHING, 0, [(ours[0], 1), (ours[1], -1), (extra, -1)])
                self.row(NOTHING, 0, [(ours[1], 1), (ours[0], -1), (extra, -1)])
            return
        known = [self.fixed[cell] for cell, column in zip((one, two), ours) if column is None]
        if len(known) == 2:
            self.constant += weight * int((known[0] != known[1]) != wanted)
            return
        column = ours[0] if ours[0] is not None else ours[1]
        # The cost where the open place is the office, and at home.
        office, home = int((known[0] != 0) != wanted), int((known[0] != 1) != wanted)
        self.constant += weight * office
        self.costs[column] += weight * (home - office)

    def _fairness(self, person, works):
        """weight * (home days - target)^2, a column for each day above or below: each costs two weights more than the last."""
        weight, target = self.problem["weights"]["fairness"], self.problem["target"][person]
        terms = [(self.open[person, day], 1) for day in works if (person, day) in self.open]
        fixed = sum(self.fixed.get((person, day), 0) for day in works)
        if not terms:
            self.constant += weight * (fixed - target) ** 2
            return
        above = [(self.column(weight * (2 * n - 1)), -1) for n in range(1, max(fixed + len(terms) - target, 0) + 1)]
        below = [(self.column(weight * (2 * n - 1)), 1) for n in range(1, max(target - fixed, 0) + 1)]
        self.row(target - fixed, target - fixed, terms + above + below)

    def masks(self, value):
        """The plan as home masks; `value` tells a column's value."""
        weeks = self.problem["weeks"]
        masks = [0] * (self.problem["persons"] * weeks)
        home = [cell for cell, at_home in self.fixed.items() if at_home]
        home += [cell for cell, column in self.open.items() if value(column) > 0.5]
        for person, day in home:
            masks[person * weeks + day // 5] |= 1 << (day % 5)
        return masks


def spent():
    """CPU seconds of this process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def answer(path, model, value, cost, bound, start):
    """Writes the plan, where there is one (`value` tells a column's value), and prints the figures; `start`: CPU seconds before solving."""
    if value is not None:
        with open(path, "w", encoding="utf-8") as file:
            json.dump(model.masks(value), file)
    figures = {
        "plan": value is not None,
        "cost": round(cost, 3) if value is not None else None,
        "bound": round(bound, 3),
        "cpu_s": round(spent() - start, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "columns": len(model.costs),
        "rows": len(model.rows),
    }
    print(json.dumps(figures))
