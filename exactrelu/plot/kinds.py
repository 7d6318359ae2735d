"""The kinds of pictures, by name, and which one a network gets when none is named."""

from collections.abc import Iterable
from typing import Any

from exactrelu.errors import ShapeError, SizeLimitError
from exactrelu.network import Network
from exactrelu.plot.bending import BendingPicture
from exactrelu.plot.decisions import DecisionPicture
from exactrelu.plot.dual import DualPicture
from exactrelu.plot.figure import Picture
from exactrelu.plot.graph1d import GraphPicture
from exactrelu.plot.output2d import OutputPicture, SurfacePicture
from exactrelu.plot.regions2d import RegionsPicture
from exactrelu.plot.slices import as_slice
from exactrelu.plot.sparsity import SparsityPicture
from exactrelu.plot.window import free_axes
from exactrelu.regions import as_domain
from exactrelu.shallow import ShallowNetwork, predict

__all__ = ["KINDS", "picture"]

KINDS = {
    "regions": "the linear regions, by affine map (for a plane, the default)",
    "patterns": "the same by activation pattern",
    "bending": "the neurons' zero sets, by layer: hyperplanes that bend",
    "output": "the value of an output, in bands between levels",
    "surface": "the surface of an output",
    "decisions": "where which output is the largest (one output: its sign)",
    "graph": "the graph of the function (for a line, the default)",
    "dual": "the dual graph of the regions, for any number of inputs",
    "sparsity": "the weight matrices of the shallow network, or of a shallow network's file",
}
LARGEST_PATTERN = 10**8


def picture(
    network: Network | ShallowNetwork,
    kind: str | None = None,
    window: Any = None,
    through: Iterable[Iterable[Any]] = (),
    output: int = 0,
    hidden_layers: int = 2,
    features: Iterable[str] | None = None,
) -> Picture:
    """The picture of a network, with all its data exact; `.draw(path)` writes it, `.to_json()` tells the data.

    kind is one of KINDS, by default "graph" on a line and "regions" on a plane.
    window and through say where, as in `as_slice`; output (counted from 0) is for the kinds that show one;
    hidden_layers, 2 or 3, is for the sparsity pattern of a deep network's shallow equal; features are the names of the
    inputs, for the axes.
    Raises ValueError for an unknown kind, ShapeError, DomainError and SizeLimitError as the kinds do.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1, 0], [0, 1]], [0, 0]), Layer([[1, -1]], [0], "identity")])
    >>> found = picture(net, "decisions", window=[(-1, 1), (-1, 1)]).to_json()
    >>> found["boundary"]
    [[['-1', '0'], ['0', '0']], [['0', '-1'], ['0', '0']], [['0', '0'], ['1', '1']]]
    """
    if kind is not None and kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}; use one of {', '.join(KINDS)}")
    if isinstance(network, ShallowNetwork):
        if kind not in (None, "sparsity"):
            raise ShapeError(f"of a shallow network there is the sparsity pattern only, not {kind}: give the deep one")
        return SparsityPicture.of(network)
    points = tuple(tuple(point) for point in through)
    stacked = kind == "dual" and not points and _inputs(network, window) != 2
    if features is not None and (stacked or kind == "sparsity"):
        raise ShapeError("this picture has no axes for the names of inputs: leave them out")
    if kind == "sparsity":
        return _sparsity(network, window, hidden_layers)
    if stacked:
        return DualPicture.stacked(network, window)
    cut = as_slice(network, window, points, features)
    chosen = kind or ("graph" if len(cut.names) == 1 else "regions")
    match chosen:
        case "graph":
            return GraphPicture.of(cut)
        case "output":
            return OutputPicture.of(cut, output)
        case "surface":
            return SurfacePicture.of(cut, output)
        case "bending":
            return BendingPicture.of(cut)
        case "decisions":
            return DecisionPicture.of(cut)
        case "dual":
            return DualPicture.of(cut)
    return RegionsPicture.of(cut, "pattern" if chosen == "patterns" else "map")


def _inputs(network: Network, window: Any) -> int:
    """The number of inputs that the window leaves free."""
    chosen = as_domain(window, network)
    return network.inputs if chosen is None else len(free_axes(chosen))


def _sparsity(network: Network, domain: Any, hidden_layers: int) -> SparsityPicture:
    expected = predict(network, hidden_layers, domain, most_bytes=LARGEST_PATTERN)
    if expected.bytes > LARGEST_PATTERN:
        about = "about" if expected.complete else "more than"
        raise SizeLimitError(
            f"the shallow network would have {about} {expected.gates} gates, more than a picture shows: "
            "take a part of the space with --box, or another network"
        )
    return SparsityPicture.of(network.shallow(hidden_layers, domain))
