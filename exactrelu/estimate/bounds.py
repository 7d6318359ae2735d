"""What theory says of the number of regions, from the widths of a network alone."""

from dataclasses import dataclass
from functools import cache
from math import comb, prod

from exactrelu.network import Network

__all__ = ["Bound", "known_bounds", "least_upper_bound", "montufar", "raghu", "serra", "zaslavsky"]


@dataclass(frozen=True, slots=True)
class Bound:
    """A known bound: its value, of what it is a bound, and its source.

    kind is "upper", "upper, first layer alone", or "maximum over weights, lower".
    """

    name: str
    kind: str
    value: int
    source: str
    note: str


def zaslavsky(neurons: int, dimension: int) -> int:
    """The number of regions of an arrangement of hyperplanes in general position; otherwise there are fewer.

    Source: T. Zaslavsky, Facing up to Arrangements (1975).

    >>> zaslavsky(3, 2), zaslavsky(2, 5)
    (7, 4)
    """
    return sum(comb(neurons, i) for i in range(dimension + 1))


def montufar(widths: tuple[int, ...], dimension: int) -> int | None:
    """A number of regions that some weights reach; None where the theorem does not speak: a layer narrower than that.

    Source: G. Montufar, R. Pascanu, K. Cho, Y. Bengio, On the Number of Linear Regions of Deep Neural Networks (2014),
    Theorem 4.

    >>> montufar((4, 4), 2), montufar((1, 4), 2)
    (44, None)
    """
    if not widths or not dimension or min(widths) < dimension:
        return None
    folds = prod(width // dimension for width in widths[:-1])
    power: int = folds**dimension
    return power * zaslavsky(widths[-1], dimension)


def raghu(widths: tuple[int, ...], dimension: int) -> int:
    """Every layer cuts every region at most into as many parts as an arrangement of its neurons has.

    Source: M. Raghu, B. Poole, J. Kleinberg, S. Ganguli, J. Sohl-Dickstein, On the Expressive Power of Deep Neural
    Networks (2017), Theorem 1, whose proof multiplies these numbers.

    >>> raghu((4, 4), 2)
    121
    """
    return prod(zaslavsky(width, dimension) for width in widths)


def serra(widths: tuple[int, ...], dimension: int, carried: tuple[int, ...] = ()) -> int:
    """The sum of products of binomials over the numbers j_l of inactive neurons that the dimensions allow.

    An image has at most as many dimensions as neurons that are active; carried counts, layer by layer, the identity
    neurons (none by default), which are always active.

    Source: T. Serra, C. Tjandraatmadja, S. Ramalingam, Bounding and Counting Linear Regions of Deep Neural Networks
    (2018), Theorem 1.

    >>> serra((4, 4), 2), serra((3,), 2)
    (121, 7)
    >>> serra((2, 4), 2)
    22
    """
    identity = carried or (0,) * len(widths)

    @cache
    def parts(layer: int, left: int) -> int:
        if layer == len(widths):
            return 1
        width, more = widths[layer], identity[layer]
        return sum(comb(width, j) * parts(layer + 1, min(left, width - j + more)) for j in range(min(left, width) + 1))

    return parts(0, dimension)


def known_bounds(network: Network, dimension: int) -> tuple[Bound, ...]:
    """The bounds for the widths of a network on a domain of this dimension.

    All speak of activation regions.  The upper bounds hold for these weights too, on every convex domain.  The lower
    bound is one of the maximum over all weights: it says nothing of these weights.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1, 0], [0, 1], [1, 1]], [0, 0, 1]), Layer([[1, 1, 1]], [0], "identity")])
    >>> [(bound.name, bound.kind, bound.value) for bound in known_bounds(net, 2)]
    [('Zaslavsky', 'upper', 7), ('Montufar et al.', 'maximum over weights, lower', 7), \
('Raghu et al.', 'upper', 7), ('Serra et al.', 'upper', 7)]
    """
    words = [layer.activation for layer in network.hidden]
    widths = tuple(word.count("relu") for word in words)
    carried = tuple(word.count("identity") for word in words)
    found = []
    if widths:
        single = len(widths) == 1
        kind = "upper" if single else "upper, first layer alone"
        note = "exact in general position" + ("" if single else ", and nothing about the layers after it")
        value = zaslavsky(widths[0], dimension)
        found.append(Bound("Zaslavsky", kind, value, "Facing up to Arrangements (1975)", note))
    reached = montufar(widths, dimension)
    if reached is not None:
        note = "some weights have at least so many; it says nothing of the weights at hand"
        source = "On the Number of Linear Regions of Deep Neural Networks (2014), Theorem 4"
        found.append(Bound("Montufar et al.", "maximum over weights, lower", reached, source, note))
    source = "On the Expressive Power of Deep Neural Networks (2017), Theorem 1 and its proof"
    found.append(Bound("Raghu et al.", "upper", raghu(widths, dimension), source, "no weights have more"))
    source = "Bounding and Counting Linear Regions of Deep Neural Networks (2018), Theorem 1"
    found.append(Bound("Serra et al.", "upper", serra(widths, dimension, carried), source, "no weights have more"))
    return tuple(found)


def least_upper_bound(network: Network, dimension: int) -> Bound:
    """The least of the known upper bounds; of equal ones the first.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1, 0], [0, 1], [1, 1]], [0, 0, 1]), Layer([[1, 1, 1]], [0], "identity")])
    >>> least_upper_bound(net, 2).name, least_upper_bound(net, 1).value
    ('Zaslavsky', 4)
    """
    return min((b for b in known_bounds(network, dimension) if b.kind == "upper"), key=lambda bound: bound.value)
