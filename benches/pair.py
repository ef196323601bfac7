#!/usr/bin/env python3
"""Pairs two commands: A B A B …, one pair to warm up, whole processes with their children, medians. Prints one line of JSON.

pair.py BENCH PEER_NAME PAIRS OURS PEER [BOOT]: each command one argument, split like a shell does. BOOT is run in each pair too, and what it
costs is taken from the peer's figures: the part of a server's run that is not the work. PAIR_FRESH names a file or folder of results that is
removed before each run of ours, so that no run finds those of the last one. With PAIR_ITEMS the CPU time for each of so many items is told too;
PAIR_LOADING is a command of ours that does all but the work, and its share is told beside. PAIR_REPEATS_OURS and PAIR_REPEATS_PEER are commands
that print how many requests the run before has repeated.
"""

import json
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import time


def run(command, accepted):
    """CPU seconds (user and system, with children), wall seconds, peak memory in MB."""
    words = shlex.split(command)
    start = time.monotonic()
    process = os.fork()
    if process == 0:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        os.execvp(words[0], words)
    _, status, usage = os.wait4(process, 0)
    wall = time.monotonic() - start
    code = os.waitstatus_to_exitcode(status)
    if code not in accepted:
        sys.exit(f"pair.py: `{command}` ended with {code}")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


def repeated(side):
    """What the last run of a side has repeated; None where nobody counts."""
    command = os.environ.get(f"PAIR_REPEATS_{side}")
    return int(subprocess.run(command, shell=True, check=True, capture_output=True, text=True).stdout) if command else None


def main():
    bench, name, pairs, ours, peer = sys.argv[1:6]
    boot = sys.argv[6] if len(sys.argv) > 6 else None
    mine, theirs, loads, again = [], [], [], {"OURS": [], "PEER": []}
    loading = os.environ.get("PAIR_LOADING")
    for at in range(int(pairs) + 1):
        if os.environ.get("PAIR_FRESH"):
            fresh = os.environ["PAIR_FRESH"]
            if os.path.isfile(fresh):
                os.remove(fresh)
            shutil.rmtree(fresh, ignore_errors=True)
        # Status 1 of ours: findings were told, the result is whole.
        one, two = run(ours, (0, 1)), run(peer, (0,))
        counts = {side: repeated(side) for side in again}
        base = run(boot, (0,)) if boot else (0, 0, 0)
        load = run(loading, (0,)) if loading else (0, 0, 0)
        if at > 0:
            mine.append(one)
            loads.append(load)
            for side, count in counts.items():
                again[side].append(count)
            theirs.append((two[0] - base[0], two[1] - base[1], two[2]))
    middle = lambda runs, at: statistics.median(run[at] for run in runs)
    ours_cpu, peer_cpu = middle(mine, 0), middle(theirs, 0)
    ratios = [one[0] / two[0] for one, two in zip(mine, theirs) if two[0] > 0]
    per_item = {}
    if items := int(os.environ.get("PAIR_ITEMS", "0")):
        per_item = {"ours_us": round(ours_cpu * 1e6 / items, 1), "peer_us": round(peer_cpu * 1e6 / items, 1)}
        if loading:
            per_item["ours_loading_us"] = round(middle(loads, 0) * 1e6 / items, 1)
    repeats = {f"{side.lower()}_repeated": statistics.median(counts) for side, counts in again.items() if None not in counts}
    print(json.dumps({
        "bench": bench, "unit": "cpu_s", "ours": round(ours_cpu, 4), "peer": round(peer_cpu, 4), "peer_name": name,
        "ratio": round(statistics.median(ratios), 4) if ratios else None, "pairs": len(mine),
        "ours_wall_s": round(middle(mine, 1), 4), "peer_wall_s": round(middle(theirs, 1), 4),
        "ours_peak_mb": round(middle(mine, 2), 1), "peer_peak_mb": round(middle(theirs, 2), 1), **per_item, **repeats,
    }))


if __name__ == "__main__":
    main()
