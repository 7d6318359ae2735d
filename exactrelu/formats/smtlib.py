"""SMT-LIB 2 (QF_LRA): "the deep network differs from the shallow one somewhere", for any solver of linear arithmetic.

The script is satisfiable iff there is a point of the domain at which the shallow network has another output than the
deep one, an infinite output, or no output at all because oo - oo is met.  Unsatisfiable means equal at every point of
R^n, since the solver's reals are real numbers.
All numbers are exact rationals.  A neuron of the shallow network is a real number, and a Boolean for each infinite
value that it can have; so an infinite weight is a choice by the sign of what it multiplies.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gmpy2 import mpq

from exactrelu.affine import Form
from exactrelu.domain import Domain
from exactrelu.errors import ShapeError
from exactrelu.extended import ExtendedRational, format_rational, rational
from exactrelu.network import Network
from exactrelu.shallow.network import ShallowLayer, ShallowNetwork

__all__ = ["difference_script"]

HEADER = """\
; Is there a point at which the deep network and the shallow one differ?  unsat: they are equal at every point of R^n.
; {deep} is the deep network, {shallow} the shallow one; d2_3 and s2_3 are neuron 3 of layer 2 after its activation.
;
; Infinite weights follow the conventions of measure theory, 0 * oo = 0 and relu(-oo) = 0.  So a weight -oo is a
; selector: where a neuron that it multiplies is positive, the sum is -oo and the ReLU shuts the gate to 0; where it is
; 0, the weight adds nothing.  s2_3_down says that the sum of s2_3 meets -oo, s2_3_up that it meets oo.  Where both
; hold, the sum has no value, and the networks count as different there, as they do where an output is infinite.
"""


def difference_script(deep: Network, shallow: ShallowNetwork, domain: Domain | None = None) -> Iterator[str]:
    """The script, in lines: `sat` iff the networks differ at a point of the shallow network's domain and of `domain`.

    Raises ShapeError when the networks have different numbers of inputs or outputs, or the domain another dimension.

    >>> from exactrelu.network import Layer
    >>> absolute = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
    >>> script = "".join(difference_script(absolute, absolute.shallow()))
    >>> print(script[script.index("(define-fun s2_1_down"):])
    (define-fun s2_1_down () Bool (> s1_1 0))
    (define-fun s2_1 () Real (ite s2_1_down 0 (let ((z s1_2)) (ite (> z 0) z 0))))
    ; positive part of output 1 on face 2 (+-, dimension 1), else 0
    (define-fun s2_2_down () Bool (> s1_2 0))
    (define-fun s2_2 () Real (ite s2_2_down 0 (let ((z s1_1)) (ite (> z 0) z 0))))
    (define-fun s3_1 () Real (+ s2_1 s2_2))
    (assert (not (= d2_1 s3_1)))
    (check-sat)
    (exit)
    <BLANKLINE>
    """
    if (deep.inputs, deep.outputs) != (shallow.inputs, shallow.outputs):
        raise ShapeError(
            f"the deep network has {deep.inputs} inputs and {deep.outputs} outputs, "
            f"the shallow one {shallow.inputs} and {shallow.outputs}"
        )
    if domain is not None and domain.dimension != deep.inputs:
        raise ShapeError(f"the domain has dimension {domain.dimension}, the network takes {deep.inputs} inputs")
    return _lines(deep, shallow, [part for part in (shallow.domain, domain) if part is not None])


def _lines(deep: Network, shallow: ShallowNetwork, domains: Iterable[Domain]) -> Iterator[str]:
    widths = ["-".join(map(str, network.widths)) for network in (deep, shallow)]
    yield HEADER.format(deep=widths[0], shallow=widths[1])
    yield "(set-logic QF_LRA)\n"
    inputs = [_Neuron(f"x{i}") for i in range(1, deep.inputs + 1)]
    for neuron in inputs:
        yield f"(declare-fun {neuron.name} () Real)\n"
    for domain in domains:
        yield "; the domain\n"
        for relation, forms in ((">=", domain.inequalities), ("=", domain.equalities)):
            for form in forms:
                yield f"(assert ({relation} {_form(form, inputs)} 0))\n"
    yield "; the deep network\n"
    expected = [neuron.name for neuron in inputs]
    for depth, layer in enumerate(deep.layers, start=1):
        before, expected = expected, []
        for k, (row, bias, word) in enumerate(zip(layer.weight, layer.bias, layer.activation, strict=True), start=1):
            total = _sum(zip(map(mpq, row), before, strict=True), mpq(bias))
            expected.append(f"d{depth}_{k}")
            yield f"(define-fun d{depth}_{k} () Real {_activated(total, word)})\n"
    yield "; the shallow network\n"
    undefined: list[str] = []
    found = inputs
    for depth, sparse in enumerate(shallow.layers, start=1):
        roles = shallow.roles[depth - 1] if depth <= len(shallow.roles) else ()
        before_neurons, found = found, []
        for k in range(len(sparse.rows)):
            if roles:
                yield f"; {roles[k].describe()}\n"
            neuron, lines = _neuron(f"s{depth}_{k + 1}", sparse, k, before_neurons, undefined)
            yield from lines
            found.append(neuron)
    differences = [f"(not (= {name} {neuron.name}))" for name, neuron in zip(expected, found, strict=True)]
    infinite = [name for neuron in found for name in (neuron.up, neuron.down) if name is not None]
    yield f"(assert {_either([*undefined, *infinite, *differences])})\n(check-sat)\n(exit)\n"


@dataclass(frozen=True, slots=True)
class _Neuron:
    """The names of a neuron's value (0 where it is infinite) and of what says that it is oo, or -oo, if it can be."""

    name: str
    up: str | None = None
    down: str | None = None
    signed: bool = True

    def above(self) -> list[str]:
        """The conditions under which the value is positive."""
        return [f"(> {self.name} 0)", *([self.up] if self.up else [])]

    def below(self) -> list[str]:
        """The conditions under which the value is negative."""
        return [*([f"(< {self.name} 0)"] if self.signed else []), *([self.down] if self.down else [])]


