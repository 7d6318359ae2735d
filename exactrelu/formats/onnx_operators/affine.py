"""Operators of affine arithmetic: sums, products with constants, means, batch normalisation."""

from gmpy2 import mpq

from exactrelu.errors import FormatError, ShapeError, UnsupportedOperatorError
from exactrelu.formats.arithmetic import add, elementwise, mean, multiply, normalise, product, total
from exactrelu.formats.lowering import Expression, Lowering, Number, Tensor, scaled
from exactrelu.formats.onnx_operators.node import Node, axis_of, constant, integers, operator
from exactrelu.formats.stored import exact_number

__all__: list[str] = []


@operator("MatMul")
def _matmul(lowering: Lowering, node: Node, a: Tensor, b: Tensor) -> Tensor:
    return product(lowering, a, b)


def _scaled(factor: mpq, tensor: Tensor) -> Tensor:
    if factor == 1:
        return tensor
    return Tensor.of((scaled(factor, entry) for entry in tensor.flat()), tensor.shape)


@operator("Gemm")
def _gemm(lowering: Lowering, node: Node, a: Tensor, b: Tensor, c: Tensor | None = None) -> Tensor:
    """alpha * A' B' + beta * C, where ' transposes if trans_ is set; C is stretched to the shape of the product."""
    alpha = exact_number(node.attribute("alpha", 1.0), "alpha")
    beta = exact_number(node.attribute("beta", 1.0), "beta")
    if len(a.shape) != 2 or len(b.shape) != 2:
        raise ShapeError(f"the factors need two axes each; they have the shapes {list(a.shape)} and {list(b.shape)}")
    left = a.with_entries(a.entries.T) if node.attribute("transA", 0) else a
    right = b.with_entries(b.entries.T) if node.attribute("transB", 0) else b
    result = _scaled(alpha, product(lowering, left, right))
    if c is None:
        return result
    whole = add(lowering, result, _scaled(beta, c))
    if whole.shape != result.shape:
        raise ShapeError(f"C has the shape {list(c.shape)}, which does not stretch to {list(result.shape)}")
    return whole


@operator("Add")
def _add(lowering: Lowering, node: Node, a: Tensor, b: Tensor) -> Tensor:
    return add(lowering, a, b)


@operator("Sub")
def _sub(lowering: Lowering, node: Node, a: Tensor, b: Tensor) -> Tensor:
    return add(lowering, a, b, -1)


@operator("Neg")
def _neg(lowering: Lowering, node: Node, x: Tensor) -> Tensor:
    return Tensor.of((-entry for entry in x.flat()), x.shape, x.kind)


@operator("Mul")
def _mul(lowering: Lowering, node: Node, a: Tensor, b: Tensor) -> Tensor:
    return elementwise(multiply, a, b)


@operator("Div")
def _div(lowering: Lowering, node: Node, a: Tensor, b: Tensor) -> Tensor:
    """a / b, exact for floats; integers are divided towards 0, as ONNX has it."""
    whole = a.kind == b.kind == "integer"

    def divide(p: Number, q: Number) -> Number:
        if isinstance(q, Expression):
            raise UnsupportedOperatorError("a quotient whose divisor depends on the input is not piecewise linear")
        if not q:
            raise FormatError("a division by 0")
        if whole:
            return mpq(int(p / q))
        return scaled(1 / q, p)

    return elementwise(divide, a, b)


def reduced_axes(node: Node, x: Tensor, axes: Tensor | None) -> list[int]:
    """The axes that a reduction names by an attribute or an input: all of them if none, unless it says otherwise."""
    named = node.integers("axes")
    empty_means_none = node.attribute("noop_with_empty_axes", 0)
    if axes is not None:
        named = integers(axes, "the axes")
    rank = len(x.shape)
    if not named:
        return [] if empty_means_none else list(range(rank))
    return [axis_of(axis, rank) for axis in named]


@operator("ReduceSum")
def _reduce_sum(lowering: Lowering, node: Node, x: Tensor, axes: Tensor | None = None) -> Tensor:
    return total(x, reduced_axes(node, x, axes), bool(node.attribute("keepdims", 1)))


@operator("ReduceMean")
def _reduce_mean(lowering: Lowering, node: Node, x: Tensor, axes: Tensor | None = None) -> Tensor:
    return mean(x, reduced_axes(node, x, axes), bool(node.attribute("keepdims", 1)))


@operator("BatchNormalization")
def _batch_normalization(
    lowering: Lowering, node: Node, x: Tensor, scale: Tensor, shift: Tensor, centre: Tensor, variance: Tensor
) -> Tensor:
    """Affine with the stored statistics; 1 / sqrt(variance + epsilon) is the one number that has to be rounded."""
    epsilon = exact_number(node.attribute("epsilon", 1e-5), "epsilon")
    node.attribute("momentum", 0.9)
    if node.attribute("training_mode", 0):
        raise UnsupportedOperatorError("it is in training mode; export the model for inference")
    if not node.attribute("spatial", 1):
        raise UnsupportedOperatorError("statistics for each position (spatial = 0) cannot be read")
    names = ("the scale", "the shift", "the mean", "the variance")
    parts = (scale, shift, centre, variance)
    parameters = [constant(tensor, name) for tensor, name in zip(parts, names, strict=True)]
    result, rounded = normalise(x, parameters, epsilon)
    if rounded:
        lowering.notes.append(
            f"{node.label}: BatchNormalization, 1/sqrt(variance + epsilon) of {rounded} channels is no double "
            "and read as the nearest double"
        )
    return result
