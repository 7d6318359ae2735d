"""How large a shallow network will be, before it is built: from the number of faces (cells) and a sample of them."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any

from gmpy2 import mpq

from exactrelu.extended import format_rational
from exactrelu.network import Network
from exactrelu.regions import Region, Walk, as_domain
from exactrelu.regions.cell import Cell
from exactrelu.regions.parallel import Search
from exactrelu.regions.subtree import Source
from exactrelu.regions.tasks import OverCells
from exactrelu.shallow.assembly import Passing, gate_signs
from exactrelu.shallow.build import require_construction
from exactrelu.shallow.closed_faces import violations
from exactrelu.shallow.half_open import half_open_sides

__all__ = ["Prediction", "predict", "sampled_size"]

SAMPLE = 256
"""A sample has at most so many faces (cells), and mostly half as many at least."""
PENALTY_BYTES = 15
"""A sparse entry such as "1234": "-oo" with its separator."""
ENTRY_BYTES = 12
"""What stands around the number of an entry."""
ROLE_BYTES = 86
"""A gate's role without its signs."""
OUTPUT_BYTES = 16
"""A gate's entry in the output layer."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """The expected size of a shallow network: faces (cells for 3 hidden layers) is exact, the rest is from a sample.

    bytes is that of its file, weight_bytes without the roles of the gates, which a certificate does not embed.
    complete is False if the file was found to be too large before all faces were counted: the numbers are then those
    of the faces seen so far.
    """

    faces: int
    gates: int
    bytes: int
    weight_bytes: int
    complete: bool
    sample: tuple[Cell, ...] = field(repr=False)


def predict(
    network: Network,
    hidden_layers: int = 2,
    domain: Any = None,
    passing: Passing = iter,
    executor: Executor | None = None,
    most_bytes: int | None = None,
) -> Prediction:
    """Predicts the gates and the file size in bytes from a sample of at most a few hundred faces, spread at random.

    It enumerates all faces (cells), which is fast, but computes rows for the sample only; executor, any of
    concurrent.futures, does it in parallel.  The sample, and so a complete prediction, does not depend on that.
    most_bytes ends it early, once the weights of the faces seen so far need more.
    Raises ValueError for another number of hidden layers, DomainError for an empty domain.

    >>> from exactrelu.network import Layer
    >>> absolute = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
    >>> expected = predict(absolute)
    >>> expected.faces, expected.gates, expected.complete
    (3, 2, True)
    """
    require_construction(hidden_layers)
    walk = Walk(network, as_domain(domain, network), faces=hidden_layers == 2)
    sample = _Sample()
    faces, complete = 0, True
    for count, step, cells in _parts(walk, passing, executor):
        before = sample.step
        faces += count
        sample.merge(step, cells)
        if most_bytes is not None and sample.step > before:
            *_, weights = sampled_size(walk, sample.cells, hidden_layers)
            if weights * faces > most_bytes * len(sample.cells):
                complete = False
                break
    gates, size, weights = (
        number * faces // len(sample.cells) for number in sampled_size(walk, sample.cells, hidden_layers)
    )
    return Prediction(faces, max(1, gates), size, weights, complete, tuple(sample.cells))


def _parts(walk: Walk, passing: Passing, executor: Executor | None) -> Iterator[tuple[int, int, Sequence[Cell]]]:
    """For parts of the enumeration: the number of faces (cells), and a sample of them with its step."""
    if executor is None:
        for cell in passing(walk):
            yield 1, 1, [cell]
        return
    for outcome in Search(Source.of(walk), OverCells(_sampled), executor, contiguous=True):
        count = sum(1 for _ in passing(range(outcome.cells)))
        yield count, *outcome.result


def _sampled(_: Walk, cells: Iterable[Cell]) -> tuple[int, list[Cell]]:
    """What a search does with its cells: the sample and its step."""
    sample = _Sample()
    for cell in cells:
        sample.merge(1, [cell])
    return sample.step, sample.cells


class _Sample:
    """The cells whose hash is a multiple of a step, which is doubled when they are too many.

    So every cell has the same chance, and the samples of parts make the sample of the whole, however it was cut.
    """

    def __init__(self) -> None:
        self.step = 1
        self.cells: list[Cell] = []

    def merge(self, step: int, cells: Iterable[Cell]) -> None:
        """Adds the sample of a part."""
        if step > self.step:
            self._thin(step)
        self.cells += [cell for cell in cells if not _hash(cell) % self.step]
        while len(self.cells) > SAMPLE:
            self._thin(2 * self.step)

    def _thin(self, step: int) -> None:
        self.step = step
        self.cells = [cell for cell in self.cells if not _hash(cell) % step]


def _hash(cell: Cell) -> int:
    """The signs of a cell in disorder, the same in every process."""
    return hash((cell.positive, cell.negative))


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
