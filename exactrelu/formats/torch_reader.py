"""PyTorch modules: the stored parameters exactly, and the module's function as real arithmetic.

`from_torch` follows containers and single modules; a module with a forward method of its own is followed by tracing it
(torch_trace).  Tensors carry a batch axis of size 1 in front, as PyTorch has them.
"""

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

from gmpy2 import mpq

from exactrelu.errors import ExactReluError, FormatError, MissingExtraError, ShapeError, UnsupportedOperatorError
from exactrelu.files import shorten
from exactrelu.formats.arithmetic import broadcast, elementwise, mean, normalise, product
from exactrelu.formats.lowering import Lowering, Tensor
from exactrelu.formats.piecewise import clip, leaky
from exactrelu.formats.stored import exact_number
from exactrelu.formats.windows import Axis, average_pool, convolution, max_pool
from exactrelu.network import Network, Provenance

__all__ = ["apply_module", "exact_parameter", "from_torch", "place_of"]

READING_RULE = "IEEE 754 values of the module's tensors and settings, exactly"

Reader = Callable[[Lowering, Any, Tensor], Tensor]


def from_torch(module: Any, input_shape: Sequence[int] | None = None) -> Network:
    """The network of a torch.nn.Module: parameters read exactly, inputs and outputs flattened in row-major order.

    input_shape is the shape of one input, without the batch axis; it may be left out when the first layer that looks
    at the shape is Linear or BatchNorm1d.  Dropout and batch normalisation must be in evaluation mode;
    1/sqrt(var + eps) is read as the nearest double, which provenance.notes says.
    Modules: Sequential, Linear, Conv1d/2d, BatchNorm1d/2d, MaxPool1d/2d, AvgPool1d/2d, AdaptiveAvgPool1d/2d to size 1,
    ReLU, ReLU6, LeakyReLU, PReLU, Hardtanh, Identity, Flatten, Unflatten, Dropout; and modules made of them whose
    forward method torch.fx can trace.
    Raises UnsupportedOperatorError for another module, FormatError for parameters or shapes that do not fit, and
    MissingExtraError without numpy.
    """
    try:
        import numpy as np  # noqa: F401 - tensors of expressions need it, and PyTorch runs without it
    except ModuleNotFoundError:
        raise MissingExtraError("reading PyTorch needs numpy; install it with pip install 'exactrelu[torch]'") from None
    if not hasattr(module, "named_modules"):
        raise UnsupportedOperatorError(f"a {type(module).__name__} is no torch.nn.Module")
    shape = tuple(input_shape) if input_shape is not None else _first_shape(module)
    if any(type(size) is not int or size < 1 for size in shape):
        raise ShapeError(f"the input's shape {list(shape)} is not made of positive integers")
    lowering = Lowering(prod(shape))
    result = apply_module(lowering, "", module, lowering.input((1, *shape)))
    if not result.entries.size:
        raise FormatError("the output has no entries")
    if sum(size > 1 for size in shape) > 1:
        lowering.notes.append(f"inputs of shape {list(shape)} are read as {prod(shape)} numbers in row-major order")
    return Network(lowering.layers(result, "the network"), Provenance(None, READING_RULE, tuple(lowering.notes)))


def _kind(module: Any) -> str:
    """The name of a class of torch.nn itself; a subclass may compute anything."""
    kind = type(module)
    return kind.__name__ if kind.__module__.startswith("torch.nn.modules.") else ""


def _first_shape(module: Any) -> tuple[int, ...]:
    found = _shape_wanted(module)
    if not found:
        for path, part in module.named_modules():
            if _kind(part) not in ("", "Sequential", *READERS):
                raise _unknown(path, part)
        raise ShapeError("the module does not say how large its input is; pass input_shape, without the batch axis")
    return found


def _shape_wanted(module: Any) -> tuple[int, ...] | None:
    """The shape that a module's input must have; () if a later layer may say, None if nothing does."""
    kind = _kind(module)
    if kind == "Sequential":
        for child in module.children():
            found = _shape_wanted(child)
            if found != ():
                return found
        return ()
    if kind == "Linear":
        return (module.in_features,)
    if kind == "BatchNorm1d":
        return (module.num_features,)
    return () if kind in SHAPELESS else None


def place_of(path: str, module: Any) -> str:
    """A module in words, for messages."""
    kind = type(module).__name__
    return f"module {shorten(path)} ({kind})" if path else f"the module ({kind})"


def _unknown(path: str, module: Any) -> UnsupportedOperatorError:
    known = ", ".join(sorted(READERS))
    return UnsupportedOperatorError(f"{place_of(path, module)}: it has no exact reading here; these have one: {known}")


