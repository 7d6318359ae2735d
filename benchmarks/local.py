"""Parts of networks that are too large as a whole: cells, time, size of the certificate, and the checker's verdict.

    python benchmarks/local.py [--small] [--json]

The first network has the shape of the collision-avoidance ones, 5-50-50-50-50-50-50-5, with weights drawn from a seed
in the numbers that float32 has; it is looked at on boxes.
The second one has 784 inputs, 784-16-16-10, and tells handwritten digits apart: scikit-learn trains it on the digits
that come with it, drawn out to 28 x 28, and its weights are rounded to multiples of 1/1024. It is looked at along
segments between digits, on triangles with three digits as corners, and on the whole plane through the first three;
around one digit its neighbourhood is taken. Without scikit-learn this network is left out.
--small takes networks and parts that need seconds, with weights from a seed, and needs no scikit-learn.

Every part has its certificate, which the checker reads from the file; times are CPU seconds of one process.
"""

import argparse
import importlib.util
import json
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from exactrelu import Domain, Layer, Network, certify, check

MANTISSA = 2**23
GRID = 2**10
SIDE, WIDE = 8, 28

Point = tuple[Fraction, ...]


@dataclass(frozen=True)
class Row:
    """What is said of one part: cells, faces, CPU seconds, bytes of the certificate, and the verdict."""

    network: str
    part: str
    hidden_layers: int
    cells: int
    faces: int | None
    cells_seconds: float
    certify_seconds: float
    certificate_bytes: int
    check_seconds: float
    verdict: str


def seconds(action: Callable[[], Any]) -> tuple[Any, float]:
    """What an action returns, and the CPU seconds that it took."""
    start = time.process_time()
    result = action()
    return result, round(time.process_time() - start, 3)


def measured(name: str, network: Network, part: str, domain: Domain, hidden_layers: int, folder: Path) -> Row:
    """Enumerates the cells of a part, certifies the shallow network there, and checks the certificate."""
    cells, cells_seconds = seconds(lambda: len(network.regions(domain)))
    faces = len(network.regions(domain, faces=True)) if hidden_layers == 2 else None
    path = folder / "certificate.jsonl"
    written, certify_seconds = seconds(
        lambda: certify(network, network.shallow(hidden_layers, domain), out=path, domain=domain)
    )
    verdict, check_seconds = seconds(lambda: check(path))
    times = cells_seconds, certify_seconds, written.bytes, check_seconds
    return Row(name, part, hidden_layers, cells, faces, *times, verdict.status)


