"""Shapley values of a network's inputs, against a baseline or (interventional) over a background, exactly.

The value of a coalition S is the mean, over the background rows b, of the network at the point whose features in S are
those of x and whose others are those of b.

Source: L. S. Shapley, A value for n-person games (1953); M. Sundararajan, A. Najmi, The many Shapley values for model
explanation (2020).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from fractions import Fraction
from math import factorial
from random import Random
from typing import Any

from gmpy2 import mpq, mpz

from exactrelu.errors import SizeLimitError
from exactrelu.explain.attributions import Attributions, Point, background_rows, exact_point
from exactrelu.explain.coalitions import Game, Orders, coalition_parts, permutation_sums, shapley_sums
from exactrelu.extended import rational, to_fraction
from exactrelu.network import Network
from exactrelu.regions.workers import in_order

__all__ = ["MOST_PLAYERS", "shapley"]

MOST_PLAYERS = 16
"""With more players, and so more than 2^16 coalitions for each row, exact values are refused."""

TASK = 1024
"""Coalitions in a task: some tens of milliseconds."""

Progress = Callable[[int, int], None]


def shapley(
    network: Network,
    point: Iterable[Any],
    baseline: Iterable[Any] | None = None,
    background: Any = None,
    groups: Iterable[Iterable[int]] | None = None,
    samples: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Attributions:
    """The Shapley values of the inputs at a point, for each output, over all coalitions.

    baseline is one point, background a list of points: give one of them.
    groups are disjoint sets of inputs, counted from 0, that join together; inputs in no group stay alone.
    progress is called with (evaluations done, evaluations in all) now and then.
    executor, any of concurrent.futures, evaluates the coalitions; the values are the same.
    All is exact; efficiency, symmetry, dummy and linearity hold with ==.
    Raises SizeLimitError when more than MOST_PLAYERS players differ from a background row, unless samples is given:
    then the values are means over that many random permutations for each row, drawn with the seed, and labelled as
    sampled.

    >>> from exactrelu.network import Layer
    >>> net = Network([Layer([[1, 1]], [-1]), Layer([[2]], [0], "identity")])
    >>> found = shapley(net, (1, 1), baseline=(0, 0))
    >>> found.values, found.residual
    (((Fraction(1, 1), Fraction(1, 1)),), (Fraction(0, 1),))
    """
    x = exact_point(network, point)
    rows = background_rows(network, baseline, background)
    players = _players(network.inputs, groups)
    if samples is not None and samples < 1:
        raise ValueError(f"{samples} samples were asked for; ask for 1 or more")
    tail = Network(network.layers[1:]) if network.hidden else None
    games = [Game(network, tail, x, row, players) for row in rows]
    largest = max(len(game.numbers) for game in games)
    if samples is None and largest > MOST_PLAYERS:
        raise SizeLimitError(
            f"{largest} features differ from the background, which makes 2^{largest} coalitions; "
            f"group them into at most {MOST_PLAYERS} groups, or ask for samples"
        )
    if samples is None:
        sums: Callable[[Any], list[list[mpz]]] = shapley_sums
        parts: list[Any] = [part for g in games for part in coalition_parts(g, network.outputs, TASK)]
    else:
        draw = Random(seed)
        sums = permutation_sums
        parts = [part for g in games for part in _orders(g, network.outputs, samples, draw)]
    values = [[mpq(0)] * len(players) for _ in range(network.outputs)]
    done, total = 0, sum(part.size for part in parts)
    for part, found in zip(parts, in_order(executor, sums, parts), strict=True):
        game = part.game
        divisor = game.scale * (samples or factorial(len(game.numbers)))
        for number, row in zip(game.numbers, found, strict=True):
            for o, share in enumerate(row):
                values[o][number] += mpq(share, divisor)
        done += part.size
        if progress is not None:
            progress(done, total)
    return Attributions(
        "shapley" if samples is None else f"shapley, sampled: {samples} permutations for each row, seed {seed}",
        players,
        tuple(tuple(to_fraction(value / len(rows)) for value in row) for row in values),
        network(x),
        mean_output(network, rows),
        None if samples is None else (samples, seed),
    )


def mean_output(network: Network, rows: Sequence[Point]) -> tuple[Fraction, ...]:
    """The mean of the network over the rows, exact."""
    columns = zip(*(network(row) for row in rows), strict=True)
    return tuple(to_fraction(sum(map(rational, column), mpq(0)) / len(rows)) for column in columns)


def _players(inputs: int, groups: Iterable[Iterable[int]] | None) -> tuple[tuple[int, ...], ...]:
    """The groups, then the inputs that are in none, ordered by their first inputs."""
    chosen = [tuple(sorted(group)) for group in groups or ()]
    members = [i for group in chosen for i in group]
    if any(i not in range(inputs) for i in members):
        raise ValueError(f"a group names an input that is none of 0..{inputs - 1}")
    if len(set(members)) != len(members) or not all(chosen):
        raise ValueError("groups must be disjoint and not empty")
    return tuple(sorted([*chosen, *((i,) for i in range(inputs) if i not in set(members))]))


def _orders(game: Game, outputs: int, samples: int, draw: Random) -> Iterator[Orders]:
    """Random orders of the players of a game, drawn in turn, in parts."""
    k = len(game.numbers)
    orders = [tuple(draw.sample(range(k), k)) for _ in range(samples)]
    step = max(TASK // max(k, 1), 1)
    for start in range(0, samples, step):
        yield Orders(game, outputs, tuple(orders[start : start + step]))