def apply_module(lowering: Lowering, path: str, module: Any, x: Tensor) -> Tensor:
    """The output of a module at a tensor; errors name the module by its path."""
    kind, place = _kind(module), place_of(path, module)
    if module._forward_hooks or module._forward_pre_hooks:
        raise UnsupportedOperatorError(f"{place}: it has hooks, which may change what it computes")
    if kind == "Sequential":
        for name, child in module.named_children():
            x = apply_module(lowering, f"{path}.{name}" if path else name, child, x)
        return x
    if not kind:
        from exactrelu.formats.torch_trace import apply_traced

        return apply_traced(lowering, path, module, x)
    if kind not in READERS:
        raise _unknown(path, module)
    try:
        return READERS[kind](lowering, module, x)
    except (ExactReluError, ValueError) as error:
        cause = type(error) if isinstance(error, FormatError) else FormatError
        raise cause(f"{place}: {error}") from None


def exact_parameter(parameter: Any, what: str) -> Tensor:
    """The exact values of a parameter of any float type: tolist() widens to double, without rounding."""
    if not parameter.is_floating_point():
        raise UnsupportedOperatorError(f"{what} has the type {parameter.dtype}; floats up to double can be read")
    numbers = parameter.detach().cpu().reshape(-1).tolist()
    return Tensor.of((exact_number(number, what) for number in numbers), tuple(parameter.shape))


def _numbers(parameter: Any, what: str) -> list[mpq]:
    return exact_parameter(parameter, what).flat()


def _for_evaluation(module: Any) -> None:
    if module.training:
        raise UnsupportedOperatorError("it is in training mode; call the method eval of the model first")


def _linear(lowering: Lowering, module: Any, x: Tensor) -> Tensor:
    weight = exact_parameter(module.weight, "its weight")
    result = product(lowering, x, weight.with_entries(weight.entries.T))
    if module.bias is None:
        return result
    return elementwise(lambda p, q: p + q, result, exact_parameter(module.bias, "its bias"))


def _relu(lowering: Lowering, module: Any, x: Tensor) -> Tensor:
    return Tensor.of(lowering.activate(x.flat()), x.shape)


def _leaky_relu(lowering: Lowering, module: Any, x: Tensor) -> Tensor:
    slope = exact_number(module.negative_slope, "its slope")
    return Tensor.of(leaky(lowering, x.flat(), [slope] * x.entries.size), x.shape)


def _prelu(lowering: Lowering, module: Any, x: Tensor) -> Tensor:
    slope = exact_parameter(module.weight, "its weight")
    # One slope for each channel, the axis after the batch; or one for all.
    spread = slope.with_entries(slope.entries.reshape([-1, *[1] * (len(x.shape) - 2)]))
    shape, (values, slopes) = broadcast(x, spread)
    if shape != x.shape:
        raise ShapeError(f"{len(slopes)} slopes do not fit the shape {list(x.shape)}")
    return Tensor.of(leaky(lowering, values, slopes), shape)


def _hardtanh(lowering: Lowering, module: Any, x: Tensor) -> Tensor:
    low, high = (exact_number(bound, "its bound") for bound in (module.min_val, module.max_val))
    return Tensor.of(clip(lowering, x.flat(), low, high), x.shape)


def _identity(lowering: Lowering, module: Any, x: Tensor) -> Tensor:
    return x


def _dropout(lowering: Lowering, module: Any, x: Tensor) -> Tensor:
    _for_evaluation(module)
    return x


def _flatten(lowering: Lowering, module: Any, x: Tensor) -> Tensor:
    rank = len(x.shape)
    first, last = module.start_dim % rank, module.end_dim % rank
    if first > last:
        raise ShapeError(f"axes {module.start_dim} to {module.end_dim} of the shape {list(x.shape)}")
    shape = (*x.shape[:first], prod(x.shape[first : last + 1]), *x.shape[last + 1 :])
    return x.with_entries(x.entries.reshape(shape))


def _unflatten(lowering: Lowering, module: Any, x: Tensor) -> Tensor:
    axis = module.dim % len(x.shape)
    sizes = list(module.unflattened_size)
    if sizes.count(-1) == 1 and prod(sizes):
        sizes[sizes.index(-1)] = x.shape[axis] // -prod(sizes)
    if prod(sizes) != x.shape[axis]:
        raise ShapeError(f"an axis of size {x.shape[axis]} cannot become {sizes}")
    return x.with_entries(x.entries.reshape((*x.shape[:axis], *sizes, *x.shape[axis + 1 :])))


