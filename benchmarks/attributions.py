"""Exact attributions beside the established float tools, on networks that were trained on iris, diabetes and wine.

    python benchmarks/attributions.py [--json] [NAME ...]

For each network two points are explained, Shapley values over a background of 20 rows (wine: 5, since 2^13 coalitions
are evaluated for each), integrated gradients along the segment between the points.
The errors are those of the float tools: the largest difference from the exact value, over all inputs, outputs and
points, and the same relative to the largest exact attribution.
Needs numpy, scikit-learn and shap.  The network of wines is trained here; its float weights are read exactly.
"""

import argparse
import json
import logging
import time
import warnings
from fractions import Fraction
from pathlib import Path

from exactrelu import ExtendedRational, Layer, Network
from exactrelu.explain import integrated_gradients, shapley

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
NAMES = ("iris", "diabetes", "wine")
ROWS, WINE_ROWS = 20, 5
MIDPOINTS, GAUSS_LEGENDRE = (20, 200, 2000), (20, 200)
PERMUTATIONS = 10


def decimal(row):
    """A float row of a data set by its decimal text."""
    return tuple(Fraction(repr(float(x))) for x in row)


def exactly(x):
    """The exact value of a float."""
    return ExtendedRational.from_float(float(x))


def wine_network(data):
    """A small classifier for wines, with an identity layer that scales its 13 inputs."""
    from sklearn.neural_network import MLPClassifier

    centre, scale = data.data.mean(axis=0), data.data.std(axis=0)
    model = MLPClassifier((6, 5), solver="lbfgs", max_iter=200, random_state=0, alpha=1)
    model.fit((data.data - centre) / scale, data.target)
    fold = [[int(i == j) / scale[i] for i in range(13)] for j in range(13)]
    layers = [Layer([[exactly(w) for w in row] for row in fold], [exactly(b) for b in -centre / scale], "identity")]
    for k, (weight, bias) in enumerate(zip(model.coefs_, model.intercepts_, strict=True)):
        rows = [[exactly(w) for w in row] for row in weight.T]
        last = k == len(model.coefs_) - 1
        layers.append(Layer(rows, [exactly(b) for b in bias], "identity" if last else "relu"))
    return Network(layers)


def case(name):
    """The network, the background rows and two points, exact."""
    from sklearn import datasets

    if name == "diabetes":
        table = datasets.load_diabetes(scaled=False).data[:, [2, 3, 8]]
        network = Network.load(EXAMPLES / "diabetes.json")
    elif name == "iris":
        table, network = datasets.load_iris().data, Network.load(EXAMPLES / "iris.json")
    else:
        data = datasets.load_wine()
        table, network = data.data, wine_network(data)
    rows = [decimal(row) for row in table]
    number = WINE_ROWS if name == "wine" else ROWS
    step = len(rows) // number
    return network, rows[: step * number : step], [rows[1], rows[-1]]


class FloatNetwork:
    """The network in floats: its outputs, and its gradients, at the rows of an array."""

    def __init__(self, network):
        import numpy

        self.layers = [
            (
                numpy.array([[float(w) for w in row] for row in layer.weight]),
                numpy.array([float(b) for b in layer.bias]),
                numpy.array([word == "relu" for word in layer.activation]),
            )
            for layer in network.layers
        ]

    def __call__(self, values):
        """The outputs, of shape (points, outputs)."""
        return self._forward(values)[0]

    def gradients(self, values):
        """The derivatives, of shape (points, outputs, inputs)."""
        return self._forward(values)[1]

    def _forward(self, values):
        import numpy

        slopes = numpy.broadcast_to(numpy.eye(values.shape[1]), (len(values), *[values.shape[1]] * 2))
        for weight, bias, relu in self.layers:
            values, slopes = values @ weight.T + bias, weight @ slopes
            passes = (values > 0) | ~relu
            values, slopes = numpy.where(passes, values, 0), numpy.where(passes[:, :, None], slopes, 0)
        return values, slopes


def floats(rows):
    """Exact rows as an array of floats."""
    import numpy

    return numpy.array([[float(x) for x in row] for row in rows])


