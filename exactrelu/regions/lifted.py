"""Cells that were found in the coordinates of a chart, seen in the space of the network's inputs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gmpy2 import mpz

from exactrelu.affine import Form
from exactrelu.geometry.cone import Generator, Generators
from exactrelu.network import Network
from exactrelu.regions.cell import Cell

if TYPE_CHECKING:
    from exactrelu.regions.chart import Chart

__all__ = ["LayerForms", "LiftedCell"]

REMEMBERED = 64
"""For so many activation patterns the forms of a layer are kept; neighbouring cells share all but the last layers'."""


class LayerForms:
    """The scaled pre-activations of the layers as forms on the whole input space, by activation pattern.

    relu and offsets are those of the walk: which neurons have mask bits, and the first bit of every layer.
    """

    def __init__(self, network: Network, relu: Sequence[Sequence[int]], offsets: Sequence[int]) -> None:
        self.network = network
        self.relu = relu
        self.offsets = offsets
        self._known: list[dict[int, tuple[Form, ...]]] = [{} for _ in network.layers]

    def of(self, layer: int, positive: int) -> tuple[Form, ...]:
        """The forms of a layer (0 for the first) where the neurons of the mask are the active ones before it."""
        pattern = positive & ((1 << self.offsets[layer]) - 1) & ~((1 << self.offsets[0]) - 1)
        known = self._known[layer]
        if pattern not in known:
            if len(known) >= REMEMBERED:
                known.clear()
            known[pattern] = self._made(layer, pattern)
        return known[pattern]

    def _made(self, layer: int, pattern: int) -> tuple[Form, ...]:
        here = self.network.integer_layers[layer]
        if not layer:
            return tuple((*row, constant) for row, constant in zip(here.weight, here.bias, strict=True))
        below = self.of(layer - 1, pattern)
        before = self.network.integer_layers[layer - 1]
        active = [k for k, relu in enumerate(before.relu) if not relu]
        active += [k for bit, k in enumerate(self.relu[layer - 1], self.offsets[layer - 1]) if pattern >> bit & 1]
        forms = []
        for row, constant in zip(here.weight, here.bias, strict=True):
            total = [mpz(0)] * self.network.inputs + [constant]
            for k in active:
                if weight := row[k]:
                    total = [a + weight * b for a, b in zip(total, below[k], strict=True)]
            forms.append(tuple(total))
        return tuple(forms)


class LiftedCell(Cell):
    """A cell of a walk in other coordinates, as a cell in the input space; what is not asked for is not computed.

    Masks, facets and dimension are the same.  inner is the cell of the walk.
    """

    __slots__ = ("_chart", "_forms", "_inner")

    def __init__(self, inner: Cell, chart: "Chart", forms: LayerForms) -> None:
        self._inner = inner
        self._chart = chart
        self._forms = forms
        self.dimension = inner.dimension
        self.positive = inner.positive
        self.negative = inner.negative
        self.vanishing = inner.vanishing
        self.split = inner.split
        self.parent = inner.parent

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Called for a slot that is still empty."""
            if name == "flat":
                forms = self._forms.of(len(self._inner.lineage()), self._inner.positive)
                self.flat = tuple(entry for form in forms for entry in form)
            elif name == "generators":
                self.generators = self._pushed(self._inner.generators)
            elif name == "lines":
                tight = (1 << self._forms.offsets[-1]) - 1
                unseen = [Generator(line, tight) for line in self._chart.lines()]
                self.lines = self._pushed(self._inner.lines) + unseen
            else:
                raise AttributeError(f"a cell has no attribute {name!r}")
            return getattr(self, name)

    @property
    def inner(self) -> Cell:
        """The cell in the coordinates of the walk."""
        return self._inner

    def is_bounded(self) -> bool:
        """Whether the cell is a polytope."""
        return self._inner.is_bounded()

    def interior(self) -> Form:
        """A homogeneous point of the relative interior."""
        return self._chart.push(self._inner.interior())

    def witness(self, mask: int) -> Form:
        """A homogeneous point of the relative interior of the face on which all constraints of the mask vanish."""
        return self._chart.push(self._inner.witness(mask))

    def tight_sets(self) -> dict[int, int]:
        """The set of tight generators of every constraint (a mask bit) that is tight somewhere but not everywhere."""
        return self._inner.tight_sets()

    def maximal(self, held: dict[int, int]) -> list[int]:
        """The sets of tight generators that make a facet of the polyhedron."""
        return self._inner.maximal(held)

    def facets(self) -> list[int]:
        """For each facet the mask of all constraints and neurons that vanish on it, those of the cell included."""
        return self._inner.facets()

    def _pushed(self, generators: Generators) -> Generators:
        return [Generator(self._chart.push(g.v), g.tight) for g in generators]
