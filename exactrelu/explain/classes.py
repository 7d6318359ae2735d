"""A network read as a classifier: the class is that of the largest output.

A network with one output is read as a score against 0: class 1 where it is positive, class 0 where it is negative.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from gmpy2 import mpz

from exactrelu.affine import Form
from exactrelu.network import Network

__all__ = ["class_forms", "class_number", "classes_at"]


def class_number(network: Network) -> int:
    """The number of classes: that of the outputs, 2 for one output."""
    return max(network.outputs, 2)


def class_forms(outputs: Sequence[Form]) -> tuple[Form, ...]:
    """The scores of the classes, as forms, from those of the outputs (all times one positive number)."""
    if len(outputs) > 1:
        return tuple(outputs)
    return ((mpz(0),) * len(outputs[0]), outputs[0])


def classes_at(network: Network, point: Iterable[Any]) -> tuple[int, ...]:
    """The classes with the largest score at a point, counted from 0: more than one on a decision boundary.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1, 0], [0, 1]], [0, 0], "identity")])
    >>> classes_at(net, (1, 2)), classes_at(net, ("1/3", "1/3"))
    ((1,), (0, 1))
    """
    outputs = network(point)
    scores = outputs if len(outputs) > 1 else (Fraction(0), *outputs)
    best = max(scores)
    return tuple(k for k, score in enumerate(scores) if score == best)
