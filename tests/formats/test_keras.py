"""Keras stacks: by a stand-in with the same configurations and weights, and by Keras itself on top of PyTorch."""

from fractions import Fraction
from math import prod

import pytest

from exactrelu.errors import FormatError, ShapeError, UnsupportedOperatorError
from exactrelu.formats import from_keras
from exactrelu.network import Layer
from tests.onnx_models import dyadic, dyadic_points, exactly

pytestmark = pytest.mark.extra("numpy")

# Keras computes some means in single precision, whatever it is asked for.
ROUNDING = Fraction(1, 10**6)


class Layered:
    """What a layer of Keras answers when it is asked for its configuration and its weights."""

    def __init__(self, name="layer", weights=(), **config):
        self.name = name
        self._weights = weights
        self._config = {"name": name, **config}

    def get_config(self):
        return self._config

    def get_weights(self):
        import numpy as np

        return [np.array(array, dtype="float32") for array in self._weights]


def layer(kind, **config):
    return type(kind, (Layered,), {})(**config)


class Sequential:
    """A stand-in for a Keras model."""

    name = "model"

    def __init__(self, input_shape, *layers):
        self.input_shape = input_shape
        self.layers = layers


def test_dense_layers_by_hand():
    model = Sequential(
        (None, 2),
        layer("InputLayer"),
        layer("Dense", weights=[[[1, 2, 3], [4, 5, 6]], [0.5, -1, 0]], activation="relu", use_bias=True),
        layer("Dropout", rate=0.5),
        layer("Dense", weights=[[[1], [0.1], [3]]], activation="linear", use_bias=False),
    )
    network = from_keras(model)
    single = Fraction(13421773, 134217728)
    assert network.layers == (
        Layer([[1, 4], [2, 5], [3, 6]], ["1/2", -1, 0]),
        Layer([[1, single, 3]], [0], "identity"),
    )
    assert network.provenance.notes == ()


def test_a_convolution_by_hand_with_channels_last():
    kernel = [[[[1], [2]]], [[[3], [4]]]]
    config = {"strides": (1, 1), "padding": "valid", "activation": "linear", "use_bias": False}
    model = Sequential((None, 2, 1, 2), layer("Conv2D", weights=[kernel], **config), layer("Flatten"))
    network = from_keras(model)
    assert network.layers == (Layer([[1, 2, 3, 4]], [0], "identity"),)
    assert network.provenance.notes == ("inputs of shape [2, 1, 2] are read as 4 numbers in row-major order",)


