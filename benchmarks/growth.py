"""How the number of cells and the cost of finding them grow with width, depth, dimension and the bits of the weights.

    python benchmarks/growth.py [--what width,depth,dimension,bits] [--seeds N] [--limit SECONDS] [--json]

The networks are made by a seeded formula: normal weights of variance 2 / inputs, biases of deviation 0.3, rounded to a
number of binary digits after the point, or to float32. A row is the median over the seeds, of cells and of CPU seconds
each; a series ends once a row took more than the limit of CPU seconds.
"""

import argparse
import gc
import json
import random
import statistics
import struct
import time
from fractions import Fraction
from itertools import pairwise

from exactrelu import Layer, Network
from exactrelu.estimate.bounds import least_upper_bound

DIGITS = 6
SERIES = {
    "width": [((2, width, width, 1), DIGITS) for width in (4, 8, 16, 32, 64)],
    "depth": [((2, *[12] * depth, 1), DIGITS) for depth in (1, 2, 3, 4, 6, 8)],
    "dimension": [((n, 8, 8, 1), DIGITS) for n in (1, 2, 3, 4, 5, 6)],
    "bits": [((3, 10, 10, 10, 1), digits) for digits in (2, 6, 12, None)],
}


def number(chances, deviation, digits):
    """A normal number, rounded to so many binary digits after the point, or (None) to float32."""
    exact = Fraction(chances.gauss(0, deviation))
    if digits is None:
        return Fraction(struct.unpack("f", struct.pack("f", float(exact)))[0])
    return Fraction(round(exact * 2**digits), 2**digits)


def network_of(widths, digits, seed):
    """The seeded network of these widths."""
    chances = random.Random(f"{widths} {seed}")
    layers = []
    for i, (inputs, outputs) in enumerate(pairwise(widths)):
        weight = [[number(chances, (2 / inputs) ** 0.5, digits) for _ in range(inputs)] for _ in range(outputs)]
        bias = [number(chances, 0.3, digits) for _ in range(outputs)]
        layers.append(Layer(weight, bias, "identity" if i == len(widths) - 2 else "relu"))
    return Network(layers)


def row(widths, digits, seeds):
    """The medians for one shape."""
    cells, seconds, bits = [], [], []
    for seed in range(seeds):
        network = network_of(widths, digits, seed)
        before, found, longest = time.process_time(), 0, 0
        for cell in network.regions().walk:
            found += 1
            if not found % 8:
                longest = max(longest, *(entry.bit_length() for g in cell.generators for entry in g.v))
        seconds.append(time.process_time() - before)
        cells.append(found)
        bits.append(longest)
        gc.collect()
    middle, spent = statistics.median(cells), statistics.median(seconds)
    return {
        "widths": "-".join(map(str, widths)),
        "digits": "float32" if digits is None else digits,
        "cells": middle,
        "upper_bound": least_upper_bound(network_of(widths, digits, 0), widths[0]).value,
        "longest_coordinate_bits": max(bits),
        "cpu_seconds": spent,
        "cells_per_cpu_second": middle / spent,
    }


def main():
    """Measure each series and print a table, or one JSON list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--what", default=",".join(SERIES), help=f"the series: {', '.join(SERIES)} (default all)")
    parser.add_argument("--seeds", type=int, default=3, help="networks of each shape (default 3)")
    parser.add_argument("--limit", type=float, default=20, help="CPU seconds after which a series ends (default 20)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    wanted = options.what.split(",")
    if unknown := [name for name in wanted if name not in SERIES]:
        parser.error(f"unknown series: {', '.join(unknown)}; there are {', '.join(SERIES)}")
    # As the commands do: see the page on scale.
    gc.disable()
    rows = []
    if not options.json:
        print(f"{'series':>10} {'network':>26} {'digits':>7} {'cells':>9} {'upper bound':>12} {'bits':>5}", end=" ")
        print(f"{'CPU s':>8} {'cells/CPU s':>11}", flush=True)
    for name in wanted:
        for widths, digits in SERIES[name]:
            found = {"series": name} | row(widths, digits, options.seeds)
            rows.append(found)
            if not options.json:
                print(
                    f"{name:>10} {found['widths']:>26} {found['digits']:>7} {found['cells']:>9.0f} "
                    f"{found['upper_bound']:>12.3g} {found['longest_coordinate_bits']:>5} "
                    f"{found['cpu_seconds']:>8.3f} {found['cells_per_cpu_second']:>11.0f}",
                    flush=True,
                )
            if found["cpu_seconds"] * options.seeds > options.limit:
                break
    if options.json:
        print(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
