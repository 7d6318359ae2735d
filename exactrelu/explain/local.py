"""Everything about one point: its face and cells, the affine map there, what fires, how far the next boundary is."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from exactrelu.affine import AffineMap, Form
from exactrelu.explain.boundary import BoundaryDistances, boundary_distances
from exactrelu.explain.firing import DeepNeuron, ShallowNeuron, deep_neurons, shallow_neurons
from exactrelu.explain.text import affine_json, constraint_text, feature_names, form_json, numeral
from exactrelu.extended import rational, to_fraction
from exactrelu.network import Network
from exactrelu.regions import Facet, Region
from exactrelu.shallow import ShallowNetwork

__all__ = ["Around", "FaceAt", "LocalExplanation", "explain"]

Point = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class FaceAt:
    """The face that contains a point: {x : form = 0 for the equalities, form >= 0 for the inequalities} is its closure.

    Forms are primitive integer vectors (a_1, ..., a_n, c); the inequalities are irredundant, one for each facet, in the
    order of facets, and all strict on the face itself.
    """

    signs: tuple[str, ...]
    dimension: int
    equalities: tuple[Form, ...]
    inequalities: tuple[Form, ...]
    facets: tuple[Facet, ...]

    def conditions(self, names: Iterable[str]) -> tuple[str, ...]:
        """The constraints in the feature names, equalities first."""
        words = tuple(names)
        return (
            *(constraint_text(form, "=", words) for form in self.equalities),
            *(constraint_text(form, ">=", words) for form in self.inequalities),
        )


@dataclass(frozen=True, slots=True)
class Around:
    """A cell whose closure contains the point, with the affine map that the network computes there."""

    signs: tuple[str, ...]
    affine_map: AffineMap


@dataclass(frozen=True, slots=True)
class LocalExplanation:
    """What `explain` finds at one point; all numbers are exact.

    affine_map is that of the face, as a function on the whole of Q^n; it agrees with the network on the closure of the
    face. cells has one entry if the point lies inside a cell, more on a boundary.
    deep has the ReLU neurons of the network, shallow the firing neurons of the shallow one (None when none was given).
    """

    names: tuple[str, ...]
    point: Point
    output: tuple[Fraction, ...]
    face: FaceAt
    affine_map: AffineMap
    cells: tuple[Around, ...]
    deep: tuple[DeepNeuron, ...]
    shallow: tuple[ShallowNeuron, ...] | None
    distances: BoundaryDistances

    def to_json(self) -> dict[str, Any]:
        """The explanation as a JSON object; every exact number is a string."""
        face = self.face
        return {
            "names": list(self.names),
            "point": [numeral(x) for x in self.point],
            "output": [numeral(y) for y in self.output],
            "face": {
                "signs": list(face.signs),
                "dimension": face.dimension,
                "inequalities": [form_json(form) for form in face.inequalities],
                "equalities": [form_json(form) for form in face.equalities],
                "conditions": list(face.conditions(self.names)),
                "neighbours": [None if facet.neighbour is None else list(facet.neighbour) for facet in face.facets],
            },
            "affine": affine_json(self.affine_map),
            "cells": [{"signs": list(cell.signs), "affine": affine_json(cell.affine_map)} for cell in self.cells],
            "deep": [neuron.to_json() for neuron in self.deep],
            "shallow": None if self.shallow is None else [neuron.to_json(self.names) for neuron in self.shallow],
            "distances": self.distances.to_json(),
        }


def explain(
    network: Network,
    point: Iterable[Any],
    domain: Any = None,
    names: Iterable[str] | None = None,
    shallow: ShallowNetwork | None = None,
) -> LocalExplanation:
    """Explains the network at a rational point of length n, exactly.

    domain is a Domain or (low, high) pairs: regions are then those of the network on it, with its own boundary among
    theirs, and a neuron that is 0 at the point only because it is on the domain's boundary takes the sign that it has
    beside the point.
    names are the features' names; shallow is an equal shallow network, whose firing neurons are then told with their
    roles. Raises DomainError for a point outside the domain, ShapeError for sizes that do not fit, InexactNumberError
    for a float, ValueError for a shallow network that gives another output at the point.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1, 0], [1, 1]], [0, -1]), Layer([[2, -1]], [0], "identity")])
    >>> found = explain(net, (2, "1/2"), names=["age", "dose"], shallow=net.shallow())
    >>> found.face.conditions(found.names), [str(y) for y in found.output]
    (('age >= 0', 'age + dose - 1 >= 0'), ['5/2'])
    >>> str(found.distances.l1.value), [neuron.role.kind for neuron in found.shallow if neuron.layer == 0]
    ('3/2', ['carrier', 'carrier', 'hyperplane'])
    """
    place = tuple(to_fraction(rational(x)) for x in point)
    words = feature_names(names, network.inputs)
    regions = network.regions(domain)
    region = regions.locate(place)
    output = network(place)
    cells = (region,) if region.dimension == region.walk.dimension else regions.cells_at(place)
    return LocalExplanation(
        names=words,
        point=place,
        output=output,
        face=_face(region),
        affine_map=region.affine_map,
        cells=tuple(Around(cell.signs, cell.affine_map) for cell in cells),
        deep=deep_neurons(network, place),
        shallow=None if shallow is None else shallow_neurons(shallow, place, output),
        distances=boundary_distances(region, place),
    )


def _face(region: Region) -> FaceAt:
    facets = region.facets
    return FaceAt(region.signs, region.dimension, region.equalities, tuple(facet.form for facet in facets), facets)
