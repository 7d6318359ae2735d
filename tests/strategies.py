"""Hypothesis strategies for all tests: small networks, domains and points, degenerate ones on purpose.

Weights are mostly small numbers, so that hyperplanes coincide, meet in non-simple vertices and miss the input.
Rows are copied, negated, scaled and shifted, zeroed, or made of numbers with hundreds of bits; whole layers are dead.
Every feature may meet every other one.
"""

from fractions import Fraction
from random import Random

from hypothesis import strategies as st

from exactrelu.domain import Domain
from exactrelu.network import Layer, Network

SMALL = (1, -1, 2, -2, 3, -3, 0)
NUMBERS = (*SMALL, Fraction(1, 2), Fraction(-2, 3), Fraction(7, 5), Fraction(-3, 4))
HUGE = (3**150, -(2**200) - 1, Fraction(1, 7**90), Fraction(-(5**100), 3**120))
FAR = (10**30, Fraction(-1, 10**30), Fraction(-(10**20), 3))
# Faces grow like (neurons)^inputs: this many ReLU neurons keep a network at a few hundred faces.
MOST_NEURONS = {1: 12, 2: 9, 3: 8, 4: 7, 5: 6}

numbers = st.one_of(st.integers(-3, 3), st.builds(Fraction, st.integers(-7, 7), st.integers(1, 6)))
coordinates = st.one_of(numbers, numbers, st.sampled_from(FAR))


def points(n):
    """Rational points of Q^n: small ones, often on hyperplanes of small networks, and far ones."""
    return st.tuples(*[coordinates] * n)


def forms(n, largest=2):
    """Integer forms (a_1, ..., a_n, c), the zero form and constants among them."""
    return st.tuples(*[st.integers(-largest, largest)] * (n + 1))


def pickers(draw):
    """A function that chooses among options, by drawing, which shrinks well, or from a seed, which varies more."""
    if draw(st.booleans()):
        return Random(draw(st.integers(0, 2**32))).choice
    return lambda options: draw(st.sampled_from(options))


def pick_row(pick, width, earlier):
    """One neuron, weights and bias, given the rows of its layer so far."""
    kind = pick(["fresh"] * 9 + ["zero", "constant", "huge"] + ["copy", "negated", "parallel"] * bool(earlier))
    if kind == "zero":
        return (0,) * (width + 1)
    if kind == "constant":
        return (*(0,) * width, pick(NUMBERS))
    if kind == "copy":
        return pick(earlier)
    if kind == "negated":
        return tuple(-entry for entry in pick(earlier))
    if kind == "parallel":
        factor = pick([2, -1, Fraction(-1, 3)])
        return (*(factor * entry for entry in pick(earlier)[:-1]), pick(NUMBERS))
    row = [pick(NUMBERS) for _ in range(width + 1)]
    if kind == "huge":
        factor = pick(HUGE)
        row = [factor * entry for entry in row[:-1]] + [row[-1] * pick([1, factor])]
    return tuple(row)


def pick_layer(pick, inputs, outputs, activation):
    """A layer; some have all hyperplanes through one point or on a lattice, are dead, or look at one input only."""
    shape = pick(["plain"] * 10 + ["central"] * 3 + ["lattice"] * 4 + ["dead", "first input only"])
    rows = []
    for _ in range(outputs):
        lattice = [pick([1, -1, 0]) for _ in range(inputs + 1)]
        rows.append(tuple(lattice) if shape == "lattice" else pick_row(pick, inputs, rows))
    if shape == "central":
        rows = [(*row[:-1], 0) for row in rows]
    elif shape == "dead":
        rows = [tuple(-abs(entry) for entry in row) for row in rows]
    elif shape == "first input only":
        rows = [(row[0], *(0,) * (inputs - 1), row[-1]) for row in rows]
    return Layer([row[:-1] for row in rows], [row[-1] for row in rows], activation)


