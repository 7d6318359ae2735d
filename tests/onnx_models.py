"""ONNX models made for the tests, and two evaluators that know nothing of this project: ONNX's own and ONNX Runtime.

Nodes and tensors are functions that make them, so that tables of cases stand without the package onnx.
With small dyadic weights and points no number is ever rounded, and outputs are compared with ==.
"""

from fractions import Fraction
from random import Random

from exactrelu.files import Source


def node(operator, inputs, outputs, **attributes):
    """A node by its operator and its names, separated by blanks; - stands for an input left out."""

    def make():
        from onnx import helper

        made = {key: value() if callable(value) else value for key, value in attributes.items()}
        names = ["" if name == "-" else name for name in inputs.split()]
        return helper.make_node(operator, names, outputs.split(), **{"name": f"make_{outputs.split()[0]}", **made})

    return make


def array(name, values, dtype="float32", shape=None):
    """A stored tensor."""

    def make():
        import numpy as np
        from onnx import numpy_helper

        stored = np.array(values, dtype=dtype)
        return numpy_helper.from_array(stored if shape is None else stored.reshape(shape), name)

    return make


def model(
    nodes, tensors=(), shape=(1, 2), output="y", element="FLOAT", inputs=("x",), outputs=None, opset=17, ir_version=None
):
    import onnx
    from onnx import helper

    kind = onnx.TensorProto.DataType.Value(element)
    graph = helper.make_graph(
        [make() for make in nodes],
        "graph",
        [helper.make_tensor_value_info(name, kind, shape) for name in inputs],
        [helper.make_tensor_value_info(name, kind, None) for name in outputs or [output]],
        [make() for make in tensors],
    )
    extra = {} if ir_version is None else {"ir_version": ir_version}
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], **extra)


def read_bytes(data):
    from exactrelu.formats import onnx_reader

    return onnx_reader.read_network(Source("net.onnx", data, "0" * 64))


def read(*args, **kwargs):
    return read_bytes(model(*args, **kwargs).SerializeToString())


def exactly(result):
    """An array of floats or of exact numbers as Fractions, in row-major order."""
    return tuple(Fraction(*number.as_integer_ratio()) for number in result.ravel().tolist())


def reference(proto, point, shape, dtype="float64"):
    """The outputs by ONNX's own evaluator, as Fractions."""
    import numpy as np
    from onnx.reference import ReferenceEvaluator

    (result, *_) = ReferenceEvaluator(proto).run(None, {"x": np.array(point, dtype=dtype).reshape(shape)})
    return exactly(result)


def on_fractions(proto, point):
    """The outputs by ONNX's own evaluator on arrays of Fractions: no rounding at all, whatever the numbers.

    Stored tensors of floats become inputs, since a file cannot hold fractions.
    """
    from onnx import ModelProto, TensorProto, helper, numpy_helper
    from onnx.reference import ReferenceEvaluator

    proto = ModelProto.FromString(proto.SerializeToString())
    shape = [axis.dim_value for axis in proto.graph.input[0].type.tensor_type.shape.dim]
    feeds = {"x": _objects(point, shape)}
    for tensor in list(proto.graph.initializer):
        stored = numpy_helper.to_array(tensor)
        if stored.dtype.kind == "f":
            feeds[tensor.name] = _objects(exactly(stored), stored.shape)
            proto.graph.initializer.remove(tensor)
            proto.graph.input.append(helper.make_tensor_value_info(tensor.name, TensorProto.DOUBLE, stored.shape))
    result = ReferenceEvaluator(proto).run(None, feeds)[0]
    return exactly(result)


def _objects(numbers, shape):
    import numpy as np

    array = np.empty(len(numbers), dtype=object)
    array[:] = numbers
    return array.reshape(shape)


def runtime(proto, points, shape, dtype="float32"):
    """The outputs by ONNX Runtime at several points, as Fractions, without its rearrangements of the graph."""
    import numpy as np
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(proto.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return [exactly(session.run(None, {"x": np.array(point, dtype=dtype).reshape(shape)})[0]) for point in points]


def dyadic_points(count, size, seed=1):
    """Points with coordinates k/2, many of them equal or 0, so that maxima tie and kinks are met."""
    random = Random(seed)
    spread = [random.choice([1, 2, 8]) for _ in range(count)]
    return [[random.randint(-most, most) / 2 for _ in range(size)] for most in spread]


def dyadic(count, seed=1, most=4):
    """Weights k/2."""
    random = Random(seed)
    return [random.randint(-most, most) / 2 for _ in range(count)]