def drawn_network(widths: list[int], seed: int) -> Network:
    """Weights spread evenly over +-sqrt(6 / fan-in), as He's rule has it, in multiples of 2^-23."""
    random = Random(seed)
    layers = []
    for depth, (inputs, outputs) in enumerate(pairwise(widths), start=1):
        most = int((6 * MANTISSA**2 // inputs) ** 0.5)
        weight = [[Fraction(random.randint(-most, most), MANTISSA) for _ in range(inputs)] for _ in range(outputs)]
        bias = [Fraction(random.randint(-MANTISSA // 8, MANTISSA // 8), MANTISSA) for _ in range(outputs)]
        layers.append(Layer(weight, bias, "relu" if depth < len(widths) - 1 else "identity"))
    return Network(layers)


def boxes(name: str, network: Network, radii: list[tuple[Fraction, int]], folder: Path) -> Iterator[Row]:
    """Boxes around (1/3, ..., 1/3)."""
    centre = Fraction(1, 3)
    for radius, hidden_layers in radii:
        box = Domain.box([(centre - radius, centre + radius)] * network.inputs)
        yield measured(name, network, f"box +-{radius}", box, hidden_layers, folder)


def trained_classifier() -> tuple[Network, list[Point]]:
    """The classifier of digits, and one image of each digit."""
    from sklearn.datasets import load_digits
    from sklearn.neural_network import MLPClassifier

    images, labels = load_digits(return_X_y=True)
    stretched = [i * SIDE // WIDE for i in range(WIDE)]
    large = images.reshape(-1, SIDE, SIDE)[:, stretched][:, :, stretched].reshape(-1, WIDE * WIDE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it could be trained longer
        model = MLPClassifier((16, 16), random_state=0, max_iter=60, alpha=1e-3).fit(large[:1500] / 16, labels[:1500])
    layers = []
    for depth, (weight, bias) in enumerate(zip(model.coefs_, model.intercepts_, strict=True), start=1):
        rows = [[Fraction(round(float(w) * GRID), GRID) for w in row] for row in weight.T]
        constants = [Fraction(round(float(b) * GRID), GRID) for b in bias]
        layers.append(Layer(rows, constants, "relu" if depth < len(model.coefs_) else "identity"))
    first = [next(i for i, label in enumerate(labels) if label == digit) for digit in range(10)]
    return Network(layers), [tuple(Fraction(int(pixel), 16) for pixel in large[i]) for i in first]


def drawn_digits(count: int, inputs: int) -> list[Point]:
    """Images with random pixels, most of them 0."""
    random = Random(7)
    return [tuple(Fraction(max(random.randint(-16, 16), 0), 16) for _ in range(inputs)) for _ in range(count)]


def between(
    name: str, network: Network, digits: list[Point], segments: int, triangles: int, folder: Path
) -> Iterator[Row]:
    """Segments between consecutive digits, triangles with three consecutive ones as corners, the first one's plane."""
    for i in range(segments):
        j = (i + 1) % len(digits)
        yield measured(name, network, f"segment {i}-{j}", Domain.segment(digits[i], digits[j]), 2, folder)
    for i in range(triangles):
        corners = [digits[(3 * i + k) % len(digits)] for k in range(3)]
        yield measured(name, network, f"triangle {3 * i}-{3 * i + 2}", Domain.simplex(corners), 3, folder)
    yield measured(name, network, "plane 0-2", Domain.plane(*digits[:3]), 3, folder)


def around(name: str, network: Network, point: Point, depth: int, folder: Path) -> Iterator[Row]:
    """The cell of a point and its neighbours, each with a certificate of its own."""
    near, cells_seconds = seconds(lambda: network.regions_near([point], depth))
    path = folder / "certificate.jsonl"
    size, certify_seconds, check_seconds, verdicts = 0, 0.0, 0.0, set()
    for neighbour in near:
        domain = neighbour.region.domain
        written, produced = seconds(
            lambda domain=domain: certify(network, network.shallow(3, domain), out=path, domain=domain)
        )
        verdict, checked = seconds(lambda: check(path))
        size, certify_seconds, check_seconds = size + written.bytes, certify_seconds + produced, check_seconds + checked
        verdicts.add(verdict.status)
    times = cells_seconds, round(certify_seconds, 3), size, round(check_seconds, 3)
    yield Row(name, f"around 0, depth {depth}", 3, len(near), None, *times, ", ".join(sorted(verdicts)))


def rows(small: bool, folder: Path) -> Iterator[Row]:
    """All measurements, one after the other."""
    if small:
        yield from boxes("5-12-12-12-5", drawn_network([5, 12, 12, 12, 5], 1), [(Fraction(1, 8), 3)], folder)
        network, digits = drawn_network([100, 6, 6, 2], 2), drawn_digits(3, 100)
        yield from between("100-6-6-2", network, digits, 1, 1, folder)
        yield from around("100-6-6-2", network, digits[0], 1, folder)
        return
    large = drawn_network([5, *[50] * 6, 5], 1)
    yield from boxes("5-50x6-5", large, [(Fraction(1, 40), 2), (Fraction(1, 25), 3)], folder)
    if importlib.util.find_spec("sklearn") is None:
        print("784-16-16-10 needs scikit-learn to be trained: pip install scikit-learn")
        return
    network, digits = trained_classifier()
    yield from between("784-16-16-10", network, digits, len(digits), 3, folder)
    yield from around("784-16-16-10", network, digits[0], 1, folder)


def main() -> None:
    """Prints one line for each part, as soon as it is measured."""
    parser = argparse.ArgumentParser(description="Parts of large networks, certified.")
    parser.add_argument("--small", action="store_true", help="networks that need seconds")
    parser.add_argument("--json", action="store_true", help="one JSON object per line")
    arguments = parser.parse_args()
    if not arguments.json:
        print(
            "network       part               hidden   cells   faces  cells s  certify s       bytes  check s  verdict"
        )
    with tempfile.TemporaryDirectory() as folder:
        for row in rows(arguments.small, Path(folder)):
            if arguments.json:
                print(json.dumps(asdict(row)), flush=True)
                continue
            faces = "-" if row.faces is None else row.faces
            print(
                f"{row.network:<13} {row.part:<18} {row.hidden_layers:>6} {row.cells:>7} {faces:>7} "
                f"{row.cells_seconds:>8.2f} {row.certify_seconds:>10.2f} {row.certificate_bytes:>11} "
                f"{row.check_seconds:>8.2f}  {row.verdict}",
                flush=True,
            )


if __name__ == "__main__":
    main()
