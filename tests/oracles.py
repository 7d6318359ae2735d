"""Second opinions in plain Fractions that share no code with the package: slow, short, and exact.

Forward passes, sign vectors and affine maps of networks, linear feasibility by Fourier-Motzkin elimination, all faces
of a tiny network by trying all 3^K sign vectors, and the arithmetic of the extended reals.
"""

from fractions import Fraction
from itertools import product
from math import gcd, lcm


def at(form, point):
    """The value of the form (a_1, ..., a_n, c), in plain numbers, at a point."""
    return sum((a * x for a, x in zip(form, point, strict=False)), form[-1])


def plain(form):
    """The numbers of a form as ints and Fractions of Python, whatever they were."""
    return tuple(Fraction(int(a.numerator), int(a.denominator)) for a in form)


def sign(number):
    return "+" if number > 0 else "-" if number < 0 else "0"


# Networks -------------------------------------------------------------------------------------------------------------


def forward(network, point):
    """(outputs, sign vector) of a network at a point."""
    values, signs = list(point), []
    for depth, layer in enumerate(network.layers):
        pre = [
            sum((w * a for w, a in zip(row, values, strict=True)), bias)
            for row, bias in zip(layer.weight, layer.bias, strict=True)
        ]
        if depth == len(network.layers) - 1:
            return tuple(pre), tuple(signs)
        signs.append("".join(sign(z) for z, word in zip(pre, layer.activation, strict=True) if word == "relu"))
        values = [z if word == "identity" else max(z, 0) for z, word in zip(pre, layer.activation, strict=True)]
    raise AssertionError


def output(network, point):
    return forward(network, point)[0]


def signs_at(network, point):
    return forward(network, point)[1]


def neuron_forms(network, signs):
    """(forms of the ReLU neurons, forms of the outputs), all with Fractions, where the neurons have the given signs.

    signs is one string over all layers; neurons beyond its end count as inactive.
    """
    n = network.inputs
    current = [tuple(Fraction(int(i == j)) for j in range(n + 1)) for i in range(n)]
    neurons, left = [], iter(signs)
    for layer in network.layers:
        pre = []
        for row, bias in zip(layer.weight, layer.bias, strict=True):
            form = [Fraction(0)] * n + [bias]
            for weight, source in zip(row, current, strict=True):
                form = [a + weight * b for a, b in zip(form, source, strict=True)]
            pre.append(tuple(form))
        if layer is network.layers[-1]:
            return neurons, pre
        current = []
        for form, word in zip(pre, layer.activation, strict=True):
            if word == "relu":
                neurons.append(form)
                form = form if next(left, "-") == "+" else (Fraction(0),) * (n + 1)
            current.append(form)
    raise AssertionError


def relu_neurons(network):
    return sum(layer.activation.count("relu") for layer in network.layers[:-1])


def split_signs(network, flat):
    """A flat sign vector cut into one word per hidden layer."""
    words, start = [], 0
    for layer in network.layers[:-1]:
        stop = start + layer.activation.count("relu")
        words.append("".join(flat[start:stop]))
        start = stop
    return tuple(words)


# Linear systems: constraints are (form, relation) with relation ">", ">=" or "==" (to 0) ------------------------------


