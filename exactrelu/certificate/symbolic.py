"""Symbolic values of neurons on a cell: forms, atoms, infinities, and what is not known of them.

The rules are those of docs/certificate-format.md, section 7.
Expressions are kept in integers: those of a layer are D times the values of its neurons, D the scale of the layer; relu
and infinite weights do not mind a positive factor.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from gmpy2 import gcd, lcm, mpq, mpz

from exactrelu.affine import Form
from exactrelu.certificate.canonical import AnyNetwork
from exactrelu.certificate.difference import UncertifiableError
from exactrelu.errors import ShapeError
from exactrelu.extended import rational
from exactrelu.geometry.cone import MEMO_LIMIT
from exactrelu.shallow.network import ShallowNetwork

__all__ = [
    "Atoms",
    "IndeterminateCellError",
    "Pre",
    "Sparse",
    "Value",
    "relu_value",
    "single_atom",
    "sparse_pair",
    "unit",
    "unit_value",
]

Atoms = dict[Form, mpz]
"""q -> c stands for c * relu(q); q is primitive and its first entry other than 0 is positive."""

UP, DOWN = 1, 2
"""The infinities that a value may take somewhere on the cell."""


class IndeterminateCellError(Exception):
    """A neuron is oo - oo at every point of the cell at hand; caught inside the package."""


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a neuron on a cell: an expression, certainly infinite, or (neither) unknown.

    infinite is UP, DOWN or 0; may holds the infinities that are possible.
    beyond marks what rests on a product of a finite weight and an infinite value, which certificates do not speak of.
    """

    form: Form | None = None
    atoms: Atoms = field(default_factory=dict)
    zero: bool = False
    positive: bool = False
    infinite: int = 0
    may: int = 0
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Pre:
    """A pre-activation: finite, gated (form and atoms are its finite part), infinite, unknown or in conflict.

    gates are the neurons below whose terms are "0 or infinite", unknown those with a finite weight and no known value.
    A conflict is a sum in which both infinities are possible.
    """

    form: Form | None
    atoms: Atoms
    gates: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()
    infinite: int = 0
    may: int = 0
    conflict: bool = False
    beyond: bool = False

    @property
    def is_finite(self) -> bool:
        """Whether it is an expression."""
        return self.form is not None and not self.may

    @property
    def gated_down(self) -> bool:
        """Whether it is either its finite part or -oo."""
        return self.form is not None and self.may == DOWN and not self.infinite

    @property
    def affine(self) -> Form | None:
        """The form, if it is finite and has no atoms."""
        return self.form if self.is_finite and not self.atoms else None


UNKNOWN = Value(may=UP | DOWN)


