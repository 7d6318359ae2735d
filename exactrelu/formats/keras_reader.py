"""Keras stacks by their configurations and weights: get_config() and get_weights() are all that is looked at.

Tensors carry a batch axis of size 1 in front.  Channels come last unless a layer says otherwise, so inputs and outputs
are flattened in the order (height, width, channels), as Keras's own Flatten has it.
"""

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

from gmpy2 import mpq

from exactrelu.errors import ExactReluError, FormatError, MissingExtraError, ShapeError, UnsupportedOperatorError
from exactrelu.files import shorten
from exactrelu.formats.arithmetic import broadcast, elementwise, mean, multiply, normalise, product
from exactrelu.formats.lowering import Lowering, Tensor
from exactrelu.formats.piecewise import clip, leaky, maxima
from exactrelu.formats.stored import exact_array, exact_number
from exactrelu.formats.windows import Axis, average_pool, convolution, max_pool, same_padding
from exactrelu.network import Network, Provenance

__all__ = ["from_keras"]

READING_RULE = "IEEE 754 values of the layers' weights and settings, exactly"

Config = dict[str, Any]
Reader = Callable[[Lowering, Config, list[Tensor], Tensor], Tensor]


def from_keras(model: Any) -> Network:
    """The network of a Keras Sequential model: weights read exactly, inputs and outputs flattened in row-major order.

    Layers: Dense, Conv1D/2D, BatchNormalization, MaxPooling1D/2D, AveragePooling1D/2D, GlobalAveragePooling1D/2D,
    GlobalMaxPooling1D/2D, ReLU, LeakyReLU, PReLU, Activation, Flatten, Reshape, Permute, ZeroPadding1D/2D, Rescaling,
    Dropout, InputLayer, and Sequential inside Sequential; activations: linear, relu, relu6, leaky_relu.
    1/sqrt(variance + epsilon) is read as the nearest double, which provenance.notes says.
    Raises UnsupportedOperatorError for another layer or model, FormatError for weights that do not fit, and
    MissingExtraError without numpy.
    """
    try:
        import numpy as np  # noqa: F401 - tensors of expressions need it
    except ModuleNotFoundError:
        raise MissingExtraError("reading Keras needs numpy; install it with pip install 'exactrelu[keras]'") from None
    if type(model).__name__ != "Sequential":
        raise UnsupportedOperatorError(
            f"a {type(model).__name__} is no Sequential model; write other models as ONNX and read that"
        )
    shape = getattr(model, "input_shape", None)
    sizes = list(shape)[1:] if isinstance(shape, tuple | list) else None
    if not sizes or any(type(size) is not int or size < 1 for size in sizes):
        raise ShapeError("the model does not say how large its input is; build it, or begin with an Input")
    lowering = Lowering(prod(sizes))
    result = _stack(lowering, "", model, lowering.input((1, *sizes)))
    if not result.entries.size:
        raise FormatError("the output has no entries")
    if sum(size > 1 for size in sizes) > 1:
        lowering.notes.append(f"inputs of shape {sizes} are read as {prod(sizes)} numbers in row-major order")
    return Network(lowering.layers(result, "the network"), Provenance(None, READING_RULE, tuple(lowering.notes)))


def _stack(lowering: Lowering, path: str, model: Any, x: Tensor) -> Tensor:
    for layer in model.layers:
        kind, name = type(layer).__name__, path + str(layer.name)
        if kind == "Sequential":
            x = _stack(lowering, f"{name}/", layer, x)
            continue
        place = f"layer {shorten(name)} ({kind})"
        if kind not in READERS:
            known = ", ".join(sorted(READERS))
            raise UnsupportedOperatorError(f"{place}: it has no exact reading here; these have one: {known}")
        try:
            weights = [exact_array(array, "its weights") for array in layer.get_weights()]
            config = layer.get_config()
            x = READERS[kind](lowering, config, weights, x)
            if kind != "Activation":
                x = _activated(lowering, config.get("activation", "linear"), x)
        except (ExactReluError, ValueError) as error:
            cause = type(error) if isinstance(error, FormatError) else FormatError
            raise cause(f"{place}: {error}") from None
    return x


def _bent(lowering: Lowering, x: Tensor, slope: mpq) -> Tensor:
    return Tensor.of(leaky(lowering, x.flat(), [slope] * x.entries.size), x.shape)


def _activated(lowering: Lowering, activation: Any, x: Tensor) -> Tensor:
    if activation is None or activation == "linear":
        return x
    if activation == "relu":
        return Tensor.of(lowering.activate(x.flat()), x.shape)
    if activation == "relu6":
        return Tensor.of(clip(lowering, x.flat(), mpq(0), mpq(6)), x.shape)
    if activation == "leaky_relu":
        # Keras's own default, a Python float.
        return _bent(lowering, x, exact_number(0.2, "the slope"))
    raise UnsupportedOperatorError(f"no exact reading of the activation {shorten(activation)}")


