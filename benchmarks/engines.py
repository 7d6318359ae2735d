"""Double description against the simplex: cells per CPU second of both engines, and which of them "auto" takes.

    python benchmarks/engines.py [--limit SECONDS] [--only WIDTHS] [--json]

The networks are seeded, with one or two hidden layers, on all of space or on the box [-1, 1]^n. Each engine runs for at
most the limit of CPU seconds: its pace is that until there. The last column is the pace of the engine that "auto" takes
as a share of the better one's; "hyperplanes" counts the constraints of the domain and the neurons.
"""

import argparse
import gc
import json
import time

from growth import DIGITS, network_of

CASES = [
    ((3, 16, 16, 1), False),
    ((4, 12, 12, 1), True),
    ((5, 10, 10, 1), False),
    ((6, 8, 8, 1), False),
    ((6, 8, 8, 1), True),
    ((7, 10, 1), False),
    ((7, 14, 1), False),
    ((7, 12, 12, 1), False),
    ((7, 8, 8, 1), True),
    ((8, 10, 1), False),
    ((8, 12, 1), False),
    ((8, 16, 1), False),
    ((8, 8, 8, 1), True),
    ((10, 12, 1), False),
    ((10, 15, 1), False),
    ((10, 8, 1), True),
    ((12, 6, 6, 1), True),
]
ENGINES = ("double-description", "simplex")


def pace(network, domain, engine, limit):
    """Cells per CPU second within the limit; 0 where not one was found."""
    before, found, spent = time.process_time(), 0, 0.0
    for _ in network.regions(domain, engine=engine).walk:
        found += 1
        spent = time.process_time() - before
        if spent > limit:
            break
    gc.collect()
    return found / spent if spent else 0.0


def row(widths, boxed, limit):
    """One line of the table."""
    network, inputs = network_of(widths, DIGITS, 0), widths[0]
    domain = [(-1, 1)] * inputs if boxed else None
    walk = network.regions(domain).walk
    taken = ENGINES[type(walk).__name__ == "SimplexWalk"]
    paces = {engine: pace(network, domain, engine, limit) for engine in ENGINES}
    return {
        "widths": "-".join(map(str, widths)),
        "box": boxed,
        "hyperplanes": sum(widths[1:-1]) + 2 * inputs * boxed,
        **paces,
        "auto": taken,
        "share": paces[taken] / max(paces.values()),
    }


def main():
    """Measure both engines and print a table, or one JSON list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=float, default=3, help="CPU seconds for one engine and network (default 3)")
    parser.add_argument("--only", help="widths, such as 3-16-16-1, to which the table is restricted")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    # As the commands do: see the page on scale.
    gc.disable()
    rows = []
    if not options.json:
        print("    network  domain hyperplanes  double description  simplex  auto takes          share of the better")
    for widths, boxed in CASES:
        if options.only not in (None, "-".join(map(str, widths))):
            continue
        found = row(widths, boxed, options.limit)
        rows.append(found)
        if not options.json:
            print(
                f"{found['widths']:>11} {'box' if boxed else 'space':>7} {found['hyperplanes']:>11} "
                f"{found['double-description']:>19.0f} {found['simplex']:>8.0f}  {found['auto']:<19} "
                f"{found['share']:>19.0%}",
                flush=True,
            )
    if options.json:
        print(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
