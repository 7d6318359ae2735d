"""Piecewise-linear functions of expressions by ReLU and identity neurons: exact, and without inventing kinks."""

from collections.abc import Iterable, Sequence

from gmpy2 import mpq

from exactrelu.formats.lowering import ZERO, Expression, Lowering, Number, scaled

__all__ = ["absolute", "clip", "leaky", "maxima", "minima"]


def leaky(lowering: Lowering, values: Sequence[Number], slopes: Sequence[mpq]) -> list[Number]:
    """The value where it is positive, slope * value elsewhere: slope * z + (1 - slope) * relu(z).

    One neuron for each value, as the model has it; none for a number or where the slope is 1.
    """
    bent = [i for i, slope in enumerate(slopes) if slope != 1]
    positive = dict(zip(bent, lowering.activate(values[i] for i in bent), strict=True))
    held = lowering.hold(value if slope else ZERO for value, slope in zip(values, slopes, strict=True))
    return [
        scaled(slope, z) + scaled(1 - slope, positive[i]) if i in positive else z
        for i, (z, slope) in enumerate(zip(held, slopes, strict=True))
    ]


def absolute(lowering: Lowering, values: Iterable[Number]) -> list[Number]:
    """|z| = 2 * relu(z) - z."""
    given = list(values)
    positive = [lowering.positive_part(value) for value in given]
    return [scaled(mpq(2), part) - value for part, value in zip(positive, lowering.hold(given), strict=True)]


def clip(lowering: Lowering, values: Iterable[Number], low: mpq | None, high: mpq | None) -> list[Number]:
    """min(max(z, low), high), a bound of None being absent; so where low > high it is high everywhere."""

    def one(z: Number) -> Number:
        if low is not None and high is not None:
            if low >= high:
                return high
            return lowering.positive_part(z - low) - lowering.positive_part(z - high) + low
        if low is not None:
            return lowering.positive_part(z - low) + low
        if high is not None:
            return high - lowering.positive_part(high - z)
        return z

    return [one(value) for value in values]


def maxima(lowering: Lowering, groups: Iterable[Sequence[Number]]) -> list[Number]:
    """The maximum of every non-empty group, by rounds of max(p, q) = q + relu(p - q).

    A group of k values takes at most k - 1 neurons, in log2(k) layers rounded up.
    """
    current = [list(group) for group in groups]
    while any(len(group) > 1 for group in current):
        matches = [_match(lowering, p, q) for group in current for p, q in zip(group[::2], group[1::2], strict=False)]
        # What wins without a neuron needs no carrying; the others carry their base past the neuron's layer.
        bases = iter(lowering.hold(base for base, part in matches if part is not None))
        winners = iter([base if part is None else next(bases) + part for base, part in matches])
        current = [[next(winners) for _ in range(len(group) // 2)] + group[len(group) & ~1 :] for group in current]
    return [group[0] for group in current]


def _match(lowering: Lowering, p: Number, q: Number) -> tuple[Number, Number | None]:
    """max(p, q) as a base and what relu adds to it, or None when one of them wins everywhere."""
    # The base travels on beside the neuron, so the one that reads fewer neurons is the better base.
    if _weight(p) < _weight(q):
        p, q = q, p
    difference = p - q
    part = lowering.positive_part(difference)
    if not isinstance(part, Expression):
        return (p, None) if part else (q, None)
    if isinstance(difference, Expression) and part == difference.stripped():
        return p, None
    return q, part


def _weight(value: Number) -> int:
    """0 for a number, 1 for a value that reads one neuron, 2 for others."""
    return min(len(value.terms), 2) if isinstance(value, Expression) else 0


def minima(lowering: Lowering, groups: Iterable[Sequence[Number]]) -> list[Number]:
    """The minimum of every non-empty group: -max of the opposites, ordered so that max and min share their neurons."""
    return [-value for value in maxima(lowering, ([-value for value in group[::-1]] for group in groups))]
