"""Checks a certificate that two ReLU networks are equal: one file, standard library only, to be audited and run alone.

    python check.py CERTIFICATE [--deep FILE] [--shallow FILE] [--first FILE] [--second FILE] [--explain N] [--json]

Exit code 0: accepted; 1: rejected; 2: malformed or unreadable; 3: a limit was exceeded; 64: wrong usage.
docs/certificate-format.md says what a certificate is and why an accepted one proves its claim; section numbers below
are those of that page.

For auditors.  For kind construction, read the file down to "Partition certificates", then Run and `check`; what follows
`check` only prints.  Every rule that fails raises Stop; `check` alone turns the way a run ended into the verdict, which
is "accepted" only if the walk was finished and the file ended there.  Nothing is searched for and no hint is believed.
All arithmetic is that of Python's integers.  Nothing recurses on the input, and memory is that of the embedded networks
and of one path; both are limited (see Limits).
"""

import argparse
import gzip
import hashlib
import json
import math
import os
import re
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from itertools import compress, zip_longest
from typing import Any, BinaryIO, NamedTuple, NoReturn

__all__ = ["Limits", "NetworkSummary", "Verdict", "check", "main"]

VERSION = 1
EXIT_CODES = {"accepted": 0, "rejected": 1, "malformed": 2, "limit": 3}

Form = Sequence[int]
"""(a_1, ..., a_n, c), the affine function a.x + c."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost; beyond a limit the verdict is "limit"."""

    line_bytes: int = 1 << 23
    total_bytes: int = 1 << 35
    """Of the whole file, after decompression."""
    network_bytes: int = 1 << 28
    """Of both embedded networks, and of each network file."""
    neurons: int = 1 << 21
    path_depth: int = 1 << 17
    """Splits on one path."""
    digits: int = 40_000
    """Of one numeral; common denominators may be as large."""
    memory_bits: int = 1 << 32
    """For the integers of one network's weights, of its values on a path, and of the path's constraints."""

    def bound(self, name: str, value: int, times: int = 1) -> None:
        """Goes on only if the value is at most so many times the limit of that name."""
        limit = times * int(getattr(self, name))
        if value > limit:
            raise Stop("limit", name.replace("_", "-"), f"more than the limit {name} = {limit}")


@dataclass(frozen=True, slots=True)
class NetworkSummary:
    """An embedded network: network_sha256 was recomputed, the last two are what the producer says."""

    name: str
    widths: tuple[int, ...]
    network_sha256: str
    unverified_source_sha256: str | None
    unverified_reading_rule: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: status is "accepted", "rejected", "malformed" or "limit".

    If not accepted, line (from 1), rule and message name the failure, expected and found the values that differ.
    `tied` names the networks that were compared with the reader's own.
    """

    status: str
    line: int | None = None
    rule: str | None = None
    expected: str | None = None
    found: str | None = None
    message: str = ""
    kind: str | None = None
    construction: str | None = None
    inputs: int | None = None
    domain: tuple[str, ...] | None = None
    networks: tuple[NetworkSummary, ...] = ()
    tied: tuple[str, ...] = ()
    cells: int = 0
    tokens: int = 0
    farkas_proofs: int = 0
    gates: int | None = None
    seconds: float = 0
    explanation: tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether the certificate proves its claim."""
        return self.status == "accepted"


class Stop(Exception):  # noqa: N818 - the end of a run, not always an error
    """The check ends here, with the status and the rule that failed."""

    def __init__(self, status: str, rule: str, message: str, expected: object = None, found: object = None) -> None:
        super().__init__(message)
        self.status, self.rule, self.message = status, rule, message
        self.expected = None if expected is None else show(expected)
        self.found = None if found is None else show(found)


def reject(rule: str, message: str, expected: object = None, found: object = None) -> NoReturn:
    """The file is well formed, but a rule of the proof fails."""
    raise Stop("rejected", rule, message, expected, found)


def malformed(rule: str, message: str) -> NoReturn:
    """The file is not a certificate of this version."""
    raise Stop("malformed", rule, message)


# ---------------------------------------------------------------------------------------------------------------------
# Numbers.  Python converts at most 640 digits at once under every setting, so longer numerals are converted in halves.

HALVE_DIGITS = 600
NUMBER = re.compile("0|(-?[1-9][0-9]*)(?:/([1-9][0-9]*))?")
INDEX = re.compile("0|[1-9][0-9]{0,17}")
TO_ZEROS = bytes.maketrans(b"123456789", b"000000000")


def to_int(numeral: str) -> int:
    """The integer of a decimal numeral of any length.

    >>> to_int("-1" + "0" * 5000) == -(10**5000)
    True
    """
    if numeral[:1] == "-":
        return -to_int(numeral[1:])
    if len(numeral) <= HALVE_DIGITS:
        return int(numeral)
    half = len(numeral) // 2
    return int(to_int(numeral[:-half]) * 10**half + to_int(numeral[-half:]))


def to_text(number: int) -> str:
    """The decimal numeral of an integer of any size."""
    if number.bit_length() < 3 * HALVE_DIGITS:
        return str(number)
    if number < 0:
        return "-" + to_text(-number)
    half = number.bit_length() * 3 // 20
    high, low = divmod(number, 10**half)
    return to_text(high) + to_text(low).rjust(half, "0")


