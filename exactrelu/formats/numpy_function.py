"""A shallow network as a numpy function, with the infinite weights as the choices that they are."""

from typing import Any

from exactrelu.errors import DomainError, ShapeError
from exactrelu.formats.selectors import SelectorLayer, selectors
from exactrelu.formats.signs import ExactSigns, numpy_module
from exactrelu.shallow.network import ShallowNetwork

__all__ = ["NumpyFunction", "Penalties", "checked_points", "conditions", "numpy_function"]

CHUNK = 1 << 22
"""How many Booleans are looked at in one go."""


def numpy_function(network: ShallowNetwork) -> "NumpyFunction":
    """The shallow network as a function of float64 arrays of shape (..., n) with results of shape (..., m).

    At every point, those on boundaries included, the gates that are open are exactly those of the shallow network at
    that rational point; only their values are rounded, as in any float64 network.
    Raises FormatError for a network whose infinite weights are no selectors, MissingExtraError without numpy.
    The function raises DomainError for a point outside the network's domain or with a coordinate that is no number, and
    ShapeError for another number of inputs.
    """
    return NumpyFunction(network)


class NumpyFunction:
    """See numpy_function."""

    def __init__(self, network: ShallowNetwork) -> None:
        self._numpy = numpy = numpy_module()
        plan = selectors(network)
        self.inputs = plan.inputs
        self.outputs = network.outputs
        self._signs = ExactSigns(plan.forms)
        self._domain = (plan.inequalities, plan.inequalities + plan.equalities)
        self._layers = [
            (
                numpy.array(layer.weight).reshape(len(layer.bias), width).T,
                numpy.array(layer.bias),
                numpy.array(layer.relu, bool),
                Penalties(layer),
            )
            for layer, width in zip(plan.layers, plan.widths, strict=True)
        ]
        self._chunk = max(1, CHUNK // max(plan.widths))

    def __call__(self, points: Any) -> Any:  # noqa: D102
        numpy = self._numpy
        given = numpy.asarray(points, dtype=numpy.float64)
        flat = checked_points(given, self.inputs)
        parts = [self._evaluate(flat[i : i + self._chunk]) for i in range(0, len(flat), self._chunk)]
        values = numpy.concatenate(parts) if parts else numpy.zeros((0, self.outputs))
        return values.reshape(*given.shape[:-1], self.outputs)

    def _evaluate(self, values: Any) -> Any:
        held = conditions(self._signs(values), *self._domain)
        for weight, bias, relu, penalties in self._layers:
            values = values @ weight + bias
            values = self._numpy.where(relu, self._numpy.maximum(values, 0), values)
            values[penalties.shut(held)] = 0
        return values


def checked_points(points: Any, inputs: int) -> Any:
    """A float64 array of shape (..., n) as (points, n); ShapeError for another n, DomainError for nan or infinity."""
    numpy = numpy_module()
    if points.ndim == 0 or points.shape[-1] != inputs:
        raise ShapeError(f"the network takes {inputs} inputs; an array of shape {points.shape} has no such last axis")
    flat = points.reshape(-1, inputs)
    finite = numpy.isfinite(flat).all(axis=1)
    if not finite.all():
        raise DomainError(f"point {int(finite.argmin()) + 1} has a coordinate that is infinite or not a number")
    return flat


def conditions(signs: Any, inequalities: int, constraints: int) -> Any:
    """For each point the truth of condition 2j, form j > 0, and 2j + 1, form j <= 0; DomainError outside the domain.

    The first forms are the inequalities of the domain, those up to `constraints` its equalities.
    """
    numpy = numpy_module()
    inside = (signs[:, :inequalities] >= 0).all(axis=1) & (signs[:, inequalities:constraints] == 0).all(axis=1)
    if not inside.all():
        raise DomainError(f"point {int(inside.argmin()) + 1} lies outside the domain on which the network was built")
    held = numpy.empty((len(signs), 2 * signs.shape[1]), bool)
    held[:, 0::2] = signs > 0
    held[:, 1::2] = signs <= 0
    return held


class Penalties:
    """Which neurons of a layer are shut, given the truth of the conditions."""

    def __init__(self, layer: SelectorLayer) -> None:
        numpy = numpy_module()
        closing = [(k, penalties) for k, penalties in enumerate(layer.penalties) if penalties]
        self.width = len(layer.bias)
        self.neurons = numpy.array([k for k, _ in closing], int)
        self.columns = numpy.array([condition for _, penalties in closing for condition in penalties], int)
        self.starts = numpy.cumsum([0, *(len(penalties) for _, penalties in closing)])[:-1]
        self.chunk = max(1, CHUNK // max(1, len(self.columns)))

    def shut(self, held: Any) -> Any:
        """A Boolean array of shape (points, neurons): whether a penalty of the neuron holds at the point."""
        numpy = numpy_module()
        found = numpy.zeros((len(held), self.width), bool)
        if len(self.neurons):
            for i in range(0, len(held), self.chunk):
                part = held[i : i + self.chunk, self.columns]
                found[i : i + self.chunk, self.neurons] = numpy.logical_or.reduceat(part, self.starts, axis=1)
        return found
