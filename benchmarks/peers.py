"""Other ways to find all linear regions beside ours: cells per CPU second, and who counts wrongly or refuses.

    python benchmarks/peers.py [NETWORK.json ...] [--only NAME,NAME] [--limit SECONDS] [--json]

Baselines, the same depth-first search over the neurons with a decision at each of them:
    z3         an incremental solver over exact reals
    scipy-lp   one linear program in floating point per decision, with a tolerance
    pplpy      polyhedra of the Parma Polyhedra Library, exact, in C++
Peers that install from the package index:
    affinitree decision trees in floating point, in Rust; all of R^n
    relucent   search from region to region with a commercial solver of linear programs; all of R^n
    regioncam  a subdivision of the square [-64, 64]^2 in float32, in Rust; compared with our count on that square
Left out is parx, which needs Julia, no package of that index.
What is not installed, or does not start, is said to be so. Each measurement runs in a process of its own, and is ended
after the limit of CPU seconds (a baseline then gives its pace until there, marked by a star). The CPU seconds are those
of the enumeration, child processes included, without imports and without reading the network.
The true number of cells is ours; where z3 comes to an end it must find the same, or the command fails.
"""

import argparse
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

from regions import Branching, Z3Loop

NETWORKS = Path(__file__).resolve().parent.parent / "tests" / "nets"
GENERIC = ("2-8-8-1", "2-16-16-1", "3-8-8-1", "4-8-8-1")
DEGENERATE = ("int1_2-8-8-1", "int2_2-8-8-1", "int2_2-12-12-1", "int1_3-6-6-1", "sliver26_2-8-8-1", "sliver40_2-8-8-1")
FAR = ("far30_2-2-1",)
SQUARE = 64
TOLERANCE = 1e-7
STARTING_SECONDS = 120


def cpu_seconds():
    """CPU seconds of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


# The baselines --------------------------------------------------------------------------------------------------------


class LinearPrograms(Branching):
    """Is there a ball of some size, at most 1, on the positive side of all constraints?  In floating point."""

    def __init__(self, network, limit):
        from numpy import array
        from scipy.optimize import linprog

        super().__init__(network, limit)
        self.array, self.linprog = array, linprog
        self.rows = []
        self.objective = array([0.0] * self.inputs + [-1.0])
        self.bounds = [(None, None)] * self.inputs + [(None, 1.0)]

    def enter(self, form, sign):
        """See the base class: -a.x + |a| r <= c for a.x + c > 0."""
        *slope, constant = (sign * float(entry) for entry in form)
        self.rows.append([*(-a for a in slope), sum(a * a for a in slope) ** 0.5, constant])
        table = self.array(self.rows)
        result = self.linprog(self.objective, A_ub=table[:, :-1], b_ub=table[:, -1], bounds=self.bounds)
        return result.status == 0 and -result.fun > TOLERANCE

    def leave(self):
        """See the base class."""
        self.rows.pop()


class ParmaPolyhedra(Branching):
    """Does the closed polyhedron have full dimension?  By exact double description."""

    def __init__(self, network, limit):
        import ppl

        super().__init__(network, limit)
        self.ppl = ppl
        self.variables = [ppl.Variable(i) for i in range(self.inputs)]
        self.stack = [ppl.C_Polyhedron(self.inputs, "universe")]

    def enter(self, form, sign):
        """See the base class."""
        from gmpy2 import lcm

        scale = sign * lcm(*(entry.denominator for entry in form))
        *slope, constant = (int(scale * entry) for entry in form)
        side = self.ppl.C_Polyhedron(self.stack[-1])
        term = sum((a * x for a, x in zip(slope, self.variables, strict=True)), self.ppl.Linear_Expression(constant))
        side.add_constraint(term >= 0)
        self.stack.append(side)
        return side.affine_dimension() == self.inputs

    def leave(self):
        """See the base class."""
        self.stack.pop()


def baseline(kind):
    """A function that runs a baseline."""

    def measure(network, limit):
        before = cpu_seconds()
        loop = kind(network, limit)
        loop.run()
        return {"cells": loop.cells, "cpu_seconds": cpu_seconds() - before, "complete": loop.complete}

    return measure


# The others -----------------------------------------------------------------------------------------------------------


def exactrelu(network, _):
    """Our own enumeration."""
    before = cpu_seconds()
    return {"cells": len(network.regions()), "cpu_seconds": cpu_seconds() - before}


def floating(network):
    """The layers as pairs of a weight matrix and a bias vector of numpy's float64."""
    from numpy import array

    return [
        (array([[float(w) for w in row] for row in layer.weight]), array([float(b) for b in layer.bias]))
        for layer in network.layers
    ]


def torch_module(network, dtype):
    """The network as a torch.nn.Sequential."""
    import torch

    modules = []
    for weight, bias in floating(network):
        linear = torch.nn.Linear(weight.shape[1], weight.shape[0], dtype=dtype)
        linear.weight.data, linear.bias.data = torch.tensor(weight, dtype=dtype), torch.tensor(bias, dtype=dtype)
        modules += [linear, torch.nn.ReLU()]
    return torch.nn.Sequential(*modules[:-1])


def affinitree(network, _):
    """The leaves of its decision tree."""
    from affinitree import builder, extract_pytorch_architecture
    from torch import float32

    module = torch_module(network, float32)
    before = cpu_seconds()
    tree = builder.from_layers(extract_pytorch_architecture(network.inputs, module))
    return {"cells": tree.num_terminals(), "cpu_seconds": cpu_seconds() - before}


