"""A network as Python source that makes its exact sympy expressions."""

from collections.abc import Iterator

from exactrelu.domain import Domain
from exactrelu.errors import FormatError
from exactrelu.network import Network
from exactrelu.shallow.view import piecewise

__all__ = ["source_chunks"]

HEADER = '''"""The outputs of a network as exact sympy expressions in {symbols}: outputs[0], outputs[1], ..."""

from sympy import *
from sympy.functions.elementary.piecewise import ExprCondPair

'''


def source_chunks(network: Network, domain: Domain | None = None) -> Iterator[str]:
    """The source of a module with the tuple `outputs`: one expression per output, a Piecewise over the linear regions.

    Expressions are written as sympy.srepr writes them, since 1/2 in Python source would be a float.
    Raises FormatError for a number with more digits than Python reads in source, DomainError for an empty domain.
    """
    import sympy

    expressions = piecewise(network, domain)
    try:
        texts = [sympy.srepr(expression) for expression in expressions]
    except ValueError:
        raise FormatError("a number has more digits than Python prints; write .json or .csv") from None
    symbols = ", ".join(f"x{i}" for i in range(1, network.inputs + 1))
    yield HEADER.format(symbols=symbols)
    yield "outputs = (\n"
    for text in texts:
        yield f"    {text},\n"
    yield ")\n"
