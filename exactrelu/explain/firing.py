"""Which neurons fire at a point: those of the deep network, and those of the shallow one with their roles."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from exactrelu.explain.text import numeral
from exactrelu.extended import ExtendedRational, rational, to_fraction
from exactrelu.network import Network
from exactrelu.shallow import Role, ShallowNetwork

__all__ = ["DeepNeuron", "ShallowNeuron", "deep_neurons", "shallow_neurons"]


@dataclass(frozen=True, slots=True)
class DeepNeuron:
    """A ReLU neuron of the deep network at a point; layer and neuron count from 0; it fires where its sign is "+"."""

    layer: int
    neuron: int
    pre_activation: Fraction

    @property
    def sign(self) -> str:
        """The sign of the pre-activation, one of "-0+"."""
        return "+" if self.pre_activation > 0 else "-" if self.pre_activation < 0 else "0"

    @property
    def fires(self) -> bool:
        """Whether the neuron's output is positive."""
        return self.pre_activation > 0

    def to_json(self) -> dict[str, Any]:
        """The neuron as a JSON object with exact strings."""
        return {
            "layer": self.layer,
            "neuron": self.neuron,
            "pre_activation": numeral(self.pre_activation),
            "sign": self.sign,
            "fires": self.fires,
        }


@dataclass(frozen=True, slots=True)
class ShallowNeuron:
    """A neuron of the shallow network whose value is positive at a point; role is None if the network states none.

    layer and neuron count from 0; contributions are the (output, amount) pairs that a neuron of the last hidden layer
    adds to the outputs: over all neurons, the amounts of an output add up to it.
    """

    layer: int
    neuron: int
    value: ExtendedRational
    role: Role | None
    contributions: tuple[tuple[int, Fraction], ...]

    def describe(self, names: Sequence[str] | None = None) -> str:
        """The role in words, in the feature names; empty if the network states no roles."""
        return "" if self.role is None else self.role.describe(names)

    def to_json(self, names: Sequence[str] | None = None) -> dict[str, Any]:
        """The neuron as a JSON object with exact strings."""
        return {
            "layer": self.layer,
            "neuron": self.neuron,
            "value": numeral(self.value),
            "role": None if self.role is None else self.role.kind,
            "description": self.describe(names),
            "contributions": [{"output": output, "amount": numeral(amount)} for output, amount in self.contributions],
        }


def deep_neurons(network: Network, point: Sequence[Fraction]) -> tuple[DeepNeuron, ...]:
    """The ReLU neurons of the hidden layers with their exact pre-activations at the point."""
    values = network.pre_activations(point)
    return tuple(
        DeepNeuron(depth, k, values[depth][k])
        for depth, layer in enumerate(network.hidden)
        for k, word in enumerate(layer.activation)
        if word == "relu"
    )


def shallow_neurons(
    shallow: ShallowNetwork, point: Sequence[Fraction], output: Sequence[Fraction]
) -> tuple[ShallowNeuron, ...]:
    """The hidden neurons of the shallow network whose values are positive at the point, layer by layer.

    output is that of the deep network; raises ValueError where the shallow one gives another.
    """
    result = shallow(point)
    if len(result) != len(output) or any(a != b for a, b in zip(result, output, strict=True)):
        shown = [", ".join(map(numeral, values)) for values in (result, output)]
        raise ValueError(
            f"the shallow network gives ({shown[0]}) at the point, the deep one ({shown[1]}); build it anew"
        )
    values = shallow.values(point)[1:-1]
    last = len(values) - 1
    sums: dict[int, list[tuple[int, ExtendedRational]]] = {}
    for number, row in enumerate(shallow.layers[-1].rows):
        for column, weight in row:
            sums.setdefault(column, []).append((number, weight))
    found = []
    for depth, layer in enumerate(values):
        for k, value in enumerate(layer):
            if value > 0:
                adds = sums.get(k, []) if depth == last else []
                shares = tuple((number, to_fraction(rational(weight * value))) for number, weight in adds)
                found.append(ShallowNeuron(depth, k, value, shallow.roles[depth][k] if shallow.roles else None, shares))
    return tuple(found)
