# %% [markdown]
# # Certifying a network of a controller's size
#
# Controllers of a pendulum in the verification literature have two inputs, angle and speed, and layers like 25-25.
# This one is made here: random hidden layers, and an output fitted to a law that saturates,
# the torque clip(-8 angle - 2 speed, -2, 2).
# What is certified speaks of real arithmetic on these weights, not of a float32 execution of them.

# %%
import tempfile
from fractions import Fraction
from pathlib import Path
from random import Random

import exactrelu
from exactrelu import Layer, Network

WIDTH, GRID = 25, 64


def solve(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """The solution of a regular linear system, by elimination in Fractions."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for k in range(len(rows)):
        pivot = next(i for i in range(k, len(rows)) if rows[i][k])
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [entry / rows[k][k] for entry in rows[k]]
        for i in range(len(rows)):
            if i != k and rows[i][k]:
                factor = rows[i][k]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    return [row[-1] for row in rows]


def controller() -> Network:
    draw = Random(1)
    first = Layer(
        [[draw.randint(-16, 16) for _ in range(2)] for _ in range(WIDTH)], [draw.randint(-8, 8) for _ in range(WIDTH)]
    )
    second = Layer(
        [[Fraction(draw.randint(-8, 8), GRID) for _ in range(WIDTH)] for _ in range(WIDTH)],
        [Fraction(draw.randint(-8, 8), 8) for _ in range(WIDTH)],
    )
    unit = [[int(i == k) for k in range(WIDTH)] for i in range(WIDTH)]
    features = Network([first, second, Layer(unit, [0] * WIDTH, "identity")])
    grid = [Fraction(i, 4) for i in range(-4, 5)]
    points = [(angle, speed) for angle in grid for speed in grid]
    rows = [(*features(point), Fraction(1)) for point in points]
    targets = [max(Fraction(-2), min(Fraction(2), -8 * angle - 2 * speed)) for angle, speed in points]
    columns = list(zip(*rows, strict=True))
    # Ridge regression: the normal equations, with the identity added.
    normal = [[sum(a * b for a, b in zip(p, q, strict=True)) + (p is q) for q in columns] for p in columns]
    fitted = solve(normal, [sum(a * t for a, t in zip(p, targets, strict=True)) for p in columns])
    *weights, bias = [Fraction(round(w * GRID), GRID) for w in fitted]
    return Network([first, second, Layer([weights], [bias], "identity")])


net = controller()
print("widths", net.widths)
assert net.widths == (2, 25, 25, 1)

# %% [markdown]
# ## 1. Its regions on the operating box, and the exact range of the torque
#
# On a bounded region an affine map is extremal at vertices, so the range over all regions is exact.

# %%
box = [(-1, 1), (-1, 1)]
regions = list(net.regions(domain=box))
torques = [net(vertex)[0] for region in regions for vertex in region.vertices]
print(f"{len(regions)} regions on the box; torque from {float(min(torques)):.4f} to {float(max(torques)):.4f}")

# %% [markdown]
# ## 2. A shallow network that equals it on the whole plane, and a certificate that says so
#
# The certificate is checked by one file that shares no code with what made it.

# %%
shallow = net.shallow(hidden_layers=3)
print("shallow widths", shallow.widths)
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "controller.cert.gz"
    exactrelu.certify(net, shallow, out=path)
    verdict = exactrelu.check(path)
    print(f"{path.stat().st_size} bytes: {verdict.status}")
    assert verdict.accepted

# %% [markdown]
# ## 3. A certificate cannot be bent
#
# A controller that differs in one weight by 1/64 is another function, and `equal` shows where.

# %%
last = net.layers[-1]
(first_weight, *others), *_ = last.weight
changed = Network([*net.hidden, Layer([[first_weight + Fraction(1, GRID), *others]], last.bias, "identity")])
difference = exactrelu.equal(net, changed, domain=box)
print("the changed controller is equal:", difference.equal)
print("they differ at", ", ".join(map(str, difference.point)))
assert not difference.equal
assert net(difference.point) != changed(difference.point)
