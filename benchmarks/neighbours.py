"""Adjacent vertices by a table of their tight constraints, against the comparison of all pairs.

    python benchmarks/neighbours.py [--rounds N] [--only NETWORK] [--json]

For each network the first cells on the box [-1, 1]^n, or on the space, by double description: with no table at all,
with one for every pair of sides, and as the engine decides by the number of pairs. The kinds of run alternate, the
shortest of each counts, in CPU seconds.
"""

import argparse
import json
import time
from itertools import islice

from growth import network_of

from exactrelu import Domain
from exactrelu.geometry import cone
from exactrelu.regions.walk import Walk

CASES = (
    ((3, 16, 16, 1), False),
    ((4, 12, 12, 1), False),
    ((6, 8, 8, 1), True),
    ((8, 5, 1), True),
    ((9, 4, 1), True),
    ((10, 3, 1), True),
    ((11, 2, 1), True),
)
CELLS = 2000
LIMITS = {"pairs": 10**18, "table": 0, "engine": cone.MANY_PAIRS}


def seconds(network, box, limit):
    """The CPU seconds for the first cells."""
    cone.MANY_PAIRS = limit
    start = time.process_time()
    walk = Walk(network, Domain.box([(-1, 1)] * network.inputs) if box else None)
    number = sum(1 for _ in islice(walk, CELLS))
    return time.process_time() - start, number


def main():
    """Measures and prints one row for each case."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="runs of each kind (default 3)")
    parser.add_argument("--only", help="one network, such as 8-5-1")
    parser.add_argument("--json", action="store_true", help="print JSON lines instead of a table")
    options = parser.parse_args()
    cases = [(widths, box) for widths, box in CASES if options.only in (None, "-".join(map(str, widths)))]
    if not options.json:
        print(f"{'network':>12} {'domain':>7} {'cells':>6} " + " ".join(f"{name:>9}" for name in LIMITS))
    for widths, box in cases:
        network = network_of(widths, 4, 1)
        best = dict.fromkeys(LIMITS, float("inf"))
        for _ in range(options.rounds):
            for name, limit in LIMITS.items():
                taken, cells = seconds(network, box, limit)
                best[name] = min(best[name], taken)
        name, domain = "-".join(map(str, widths)), "box" if box else "space"
        if options.json:
            print(json.dumps({"network": name, "domain": domain, "cells": cells, **best}))
        else:
            row = " ".join(f"{value:>9.3f}" for value in best.values())
            print(f"{name:>12} {domain:>7} {cells:>6} {row}", flush=True)


if __name__ == "__main__":
    main()
