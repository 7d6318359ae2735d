"""Established float tools against the exact values: shap's exact explainer, and sums for integrated gradients."""

from fractions import Fraction

import pytest

from benchmarks.attributions import (
    MIDPOINTS,
    NAMES,
    FloatNetwork,
    case,
    compare,
    errors,
    floats,
    midpoints,
    summed_gradients,
)
from exactrelu.explain import integrated_gradients, shapley

BILLIONTH = Fraction(1, 10**9)


@pytest.mark.extra("numpy", "sklearn", "shap")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", NAMES)
def test_the_exact_explainer_of_shap_agrees(require, name):
    shap = require("shap")
    network, background, points = case(name)
    masker = shap.maskers.Independent(floats(background), max_samples=len(background))
    theirs = shap.explainers.Exact(FloatNetwork(network), masker)(floats(points), silent=True).values
    for point, values in zip(points, theirs, strict=True):
        mine = shapley(network, point, background=background)
        assert mine.residual == (0,) * network.outputs
        for exact, found in zip(mine.values, values.reshape(network.inputs, network.outputs).T, strict=True):
            error, size = errors(exact, found)
            assert error < max(1, size) * BILLIONTH


@pytest.mark.extra("numpy", "sklearn")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", NAMES)
def test_sums_of_gradients_come_near(name):
    """Twenty to two thousand steps of the midpoint rule: an error that shrinks like 1 / steps, and is not 0."""
    network, _, (start, end) = case(name)
    exact = [value for row in integrated_gradients(network, end, baseline=start).values for value in row]
    found = [errors(exact, summed_gradients(network, start, end, *midpoints(n)).reshape(-1)) for n in MIDPOINTS]
    coarse, _, fine = (error / size for error, size in found)
    assert 0 < fine < coarse / 5
    assert fine < Fraction(1, 1000)


@pytest.mark.extra("numpy", "sklearn", "shap")
@pytest.mark.filterwarnings("ignore")
def test_the_comparison_has_a_line_for_every_tool():
    found = {line["method"]: line["relative_error"] for line in compare("iris")}
    assert found["exact Shapley values"] == found["exact integrated gradients"] == 0
    assert found["shap.explainers.Exact"] < 1e-9
    estimates = [error for method, error in found.items() if "permutations" in method or "midpoints" in method]
    assert len(estimates) == 5
    assert all(1e-6 < error < 0.2 for error in estimates)