def float_shapley(name, network, background, points):
    """For each tool its name and its values at the points, of shape (points, inputs, outputs)."""
    import numpy
    import shap

    forward, rows, places = FloatNetwork(network), floats(background), floats(points)
    masker = shap.maskers.Independent(rows, max_samples=len(rows))
    exactly_all = shap.explainers.Exact(forward, masker)
    yield "shap.explainers.Exact", lambda: exactly_all(places, silent=True).values
    rounds = PERMUTATIONS * (2 * network.inputs + 1)
    permutation = shap.explainers.Permutation(forward, masker, seed=0)
    yield (
        f"shap.explainers.Permutation, {PERMUTATIONS} permutations",
        lambda: permutation(places, max_evals=rounds, silent=True).values,
    )

    def kernel():
        numpy.random.seed(0)
        return shap.KernelExplainer(forward, rows).shap_values(places, silent=True, l1_reg=False)

    yield "shap.KernelExplainer, default number of samples", kernel


def summed_gradients(network, start, end, nodes, weights):
    """Integrated gradients by a quadrature rule on [0, 1], of shape (outputs, inputs)."""
    (a, b) = floats([start, end])
    places = a + (b - a) * nodes[:, None]
    return (FloatNetwork(network).gradients(places) * weights[:, None, None]).sum(axis=0) * (b - a)


def midpoints(steps):
    """The midpoint rule."""
    import numpy

    return (numpy.arange(steps) + 0.5) / steps, numpy.full(steps, 1 / steps)


def gauss_legendre(steps):
    """The rule of Gauss and Legendre, which is exact for polynomials and not for steps."""
    import numpy

    nodes, weights = numpy.polynomial.legendre.leggauss(steps)
    return (nodes + 1) / 2, weights / 2


def timed(function):
    """The CPU seconds that a call takes, and its result."""
    start = time.process_time()
    result = function()
    return time.process_time() - start, result


def errors(exact, found):
    """The largest difference from exact numbers, computed exactly, and the largest exact size; None is no error."""
    numbers = exact if found is None else [b if isinstance(b, Fraction) else Fraction(float(b)) for b in found]
    pairs = list(zip(exact, numbers, strict=True))
    return max(abs(a - b) for a, b in pairs), max(abs(a) for a, _ in pairs)


def row(name, method, seconds, exact, found):
    """One result."""
    error, size = errors(exact, found)
    return {
        "network": name,
        "method": method,
        "largest_error": float(error),
        "relative_error": float(error / size),
        "cpu_seconds": seconds,
    }


def compare(name):
    """The results for one network, one after the other."""
    network, background, points = case(name)
    seconds, mine = timed(lambda: [shapley(network, point, background=background) for point in points])
    exact = [value for found in mine for player in zip(*found.values, strict=True) for value in player]
    yield row(name, "exact Shapley values", seconds, exact, None)
    for method, run in float_shapley(name, network, background, points):
        seconds, values = timed(run)
        yield row(name, method, seconds, exact, values.reshape(-1))
    seconds, sampled = timed(
        lambda: [shapley(network, point, background=background, samples=PERMUTATIONS) for point in points]
    )
    found = [value for each in sampled for player in zip(*each.values, strict=True) for value in player]
    yield row(name, f"sampled on request: {PERMUTATIONS} permutations for each row", seconds, exact, found)
    start, end = points
    seconds, gradients = timed(lambda: integrated_gradients(network, end, baseline=start).values)
    exact = [value for output in gradients for value in output]
    yield row(name, "exact integrated gradients", seconds, exact, None)
    rules = (("midpoints", midpoints, MIDPOINTS), ("Gauss-Legendre nodes", gauss_legendre, GAUSS_LEGENDRE))
    for rule, quadrature, numbers in rules:
        for steps in numbers:
            seconds, found = timed(lambda q=quadrature, s=steps: summed_gradients(network, start, end, *q(s)))
            yield row(name, f"integrated gradients, {steps} {rule}", seconds, exact, found.reshape(-1))


def main():
    """Prints one line per network and method."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(NAMES)}; all by default")
    parser.add_argument("--json", action="store_true", help="one JSON object per line")
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - set(NAMES):
        parser.error(f"there is no network {', '.join(sorted(unknown))}; use {', '.join(NAMES)}")
    warnings.filterwarnings("ignore")
    logging.getLogger("shap").setLevel(logging.ERROR)
    if not arguments.json:
        print(f"{'network':<10}{'method':<56}{'error':>10}{'relative':>10}{'CPU s':>8}")
    for name in arguments.names or NAMES:
        for line in compare(name):
            if arguments.json:
                print(json.dumps(line), flush=True)
            else:
                error, relative = line["largest_error"], line["relative_error"]
                shown = f"{error:>10.1e}{relative:>10.1e}{line['cpu_seconds']:>8.2f}"
                print(f"{line['network']:<10}{line['method']:<56}{shown}", flush=True)


if __name__ == "__main__":
    main()
