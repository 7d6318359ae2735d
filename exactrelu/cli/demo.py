"""`exactrelu demo`: the main job, from a trained deep network to its shallow equals, on a network that comes along."""

import os
import shutil
import sys
import time
from fractions import Fraction
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from exactrelu.affine import AffineMap, format_form
from exactrelu.cli.check import Check, check_equality, witnesses_of
from exactrelu.cli.output import decimal, numeral, print_table, signs_text, widths_text, without_collector
from exactrelu.network import Network
from exactrelu.shallow import ShallowNetwork, build

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["command"]

FILE = "demo.json"
SPECIES = ("setosa", "versicolor", "virginica")
NAMES = ("length", "width")
FLOWER = (Fraction(49, 10), Fraction(3, 2))


def command() -> None:
    """Turn a trained deep network into equal shallow ones; check them.

    It shows the network, its linear regions, the explanation of one output, and both shallow networks with an exact
    comparison at a point of every face.
    """
    from rich.console import Console

    start = time.perf_counter()
    console = Console(highlight=False, markup=False)
    with without_collector(), as_file(files("exactrelu") / FILE) as path:
        network = Network.load(path)
        _show_network(console, network)
        _show_regions(console, network)
        _show_flower(console, network)
        _show_shallow(console, network)
        _show_next(console, os.fspath(path))
    console.print(f"\nThis took {decimal(Fraction(time.perf_counter() - start), 1)} seconds.", style="dim")


def _show_network(console: "Console", network: Network) -> None:
    _title(console, "1. A deep ReLU network")
    numbers = sum(layer.outputs * (layer.inputs + 1) for layer in network.layers)
    console.print(f"{widths_text(network.widths)}: {len(network.hidden)} hidden layers, {numbers} weights and biases.")
    console.print(
        "Trained on R. A. Fisher's irises: from the length and the width of a petal in cm it scores the species "
        f"{', '.join(SPECIES)}. Its weights are exact rational numbers, such as "
        f"{numeral(network.layers[0].weight[0][1])}."
    )


def _show_regions(console: "Console", network: Network) -> None:
    counts = network.regions(faces=True).counts()
    vertices, edges, cells = counts.f_vector or (0, 0, 0)
    _title(console, "2. All its linear regions, in the whole plane")
    print_table(
        [
            ("activation regions", f"{cells}, of which {counts.bounded_regions} are bounded"),
            ("distinct affine maps", counts.distinct_affine_maps),
            ("linear pieces", counts.linear_pieces),
            ("faces", f"{vertices + edges + cells}: {cells} regions, {edges} edges, {vertices} vertices"),
            ("Euler characteristic", f"{vertices} - {edges} + {cells} = {counts.euler_characteristic}, as it must be"),
        ]
    )


def _show_flower(console: "Console", network: Network) -> None:
    region = network.regions().locate(FLOWER)
    scores = network(FLOWER)
    petal = ", ".join(f"{name} {decimal(x, 1)}" for name, x in zip(NAMES, FLOWER, strict=True))
    _title(console, f"3. One flower explained: petal {petal}")
    console.print(f"Signs of the neurons, layer by layer: {signs_text(region.signs)}")
    console.print("These signs hold exactly where")
    for form in region.inequalities:
        console.print(f"    {format_form(form, NAMES)} > 0")
    console.print("and there the network is this affine map:")
    for species, equation, score in zip(SPECIES, _equations(region.affine_map), scores, strict=True):
        console.print(f"    {species:<11}= {equation}")
        console.print(f"    {'':<11}, about {decimal(score)} for this flower", style="dim")
    console.print(f"The largest score names the species: {SPECIES[max(range(len(scores)), key=scores.__getitem__)]}.")


def _equations(affine_map: AffineMap) -> list[str]:
    return [f"({format_form(row, NAMES)}) / {affine_map.denominator}" for row in affine_map.rows]


def _show_shallow(console: "Console", network: Network) -> None:
    _title(console, "4. Shallow networks that equal it at every point")
    witnesses = witnesses_of(network)
    for hidden_layers in (2, 3):
        with console.status("building and comparing"):
            shallow = build(network, hidden_layers)
            check = check_equality(network, shallow, witnesses, everything=True)
        print_table(_shallow_rows(shallow, check))
        console.print()
    console.print(
        "Points on edges and vertices are the hard ones: a sum over closed regions counts them once per region. "
        "No number was rounded, and oo - oo was never met.",
    )


def _shallow_rows(shallow: ShallowNetwork, check: Check) -> list[tuple[str, object]]:
    vertices, edges, cells = check.checked
    weights = sum(len(row) for layer in shallow.layers for row in layer.rows)
    return [
        (f"{len(shallow.layers) - 1} hidden layers", widths_text(shallow.widths)),
        ("  weights", f"{weights} besides zeros, {shallow.infinite_weights} of them -oo"),
        ("  same output at", f"a point of each of the {cells} regions and {edges} edges, and at {vertices} vertices"),
    ]


def _show_next(console: "Console", path: str) -> None:
    _title(console, "Next")
    program = _program()
    file = os.path.relpath(path) if os.path.commonpath([os.getcwd(), path]) == os.getcwd() else path
    for line in (
        f"{program} shallow {file} --hidden-layers 2 -o shallow.json",
        f"{program} eval shallow.json --at 49/10,3/2",
        f"{program} regions {file} --faces",
        f"{program} plot {file} --box 0:8,0:3 -o regions.svg",
        f"{program} --help",
    ):
        console.print(f"    {line}", soft_wrap=True)


def _program() -> str:
    """The program as it was called, so that the lines can be pasted: it may not be on the path."""
    called = sys.argv[0] if sys.argv else ""
    if os.path.basename(called) == "exactrelu" and shutil.which("exactrelu") != os.path.abspath(called):
        return called
    return "python -m exactrelu" if os.path.basename(called) == "__main__.py" else "exactrelu"


def _title(console: "Console", text: str) -> None:
    console.print()
    console.print(text, style="bold")
    console.print("-" * len(text), style="dim")
