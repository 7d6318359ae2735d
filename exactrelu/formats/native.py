"""The project's own network files: JSON with exact numbers, for deep and for shallow networks.

    {"format": "exactrelu-network", "version": 1, "inputs": 2, "layers": [
    {"weight": [["1/2", "-3"], {"1": 4}], "bias": ["0", "1/3"], "activation": "relu"},
    {"weight": [[1, 1]], "bias": [0], "activation": "identity"}]}

Numbers are strings "p/q" or decimal numerals, JSON integers of any size, or JSON numbers with a fraction, which are
read as their exact decimal text.
A row is a list, or an object from column indices (from 0) to numbers, absent columns being 0.
Only shallow networks have "oo", "-oo" and the key "roles"; the key "domain" is optional in both.
Everything else is refused, with the place.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NoReturn

from gmpy2 import mpq, mpz

from exactrelu.domain import Domain
from exactrelu.errors import FormatError
from exactrelu.extended import ExtendedRational, format_rational
from exactrelu.files import LARGEST_SIZE, Source, check_dense, shorten
from exactrelu.network import Layer, Network, Provenance

if TYPE_CHECKING:
    from exactrelu.shallow.network import ShallowNetwork

__all__ = ["network_chunks", "read_any", "read_domain", "read_network", "read_shallow", "shallow_chunks"]

FORMAT = "exactrelu-network"
VERSION = 1
READING_RULE = "exact rationals; JSON numbers with a fraction or exponent by their decimal text"

# Python converts shorter numerals itself, and faster; longer ones are gmpy2's, since Python limits their length.
LONG_NUMERAL = 1000
INDEX = re.compile("0|[1-9][0-9]{0,17}")
# A row with fewer non-zero entries than a quarter of its columns is written as an object, unless it is short anyway.
SHORT_ROW = 16

Row = tuple[tuple[int, ExtendedRational], ...]


class _Numerals(dict[str, ExtendedRational]):
    """The numbers of one file by their text, so that equal ones are one object: files repeat a few numbers a lot."""

    def __missing__(self, text: str) -> ExtendedRational:
        number = self[text] = ExtendedRational(text)
        return number


@dataclass(frozen=True, slots=True)
class _Layer:
    columns: int
    rows: tuple[Row, ...]
    bias: tuple[ExtendedRational, ...]
    activation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Document:
    """A network file whose layers fit together; whether it is deep or shallow is still open."""

    inputs: int
    layers: tuple[_Layer, ...]
    roles: Any
    domain: Domain | None

    def infinite_place(self) -> str | None:
        for depth, layer in enumerate(self.layers, start=1):
            for i, row in enumerate(layer.rows, start=1):
                for j, weight in row:
                    if weight.is_infinite:
                        return f"layer {depth}, weight row {i}, column {j + 1}"
            for i, constant in enumerate(layer.bias, start=1):
                if constant.is_infinite:
                    return f"layer {depth}, bias {i}"
        return None


class _Reader:
    """Checks the parsed JSON of one file from the outside in; every complaint names the file and the place."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.numerals = _Numerals()

    def fail(self, place: str, problem: object) -> NoReturn:
        raise FormatError(f"{self.name}: {place}: {problem}" if place else f"{self.name}: {problem}") from None

    def parse(self, text: str) -> Any:
        """The JSON value of the text: numbers stay exact, and an object may not name a key twice."""

        def integer(numeral: str) -> int:
            return int(numeral) if len(numeral) < LONG_NUMERAL else int(mpz(numeral))

        def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
            result = dict(pairs)
            if len(result) < len(pairs):
                keys = [key for key, _ in pairs]
                twice = next(key for i, key in enumerate(keys) if key in keys[:i])
                self.fail("", f"an object has the key {shorten(twice)} twice; keep one of them")
            return result

        # A numeral with a fraction stays text, and so do NaN and Infinity, which number() refuses with their place.
        try:
            return json.loads(text, parse_int=integer, parse_float=str, parse_constant=str, object_pairs_hook=unique)
        except json.JSONDecodeError as error:
            self.fail(f"line {error.lineno}, column {error.colno}", f"not JSON, or cut short: {error.msg}")
        except RecursionError:
            self.fail("", "nested far deeper than a network file")

    def mapping(self, data: Any, required: set[str], optional: set[str], place: str, what: str) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.fail(place, f"{what} is an object, not {_kind(data)}")
        for key in sorted(required - set(data)):
            self.fail(place, f'the key "{key}" is missing')
        for key in data:
            if key not in required | optional:
                self.fail(place, f"unknown key {shorten(key)}; known are {', '.join(sorted(required | optional))}")
        return data

    def sequence(self, data: Any, place: str, what: str, length: int | None = None) -> list[Any]:
        if not isinstance(data, list):
            self.fail(place, f"{what} is a list, not {_kind(data)}")
        if length is not None and len(data) != length:
            self.fail(place, f"{len(data)} numbers where {length} are needed")
        return data

    def number(self, entry: Any) -> ExtendedRational:
        # type() and not isinstance(): True and False are ints to Python, but no numbers in a file.
        if type(entry) is str:
            return self.numerals[entry]
        if type(entry) is int:
            return ExtendedRational(entry)
        raise FormatError(f'{_kind(entry)} is not a number: write an integer or a string "p/q"')

    def numbers(self, data: Any, length: int, place: str, item: str) -> tuple[ExtendedRational, ...]:
        numbers = []
        for i, entry in enumerate(self.sequence(data, place, "a row of numbers", length), start=1):
            try:
                numbers.append(self.number(entry))
            except ValueError as error:
                self.fail(f"{place}{item} {i}", error)
        return tuple(numbers)

    def row(self, data: Any, columns: int, place: str) -> Row:
        if not isinstance(data, dict):
            numbers = self.numbers(data, columns, place, ", column")
            return tuple((j, weight) for j, weight in enumerate(numbers) if weight)
        row = []
        for key, entry in data.items():
            if not INDEX.fullmatch(key) or int(key) >= columns:
                self.fail(place, f'{shorten(key)} is no column index; they run from "0" to "{columns - 1}"')
            try:
                weight = self.number(entry)
            except ValueError as error:
                self.fail(f'{place}, key "{key}"', error)
            if weight:
                row.append((int(key), weight))
        return tuple(sorted(row))

    def activation(self, data: Any, neurons: int, place: str) -> tuple[str, ...]:
        words = [data] * neurons if isinstance(data, str) else self.sequence(data, place, "a layer's activation")
        if len(words) != neurons:
            self.fail(place, f"{len(words)} activations for {neurons} neurons")
        for word in words:
            if not isinstance(word, str) or word not in ("relu", "identity"):
                self.fail(place, f'unknown activation {_kind(word)}; use "relu" or "identity"')
        return tuple(words)

    def layer(self, data: Any, columns: int, place: str) -> _Layer:
        entry = self.mapping(data, {"weight", "bias", "activation"}, set(), place, "a layer")
        weight = self.sequence(entry["weight"], f"{place}, weight", "a weight matrix")
        if not weight:
            self.fail(f"{place}, weight", "a layer needs at least one neuron")
        rows = tuple(self.row(row, columns, f"{place}, weight row {i}") for i, row in enumerate(weight, start=1))
        bias = self.numbers(entry["bias"], len(rows), f"{place}, bias", "")
        return _Layer(columns, rows, bias, self.activation(entry["activation"], len(rows), f"{place}, activation"))

    def domain(self, data: Any, dimension: int, place: str) -> Domain:
        entry = self.mapping(data, set(), {"inequalities", "equalities"}, place, "a domain")
        prefix = f"{place}, " if place else ""
        parts: list[list[tuple[ExtendedRational, ...]]] = []
        for key, one in (("inequalities", "inequality"), ("equalities", "equality")):
            rows = self.sequence(entry.get(key, []), f"{prefix}{key}", "a system of constraints")
            parts.append([])
            for i, row in enumerate(rows, start=1):
                parts[-1].append(self.numbers(row, dimension + 1, f"{prefix}{one} {i}", ", column"))
                if not all(number.is_finite for number in parts[-1][-1]):
                    self.fail(f"{prefix}{one} {i}", "a constraint has finite numbers; leave out an infinite bound")
        return Domain.from_rows(dimension, *parts)

    def document(self, text: str) -> _Document:
        data = self.parse(text)
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            self.fail("", f'not a network file: it has no "format": "{FORMAT}"')
        if type(data.get("version")) is not int or data["version"] != VERSION:
            self.fail("", f"unknown version {_kind(data.get('version'))}; this release reads version {VERSION}")
        self.mapping(data, {"format", "version", "inputs", "layers"}, {"roles", "domain"}, "", "a network file")
        inputs = data["inputs"]
        if type(inputs) is not int or not 1 <= inputs <= LARGEST_SIZE:
            self.fail("inputs", f"{_kind(inputs)} is not an integer from 1 to {LARGEST_SIZE}")
        columns, layers = inputs, []
        for depth, entry in enumerate(self.sequence(data["layers"], "layers", "a network"), start=1):
            layers.append(self.layer(entry, columns, f"layer {depth}"))
            columns = len(layers[-1].rows)
        if not layers:
            self.fail("layers", "a network needs at least one layer")
        domain = None if data.get("domain") is None else self.domain(data["domain"], inputs, "domain")
        return _Document(inputs, tuple(layers), data.get("roles"), domain)


