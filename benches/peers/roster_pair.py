#!/usr/bin/env python3
"""Pairs our solver with another one on the same roster problem: roster_pair.py BENCH PEER_NAME OURS CASE WEEKS EFFORT PEER...

OURS is the program `roster_peers`. PEER is a command that takes the problem, a file for its plan and more. What counts as a plan is what
OURS says of it: the peer's own word for its cost may not be less. Prints one line of JSON.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile


def ask(*words):
    """The JSON that a command prints, and its CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # A solver may say more before: who it is, what its licence is.
    return json.loads(said.splitlines()[-1]), after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def gap(cost, bound):
    return None if cost is None or bound is None else round(100 * (cost - bound) / max(cost, 1), 2)


def main():
    bench, name, ours, case, weeks, effort = sys.argv[1:7]
    with tempfile.TemporaryDirectory() as folder:
        problem, plan = os.path.join(folder, "problem.json"), os.path.join(folder, "plan.json")
        dumped, _ = ask(ours, "dump", case, weeks)
        with open(problem, "w", encoding="utf-8") as file:
            json.dump(dumped, file)
        mine, seconds = ask(ours, "solve", case, weeks, effort)
        peer = sys.argv[7:]
        theirs, whole = ask(*peer[:2], problem, plan, *peer[2:])
        scored = ask(ours, "score", case, weeks, plan)[0] if theirs["plan"] else {"cost": None, "violations": None}
    if theirs["plan"] and round(theirs["cost"]) < scored["cost"]:
        # Either the models differ, or the peer takes fractions for whole numbers; both make the figures worthless. A peer that stops in the
        # middle may not have tightened its columns, and says more than its plan costs.
        sys.exit(f"roster_pair.py: {name} says {theirs['cost']} for a plan of cost {scored['cost']}")
    site = os.path.basename(case.rstrip("/")) if "/" in case else f"{case}-{weeks}"
    print(json.dumps({
        "bench": bench, "case": site, "unit": "cost", "peer_name": name, "effort": effort,
        "ours": mine["cost"], "ours_bound": mine["bound"], "ours_gap_percent": gap(mine["cost"], mine["bound"]),
        "ours_violations": mine["violations"], "ours_cpu_s": round(seconds, 2),
        "peer": scored["cost"], "peer_bound": theirs["bound"], "peer_gap_percent": gap(scored["cost"], theirs["bound"]),
        "peer_violations": scored["violations"], "peer_cpu_s": theirs["cpu_s"], "peer_whole_cpu_s": round(whole, 2),
        "peer_peak_mb": theirs["peak_mb"], "columns": theirs["columns"], "rows": theirs["rows"],
    }), flush=True)


if __name__ == "__main__":
    main()
