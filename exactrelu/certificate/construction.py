"""Construction certificates: the trace of the deep network, matched gate by gate with the shallow one."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from itertools import chain
from typing import Any

from exactrelu.certificate.canonical import json_text, network_lines
from exactrelu.certificate.farkas import STRICT, Constraint
from exactrelu.certificate.gates import GateNamer, Matcher, MismatchError
from exactrelu.certificate.trace import Leaf, Trace, flip
from exactrelu.errors import SizeLimitError
from exactrelu.network import Network
from exactrelu.regions import Region, Walk
from exactrelu.regions.checkpoint import Checkpoint
from exactrelu.regions.parallel import NO_LIMITS, Limits, Search
from exactrelu.regions.subtree import Budget, Source
from exactrelu.regions.walk import Path
from exactrelu.shallow.assembly import signs_on
from exactrelu.shallow.closed_faces import face_sides
from exactrelu.shallow.half_open import half_open_sides
from exactrelu.shallow.network import ShallowNetwork

__all__ = ["construction_lines", "token_lines", "traced"]

HEAD_START = 30_000
"""CPU nanoseconds of each of the first tasks for each gate, of which the text and the name are made meanwhile."""


def construction_lines(
    deep: Network,
    shallow: ShallowNetwork,
    producer: dict[str, Any],
    executor: Executor | None = None,
    limits: Limits = NO_LIMITS,
    checkpoint: Checkpoint | None = None,
) -> Iterator[str]:
    """The text of the construction certificate in pieces; MismatchError when the networks do not belong together.

    The tokens are found here, or by an executor, with or without a checkpoint: they are the same.
    Raises SizeLimitError when a limit is reached.
    """
    depth = len(shallow.layers) - 1
    if depth not in (2, 3) or shallow.inputs != deep.inputs or shallow.outputs != deep.outputs:
        raise MismatchError("the shallow network has another shape than the constructions give for the deep one")
    head = {
        "format": "exactrelu-certificate",
        "version": 1,
        "kind": "construction",
        "construction": "closed-faces" if depth == 2 else "half-open",
        "inputs": deep.inputs,
        "domain": None if shallow.domain is None else shallow.domain.to_json(),
        "producer": producer,
    }
    walk = Walk(deep, shallow.domain, faces=depth == 2)
    search = None
    if executor is not None or checkpoint is not None or limits != NO_LIMITS:
        source = Source.of(walk)
        start = HEAD_START * len(shallow.layers[-2].rows)
        search = Search(source, traced, executor, limits=limits, checkpoint=checkpoint, head_start=start)
    outcomes = iter(search or ())
    # The workers begin before the networks are written, which takes long.
    first = None if executor is None or len(shallow.layers[-2].rows) == 1 else next(outcomes, None)
    yield json_text(head) + "\n"
    yield from network_lines("deep", deep)
    yield from network_lines("shallow", shallow)
    matcher = Matcher(deep, shallow)
    if search is None or matcher.has_one_gate:
        for line in token_lines(Trace(walk), matcher.spare_gate):
            yield matcher.with_numbers(line)
    else:
        for outcome in outcomes if first is None else chain([first], outcomes):
            yield matcher.with_numbers(outcome.result)
        if search.stopped is not None:
            again = "" if checkpoint is None else "; with the same checkpoint it goes on from there"
            raise SizeLimitError(f"the limit on {search.stopped} was reached: no certificate is written{again}")
    matcher.require_all_used()


def traced(source: Source, nodes: Sequence[Path], budget: Budget) -> tuple[str, int, Sequence[Path]]:
    """The job of a search that writes tokens."""
    trace = Trace(source.walk(), nodes, budget)
    return "".join(token_lines(trace)), trace.found, trace.rest


def token_lines(trace: Trace, spare_gate: Callable[[str], int | None] | None = None) -> Iterator[str]:
    """The lines of the tokens of a trace, with a mark for each gate instead of its number.

    spare_gate gives a number for a gate that is not needed but there; see Matcher.spare_gate.
    """
    for token in trace.tokens():
        if isinstance(token, Leaf):
            for line in _leaf(trace, token, spare_gate):
                yield json_text(line) + "\n"
        else:
            yield json_text(token) + "\n"


def _leaf(trace: Trace, leaf: Leaf, spare_gate: Callable[[str], int | None] | None) -> Iterator[list[object]]:
    """The remaining drops of a leaf, and its token "o"."""
    walk, prover, cell = trace.walk, trace.prover, leaf.cell
    region = Region(walk, cell)
    sides = face_sides(region) if walk.faces else half_open_sides(region)
    wanted = {bit for bit, _, _ in sides}
    kept = leaf.kept
    for bit in range(kept.bit_length() - 1, -1, -1):
        if not kept >> bit & 1 or bit in wanted:
            continue
        constraint = prover.path[prover.where[bit]]
        if constraint.relation == STRICT:
            proof = _strict_drop(trace, leaf, constraint, kept, wanted)
        else:
            proof = trace.drop(bit, kept, cell.lines, cell.generators)
        yield ["d", prover.where[bit], *proof]
        kept &= ~(1 << bit)
    usable = 0
    for constraint in prover.path:
        usable |= 1 << constraint.bit
    penalties = [prover.path[prover.where[bit]] for bit in sorted(wanted)]
    namer = GateNamer(walk.network.inputs, walk.network.integer_layers[-1].scale, penalties)
    entries: list[object] = []
    for output, (inner, form) in enumerate(zip(cell.forms(walk.length), walk.outputs(cell), strict=True)):
        pair: list[object] = []
        positive, negative = signs_on(cell, inner)
        for sign, occurs in ((1, positive), (-1, negative)):
            signed, seen = (form, inner) if sign == 1 else (flip(form), flip(inner))
            gate: object = namer.mark(signed, output, sign * leaf.sign) if occurs else None
            if spare_gate is not None and not (output or positive or negative) and sign == 1:
                gate = spare_gate(namer.mark(signed, output, leaf.sign))
            if gate is None:
                gate = prover.prove(flip(seen), cell.lines, cell.generators, usable, outer=flip(signed))
            pair.append(gate)
        entries.append(pair)
    yield ["o", *entries]


def _strict_drop(trace: Trace, leaf: Leaf, constraint: Constraint, kept: int, wanted: set[int]) -> list[int]:
    """A strict side goes: no point of the closed cell is on it, or a kept strict side vanishes there too."""
    held = leaf.cell.tight_sets()
    mine = held.get(1 << constraint.bit, 0)
    prover = trace.prover
    usable = (kept | ((1 << trace.walk.offsets[0]) - 2)) & ~(1 << constraint.bit)
    at_infinity = held.get(1, 0)
    if mine & ~at_infinity:
        for bit in sorted(wanted):
            other = prover.path[prover.where[bit]]
            if other.relation == STRICT and mine & held.get(1 << bit, 0) == mine:
                return prover.prove_strict_side(constraint, other, usable)
    return trace.drop(constraint.bit, kept, leaf.cell.lines, leaf.cell.generators)
