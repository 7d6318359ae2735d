"""Three-layer networks with extended-real weights that equal a deep network at every point."""

from exactrelu.shallow.build import build
from exactrelu.shallow.network import Role, ShallowLayer, ShallowNetwork
from exactrelu.shallow.prediction import Prediction, predict

__all__ = ["Prediction", "Role", "ShallowLayer", "ShallowNetwork", "build", "predict"]
