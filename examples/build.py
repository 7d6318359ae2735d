"""Builds the networks that are known by a formula and writes them beside this script as JSON.

    python examples/build.py

Every function returns the exact network of the formula in its docstring, and the tests compare the two.
"""

from fractions import Fraction
from pathlib import Path

from exactrelu import Layer, Network

FOLDER = Path(__file__).resolve().parent
HALF = Fraction(1, 2)


def xor() -> Network:
    """relu(x + y) - 2 relu(x + y - 1): on the corners of the unit square it is x xor y."""
    return Network(
        [
            Layer([[1, 1], [1, 1]], [0, -1]),
            Layer([[1, -2]], [0], "identity"),
        ]
    )


def absolute() -> Network:
    """|x| = relu(x) + relu(-x): two neurons that change sign at the same point."""
    return Network(
        [
            Layer([[1], [-1]], [0, 0]),
            Layer([[1, 1]], [0], "identity"),
        ]
    )


def maximum(n: int) -> Network:
    """max(x_1, ..., x_n) by n - 1 hidden layers max(p, q) = q + relu(p - q), for n >= 2.

    A layer compares the largest number so far with the next one, and identity neurons carry the numbers still to come:
    they add no kink, which relu(x) - relu(-x) would do at x = 0.
    """
    if n < 2:
        raise ValueError(f"a maximum of {n} numbers needs no hidden layer; take n >= 2")
    largest, *others = _unit_rows(n)
    layers = []
    while others:
        following = others[0]
        comparison = [p - q for p, q in zip(largest, following, strict=True)]
        layers.append(Layer([comparison, *others], [0] * (1 + len(others)), ["relu", *["identity"] * len(others)]))
        # The new layer's values are relu(largest - following), following and the rest, in this order.
        gain, following, *others = _unit_rows(1 + len(others))
        largest = [p + q for p, q in zip(gain, following, strict=True)]
    layers.append(Layer([largest], [0], "identity"))
    return Network(layers)


def _unit_rows(n: int) -> list[list[int]]:
    return [[int(i == j) for j in range(n)] for i in range(n)]


def median3() -> Network:
    """The median of a, b, c as max(min(a, b), min(max(a, b), c)), with min(p, q) = p - relu(p - q).

    low and high are the smaller and the larger one of a and b, and cut = min(high, c).
    """
    return Network(
        [
            Layer(  # relu(a - b), a, b, c; hence low = a - relu(a - b) and high = b + relu(a - b)
                [[1, -1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]],
                [0, 0, 0, 0],
                ["relu", "identity", "identity", "identity"],
            ),
            Layer(  # relu(high - c), low, high
                [[1, 0, 1, -1], [-1, 1, 0, 0], [1, 0, 1, 0]],
                [0, 0, 0],
                ["relu", "identity", "identity"],
            ),
            Layer(  # relu(low - cut), cut
                [[1, 1, -1], [-1, 0, 1]],
                [0, 0],
                ["relu", "identity"],
            ),
            Layer([[1, 1]], [0], "identity"),
        ]
    )


def sawtooth(k: int) -> Network:
    """Telgarsky's sawtooth: the triangle t(x) = 2 relu(x) - 4 relu(x - 1/2) composed k times, with k hidden layers.

    It has 2**k linear pieces on [0, 1], where it runs up from 0 to 1 and down again 2**(k - 1) times.
    Source: M. Telgarsky, Benefits of depth in neural networks, COLT 2016.
    """
    if k < 1:
        raise ValueError(f"a sawtooth needs at least one hidden layer, not {k}")
    return Network(
        [
            Layer([[1], [1]], [0, -HALF]),
            *[Layer([[2, -4], [2, -4]], [0, -HALF])] * (k - 1),
            Layer([[2, -4]], [0], "identity"),
        ]
    )


def clip() -> Network:
    """x + LeakyReLU(y), clipped to [-1, 1], where LeakyReLU(y) = y / 4 + 3/4 relu(y).

    The two clips are max(-1, s) = relu(s + 1) - 1 and min(1, m) = m - relu(m - 1).
    """
    return Network(
        [
            Layer([[0, 1], [0, 1], [1, 0]], [0, 0, 0], ["relu", "identity", "identity"]),
            Layer([[Fraction(3, 4), Fraction(1, 4), 1]], [1]),
            Layer([[1], [1]], [-2, 0], ["relu", "identity"]),
            Layer([[-1, 1]], [-1], "identity"),
        ]
    )


def degenerate() -> Network:
    """(|relu(|d| - 1) - relu(y - 1/2)|, 0) with d = x - y, written so that nothing is in general position."""
    return Network(
        [
            Layer(
                [
                    [1, -1],  # d
                    [1, -1],  # d again: a duplicate
                    [2, -2],  # 2d: the same line
                    [-1, 1],  # -d: the same line from the other side
                    [1, -1],  # d - 2: a parallel line, and its output goes nowhere
                    [0, 0],  # 0: a zero row, neither active nor inactive anywhere
                    [0, 0],  # -1: dead everywhere
                    [0, 0],  # 1: active everywhere
                    [0, 1],  # y
                ],
                [0, 0, 0, 0, -2, 0, -1, 1, 0],
            ),
            Layer(
                [
                    [1, 0, 0, 1, 0, 0, 0, 0, 0],  # |d| - 1
                    [-1, 0, 0, -1, 0, 0, 0, -1, 0],  # -|d| - 1: dead everywhere
                    [0, 0, 0, 0, 0, 1, 1, 0, 0],  # 0, because both inputs are dead and the bias is 0
                    [0, 0, 1, 0, 0, 0, 0, 0, 0],  # 2 relu(d): 0 on the whole half-plane d < 0
                    [1, -1, 0, 0, 0, 0, 0, 0, 0],  # 0, because the duplicates cancel
                    [0, 0, 0, 0, 0, 0, 0, -HALF, 1],  # relu(y) - 1/2
                ],
                [-1, 0, 0, 0, 0, 0],
            ),
            Layer(
                [
                    [1, 0, 0, 0, 0, -1],  # relu(|d| - 1) - relu(y - 1/2): 0 on the half-strip |d| < 1, y < 1/2
                    [-1, 0, 0, 0, 0, 1],  # its opposite
                    [0, 0, 1, 0, 1, 0],  # 0, because its inputs are 0 everywhere
                    [0, -1, 0, -1, 0, 0],  # -2 relu(d): never active, 0 on a half-plane
                ],
                [0, 0, 0, 0],
            ),
            Layer([[1, 1, 3, 1], [0, 0, 0, 0]], [0, 0], "identity"),
        ]
    )


def networks() -> dict[str, Network]:
    """All of them, by the name of their file."""
    return {
        "absolute.json": absolute(),
        "clip.json": clip(),
        "degenerate.json": degenerate(),
        "max3.json": maximum(3),
        "max4.json": maximum(4),
        "median3.json": median3(),
        "sawtooth3.json": sawtooth(3),
        "sawtooth4.json": sawtooth(4),
        "sawtooth5.json": sawtooth(5),
        "xor.json": xor(),
    }


if __name__ == "__main__":
    for name, network in networks().items():
        network.save(FOLDER / name)
        print(f"{name:<16} {'-'.join(map(str, network.widths))}")
