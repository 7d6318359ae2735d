"""The window of a picture: a bounded polyhedron with one or two coordinates that are not fixed."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from exactrelu.domain import Domain
from exactrelu.errors import DomainError, ShapeError
from exactrelu.geometry.polyhedron import generate
from exactrelu.network import Network
from exactrelu.regions import Region, as_domain

__all__ = ["as_window", "cells_in", "default_window", "free_axes", "sides"]

Side = tuple[Fraction, Fraction]


def free_axes(window: Domain) -> tuple[int, ...]:
    """The coordinates, counted from 0, that no equality of the window fixes.

    >>> free_axes(Domain.box([(0, 1), (2, 2), (-1, 1)]))
    (0, 2)
    """
    fixed = set()
    for form in window.equalities:
        used = [i for i, entry in enumerate(form[:-1]) if entry]
        if len(used) == 1:
            fixed.add(used[0])
    return tuple(i for i in range(window.dimension) if i not in fixed)


def as_window(network: Network, window: Any = None) -> Domain:
    """The window as a domain of one or two free coordinates; the default window where none is given.

    Raises ShapeError where more coordinates are free, or none.
    """
    if window is None and network.inputs > 2:
        raise ShapeError(
            f"a network with {network.inputs} inputs is drawn on a slice: give a box of {network.inputs} sides, as in "
            "--box 0:1,0:1,3:3, that fixes all but one or two"
        )
    chosen = default_window(network) if window is None else as_domain(window, network)
    if chosen is None or len(free_axes(chosen)) not in (1, 2):
        number = network.inputs if chosen is None else len(free_axes(chosen))
        raise ShapeError(f"a picture has 1 or 2 free coordinates, the window leaves {number} free")
    return chosen


def default_window(network: Network) -> Domain:
    """A box in which the network's vertices are seen, for one or two inputs.

    It is the network's suggested domain where that is bounded.
    Otherwise it holds the vertices with a margin, in each coordinate without those beyond Tukey's fences: further from
    the quartiles than one and a half times their distance.
    """
    suggested = network.suggested_domain
    if suggested is not None and _is_bounded(suggested):
        return suggested
    vertices = {vertex for region in network.regions() for vertex in region.vertices}
    return Domain.box(_span(sorted(vertex[i] for vertex in vertices)) for i in range(network.inputs))


def _is_bounded(domain: Domain) -> bool:
    part = generate(domain)
    return not part.lines and all(g.v[-1] > 0 for g in part.generators)


def _span(values: Sequence[Fraction]) -> Side:
    """A side of round numbers around the sorted values."""
    low, high = values[0], values[-1]
    quartiles = values[len(values) // 4], values[-1 - len(values) // 4]
    fence = (quartiles[1] - quartiles[0]) * 3 / 2
    if fence:
        low, high = max(low, quartiles[0] - fence), min(high, quartiles[1] + fence)
    margin = (high - low) / 4 or Fraction(1)
    step = Fraction(1)
    while step > margin:
        step /= 10
    while 10 * step <= margin:
        step *= 10
    return (low - margin) // step * step, -(-(high + margin) // step) * step


def cells_in(network: Network, window: Domain, dimension: int) -> tuple[Region, ...]:
    """The full-dimensional cells of the network in the window.

    Raises DomainError unless the window is bounded and of the given dimension.
    """
    regions = network.regions(window)
    if regions.walk.dimension != dimension:
        raise DomainError(f"the window is flat: it has dimension {regions.walk.dimension}, not {dimension}")
    if not _is_bounded(window):
        raise DomainError("the window is unbounded: give both bounds of every side, as in --box -1:1,-1:1")
    return tuple(regions)


def sides(points: Iterable[Sequence[Fraction]]) -> tuple[Side, ...]:
    """The least and the greatest value of each coordinate."""
    return tuple((min(column), max(column)) for column in zip(*points, strict=True))
