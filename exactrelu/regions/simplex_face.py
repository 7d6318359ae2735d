"""The face that contains a point, by linear programming: for many inputs, where it may have thousands of vertices."""

from collections.abc import Sequence
from functools import cached_property

from exactrelu.affine import Form, primitive, value
from exactrelu.domain import Domain
from exactrelu.network import Network
from exactrelu.regions.region import Region
from exactrelu.regions.simplex_walk import SimplexWalk

__all__ = ["FaceWalk", "face_at"]


class FaceWalk(SimplexWalk):
    """The walk on the part of a domain where some neurons' forms vanish, the levels: a face is one of its cells.

    Each level takes both strict signs on the part of the domain where those before it vanish; so they follow the
    domain's equalities, and whatever is positive somewhere on the domain is positive somewhere on this part.
    """

    def __init__(self, network: Network, domain: Domain | None, levels: Sequence[Form], through: Form) -> None:
        whole = Domain(network.inputs) if domain is None else domain
        part = Domain(whole.dimension, whole.inequalities, (*whole.equalities, *levels))
        super().__init__(network, part, through=through)
        self._lost = len(levels)

    @cached_property
    def dimension(self) -> int:
        """The dimension of the domain, without the levels."""
        return self.chart.dimension + self._lost


def face_at(network: Network, domain: Domain | None, point: Form) -> Region:
    """The face of the network on the domain that contains a homogeneous point of the domain.

    The first neuron, in the order of the walk, that cuts a cell around the point and is 0 at the point becomes a level,
    and the search begins again on it, until no neuron is left that does so.  Every level takes a dimension away.
    """
    levels: list[Form] = []
    while True:
        walk = FaceWalk(network, domain, levels, point)
        cell = next(iter(walk))
        cuts = (walk.form(cell, bit) for bit in range(walk.offsets[0], walk.offsets[-1]) if cell.split >> bit & 1)
        level = next((form for form in cuts if not value(form, point)), None)
        if level is None:
            return Region(walk, cell)
        levels.append(primitive(level))
