"""Trains the example networks with scikit-learn, on data that come with it, and writes them as JSON.

    python examples/train.py            trains, rounds and writes; prints the scores before and after rounding
    python examples/train.py --check    prints the scores of the stored files, by exact evaluation on the exact data

iris.json and diabetes.json lie beside this script; the network of irises with two inputs is the one that
`exactrelu demo` shows, and is written into the package, as exactrelu/demo.json.

A network is trained on inputs (x - centre) / scale, with powers of two as scales; its weights and biases are rounded to
multiples of 1/64; then centre and scale are folded into the first layer exactly, so that the stored network takes the
data in their own units.
Seeds are fixed, but another release of scikit-learn or of its linear algebra may find other weights.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from sklearn.datasets import load_diabetes, load_iris
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor

from exactrelu import Layer, Network

FOLDER = Path(__file__).resolve().parent
GRID = 64

Row = tuple[Fraction, ...]


@dataclass(frozen=True)
class Recipe:
    """What is trained on which columns; a regression has a target (y - target_centre) / target_scale."""

    path: Path
    data: str
    columns: tuple[int, ...]
    centres: tuple[Fraction, ...]
    scales: tuple[Fraction, ...]
    hidden: tuple[int, ...]
    alpha: float  # the weight of the L2 penalty
    seed: int
    target_centre: Fraction = Fraction(0)
    target_scale: Fraction = Fraction(1)

    @property
    def classifies(self) -> bool:
        return self.data == "iris"


def numbers(*texts: str) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, texts))


RECIPES = (
    # petal length and width in cm: three hidden layers, and two inputs, so that it can be drawn
    Recipe(
        path=FOLDER.parent / "exactrelu" / "demo.json",
        data="iris",
        columns=(2, 3),
        centres=numbers("4", "1"),
        scales=numbers("2", "1"),
        hidden=(5, 5, 5),
        alpha=0.1,
        seed=0,
    ),
    # sepal length and width, petal length and width in cm
    Recipe(
        path=FOLDER / "iris.json",
        data="iris",
        columns=(0, 1, 2, 3),
        centres=numbers("6", "3", "4", "1"),
        scales=numbers("1", "1/2", "2", "1"),
        hidden=(6, 5),
        alpha=0.1,
        seed=0,
    ),
    # body mass index, blood pressure, s5; the first seed that leaves no neuron with weights 0
    Recipe(
        path=FOLDER / "diabetes.json",
        data="diabetes",
        columns=(2, 3, 8),
        centres=numbers("26", "94", "37/8"),
        scales=numbers("4", "16", "1/2"),
        hidden=(5, 5, 5),
        alpha=1.0,
        seed=2,
        target_centre=Fraction(152),
        target_scale=Fraction(64),
    ),
)


def exact_data(recipe: Recipe) -> tuple[list[Row], list[Row], Row, Row]:
    """Points and targets of the training and of the test set, as the exact decimal numbers that the data are."""
    data = load_iris() if recipe.classifies else load_diabetes(scaled=False)
    points = [tuple(Fraction(str(row[column])) for column in recipe.columns) for row in data.data]
    targets = [Fraction(str(target)) for target in data.target]
    return train_test_split(
        points, targets, test_size=0.3, random_state=0, stratify=targets if recipe.classifies else None
    )


def score(network: Network, points: Sequence[Row], targets: Row, classifies: bool) -> Fraction:
    """The accuracy of a classifier by its largest output, or the coefficient of determination of a regression."""
    outputs = [network(point) for point in points]
    if classifies:
        hits = sum(max(range(len(y)), key=y.__getitem__) == target for y, target in zip(outputs, targets, strict=True))
        return Fraction(hits, len(points))
    mean = sum(targets) / len(targets)
    residual = sum((y - target) ** 2 for (y,), target in zip(outputs, targets, strict=True))
    return 1 - residual / sum((target - mean) ** 2 for target in targets)


def train(recipe: Recipe) -> tuple[Network, tuple[float, float]]:
    """The rounded network, and the scores on the training and the test set before rounding."""
    points, test_points, targets, test_targets = exact_data(recipe)

    def inputs(rows: Sequence[Row]) -> list[list[float]]:
        return [
            [float((x - c) / s) for x, c, s in zip(row, recipe.centres, recipe.scales, strict=True)] for row in rows
        ]

    def goals(values: Row) -> list[float]:
        return [float((y - recipe.target_centre) / recipe.target_scale) for y in values]

    kind = MLPClassifier if recipe.classifies else MLPRegressor
    model = kind(
        hidden_layer_sizes=recipe.hidden,
        activation="relu",
        solver="lbfgs",
        alpha=recipe.alpha,
        random_state=recipe.seed,
        max_iter=1000,
    ).fit(inputs(points), goals(targets))
    scores = model.score(inputs(points), goals(targets)), model.score(inputs(test_points), goals(test_targets))
    return rounded(model, recipe), scores


def rounded(model: MLPClassifier | MLPRegressor, recipe: Recipe) -> Network:
    """The network with weights on the grid, in the units of the data; a classifier's outputs are its logits."""

    def on_grid(values: Sequence[float]) -> list[Fraction]:
        return [Fraction(round(GRID * float(value)), GRID) for value in values]

    weights = [[on_grid(row) for row in matrix.T] for matrix in model.coefs_]
    biases = [on_grid(bias) for bias in model.intercepts_]
    weights[0] = [[w / s for w, s in zip(row, recipe.scales, strict=True)] for row in weights[0]]
    biases[0] = [
        b - sum(w * c for w, c in zip(row, recipe.centres, strict=True))
        for b, row in zip(biases[0], weights[0], strict=True)
    ]
    weights[-1] = [[w * recipe.target_scale for w in row] for row in weights[-1]]
    biases[-1] = [b * recipe.target_scale + recipe.target_centre for b in biases[-1]]
    words = ["relu"] * len(recipe.hidden) + ["identity"]
    return Network(Layer(*parts) for parts in zip(weights, biases, words, strict=True))


def report(recipe: Recipe, label: str, scores: Sequence[float | Fraction]) -> None:
    name = "accuracy" if recipe.classifies else "R^2"
    print(f"{recipe.path.name:<14} {label:<9} {name:<8} training {float(scores[0]):.3f}  test {float(scores[1]):.3f}")


def main() -> None:
    for recipe in RECIPES:
        if "--check" not in sys.argv[1:]:
            network, scores = train(recipe)
            report(recipe, "trained", scores)
            network.save(recipe.path)
        points, test_points, targets, test_targets = exact_data(recipe)
        network = Network.load(recipe.path)
        exact = [
            score(network, points, targets, recipe.classifies),
            score(network, test_points, test_targets, recipe.classifies),
        ]
        report(recipe, "stored", exact)


if __name__ == "__main__":
    main()