def _kind(data: Any) -> str:
    names = {dict: "an object", list: "a list", bool: "true or false", type(None): "null"}
    return names.get(type(data)) or shorten(data)


def _deep(document: _Document, source: Source) -> Network:
    name = source.name
    if document.roles is not None:
        raise FormatError(f'{name}: a shallow network (it has "roles"); read it with ShallowNetwork.load')
    infinite = document.infinite_place()
    if infinite is not None:
        raise FormatError(
            f"{name}: {infinite}: infinite, which only a shallow network may be; read it with ShallowNetwork.load"
        )
    check_dense(((len(part.rows), part.columns) for part in document.layers), name)
    layers = []
    zero = ExtendedRational(0)
    for part in document.layers:
        weight = []
        for row in part.rows:
            weight.append([zero] * part.columns)
            for j, number in row:
                weight[-1][j] = number
        layers.append(Layer(weight, part.bias, part.activation))
    return Network(layers, Provenance(source.sha256, READING_RULE), document.domain)


def _shallow(document: _Document, source: Source) -> "ShallowNetwork":
    from exactrelu.shallow.network import Role, ShallowLayer, ShallowNetwork

    reader = _Reader(source.name)
    roles: list[list[Role]] = []
    stated = [] if document.roles is None else reader.sequence(document.roles, "roles", "the entry")
    for depth, part in enumerate(stated, start=1):
        roles.append([])
        for i, entry in enumerate(reader.sequence(part, f"roles, layer {depth}", "a layer of roles"), start=1):
            try:
                roles[-1].append(Role.from_json(entry))
            except (TypeError, ValueError) as error:
                reader.fail(f"roles, layer {depth}, neuron {i}", error)
    layers = tuple(ShallowLayer(part.rows, part.bias, part.activation) for part in document.layers)
    try:
        return ShallowNetwork(document.inputs, layers, tuple(map(tuple, roles)), document.domain)
    except ValueError as error:
        reader.fail("", error)


