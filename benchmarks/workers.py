"""One worker, several workers, a Dask cluster: the same counts, wall-clock seconds, memory, bytes on disk.

    python benchmarks/workers.py [--widths 4-38-36-1] [--workers 1,2] [--dask 2] [--repeat 3]
                                 [--checkpoint] [--faces] [--certify | --partition | --shallow]

The network is made by a seeded formula: weights k/16 with |k| <= 32. Each run is the command `exactrelu regions` (or
`certify`, or `shallow`) as a user would call it, in a process of its own, one after the other; memory is the largest
sum over the command and its workers, sampled five times a second. The counts (the bytes of the files) must agree.
With --repeat all runs are made that often, in turns, and medians are printed after them: machines are noisy.
By default a network with more than a million cells is enumerated: some minutes.
"""

import argparse
import hashlib
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

TIMES = ("cpu_seconds", "total_cpu_seconds", "seconds")


def make_network(widths, seed=1):
    """A network of these widths by a seeded formula."""
    from exactrelu import Layer, Network

    draw = random.Random(seed)
    layers = []
    for inputs, outputs in itertools.pairwise(widths):
        weight = [[Fraction(draw.randint(-32, 32), 16) for _ in range(inputs)] for _ in range(outputs)]
        bias = [Fraction(draw.randint(-32, 32), 16) for _ in range(outputs)]
        layers.append((weight, bias))
    words = ["relu"] * (len(layers) - 1) + ["identity"]
    return Network([Layer(w, b, word) for (w, b), word in zip(layers, words, strict=True)])


def family(pid):
    """A process and its descendants."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = {pid}
    while True:
        more = {child for child, parent in parents.items() if parent in found} - found
        if not more:
            return found
        found |= more


def held(pids):
    """The bytes that processes hold."""
    total = 0
    for pid in pids:
        try:
            total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            continue
    return total


def run(command, also=()):
    """What the command prints, its seconds, and the most that it and the other processes held at a time."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    most = 0
    while process.poll() is None:
        time.sleep(0.2)
        most = max(most, held(set().union(family(process.pid), *map(family, also))))
    printed = process.stdout.read()
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with exit code {process.returncode}")
    return json.loads(printed), time.perf_counter() - start, most


@contextmanager
def cluster(processes):
    """A Dask cluster on this machine: its address, and the process that keeps it."""
    program = (
        "from distributed import LocalCluster\n"
        "if __name__ == '__main__':\n"
        f"    c = LocalCluster(n_workers={processes}, threads_per_worker=1, dashboard_address=None)\n"
        "    print(c.scheduler_address, flush=True)\n"
        "    input()\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "cluster.py"
        script.write_text(program)
        process = subprocess.Popen(
            [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder
        )
        try:
            yield process.stdout.readline().strip(), process.pid
        finally:
            process.communicate("\n", timeout=60)


def measure(options, folder, name, turn, words, also=()):
    """One row: the name of the run, its result, seconds, memory and bytes on disk."""
    writes = options.certify or options.partition or options.shallow
    command = "shallow" if options.shallow else "certify" if writes else "regions"
    base = [sys.executable, "-m", "exactrelu", command, str(folder / "net.json")]
    out = folder / "written.json"
    words = [*words, "--json", *(["--faces"] if options.faces else [])]
    words += ["-o", str(out), "--force", "--hidden-layers", "3"] if writes else []
    words += ["--kind", "partition"] if options.partition else []
    kept = folder / f"kept-{name.replace(' ', '-')}-{turn}"
    if options.checkpoint:
        words += ["--checkpoint", str(kept)]
    result, seconds, memory = run([*base, *words], also)
    if writes:
        result = {"sha256": hashlib.sha256(out.read_bytes()).hexdigest(), "bytes": result["bytes"]}
    disk = sum(file.stat().st_size for file in kept.glob("*"))
    counts = {key: value for key, value in result.items() if key not in TIMES}
    return {"run": name, "counts": counts, "seconds": seconds, "memory": memory, "disk": disk}


def main():
    """Run all, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--widths", default="4-38-36-1", help="the network (default 4-38-36-1)")
    parser.add_argument("--workers", default="1,2", help="how many workers, one run each (default 1,2)")
    parser.add_argument("--dask", type=int, default=0, metavar="N", help="also a Dask cluster of N processes here")
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="how often each run is made (default 1)")
    parser.add_argument("--checkpoint", action="store_true", help="with a checkpoint in each run")
    parser.add_argument("--faces", action="store_true", help="all faces, not cells alone")
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument("--certify", action="store_true", help="certificates with three hidden layers, not counts")
    kinds.add_argument("--partition", action="store_true", help="the same of the kind partition")
    kinds.add_argument("--shallow", action="store_true", help="shallow networks with three hidden layers")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    if options.shallow and options.checkpoint:
        parser.error("shallow networks have no checkpoint")
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_network([int(n) for n in options.widths.split("-")]).save(folder / "net.json")
        for turn in range(options.repeat):
            for workers in options.workers.split(","):
                rows.append(measure(options, folder, f"{workers} workers", turn, ["--workers", workers]))
                show(options, rows)
            if options.dask:
                with cluster(options.dask) as (address, pid):
                    rows.append(measure(options, folder, f"dask {options.dask}", turn, ["--dask", address], [pid]))
                show(options, rows)
    if options.repeat > 1 and not options.json:
        show_medians(rows)
    if options.json:
        print(json.dumps(rows, indent=1))
    if any(row["counts"] != rows[0]["counts"] for row in rows):
        sys.exit("the runs do not agree")


def show(options, rows):
    """Prints the last row of the table, and before the first one its head."""
    if options.json:
        return
    row = rows[-1]
    if len(rows) == 1:
        print(f"network {options.widths}: {row['counts']}")
        print(f"{'run':>12} {'seconds':>9} {'ratio':>6} {'memory, MB':>11} {'disk, MB':>9}")
    ratio = rows[0]["seconds"] / row["seconds"]
    print(
        f"{row['run']:>12} {row['seconds']:>9.1f} {ratio:>6.2f} {row['memory'] / 10**6:>11.0f} "
        f"{row['disk'] / 10**6:>9.1f}",
        flush=True,
    )


def show_medians(rows):
    """Prints the median seconds of the runs of each name, and the ratio of the first to each."""
    names = list(dict.fromkeys(row["run"] for row in rows))
    medians = {name: statistics.median(row["seconds"] for row in rows if row["run"] == name) for name in names}
    print("medians")
    for name, seconds in medians.items():
        print(f"{name:>12} {seconds:>9.1f} {medians[names[0]] / seconds:>6.2f}")


if __name__ == "__main__":
    main()
