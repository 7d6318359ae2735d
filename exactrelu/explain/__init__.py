"""Exact explanations: of one point, of the network as a whole, and of a classifier's decisions.

explain                  a point: face, cells, affine map, firing neurons, distances to the region's boundary
shapley                  Shapley values against a baseline or over a background
integrated_gradients     exact piecewise integration along the segment from a baseline
region_table, importance, membership          all regions: coefficients, importance of features, a data set's regions
measure, mean, integral  exact volumes of cells, exact integrals over a bounded domain
decision_regions, decision_boundary, class_volumes, nearest_counterfactual          for classifiers
"""

from exactrelu.explain.attributions import Attributions
from exactrelu.explain.boundary import BoundaryDistances, Distance, boundary_distances
from exactrelu.explain.classes import classes_at
from exactrelu.explain.counterfactual import Counterfactual, Nearest, nearest_counterfactual
from exactrelu.explain.decisions import DecisionPiece, class_volumes, decision_boundary, decision_regions
from exactrelu.explain.evidence import Bound, Evidence, Fact
from exactrelu.explain.firing import DeepNeuron, ShallowNeuron
from exactrelu.explain.global_ import Importance, RegionRow, importance, region_table, table_rows
from exactrelu.explain.integrated_gradients import integrated_gradients
from exactrelu.explain.local import Around, FaceAt, LocalExplanation, explain
from exactrelu.explain.membership import Membership, membership
from exactrelu.explain.polyhedra import ConvexSet, convex_set
from exactrelu.explain.segment import Piece, pieces_along
from exactrelu.explain.shapley import shapley
from exactrelu.explain.volume import CellMeasure, domain_volume, integral, mean, measure, measures

__all__ = [
    "Around",
    "Attributions",
    "Bound",
    "BoundaryDistances",
    "CellMeasure",
    "ConvexSet",
    "Counterfactual",
    "DecisionPiece",
    "DeepNeuron",
    "Distance",
    "Evidence",
    "FaceAt",
    "Fact",
    "Importance",
    "LocalExplanation",
    "Membership",
    "Nearest",
    "Piece",
    "RegionRow",
    "ShallowNeuron",
    "boundary_distances",
    "class_volumes",
    "classes_at",
    "convex_set",
    "decision_boundary",
    "decision_regions",
    "domain_volume",
    "explain",
    "importance",
    "integral",
    "integrated_gradients",
    "mean",
    "measure",
    "measures",
    "membership",
    "nearest_counterfactual",
    "pieces_along",
    "region_table",
    "shapley",
    "table_rows",
]