def _neuron(
    name: str, layer: ShallowLayer, k: int, before: Sequence[_Neuron], undefined: list[str]
) -> tuple[_Neuron, list[str]]:
    """One neuron of the shallow network, with the lines that define it; where oo - oo is met goes to undefined."""
    up, down, finite = list[str](), list[str](), list[tuple[mpq, str]]()
    for j, weight in layer.rows[k]:
        source = before[j]
        if weight.is_infinite:
            rises, falls = source.above(), source.below()
        else:
            finite.append((rational(weight), source.name))
            rises, falls = [part] if (part := source.up) else [], [part] if (part := source.down) else []
        sign = weight.sign()
        if sign:
            up += rises if sign > 0 else falls
            down += falls if sign > 0 else rises
    bias: ExtendedRational = layer.bias[k]
    if bias.is_infinite:
        (up if bias.sign() > 0 else down).append("true")
    total = _sum(finite, mpq(0) if bias.is_infinite else rational(bias))
    relu = layer.activation[k] == "relu"
    value = _activated(total, layer.activation[k])
    lines = []
    named: dict[str, str | None] = {"up": None, "down": None}
    for which, conditions in (("up", up), ("down", down)):
        if conditions:
            named[which] = f"{name}_{which}"
            lines.append(f"(define-fun {name}_{which} () Bool {_either(conditions)})\n")
    infinite = [part for part in named.values() if part is not None]
    if len(infinite) == 2:
        undefined.append(f"(and {' '.join(infinite)})")
    if infinite:
        value = f"(ite {_either(infinite)} 0 {value})"
    lines.append(f"(define-fun {name} () Real {value})\n")
    return _Neuron(name, named["up"], None if relu else named["down"], not relu), lines


def _activated(total: str, word: str) -> str:
    return f"(let ((z {total})) (ite (> z 0) z 0))" if word == "relu" else total


def _either(conditions: Sequence[str]) -> str:
    unique = list(dict.fromkeys(conditions))
    return unique[0] if len(unique) == 1 else f"(or {' '.join(unique)})"


def _form(form: Form, inputs: Sequence[_Neuron]) -> str:
    return _sum(zip(map(mpq, form), [neuron.name for neuron in inputs], strict=False), mpq(form[-1]))


def _sum(terms: Iterable[tuple[mpq, str]], constant: mpq) -> str:
    parts = [name if factor == 1 else f"(* {_number(factor)} {name})" for factor, name in terms if factor]
    if constant or not parts:
        parts.append(_number(constant))
    return parts[0] if len(parts) == 1 else f"(+ {' '.join(parts)})"


def _number(number: mpq) -> str:
    """A rational in the only form that the logic knows: a numeral, its negation, or a quotient of these."""
    numerator, slash, denominator = format_rational(abs(number)).partition("/")
    signed = f"(- {numerator})" if number < 0 else numerator
    return f"(/ {signed} {denominator})" if slash else signed
