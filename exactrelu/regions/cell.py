"""The closure of one face, as the walk leaves it: generators, sign masks and the forms of the next layer."""

from gmpy2 import mpz

from exactrelu.affine import Form
from exactrelu.geometry.cone import AT_INFINITY, Generators

__all__ = ["Cell", "Cylinder"]


class Cell:
    """The closure of a face of the network up to some layer, by its generators.

    Mask bits: 0 is t >= 0, then the constraints of the domain, then the ReLU neurons layer by layer.
    positive and negative are the signs of the constraints and neurons on the face, vanishing marks those that are
    identically zero on it, split the neurons that cut an ancestor; flat holds the scaled pre-activation forms of the
    next layer (the outputs after the last hidden one), one after the other; parent is the cell of the layer before.
    """

    __slots__ = (
        "dimension",
        "flat",
        "generators",
        "lines",
        "negative",
        "parent",
        "positive",
        "split",
        "vanishing",
    )

    def __init__(
        self,
        lines: Generators,
        generators: Generators,
        dimension: int,
        positive: int,
        negative: int,
        vanishing: int,
        split: int,
        flat: tuple[mpz, ...],
        parent: "Cell | None",
    ) -> None:
        self.lines = lines
        self.generators = generators
        self.dimension = dimension
        self.positive = positive
        self.negative = negative
        self.vanishing = vanishing
        self.split = split
        self.flat = flat
        self.parent = parent

    def forms(self, length: int) -> list[Form]:
        """The forms in flat, cut to the length n + 1."""
        entries = iter(self.flat)
        return list(zip(*([entries] * length), strict=True))

    @property
    def inner(self) -> "Cell":
        """The cell in the coordinates of the walk that found it."""
        return self

    def lineage(self) -> "list[Cell]":
        """The cell's ancestors from the root on: entry l has the pre-activation forms of hidden layer l + 1."""
        chain: list[Cell] = []
        cell = self.parent
        while cell is not None:
            chain.append(cell)
            cell = cell.parent
        return chain[::-1]

    def is_bounded(self) -> bool:
        """Whether the cell is a polytope."""
        if self.lines:
            return False
        for g in self.generators:  # noqa: SIM110 - any() would make a generator for each of a million cells
            if g.tight & AT_INFINITY:
                return False
        return True

    def interior(self) -> Form:
        """A homogeneous point of the relative interior: the sum of all generators.

        It is a convex combination of all vertices (with their t as weights), moved along every direction.
        """
        return tuple(map(sum, zip(*(g.v for g in self.generators), strict=True)))

    def witness(self, mask: int) -> Form:
        """A homogeneous point of the relative interior of the face on which all constraints of the mask vanish."""
        return tuple(map(sum, zip(*(g.v for g in self.generators if g.tight & mask == mask), strict=True)))

    def tight_sets(self) -> dict[int, int]:
        """The set of tight generators of every constraint (a mask bit) that is tight somewhere but not everywhere."""
        candidates = (self.positive | self.negative | AT_INFINITY) & ~self.vanishing
        held: dict[int, int] = {}
        for i, g in enumerate(self.generators):
            tight = g.tight & candidates
            while tight:
                one = tight & -tight
                tight ^= one
                held[one] = held.get(one, 0) | 1 << i
        return held

    def maximal(self, held: dict[int, int]) -> list[int]:
        """The sets of tight generators that make a facet of the polyhedron.

        A facet is a maximal proper face, so its set is maximal among those of single constraints; a face without a
        vertex lies at infinity and is none.
        """
        sets = set(held.values())
        at_infinity = held.get(AT_INFINITY, 0)
        return [
            mine
            for mine in sets
            if mine & ~at_infinity and not any(mine & other == mine and mine != other for other in sets)
        ]

    def facets(self) -> list[int]:
        """For each facet the mask of all constraints and neurons that vanish on it, those of the cell included.

        Ordered by the first of them that does not vanish on the whole cell.
        """
        candidates = (self.positive | self.negative | AT_INFINITY) & ~self.vanishing
        common: dict[int, int] = {}
        number: dict[int, int] = {}
        for g in self.generators:
            mask = g.tight
            tight = mask & candidates
            while tight:
                one = tight & -tight
                tight ^= one
                if one in common:
                    common[one] &= mask
                    number[one] += 1
                else:
                    common[one] = mask
                    number[one] = 1
        masks = {}
        for one, mask in common.items():
            if mask & AT_INFINITY:
                continue
            # What is tight at all these generators is tight at more of them if this face lies in another facet.
            others = mask & candidates ^ one
            while others:
                other = others & -others
                if number[other] != number[one]:
                    break
                others ^= other
            else:
                first = mask & candidates
                masks[first & -first] = mask
        return [masks[first] for first in sorted(masks)]


class Cylinder(Cell):
    """A cell of which the generators are those of a cross-section: it goes on forever where nothing is seen."""

    __slots__ = ()

    def is_bounded(self) -> bool:
        """Whether the cell is a polytope."""
        return False
