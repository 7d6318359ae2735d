"""Know before you run: how many cells and faces a network has, how long they take, how large a certificate will be."""

from exactrelu.estimate.bounds import Bound, known_bounds
from exactrelu.estimate.forecast import Forecast, estimate
from exactrelu.estimate.interval import Estimate

__all__ = ["Bound", "Estimate", "Forecast", "estimate", "known_bounds"]