def ratio(p: int, q: int) -> str:
    """The canonical numeral of p / q, q > 0 (section 2).

    >>> ratio(-6, 4), ratio(0, 3), ratio(4, 2)
    ('-3/2', '0', '2')
    """
    common = math.gcd(p, q)
    return to_text(p // common) if q == common else f"{to_text(p // common)}/{to_text(q // common)}"


@lru_cache(maxsize=1 << 16)
def is_finite(text: str) -> bool:
    """Whether a canonical numeral of section 2 is finite; Stop if the text is not canonical."""
    if text in ("oo", "-oo"):
        return False
    match = NUMBER.fullmatch(text)
    if not match:
        malformed("numeral", f"{show(text)} is not a canonical numeral")
    if match[2] and (match[2] == "1" or math.gcd(to_int(match[1]), to_int(match[2])) > 1):
        malformed("numeral", f"{show(text)} is not in lowest terms")
    return True


def primitive(form: Form) -> tuple[int, ...]:
    """The form divided by the gcd of its entries (section 4)."""
    common = math.gcd(*form)
    return tuple(entry // common for entry in form) if common > 1 else tuple(form)


def negative(form: Form) -> list[int]:
    """The form -f."""
    return [-entry for entry in form]


def bits(numbers: Form) -> int:
    """A bound for the memory that integers in a list take, in bits."""
    return 1024 * len(numbers) + sum(map(int.bit_length, numbers))


def show(value: object) -> str:
    """A short printable text of a value, for messages: ASCII without control characters, integers of any size."""
    if isinstance(value, (list, tuple)):
        text = "[" + ", ".join(show(item) for item in value[:50]) + (", ...]" if len(value) > 50 else "]")
    elif isinstance(value, int):
        text = to_text(value)
    else:
        text = ascii(str(value))[1:-1]
    return text if len(text) <= 400 else f"{text[:300]} ... {text[-80:]}"


def form_text(form: Form, scale: int = 1) -> str:
    """The affine function form / scale, for people.

    >>> form_text([2, 0, -3], 4), form_text([-1, -1, 0]), form_text([-11, 1, 1])
    ('1/2*x1 - 3/4', '-x1 - x2', '-11*x1 + x2 + 1')
    """
    names = [f"*x{i}" for i in range(1, len(form))] + [""]
    terms = [ratio(entry, scale) + name for entry, name in zip(form, names, strict=True) if entry]
    return show(re.sub(r"(?<![0-9/])1[*]", "", " + ".join(terms).replace("+ -", "- ")) or "0")


# ---------------------------------------------------------------------------------------------------------------------
# The file (section 1).


class Reader:
    """The lines of a certificate as JSON values, one at a time."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self.stream, self.limits = stream, limits
        self.line = self.bytes = 0
        hooks: dict[str, Any] = {"parse_float": self.no_number, "parse_constant": self.no_number}
        self.fast = json.JSONDecoder(object_pairs_hook=self.unique, **hooks)
        self.careful = json.JSONDecoder(object_pairs_hook=self.unique, parse_int=self.integer, **hooks)
        # Without so many digits in a row no numeral is too long, neither for the limit nor for Python.
        self.many_digits = b"0" * min(HALVE_DIGITS, limits.digits)

    @staticmethod
    def no_number(text: str) -> NoReturn:
        malformed("numeral", f"{show(text)} is not an integer")

    def integer(self, text: str) -> int:
        if text == "-0" or not text.isascii():
            malformed("numeral", f"{show(text)} is not a canonical integer")
        self.limits.bound("digits", len(text))
        return to_int(text)

    @staticmethod
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) < len(pairs):
            malformed("duplicate-key", "an object has a key twice")
        return result

    def next_line(self) -> bytes:
        """The next line, or b"" at the end of the file."""
        data = self.stream.readline(self.limits.line_bytes + 1)
        self.line += 1
        self.bytes += len(data)
        self.limits.bound("total_bytes", self.bytes)
        self.limits.bound("line_bytes", len(data))
        if data and not data.endswith(b"\n"):
            malformed("truncated", "the last line does not end; the file is cut short")
        return data

    def value(self) -> Any:
        """The JSON value of the next line."""
        data = self.next_line()
        if not data:
            malformed("unfinished", "the file ends before the proof does")
        short = len(data) < len(self.many_digits) or self.many_digits not in data.translate(TO_ZEROS)
        decoder = self.fast if short and data.isascii() and b"-0" not in data else self.careful
        try:
            return decoder.decode(data.decode("utf-8"))
        except UnicodeDecodeError:
            malformed("encoding", "the line is not UTF-8")
        except RecursionError:
            malformed("nesting", "JSON nested far deeper than in a certificate")
        except json.JSONDecodeError as error:
            malformed("json", f"not JSON: {error.msg}, column {error.colno}")

    def record(self, required: set[str], optional: set[str]) -> dict[str, Any]:
        """The next line, an object with these keys."""
        value = self.value()
        if type(value) is not dict or not required <= set(value) <= required | optional:
            malformed("keys", f"an object with the keys {', '.join(sorted(required))} is needed here, and no others")
        return value


def integers(value: Any, length: int) -> list[int]:
    """The value, a list of so many integers (True and False are none)."""
    if type(value) is not list or len(value) != length or set(map(type, value)) - {int}:
        malformed("grammar", f"a list of {length} integers is needed here")
    return value


def index(token: list[Any], position: int, size: int) -> int:
    """The index below size at that position of a token."""
    k = token[position] if len(token) > position else None
    if type(k) is not int or not 0 <= k < size:
        malformed("index-range", f"item {position} of the token is not an index from 0 to {size - 1}")
    return k


# ---------------------------------------------------------------------------------------------------------------------
# Networks (section 3).


def row_text(activation: str, bias: str, weights: dict[int, str]) -> str:
    """The canonical line of a neuron."""
    return " ".join([activation, bias, *(f"{column}:{weights[column]}" for column in sorted(weights))])


def parse_row(row: str) -> tuple[str, str, list[tuple[int, str]]]:
    """Activation, bias and weights of a canonical line."""
    activation, bias, *weights = row.split(" ")
    pairs = (weight.split(":") for weight in weights)
    return activation, bias, [(int(column), number) for column, number in pairs]


def canonical_lines(inputs: int, layers: Sequence[Sequence[str]]) -> Iterator[str]:
    """The canonical text of a network, line by line, without the line ends."""
    yield "exactrelu-network 1"
    yield f"inputs {inputs}"
    for layer in layers:
        yield f"layer {len(layer)}"
        yield from layer


@dataclass(slots=True)
class Network:
    """An embedded network: for every layer the canonical lines of its neurons, the output layer last."""

    summary: NetworkSummary
    layers: list[list[str]]


class NetworkReader:
    """Reads the embedded networks from a certificate, and compares them with the reader's own."""

    def __init__(self, reader: Reader, inputs: int) -> None:
        self.reader, self.inputs, self.bytes = reader, inputs, 0

    def read(self, name: str) -> Network:
        """The next network, its hash recomputed."""
        head = self.reader.record({"network", "widths", "network_sha256"}, {"source_sha256", "reading_rule"})
        line = self.reader.line
        widths = head["widths"]
        if head["network"] != name:
            malformed("network-name", f'the network "{name}" is expected here')
        if type(widths) is not list or {type(width) for width in widths} != {int}:
            malformed("widths", "widths is a list of the numbers of neurons of every layer")
        if min(widths) < 0 or widths[-1] < 1 or (name == "deep" and min(widths) < 1):
            malformed("widths", "a layer has no neurons")
        self.reader.limits.bound("neurons", max(sum(widths), len(widths)))
        notes = [head.get("source_sha256"), head.get("reading_rule")]
        if type(head["network_sha256"]) is not str or {type(note) for note in notes} - {str, type(None)}:
            malformed("grammar", "hashes and the reading rule are strings")
        layers = []
        for number, width in enumerate(widths):
            below = widths[number - 1] if number else self.inputs
            last = number == len(widths) - 1
            layers.append([self.neuron(below, name == "deep", last) for _ in range(width)])
        digest = hashlib.sha256()
        for text in canonical_lines(self.inputs, layers):
            digest.update(text.encode() + b"\n")
        if digest.hexdigest() != head["network_sha256"]:
            self.reader.line = line
            wrong = head["network_sha256"]
            reject("network-sha256", f"the hash of {name} is not that of its neurons", digest.hexdigest(), wrong)
        return Network(NetworkSummary(name, tuple(widths), digest.hexdigest(), *notes), layers)

    def finite(self, text: str) -> bool:
        """Whether a number is finite; Stop if it is none, or too long."""
        self.reader.limits.bound("digits", len(text), times=2)
        return is_finite(text)

    def neuron(self, below: int, finite: bool, last: bool) -> str:
        """The canonical line of the next neuron."""
        value = self.reader.value()
        if type(value) is not list or [type(item) for item in value] != [str, str, dict]:
            malformed("neuron", "a neuron is [activation, bias, weights]")
        activation, bias, weights = value
        if activation not in ("identity", *(() if last else ("relu",))):
            malformed("activation", "an activation is relu or identity, in the last layer identity")
        if not self.finite(bias):
            malformed("infinite", "a bias is finite")
        parts, previous = [activation, bias], -1
        for key, weight in weights.items():
            if not INDEX.fullmatch(key) or not previous < int(key) < below:
                malformed("column", f"column indices increase and are below {below}: {show(key)}")
            previous = int(key)
            if type(weight) is not str or weight == "0":
                malformed("numeral", "a weight is the string of a number other than 0")
            if not self.finite(weight) and finite:
                malformed("infinite", "the weights of the deep network are finite")
            parts.append(f"{key}:{weight}")
        text = " ".join(parts)
        self.bytes += len(text) + 64
        self.reader.limits.bound("network_bytes", self.bytes)
        return text


class ScaledLayer(NamedTuple):
    """A layer cleared of denominators (section 4), scale being D_l.

    For each neuron: whether it is a ReLU, its bias, its finite weights, and the infinite ones by sign.
    """

    scale: int
    neurons: list[tuple[bool, int, list[tuple[int, int]], list[tuple[int, int]]]]


def scaled_layers(network: Network, limits: Limits) -> list[ScaledLayer]:
    """The network with the integers d_l W_l and D_l b_l in place of weights and biases."""

    def fraction(text: str) -> tuple[int, int]:
        p, _, q = text.partition("/")
        return to_int(p), to_int(q or "1")

    result, scale, used = [], 1, 0
    for layer in network.layers:
        rows, common = [], 1
        for activation, bias, weights in map(parse_row, layer):
            finite = [(column, fraction(text)) for column, text in weights if not text.endswith("oo")]
            infinite = [(column, -1 if text[0] == "-" else 1) for column, text in weights if text.endswith("oo")]
            rows.append((activation == "relu", fraction(bias), finite, infinite))
            for q in {fraction(bias)[1], *(q for _, (_, q) in finite)}:
                common = math.lcm(common, q)
                limits.bound("digits", (scale * common).bit_length(), times=4)
        scale *= common
        neurons = []
        for relu, (p, q), finite, infinite in rows:
            scaled = [(column, a * (common // b)) for column, (a, b) in finite]
            neurons.append((relu, p * (scale // q), scaled, infinite))
            used += bits([neurons[-1][1], *(a for _, a in scaled)])
            limits.bound("memory_bits", used)
        result.append(ScaledLayer(scale, neurons))
    return result


# ---------------------------------------------------------------------------------------------------------------------
# Paths and Farkas proofs (section 5).

CLOSED, STRICT, EQUAL, NO_CONDITION = 0, 1, 2, 3
RELATIONS = (">= 0", "> 0", "= 0")


class Path:
    """The constraints of the current path of a tree that is walked depth-first, and what leads back to its splits."""

    def __init__(self, inputs: int, limits: Limits) -> None:
        self.length, self.limits = inputs + 1, limits
        self.forms, self.relations, self.kept = list[Form](), list[int](), list[bool]()
        self.nonzero, self.notes = list[list[int]](), list[Any]()
        """Of each constraint the columns where it is not 0, and what was computed of it, for the walk's own use."""
        self.frames: list[tuple[int, int, int, Any, list[tuple[Form, int, Any]]]] = []
        self.changes: list[tuple[Any, Any, Any]] = []
        self.bits = self.proofs = self.premises = 0

    def add(self, form: Form, relation: int) -> None:
        self.forms.append(form)
        self.nonzero.append(list(compress(range(self.length), form)))
        self.relations.append(relation)
        self.kept.append(True)
        self.notes.append(None)

    def cut(self, count: int) -> None:
        for part in (self.forms, self.nonzero, self.relations, self.kept, self.notes):
            del part[count:]

    def set(self, container: Any, key: Any, value: Any) -> None:
        """container[key] = value for the rest of the path."""
        self.changes.append((container, key, container[key]))
        container[key] = value

    def split(self, state: Any, children: list[tuple[Form, int, Any]]) -> None:
        """Splits the path in children (form, relation, what the walk does there), for `next_child` to enter."""
        self.limits.bound("path_depth", len(self.frames) + 1)
        self.frames.append((len(self.forms), len(self.changes), self.bits, state, children[::-1]))

    def next_child(self) -> tuple[Any, Any] | None:
        """Leaves the path for the next child of its last split that has one, and undoes what was done since the split.

        Gives the split's state and the child's action, or None if the whole tree has been walked.
        """
        while self.frames:
            constraints, changes, self.bits, state, children = self.frames[-1]
            while len(self.changes) > changes:
                container, key, value = self.changes.pop()
                container[key] = value
            self.cut(constraints)
            if children:
                form, relation, action = children.pop()
                self.add(form, relation)
                self.bits += bits(form)
                self.limits.bound("memory_bits", self.bits)
                return state, action
            self.frames.pop()
        return None

    def prove(self, target: Form, proof: list[Any], strict: bool = False, kept_only: bool = False) -> None:
        """Goes on only if the proof shows that target >= 0, or > 0, on the path; kept_only: from kept constraints."""
        if set(map(type, proof)) != {int} or len(proof) % 2:
            malformed("grammar", "a proof is a flat list of integers: mu, c, and pairs of an index and a multiplier")
        mu, constant = proof[0], proof[1]
        if mu < 1:
            reject("farkas-mu", "mu is at least 1", 1, mu)
        if constant < 0:
            reject("farkas-constant", "the constant c is at least 0", 0, constant)
        total = [0] * (self.length - 1) + [constant]
        shown_strict = constant > 0
        previous = -1
        for i, multiplier in zip(proof[2::2], proof[3::2], strict=True):
            if not 0 <= i < len(self.forms):
                malformed("index-range", f"a proof uses constraint {show(i)}; the path has {len(self.forms)}")
            if i <= previous:
                reject("farkas-order", "the indices of a proof increase", f"> {previous}", i)
            relation = self.relations[i]
            if relation == NO_CONDITION or (kept_only and not self.kept[i]):
                reject("farkas-usable", f"this proof cannot use constraint {i}")
            if multiplier < 1 and (relation != EQUAL or not multiplier):
                reject("farkas-multiplier", f"constraint {i} needs a multiplier > 0 (!= 0 if = 0)", None, multiplier)
            shown_strict = shown_strict or relation == STRICT
            form = self.forms[i]
            for column in self.nonzero[i]:
                total[column] += multiplier * form[column]
            previous = i
        wanted = [mu * a for a in target]
        if total != wanted:
            reject("farkas-identity", "mu times the form is not the sum of the constraints and c", wanted, total)
        if strict and not shown_strict:
            reject("farkas-strict", "the proof shows >= 0 where > 0 is needed")
        self.proofs += 1

    def prove_empty(self, proof: list[Any]) -> None:
        """Goes on only if the proof shows 0 > 0."""
        self.prove([0] * self.length, proof, strict=True)
        if proof[0] != 1:
            reject("farkas-mu", "mu is 1 in a proof that the path is empty", 1, proof[0])

    def describe(self) -> list[str]:
        """The constraints, for people."""
        result = []
        for i, (form, relation) in enumerate(zip(self.forms, self.relations, strict=True)):
            origin = "domain" if i < self.premises else "split" if self.kept[i] else "split, dropped as redundant"
            result.append(f"constraint {i} ({origin}): {form_text(form)} {RELATIONS[relation]}")
        return result


# ---------------------------------------------------------------------------------------------------------------------
# Construction certificates (section 6).


class Gates:
    """The embedded shallow network: its neurons are compared, entry by entry, with what the terms of the trace define.

    Equal neurons have equal canonical lines, since numerals are canonical; so neurons are looked up by their lines.
    """

    def __init__(self, shallow: Network, half_open: bool, inputs: int, outputs: int) -> None:
        hidden = 3 if half_open else 2
        if len(shallow.layers) != hidden + 1:
            reject("hidden-layers", "the construction has another depth", hidden, len(shallow.layers) - 1)
        if len(shallow.layers[-1]) != outputs:
            reject("outputs", "the networks differ in their outputs", outputs, len(shallow.layers[-1]))
        self.half_open = half_open
        self.names = ["hidden layer 1", "hidden layer 2"][: hidden - 1]
        self.lines = [{line: k for k, line in enumerate(layer)} for layer in shallow.layers[: hidden - 1]]
        self.used = [bytearray(len(layer)) for layer in shallow.layers[: hidden - 1]]
        for name, lines, used in zip(self.names, self.lines, self.used, strict=True):
            if len(lines) < len(used):
                reject("duplicate-neuron", f"two neurons of {name} are the same")
        self.carriers = [(self.carrier(i, 1), self.carrier(i, -1)) for i in range(inputs)]
        self.gates = shallow.layers[hidden - 1]
        self.taken = bytearray(len(self.gates))
        self.sums: list[dict[int, str]] = []
        for o, (_, bias, weights) in enumerate(map(parse_row, shallow.layers[-1])):
            if bias != "0":
                reject("output-entry", f"output {o} has a bias", "0", bias)
            self.sums.append(dict(weights))
        self.matched = [0] * outputs

    def find(self, layer: int, line: str, required: bool = True) -> int | None:
        """The number of the neuron with that line, which counts as used now; unless required, None if there is none."""
        k = self.lines[layer].get(line)
        if k is not None:
            self.used[layer][k] = 1
        elif required:
            reject("missing-neuron", f"{self.names[layer]} lacks a neuron that a gate needs", line)
        return k

    def carrier(self, i: int, sign: int) -> int | None:
        """The neuron that carries relu(sign * x_i) to the gates."""
        k = self.find(0, row_text("relu", "0", {i: str(sign)}), required=False)
        return k if k is None or not self.half_open else self.find(1, f"relu 0 {k}:1", required=False)

    def penalties(self, form: Form, relation: int) -> list[int | None]:
        """The neurons that are positive exactly where the constraint is violated, and 0 elsewhere."""

        def relu_of(form: Form) -> int | None:
            *a, c = primitive(form)
            return self.find(0, row_text("relu", to_text(c), {i: to_text(b) for i, b in enumerate(a) if b}))

        if not self.half_open:
            both = [negative(form), form] if relation == EQUAL else [negative(form)]
            return [relu_of(each) for each in both]
        if relation == STRICT:
            return [self.find(1, f"relu 1 {relu_of(form)}:-oo")]
        return [self.find(1, f"relu 0 {relu_of(negative(form))}:1")]

    def take(self, k: int, sign: int, form: Form, scale: int, output: int, coefficient: int, path: Path) -> None:
        """Gate k is relu(sign * form / scale) on the kept cell, 0 elsewhere, and enters the output with coefficient."""
        if self.taken[k]:
            reject("gate-reused", f"gate {k} was used before")
        self.taken[k] = 1
        weights: dict[int, str] = {}
        for i, entry in enumerate(form[:-1]):
            if entry:
                for column, v in zip(self.carriers[i], (sign, -sign), strict=True):
                    if column is None:
                        reject("missing-neuron", f"gate {k} needs the carriers of input {i}")
                    weights[column] = ratio(v * entry, scale)
        for i in range(path.premises, len(path.forms)):
            if path.kept[i]:
                if path.notes[i] is None:
                    path.notes[i] = self.penalties(path.forms[i], path.relations[i])
                for column in path.notes[i]:
                    weights[column] = "-oo"
        wanted, found = row_text("relu", ratio(sign * form[-1], scale), weights), self.gates[k]
        if wanted != found:
            pairs = zip_longest(wanted.split(" "), found.split(" "), fillvalue="nothing more")
            first = next(pair for pair in pairs if pair[0] != pair[1])
            reject("gate-entry", f"gate {k} has another entry (bias, or column:weight) than its term defines", *first)
        weight = self.sums[output].get(k, "0")
        if weight != str(coefficient):
            reject("output-entry", f"the weight of gate {k} in output {output}", coefficient, weight)
        self.matched[output] += 1

    def finish(self) -> None:
        """Goes on only if nothing of the shallow network is left over."""
        if 0 in self.taken:
            reject("gate-unused", f"no term defines gate {self.taken.index(0)}")
        for o, (count, weights) in enumerate(zip(self.matched, self.sums, strict=True)):
            if count != len(weights):
                reject("output-entry", f"output {o} has weights on gates of other outputs", count, len(weights))
        for name, used in zip(self.names, self.used, strict=True):
            if 0 in used:
                reject("unused-neuron", f"no gate uses neuron {used.index(0)} of {name}, and it is no carrier")


UNDECIDED, ACTIVE, INACTIVE = 0, 1, 2


class Trace:
    """The walk through the deep network that a construction certificate prescribes."""

    def __init__(self, path: Path, networks: list[Network], half_open: bool, explain: int | None) -> None:
        deep, shallow = networks
        self.path, self.half_open, self.explain = path, half_open, explain
        self.layers = scaled_layers(deep, path.limits)
        self.gates = Gates(shallow, half_open, path.length - 1, len(deep.layers[-1]))
        self.cells, self.explanation = 0, list[str]()
        self.finished, self.sign = False, 1
        self.rules: dict[str, Callable[[list[Any]], None]] = {
            "a": self.fact, "i": self.fact, "s": self.split, "d": self.drop, "e": self.empty, "o": self.output,
        }  # fmt: skip
        self.enter(0, None)

    def enter(self, layer: int, values: Sequence[Form | None] | None) -> None:
        """Computes the forms of the layer, its ReLU neurons undecided.

        values are those below, forms, or None for 0; in layer 0 there are none.
        """
        forms: list[Form] = []
        size = 0
        for _, bias, weights, _ in self.layers[layer].neurons:
            form = [0] * self.path.length
            form[-1] = bias
            for column, weight in weights:
                if values is None:
                    form[column] = weight
                    continue
                value = values[column]
                if value is not None:
                    form = [a + weight * b for a, b in zip(form, value, strict=True)]
            forms.append(form)
            size += bits(form)
            self.path.limits.bound("memory_bits", size * len(self.layers))
        self.layer, self.forms = layer, forms
        self.status = [UNDECIDED if relu else ACTIVE for relu, _, _, _ in self.layers[layer].neurons]
        self.open = self.status.count(UNDECIDED)

    def advance(self) -> None:
        """Goes to the next layer where one is decided."""
        while not self.open and self.layer < len(self.layers) - 1:
            pairs = zip(self.forms, self.status, strict=True)
            self.enter(self.layer + 1, [form if status == ACTIVE else None for form, status in pairs])

    def neuron(self, token: list[Any]) -> int:
        """The undecided neuron that the token names."""
        self.advance()
        k = index(token, 1, len(self.status))
        if self.status[k] != UNDECIDED:
            reject("not-undecided", f"neuron {k} of layer {self.layer} is not an undecided ReLU neuron")
        return k

    def decide(self, k: int, status: int) -> None:
        self.path.set(self.status, k, status)
        self.open -= 1

    def fact(self, token: list[Any]) -> None:
        k, active = self.neuron(token), token[0] == "a"
        self.path.prove(self.forms[k] if active else negative(self.forms[k]), token[2:])
        self.decide(k, ACTIVE if active else INACTIVE)

    def split(self, token: list[Any]) -> None:
        k = self.neuron(token)
        if len(token) != 2:
            malformed("grammar", "a split names a neuron and nothing else")
        form = self.forms[k]
        children: list[tuple[Form, int, Any]] = [(negative(form), CLOSED, (k, INACTIVE, 1))]
        if not self.half_open:
            children.append((form, EQUAL, (k, INACTIVE, -1)))
        children.append((form, STRICT if self.half_open else CLOSED, (k, ACTIVE, 1)))
        self.path.split((self.layer, self.forms, self.status, self.open, self.sign), children)
        self.next_path()

    def next_path(self) -> None:
        child = self.path.next_child()
        if child is None:
            self.gates.finish()
            self.finished = True
            return
        (self.layer, self.forms, self.status, self.open, self.sign), (k, status, sign) = child
        self.sign *= sign
        self.decide(k, status)

    def drop(self, token: list[Any]) -> None:
        i = index(token, 1, len(self.path.forms))
        relation = self.path.relations[i]
        if i < self.path.premises or relation == EQUAL or not self.path.kept[i]:
            reject("drop-kept", f"constraint {i} is not an inequality that a split added and that is still kept")
        self.path.set(self.path.kept, i, False)
        self.path.prove(self.path.forms[i], token[2:], strict=relation == STRICT, kept_only=True)

    def empty(self, token: list[Any]) -> None:
        self.path.prove_empty(token[1:])
        self.next_path()

    def output(self, token: list[Any]) -> None:
        self.advance()
        if self.layer < len(self.layers) - 1:
            reject("output-not-reached", f"{self.open} ReLU neurons of layer {self.layer} are undecided")
        if len(token) != len(self.forms) + 1:
            malformed("grammar", f"there are {len(self.forms)} outputs")
        scale = self.layers[-1].scale
        notes = []
        for o, (form, pair) in enumerate(zip(self.forms, token[1:], strict=True)):
            if type(pair) is not list or len(pair) != 2:
                malformed("grammar", "an output has a pair: a gate or a proof for relu(g), and one for relu(-g)")
            for v, part in zip((1, -1), pair, strict=True):
                if type(part) is list:
                    self.path.prove([-v * entry for entry in form], part)
                    notes.append(f"output {o}: relu({'-' * (v < 0)}g) = 0 here, by a Farkas proof")
                else:
                    k = index(pair, (1 - v) // 2, len(self.gates.gates))
                    self.gates.take(k, v, form, scale, o, v * self.sign, self.path)
                    notes.append(f"output {o}: gate {k} is relu({'-' * (v < 0)}g) here, 0 outside; {v * self.sign:+d}")
        if self.cells == self.explain:
            maps = [f"output {o}: g = {form_text(form, scale)}" for o, form in enumerate(self.forms)]
            self.explanation = [f"sign of the cell: {self.sign:+d}", *self.path.describe(), *maps, *notes]
        self.cells += 1
        self.next_path()


# ---------------------------------------------------------------------------------------------------------------------
# Partition certificates (section 7).

Atoms = dict[tuple[int, ...], int]
MINUS, PLUS = 1, 2
ZERO_STATUSES = ("0", "x")


class Value(NamedTuple):
    """What is known of a neuron on the path, in units of its layer's 1 / scale.

    expression is None where the value is infinite or unknown; infinities are those that are possible (MINUS, PLUS).
    """

    expression: tuple[Form, Atoms] | None
    infinities: int = 0
    zero: bool = False
    positive: bool = False


class PreActivation(NamedTuple):
    """A sum: finite, or gated (expression is the finite part, gates the terms "0 or oo"), or infinite, or unknown."""

    expression: tuple[Form, Atoms] | None
    infinities: int
    certain: bool
    gates: list[int]

    @property
    def gated(self) -> bool:
        return self.expression is not None and self.infinities != 0 and not self.certain

    @property
    def form(self) -> Form | None:
        """The form, if the sum is finite and has no atoms."""
        return self.expression[0] if self.expression and not self.infinities and not self.expression[1] else None


ZERO_VALUE = Value(None, zero=True)


def single_atom(form: Form, atoms: Atoms) -> tuple[int, ...] | None:
    """q or -q, for an expression that is c * relu(q) or c * relu(-q) with an atom relu(q) and c > 0 (rule 3)."""
    if len(atoms) == 1:
        ((q, c),) = atoms.items()
        if c > 0 and not any(form):
            return q
        if c > 0 and list(form) == [-c * a for a in q]:
            return tuple(negative(q))
    return None


def relu_value(below: PreActivation, status: str | None) -> Value:
    """The value of a ReLU neuron."""
    if below.certain:
        return ZERO_VALUE if below.infinities == MINUS else Value(None, PLUS, positive=True)
    if status in ZERO_STATUSES:
        return ZERO_VALUE
    if below.expression is None or below.infinities:
        return Value(None, below.infinities & PLUS)
    form, atoms = below.expression
    if status is not None:
        return Value(below.expression, positive=status == "+")
    if not atoms and not any(form[:-1]):
        return Value(below.expression, positive=True) if form[-1] > 0 else ZERO_VALUE
    if single_atom(form, atoms):
        return Value(below.expression)
    if atoms:
        return Value(None)
    q, c = primitive(form), math.gcd(*form)
    if next(entry for entry in q if entry) > 0:
        return Value(([0] * len(form), {q: c}))
    return Value((form, {tuple(negative(q)): c}))


class Evaluation:
    """The symbolic values of one network on the path: layers below `done` are computed, of layer `done` a part."""

    def __init__(self, network: Network, inputs: int, limits: Limits) -> None:
        self.name, self.length, self.limits = network.summary.name, inputs + 1, limits
        self.layers = scaled_layers(network, limits)
        self.statuses: dict[tuple[int, int], str] = {}
        self.sums: list[dict[int, PreActivation]] = [{} for _ in self.layers]
        self.values: list[list[Value]] = [[] for _ in self.layers]
        self.bits = [0 for _ in self.layers]
        self.done = 0

    def __getitem__(self, neuron: tuple[int, int]) -> str | None:
        return self.statuses.get(neuron)

    def __setitem__(self, neuron: tuple[int, int], status: str | None) -> None:
        if status is None:
            del self.statuses[neuron]
        else:
            self.statuses[neuron] = status
        layer, k = neuron
        if layer < self.done:
            self.values[layer][k] = relu_value(self.sums[layer][k], status)
            for later in range(layer + 1, min(self.done + 1, len(self.layers))):
                self.sums[later].clear()
                self.bits[later] = 0
            self.done = layer + 1

    def sum(self, layer: int, k: int) -> PreActivation:
        """The pre-activation of a neuron; the layers below it are evaluated first."""
        while self.done < layer:
            number = self.done
            sums = [self.sum(number, j) for j in range(len(self.layers[number].neurons))]
            self.values[number] = [self.value(number, j, s) for j, s in enumerate(sums)]
            self.done += 1
        if k not in self.sums[layer]:
            self.sums[layer][k] = result = self.add_up(layer, k)
            form, atoms = result.expression or ((), {})
            self.bits[layer] += 2 * bits(form) + bits(list(atoms.values()))
            self.limits.bound("memory_bits", self.bits[layer] * len(self.layers))
        return self.sums[layer][k]

    def value(self, layer: int, k: int, below: PreActivation) -> Value:
        if self.layers[layer].neurons[k][0]:
            return relu_value(below, self.statuses.get((layer, k)))
        return Value(None if below.infinities else below.expression, below.infinities)

    def add_up(self, layer: int, k: int) -> PreActivation:
        values = self.values[layer - 1] if layer else []
        _, bias, weights, infinite = self.layers[layer].neurons[k]
        form, atoms = [0] * self.length, Atoms()
        form[-1] = bias
        known, certain, infinities = True, False, 0
        gates = []
        for column, weight in weights:
            if not layer:
                form[column] = weight
                continue
            expression, possible, zero, _ = values[column]
            if expression is not None:
                form = [a + weight * b for a, b in zip(form, expression[0], strict=True)]
                for q, c in expression[1].items():
                    atoms[q] = atoms.get(q, 0) + weight * c
            elif not zero:
                known = False
                infinities |= possible if weight > 0 or not possible else MINUS + PLUS - possible
        for column, sign in infinite:
            if not layer or not self.layers[layer - 1].neurons[column][0]:
                reject("infinite-weight", f"{self.name}, layer {layer}, neuron {k}: infinite, not on a ReLU")
            if not values[column].zero:
                infinities |= PLUS if sign > 0 else MINUS
                certain = certain or values[column].positive
                gates.append(column)
        if infinities == MINUS | PLUS:
            reject("indeterminate", f"{self.name}, layer {layer}, neuron {k}: +oo and -oo are both possible")
        expression = (form, {q: c for q, c in atoms.items() if c}) if known else None
        return PreActivation(expression, infinities, certain and known, gates)

    def reduced(self, layer: int, form: Form) -> list[int]:
        """The form over the layer's scale, multiplied by its least common denominator."""
        common = math.gcd(self.layers[layer].scale, *form)
        return [entry // common for entry in form]

    def zero_condition(self, layer: int, k: int, nested: bool = False) -> tuple[Form, int]:
        """The constraint that holds exactly where the ReLU neuron is zero."""
        below = self.sum(layer, k)
        if below.form is not None:
            return primitive(negative(below.form)), CLOSED
        if below.expression is not None:
            form, atoms = below.expression
            q = None if below.infinities else single_atom(form, atoms)
            if q:
                return negative(q), CLOSED
            constant = not atoms and not any(form[:-1]) and form[-1] > 0
            if below.gated and below.infinities == MINUS and constant and len(below.gates) == 1 and not nested:
                condition, relation = self.zero_condition(layer - 1, below.gates[0], nested=True)
                if relation == CLOSED:
                    return negative(condition), STRICT
        return [0] * self.length, NO_CONDITION

    def text(self, k: int) -> str:
        expression = self.sum(len(self.layers) - 1, k).expression
        scale = self.layers[-1].scale
        form, atoms = expression or ([], {})
        terms = [f"{ratio(c, scale)}*relu({form_text(q)})" for q, c in atoms.items()]
        return " + ".join([form_text(form, scale), *terms])


class Tree:
    """The tree of a partition certificate, with both networks evaluated on the path."""

    def __init__(self, path: Path, networks: list[Network], explain: int | None) -> None:
        self.path, self.explain = path, explain
        self.networks = [Evaluation(network, path.length - 1, path.limits) for network in networks]
        first, second = (len(network.layers[-1]) for network in networks)
        if first != second:
            reject("outputs", "the networks differ in their outputs", first, second)
        self.outputs = first
        self.cells, self.explanation = 0, list[str]()
        self.finished = False
        self.rules: dict[str, Callable[[list[Any]], None]] = {
            "s": self.split, "t": self.split, "e": self.empty, "h": self.state, "l": self.leaf,
        }  # fmt: skip

    def split(self, token: list[Any]) -> None:
        form = integers(token[1:], self.path.length)
        if not any(form[:-1]):
            reject("constant-split", "a split needs a form that is not constant", None, form)
        first, *others = (CLOSED, CLOSED) if token[0] == "s" else (STRICT, EQUAL, STRICT)
        self.path.split(None, [(negative(form), first, None), *((form, relation, None) for relation in others)])
        self.next_path()

    def next_path(self) -> None:
        self.finished = self.path.next_child() is None

    def empty(self, token: list[Any]) -> None:
        self.path.prove_empty(token[1:])
        self.next_path()

    def state(self, token: list[Any]) -> None:
        network = self.networks[index(token, 1, 2)]
        layer = index(token, 2, len(network.layers) - 1)
        k = index(token, 3, len(network.layers[layer].neurons))
        status, proof = token[4] if len(token) > 4 else None, token[5:]
        if not network.layers[layer].neurons[k][0]:
            reject("status-neuron", "an identity neuron has no status")
        if network[layer, k] is not None:
            reject("status-repeated", "the neuron has a status already")
        below = network.sum(layer, k)
        if status == "x":
            if not below.gated or below.infinities != MINUS:
                reject("status-gated", "the pre-activation is not gated towards -oo")
            self.prove_closed(network, layer, below.gates, proof)
        elif status in ("+", "p", "0"):
            if below.form is None:
                reject("status-finite", "the pre-activation is not finite and without atoms")
            form = network.reduced(layer, below.form)
            self.path.prove(negative(form) if status == "0" else form, proof, strict=status == "+")
        else:
            malformed("grammar", 'a status is "+", "p", "0" or "x"')
        self.path.set(network, (layer, k), status)

    def prove_closed(self, network: Evaluation, layer: int, gates: list[int], proof: list[Any]) -> None:
        """Goes on only if the proof shows that somewhere on the path all the neurons below cannot be zero."""
        path, count = self.path, len(self.path.forms)
        for k in gates:
            path.add(*network.zero_condition(layer - 1, k))
        path.prove_empty(proof)
        path.cut(count)

    def leaf(self, token: list[Any]) -> None:
        if len(token) != self.outputs + 1:
            malformed("grammar", f"there are {self.outputs} outputs")
        for k, entry in enumerate(token[1:]):
            self.compare(k, entry)
        if self.cells == self.explain:
            self.explanation = self.path.describe()
            for k in range(self.outputs):
                self.explanation += (f"{network.name}, output {k}: {network.text(k)}" for network in self.networks)
        self.cells += 1
        self.next_path()

    def compare(self, k: int, entry: Any) -> None:
        """Goes on only if the networks agree in output k."""
        sides = []
        for network, other in (self.networks, self.networks[::-1]):
            # This evaluates all neurons, whether an output depends on them or not: none may be oo - oo.
            output = network.sum(len(network.layers) - 1, k)
            if output.expression is None or output.infinities:
                reject("leaf-unknown", f"output {k} of {network.name} is no expression here")
            form, atoms = output.expression
            scale = other.layers[-1].scale
            sides.append(([scale * a for a in form], {q: scale * c for q, c in atoms.items()}))
        (first, first_atoms), (second, second_atoms) = sides
        if first_atoms != second_atoms:
            reject("leaf-atoms", f"output {k}: the networks differ in their atoms", *(n.text(k) for n in self.networks))
        difference = [a - b for a, b in zip(first, second, strict=True)]
        common = math.gcd(math.prod(n.layers[-1].scale for n in self.networks), *difference)
        difference = [a // common for a in difference]
        if type(entry) is int and entry == 0:
            if any(difference):
                reject("leaf-difference", f"output {k}: the networks differ", *(n.text(k) for n in self.networks))
        elif type(entry) is list and len(entry) == 2 and type(entry[0]) is list and type(entry[1]) is list:
            self.path.prove(difference, entry[0])
            self.path.prove(negative(difference), entry[1])
        else:
            malformed("grammar", "the entry of an output is 0 or a pair of proofs")


# ---------------------------------------------------------------------------------------------------------------------
# The reader's own network files.

DECIMAL = re.compile(r"[+-]?(?:[0-9]+/[0-9]+|(?=[.]?[0-9])[0-9]*(?:[.][0-9]*)?(?:[eE][+-]?[0-9]{1,6})?)")


def exact(text: Any, limits: Limits) -> str:
    """The canonical numeral of a number in a network file: "p/q", an integer, or a decimal.

    >>> exact("-1.50e1", Limits()), exact("6/4", Limits()), exact("oo", Limits())
    ('-15', '3/2', 'oo')
    """
    if text in ("oo", "+oo", "-oo"):
        return str(text).removeprefix("+")
    if type(text) is not str or not DECIMAL.fullmatch(text):
        raise ValueError(f"{show(text)} is not a number")
    sign = -1 if text[0] == "-" else 1
    p, slash, q = text.lstrip("+-").partition("/")
    mantissa, _, exponent = p.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    power = int(exponent or "0") - len(decimals)
    limits.bound("digits", max(len(text), abs(power)))
    numerator, denominator = to_int(whole + decimals) * 10 ** max(power, 0), 10 ** max(-power, 0)
    denominator *= to_int(q) if slash else 1
    if not denominator:
        raise ValueError(f"{show(text)} has the denominator 0")
    return ratio(sign * numerator, denominator)


def own_lines(source: "str | os.PathLike[str] | bytes", limits: Limits) -> Iterator[str]:
    """The canonical lines of a network in the project's JSON format, or of its canonical text as bytes."""
    if isinstance(source, bytes):
        yield from source.decode("utf-8").removesuffix("\n").split("\n")
        return
    with open(source, "rb") as stream:
        data = stream.read(limits.network_bytes + 1)
    limits.bound("network_bytes", len(data))
    document = json.loads(data.decode("utf-8"), parse_int=str, parse_float=str, object_pairs_hook=Reader.unique)
    if document["format"] != "exactrelu-network" or document["version"] != "1":
        raise ValueError("not a network file of version 1")
    columns, layers = int(document["inputs"]), list[list[str]]()
    for layer in document["layers"]:
        rows, biases, words = layer["weight"], layer["bias"], layer["activation"]
        words = [words] * len(rows) if isinstance(words, str) else words
        if {type(rows), type(biases), type(words)} != {list}:
            raise ValueError("weight and bias of a layer are lists")
        layers.append([])
        for row, bias, word in zip(rows, biases, words, strict=True):
            if type(row) is not dict and (type(row) is not list or len(row) != columns):
                raise ValueError(f"a row of weights is not one for {columns} columns")
            pairs = row if type(row) is dict else {str(key): number for key, number in enumerate(row)}
            if not all(INDEX.fullmatch(key) for key in pairs):
                raise ValueError("a column index is not canonical")
            weights = {int(key): exact(number, limits) for key, number in pairs.items()}
            if max(weights, default=-1) >= columns:
                raise ValueError(f"a column index is above {columns - 1}")
            if word not in ("relu", "identity"):
                raise ValueError(f"unknown activation {show(word)}")
            nonzero = {key: number for key, number in weights.items() if number != "0"}
            layers[-1].append(row_text(word, exact(bias, limits), nonzero))
        columns = len(rows)
    if any(line.startswith("relu") for line in layers[-1]):
        layers.append([row_text("identity", "0", {k: "1"}) for k in range(columns)])
    yield from canonical_lines(int(document["inputs"]), layers)


def tie(network: Network, inputs: int, source: "str | os.PathLike[str] | bytes", limits: Limits) -> None:
    """Goes on only if the embedded network is the reader's own."""
    name = network.summary.name
    try:
        for own, line in zip_longest(own_lines(source, limits), canonical_lines(inputs, network.layers)):
            if own != line:
                reject("own-network", f"{name} is another network than the file's", own or "the end", line or "the end")
    except Stop as stop:
        if stop.rule != "duplicate-key":
            raise
        malformed("own-network", f"the file given for {name} is unreadable: {stop.message}")
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        malformed("own-network", f"the file given for {name} is unreadable: {type(error).__name__}: {show(error)}")


# ---------------------------------------------------------------------------------------------------------------------
# The verdict (section 8).

CONSTRUCTIONS = ("closed-faces", "half-open")
KINDS = {"construction": ("deep", "shallow"), "partition": ("first", "second")}


@dataclass(slots=True)
class Run:
    """One check: what has been read so far, for the summary."""

    own: "dict[str, str | os.PathLike[str] | bytes]"
    limits: Limits
    explain: int | None
    reader: Reader | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    path: Path | None = None
    walk: Trace | Tree | None = None
    tokens: int = 0

    def header(self, reader: Reader) -> Path:
        """Reads line 1; gives the path at the root of the walk, which has the domain's constraints."""
        head = reader.record({"format", "version", "kind", "inputs", "domain", "producer"}, {"construction"})
        kind, inputs, domain = head["kind"], head["inputs"], head["domain"]
        if head["format"] != "exactrelu-certificate":
            malformed("format", "not an exactrelu certificate")
        if type(head["version"]) is not int or head["version"] != VERSION:
            malformed("version", f"this checker knows version {VERSION} and no other")
        if type(kind) is not str or kind not in KINDS or ("construction" in head) != (kind == "construction"):
            malformed("kind", f"a kind is one of {', '.join(KINDS)}, and only construction has a construction")
        if kind == "construction" and head["construction"] not in CONSTRUCTIONS:
            malformed("kind", f"a construction is one of {', '.join(CONSTRUCTIONS)}")
        if type(inputs) is not int or inputs < 1 or type(head["producer"]) is not dict:
            malformed("grammar", "inputs is a number from 1 on, producer an object")
        self.limits.bound("memory_bits", 1024 * inputs)
        self.path = path = Path(inputs, self.limits)
        if domain is not None:
            if type(domain) is not dict or set(domain) != {"inequalities", "equalities"}:
                malformed("domain", "a domain is null, or inequalities and equalities")
            for key, relation in (("inequalities", CLOSED), ("equalities", EQUAL)):
                if type(domain[key]) is not list:
                    malformed("domain", f"{key} is a list of forms")
                for form in domain[key]:
                    path.add(integers(form, inputs + 1), relation)
            pairs = zip(path.forms, path.relations, strict=True)
            self.facts["domain"] = tuple(f"{form_text(form)} {RELATIONS[relation]}" for form, relation in pairs)
            path.premises = len(path.forms)
        self.facts |= {"kind": kind, "construction": head.get("construction"), "inputs": inputs}
        return path

    def check(self, stream: BinaryIO) -> None:
        """Returns if and only if the certificate is accepted; otherwise it raises Stop."""
        self.reader = reader = Reader(stream, self.limits)
        path = self.header(reader)
        kind, inputs = self.facts["kind"], self.facts["inputs"]
        names = KINDS[kind]
        for name in self.own:
            if name not in names:
                reject("own-network", f"a certificate of kind {kind} has no network named {name}")
        source = NetworkReader(reader, inputs)
        networks = [source.read(name) for name in names]
        self.facts["networks"] = tuple(network.summary for network in networks)
        for network, name in zip(networks, names, strict=True):
            if name in self.own:
                tie(network, inputs, self.own[name], self.limits)
                self.facts["tied"] = (*self.facts.get("tied", ()), name)
        half_open = self.facts["construction"] == "half-open"
        construction = kind == "construction"
        walk = Trace(path, networks, half_open, self.explain) if construction else Tree(path, networks, self.explain)
        self.walk = walk
        if self.explain is not None:
            walk.explanation = [f"there is no cell {self.explain}: they are numbered from 0"]
        while not walk.finished:
            token = reader.value()
            rule = walk.rules.get(token[0]) if type(token) is list and token and type(token[0]) is str else None
            if rule is None:
                malformed("grammar", "not a token of this kind of certificate")
            rule(token)
            self.tokens += 1
        if reader.next_line():
            malformed("trailing-data", "the file goes on after the end of the proof")

    def summary(self) -> dict[str, Any]:
        """What the verdict says besides its status."""
        walk = self.walk
        gates = len(walk.gates.gates) if isinstance(walk, Trace) else None
        return self.facts | {
            "cells": walk.cells if walk else 0,
            "tokens": self.tokens,
            "farkas_proofs": self.path.proofs if self.path else 0,
            "gates": gates,
        }


def check(
    path: "str | os.PathLike[str]",
    deep: "str | os.PathLike[str] | bytes | None" = None,
    shallow: "str | os.PathLike[str] | bytes | None" = None,
    first: "str | os.PathLike[str] | bytes | None" = None,
    second: "str | os.PathLike[str] | bytes | None" = None,
    limits: Limits = Limits(),
    explain: int | None = None,
) -> Verdict:
    """Checks the certificate in a file, plain or gzip.

    deep and shallow (for kind partition: first and second) tie it to the reader's own networks: paths of JSON network
    files, or canonical texts as bytes; other networks are rejected.
    explain=N adds an explanation of cell N, counted from 0, to the verdict of an accepted certificate.
    Raises nothing that a file can cause.
    """
    given = {"deep": deep, "shallow": shallow, "first": first, "second": second}
    run = Run({name: source for name, source in given.items() if source is not None}, limits, explain)
    start = time.perf_counter()
    try:
        with open(path, "rb") as stream:
            packed = stream.peek(2)[:2] == b"\x1f\x8b"
            run.check(gzip.GzipFile(fileobj=stream) if packed else stream)  # type: ignore[arg-type]
        end = Stop("accepted", "", "every rule held, to the end of the file")
    except Stop as stop:
        end = stop
    except (OSError, EOFError, zlib.error) as error:
        end = Stop("malformed", "unreadable", f"{type(error).__name__}: {show(error)}")
    except MemoryError:
        end = Stop("limit", "memory", "out of memory")
    accepted = end.status == "accepted"
    return Verdict(
        end.status,
        None if accepted or run.reader is None else run.reader.line,
        None if accepted else end.rule,
        end.expected,
        end.found,
        end.message,
        seconds=time.perf_counter() - start,
        explanation=tuple(run.walk.explanation) if accepted and run.walk else (),
        **run.summary(),
    )


def report(verdict: Verdict) -> Iterator[str]:
    """The verdict in words that can be quoted."""
    place = f"line {verdict.line}: " if verdict.line else ""
    rule = "" if verdict.accepted else f"{verdict.rule}: "
    yield f"{verdict.status}: {place}{rule}{verdict.message}"
    if verdict.expected is not None:
        yield f"  expected {verdict.expected}"
    if verdict.found is not None:
        yield f"  found    {verdict.found}"
    if verdict.accepted:
        names = " and ".join(network.name for network in verdict.networks)
        where = f"R^{verdict.inputs}" if verdict.domain is None else f"the domain in R^{verdict.inputs}"
        yield f"claim: the networks {names} are equal at every point of {where}"
    if verdict.domain is not None:
        yield f"domain: {show(verdict.domain)}"
    if verdict.kind:
        yield f"kind: {verdict.kind}" + (f", {verdict.construction}" if verdict.construction else "")
    for network in verdict.networks:
        yield f"{network.name}: widths {'-'.join(map(str, network.widths))}, SHA-256 {network.network_sha256}"
        yield "  " + ("the same as the file given" if network.name in verdict.tied else "not compared with a file")
        for said in (network.unverified_source_sha256, network.unverified_reading_rule):
            if said is not None:
                yield f"  source, unverified: {show(said)}"
    gates = "" if verdict.gates is None else f", {verdict.gates} gates"
    yield f"checked: {verdict.cells} cells, {verdict.tokens} tokens, {verdict.farkas_proofs} Farkas proofs{gates}"
    yield f"time: {int(verdict.seconds * 1000)} ms"
    yield from verdict.explanation


def report_json(verdict: Verdict) -> str:
    """The verdict as a JSON object."""
    content = asdict(verdict)
    return json.dumps({"verdict": content.pop("status"), **content})


class _Arguments(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(64, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; gives the exit code."""
    parser = _Arguments(description="Checks a certificate that two ReLU networks are equal.")
    parser.add_argument("certificate")
    for name in ("deep", "shallow", "first", "second"):
        parser.add_argument(f"--{name}", metavar="FILE", help=f"your own network file: {name} must be this network")
    parser.add_argument("--explain", metavar="N", type=int, help="explain cell N, counted from 0")
    parser.add_argument("--limit", metavar="NAME=N", action="append", default=[], help=", ".join(asdict(Limits())))
    parser.add_argument("--json", action="store_true", help="print the verdict as JSON")
    options = parser.parse_args(arguments)
    try:
        limits = Limits(**{name: int(value) for name, _, value in (text.partition("=") for text in options.limit)})
    except (TypeError, ValueError) as error:
        parser.error(f"--limit: {error}")
    own = (options.deep, options.shallow, options.first, options.second)
    try:
        verdict = check(options.certificate, *own, limits, options.explain)
        print(report_json(verdict) if options.json else "\n".join(report(verdict)), flush=True)
    except BrokenPipeError:  # nobody reads on; the exit code says it all
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:  # the exit code of a traceback, 1, would say "rejected"
        print(f"internal error, nothing is verified: {type(error).__name__}: {show(error)}", file=sys.stderr)
        return 70
    return EXIT_CODES[verdict.status]


if __name__ == "__main__":
    sys.exit(main())
