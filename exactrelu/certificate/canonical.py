"""The canonical text of a network, of which a certificate states the SHA-256, and the lines that embed it."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from gmpy2 import mpq, mpz

from exactrelu.domain import Domain
from exactrelu.extended import ExtendedRational, format_rational
from exactrelu.network import Network
from exactrelu.shallow.network import ShallowNetwork

__all__ = [
    "canonical_text",
    "domain_sha256",
    "identity_of",
    "json_text",
    "network_lines",
    "network_sha256",
    "source_of",
]

AnyNetwork = Network | ShallowNetwork


def canonical_text(network: AnyNetwork) -> Iterator[str]:
    """The canonical text, line by line: docs/certificate-format.md, section 3."""
    yield "exactrelu-network 1\n"
    yield f"inputs {network.inputs}\n"
    if isinstance(network, ShallowNetwork):
        for sparse in network.layers:
            yield f"layer {len(sparse.rows)}\n"
            for word, constant, row in zip(sparse.activation, sparse.bias, sparse.rows, strict=True):
                yield _neuron(word, str(constant), [(i, str(weight)) for i, weight in row])
        return
    for dense in network.layers:
        yield f"layer {len(dense.weight)}\n"
        for word, bias, weights in zip(dense.activation, dense.bias, dense.weight, strict=True):
            yield _neuron(word, _numeral(bias), [(i, _numeral(weight)) for i, weight in enumerate(weights) if weight])


def _neuron(word: str, bias: str, weights: Iterable[tuple[int, str]]) -> str:
    return " ".join([word, bias, *[f"{column}:{weight}" for column, weight in weights if weight != "0"]]) + "\n"


def _numeral(number: Any) -> str:
    return str(number) if isinstance(number, ExtendedRational) else format_rational(mpq(number))


def network_sha256(network: AnyNetwork) -> str:
    """The SHA-256 of the canonical text, in hexadecimal: equal for equal networks, whatever file they came from."""
    return _sha256(canonical_text(network))


def _sha256(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode())
    return digest.hexdigest()


def source_of(network: AnyNetwork) -> dict[str, str | None]:
    """What is known of the file that a network was read from."""
    known = network.provenance if isinstance(network, Network) else None
    if known is None:
        return {"source_sha256": None, "reading_rule": None}
    return {"source_sha256": known.sha256, "reading_rule": known.reading_rule}


def network_lines(name: str, network: AnyNetwork) -> Iterator[str]:
    """The lines that embed a network in a certificate."""
    # Made once for both: it takes longer than all the rest.
    canonical = list(canonical_text(network))
    head = {
        "network": name,
        "widths": list(network.widths[1:]),
        "network_sha256": _sha256(canonical),
        **source_of(network),
    }
    yield json.dumps(head) + "\n"
    yield from (_embedded(line) for line in canonical[2:] if not line.startswith("layer"))


def _embedded(line: str) -> str:
    """The JSON of a neuron's canonical line, "relu 1/2 0:3" as ["relu", "1/2", {"0": "3"}]: no text needs escapes."""
    word, bias, *weights = line.rstrip("\n").split(" ", 2)
    entries = "".join(f'"{text}"'.replace(" ", '", "').replace(":", '": "') for text in weights)
    return f'["{word}", "{bias}", {{{entries}}}]\n'


def identity_of(network: Network, domain: Domain | Sequence[Domain] | None, what: str) -> dict[str, str]:
    """What a search is, for a checkpoint: the network and the domain by their hashes, what is looked for, the version.

    domain may be several ones that are searched together.

    >>> from exactrelu.network import Layer
    >>> sorted(identity_of(Network([Layer([[1]], [0], "identity")]), None, "cells"))
    ['domain', 'network', 'search', 'version']
    """
    from exactrelu import __version__

    part = domain_sha256(domain if domain is not None else Domain(network.inputs))
    return {"network": network_sha256(network), "domain": part, "search": what, "version": __version__}


def domain_sha256(domain: Domain | Sequence[Domain]) -> str:
    """The SHA-256 of a domain, or of several ones, in hexadecimal."""
    text = json_text(domain.to_json() if isinstance(domain, Domain) else [part.to_json() for part in domain])
    return hashlib.sha256(text.encode()).hexdigest()


def json_text(item: Any) -> str:
    """JSON of lists, objects, integers and text, with integers of any length (Python prints at most 4300 digits)."""
    if isinstance(item, list):
        try:
            return json.dumps(item, separators=(",", ":"))
        except ValueError:  # an integer that is too long for Python
            return f"[{','.join(map(json_text, item))}]"
    if isinstance(item, dict):
        return f"{{{', '.join(f'{json.dumps(key)}: {json_text(entry)}' for key, entry in item.items())}}}"
    return str(mpz(item)) if isinstance(item, int) and not isinstance(item, bool) else json.dumps(item)
