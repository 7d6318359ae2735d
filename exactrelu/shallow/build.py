"""The door to both constructions, and a prediction of how large their result will be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gmpy2 import mpz

from exactrelu.domain import Domain
from exactrelu.network import Network
from exactrelu.regions import Region, Walk, as_domain
from exactrelu.regions.cell import Cell
from exactrelu.shallow.assembly import gate_signs
from exactrelu.shallow.closed_faces import build_closed_faces, violations
from exactrelu.shallow.half_open import build_half_open, half_open_sides
from exactrelu.shallow.network import ShallowNetwork

__all__ = ["Prediction", "build", "predict", "sampled_size"]

SAMPLE = 256
ENTRY_BYTES = 14
"""A sparse penalty entry such as "1234": "-oo" with its separator."""
ROLE_BYTES = 120


def build(network: Network, hidden_layers: int = 2, domain: Any = None) -> ShallowNetwork:
    """The shallow network that equals the given one at every point of the domain (Q^n by default).

    hidden_layers is 2 (closed faces with alternating signs) or 3 (half-open cells); domain is a Domain or (low, high)
    pairs.  The number of gates grows with the number of faces, or cells: see predict.
    Raises ValueError for another number of hidden layers, DomainError for an empty domain.

    >>> from exactrelu.network import Layer
    >>> absolute = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
    >>> shallow = build(absolute)
    >>> shallow.widths, [str(y) for y in shallow(("-2/3",))]
    ((1, 2, 2, 1), ['2/3'])
    """
    return _construction(hidden_layers)(network, as_domain(domain, network))


def _construction(hidden_layers: int) -> Callable[[Network, Domain | None], ShallowNetwork]:
    if hidden_layers == 2:
        return build_closed_faces
    if hidden_layers == 3:
        return build_half_open
    raise ValueError(f"a shallow network has 2 or 3 hidden layers here, not {hidden_layers!r}")


@dataclass(frozen=True, slots=True)
class Prediction:
    """The expected size of a shallow network: faces (cells for 3 hidden layers) is exact, the rest is from a sample."""

    faces: int
    gates: int
    bytes: int


def predict(network: Network, hidden_layers: int = 2, domain: Any = None) -> Prediction:
    """Predicts the gates and the file size in bytes from an evenly spread sample of at most a few hundred faces.

    It enumerates all faces (cells), which is fast, but computes rows for the sample only.
    """
    _construction(hidden_layers)
    walk = Walk(network, as_domain(domain, network), faces=hidden_layers == 2)
    sample: list[Cell] = []
    stride = 1
    faces = 0
    for cell in walk:
        if faces % stride == 0:
            sample.append(cell)
            if len(sample) == 2 * SAMPLE:
                sample = sample[::2]
                stride *= 2
        faces += 1
    gates, size = sampled_size(walk, sample, hidden_layers)
    return Prediction(faces, max(1, gates * faces // len(sample)), size * faces // len(sample))


def sampled_size(walk: Walk, sample: Sequence[Cell], hidden_layers: int) -> tuple[int, int]:
    """The gates and the bytes that some faces (cells) bring to the file."""
    gates = size = 0
    for cell in sample:
        region = Region(walk, cell)
        penalties = len(half_open_sides(region)) if hidden_layers == 3 else sum(1 for _ in violations(region))
        for _, _, form in gate_signs(cell, walk.length):
            gates += 1
            digits = sum(2 * _digits(entry) + 24 for entry in form)
            digits += (len(form) + 1) * 2 * _digits(walk.network.integer_layers[-1].scale)
            size += penalties * ENTRY_BYTES + digits + ROLE_BYTES
    return gates, size


def _digits(number: mpz) -> int:
    return int(number.num_digits(10)) + 1
