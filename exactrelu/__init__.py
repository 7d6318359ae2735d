"""exactrelu: linear regions of deep ReLU networks, and the shallow networks that equal them, in exact arithmetic."""

from exactrelu.affine import AffineMap
from exactrelu.certificate import Certificate, Equality, Verdict, certify, check, equal
from exactrelu.domain import Domain
from exactrelu.extended import ExtendedRational
from exactrelu.network import Layer, Network
from exactrelu.regions import Region, Regions
from exactrelu.shallow import ShallowNetwork

__version__ = "0.1.0"

__all__ = [
    "AffineMap",
    "Certificate",
    "Domain",
    "Equality",
    "ExtendedRational",
    "Layer",
    "Network",
    "Region",
    "Regions",
    "ShallowNetwork",
    "Verdict",
    "certify",
    "check",
    "equal",
]
