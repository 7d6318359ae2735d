"""Pictures of networks: regions, outputs, decisions, graphs, matrices; computed exactly, rounded only when drawn."""

from typing import Any

from exactrelu.network import Network
from exactrelu.plot.bending import BendingPicture
from exactrelu.plot.decisions import DecisionPicture
from exactrelu.plot.dual import DualPicture
from exactrelu.plot.figure import Picture, check_figure_name
from exactrelu.plot.graph1d import Graph, GraphPicture, graph, plot_graph
from exactrelu.plot.kinds import KINDS, picture
from exactrelu.plot.output2d import OutputPicture, SurfacePicture
from exactrelu.plot.regions2d import Polygon, RegionsPicture, plot_regions, polygons
from exactrelu.plot.slices import Slice, as_slice
from exactrelu.plot.sparsity import SparsityPicture
from exactrelu.plot.window import as_window, default_window, free_axes

__all__ = [
    "KINDS",
    "BendingPicture",
    "DecisionPicture",
    "DualPicture",
    "Graph",
    "GraphPicture",
    "OutputPicture",
    "Picture",
    "Polygon",
    "RegionsPicture",
    "Slice",
    "SparsityPicture",
    "SurfacePicture",
    "as_slice",
    "as_window",
    "check_figure_name",
    "default_window",
    "draw",
    "free_axes",
    "graph",
    "picture",
    "plot_graph",
    "plot_regions",
    "polygons",
]


def draw(network: Network, path: str, window: Any = None) -> str:
    """Draws the network on a window with one or two free coordinates, and says in words what was drawn.

    window is a Domain or (low, high) pairs, one per input; equal bounds fix a coordinate.  By default it is chosen so
    that the breakpoints or vertices are seen.  For other pictures than regions and graphs see `picture`.
    Raises ShapeError for a window of another dimension, DomainError for an unbounded or flat one, FormatError for a
    suffix other than .svg, .pdf and .png, OSError for an unwritable file, MissingExtraError without matplotlib.
    """
    check_figure_name(path)
    return picture(network, window=window).draw(path)
