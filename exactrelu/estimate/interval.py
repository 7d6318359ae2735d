"""The mean of independent estimates with a confidence interval by Student's t: the one place where floats are made."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Estimate", "interval", "student_quantile"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimated number: the exact mean of unbiased estimates, and the ends of its 95 % confidence interval.

    exact says that every probe saw all of the tree: the mean is the number itself.
    """

    mean: Fraction
    low: int
    high: int
    probes: int
    exact: bool


def student_quantile(probability: float, degrees: int) -> float:
    """The quantile of Student's distribution with an integer number of degrees of freedom, by bisection.

    >>> round(student_quantile(0.975, 1), 3), round(student_quantile(0.975, 10), 3)
    (12.706, 2.228)
    """
    low, high = 0.0, 1e6
    for _ in range(100):
        middle = (low + high) / 2
        if _student_cdf(middle, degrees) < probability:
            low = middle
        else:
            high = middle
    return high


def _student_cdf(t: float, degrees: int) -> float:
    """The distribution function at t >= 0, by its finite sums.

    Source: M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
    """
    angle = math.atan(t / math.sqrt(degrees))
    square = math.cos(angle) ** 2
    if degrees % 2:
        term, total = math.cos(angle), 0.0
        for j in range(1, degrees // 2 + 1):
            total += term
            term *= square * (2 * j) / (2 * j + 1)
        return 0.5 + (angle + math.sin(angle) * total) / math.pi
    term, total = 1.0, 0.0
    for j in range(1, degrees // 2 + 1):
        total += term
        term *= square * (2 * j - 1) / (2 * j)
    return 0.5 + math.sin(angle) * total / 2


def interval(totals: Sequence[Fraction], seen: int, most: int, exact: bool) -> Estimate:
    """The estimate of at least two independent unbiased totals, whose number did not depend on them.

    seen and most bound the true number from below and above, and cut the interval.
    """
    mean = sum(totals, Fraction(0)) / len(totals)
    if exact:
        return Estimate(mean, int(mean), int(mean), len(totals), True)
    variance = sum((total - mean) ** 2 for total in totals) / (len(totals) - 1)
    quantile = Fraction(student_quantile(0.975, len(totals) - 1))
    # The root of the variance of the mean as a rational, from integers: numbers may be beyond the range of floats.
    scale = 10**6
    spread = Fraction(math.isqrt(int(variance * scale**2 / len(totals)) + 1), scale)
    low = math.floor(mean - quantile * spread)
    high = math.ceil(mean + quantile * spread)
    return Estimate(mean, min(max(low, seen), most), max(min(high, most), seen), len(totals), False)