def unit(form: Form) -> Form:
    """The primitive form whose first entry other than 0 is positive, a multiple of the given one."""
    divisor = gcd(*form)
    if next((a for a in form if a), 1) < 0:
        divisor = -divisor
    return tuple(a // divisor for a in form) if divisor not in {0, 1} else form


def single_atom(form: Form, atoms: Atoms) -> Form | None:
    """q or -q where the expression is c * relu(q) or c * relu(-q) with an atom relu(q) and c > 0."""
    if len(atoms) != 1:
        return None
    ((q, c),) = atoms.items()
    if c > 0 and not any(form):
        return q
    if c > 0 and all(a == -c * b for a, b in zip(form, q, strict=True)):
        return tuple(-b for b in q)
    return None


def relu_value(pre: Pre, status: str | None) -> Value:
    """The value of a ReLU neuron with that pre-activation and a status that was stated, or None."""
    if pre.infinite == DOWN or status in {"0", "x"}:
        return Value(zero=True, beyond=pre.beyond)
    if pre.infinite == UP:
        return Value(positive=True, infinite=UP, may=UP, beyond=pre.beyond)
    if not pre.is_finite or pre.form is None:
        return Value(may=pre.may & UP, beyond=pre.beyond)
    form, atoms = pre.form, pre.atoms
    if status is not None:
        return Value(form, atoms, positive=status == "+")
    if atoms:
        return Value(form, atoms) if single_atom(form, atoms) else Value()
    if not any(form[:-1]):
        return Value(form, positive=True) if form[-1] > 0 else Value(zero=True)
    # relu(m * q) = m * relu(q) and relu(-m * q) = m * relu(q) - m * q.
    q = unit(form)
    factor = abs(gcd(*form))
    same = next(a for a in form if a) > 0
    return Value((mpz(0),) * len(form) if same else form, {q: factor})


Neuron = tuple[bool, mpz, list[tuple[int, mpz]], list[tuple[int, int]]]
"""Whether it is a ReLU, its bias times D, its finite weights times d, its infinite ones by sign."""


class Sparse:
    """A network, finite or not, without denominators, and with what can be said of its neurons once and for all.

    A hidden ReLU neuron is **regular** when its own weights are finite and so are all those of the layers below: its
    pre-activation is a continuous function, and its sign at a vertex or along a direction is the same in all cells.
    Regular neurons have a bit each, layer by layer.  bits[l][k] is None for others.
    A neuron is a **tail** when no other ReLU neuron depends on it, and the outputs only by finite weights.
    """

    def __init__(self, network: AnyNetwork, number: int, rewrite: bool = False) -> None:
        self.number = number
        self.length = network.inputs + 1
        self.outputs = network.outputs
        self.layers: list[list[Neuron]] = []
        self.scales: list[mpz] = []
        scale = mpz(1)
        given = list(_rows(network))
        for rows in _with_relu_below(given, network.inputs) if rewrite else given:
            depth = len(self.layers)
            numbers = [q for _, bias, weights in rows for q in (bias, *weights.values()) if not isinstance(q, int)]
            common = lcm(1, *(q.denominator for q in numbers))
            neurons: list[Neuron] = []
            for relu, bias, weights in rows:
                finite = [(j, mpz(w * common)) for j, w in weights.items() if not isinstance(w, int)]
                infinite = [(j, w) for j, w in weights.items() if isinstance(w, int)]
                for j, _ in infinite:
                    if not depth or not self.layers[-1][j][0]:
                        raise UncertifiableError(
                            f"layer {depth + 1} has an infinite weight on an input or an identity neuron, of which "
                            "certificates do not speak: give relu(x) and relu(-x) a weight each in place of x"
                        )
                neurons.append((relu, mpz(bias * common * scale), finite, infinite))
            scale *= common
            self.layers.append(neurons)
            self.scales.append(scale)
        self.hidden = len(self.layers) - 1
        self.is_finite = not any(neuron[3] for layer in self.layers for neuron in layer)
        self._connect()
        self._signs: dict[tuple[mpz, ...], tuple[int, int]] = {}

    def _connect(self) -> None:
        self.targets: list[list[list[tuple[int, bool]]]] = [[[] for _ in layer] for layer in self.layers]
        self.tail = [[True] * len(layer) for layer in self.layers]
        self.bits: list[list[int | None]] = [[None] * len(layer) for layer in self.layers]
        self.neurons: list[tuple[int, int]] = []
        regular = True
        for depth, layer in enumerate(self.layers[:-1]):
            for k, (relu, _, _, infinite) in enumerate(layer):
                if regular and relu and not infinite:
                    self.bits[depth][k] = len(self.neurons)
                    self.neurons.append((depth, k))
            regular = regular and not any(neuron[3] for neuron in layer)
        self.tail_bits = 0
        for depth in range(self.hidden, 0, -1):
            for k, (relu, _, finite, infinite) in enumerate(self.layers[depth]):
                for j, is_infinite in [*((j, False) for j, _ in finite), *((j, True) for j, _ in infinite)]:
                    self.targets[depth - 1][j].append((k, is_infinite))
                    if relu or is_infinite or not self.tail[depth][k]:
                        self.tail[depth - 1][j] = False
        for bit, (depth, k) in enumerate(self.neurons):
            self.tail_bits |= self.tail[depth][k] << bit

    def pre(self, layer: int, k: int, values: Sequence[Value]) -> Pre:
        """The pre-activation of a neuron by the values of the layer below."""
        _, bias, finite, infinite = self.layers[layer][k]
        form = [mpz(0)] * (self.length - 1) + [bias]
        atoms: Atoms = {}
        certain = possible = 0
        beyond = False
        unknown, gates = [], []
        for j, w in finite:
            value = values[j]
            beyond = beyond or value.beyond
            if value.form is not None:
                form = [a + w * b for a, b in zip(form, value.form, strict=True)]
                for q, c in value.atoms.items():
                    atoms[q] = atoms.get(q, 0) + w * c
            elif not value.zero:
                swap = value.infinite or value.may
                possible |= swap if w > 0 or swap in {0, UP | DOWN} else (UP | DOWN) ^ swap
                if value.infinite:
                    certain |= swap if w > 0 else (UP | DOWN) ^ swap
                    beyond = True
                else:
                    unknown.append(j)
        for j, sign in infinite:
            value = values[j]
            beyond = beyond or value.beyond
            if not value.zero:
                direction = UP if sign > 0 else DOWN
                possible |= direction
                if value.positive:
                    certain |= direction
                else:
                    gates.append(j)
        if certain == UP | DOWN:
            raise IndeterminateCellError
        conflict = possible == UP | DOWN
        return Pre(
            None if unknown or certain else tuple(form),
            {q: c for q, c in atoms.items() if c} if atoms else atoms,
            tuple(gates),
            tuple(unknown),
            0 if unknown or conflict else certain,
            possible,
            conflict,
            beyond,
        )

    def scaled(self, layer: int, form: Form) -> Form:
        """The pre-activation form / D of a neuron, multiplied by its least common denominator."""
        common = gcd(self.scales[layer], *form)
        return tuple(a // common for a in form)

    def signs(self, vector: Sequence[mpz]) -> tuple[int, int]:
        """The masks of the regular neurons that are positive, and negative, at a vertex or along a direction."""
        key = tuple(vector)
        known = self._signs.get(key)
        if known is None:
            if len(self._signs) > MEMO_LIMIT:
                self._signs.clear()
            self._signs[key] = known = self._propagate(vector)
        return known

    def _propagate(self, vector: Sequence[mpz]) -> tuple[int, int]:
        below: list[mpz] = list(vector[:-1])
        t = vector[-1]
        positive = negative = 0
        for depth, layer in enumerate(self.layers[:-1]):
            above = []
            for k, (relu, bias, finite, infinite) in enumerate(layer):
                if infinite:
                    above.append(mpz(0))
                    continue
                z = sum([w * below[j] for j, w in finite], bias * t)
                bit = self.bits[depth][k]
                if bit is not None:
                    positive |= (z > 0) << bit
                    negative |= (z < 0) << bit
                above.append(mpz(0) if relu and z < 0 else z)
            if any(neuron[3] for neuron in layer):
                break
            below = above
        return positive, negative

    def hyperplanes(self) -> list[Form]:
        """The forms of the first layer, as far as they are not constant."""
        unknown = [unit_value(self.length, i) for i in range(self.length - 1)]
        forms = [self.pre(0, k, unknown).form for k in range(len(self.layers[0]))]
        return [form for form in forms if form is not None and any(form[:-1])]


def sparse_pair(first: AnyNetwork, second: AnyNetwork, proofs: bool) -> list[Sparse]:
    """Two networks without denominators; for a decision without proofs infinite weights stand on ReLU neurons only."""
    return [Sparse(network, number, rewrite=not proofs) for number, network in enumerate((first, second))]


def unit_value(length: int, i: int) -> Value:
    """The coordinate x_i."""
    return Value(tuple(mpz(int(i == j)) for j in range(length)))


Rows = list[tuple[bool, mpq, dict[int, Any]]]


def _rows(network: AnyNetwork) -> Iterator[Rows]:
    """For each layer its neurons; an infinite weight is the int 1 or -1, a finite one an mpq other than 0."""
    if isinstance(network, ShallowNetwork):
        for depth, sparse in enumerate(network.layers, start=1):
            if any(constant.is_infinite for constant in sparse.bias):
                raise ShapeError(f"layer {depth} has an infinite bias; only weights may be infinite")
            yield [
                (
                    word == "relu",
                    rational(constant),
                    {j: w.sign() if w.is_infinite else rational(w) for j, w in row if w},
                )
                for word, constant, row in zip(sparse.activation, sparse.bias, sparse.rows, strict=True)
            ]
        return
    for dense in network.layers:
        yield [
            (word == "relu", mpq(constant), {j: mpq(w) for j, w in enumerate(row) if w})
            for word, constant, row in zip(dense.activation, dense.bias, dense.weight, strict=True)
        ]


def _with_relu_below(layers: list[Rows], inputs: int) -> list[Rows]:
    """Equal layers in which infinite weights stand on ReLU neurons only: oo * x = oo * relu(x) - oo * relu(-x).

    At most one of the two terms is not 0, so no oo - oo comes or goes.
    """
    result = [list(rows) for rows in layers]
    result.insert(0, [(False, mpq(0), {i: mpq(1)}) for i in range(inputs)])
    for depth in range(len(result) - 1, 0, -1):
        below = result[depth - 1]
        pairs: dict[int, int] = {}
        for k, (relu, bias, weights) in enumerate(result[depth]):
            changed: dict[int, Any] = {}
            for j, w in weights.items():
                if not isinstance(w, int) or below[j][0]:
                    changed[j] = w
                    continue
                if j not in pairs:
                    _, constant, row = below[j]
                    pairs[j] = len(below)
                    below += [(True, constant, row), (True, -constant, {i: -u for i, u in row.items()})]
                changed[pairs[j]], changed[pairs[j] + 1] = w, -w
            result[depth][k] = relu, bias, changed
    return result if len(result[0]) > inputs else result[1:]
