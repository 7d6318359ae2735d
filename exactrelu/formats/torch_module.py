"""PyTorch modules: a deep network as a Sequential, a shallow one as a module whose infinite weights are choices."""

import io
from collections.abc import Iterator
from typing import Any

from exactrelu.errors import FormatError, MissingExtraError
from exactrelu.formats.floats import FLOAT32, FLOAT64, FloatType, check_floats
from exactrelu.formats.numpy_function import Penalties, checked_points, conditions
from exactrelu.formats.selectors import SelectorLayer, selectors
from exactrelu.formats.signs import ExactSigns
from exactrelu.network import Network
from exactrelu.shallow.network import ShallowNetwork

__all__ = ["ShallowModule", "module_bytes", "torch_module"]

try:
    import torch

    Module: Any = torch.nn.Module
except ModuleNotFoundError as error:
    if error.name != "torch":
        raise
    torch, Module = None, object


def torch_module(network: Network | ShallowNetwork, kind: FloatType = FLOAT64) -> Any:
    """A torch.nn.Module that computes the network on tensors of shape (points, n), with parameters of the float type.

    A deep network becomes a Sequential of Linear and ReLU modules, with the very same weights; where a layer mixes ReLU
    and identity neurons, of Linear and PReLU with the slopes 0 and 1.
    A shallow network becomes a ShallowModule, with its finite weights rounded to the nearest floats.
    Raises FormatError at the first weight of a deep network that is no float of the type, and for a shallow network
    whose infinite weights are no selectors; MissingExtraError without the package torch.
    """
    if torch is None:
        raise MissingExtraError("this needs the package torch; install it with pip install 'exactrelu[torch]'")
    dtype = torch.float32 if kind is FLOAT32 else torch.float64
    return _sequential(network, kind, dtype) if isinstance(network, Network) else ShallowModule(network, dtype)


def module_bytes(network: Network | ShallowNetwork, kind: FloatType = FLOAT64) -> bytes:
    """The module as torch.save stores it, for torch.load(file, weights_only=False); raises as torch_module."""
    module = torch_module(network, kind)
    buffer = io.BytesIO()
    torch.save(module, buffer)
    return buffer.getvalue()


def _sequential(network: Network, kind: FloatType, dtype: Any) -> Any:
    check_floats(network, kind)
    modules: list[Any] = []
    for layer in network.layers:
        linear = torch.nn.Linear(layer.inputs, layer.outputs, dtype=dtype)
        with torch.no_grad():
            linear.weight.copy_(torch.tensor([[float(w) for w in row] for row in layer.weight], dtype=torch.float64))
            linear.bias.copy_(torch.tensor([float(b) for b in layer.bias], dtype=torch.float64))
        modules.append(linear)
        if "relu" in layer.activation:
            modules.append(torch.nn.ReLU() if "identity" not in layer.activation else _mixed(layer.activation, dtype))
    return torch.nn.Sequential(*modules)


def _mixed(words: tuple[str, ...], dtype: Any) -> Any:
    """PReLU multiplies a negative value by its neuron's slope: 0 for a ReLU, 1 for the identity."""
    module = torch.nn.PReLU(len(words), dtype=dtype)
    with torch.no_grad():
        module.weight.copy_(torch.tensor([float(word == "identity") for word in words], dtype=dtype))
    return module


class ShallowModule(Module):  # type: ignore[misc]
    """A shallow network as a module for tensors of shape (..., n), differentiable inside the regions.

    For each layer it has finite buffers weight and bias, and runs Linear, ReLU, and the choices of the gates: a gate is
    0 where a penalty of it is positive.  The signs of the penalties are decided exactly, for the rational point that
    the floats are, on the CPU; so at every point, those on boundaries included, the open gates are exactly those of
    the shallow network, and only their values are rounded.
    Raises DomainError for a point outside the network's domain or with an infinite or undefined coordinate,
    ShapeError for another number of inputs.
    """

    def __init__(self, network: ShallowNetwork, dtype: Any = None) -> None:
        super().__init__()
        plan = selectors(network)
        self.inputs = plan.inputs
        self.outputs = network.outputs
        self.signs = ExactSigns(plan.forms)
        self.domain = (plan.inequalities, plan.inequalities + plan.equalities)
        self.penalties = [Penalties(layer) for layer in plan.layers]
        for depth, (layer, width) in enumerate(zip(plan.layers, plan.widths, strict=True)):
            for name, tensor in _tensors(layer, width, dtype or torch.float64):
                self.register_buffer(f"{name}{depth}", tensor)

    def forward(self, points: Any) -> Any:
        """The outputs, of shape (..., m)."""
        exact = checked_points(points.detach().to("cpu", torch.float64).numpy(), self.inputs)
        held = conditions(self.signs(exact), *self.domain)
        values = points.reshape(-1, self.inputs)
        for depth, penalties in enumerate(self.penalties):
            weight, bias, relu = (getattr(self, f"{name}{depth}") for name in ("weight", "bias", "relu"))
            values = torch.nn.functional.linear(values, weight, bias)
            values = torch.where(relu, values.relu(), values)
            values = values.masked_fill(torch.from_numpy(penalties.shut(held)).to(values.device), 0)
        return values.reshape(*points.shape[:-1], self.outputs)


def _tensors(layer: SelectorLayer, width: int, dtype: Any) -> Iterator[tuple[str, Any]]:
    """The buffers of a layer by name."""
    weight = torch.tensor(layer.weight, dtype=dtype).reshape(len(layer.bias), width)
    bias = torch.tensor(layer.bias, dtype=dtype)
    if not bool(weight.isfinite().all() and bias.isfinite().all()):
        raise FormatError(f"a weight of the shallow network is too large for {dtype}; use float64")
    yield "weight", weight
    yield "bias", bias
    yield "relu", torch.tensor(layer.relu, dtype=torch.bool)
