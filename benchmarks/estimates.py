"""Estimates beside the truth: how often the 95 % interval covers it, and how near the forecast of costs comes.

    python benchmarks/estimates.py [NETWORK.json ...] [--runs 100] [--probes 16] [--population 32] [--json]
    python benchmarks/estimates.py --forecast [NETWORK.json ...] [--json]

The first table: each run is an estimate of its own, with its own seed; the truth is what the complete enumeration
finds. The population is held so small that every network is really sampled: the 256 nodes of the default see small
trees whole. The command fails where an interval covers the truth in fewer than 90 of 100 runs.

The second: what `exactrelu estimate` foretells, with its defaults, beside what is then measured: cells, CPU seconds of
the enumeration, bytes of the shallow network of two hidden layers and of its certificate.
"""

import argparse
import gc
import json
import math
import sys
import tempfile
import time
from pathlib import Path

from exactrelu import Network, certify
from exactrelu.estimate import estimate
from exactrelu.shallow import build

NETWORKS = Path(__file__).resolve().parent.parent / "tests" / "nets"
SAMPLED = ("2-8-8-1", "2-16-16-1", "2-32-32-1", "3-8-8-1", "int1_3-6-6-1", "int2_2-12-12-1", "4-8-8-1", "3-16-16-1")
WITH_FACES = ("2-8-8-1", "2-16-16-1")
FORECAST = ("2-8-8-1", "2-16-16-1", "int2_2-12-12-1", "3-8-8-1", "4-8-8-1")
ENOUGH = 0.9


def coverage(path, faces, options):
    """One row of the first table."""
    network = Network.load(path)
    truth = len(network.regions(faces=faces))
    covered, error, width, before = 0, 0.0, 0.0, time.process_time()
    for seed in range(options.runs):
        forecast = estimate(network, faces=faces, probes=options.probes, population=options.population, seed=seed)
        found = forecast.faces if faces else forecast.cells
        covered += found.low <= truth <= found.high
        error += float(found.mean / truth - 1)
        width += (found.high - found.low) / truth / 2
    return {
        "network": path.stem,
        "counted": "faces" if faces else "cells",
        "truth": truth,
        "runs": options.runs,
        "covered": covered,
        "mean_error": error / options.runs,
        "half_width": width / options.runs,
        "cpu_seconds_per_run": (time.process_time() - before) / options.runs,
    }


def forecast(path):
    """One row of the second table."""
    network = Network.load(path)
    told = estimate(network)
    start = time.process_time()
    cells = len(network.regions())
    seconds = time.process_time() - start
    shallow = build(network)
    with tempfile.TemporaryDirectory() as folder:
        shallow.save(f"{folder}/shallow.json")
        size = Path(f"{folder}/shallow.json").stat().st_size
        written = certify(network, shallow, out=f"{folder}/certificate.jsonl").bytes
    pairs = {
        "cells": (float(told.cells.mean), cells),
        "cpu_seconds": (told.seconds, seconds),
        "shallow_bytes": (told.shallow_bytes, size),
        "certificate_bytes": (told.certificate_bytes, written),
    }
    row = {"network": path.stem}
    for name, (expected, real) in pairs.items():
        row |= {name: real, f"expected_{name}": expected}
    return row


def print_coverage(row):
    """One line of the first table."""
    print(
        f"{row['network']:>15} {row['counted']:>6} {row['truth']:>6} {row['covered']:>4} of {row['runs']:<4}"
        f"{row['mean_error']:>+11.1%} {row['half_width']:>10.1%} {row['cpu_seconds_per_run']:>10.3f}",
        flush=True,
    )


def print_forecast(row):
    """One line of the second table: what was measured, and the forecast as a multiple of it."""
    line = f"{row['network']:>15}"
    for name, form in (("cells", "d"), ("cpu_seconds", ".3f"), ("shallow_bytes", "d"), ("certificate_bytes", "d")):
        line += f" {format(row[name], form):>12} {row[f'expected_{name}'] / row[name]:>5.2f}"
    print(line, flush=True)


def main():
    """Measure each network and print a table, or one JSON list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("networks", nargs="*", type=Path, help="network files; by default some of those of the tests")
    parser.add_argument("--forecast", action="store_true", help="compare what is foretold with what is measured")
    parser.add_argument("--runs", type=int, default=100, help="seeded runs for each network (default 100)")
    parser.add_argument("--probes", type=int, default=16, help="probes in one run (default 16)")
    parser.add_argument("--population", type=int, default=32, help="the population of a probe (default 32)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    # As the commands do: see the page on scale.
    gc.disable()
    names = FORECAST if options.forecast else SAMPLED
    paths = options.networks or [NETWORKS / f"{name}.json" for name in names]
    if options.forecast:
        header = "        network        cells  exp.        CPU s  exp. shallow bytes  exp.  certificate  exp."
        rows, show = (forecast(path) for path in paths), print_forecast
    else:
        cases = [(path, faces) for path in paths for faces in (False, True) if not faces or path.stem in WITH_FACES]
        header = "        network counts  truth      covered mean error half width  CPU s/run"
        rows, show = (coverage(path, faces, options) for path, faces in cases), print_coverage
    if not options.json:
        print(header)
    found = []
    for row in rows:
        found.append(row)
        if not options.json:
            show(row)
        gc.collect()
    if options.json:
        print(json.dumps(found, indent=1))
    short = [row["network"] for row in found if row.get("covered", math.inf) < ENOUGH * row.get("runs", 0)]
    if short:
        sys.exit(f"the interval covers the truth in fewer than 90 of 100 runs: {', '.join(short)}")


if __name__ == "__main__":
    main()
