"""Feed-forward networks with rational weights and mixed ReLU/identity layers, evaluated exactly."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from os import PathLike
from typing import TYPE_CHECKING, Any

from gmpy2 import lcm, mpq, mpz

from exactrelu.affine import AffineMap, Form, homogeneous_point
from exactrelu.domain import Domain
from exactrelu.errors import ShapeError
from exactrelu.extended import rational, to_fraction

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from exactrelu.regions import Neighbourhood, Regions
    from exactrelu.shallow import ShallowNetwork

__all__ = ["IntegerLayer", "Layer", "Network", "Provenance"]

ACTIVATIONS = ("relu", "identity")


@dataclass(frozen=True, slots=True, init=False)
class Layer:
    """One layer a -> activation(weight @ a + bias), exact.

    weight has shape (outputs, inputs), bias length outputs; activation is "relu", "identity", or one such word per
    neuron.  Numbers are ints, Fractions, numerals such as "-3/7", or finite ExtendedRationals.
    Raises ShapeError for ragged or empty shapes, InexactNumberError for a float, ValueError for an infinite number.

    >>> layer = Layer([[1, "-1/2"]], [0])
    >>> layer.weight, layer.activation
    (((Fraction(1, 1), Fraction(-1, 2)),), ('relu',))
    """

    weight: tuple[tuple[Fraction, ...], ...]
    bias: tuple[Fraction, ...]
    activation: tuple[str, ...]

    def __init__(
        self, weight: Iterable[Iterable[Any]], bias: Iterable[Any], activation: str | Iterable[str] = "relu"
    ) -> None:
        rows = tuple(tuple(to_fraction(rational(entry)) for entry in row) for row in weight)
        constants = tuple(to_fraction(rational(entry)) for entry in bias)
        if not rows or not rows[0]:
            raise ShapeError("a layer needs at least one neuron and one input")
        if len({len(row) for row in rows}) != 1:
            raise ShapeError(
                f"the rows of a weight matrix have different lengths: {sorted({len(row) for row in rows})}"
            )
        if len(constants) != len(rows):
            raise ShapeError(f"a layer of {len(rows)} neurons has a bias of length {len(constants)}")
        words = (activation,) * len(rows) if isinstance(activation, str) else tuple(activation)
        if len(words) != len(rows):
            raise ShapeError(f"a layer of {len(rows)} neurons has {len(words)} activations")
        for word in words:
            if word not in ACTIVATIONS:
                raise ValueError(f"unknown activation {word!r}; use 'relu' or 'identity'")
        object.__setattr__(self, "weight", rows)
        object.__setattr__(self, "bias", constants)
        object.__setattr__(self, "activation", words)

    @property
    def inputs(self) -> int:
        """The number of values that the layer takes."""
        return len(self.weight[0])

    @property
    def outputs(self) -> int:
        """The number of neurons."""
        return len(self.weight)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a network was read: the sha256 of the file's bytes, the rule by which its numbers were read, and notes.

    sha256 is None for a network that was read from an object in memory.
    """

    sha256: str | None
    reading_rule: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IntegerLayer:
    """A layer without denominators: on Z_{l-1} = D_{l-1} * z_{l-1} it gives Z_l = weight @ relu(Z_{l-1}) + bias * t.

    scale is D_l = d_1 * ... * d_l, where d_l > 0 is the least common denominator of the layer; columns is the
    transposed weight; relu[k] says whether neuron k is a ReLU neuron.
    """

    weight: tuple[Form, ...]
    columns: tuple[Form, ...]
    bias: Form
    scale: mpz
    relu: tuple[bool, ...]


