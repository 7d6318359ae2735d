"""Certificates: their size, and how fast they are produced and checked, beside the enumeration of the same network.

    python benchmarks/certificates.py [NETWORK ...] [--hidden-layers 2|3] [--json]

Each certificate is produced to a file, with every Farkas proof verified before it is written, and then checked by the
standalone checker in the same process. Paces are Farkas proofs per CPU second over all of the work, reading and
writing the file included. Without networks it takes those in benchmarks/nets whose certificates stay below 100 MB.
"""

import argparse
import gc
import json
import os
import tempfile
import time
from pathlib import Path

from exactrelu import Network
from exactrelu.certificate import certify, check
from exactrelu.regions import Walk

NETWORKS = Path(__file__).resolve().parent / "nets"
DEFAULT = ["2-8-8-1", "2-16-16-1", "2-32-32-1", "3-8-8-1", "3-16-16-1", "4-8-8-1"]


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


def measure(path, hidden_layers):
    """One network and one construction, in numbers."""
    network = Network.load(path)
    cells, enumerating = timed(lambda: sum(1 for _ in Walk(network, faces=hidden_layers == 2)))
    shallow, building = timed(lambda: network.shallow(hidden_layers))
    with tempfile.TemporaryDirectory() as folder:
        target = os.path.join(folder, "certificate.jsonl")
        _, producing = timed(lambda: certify(network, shallow, out=target))
        verdict, checking = timed(lambda: check(target))
        size = os.path.getsize(target)
    if not verdict.accepted:
        raise SystemExit(f"{path}: {verdict.status}, line {verdict.line}: {verdict.message}")
    return {
        "network": Path(path).stem,
        "hidden_layers": hidden_layers,
        "paths": cells,
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
    parser.add_argument("networks", nargs="*", default=[str(NETWORKS / f"{name}.json") for name in DEFAULT])
    parser.add_argument("--hidden-layers", type=int, choices=(2, 3))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not options.json:
        print(
            f"{'network':<24}{'hidden':>7}{'paths':>8}{'proofs':>9}{'MB':>8}{'enumerate':>11}{'build':>8}"
            f"{'produce':>9}{'check':>8}{'produced/s':>12}{'checked/s':>11}"
        )
    for path in options.networks:
        for hidden_layers in (2, 3) if options.hidden_layers is None else (options.hidden_layers,):
            row = measure(path, hidden_layers)
            if options.json:
                print(json.dumps(row), flush=True)
                continue
            print(
                f"{row['network']:<24}{hidden_layers:>7}{row['paths']:>8,}{row['proofs']:>9,}{row['bytes'] / 1e6:>8.2f}"
                f"{row['enumerating_seconds']:>9.2f} s{row['building_seconds']:>6.2f} s"
                f"{row['producing_seconds']:>7.2f} s{row['checking_seconds']:>6.2f} s"
                f"{row['produced_per_second']:>12,.0f}{row['checked_per_second']:>11,.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
