"""Whether two networks are the same function on a domain: by sampling first, and then by a common refinement."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from os import PathLike
from typing import Any

from exactrelu.certificate.canonical import AnyNetwork
from exactrelu.certificate.difference import DifferenceFound, Outputs, Point, UncertifiableError, difference_at
from exactrelu.certificate.joint import Joint, decide, partition_lines
from exactrelu.certificate.sampling import sample
from exactrelu.certificate.symbolic import Sparse
from exactrelu.domain import Domain
from exactrelu.errors import DomainError
from exactrelu.files import write_atomically
from exactrelu.regions import as_domain
from exactrelu.shallow.network import ShallowNetwork

__all__ = ["Equality", "common_domain", "equal"]


@dataclass(frozen=True, slots=True)
class Equality:
    """Whether two networks are equal; if not, a point where they are not and the outputs of both there.

    Outputs are None for a network that meets oo - oo at the point: it has no value there, and so equals no network.
    """

    equal: bool
    point: Point | None = None
    outputs: tuple[Outputs, Outputs] | None = None

    def __bool__(self) -> bool:
        return self.equal


def equal(
    first: AnyNetwork,
    second: AnyNetwork,
    domain: Any = None,
    out: "str | PathLike[str] | None" = None,
    executor: Executor | None = None,
) -> Equality:
    """Decides whether two networks have equal outputs at every point of a domain.

    Each is a Network or a ShallowNetwork, of any depth; weights may be infinite, biases not.
    domain is a Domain or (low, high) pairs; by default it is the domain of the shallow network, or Q^n.
    out names a file for a partition certificate, written only if the networks are equal.
    executor, any of concurrent.futures, compares cells; the answer, the point and the bytes are the same.
    Everything is exact, and the same input gives the same point; it is confirmed by plain evaluation of both networks.

    Raises ShapeError for different numbers of inputs or outputs, DomainError for an empty domain or for two shallow
    networks with different domains, and UncertifiableError (a ShapeError) when networks are equal but out was given and
    certificates have no words for their infinite values.

    >>> from exactrelu.network import Layer, Network
    >>> absolute = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
    >>> equal(absolute, absolute.shallow()).equal
    True
    >>> equal(absolute, Network([Layer([[1]], [0], "identity")]))
    Equality(equal=False, point=(Fraction(-1, 1),), outputs=((Fraction(1, 1),), (Fraction(-1, 1),)))
    """
    part = common_domain(first, second, domain)
    try:
        joint = Joint(first, second, part, proofs=False)
        _sample(joint, joint.explorer().nets)
        if out is None:
            decide(joint, executor)
        else:
            _write(joint, out, executor)
    except DifferenceFound as found:
        return Equality(False, found.point, found.outputs)
    return Equality(True)


def common_domain(first: AnyNetwork, second: AnyNetwork, domain: Any = None) -> Domain | None:
    """The domain on which two networks are compared; DomainError when they have different ones and none was given."""
    if domain is not None:
        return as_domain(domain, first)
    own = [network.domain for network in (first, second) if isinstance(network, ShallowNetwork)]
    if any(part != own[0] for part in own):
        raise DomainError(
            "the networks were built for different domains; say by domain (--box, --domain) which is meant"
        )
    return own[0] if own else None


def _sample(joint: Joint, nets: Sequence[Sparse]) -> None:
    domain = joint.domain if joint.domain is not None else Domain(joint.first.inputs)
    for point in sample(domain, [form for net in nets for form in net.hyperplanes()]):
        found = difference_at(joint.first, joint.second, point)
        if found is not None:
            raise found


def _write(joint: Joint, out: "str | PathLike[str]", executor: Executor | None) -> None:
    from exactrelu import __version__

    try:
        producer = {"name": "exactrelu", "version": __version__}
        write_atomically(out, partition_lines(joint.first, joint.second, joint.domain, producer, executor))
    except UncertifiableError:
        # Perhaps they are not even equal.
        decide(joint, executor)
        raise