def read_network(source: Source) -> Network:
    """The deep network of a file; raises FormatError for anything else, a shallow network included."""
    return _deep(_Reader(source.name).document(source.text()), source)


def read_shallow(source: Source) -> "ShallowNetwork":
    """The shallow network of a file; raises FormatError for anything else."""
    return _shallow(_Reader(source.name).document(source.text()), source)


def read_any(source: Source) -> "Network | ShallowNetwork":
    """The network of a file: a shallow one if it has roles or infinite numbers, else a deep one."""
    document = _Reader(source.name).document(source.text())
    if document.roles is not None or document.infinite_place() is not None:
        return _shallow(document, source)
    return _deep(document, source)


def read_domain(source: Source, dimension: int) -> Domain:
    """The domain of a file {"inequalities": [[a_1, ..., a_n, c], ...], "equalities": [...]}, n being the dimension.

    The row stands for a.x + c >= 0, or a.x + c = 0; raises FormatError, with the place, for anything else.
    """
    reader = _Reader(source.name)
    return reader.domain(reader.parse(source.text()), dimension, "")


def _list_text(numbers: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{number}"' for number in numbers) + "]"


def _object_text(entries: Iterable[tuple[int, str]]) -> str:
    return "{" + ", ".join(f'"{j}": "{number}"' for j, number in entries) + "}"


