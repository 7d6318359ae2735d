"""What a floating-point filter for signs could gain at most: the enumeration with all its signs for free.

    python benchmarks/signs.py [NETWORK.json ...] [--rounds N] [--json]

A first run writes down the signs of all forms at all generators; the second finds them in that table, so that it pays
for no sign more than for looking it up. A filter must at least convert the numbers, evaluate, and bound the error. Both
kinds of run alternate, and the shortest of each counts. Without networks, some of those of the tests are taken, and two
seeded ones with float32 weights.
"""

import argparse
import gc
import json
import time
from pathlib import Path

from growth import network_of

from exactrelu import Network
from exactrelu.geometry.cone import Cutter, Generator

NETWORKS = Path(__file__).resolve().parent.parent / "tests" / "nets"
CARRIED = ("2-32-32-1", "3-16-16-1")
FLOAT32 = ((2, 50, 50, 1), (2, 12, 12, 12, 12, 12, 12, 1))


class Recorded:
    """The two routines of Cutter that decide signs, with their results written down, or taken from there."""

    def __init__(self):
        self.signs = {}
        self.computed = (Cutter._set_signs, Cutter._edge_point)

    def use(self, set_signs, edge_point):
        """Puts routines in the place of those of Cutter."""
        Cutter._set_signs, Cutter._edge_point = set_signs, edge_point

    def record(self):
        """Computes, and writes down."""
        signs, (set_signs, edge_point) = self.signs, self.computed

        def both(cutter, g):
            set_signs(cutter, g)
            signs[(cutter.group, *g.v)] = g.positive, g.negative, g.tight

        def edge(cutter, p, q, k, a, b):
            g = edge_point(cutter, p, q, k, a, b)
            signs[(cutter.group, *g.v)] = g.positive, g.negative, g.tight
            return g

        self.use(both, edge)

    def free(self):
        """Looks up."""
        from gmpy2 import gcd

        signs, (set_signs, edge_point) = self.signs, self.computed

        def both(cutter, g):
            known = signs.get((cutter.group, *g.v))
            if known is None:
                set_signs(cutter, g)
            else:
                g.positive, g.negative, g.tight = known

        def edge(cutter, p, q, k, a, b):
            v = [a * x + b * y for x, y in zip(p.v, q.v, strict=True)]
            divisor = gcd(*v)
            if divisor > 1:
                v = [x // divisor for x in v]
            known = signs.get((cutter.group, *v))
            if known is None:
                return edge_point(cutter, p, q, k, a, b)
            g = Generator(v, known[2], cutter.group)
            g.positive, g.negative, _ = known
            return g

        self.use(both, edge)


def seconds_of(network):
    """Cells and CPU seconds of one enumeration."""
    gc.collect()
    before = time.process_time()
    cells = sum(1 for _ in network.regions().walk)
    return cells, time.process_time() - before


def row(name, network, rounds):
    """One line of the table."""
    recorded = Recorded()
    recorded.record()
    cells, _ = seconds_of(network)
    computed, free = [], []
    for _ in range(rounds):
        recorded.use(*recorded.computed)
        computed.append(seconds_of(network))
        recorded.free()
        free.append(seconds_of(network))
    recorded.use(*recorded.computed)
    if {found for found, _ in computed + free} != {cells}:
        raise SystemExit(f"{name}: the number of cells depends on where signs come from")
    best = [min(seconds for _, seconds in runs) for runs in (computed, free)]
    return {"network": name, "cells": cells, "computed": best[0], "free": best[1], "gain": best[0] / best[1]}


def main():
    """Measure each network and print a table, or one JSON list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("networks", nargs="*", type=Path, help="network files")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each kind (default 5)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    # As the commands do: see the page on scale.
    gc.disable()
    paths = options.networks or [NETWORKS / f"{name}.json" for name in CARRIED]
    cases = [(path.stem, Network.load(path)) for path in paths]
    if not options.networks:
        cases += [(f"{'-'.join(map(str, widths))} float32", network_of(widths, None, 0)) for widths in FLOAT32]
    rows = [row(name, network, options.rounds) for name, network in cases]
    if options.json:
        print(json.dumps(rows, indent=1))
        return
    print(f"{'network':>32} {'cells':>7} {'CPU s':>7} {'signs free':>10} {'gain at most':>12}")
    for found in rows:
        print(
            f"{found['network']:>32} {found['cells']:>7} {found['computed']:>7.3f} {found['free']:>10.3f} "
            f"{found['gain']:>12.2f}"
        )


if __name__ == "__main__":
    main()