@st.composite
def networks(draw, inputs=(1, 4), depth=(1, 5), outputs=(1, 3), most_neurons=None):
    """Networks with sizes in the given ranges; most_neurons bounds the ReLU neurons of all hidden layers together."""
    pick = pickers(draw)
    n = draw(st.integers(*inputs))
    left = MOST_NEURONS[n] if most_neurons is None else most_neurons
    found, width = [], n
    for _ in range(draw(st.integers(*depth))):
        wide = pick([3, 4, 2, 1] if found else [4, 3, 5, 2, 1])
        words = [pick(["relu"] * 9 + ["identity"]) for _ in range(wide)]
        for k, word in enumerate(words):
            left -= word == "relu"
            if left < 0:
                words[k] = "identity"
        found.append(pick_layer(pick, width, wide, words))
        width = wide
    wide = draw(st.integers(*outputs))
    last = pick(["identity"] * 4 + ["relu"]) if left >= wide else "identity"
    return Network([*found, pick_layer(pick, width, wide, last)])


@st.composite
def domains(draw, n, suggested=()):
    """Non-empty domains: boxes and polyhedra, of full dimension or flat, with redundant and repeated constraints.

    All constraints hold at one point that is drawn first; suggested are forms whose hyperplanes the domain may use.
    """
    pick = pickers(draw)
    inside = [pick(NUMBERS) for _ in range(n)]
    if pick([True, False]):
        bounds = []
        for x in inside:
            low, high = (pick([1, Fraction(1, 2), 3, 0, "oo"]) for _ in range(2))
            bounds.append(("-oo" if low == "oo" else x - low, "oo" if high == "oo" else x + high))
        return Domain.box(bounds)
    rows = {True: [], False: []}
    for _ in range(draw(st.integers(0, 4))):
        row = pick(suggested) if suggested and pick([True, False]) else [pick(SMALL) for _ in range(n + 1)]
        sign = pick([1, -1])
        row = tuple(sign * entry for entry in row)
        equality = pick([False, False, False, True])
        value = sum(a * x for a, x in zip(row, inside, strict=False)) + row[-1]
        if equality or value < 0 or pick([True, False]):
            row = (*row[:-1], row[-1] - value + (0 if equality else pick([0, 1, 2])))
        rows[equality].append(row)
    if rows[False] and pick([False, False, True]):
        factor = pick([1, 2])
        rows[False].append(tuple(factor * entry for entry in pick(rows[False])))
    return Domain.from_rows(n, rows[False], rows[True])


def first_layer_forms(network):
    """The rows of the first layer with their biases: hyperplanes that a domain may share with the network."""
    return [(*row, constant) for row, constant in zip(network.layers[0].weight, network.layers[0].bias, strict=True)]


@st.composite
def networks_with_domains(draw, whole_space=True, **sizes):
    """A network and a domain for it; where allowed, None for the whole space."""
    network = draw(networks(**sizes))
    if whole_space and draw(st.booleans()):
        return network, None
    return network, draw(domains(network.inputs, first_layer_forms(network)))


@st.composite
def points_in(draw, network, domain=None):
    """Points of the domain on the network's structure: on neurons' hyperplanes, at vertices, far along rays, between.

    The building blocks are generators of faces, combined with drawn weights, so that every point lies in the domain.
    """
    pick = pickers(draw)
    region = pick(list(network.regions(domain, faces=True)))
    vertices = [pick(region.vertices) for _ in range(pick([1, 2, 3]))]
    weights = [pick([1, 1, 2, 5]) for _ in vertices]
    columns = zip(*vertices, strict=True)
    point = [sum(w * x for w, x in zip(weights, column, strict=True)) / sum(weights) for column in columns]
    for direction in (*region.rays, *region.lines, *([-a for a in line] for line in region.lines)):
        factor = pick([0, 0, 1, Fraction(1, 3), 10**12])
        point = [x + factor * int(a) for x, a in zip(point, direction, strict=True)]
    return tuple(map(Fraction, point))
