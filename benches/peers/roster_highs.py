#!/usr/bin/env python3
"""HiGHS on the roster's problem: roster_highs.py PROBLEM PLAN CPU_SECONDS. Prints one line of JSON; building the model is not timed."""

import sys

import highspy
import numpy

from roster_model import Model, answer, spent


def programme(model):
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_, lp.offset_ = len(model.costs), len(model.rows), float(model.constant)
    lp.col_cost_ = numpy.array(model.costs, dtype=float)
    lp.col_lower_ = numpy.zeros(len(model.costs))
    lp.col_upper_ = numpy.ones(len(model.costs))
    lp.row_lower_ = numpy.array([-highspy.kHighsInf if low is None else low for low, _, _ in model.rows], dtype=float)
    lp.row_upper_ = numpy.array([highspy.kHighsInf if high is None else high for _, high, _ in model.rows], dtype=float)
    starts, columns, values = [0], [], []
    for _, _, terms in model.rows:
        columns += [column for column, _ in terms]
        values += [value for _, value in terms]
        starts.append(len(columns))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = numpy.array(starts, dtype=numpy.int32)
    lp.a_matrix_.index_ = numpy.array(columns, dtype=numpy.int32)
    lp.a_matrix_.value_ = numpy.array(values, dtype=float)
    kind = highspy.HighsVarType
    lp.integrality_ = [kind.kInteger if column < model.places else kind.kContinuous for column in range(len(model.costs))]
    return lp


def main():
    path, plan, limit = sys.argv[1], sys.argv[2], float(sys.argv[3])
    model = Model(path)
    highs = highspy.Highs()
    for option, value in {"output_flag": False, "threads": 1, "parallel": "off", "mip_rel_gap": 1e-4}.items():
        highs.setOptionValue(option, value)
    highs.passModel(programme(model))
    start = spent()

    def stop(event):
        if spent() - start > limit:
            event.data_in.user_interrupt = True

    highs.cbMipInterrupt.subscribe(stop)
    highs.run()
    info = highs.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = highs.getSolution().col_value if found else None
    answer(plan, model, values.__getitem__ if found else None, info.objective_function_value, info.mip_dual_bound, start)


if __name__ == "__main__":
    main()
