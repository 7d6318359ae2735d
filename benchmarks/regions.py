"""Cells per CPU second and peak memory of the region enumerator, beside a plain z3 loop on the same networks.

    python benchmarks/regions.py [NETWORK.json ...] [--json] [--limit SECONDS] [--no-z3]

Each measurement runs in a process of its own, one after the other. A pace is cells divided by the CPU seconds that
enumerating them took, with their affine maps, after the network is read; a run shorter than half a second is repeated,
with the network read anew, and its seconds averaged. Peak memory is that of the whole process.

The z3 loop is what one writes first: depth first over the neurons in layer order, one incremental solver over exact
reals, a strict inequality per neuron pushed and popped, every affine form multiplied out before z3 sees it. It runs on
the small networks only, and for at most the limit of CPU seconds; what it found until then gives its pace.
"""

import argparse
import functools
import importlib.util
import json
import platform
import resource
import subprocess
import sys
import time
from pathlib import Path

NETWORKS = Path(__file__).resolve().parent / "nets"
ENOUGH_SECONDS = 0.5
SMALL_ENOUGH_FOR_Z3 = {"2-8-8-1", "2-16-16-1", "3-8-8-1", "4-8-8-1"}


def peak_megabytes():
    """The largest resident size of this process so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def enumerate_regions(network):
    """The cells by our own enumeration, which is always complete."""
    return len(network.regions()), True


def enumerate_with_z3(network, limit):
    """The cells found by the z3 loop within the limit, and whether these are all."""
    loop = Z3Loop(network, limit)
    loop.run()
    return loop.cells, loop.complete


def timed(path, enumerate_cells):
    """Average CPU seconds of one enumeration."""
    from exactrelu import Network

    seconds, runs = 0.0, 0
    while seconds < ENOUGH_SECONDS:
        network = Network.load(path)
        start = time.process_time()
        cells, complete = enumerate_cells(network)
        seconds += time.process_time() - start
        runs += 1
    return {"cells": cells, "cpu_seconds": seconds / runs, "complete": complete, "peak_megabytes": peak_megabytes()}


class Branching:
    """Depth-first search over activation patterns, keeping those that hold on an open set; a subclass decides which."""

    def __init__(self, network, limit):
        from gmpy2 import mpq

        self.layers = [
            ([[mpq(w) for w in row] for row in layer.weight], [mpq(b) for b in layer.bias], layer.activation)
            for layer in network.layers
        ]
        self.inputs = network.inputs
        self.identity = [[mpq(i == j) for j in range(self.inputs + 1)] for i in range(self.inputs)]
        self.deadline = time.process_time() + limit
        self.cells = 0
        self.complete = True

    def enter(self, form, sign):
        """Adds sign * form > 0, and says whether the constraints now hold on an open set."""
        raise NotImplementedError

    def leave(self):
        """Takes the last constraint back."""
        raise NotImplementedError

    def run(self):
        """Count the cells, until done or out of time."""
        self.visit(0, self.identity, [])

    def visit(self, depth, below, done):
        """Branch over the next neuron: `below` are the forms of the layer below, `done` those of this one so far."""
        if time.process_time() > self.deadline:
            self.complete = False
            return
        weight, bias, activation = self.layers[depth]
        if len(done) == len(weight):
            self.visit(depth + 1, done, [])
            return
        if depth == len(self.layers) - 1:
            self.cells += 1
            return
        k = len(done)
        form = [sum(w * f[i] for w, f in zip(weight[k], below, strict=True)) for i in range(len(below[0]))]
        form[-1] += bias[k]
        if activation[k] == "identity":
            self.visit(depth, below, [*done, form])
            return
        dead = [0] * len(form)
        if not any(form[:-1]):
            # A constant pre-activation needs no solver; the constant 0 is inactive everywhere.
            self.visit(depth, below, [*done, form if form[-1] > 0 else dead])
            return
        for sign, kept in ((-1, dead), (1, form)):
            if self.enter(form, sign):
                self.visit(depth, below, [*done, kept])
            self.leave()


class Z3Loop(Branching):
    """By z3, over exact reals."""

    def __init__(self, network, limit):
        import z3

        super().__init__(network, limit)
        self.z3 = z3
        self.solver = z3.SolverFor("QF_LRA")
        self.variables = z3.Reals([f"x{i}" for i in range(self.inputs)])

    def enter(self, form, sign):
        """See the base class."""
        z = self.term(form)
        self.solver.push()
        self.solver.add(z > 0 if sign > 0 else z < 0)
        return self.solver.check() == self.z3.sat

    def leave(self):
        """See the base class."""
        self.solver.pop()

    def term(self, form):
        """An affine form as a term of z3."""
        *slope, constant = (self.z3.RealVal(str(c)) for c in form)
        return self.z3.Sum([c * x for c, x in zip(slope, self.variables, strict=True)]) + constant


def measure(kind, path, limit):
    """Run one measurement in a fresh process, so that its peak memory is its own.

    The kernel lets a child inherit the peak of the process that forked it; this one stays small on purpose.
    """
    command = [sys.executable, __file__, "--measure", kind, "--limit", str(limit), str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        sys.exit(f"{path}: {(result.stderr.strip().splitlines() or ['failed without a word'])[-1]}")
    return json.loads(result.stdout)


def compare(path, limit, with_z3):
    """One row of the table."""
    ours = measure("regions", path, limit)
    row = {
        "network": path.stem,
        "cells": ours["cells"],
        "cpu_seconds": ours["cpu_seconds"],
        "cells_per_cpu_second": ours["cells"] / ours["cpu_seconds"],
        "peak_megabytes": ours["peak_megabytes"],
        "z3": None,
        "ratio_to_z3": None,
    }
    if with_z3 and path.stem in SMALL_ENOUGH_FOR_Z3:
        theirs = measure("z3", path, limit)
        if theirs["complete"] and theirs["cells"] != ours["cells"]:
            sys.exit(f"{path}: exactrelu finds {ours['cells']} cells, z3 finds {theirs['cells']}")
        pace = theirs["cells"] / theirs["cpu_seconds"]
        row["z3"] = theirs | {"cells_per_cpu_second": pace}
        row["ratio_to_z3"] = row["cells_per_cpu_second"] / pace if pace else None
    return row


HEADER = "     network    cells    CPU s  cells/CPU s  peak MB  z3 cells/CPU s   ratio"


def formatted(row):
    """One line of the table; a z3 loop that ran out of time is marked by a star."""
    line = f"{row['network']:>12} {row['cells']:>8} {row['cpu_seconds']:>8.3f} {row['cells_per_cpu_second']:>12.0f}"
    line += f" {row['peak_megabytes']:>8.0f}"
    if row["z3"]:
        star = " " if row["z3"]["complete"] else "*"
        line += f" {row['z3']['cells_per_cpu_second']:>14.1f}{star}"
        line += f" {row['ratio_to_z3']:>7.0f}" if row["ratio_to_z3"] else f" {'-':>7}"
    return line


def main():
    """Measure each network and print a table, or one JSON list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("networks", nargs="*", type=Path, help="network files; by default those carried in nets/")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--limit", type=float, default=60, help="CPU seconds for one z3 loop (default 60)")
    parser.add_argument("--no-z3", action="store_true", help="leave the z3 loop out")
    parser.add_argument("--measure", choices=["regions", "z3"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        (path,) = options.networks
        with_limit = functools.partial(enumerate_with_z3, limit=options.limit)
        print(json.dumps(timed(path, enumerate_regions if options.measure == "regions" else with_limit)))
        return
    with_z3 = not options.no_z3 and importlib.util.find_spec("z3") is not None
    paths = options.networks or sorted(NETWORKS.glob("*.json"), key=lambda path: [int(n) for n in path.stem.split("-")])
    rows = []
    if not options.json:
        print(f"Python {platform.python_version()}, {platform.machine()}" + ("" if with_z3 else "; without z3"))
        print(HEADER, flush=True)
    for path in paths:
        rows.append(compare(path, options.limit, with_z3))
        if not options.json:
            print(formatted(rows[-1]), flush=True)
    if options.json:
        print(json.dumps(rows, indent=1))
    elif any(row["z3"] and not row["z3"]["complete"] for row in rows):
        print(f"* stopped after {options.limit:g} CPU seconds, at the pace until then")


if __name__ == "__main__":
    main()