DENSE = {"weights": [[[1.0], [1.0]]], "use_bias": False}
REFUSED = {
    "layer": ([layer("LSTM", name="memory")], UnsupportedOperatorError, r"layer 'memory' \(LSTM\): it has no exact"),
    "nested": (
        [Sequential(None, layer("Softmax", name="last"))],
        UnsupportedOperatorError,
        r"layer 'model/last' \(Softmax\)",
    ),
    "activation": ([layer("Activation", activation="tanh")], UnsupportedOperatorError, "the activation 'tanh'"),
    "its own activation": (
        [layer("Dense", activation={"class_name": "Custom"}, **DENSE)],
        UnsupportedOperatorError,
        "the activation a dict",
    ),
    "threshold": ([layer("ReLU", threshold=1.0)], UnsupportedOperatorError, "makes the function jump"),
    "quantised": (
        [layer("Dense", weights=[[[1.0], [1.0]], [0.5], [2.0]], use_bias=True)],
        UnsupportedOperatorError,
        "3 arrays of weights",
    ),
    "padding": (
        [layer("Reshape", target_shape=(2, 1)), layer("MaxPooling1D", pool_size=1, strides=1, padding="odd")],
        UnsupportedOperatorError,
        "padding = 'odd'",
    ),
    "shape": ([layer("Reshape", target_shape=(3,))], FormatError, r"the shape \[2\] cannot become \[3\]"),
    "weights": ([layer("Dense", weights=[[[1.0]]], use_bias=False)], FormatError, r"the shapes \[1, 2\] and \[1, 1\]"),
    "nan": ([layer("Dense", weights=[[[1.0], ["nan"]]], use_bias=False)], FormatError, "its weights is nan"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_by_its_layer(name):
    layers, kind, pattern = REFUSED[name]
    with pytest.raises(FormatError, match=pattern) as caught:
        from_keras(Sequential((None, 2), *layers))
    assert type(caught.value) is kind
    assert "\n" not in str(caught.value)


def test_other_models_are_refused():
    with pytest.raises(UnsupportedOperatorError, match="a Functional is no Sequential model"):
        from_keras(layer("Functional"))
    for shape in (None, (None, None), [(None, 2), (None, 3)], (None,)):
        with pytest.raises(ShapeError, match="build it, or begin with an Input"):
            from_keras(Sequential(shape))


@pytest.fixture(name="keras", scope="module")
def _keras(require):
    """Keras computing with PyTorch, in double precision."""
    require("torch")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KERAS_BACKEND", "torch")
        keras = require("keras")
        before = keras.config.floatx()
        keras.config.set_floatx("float64")
        yield keras
        keras.config.set_floatx(before)


def stacks(layers):
    yield (3,), [layers.Dense(2, activation="relu"), layers.Dense(3, activation="relu6", use_bias=False)]
    yield (2, 3), [layers.Dense(2), layers.LeakyReLU(negative_slope=0.25), layers.Flatten()]
    yield (4,), [layers.ReLU(), layers.Rescaling(0.5, offset=-1.0)]
    yield (4,), [layers.ReLU(max_value=1.5)]
    yield (4,), [layers.ReLU(negative_slope=0.5, max_value=1.0)]
    yield (4,), [layers.Activation("relu"), layers.Dropout(0.5), layers.Reshape((2, -1)), layers.Permute((2, 1))]
    yield (3, 2), [layers.PReLU(shared_axes=[1])]
    yield (6,), [layers.Dense(4, activation="leaky_relu")]
    yield (5, 2), [layers.Conv1D(2, 3, padding="causal", dilation_rate=2)]
    for padding in ("valid", "same"):
        for strides in (1, 2):
            options = {"strides": strides, "padding": padding}
            yield (6, 2), [layers.Conv1D(4, 2, groups=2, **options)]
            yield (5, 4, 1), [layers.Conv2D(2, (2, 3), activation="relu", **options)]
            yield (6, 2), [layers.MaxPooling1D(2, **options)]
            yield (5, 4, 1), [layers.MaxPooling2D((3, 2), **options)]
            yield (6, 2), [layers.AveragePooling1D(2, **options)]
            yield (4, 4, 1), [layers.AveragePooling2D(2, **options)]
    yield (3, 2), [layers.ZeroPadding1D((1, 2)), layers.GlobalMaxPooling1D()]
    yield (2, 3, 2), [layers.ZeroPadding2D(((1, 0), (0, 2))), layers.GlobalAveragePooling2D(keepdims=True)]
    yield (2, 2, 2), [layers.GlobalMaxPooling2D(keepdims=True)]
    yield (2, 3, 2), [layers.BatchNormalization(axis=axis) for axis in (-1, 1)]
    yield (3,), [layers.BatchNormalization(scale=False), layers.BatchNormalization(center=False)]


# Keras's own way to numpy is out of date with numpy 2.
out_of_date = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@out_of_date
def test_every_layer_equals_keras(keras):
    import numpy as np

    for shape, layers in stacks(keras.layers):
        model = keras.Sequential([keras.Input(shape), keras.Sequential(layers)])
        for i, weight in enumerate(model.weights):
            values = np.array(dyadic(prod(weight.shape), i)).reshape(tuple(weight.shape))
            weight.assign(abs(values) if "variance" in weight.path else values)
        network = from_keras(model)
        for point in dyadic_points(4, prod(shape), seed=prod(shape)):
            given = np.array(point).reshape(1, *shape)
            theirs = exactly(keras.ops.convert_to_numpy(model(given, training=False)))
            ours = network([Fraction(x) for x in point])
            assert len(ours) == len(theirs)
            close = [abs(p - q) < ROUNDING * max(1, abs(q)) for p, q in zip(ours, theirs, strict=True)]
            assert all(close), layers[0].get_config()


@out_of_date
def test_a_trained_stack_is_enumerated_and_made_shallow(keras):
    import numpy as np

    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(4, activation="relu"), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    points = np.random.default_rng(0).uniform(-1, 1, (32, 2))
    model.fit(points, abs(points[:, :1]), epochs=2, verbose=0)
    network = from_keras(model)
    shallow = network.shallow()
    regions = network.regions()
    assert len(regions) > 2
    for region in regions:
        for vertex in region.vertices:
            assert region.affine_map(vertex) == network(vertex) == shallow(vertex)