def _identity(lowering: Lowering, config: Config, weights: list[Tensor], x: Tensor) -> Tensor:
    return x


def _activation(lowering: Lowering, config: Config, weights: list[Tensor], x: Tensor) -> Tensor:
    return _activated(lowering, config["activation"], x)


def _kernel_and_bias(config: Config, weights: list[Tensor]) -> list[Tensor]:
    """The weights of an ordinary layer; quantised and adapted ones have more, and compute something else."""
    if len(weights) != 1 + bool(config.get("use_bias", True)):
        raise UnsupportedOperatorError(f"{len(weights)} arrays of weights; a kernel and perhaps a bias can be read")
    return weights


def _dense(lowering: Lowering, config: Config, weights: list[Tensor], x: Tensor) -> Tensor:
    kernel, *bias = _kernel_and_bias(config, weights)
    result = product(lowering, x, kernel)
    return elementwise(lambda p, q: p + q, result, bias[0]) if bias else result


def _relu(lowering: Lowering, config: Config, weights: list[Tensor], x: Tensor) -> Tensor:
    """max_value bounds from above, negative_slope bends below 0; a threshold would make a jump."""
    if config.get("threshold"):
        raise UnsupportedOperatorError("a threshold makes the function jump, so it is not piecewise linear")
    slope = exact_number(config.get("negative_slope") or 0.0, "its slope")
    bound = config.get("max_value")
    if bound is None:
        return _bent(lowering, x, slope)
    high = exact_number(bound, "its bound")
    if slope:
        return Tensor.of(clip(lowering, _bent(lowering, x, slope).flat(), None, high), x.shape)
    return Tensor.of(clip(lowering, x.flat(), mpq(0), high), x.shape)


def _leaky_relu(lowering: Lowering, config: Config, weights: list[Tensor], x: Tensor) -> Tensor:
    # Keras 2 calls it alpha.
    slope = config["negative_slope"] if "negative_slope" in config else config["alpha"]
    return _bent(lowering, x, exact_number(float(slope), "its slope"))


def _prelu(lowering: Lowering, config: Config, weights: list[Tensor], x: Tensor) -> Tensor:
    shape, (values, slopes) = broadcast(x, weights[0])
    if shape != x.shape:
        raise ShapeError(f"slopes of shape {list(weights[0].shape)} do not fit {list(x.shape)}")
    return Tensor.of(leaky(lowering, values, slopes), shape)


def _rescaling(lowering: Lowering, config: Config, weights: list[Tensor], x: Tensor) -> Tensor:
    scale, offset = (exact_array(config[name], f"its {name}") for name in ("scale", "offset"))
    return elementwise(lambda p, q: p + q, elementwise(multiply, x, scale), offset)


def _flatten(lowering: Lowering, config: Config, weights: list[Tensor], x: Tensor) -> Tensor:
    if _channels_first(config):
        x = _channels_last(x)
    return x.with_entries(x.entries.reshape((x.shape[0], -1)))


def _reshape(lowering: Lowering, config: Config, weights: list[Tensor], x: Tensor) -> Tensor:
    target = (x.shape[0], *config["target_shape"])
    try:
        return x.with_entries(x.entries.reshape(target))
    except ValueError:
        raise ShapeError(f"the shape {list(x.shape[1:])} cannot become {list(target[1:])}") from None


def _permute(lowering: Lowering, config: Config, weights: list[Tensor], x: Tensor) -> Tensor:
    return x.with_entries(x.entries.transpose([0, *config["dims"]]))


def _zero_padding(lowering: Lowering, config: Config, weights: list[Tensor], x: Tensor) -> Tensor:
    import numpy as np

    padding = config["padding"]
    ends = [padding] if isinstance(padding[0], int) else padding
    first = _channels_first(config)
    widths = [(0, 0), (0, 0), *ends] if first else [(0, 0), *ends, (0, 0)]
    return x.with_entries(np.pad(x.entries, widths, constant_values=mpq(0)))


def _batch_normalization(lowering: Lowering, config: Config, weights: list[Tensor], x: Tensor) -> Tensor:
    axis = config["axis"]
    axis = axis[0] if isinstance(axis, list | tuple) else axis
    axis %= len(x.shape)
    rows = [tensor.flat() for tensor in weights]
    channels = x.shape[axis]
    # The weights are gamma if there is a scale, beta if there is a centre, and always mean and variance.
    scale = rows.pop(0) if config.get("scale", True) else [mpq(1)] * channels
    shift = rows.pop(0) if config.get("center", True) else [mpq(0)] * channels
    result, rounded = normalise(x, [scale, shift, *rows], exact_number(config["epsilon"], "its epsilon"), axis)
    if rounded:
        lowering.notes.append(
            f"layer {shorten(config['name'])}: 1/sqrt(variance + epsilon) of {rounded} channels is no double "
            "and read as the nearest double"
        )
    return result


