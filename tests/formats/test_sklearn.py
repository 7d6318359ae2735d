"""Perceptrons of scikit-learn, trained here: scikit-learn's own forward pass is the oracle."""

import warnings
from fractions import Fraction

import pytest

from exactrelu.errors import FormatError, UnsupportedOperatorError
from exactrelu.formats import from_sklearn

pytestmark = pytest.mark.extra("sklearn")

CLOSE = Fraction(1, 10**9)


def fitted(kind, labels=None, **options):
    import numpy as np
    from sklearn import neural_network

    random = np.random.default_rng(1)
    points = random.uniform(-2, 2, (60, 2))
    values = np.abs(points[:, 0]) - points[:, 1]
    wanted = values if labels is None else np.digitize(values, np.linspace(-1, 2, labels - 1))
    options = {"hidden_layer_sizes": (4, 3), "max_iter": 40, "random_state": 0, **options}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that so short a training has not converged
        return getattr(neural_network, kind)(**options).fit(points, wanted)


def points():
    return [(0, 0), (1, -1), (Fraction(1, 4), Fraction(-3, 2)), (-2, 2), (Fraction(7, 8), Fraction(5, 4))]


def floats(point):
    return [[float(x) for x in point]]


def test_a_regressor_is_read_enumerated_and_made_shallow():
    model = fitted("MLPRegressor")
    network = from_sklearn(model)
    assert network.widths == (2, 4, 3, 1)
    assert network.layers[1].weight[2][3] == Fraction(float(model.coefs_[1][3, 2]))
    assert network.layers[0].bias[1] == Fraction(float(model.intercepts_[0][1]))
    assert network.provenance.notes == ()
    regions = network.regions(domain=[(-2, 2), (-2, 2)])
    shallow = network.shallow(domain=[(-2, 2), (-2, 2)])
    assert len(regions) > 3
    for region in regions:
        for vertex in region.vertices:
            assert region.affine_map(vertex) == network(vertex) == shallow(vertex)
    for point in points():
        assert abs(network(point)[0] - Fraction(float(model.predict(floats(point))[0]))) < CLOSE


def test_a_classifier_gives_its_logits():
    import numpy as np

    three = fitted("MLPClassifier", labels=3)
    network = from_sklearn(three)
    assert network.outputs == 3
    assert network.provenance.notes == ("the outputs are the logits, before the softmax",)
    for point in points():
        logits = network(point)
        likely = np.exp([float(z - max(logits)) for z in logits])
        assert np.allclose(likely / likely.sum(), three.predict_proba(floats(point))[0])
        assert three.predict(floats(point))[0] == logits.index(max(logits))
    two = fitted("MLPClassifier", labels=2)
    network = from_sklearn(two)
    assert network.provenance.notes == ("the outputs are the logits, before the logistic",)
    for point in points():
        assert (network(point)[0] > 0) == (two.predict(floats(point))[0] == 1)


def test_several_outputs_and_the_identity_as_activation():
    import numpy as np
    from sklearn.neural_network import MLPRegressor

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = MLPRegressor(hidden_layer_sizes=(3,), activation="identity", max_iter=5, random_state=0)
        model.fit(np.eye(3), np.arange(6).reshape(3, 2))
    network = from_sklearn(model)
    assert (network.outputs, len(network.regions())) == (2, 1)
    for ours, theirs in zip(network((1, 2, 3)), model.predict([[1, 2, 3]])[0], strict=True):
        assert abs(ours - Fraction(float(theirs))) < CLOSE


@pytest.mark.parametrize("scalers", [["StandardScaler"], ["MinMaxScaler"], ["MinMaxScaler", "StandardScaler"]])
def test_scalers_before_it_are_folded_in(scalers):
    import numpy as np
    from sklearn import preprocessing
    from sklearn.neural_network import MLPRegressor
    from sklearn.pipeline import make_pipeline

    random = np.random.default_rng(2)
    inputs = random.uniform(-5, 9, (30, 2))
    steps = [getattr(preprocessing, name)() for name in scalers]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = make_pipeline(*steps, "passthrough", MLPRegressor(hidden_layer_sizes=(3,), max_iter=20, random_state=0))
        model.fit(inputs, inputs[:, 0] * 2)
    network = from_sklearn(model)
    assert network.widths == (2, 3, 1)
    for point in points():
        assert abs(network(point)[0] - Fraction(float(model.predict(floats(point))[0]))) < CLOSE


def test_single_precision_is_read_exactly():
    import numpy as np

    model = fitted("MLPRegressor")
    model.coefs_ = [matrix.astype(np.float32) for matrix in model.coefs_]
    assert from_sklearn(model).layers[0].weight[0][0] == Fraction(*model.coefs_[0][0, 0].item().as_integer_ratio())


def test_other_estimators_are_refused():
    from sklearn.linear_model import LinearRegression
    from sklearn.neural_network import MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MinMaxScaler, QuantileTransformer

    with pytest.raises(FormatError, match="the MLPRegressor is not fitted; call its method fit first"):
        from_sklearn(MLPRegressor())
    with pytest.raises(UnsupportedOperatorError, match="a LinearRegression has no exact reading"):
        from_sklearn(LinearRegression())
    with pytest.raises(UnsupportedOperatorError, match="the activation 'tanh' is not piecewise linear"):
        from_sklearn(fitted("MLPRegressor", activation="tanh"))
    model = fitted("MLPRegressor")
    for step in (QuantileTransformer(), MinMaxScaler(), MinMaxScaler(clip=True).fit([[0, 0], [1, 1]])):
        with pytest.raises(UnsupportedOperatorError, match=r"the step \w+ has no exact reading"):
            from_sklearn(make_pipeline(step, model))
    model.out_activation_ = "exp"
    with pytest.raises(UnsupportedOperatorError, match="the output's activation 'exp'"):
        from_sklearn(model)
    model.out_activation_ = "identity"
    model.coefs_[0][0, 0] = float("nan")
    with pytest.raises(FormatError, match=r"coefs_\[0\] is nan"):
        from_sklearn(model)
