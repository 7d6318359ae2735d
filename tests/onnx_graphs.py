"""Random ONNX graphs for Hypothesis: every operator after every other, with residual sums, joins and shared values.

The strategy keeps track of shapes only; what the graph computes is left to the evaluators.
Numbers stay small dyadics, so that double precision rounds nothing: every step adds a few bits, and steps are few.
"""

from dataclasses import dataclass, field
from math import prod

from hypothesis import strategies as st

from tests.onnx_models import array, model, node

halves = st.integers(-4, 4).map(lambda k: k / 2)
LARGEST = 12


@dataclass
class Graph:
    """What has been drawn so far: nodes, stored tensors, and the values (name, shape) that may be read."""

    draw: object
    shape: tuple
    nodes: list = field(default_factory=list)
    tensors: list = field(default_factory=list)
    values: list = field(default_factory=list)

    def stored(self, shape):
        values = self.draw(st.lists(halves, min_size=1, max_size=5))
        flat = [values[(7 * i + i * i) % len(values)] for i in range(prod(shape))]
        self.tensors.append(array(f"t{len(self.tensors)}", flat, "float64", shape))
        return f"t{len(self.tensors) - 1}"

    def listed(self, numbers):
        self.tensors.append(array(f"t{len(self.tensors)}", numbers, "int64"))
        return f"t{len(self.tensors) - 1}"

    def emit(self, operator, inputs, shape, **attributes):
        name = f"v{len(self.nodes)}"
        self.nodes.append(node(operator, inputs, name, **attributes))
        self.values.append((name, tuple(shape)))

    def other(self, shape):
        """An older value of the shape, or a constant that stretches to it."""
        fitting = [name for name, size in self.values if size == shape]
        if self.draw(st.booleans()):
            return self.draw(st.sampled_from(fitting))
        return self.stored(self.draw(st.sampled_from([(), (1,), shape, shape[-1:]])))


def _same_shape(graph, name, shape):
    operator = graph.draw(
        st.sampled_from(["Relu", "Relu", "Relu", "Abs", "Neg", "Identity", "LeakyRelu", "PRelu", "Clip", "Dropout"])
    )
    if operator == "LeakyRelu":
        graph.emit(operator, name, shape, alpha=graph.draw(halves))
    elif operator == "PRelu":
        graph.emit(operator, f"{name} {graph.stored(graph.draw(st.sampled_from([(), shape[-1:], shape])))}", shape)
    elif operator == "Clip":
        low = graph.draw(halves)
        high = low + abs(graph.draw(halves))
        graph.tensors.append(array(f"t{len(graph.tensors)}", low, "float64"))
        graph.tensors.append(array(f"t{len(graph.tensors)}", high, "float64"))
        bounds = [f"t{len(graph.tensors) - 2}", f"t{len(graph.tensors) - 1}"]
        kept = graph.draw(st.sampled_from([bounds, bounds[:1], ["-", bounds[1]]]))
        graph.emit(operator, " ".join([name, *kept]), shape)
    else:
        graph.emit(operator, name, shape)


def _two(graph, name, shape):
    operator = graph.draw(st.sampled_from(["Add", "Sub", "Max", "Min", "Add", "Concat", "Mul", "Div"]))
    if operator == "Mul":
        names = [name, graph.stored(graph.draw(st.sampled_from([(), shape])))]
        graph.emit("Mul", " ".join(graph.draw(st.permutations(names))), shape)
    elif operator == "Div":
        graph.tensors.append(array(f"t{len(graph.tensors)}", graph.draw(st.sampled_from([2, -1, 0.5])), "float64"))
        graph.emit("Div", f"{name} t{len(graph.tensors) - 1}", shape)
    elif operator == "Concat":
        axis = graph.draw(st.integers(0, len(shape) - 1))
        if 2 * prod(shape) <= LARGEST:
            fitting = [old for old, size in graph.values if size == shape]
            other = graph.draw(st.sampled_from([graph.stored(shape), *fitting]))
            sizes = [*shape[:axis], 2 * shape[axis], *shape[axis + 1 :]]
            graph.emit("Concat", f"{name} {other}", sizes, axis=axis)
    else:
        names = [name, graph.other(shape)]
        graph.emit(operator, " ".join(graph.draw(st.permutations(names))), shape)


def _matrix(graph, name, shape):
    width = graph.draw(st.integers(1, 3))
    kind = graph.draw(st.sampled_from(["right", "left", "Gemm", "Gemm"]))
    if kind == "Gemm" and len(shape) == 2:
        a, b = graph.draw(st.integers(0, 1)), graph.draw(st.integers(0, 1))
        rows, inner = shape[::-1] if a else shape
        bias = graph.draw(st.sampled_from([(), (width,), (1, width), (rows, 1), (rows, width)]))
        names = f"{name} {graph.stored((width, inner) if b else (inner, width))} {graph.stored(bias)}"
        graph.emit("Gemm", names, (rows, width), alpha=graph.draw(halves), beta=graph.draw(halves), transA=a, transB=b)
    elif kind == "left" and len(shape) > 1:
        sizes = (*shape[:-2], width, shape[-1])
        graph.emit("MatMul", f"{graph.stored((width, shape[-2]))} {name}", sizes)
    else:
        graph.emit("MatMul", f"{name} {graph.stored((shape[-1], width))}", (*shape[:-1], width))