def _dense_text(row: Sequence[Fraction]) -> str:
    entries = [(j, format_rational(mpq(number))) for j, number in enumerate(row) if number]
    if len(row) >= SHORT_ROW and 4 * len(entries) < len(row):
        return _object_text(entries)
    return _list_text(format_rational(mpq(number)) for number in row)


def _layer_chunks(rows: Iterable[str], bias: Iterable[str], activation: Sequence[str]) -> Iterator[str]:
    yield '{"weight": ['
    for i, row in enumerate(rows):
        yield (",\n" if i else "\n") + row
    words = activation[0] if len(set(activation)) == 1 else list(activation)
    yield f'],\n"bias": {_list_text(bias)},\n"activation": {json.dumps(words)}}}'


def _document_chunks(inputs: int, layers: Iterable[Iterator[str]], tail: Iterable[str]) -> Iterator[str]:
    yield f'{{"format": "{FORMAT}", "version": {VERSION}, "inputs": {inputs}, "layers": [\n'
    for depth, chunks in enumerate(layers):
        if depth:
            yield ",\n"
        yield from chunks
    yield "]"
    yield from tail
    yield "}\n"


def _json_text(data: Any) -> str:
    """As json.dumps, which stops at Python's limit on the length of an integer; gmpy2 prints integers of any length."""
    if isinstance(data, int):
        return str(mpz(data))
    if isinstance(data, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {_json_text(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(_json_text, data)) + "]"
    return json.dumps(data)


def network_chunks(network: Network) -> Iterator[str]:
    """The file of a deep network, in pieces; equal networks and domains give equal text, one line per weight row."""
    layers = (
        _layer_chunks(
            map(_dense_text, layer.weight),
            (format_rational(mpq(constant)) for constant in layer.bias),
            layer.activation,
        )
        for layer in network.layers
    )
    domain = network.suggested_domain
    tail = () if domain is None else (f',\n"domain": {_json_text(domain.to_json())}',)
    return _document_chunks(network.inputs, layers, tail)


def shallow_chunks(network: "ShallowNetwork") -> Iterator[str]:
    """The file of a shallow network, row by row: such files grow to gigabytes."""
    layers = (
        _layer_chunks(
            (_object_text((j, str(weight)) for j, weight in row) for row in layer.rows),
            map(str, layer.bias),
            layer.activation,
        )
        for layer in network.layers
    )

    def tail() -> Iterator[str]:
        yield ',\n"roles": ['
        for depth, roles in enumerate(network.roles):
            yield ",\n[" if depth else "\n["
            for i, role in enumerate(roles):
                yield (",\n" if i else "") + _json_text(role.to_json())
            yield "]"
        yield f'],\n"domain": {"null" if network.domain is None else _json_text(network.domain.to_json())}'

    return _document_chunks(network.inputs, layers, tail())