def _channels_first(config: Config) -> bool:
    return bool(config.get("data_format") == "channels_first")


def _channels_last(x: Tensor) -> Tensor:
    import numpy as np

    return x.with_entries(np.moveaxis(x.entries, 1, -1))


def _moved(x: Tensor) -> Tensor:
    """With the channels after the batch, where convolution and pooling want them."""
    import numpy as np

    return x.with_entries(np.moveaxis(x.entries, -1, 1))


def _list(value: Any, rank: int) -> list[int]:
    return [value] * rank if isinstance(value, int) else list(value)


def _axes(config: Config, sizes: Sequence[int], kernel: Sequence[int], strides: Any) -> list[Axis]:
    rank = len(sizes)
    if len(kernel) != rank:
        raise ShapeError(f"a window of {list(kernel)} for {rank} spatial axes")
    steps = _list(strides, rank)
    dilations = _list(config.get("dilation_rate", 1), rank)
    padding = config["padding"]
    axes = []
    for size, k, stride, dilation in zip(sizes, kernel, steps, dilations, strict=True):
        ends = (0, 0)
        if padding == "same":
            ends = same_padding(size, k, stride, dilation, upper=True)
        elif padding == "causal":
            ends = ((k - 1) * dilation, 0)
        elif padding != "valid":
            raise UnsupportedOperatorError(f"no exact reading of padding = {shorten(padding)}")
        axes.append(Axis(k, stride, dilation, *ends))
    return axes


def _conv(lowering: Lowering, config: Config, weights: list[Tensor], x: Tensor) -> Tensor:
    import numpy as np

    first = _channels_first(config)
    given = x if first else _moved(x)
    kernel, *bias = _kernel_and_bias(config, weights)
    # (*kernel, inputs per group, outputs) becomes (outputs, inputs per group, *kernel).
    turned = kernel.with_entries(np.moveaxis(kernel.entries, (-1, -2), (0, 1)))
    axes = _axes(config, given.shape[2:], kernel.shape[:-2], config["strides"])
    result = convolution(lowering, given, turned, bias[0].flat() if bias else None, axes, config.get("groups", 1))
    return result if first else _channels_last(result)


def _pool(lowering: Lowering, config: Config, x: Tensor, largest: bool) -> Tensor:
    first = _channels_first(config)
    given = x if first else _moved(x)
    kernel = _list(config["pool_size"], len(given.shape) - 2)
    axes = _axes(config, given.shape[2:], kernel, config.get("strides") or kernel)
    result = max_pool(lowering, given, axes) if largest else average_pool(given, axes, count_padding=False)
    return result if first else _channels_last(result)


def _max_pool(lowering: Lowering, config: Config, weights: list[Tensor], x: Tensor) -> Tensor:
    return _pool(lowering, config, x, largest=True)


def _average_pool(lowering: Lowering, config: Config, weights: list[Tensor], x: Tensor) -> Tensor:
    return _pool(lowering, config, x, largest=False)


def _global(lowering: Lowering, config: Config, x: Tensor, largest: bool) -> Tensor:
    first = _channels_first(config)
    given = x if first else _moved(x)
    axes = range(2, len(given.shape))
    if largest:
        groups = given.entries.reshape(prod(given.shape[:2]), -1)
        result = Tensor.of(maxima(lowering, groups), [*given.shape[:2], *[1] * len(axes)])
    else:
        result = mean(given, axes, keep=True)
    if not config.get("keepdims"):
        return result.with_entries(result.entries.reshape(result.shape[:2]))
    return result if first else _channels_last(result)


def _global_max(lowering: Lowering, config: Config, weights: list[Tensor], x: Tensor) -> Tensor:
    return _global(lowering, config, x, largest=True)


def _global_average(lowering: Lowering, config: Config, weights: list[Tensor], x: Tensor) -> Tensor:
    return _global(lowering, config, x, largest=False)


READERS: dict[str, Reader] = {
    "Activation": _activation,
    "AveragePooling1D": _average_pool,
    "AveragePooling2D": _average_pool,
    "BatchNormalization": _batch_normalization,
    "Conv1D": _conv,
    "Conv2D": _conv,
    "Dense": _dense,
    "Dropout": _identity,
    "Flatten": _flatten,
    "GlobalAveragePooling1D": _global_average,
    "GlobalAveragePooling2D": _global_average,
    "GlobalMaxPooling1D": _global_max,
    "GlobalMaxPooling2D": _global_max,
    "InputLayer": _identity,
    "LeakyReLU": _leaky_relu,
    "MaxPooling1D": _max_pool,
    "MaxPooling2D": _max_pool,
    "PReLU": _prelu,
    "Permute": _permute,
    "ReLU": _relu,
    "Rescaling": _rescaling,
    "Reshape": _reshape,
    "ZeroPadding1D": _zero_padding,
    "ZeroPadding2D": _zero_padding,
}
