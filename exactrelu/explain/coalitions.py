"""The game behind Shapley values: a network at all mixtures of a point and a background row, in integers.

In a coalition S the features of S are those of the point, the others those of the row.
The first layer is linear in the features, so its pre-activations change by one vector when a player joins.
A player whose features agree in the point and the row changes nothing: it is left out, and its value is 0.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import factorial

from gmpy2 import mpz

from exactrelu.affine import Form, clear_denominators
from exactrelu.extended import rational
from exactrelu.network import Network

__all__ = ["Coalitions", "Game", "Orders", "coalition_parts", "permutation_sums", "shapley_sums"]

Vector = list[mpz]


class Game:
    """The mixtures of a point and one row: players are the groups of features that differ.

    numbers are the indexes of these players among all groups; scale is the positive number by which all values are
    multiplied.
    """

    __slots__ = ("_first", "_joins", "_start", "_t", "_tail", "numbers", "scale")

    def __init__(
        self,
        network: Network,
        tail: Network | None,
        point: Sequence[Fraction],
        row: Sequence[Fraction],
        groups: Sequence[Sequence[int]],
    ) -> None:
        n = network.inputs
        common = clear_denominators([*map(rational, point), *map(rational, row), rational(1)])
        x, b, t = common[:n], common[n:-1], common[-1]
        first = network.integer_layers[0]
        self._first, self._tail, self._t = first, tail, t
        self._start: Vector = [
            sum((w * a for w, a in zip(weights, b, strict=True)), constant * t)
            for weights, constant in zip(first.weight, first.bias, strict=True)
        ]
        self.numbers = [g for g, group in enumerate(groups) if any(x[i] != b[i] for i in group)]
        self._joins = [
            [sum((weights[i] * (x[i] - b[i]) for i in groups[g]), mpz(0)) for weights in first.weight]
            for g in self.numbers
        ]
        self.scale = network.integer_layers[-1].scale * t

    def start(self) -> Vector:
        """The state of the empty coalition: the first layer's pre-activations."""
        return self._start

    def join(self, state: Vector, player: int) -> Vector:
        """The state after a player (an index into numbers) has joined."""
        return [a + d for a, d in zip(state, self._joins[player], strict=True)]

    def value(self, state: Vector) -> Vector:
        """The network's outputs for a state, times scale."""
        if self._tail is None:
            return state
        vector: Form = tuple(
            z if z > 0 or not relu else mpz(0) for z, relu in zip(state, self._first.relu, strict=True)
        )
        # The tail's own scale is that of the later layers; t * D_1 makes the vector homogeneous for it.
        return self._tail.propagate((*vector, self._t * self._first.scale))[-1]


@dataclass(frozen=True, slots=True)
class Coalitions:
    """A part of all coalitions of a game: those in which, of the first `depth` players, exactly `members` join."""

    game: Game
    outputs: int
    depth: int
    members: tuple[int, ...]

    @property
    def size(self) -> int:
        """The number of these coalitions."""
        return 1 << (len(self.game.numbers) - self.depth)


def coalition_parts(game: Game, outputs: int, largest: int) -> Iterator[Coalitions]:
    """All coalitions of a game in parts of at most so many (a power of 2)."""
    depth = max(len(game.numbers) - (largest.bit_length() - 1), 0)
    for choice in product((False, True), repeat=depth):
        yield Coalitions(game, outputs, depth, tuple(i for i, joins in enumerate(choice) if joins))


def shapley_sums(part: Coalitions) -> list[Vector]:
    """For each player the part's share of the Shapley value of each output, times game.scale * k!.

    With w_s = s! (k - s - 1)!, the value of player i times k! is the sum of w_{|S|-1} v(S) over S with i, minus the
    sum of w_{|S|} v(S) over S without i; that is the sum of (w_{|S|-1} + w_{|S|}) v(S) over S with i, minus the sum of
    w_{|S|} v(S) over all S (w_k = 0).  The first sum is collected by a depth-first walk over the players: each
    subtree's sum goes to the player that has just joined.  The shares of all parts add up to the values.
    """
    game = part.game
    k = len(game.numbers)
    weights = [mpz(factorial(s) * factorial(k - s - 1)) for s in range(k)] + [mpz(0)]
    gains = [mpz(0), *(weights[s - 1] + weights[s] for s in range(1, k + 1))]
    sums = [[mpz(0)] * part.outputs for _ in range(k)]
    everything = [mpz(0)] * part.outputs

    def visit(state: Vector, size: int, first: int) -> Vector:
        """The sum of gains[|S|] * v(S) over the coalitions that add players from `first` on to the present one."""
        value = game.value(state)
        gain, weight = gains[size], weights[size]
        total = [gain * v for v in value]
        for o, v in enumerate(value):
            everything[o] += weight * v
        for player in range(first, k):
            below = visit(game.join(state, player), size + 1, player + 1)
            _add(sums[player], below)
            _add(total, below)
        return total

    state = game.start()
    for player in part.members:
        state = game.join(state, player)
    total = visit(state, len(part.members), part.depth)
    for player in part.members:
        _add(sums[player], total)
    return [[a - c for a, c in zip(row, everything, strict=True)] for row in sums]


@dataclass(frozen=True, slots=True)
class Orders:
    """Some orders in which the players of a game join."""

    game: Game
    outputs: int
    orders: tuple[tuple[int, ...], ...]

    @property
    def size(self) -> int:
        """The number of coalitions that come up."""
        return len(self.orders) * len(self.game.numbers)


def permutation_sums(part: Orders) -> list[Vector]:
    """For each player the sum, over the given orders, of what it adds to those before it, times game.scale."""
    game = part.game
    sums = [[mpz(0)] * part.outputs for _ in game.numbers]
    base = game.value(game.start())
    for order in part.orders:
        state, before = game.start(), base
        for player in order:
            state = game.join(state, player)
            after = game.value(state)
            _add(sums[player], [a - b for a, b in zip(after, before, strict=True)])
            before = after
    return sums


def _add(total: Vector, part: Vector) -> None:
    for i, entry in enumerate(part):
        total[i] += entry
