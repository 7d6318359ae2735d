"""Three-layer networks with extended-real weights that equal a deep network at every point."""

from exactrelu.shallow.build import Prediction, build, predict
from exactrelu.shallow.network import Role, ShallowLayer, ShallowNetwork

__all__ = ["Prediction", "Role", "ShallowLayer", "ShallowNetwork", "build", "predict"]
