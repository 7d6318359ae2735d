"""The door to both constructions."""

from concurrent.futures import Executor
from typing import Any

from exactrelu.network import Network
from exactrelu.regions import as_domain
from exactrelu.shallow.assembly import Passing
from exactrelu.shallow.closed_faces import build_closed_faces
from exactrelu.shallow.half_open import build_half_open
from exactrelu.shallow.network import ShallowNetwork

__all__ = ["build", "require_construction"]


def build(
    network: Network,
    hidden_layers: int = 2,
    domain: Any = None,
    passing: Passing = iter,
    executor: Executor | None = None,
) -> ShallowNetwork:
    """The shallow network that equals the given one at every point of the domain (Q^n by default).

    hidden_layers is 2 (closed faces with alternating signs) or 3 (half-open cells); domain is a Domain or (low, high)
    pairs.  The number of gates grows with the number of faces, or cells: see predict.
    passing is given an item for each face (cell) as it is found, and hands it on: it may count them for a progress bar.
    executor, any of concurrent.futures, finds the gates of the faces (cells); they are numbered and put together here.
    The network is the same.
    Raises ValueError for another number of hidden layers, DomainError for an empty domain.

    >>> from exactrelu.network import Layer
    >>> absolute = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
    >>> shallow = build(absolute)
    >>> shallow.widths, [str(y) for y in shallow(("-2/3",))]
    ((1, 2, 2, 1), ['2/3'])
    """
    require_construction(hidden_layers)
    construct = build_closed_faces if hidden_layers == 2 else build_half_open
    return construct(network, as_domain(domain, network), passing, executor)


def require_construction(hidden_layers: object) -> None:
    """Raises ValueError for a number of hidden layers that no construction has."""
    if hidden_layers not in (2, 3):
        raise ValueError(f"a shallow network has 2 or 3 hidden layers here, not {hidden_layers!r}")
