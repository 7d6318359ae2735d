# %% [markdown]
# # Why boundaries matter
#
# Three shortcuts to a shallow network look right, and are right at almost every point.
# Each fails on boundaries between regions, and this shows where, in exact arithmetic.

# %%
from fractions import Fraction
from itertools import product
from pathlib import Path

import exactrelu
from exactrelu import Layer, Network
from exactrelu.shallow.counterexamples import closed_cells_only, failures, literal_patterns, with_large_number

EXAMPLES = Path(exactrelu.__file__).parents[1] / "examples"

# %% [markdown]
# ## 1. Closed cells, without the faces between them
#
# The gates of closed cells alone count a point on a common boundary once for every cell.

# %%
shifted = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [5], "identity")])  # |x| + 5
for x in (-1, 0, 1):
    print(f"x = {x}: network {shifted((x,))[0]}, closed cells {closed_cells_only(shifted, (x,))[0]}")
assert closed_cells_only(shifted, (0,)) == (10,)

# %% [markdown]
# ## 2. Literal activation patterns
#
# "Active means z > 0" gives every point exactly one pattern.
# At x = 0 it is the pattern "none active", which holds nowhere else, so a table of full-dimensional patterns lacks it.
# With "active means z >= 0" it is "both active", which holds nowhere else either.

# %%
for active_at_zero in (False, True):
    value = literal_patterns(shifted, (0,), active_at_zero)[0]
    print(f"at 0, active at zero {active_at_zero}: {value} instead of {shifted((0,))[0]}")
    assert value == 0

# %% [markdown]
# ## 3. A large number in place of infinity
#
# With three hidden layers the gates use selectors, 1 - M * relu(h), which are 1 on the closed side and 0 outside.
# With M finite a selector needs a strip of width 1/M to fall from 1 to 0, and inside that strip two gates speak.
# The strip gets thinner as M grows; the error in it does not get smaller.

# %%
three = shifted.shallow(3)
for m in (10, 1000, 10**6, 10**12):
    x = Fraction(1, m)
    wrong = with_large_number(three, m)((x,))[0]
    print(f"M = {m}: at x = 1/M the error is {wrong - shifted((x,))[0]}")
    assert wrong - shifted((x,))[0] > 3
    assert three((x,)) == shifted((x,))

# %% [markdown]
# ## 4. How often?
#
# On a grid that hits lines and corners of a network that is not in general position:

# %%
degenerate = Network.load(EXAMPLES / "degenerate.json")
grid = [Fraction(i, 2) for i in range(-4, 7)]
points = list(product(grid, repeat=2))
exact = degenerate.shallow()
found = failures(degenerate, points)
for shortcut, places in found.items():
    print(f"{shortcut}: wrong at {len(places)} of {len(points)} points")
print(f"the construction: wrong at {sum(exact(point) != degenerate(point) for point in points)}")
assert all(exact(point) == degenerate(point) for point in points)
assert found["closed cells only"]
assert found["literal patterns, active where z > 0"]

# %% [markdown]
# A large number passes this test: no point of the grid lies in one of its thin strips.
# That is what makes it dangerous, since the points in the strips are as wrong as before.
