"""The .nnet format, written: exact decimal text, one weight row or bias per line."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from gmpy2 import mpq, mpz

from exactrelu.domain import Domain
from exactrelu.errors import FormatError
from exactrelu.formats.floats import numbered, short_numeral
from exactrelu.network import Network

__all__ = ["decimal_text", "nnet_chunks"]


def nnet_chunks(network: Network) -> Iterator[str]:
    """The file of a network, in lines; means are 0 and ranges 1, and the suggested domain gives the input bounds.

    The format has ReLU hidden layers only, finite decimals, and a lower and an upper bound for every input.
    Raises FormatError for a network with identity neurons in a hidden layer, without such a domain, or at the first
    number that no decimal can write.

    >>> from exactrelu.network import Layer
    >>> box = Domain.box([(-1, "1/2")])
    >>> print("".join(nnet_chunks(Network([Layer([[1]], ["1/4"]), Layer([[-3]], [0], "identity")], None, box))))
    // A network of exact decimal numbers, written by exactrelu.
    2,1,1,1,
    1,1,1,
    0,
    -1,
    0.5,
    0,0,
    1,1,
    1,
    0.25,
    -3,
    0,
    <BLANKLINE>
    """
    for depth, layer in enumerate(network.hidden, start=1):
        if "identity" in layer.activation:
            raise FormatError(
                f"layer {depth} has identity neurons, which the .nnet format does not know; write .json or .onnx"
            )
    for place, number in numbered(network):
        if decimal_text(number) is None:
            raise FormatError(f"{place}: {short_numeral(number)} is no finite decimal, and nothing is rounded here")
    return _lines(network, _bounds(network.suggested_domain, network.inputs))


def decimal_text(number: Fraction) -> str | None:
    """The number as decimal text, or None where its decimals never end.

    >>> decimal_text(Fraction(-7, 40)), decimal_text(Fraction(1, 3)), decimal_text(Fraction(12))
    ('-0.175', None, '12')
    """
    denominator, twos, fives = mpz(number.denominator), 0, 0
    while not denominator % 2:
        denominator, twos = denominator // 2, twos + 1
    while not denominator % 5:
        denominator, fives = denominator // 5, fives + 1
    if denominator != 1:
        return None
    places = max(twos, fives)
    digits = mpz(abs(mpq(number)) * mpz(10) ** places).digits().rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if number < 0 else text


def _bounds(domain: Domain | None, inputs: int) -> tuple[list[str], list[str]]:
    """The lower and the upper bounds of a domain that is a finite box."""
    low: list[Fraction | None] = [None] * inputs
    high: list[Fraction | None] = [None] * inputs
    sides = [] if domain is None else [(form, False) for form in domain.inequalities]
    sides += [] if domain is None else [(form, True) for form in domain.equalities]
    for form, equality in sides:
        touched = [i for i, entry in enumerate(form[:-1]) if entry]
        if len(touched) != 1:
            raise FormatError("the .nnet format bounds every input by itself: the domain must be a box; give --box")
        i = touched[0]
        bound = Fraction(int(-form[-1]), int(form[i]))
        for up in (True, False) if equality else (form[i] > 0,):
            if up:
                low[i] = bound if low[i] is None else max(bound, low[i])  # type: ignore[type-var]
            else:
                high[i] = bound if high[i] is None else min(bound, high[i])  # type: ignore[type-var]
    texts: tuple[list[str], list[str]] = ([], [])
    for bounds, found in zip((low, high), texts, strict=True):
        for i, number in enumerate(bounds, start=1):
            if number is None:
                raise FormatError(f"the .nnet format needs finite bounds for every input, x{i} has none; give --box")
            text = decimal_text(number)
            if text is None:
                raise FormatError(f"the bound {short_numeral(number)} of x{i} is no finite decimal")
            found.append(text)
    return texts


def _lines(network: Network, bounds: tuple[list[str], list[str]]) -> Iterator[str]:
    widths = network.widths
    yield "// A network of exact decimal numbers, written by exactrelu.\n"
    header = (len(network.layers), network.inputs, network.outputs, max(widths))
    for sizes in (header, widths):
        yield _line(map(str, sizes))
    yield "0,\n"
    for texts in bounds:
        yield _line(texts)
    for normal in "01":
        yield _line([normal] * (network.inputs + 1))
    for layer in network.layers:
        for row in layer.weight:
            yield _line(decimal_text(weight) or "" for weight in row)
        for constant in layer.bias:
            yield _line([decimal_text(constant) or ""])


def _line(entries: Iterable[str]) -> str:
    return "".join(f"{entry}," for entry in entries) + "\n"
