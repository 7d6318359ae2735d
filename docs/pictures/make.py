"""Draws the sample pictures of the documentation anew: python docs/pictures/make.py [FOLDER]."""

import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import typer

import exactrelu
from exactrelu import Network
from exactrelu.plot import Picture, picture

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parent.parent / "examples"
PACKAGE = Path(exactrelu.__file__).parent

# Three irises of Fisher's data, one of each species: sepal length and width, petal length and width in cm.
IRISES = [("5.1", "3.5", "1.4", "0.2"), ("7.0", "3.2", "4.7", "1.4"), ("6.3", "3.3", "6.0", "2.5")]
IRIS_PLANE = [(6, 6), (3, 3), (0, 8), (0, 4)]
IRIS_NAMES = ["sepal length", "sepal width", "petal length", "petal width"]
PETALS = [(0, 8), (0, 3)]
SMALL = [(-4, 4), (-4, 4)]
SQUARE = [(-2, 2), (-2, 2)]


def samples() -> Iterator[tuple[str, Picture]]:
    """The file names and the pictures."""

    def load(name: str) -> Network:
        return Network.load((PACKAGE if name == "demo" else EXAMPLES) / f"{name}.json")

    demo = load("demo")
    iris = load("iris")
    random = Network.load(HERE.parent.parent / "tests/nets/2-8-8-1.json")
    yield "regions.svg", picture(load("degenerate"), "regions", SMALL)
    yield "patterns.svg", picture(load("clip"), "patterns", SMALL)
    yield "bending.svg", picture(random, "bending", SQUARE)
    yield "output.svg", picture(random, "output", SQUARE)
    yield "surface.svg", picture(random, "surface", SQUARE)
    yield "decisions.svg", picture(demo, "decisions", PETALS, features=IRIS_NAMES[2:])
    yield "slice.svg", picture(iris, "regions", IRIS_PLANE, features=IRIS_NAMES)
    yield "slice-through-points.svg", picture(iris, "decisions", through=IRISES)
    yield "graph.svg", picture(load("sawtooth4"), "graph", [(Fraction(-1, 8), Fraction(9, 8))])
    yield "dual.svg", picture(demo, "dual", PETALS)
    yield "dual-three-inputs.svg", picture(load("median3"), "dual")
    yield "sparsity.svg", picture(load("xor"), "sparsity")
    yield "sparsity-half-open.svg", picture(load("degenerate"), "sparsity", hidden_layers=3)
    yield "sparsity-large.svg", picture(demo, "sparsity")


def main(folder: Path) -> None:
    """Writes every picture into the folder."""
    for name, found in samples():
        typer.echo(f"{name}: {found.draw(folder / name)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
