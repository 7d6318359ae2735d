"""The closure of one face, as the walk leaves it: generators, sign masks and the forms of the next layer."""

from gmpy2 import mpz

from exactrelu.affine import Form
from exactrelu.geometry.cone import AT_INFINITY, Generators

__all__ = ["Cell"]


class Cell:
    """The closure of a face of the network up to some layer, by its generators.

    Mask bits: 0 is t >= 0, then the constraints of the domain, then the ReLU neurons layer by layer.
    positive and negative are the signs of the constraints and neurons on the face, vanishing marks those that are
    identically zero on it, split the neurons that cut an ancestor; flat holds the scaled pre-activation forms of the next
    layer (the outputs after the last hidden one), one after the other; parent is the cell of the layer before.
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
        flat = self.flat
        return [flat[i : i + length] for i in range(0, len(flat), length)]

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
        return not self.lines and not any(g.tight & AT_INFINITY for g in self.generators)

    def interior(self) -> Form:
        """A homogeneous point of the relative interior: the sum of all generators.

        It is a convex combination of all vertices (with their t as weights), moved along every direction.
        """
        return tuple(map(sum, zip(*(g.v for g in self.generators), strict=True)))

    def witness(self, mask: int) -> Form:
        """A homogeneous point of the relative interior of the face on which all constraints of the mask vanish."""
        return tuple(map(sum, zip(*(g.v for g in self.generators if g.tight & mask == mask), strict=True)))

    def facets(self) -> list[int]:
        """For each facet the mask of all constraints and neurons that vanish on it, those of the cell included.

        A facet is a maximal proper face, so its set of tight generators is maximal among those of single constraints.
        A face without a vertex lies at infinity and is none.
        """
        generators = self.generators
        candidates = (self.positive | self.negative | AT_INFINITY) & ~self.vanishing
        union = 0
        for g in generators:
            union |= g.tight
        candidates &= union
        holders: dict[int, int] = {}
        for i, g in enumerate(generators):
            tight = g.tight & candidates
            while tight:
                one = tight & -tight
                tight ^= one
                holders[one] = holders.get(one, 0) | 1 << i
        everything = (1 << len(generators)) - 1
        sets = {held for held in holders.values() if held != everything}
        maximal = [held for held in sets if not any(held & other == held for other in sets if other != held)]
        masks = []
        for held in maximal:
            common = -1
            for i, g in enumerate(generators):
                if held >> i & 1:
                    common &= g.tight
            if not common & AT_INFINITY:
                masks.append(common)
        return sorted(masks, key=lambda mask: (mask & candidates & -(mask & candidates), mask))
