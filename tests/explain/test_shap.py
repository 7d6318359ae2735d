"""Established float tools against the exact values: shap's exact explainer, and sums for integrated gradients."""

from fractions import Fraction
from pathlib import Path

import pytest

from exactrelu import ExtendedRational, Layer, Network
from exactrelu.explain import integrated_gradients, shapley

EXAMPLES = Path(__file__).parents[2] / "examples"
ROWS = 20


def decimal(row):
    """A float row of a data set by its decimal text."""
    return tuple(Fraction(repr(float(x))) for x in row)


def exactly(x):
    return ExtendedRational.from_float(float(x))


def wine_network(sklearn, data):
    """A small classifier for wines, trained here; its float weights are read exactly."""
    centre, scale = data.data.mean(axis=0), data.data.std(axis=0)
    model = sklearn.neural_network.MLPClassifier((6, 5), solver="lbfgs", max_iter=200, random_state=0, alpha=1)
    model.fit((data.data - centre) / scale, data.target)
    fold = [[int(i == j) / scale[i] for i in range(13)] for j in range(13)]
    layers = [Layer([[exactly(w) for w in row] for row in fold], [exactly(b) for b in -centre / scale], "identity")]
    for k, (weight, bias) in enumerate(zip(model.coefs_, model.intercepts_, strict=True)):
        rows = [[exactly(w) for w in row] for row in weight.T]
        last = k == len(model.coefs_) - 1
        layers.append(Layer(rows, [exactly(b) for b in bias], "identity" if last else "relu"))
    return Network(layers)


def cases(require, name):
    """The network, the background rows and two points, exact."""
    datasets = require("sklearn.datasets")
    if name == "diabetes":
        data = datasets.load_diabetes(scaled=False)
        table, network = data.data[:, [2, 3, 8]], Network.load(EXAMPLES / "diabetes.json")
    elif name == "iris":
        table, network = datasets.load_iris().data, Network.load(EXAMPLES / "iris.json")
    else:
        require("sklearn.neural_network")
        data = datasets.load_wine()
        table, network = data.data, wine_network(require("sklearn"), data)
    rows = [decimal(row) for row in table]
    step = len(rows) // ROWS
    return network, rows[: step * ROWS : step], [rows[1], rows[-1]]


def evaluate(network, numpy):
    """The network in floats: a function of the rows of an array."""
    layers = [
        (
            numpy.array([[float(w) for w in row] for row in layer.weight]),
            numpy.array([float(b) for b in layer.bias]),
            numpy.array([word == "relu" for word in layer.activation]),
        )
        for layer in network.layers
    ]

    def forward(values):
        for weight, bias, relu in layers:
            values = values @ weight.T + bias
            values = numpy.where(relu, numpy.maximum(values, 0), values)
        return values

    return forward


@pytest.mark.extra("numpy", "sklearn", "shap")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["iris", "diabetes", "wine"])
def test_the_exact_explainer_of_shap_agrees(require, name):
    numpy, shap = require("numpy"), require("shap")
    network, background, points = cases(require, name)
    if name == "wine":
        background = background[::4]
    reference = numpy.array([[float(x) for x in row] for row in background])
    masker = shap.maskers.Independent(reference, max_samples=len(background))
    explainer = shap.explainers.Exact(evaluate(network, numpy), masker)
    theirs = explainer(numpy.array([[float(x) for x in point] for point in points])).values
    for point, values in zip(points, theirs, strict=True):
        mine = shapley(network, point, background=background)
        assert mine.residual == (0,) * network.outputs
        table = values.reshape(network.inputs, network.outputs).T
        for exact, floats in zip(mine.values, table, strict=True):
            size = max(1, *map(abs, exact))
            assert max(abs(a - Fraction(float(b))) for a, b in zip(exact, floats, strict=True)) < size * Fraction(
                1, 10**9
            )


@pytest.mark.extra("numpy", "sklearn")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["iris", "diabetes", "wine"])
def test_riemann_sums_of_gradients_come_near(require, name):
    """Twenty to two thousand steps of the midpoint rule: an error that shrinks like 1 / steps, and is not 0."""
    numpy = require("numpy")
    network, background, points = cases(require, name)
    forward = evaluate(network, numpy)
    x, b = points[1], points[0]
    exact = numpy.array([[float(v) for v in row] for row in integrated_gradients(network, x, baseline=b).values])
    start, end = (numpy.array([float(v) for v in p]) for p in (b, x))
    errors = []
    for steps in (20, 200, 2000):
        places = start + (end - start) * ((numpy.arange(steps) + 0.5) / steps)[:, None]
        total = numpy.zeros((network.outputs, network.inputs))
        for i, width in enumerate(end - start):
            tiny = numpy.zeros(network.inputs)
            tiny[i] = 1e-6 * max(1, abs(width))
            slopes = (forward(places + tiny) - forward(places - tiny)) / (2 * tiny[i])
            total[:, i] = slopes.mean(axis=0) * width
        errors.append(abs(total - exact).max())
    assert 0 < errors[2] < errors[0]
    assert errors[2] < 20 * errors[0] / 100 + 1e-6
    assert len(background) == ROWS