def _batch_norm(lowering: Lowering, module: Any, x: Tensor) -> Tensor:
    if module.running_mean is None:
        raise UnsupportedOperatorError("it keeps no running statistics, so it depends on the batch")
    _for_evaluation(module)
    channels = [mpq(1)] * module.num_features
    scale = channels if module.weight is None else _numbers(module.weight, "its weight")
    shift = [mpq(0)] * module.num_features if module.bias is None else _numbers(module.bias, "its bias")
    statistics = [_numbers(module.running_mean, "its mean"), _numbers(module.running_var, "its variance")]
    result, rounded = normalise(x, [scale, shift, *statistics], exact_number(module.eps, "its eps"))
    if rounded:
        lowering.notes.append(
            f"{type(module).__name__}: 1/sqrt(variance + eps) of {rounded} channels is no double "
            "and read as the nearest double"
        )
    return result


def _pair(value: Any, rank: int) -> list[int]:
    return [value] * rank if isinstance(value, int) else list(value)


def _axes(module: Any, rank: int, ceiling: bool = False) -> list[Axis]:
    kernel = _pair(module.kernel_size, rank)
    strides = _pair(kernel if module.stride is None else module.stride, rank)
    dilations = _pair(getattr(module, "dilation", 1), rank)
    padding = module.padding
    if padding == "same":
        # As PyTorch has it, the surplus of an odd number goes to the end; strides are 1 here.
        total = [(k - 1) * d for k, d in zip(kernel, dilations, strict=True)]
        ends = [(t // 2, t - t // 2) for t in total]
    else:
        ends = [(0, 0)] * rank if padding == "valid" else [(p, p) for p in _pair(padding, rank)]
    return [
        Axis(k, stride, dilation, *end, ceiling)
        for k, stride, dilation, end in zip(kernel, strides, dilations, ends, strict=True)
    ]


def _rank(module: Any) -> int:
    return int(type(module).__name__[-2])


def _conv(lowering: Lowering, module: Any, x: Tensor) -> Tensor:
    if module.padding_mode != "zeros":
        raise UnsupportedOperatorError(f"no exact reading of padding_mode = {shorten(module.padding_mode)}")
    bias = None if module.bias is None else _numbers(module.bias, "its bias")
    weight = exact_parameter(module.weight, "its weight")
    return convolution(lowering, x, weight, bias, _axes(module, _rank(module)), module.groups)


def _max_pool(lowering: Lowering, module: Any, x: Tensor) -> Tensor:
    if module.return_indices:
        raise UnsupportedOperatorError("it returns indices too, which cannot be read")
    return max_pool(lowering, x, _axes(module, _rank(module), module.ceil_mode))


def _avg_pool(lowering: Lowering, module: Any, x: Tensor) -> Tensor:
    divisor = getattr(module, "divisor_override", None)
    return average_pool(x, _axes(module, _rank(module), module.ceil_mode), module.count_include_pad, divisor)


def _adaptive_avg_pool(lowering: Lowering, module: Any, x: Tensor) -> Tensor:
    rank = _rank(module)
    if _pair(module.output_size, rank) != [1] * rank or len(x.shape) != rank + 2:
        raise UnsupportedOperatorError("only adaptive means over all entries (output_size = 1) can be read")
    return mean(x, range(2, rank + 2), keep=True)


READERS: dict[str, Reader] = {
    "AdaptiveAvgPool1d": _adaptive_avg_pool,
    "AdaptiveAvgPool2d": _adaptive_avg_pool,
    "AvgPool1d": _avg_pool,
    "AvgPool2d": _avg_pool,
    "BatchNorm1d": _batch_norm,
    "BatchNorm2d": _batch_norm,
    "Conv1d": _conv,
    "Conv2d": _conv,
    "Dropout": _dropout,
    "Dropout1d": _dropout,
    "Dropout2d": _dropout,
    "Flatten": _flatten,
    "Hardtanh": _hardtanh,
    "Identity": _identity,
    "LeakyReLU": _leaky_relu,
    "Linear": _linear,
    "MaxPool1d": _max_pool,
    "MaxPool2d": _max_pool,
    "PReLU": _prelu,
    "ReLU": _relu,
    "ReLU6": _hardtanh,
    "Unflatten": _unflatten,
}
# What leaves open which shape it is applied to.
SHAPELESS = {"Dropout", "Flatten", "Hardtanh", "Identity", "LeakyReLU", "ReLU", "ReLU6"}
