"""Pictures of networks: the regions in a plane, the graph over a line; computed exactly, rounded only when drawn."""

from typing import Any

from exactrelu.network import Network
from exactrelu.plot.figure import check_figure_name
from exactrelu.plot.graph1d import Graph, graph, plot_graph
from exactrelu.plot.regions2d import Polygon, plot_regions, polygons
from exactrelu.plot.window import as_window, default_window, free_axes

__all__ = [
    "Graph",
    "Polygon",
    "check_figure_name",
    "default_window",
    "draw",
    "free_axes",
    "graph",
    "plot_graph",
    "plot_regions",
    "polygons",
]


def draw(network: Network, path: str, window: Any = None) -> str:
    """Draws the network on a window with one or two free coordinates, and says in words what was drawn.

    window is a Domain or (low, high) pairs, one per input; equal bounds fix a coordinate.  By default it is chosen so
    that the breakpoints or vertices are seen.
    Raises ShapeError for a window of another dimension, DomainError for an unbounded or flat one, FormatError for a
    suffix other than .svg, .pdf and .png, OSError for an unwritable file, MissingExtraError without matplotlib.
    """
    check_figure_name(path)
    chosen = as_window(network, window)
    return (plot_graph if len(free_axes(chosen)) == 1 else plot_regions)(network, chosen, path)
