"""Three tempting shortcuts to a shallow network, and where exactly each of them fails.

- Closed cells only: sum the gates of all closed cells, without lower-dimensional faces.  On a common boundary of k
  cells the sum is k times the right value.
- Literal activation patterns: one gate per pattern that holds on an open set, each shut outside the points that have
  just this pattern.  On networks that are not generic some patterns hold on a lower-dimensional set only, so points
  there get 0.
- A large number M in place of oo: the gates of neighbouring cells leak.  With three hidden layers the error along
  boundaries does not go to 0 as M grows; with two it is 0 or O(1/M) on bounded sets in simple cases, but not near
  vertices where more hyperplanes meet than there are inputs, and not uniformly on unbounded sets.

The constructions in closed_faces and half_open exist because of these.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from exactrelu.extended import ExtendedRational
from exactrelu.network import Network
from exactrelu.shallow.build import build
from exactrelu.shallow.network import Row, ShallowLayer, ShallowNetwork

__all__ = ["closed_cells_only", "failures", "literal_patterns", "with_large_number"]

Point = tuple[Any, ...]


def closed_cells_only(network: Network, point: Iterable[Any]) -> tuple[Fraction, ...]:
    """The sum of g_C(x) over all cells C whose closures contain the point x: k * N(x) where k closed cells meet.

    Exact; raises ShapeError for a point of another length.

    >>> from exactrelu.network import Layer
    >>> step = Network([Layer([[1]], [0]), Layer([[1]], [1], "identity")])
    >>> step((0,)), closed_cells_only(step, (0,))
    ((Fraction(1, 1),), (Fraction(2, 1),))
    """
    coordinates = tuple(point)
    values = [cell.affine_map(coordinates) for cell in network.regions().cells_at(coordinates)]
    return tuple(sum(column, Fraction(0)) for column in zip(*values, strict=True))


def literal_patterns(network: Network, point: Iterable[Any], active_at_zero: bool = False) -> tuple[Fraction, ...]:
    """The network's value where the point's activation pattern holds on an open set, and 0 where it does not.

    A neuron is active where its pre-activation z is > 0, with active_at_zero where z >= 0.
    Exact; raises ShapeError for a point of another length.

    >>> from exactrelu.network import Layer
    >>> absolute = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [5], "identity")])
    >>> absolute((0,)), literal_patterns(absolute, (0,))
    ((Fraction(5, 1),), (Fraction(0, 1),))
    """
    coordinates = tuple(point)
    active = "+0" if active_at_zero else "+"

    def pattern(signs: tuple[str, ...]) -> list[list[bool]]:
        return [[sign in active for sign in word] for word in signs]

    # The points with one pattern form a convex set.  If it has interior points, then on the interior each neuron has a
    # strict sign or is identically zero, so the interior is (up to lower-dimensional faces) one cell, and all points of
    # the set lie in that cell's closure.  So only the cells at the point can have its pattern.
    mine = pattern(network.sign_vector(coordinates))
    if any(pattern(cell.signs) == mine for cell in network.regions().cells_at(coordinates)):
        return network(coordinates)
    return (Fraction(0),) * network.outputs


def with_large_number(shallow: ShallowNetwork, m: Any) -> ShallowNetwork:
    """The shallow network with m in place of oo and -m in place of -oo, m > 0: all its weights are finite.

    Raises ValueError unless 0 < m < oo, and InexactNumberError for a float.

    >>> from exactrelu.network import Layer
    >>> absolute = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [5], "identity")])
    >>> finite = with_large_number(absolute.shallow(3), 1000)
    >>> finite.infinite_weights, [str(y) for y in finite(("1/1000",))], [str(y) for y in absolute(("1/1000",))]
    (0, ['9001/1000'], ['5001/1000'])
    """
    large = ExtendedRational(m)
    if not large.is_finite or large.sign() <= 0:
        raise ValueError(f"the number in place of oo must be finite and positive, not {large}")

    def finite(weight: ExtendedRational) -> ExtendedRational:
        return weight.sign() * large if weight.is_infinite else weight

    def row(entries: Row) -> Row:
        return tuple((column, finite(weight)) for column, weight in entries)

    layers = tuple(
        ShallowLayer(tuple(map(row, layer.rows)), tuple(map(finite, layer.bias)), layer.activation)
        for layer in shallow.layers
    )
    return ShallowNetwork(shallow.inputs, layers, shallow.roles, shallow.domain)


def failures(network: Network, points: Iterable[Iterable[Any]], m: Any = 10**6) -> dict[str, tuple[Point, ...]]:
    """For each shortcut the points, among those given, at which its value differs from the network's.

    Exact; m stands for oo in the last two.

    >>> from exactrelu.network import Layer
    >>> absolute = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [5], "identity")])
    >>> for shortcut, places in failures(absolute, [(-1,), (0,), ("1/1000000",), (1,)]).items():
    ...     print(f"{shortcut}: {places}")
    closed cells only: ((0,),)
    literal patterns, active where z > 0: ((0,),)
    literal patterns, active where z >= 0: ((0,),)
    large number, two hidden layers: ()
    large number, three hidden layers: (('1/1000000',),)
    """
    places = [tuple(point) for point in points]
    two, three = (with_large_number(build(network, hidden_layers), m) for hidden_layers in (2, 3))
    shortcuts: dict[str, Callable[[Point], Sequence[Fraction | ExtendedRational]]] = {
        "closed cells only": lambda point: closed_cells_only(network, point),
        "literal patterns, active where z > 0": lambda point: literal_patterns(network, point),
        "literal patterns, active where z >= 0": lambda point: literal_patterns(network, point, active_at_zero=True),
        "large number, two hidden layers": two,
        "large number, three hidden layers": three,
    }
    return {
        name: tuple(point for point in places if shortcut(point) != network(point))
        for name, shortcut in shortcuts.items()
    }
