"""PyTorch modules with a forward method of their own: traced by torch.fx, and followed step by step.

Tracing records what forward does with its input; what depends on the input's values cannot be traced, and is refused.
"""

from collections.abc import Callable
from math import prod
from typing import Any

from exactrelu.errors import ExactReluError, FormatError, ShapeError, UnsupportedOperatorError
from exactrelu.files import shorten
from exactrelu.formats.arithmetic import add, broadcast, concatenate, elementwise, multiply
from exactrelu.formats.lowering import Lowering, Tensor
from exactrelu.formats.piecewise import absolute, leaky, maxima, minima
from exactrelu.formats.stored import exact_number
from exactrelu.formats.torch_reader import apply_module, exact_parameter, place_of

__all__ = ["apply_traced"]


def apply_traced(lowering: Lowering, path: str, module: Any, x: Tensor) -> Tensor:
    """The output of a module by the steps of its forward method.

    Raises UnsupportedOperatorError for a forward method that cannot be traced, or for a step without an exact reading.
    """
    from torch import fx

    place = place_of(path, module)
    try:
        graph = fx.Tracer().trace(module)
    except Exception as error:  # forward is the user's code, which may raise anything
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UnsupportedOperatorError(f"{place}: its forward method cannot be traced: {reason}") from None
    values: dict[Any, Any] = {}
    for node in graph.nodes:
        if node.op == "placeholder":
            if values:
                raise UnsupportedOperatorError(f"{place}: its forward method takes more than one input")
            values[node] = x
        elif node.op == "output":
            result = fx.node.map_arg(node.args[0], values.__getitem__)
            if not isinstance(result, Tensor):
                raise UnsupportedOperatorError(f"{place}: its forward method returns something else than one tensor")
            return result
        else:
            values[node] = _step(lowering, path, module, node, values, place)
    raise FormatError(f"{place}: its forward method returns nothing")


def _step(lowering: Lowering, path: str, module: Any, node: Any, values: dict[Any, Any], place: str) -> Any:
    from torch import fx

    args, kwargs = (fx.node.map_arg(part, values.__getitem__) for part in (node.args, node.kwargs))
    if node.op == "call_module":
        child = module.get_submodule(node.target)
        return apply_module(lowering, f"{path}.{node.target}" if path else node.target, child, *args, **kwargs)
    if node.op == "get_attr":
        owner = module
        for part in node.target.split("."):
            owner = getattr(owner, part)
        return exact_parameter(owner, node.target)
    name = node.target if isinstance(node.target, str) else getattr(node.target, "__name__", str(node.target))
    if name not in STEPS:
        raise UnsupportedOperatorError(
            f"{place}: the step {shorten(name)} has no exact reading here; these have one: {', '.join(sorted(STEPS))}; "
            "more operators are read from an ONNX file of the model"
        )
    try:
        return STEPS[name](lowering, *args, **kwargs)
    except TypeError:
        raise UnsupportedOperatorError(f"{place}: the step {shorten(name)} has arguments that are not read") from None
    except (ExactReluError, ValueError) as error:
        cause = type(error) if isinstance(error, FormatError) else FormatError
        raise cause(f"{place}: the step {shorten(name)}: {error}") from None


def _operand(value: Any) -> Tensor:
    """A tensor, or a Python number as one."""
    return value if isinstance(value, Tensor) else Tensor.of([exact_number(value, "a number")], ())


def _add(lowering: Lowering, a: Any, b: Any) -> Tensor:
    return add(lowering, _operand(a), _operand(b))


def _sub(lowering: Lowering, a: Any, b: Any) -> Tensor:
    return add(lowering, _operand(a), _operand(b), -1)


def _mul(lowering: Lowering, a: Any, b: Any) -> Tensor:
    return elementwise(multiply, _operand(a), _operand(b))


def _div(lowering: Lowering, a: Any, b: Any) -> Tensor:
    divisor = _operand(b)
    if not divisor.is_constant or 0 in divisor.flat():
        raise UnsupportedOperatorError("a divisor must be a constant other than 0")
    return _mul(lowering, a, Tensor.of((1 / number for number in divisor.flat()), divisor.shape))


def _neg(lowering: Lowering, x: Tensor) -> Tensor:
    return Tensor.of((-value for value in x.flat()), x.shape)


def _abs(lowering: Lowering, x: Tensor) -> Tensor:
    return Tensor.of(absolute(lowering, x.flat()), x.shape)


def _relu(lowering: Lowering, x: Tensor, inplace: bool = False) -> Tensor:
    return Tensor.of(lowering.activate(x.flat()), x.shape)


def _leaky(lowering: Lowering, x: Tensor, negative_slope: float = 0.01, inplace: bool = False) -> Tensor:
    slope = exact_number(negative_slope, "the slope")
    return Tensor.of(leaky(lowering, x.flat(), [slope] * x.entries.size), x.shape)


def _extremum(reduce: Callable[..., Any]) -> Callable[..., Tensor]:
    def step(lowering: Lowering, a: Tensor, b: Tensor) -> Tensor:
        shape, (left, right) = broadcast(a, b)
        return Tensor.of(reduce(lowering, zip(left, right, strict=True)), shape)

    return step


def _cat(lowering: Lowering, tensors: Any, dim: int = 0) -> Tensor:
    parts = list(tensors)
    return concatenate(lowering, parts, dim % len(parts[0].shape))


def _flatten(lowering: Lowering, x: Tensor, start_dim: int = 0, end_dim: int = -1) -> Tensor:
    first, last = start_dim % len(x.shape), end_dim % len(x.shape)
    shape = (*x.shape[:first], prod(x.shape[first : last + 1]), *x.shape[last + 1 :])
    return x.with_entries(x.entries.reshape(shape))


def _view(lowering: Lowering, x: Tensor, *shape: Any) -> Tensor:
    sizes = list(shape[0] if len(shape) == 1 and not isinstance(shape[0], int) else shape)
    if not all(isinstance(size, int) for size in sizes):
        raise ShapeError(f"a shape that is not made of integers: {sizes}")
    try:
        return x.with_entries(x.entries.reshape(sizes))
    except ValueError:
        raise ShapeError(f"the shape {list(x.shape)} cannot become {sizes}") from None


def _size(lowering: Lowering, x: Tensor, dim: int | None = None) -> Any:
    return x.shape if dim is None else x.shape[dim]


STEPS: dict[str, Callable[..., Any]] = {
    "abs": _abs,
    "add": _add,
    "cat": _cat,
    "div": _div,
    "flatten": _flatten,
    "leaky_relu": _leaky,
    "maximum": _extremum(maxima),
    "minimum": _extremum(minima),
    "mul": _mul,
    "neg": _neg,
    "relu": _relu,
    "reshape": _view,
    "size": _size,
    "sub": _sub,
    "truediv": _div,
    "view": _view,
}