@dataclass(frozen=True, eq=False)
class Network:
    """A deep network of rational affine layers with ReLU and identity neurons.

    The last layer must be affine; a ReLU on the output is kept as one more hidden layer followed by the identity.
    Calling the network evaluates it exactly.  Two networks are equal when their layers are.
    Raises ShapeError when consecutive layers do not fit.

    >>> absolute = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
    >>> absolute((Fraction(-2, 3),))
    (Fraction(2, 3),)
    >>> absolute.sign_vector((0,)), absolute.sign_vector((5,))
    (('00',), ('+-',))
    """

    layers: tuple[Layer, ...]
    provenance: Provenance | None = field(default=None)
    suggested_domain: Domain | None = field(default=None)

    def __init__(
        self,
        layers: Iterable[Layer],
        provenance: Provenance | None = None,
        suggested_domain: Domain | None = None,
    ) -> None:
        parts = list(layers)
        if not parts:
            raise ShapeError("a network needs at least one layer")
        for depth, (before, after) in enumerate(pairwise(parts), start=1):
            if before.outputs != after.inputs:
                raise ShapeError(
                    f"layer {depth} has {before.outputs} neurons but layer {depth + 1} takes {after.inputs} inputs"
                )
        width = parts[-1].outputs
        if "relu" in parts[-1].activation:
            unit = [[int(i == j) for j in range(width)] for i in range(width)]
            parts.append(Layer(unit, [0] * width, "identity"))
        if suggested_domain is not None and suggested_domain.dimension != parts[0].inputs:
            raise ShapeError(f"a domain of dimension {suggested_domain.dimension} for {parts[0].inputs} inputs")
        object.__setattr__(self, "layers", tuple(parts))
        object.__setattr__(self, "provenance", provenance)
        object.__setattr__(self, "suggested_domain", suggested_domain)

    def __eq__(self, other: object) -> bool:
        return self.layers == other.layers if isinstance(other, Network) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.layers)

    @property
    def inputs(self) -> int:
        """The dimension n of the input space."""
        return self.layers[0].inputs

    @property
    def outputs(self) -> int:
        """The number of outputs."""
        return self.layers[-1].outputs

    @property
    def hidden(self) -> tuple[Layer, ...]:
        """The hidden layers."""
        return self.layers[:-1]

    @property
    def widths(self) -> tuple[int, ...]:
        """Inputs, then neurons of every layer, as in 2-8-8-1."""
        return (self.inputs, *(layer.outputs for layer in self.layers))

    @cached_property
    def integer_layers(self) -> tuple[IntegerLayer, ...]:
        """The layers with denominators cleared by one positive factor per layer; the same function up to that scale."""
        cleared, scale = [], mpz(1)
        for layer in self.layers:
            factor = lcm(1, *(entry.denominator for row in (*layer.weight, layer.bias) for entry in row))
            weight = tuple(
                tuple(mpz(entry.numerator * (factor // entry.denominator)) for entry in row) for row in layer.weight
            )
            bias = tuple(mpz(entry.numerator * (factor // entry.denominator)) * scale for entry in layer.bias)
            scale *= factor
            relu = tuple(word == "relu" for word in layer.activation)
            cleared.append(IntegerLayer(weight, tuple(zip(*weight, strict=True)), bias, scale, relu))
        return tuple(cleared)

    def propagate(self, vector: Sequence[mpz]) -> list[list[mpz]]:
        """The scaled pre-activations D_l * z_l of every layer at a homogeneous integer vector (x, t), t >= 0.

        At t = 0 these are the slopes of the pre-activations along the direction x, far out.
        """
        activations, t = list(vector[:-1]), vector[-1]
        values = []
        for layer in self.integer_layers:
            pre = [
                sum((w * a for w, a in zip(row, activations, strict=True) if a), constant * t)
                for row, constant in zip(layer.weight, layer.bias, strict=True)
            ]
            values.append(pre)
            activations = [z if z > 0 or not relu else mpz(0) for z, relu in zip(pre, layer.relu, strict=True)]
        return values

    def _vector(self, point: Iterable[Any]) -> Form:
        vector = homogeneous_point(point)
        if len(vector) != self.inputs + 1:
            raise ShapeError(f"the network takes {self.inputs} inputs, the point has {len(vector) - 1}")
        return vector

    def __call__(self, point: Iterable[Any]) -> tuple[Fraction, ...]:
        """The exact outputs at a rational point of length n; ShapeError for another length, no floats."""
        vector = self._vector(point)
        scale = self.integer_layers[-1].scale * vector[-1]
        return tuple(to_fraction(mpq(z, scale)) for z in self.propagate(vector)[-1])

    def pre_activations(self, point: Iterable[Any]) -> tuple[tuple[Fraction, ...], ...]:
        """The exact pre-activations z_l of every layer, the output layer last."""
        vector = self._vector(point)
        return tuple(
            tuple(to_fraction(mpq(z, layer.scale * vector[-1])) for z in values)
            for values, layer in zip(self.propagate(vector), self.integer_layers, strict=True)
        )

    def sign_vector(self, point: Iterable[Any]) -> tuple[str, ...]:
        """The signs of the ReLU neurons at a point: one string over "-0+" per hidden layer."""
        return self.signs_along(self._vector(point))

    def signs_along(self, vector: Sequence[mpz]) -> tuple[str, ...]:
        """The signs of the ReLU neurons at a homogeneous integer vector (x, t), t >= 0."""
        return tuple(
            "".join("+" if z > 0 else "-" if z < 0 else "0" for z, relu in zip(values, layer.relu, strict=True) if relu)
            for values, layer in zip(self.propagate(vector)[:-1], self.integer_layers, strict=False)
        )

    def signs_beyond(self, vector: Sequence[mpz], direction: Sequence[mpz]) -> tuple[str, ...]:
        """The signs at vector + e * direction for all small e > 0; vector is homogeneous with t > 0.

        Every value is a pair (value, slope), compared lexicographically: exact, without choosing an e.
        """
        pairs = list(zip(vector[:-1], direction[:-1], strict=True))
        t, dt = vector[-1], direction[-1]
        signs = []
        for layer in self.integer_layers[:-1]:
            current, word = [], ""
            for row, constant, relu in zip(layer.weight, layer.bias, layer.relu, strict=True):
                z = sum((w * p[0] for w, p in zip(row, pairs, strict=True)), constant * t)
                dz = sum((w * p[1] for w, p in zip(row, pairs, strict=True)), constant * dt)
                sign = z or dz
                if relu:
                    word += "+" if sign > 0 else "-" if sign < 0 else "0"
                current.append((z, dz) if sign > 0 or not relu else (mpz(0), mpz(0)))
            signs.append(word)
            pairs = current
        return tuple(signs)

    def forms(self, signs: Sequence[str]) -> tuple[tuple[Form, ...], ...]:
        """The scaled pre-activations D_l * z_l of every layer as forms, on the face with the given sign vector.

        Neurons whose sign is not "+" are masked; the forms are functions on the whole of Q^n.
        """
        if len(signs) != len(self.layers) - 1 or any(
            len(part) != layer.activation.count("relu") for part, layer in zip(signs, self.layers, strict=False)
        ):
            raise ShapeError(f"the sign vector {'|'.join(signs)} does not fit the hidden layers of the network")
        n = self.inputs
        carried: list[Form] = [tuple(mpz(int(i == j)) for j in range(n + 1)) for i in range(n)]
        zero = (mpz(0),) * (n + 1)
        result = []
        for depth, layer in enumerate(self.integer_layers):
            current: list[Form] = []
            for row, constant in zip(layer.weight, layer.bias, strict=True):
                form = [mpz(0)] * n + [constant]
                for weight, source in zip(row, carried, strict=True):
                    if weight and source is not zero:
                        form = [a + weight * b for a, b in zip(form, source, strict=True)]
                current.append(tuple(form))
            result.append(tuple(current))
            if depth < len(signs):
                words = iter(signs[depth])
                carried = [
                    form if not relu or next(words) == "+" else zero
                    for form, relu in zip(current, layer.relu, strict=True)
                ]
        return tuple(result)

    def local_affine_map(self, point: Iterable[Any]) -> AffineMap:
        """The affine map of the face that contains the point, as a function on the whole of Q^n.

        It agrees with the network on the closure of that face.

        >>> step = Network([Layer([[1]], [0]), Layer([[2]], [1], "identity")])
        >>> step.local_affine_map((3,)).weight, step.local_affine_map((-3,)).weight
        (((Fraction(2, 1),),), ((Fraction(0, 1),),))
        """
        return AffineMap.from_integers(self.forms(self.sign_vector(point))[-1], self.integer_layers[-1].scale)

    def regions(
        self, domain: Any = None, faces: bool = False, engine: str = "auto", executor: "Executor | None" = None
    ) -> "Regions":
        """All linear regions (with faces=True all faces) of the network on a domain, Q^n by default.

        See exactrelu.regions.Regions.
        """
        from exactrelu.regions import Regions

        return Regions(self, domain, faces=faces, engine=engine, executor=executor)

    def regions_near(
        self,
        points: Iterable[Iterable[Any]],
        depth: int = 0,
        domain: Any = None,
        engine: str = "auto",
        executor: "Executor | None" = None,
    ) -> "Neighbourhood":
        """The regions whose closures contain one of the points, and those within `depth` facets of these.

        See exactrelu.regions.Neighbourhood.
        """
        from exactrelu.regions import Neighbourhood

        return Neighbourhood(self, points, depth, domain=domain, engine=engine, executor=executor)

    def shallow(
        self, hidden_layers: int = 2, domain: Any = None, executor: "Executor | None" = None
    ) -> "ShallowNetwork":
        """The equal shallow network with 2 or 3 hidden layers; see exactrelu.shallow."""
        from exactrelu.shallow import build

        return build(self, hidden_layers, domain, executor=executor)

    @classmethod
    def load(cls, path: "str | PathLike[str]") -> "Network":
        """Reads a network file exactly; the format goes by the suffix: .json, .onnx, .nnet or .safetensors.

        Raises FormatError (with the place) for a bad file and OSError for an unreadable one.
        """
        from exactrelu.formats import load_network

        return load_network(path)

    def save(self, path: "str | PathLike[str]") -> None:
        """Writes the network in the project's JSON format."""
        from exactrelu.formats import save_network

        save_network(self, path)
