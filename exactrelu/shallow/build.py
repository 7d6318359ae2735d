"""The door to both constructions, and a prediction of how large their result will be."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any

from gmpy2 import mpq

from exactrelu.domain import Domain
from exactrelu.extended import format_rational
from exactrelu.network import Network
from exactrelu.regions import Region, Walk, as_domain
from exactrelu.regions.cell import Cell
from exactrelu.shallow.assembly import Passing, gate_signs
from exactrelu.shallow.closed_faces import build_closed_faces, violations
from exactrelu.shallow.half_open import build_half_open, half_open_sides
from exactrelu.shallow.network import ShallowNetwork

__all__ = ["Prediction", "build", "predict", "sampled_size"]

SAMPLE = 256
PENALTY_BYTES = 15
"""A sparse entry such as "1234": "-oo" with its separator."""
ENTRY_BYTES = 12
"""What stands around the number of an entry."""
ROLE_BYTES = 86
"""A gate's role without its signs."""
OUTPUT_BYTES = 16
"""A gate's entry in the output layer."""


def build(
    network: Network,
    hidden_layers: int = 2,
    domain: Any = None,
    passing: Passing = iter,
    executor: Executor | None = None,
) -> ShallowNetwork:
    """The shallow network that equals the given one at every point of the domain (Q^n by default).

    hidden_layers is 2 (closed faces with alternating signs) or 3 (half-open cells); domain is a Domain or (low, high)
    pairs.  The number of gates grows with the number of faces, or cells: see predict.
    passing is given an item for each face (cell) as it is found, and hands it on: it may count them for a progress bar.
    executor, any of concurrent.futures, finds the gates of the faces (cells); they are numbered and put together here.
    The network is the same.
    Raises ValueError for another number of hidden layers, DomainError for an empty domain.

    >>> from exactrelu.network import Layer
    >>> absolute = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
    >>> shallow = build(absolute)
    >>> shallow.widths, [str(y) for y in shallow(("-2/3",))]
    ((1, 2, 2, 1), ['2/3'])
    """
    return _construction(hidden_layers)(network, as_domain(domain, network), passing, executor)


def _construction(
    hidden_layers: int,
) -> Callable[[Network, Domain | None, Passing, Executor | None], ShallowNetwork]:
    if hidden_layers == 2:
        return build_closed_faces
    if hidden_layers == 3:
        return build_half_open
    raise ValueError(f"a shallow network has 2 or 3 hidden layers here, not {hidden_layers!r}")


@dataclass(frozen=True, slots=True)
class Prediction:
    """The expected size of a shallow network: faces (cells for 3 hidden layers) is exact, the rest is from a sample.

    bytes is that of its file, weight_bytes without the roles of the gates, which a certificate does not embed.
    """

    faces: int
    gates: int
    bytes: int
    weight_bytes: int
    sample: tuple[Cell, ...] = field(repr=False)


def predict(network: Network, hidden_layers: int = 2, domain: Any = None, passing: Passing = iter) -> Prediction:
    """Predicts the gates and the file size in bytes from an evenly spread sample of at most a few hundred faces.

    It enumerates all faces (cells), which is fast, but computes rows for the sample only.
    """
    _construction(hidden_layers)
    walk = Walk(network, as_domain(domain, network), faces=hidden_layers == 2)
    sample: list[Cell] = []
    stride = 1
    faces = 0
    for cell in passing(walk):
        if faces % stride == 0:
            sample.append(cell)
            if len(sample) == 2 * SAMPLE:
                sample = sample[::2]
                stride *= 2
        faces += 1
    gates, size, weights = (number * faces // len(sample) for number in sampled_size(walk, sample, hidden_layers))
    return Prediction(faces, max(1, gates), size, weights, tuple(sample))


def sampled_size(walk: Walk, sample: Sequence[Cell], hidden_layers: int) -> tuple[int, int, int]:
    """The gates and the bytes that some faces (cells) bring to the file, and those of the weights among them."""
    gates = roles = rows = 0
    scale = walk.network.integer_layers[-1].scale
    for cell in sample:
        region = Region(walk, cell)
        penalties = len(half_open_sides(region)) if hidden_layers == 3 else sum(1 for _ in violations(region))
        role = ROLE_BYTES + sum(len(word) + 4 for word in region.signs)
        for _, _, form in gate_signs(walk, cell):
            gates += 1
            *weights, bias = (len(format_rational(mpq(entry, scale))) + ENTRY_BYTES if entry else 0 for entry in form)
            rows += penalties * PENALTY_BYTES + 2 * sum(weights) + bias + OUTPUT_BYTES
            roles += role
    return gates, rows + roles, rows