def relucent(network, _):
    """The regions that its breadth-first search reaches, from a point that is on no hyperplane of small integers."""
    from numpy import array
    from relucent import Complex
    from torch import float64

    module = torch_module(network, float64)
    before = cpu_seconds()
    found = Complex(module)
    found.bfs(start=array([[0.5 / (2 + i) ** 0.5 for i in range(network.inputs)]]))
    return {"cells": len(found), "cpu_seconds": cpu_seconds() - before}


def regioncam(network, _):
    """The faces of its subdivision of a square."""
    from numpy import float32
    from regioncam import Regioncam

    if network.inputs != 2:
        return {"refused": "two inputs only"}
    layers = [(weight.T.astype(float32).copy(), bias.astype(float32)) for weight, bias in floating(network)[:-1]]
    before = cpu_seconds()
    subdivision = Regioncam(size=SQUARE)
    for weight, bias in layers:
        subdivision.linear(weight, bias)
        subdivision.relu()
    seconds = cpu_seconds() - before
    return {
        "cells": subdivision.num_faces,
        "cpu_seconds": seconds,
        "truth": len(network.regions(domain=[(-SQUARE, SQUARE)] * 2)),
    }


WAYS = {
    "exactrelu": (exactrelu, "exactrelu"),
    "z3": (baseline(Z3Loop), "z3"),
    "scipy-lp": (baseline(LinearPrograms), "scipy.optimize"),
    "pplpy": (baseline(ParmaPolyhedra), "ppl"),
    "affinitree": (affinitree, "affinitree"),
    "relucent": (relucent, "relucent"),
    "regioncam": (regioncam, "regioncam"),
}


def measured(name, path, limit):
    """In the child process: one measurement, or why there is none."""
    from exactrelu import Network

    function, module = WAYS[name]
    try:
        importlib.import_module(module)
    except ModuleNotFoundError:
        return {"absent": "not installed"}
    except Exception as error:
        return {"absent": f"does not start: {' '.join(str(error).split())[:60]}"}
    spent = int(cpu_seconds())
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (spent + limit + STARTING_SECONDS // 10, hard))
    try:
        return function(Network.load(path), limit)
    except Exception as error:
        return {"refused": f"{type(error).__name__}: {' '.join(str(error).split())[:80]}"}


def measure(name, path, limit):
    """One measurement in a process of its own, ended with all its children when it takes too long."""
    command = [sys.executable, __file__, "--measure", name, "--limit", str(limit), str(path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
    ) as child:
        try:
            out, _ = child.communicate(timeout=STARTING_SECONDS + 10 * limit)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            return {"refused": f"no answer in {STARTING_SECONDS + 10 * limit:g} s"}
    if child.returncode == -signal.SIGXCPU:
        return {"refused": f"not done in {limit:g} CPU s"}
    if child.returncode:
        return {"refused": f"ended with code {child.returncode}"}
    return json.loads(out.splitlines()[-1])


def judged(result, truth):
    """The result as text: a pace, a wrong count, or why there is neither."""
    if "absent" in result or "refused" in result:
        return result.get("absent", "refused")
    truth = result.get("truth", truth)
    if result.get("complete", True) and result["cells"] != truth:
        return f"WRONG {result['cells']}/{truth}"
    pace = result["cells"] / result["cpu_seconds"] if result["cpu_seconds"] else 0
    return f"{pace:.0f}" + ("" if result.get("complete", True) else "*")


def main():
    """Measure every way on every network and print a table, or one JSON list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("networks", nargs="*", type=Path, help="network files; by default those of the tests")
    parser.add_argument("--only", help="the ways to measure, separated by commas; exactrelu always comes along")
    parser.add_argument("--limit", type=int, default=10, help="CPU seconds for one measurement (default 10)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--measure", choices=list(WAYS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        (path,) = options.networks
        print(json.dumps(measured(options.measure, path, options.limit)))
        return
    wanted = options.only.split(",") if options.only else list(WAYS)
    names = ["exactrelu", *(name for name in WAYS if name in wanted and name != "exactrelu")]
    if unknown := [name for name in wanted if name not in WAYS]:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(WAYS)}")
    paths = options.networks or [NETWORKS / f"{name}.json" for name in (*GENERIC, *DEGENERATE, *FAR)]
    if not options.json:
        print(f"{'network':>16} {'cells':>6} " + " ".join(f"{name:>14}" for name in names), flush=True)
    table, absent, remarks = [], {}, []
    for path in paths:
        row = {"network": path.stem}
        for name in names:
            row[name] = {"absent": absent[name]} if name in absent else measure(name, path, options.limit)
            if "absent" in row[name]:
                absent[name] = row[name]["absent"]
            if "refused" in row[name]:
                remarks.append(f"{name} on {path.stem}: {row[name]['refused']}")
        truth = row["exactrelu"]["cells"]
        if row.get("z3", {}).get("complete") and row["z3"]["cells"] != truth:
            sys.exit(f"{path}: exactrelu finds {truth} cells, z3 finds {row['z3']['cells']}")
        table.append(row)
        if not options.json:
            texts = ("-" if name in absent else judged(row[name], truth) for name in names)
            print(f"{path.stem:>16} {truth:>6} " + " ".join(f"{text:>14}" for text in texts), flush=True)
    if options.json:
        print(json.dumps(table, indent=1))
        return
    print("numbers: cells per CPU second; *: stopped at the limit, the pace until then; WRONG: cells found/true cells")
    for remark in [f"{name}: {why}" for name, why in absent.items()] + remarks:
        print(remark)


if __name__ == "__main__":
    main()