def _rearranged(graph, name, shape):
    kind = graph.draw(
        st.sampled_from(["Flatten", "Reshape", "Transpose", "Unsqueeze", "Slice", "Gather", "Pad", "Split"])
    )
    axis = graph.draw(st.integers(0, len(shape) - 1))
    size = shape[axis]
    if kind == "Flatten":
        graph.emit("Flatten", name, (prod(shape[:axis]), prod(shape[axis:])), axis=axis)
    elif kind == "Reshape":
        sizes = graph.draw(st.sampled_from([(prod(shape),), (1, prod(shape)), (1, prod(shape), 1), shape[::-1]]))
        graph.emit("Reshape", f"{name} {graph.listed(list(sizes))}", sizes)
    elif kind == "Transpose":
        order = graph.draw(st.permutations(range(len(shape))))
        graph.emit("Transpose", name, [shape[i] for i in order], perm=order)
    elif kind == "Unsqueeze" and len(shape) < 4:
        graph.emit("Unsqueeze", f"{name} {graph.listed([axis])}", [*shape[:axis], 1, *shape[axis:]])
    elif kind == "Slice":
        start = graph.draw(st.integers(0, size - 1))
        step = graph.draw(st.sampled_from([1, 2, -1]))
        end = -1000 if step < 0 else size
        length = start + 1 if step < 0 else -(-(size - start) // step)
        names = " ".join([name, *(graph.listed([number]) for number in (start, end, axis, step))])
        graph.emit("Slice", names, [*shape[:axis], length, *shape[axis + 1 :]])
    elif kind == "Gather":
        chosen = graph.draw(st.lists(st.integers(-size, size - 1), min_size=1, max_size=3))
        sizes = [*shape[:axis], len(chosen), *shape[axis + 1 :]]
        if prod(sizes) <= LARGEST:
            graph.emit("Gather", f"{name} {graph.listed(chosen)}", sizes, axis=axis)
    elif kind == "Pad":
        before, after = graph.draw(st.integers(0, 1)), graph.draw(st.integers(0, 1))
        sizes = [*shape[:axis], size + before + after, *shape[axis + 1 :]]
        pads = [before if i == axis else 0 for i in range(len(shape))]
        pads += [after if i == axis else 0 for i in range(len(shape))]
        if prod(sizes) <= LARGEST:
            graph.emit("Pad", f"{name} {graph.listed(pads)}", sizes)
    elif kind == "Split" and size > 1:
        first = graph.draw(st.integers(1, size - 1))
        made = f"v{len(graph.nodes)}"
        graph.nodes.append(node("Split", f"{name} {graph.listed([first, size - first])}", f"{made} {made}b", axis=axis))
        graph.values.append((made, (*shape[:axis], first, *shape[axis + 1 :])))
        graph.values.append((f"{made}b", (*shape[:axis], size - first, *shape[axis + 1 :])))


def _reduced(graph, name, shape):
    axis = graph.draw(st.integers(0, len(shape) - 1))
    if len(shape) > 1:
        # A mean over any number of entries but a power of 2 would be rounded by the evaluators.
        operator = graph.draw(st.sampled_from(["ReduceSum", "ReduceMean"]))
        if operator == "ReduceSum":
            graph.emit(operator, f"{name} {graph.listed([axis])}", [*shape[:axis], *shape[axis + 1 :]], keepdims=0)
        elif shape[axis] in (1, 2, 4, 8):
            graph.emit(operator, name, [*shape[:axis], 1, *shape[axis + 1 :]], axes=[axis])


def _window(graph, name, shape):
    """A window over the last axis: (1, channels, size) in any case, by way of Reshape."""
    channels, size = (shape[-2], shape[-1]) if len(shape) == 3 and shape[0] == 1 else (1, prod(shape))
    if (1, channels, size) != shape:
        graph.emit("Reshape", f"{name} {graph.listed([1, channels, size])}", (1, channels, size))
        name = graph.values[-1][0]
    kind = graph.draw(st.sampled_from(["Conv", "MaxPool", "MaxPool", "AveragePool", "BatchNormalization"]))
    kernel, stride = graph.draw(st.integers(1, min(3, size))), graph.draw(st.integers(1, 2))
    count = (size - kernel) // stride + 1
    if kind == "BatchNormalization":
        numbers = [graph.stored((channels,)) for _ in range(3)]
        graph.tensors.append(array(f"t{len(graph.tensors)}", [0.25] * channels, "float64"))
        names = " ".join([name, *numbers, f"t{len(graph.tensors) - 1}"])
        graph.emit(kind, names, (1, channels, size), epsilon=0.0)
    elif kind == "Conv":
        out = graph.draw(st.integers(1, 2))
        if out * count <= LARGEST:
            weight = graph.stored((out, channels, kernel))
            graph.emit(kind, f"{name} {weight} {graph.stored((out,))}", (1, out, count), strides=[stride])
    elif kind == "MaxPool" or kernel != 3:
        graph.emit(kind, name, (1, channels, count), kernel_shape=[kernel], strides=[stride])


STEPS = [_same_shape, _same_shape, _two, _two, _matrix, _matrix, _rearranged, _reduced, _window]


@st.composite
def graphs(draw, inputs=(1, 4), steps=(1, 7)):
    """A model with double precision, its input's shape, and a point."""
    count = draw(st.integers(*inputs))
    shape = draw(st.sampled_from([(1, count), (count,), (count, 1), (2, count), (1, 2, count), (1, 1, count)]))
    graph = Graph(draw, shape, values=[("x", shape)])
    for _ in range(draw(st.integers(*steps))):
        # Mostly the newest value, so that graphs become deep; now and then an older one, so that they branch.
        name, current = graph.values[-1] if draw(st.integers(0, 3)) else draw(st.sampled_from(graph.values))
        draw(st.sampled_from(STEPS))(graph, name, current)
    point = draw(st.lists(halves, min_size=prod(shape), max_size=prod(shape)))
    last = node("Identity", graph.values[-1][0], "y")
    return model([*graph.nodes, last], graph.tensors, shape, element="DOUBLE"), point, shape
