"""Certificates: their size, and how fast they are produced and checked, beside the enumeration of the same network.

    python benchmarks/certificates.py [NETWORK ...] [--proof PROOF ...] [--json]

Each certificate is produced to a file, with every Farkas proof verified before it is written, and then checked by the
standalone checker in the same process. Paces are Farkas proofs per CPU second over all of the work, reading and
writing the file included. A PROOF names what is proved of the network, and how:

    construction-2, construction-3                 its shallow equal with so many hidden layers, by the construction
    partition-shallow-2, partition-shallow-3       the same two networks, leaf by leaf
    partition-permuted, -scaled, -doubled          itself with its neurons permuted, scaled, or with a layer twice

For networks that are given the default is the first two; without networks all of those in the repository are taken
whose certificates stay below 100 MB.
"""

import argparse
import gc
import json
import os
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from exactrelu import Network  # noqa: E402
from exactrelu.certificate import certify, check  # noqa: E402
from exactrelu.regions import Walk  # noqa: E402
from tests.certificate.variants import permuted, scaled, with_layer  # noqa: E402

EXAMPLES, NETWORKS = HERE.parent / "examples", HERE.parent / "tests" / "nets"
SECOND = {
    "construction-2": lambda network: network.shallow(2),
    "construction-3": lambda network: network.shallow(3),
    "partition-shallow-2": lambda network: network.shallow(2),
    "partition-shallow-3": lambda network: network.shallow(3),
    "partition-permuted": permuted,
    "partition-scaled": scaled,
    "partition-doubled": lambda network: with_layer(network, 0, "relu"),
}
CONSTRUCTIONS = tuple(SECOND)[:2]
FORMULAS = ["absolute", "clip", "degenerate", "max3", "max4", "median3", "sawtooth3", "sawtooth4", "sawtooth5", "xor"]
SMALL = ["2-8-8-1", "int1_2-8-8-1", "int2_2-8-8-1", "far30_2-2-1"]
MEDIUM = ["int1_3-6-6-1", "3-8-8-1", "4-8-8-1", "2-16-16-1", "2-32-32-1"]
LARGE = ["int2_2-12-12-1", "sliver26_2-8-8-1", "sliver40_2-8-8-1", "3-16-16-1"]


def default():
    """Pairs (file, proof) of the networks in the repository."""
    files = [EXAMPLES / f"{name}.json" for name in FORMULAS]
    files += [NETWORKS / f"{name}.json" for name in (*SMALL, *MEDIUM, *LARGE)]
    pairs = [(file, proof) for proof in CONSTRUCTIONS for file in files]
    for proof in SECOND:
        if proof not in CONSTRUCTIONS:
            names = SMALL if "shallow" in proof else (*SMALL, *MEDIUM)
            pairs += [(NETWORKS / f"{name}.json", proof) for name in names]
    return pairs


def timed(work):
    """The result and the CPU seconds of one call, with the garbage collector out of the way as at the command line."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        result = work()
        return result, time.process_time() - start
    finally:
        gc.enable()


def measure(path, proof):
    """One network and one proof, in numbers."""
    network = Network.load(path)
    faces = proof == "construction-2" or "shallow" in proof
    paths, enumerating = timed(lambda: sum(1 for _ in Walk(network, faces=faces)))
    second, building = timed(lambda: SECOND[proof](network))
    with tempfile.TemporaryDirectory() as folder:
        target = os.path.join(folder, "certificate.jsonl")
        _, producing = timed(lambda: certify(network, second, out=target, kind=proof.split("-")[0]))
        verdict, checking = timed(lambda: check(target))
        size = os.path.getsize(target)
    if not verdict.accepted:
        raise SystemExit(f"{path}: {verdict.status}, line {verdict.line}: {verdict.message}")
    return {
        "network": Path(path).stem,
        "proof": proof,
        "paths": paths,
        "leaves": verdict.cells,
        "tokens": verdict.tokens,
        "proofs": verdict.farkas_proofs,
        "bytes": size,
        "enumerating_seconds": enumerating,
        "building_seconds": building,
        "producing_seconds": producing,
        "checking_seconds": checking,
        "produced_per_second": verdict.farkas_proofs / producing,
        "checked_per_second": verdict.farkas_proofs / checking,
    }


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("networks", nargs="*")
    parser.add_argument("--proof", action="append", choices=SECOND, help="what is proved; may be repeated")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not options.json:
        print(
            f"{'network':<26}{'proof':<21}{'leaves':>7}{'proofs':>9}{'MB':>8}{'enumerate':>11}{'build':>9}"
            f"{'produce':>10}{'check':>9}{'produced/s':>12}{'checked/s':>11}"
        )
    given = [(path, proof) for path in options.networks for proof in options.proof or CONSTRUCTIONS]
    for path, proof in given or [pair for pair in default() if pair[1] in (options.proof or SECOND)]:
        row = measure(path, proof)
        if options.json:
            print(json.dumps(row), flush=True)
            continue
        print(
            f"{row['network']:<26}{proof:<21}{row['leaves']:>7,}{row['proofs']:>9,}{row['bytes'] / 1e6:>8.3f}"
            f"{row['enumerating_seconds']:>9.3f} s{row['building_seconds']:>7.3f} s"
            f"{row['producing_seconds']:>8.3f} s{row['checking_seconds']:>7.3f} s"
            f"{row['produced_per_second']:>12,.0f}{row['checked_per_second']:>11,.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