def rank(vectors):
    """The rank of rational vectors by Gauss' elimination."""
    rows, found = [[Fraction(x) for x in vector] for vector in vectors], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows[found:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(found, pivot)
        found += 1
        for i in range(found, len(rows)):
            factor = rows[i][column] / pivot[column]
            rows[i] = [a - factor * b for a, b in zip(rows[i], pivot, strict=True)]
    return found


def _normal(form):
    """A positive multiple with integer coefficients of gcd 1 (the constant apart)."""
    common = lcm(*(Fraction(a).denominator for a in form))
    form = [int(a * common) for a in form]
    divisor = gcd(*form[:-1])
    return (*(a // divisor for a in form[:-1]), Fraction(form[-1], divisor)) if divisor else tuple(form)


def _eliminate(rows, k):
    """Fourier-Motzkin: the system {form: strict} without variable k (whose coefficients become 0)."""
    result = {}

    def add(form, strict):
        # Of parallel constraints only the strictest counts.
        form = _normal(form)
        key = form[:-1]
        if key not in result or (form[-1], not strict) < (result[key][0], not result[key][1]):
            result[key] = (form[-1], strict)

    below = [(form, strict) for form, strict in rows if form[k] > 0]
    above = [(form, strict) for form, strict in rows if form[k] < 0]
    for form, strict in rows:
        if form[k] == 0:
            add(form, strict)
    for (p, p_strict), (q, q_strict) in product(below, above):
        add([-q[k] * a + p[k] * b for a, b in zip(p, q, strict=True)], p_strict or q_strict)
    return [((*key, constant), strict) for key, (constant, strict) in result.items()]


def _inequalities(constraints):
    rows = []
    for form, relation in constraints:
        rows.append((tuple(form), relation == ">"))
        if relation == "==":
            rows.append((tuple(-a for a in form), False))
    return rows


def feasible(n, constraints):
    """Whether some point of Q^n satisfies all the constraints."""
    rows = _inequalities(constraints)
    for k in range(n):
        rows = _eliminate(rows, k)
    return all(form[-1] > 0 if strict else form[-1] >= 0 for form, strict in rows)


def largest(n, constraints, form):
    """The supremum of a form under closed constraints; None when it is unbounded, ValueError when they contradict."""
    rows = [((*g[:-1], 0, g[-1]), strict) for g, strict in _inequalities(constraints)]
    rows += [(tuple(s * a for a in (*form[:-1], -1, form[-1])), False) for s in (1, -1)]
    for k in range(n):
        rows = _eliminate(rows, k)
    if not feasible(n + 1, [(g, ">=") for g, _ in rows]):
        raise ValueError
    return min((Fraction(-g[-1]) / g[n] for g, _ in rows if g[n] < 0), default=None)


# All faces of a tiny network ------------------------------------------------------------------------------------------


def inner_constraints(domain):
    """The constraints of the relative interior of a domain (no domain: none)."""
    if domain is None:
        return []
    closed = [(plain(g), ">=") for g in domain.inequalities] + [(plain(g), "==") for g in domain.equalities]
    return [
        (g, ">" if relation == ">=" and feasible(domain.dimension, [*closed, (g, ">")]) else "==")
        for g, relation in closed
    ]


RELATION = {"+": ">", "-": ">", "0": "=="}


def dimension(n, constraints):
    """The dimension of a non-empty set given by strict inequalities and equalities."""
    return n - rank([g[:-1] for g, relation in constraints if relation == "=="])


def brute_force_faces(network, domain=None):
    """{flat sign vector: dimension} of all faces on the domain's relative interior, trying all 3^K sign vectors."""
    n, base = network.inputs, inner_constraints(domain)
    found = {}
    for signs in product("-0+", repeat=relu_neurons(network)):
        neurons, _ = neuron_forms(network, signs)
        system = [(tuple(-a for a in g) if s == "-" else g, RELATION[s]) for g, s in zip(neurons, signs, strict=True)]
        if any(not any(g[:-1]) and not (g[-1] > 0 if r == ">" else g[-1] == 0) for g, r in system):
            continue
        if feasible(n, [*base, *system]):
            found["".join(signs)] = dimension(n, [*base, *system])
    return found


def brute_force_patterns(network):
    """The activation patterns (1 where z > 0) that hold on an open set of Q^n, trying all 2^K of them."""
    found = set()
    for pattern in product("01", repeat=relu_neurons(network)):
        neurons, _ = neuron_forms(network, ["+" if bit == "1" else "-" for bit in pattern])
        # An inactive neuron may be identically zero; else z <= 0 holds on an open set iff z < 0 does on one.
        system = [
            (g if bit == "1" else tuple(-a for a in g), ">")
            for g, bit in zip(neurons, pattern, strict=True)
            if bit == "1" or any(g)
        ]
        if feasible(network.inputs, system):
            found.add("".join(pattern))
    return found


def below(small, large):
    """Whether the face with the first sign vector lies in the closure of the one with the second."""
    return all(a in ("0", b) for a, b in zip(small, large, strict=True))


def components(items, edges):
    """The number of connected components of a graph."""
    leader = {item: item for item in items}

    def find(item):
        while leader[item] != item:
            item = leader[item]
        return item

    for a, b in edges:
        leader[find(a)] = find(b)
    return sum(leader[item] == item for item in items)


# The extended reals: a number is a Fraction, or the marker +1 or -1 (an int) for oo or -oo ----------------------------


class IndeterminateError(Exception):
    """oo - oo was met."""


def extended(number):
    """The package's number in the oracle's form."""
    return number.sign() if number.is_infinite else number.to_fraction()


def times(a, b):
    infinite = type(a) is int or type(b) is int
    if not infinite:
        return a * b
    direction = ((a > 0) - (a < 0)) * ((b > 0) - (b < 0))
    return direction or Fraction(0)


def plus(a, b):
    if type(a) is int and type(b) is int:
        if a != b:
            raise IndeterminateError
        return a
    return a if type(a) is int else b if type(b) is int else a + b


def shallow_weights(shallow):
    """The layers of a shallow network in the oracle's numbers: [(rows, biases, words)]."""
    return [
        (
            [[(column, extended(weight)) for column, weight in row] for row in layer.rows],
            [extended(constant) for constant in layer.bias],
            layer.activation,
        )
        for layer in shallow.layers
    ]


def shallow_output(weights, point):
    """The outputs of a shallow network (its weights by `shallow_weights`) at a point."""
    values = [Fraction(x) for x in point]
    for rows, biases, words in weights:
        following = []
        for row, total, word in zip(rows, biases, words, strict=True):
            for column, weight in row:
                if values[column] != 0:
                    total = plus(total, times(weight, values[column]))
            following.append(Fraction(0) if word == "relu" and total < 0 else total)
        values = following
    return tuple(values)
