"""From a network to its faces: enumeration, the polyhedral complex, counts, adjacency."""

from exactrelu.regions.neighbourhood import Neighbour, Neighbourhood
from exactrelu.regions.region import Facet, Region
from exactrelu.regions.regions import Counts, DualEdge, Regions, as_domain
from exactrelu.regions.walk import Walk
from exactrelu.regions.workers import WorkerPool, dask_executor

__all__ = [
    "Counts",
    "DualEdge",
    "Facet",
    "Neighbour",
    "Neighbourhood",
    "Region",
    "Regions",
    "Walk",
    "WorkerPool",
    "as_domain",
    "dask_executor",
]
