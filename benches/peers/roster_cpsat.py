#!/usr/bin/env python3
"""CP-SAT on the roster's problem: roster_cpsat.py PROBLEM PLAN CPU_SECONDS WORKERS. Prints one line of JSON; building the model is not timed."""

import sys
import threading

from ortools.sat.python import cp_model

from roster_model import Model, answer, spent


def main():
    path, plan, limit, workers = sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
    model = Model(path)
    programme = cp_model.CpModel()
    columns = [programme.new_bool_var("") for _ in model.costs]
    for low, high, terms in model.rows:
        total = cp_model.LinearExpr.weighted_sum([columns[column] for column, _ in terms], [value for _, value in terms])
        if low is not None:
            programme.add(total == low if high == low else total >= low)
        else:
            programme.add(total <= high)
    programme.minimize(cp_model.LinearExpr.weighted_sum(columns, model.costs) + model.constant)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = 1
    solver.parameters.relative_gap_limit = 1e-4
    start, ended = spent(), threading.Event()

    def watch():
        while not ended.wait(0.25):
            if spent() - start > limit:
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    status = solver.solve(programme)
    ended.set()
    watcher.join()
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    value = (lambda column: solver.value(columns[column])) if found else None
    answer(plan, model, value, solver.objective_value, solver.best_objective_bound, start)


if __name__ == "__main__":
    main()
