# %% [markdown]
# # A trained classifier on irises, explained exactly
#
# The network 4-6-5-3 in `examples/iris.json` was trained on R. A. Fisher's irises; its outputs score three species.
# All statements below are exact and hold for every input, not only for the data.

# %%
import csv
from fractions import Fraction
from pathlib import Path

import exactrelu
from exactrelu import Network
from exactrelu.explain import explain, importance, integrated_gradients, nearest_counterfactual, shapley

EXAMPLES = Path(exactrelu.__file__).parents[1] / "examples"
SPECIES = ("setosa", "versicolor", "virginica")
net = Network.load(EXAMPLES / "iris.json")
with open(EXAMPLES / "iris.csv", newline="") as stream:
    names, *rows = csv.reader(stream)
flowers = [tuple(map(Fraction, row)) for row in rows]
flower = flowers[8]
scores = net(flower)
print(", ".join(f"{name} {value}" for name, value in zip(names, flower, strict=True)))
print(", ".join(f"{name} {float(score):.3f}" for name, score in zip(SPECIES, scores, strict=True)))
assert max(scores) == scores[1]

# %% [markdown]
# ## 1. One flower: its region, and the affine map there
#
# Inside the region the network is this map and nothing else; the inequalities are irredundant.

# %%
found = explain(net, flower, names=names)
print(f"signs {found.face.signs}, dimension {found.face.dimension}")
for condition in found.face.conditions(found.names):
    print(" ", condition)
versicolor = found.affine_map.weight[1]
print("versicolor =", " ".join(f"{float(w):+.3f}*{name}" for name, w in zip(names, versicolor, strict=True)))
print(f"distance to the region's boundary, L-infinity: {found.distances.linf.value}")
assert found.affine_map(flower) == scores

# %% [markdown]
# ## 2. What each feature contributes
#
# Shapley values over a background of 15 flowers (all 2^4 coalitions), and integrated gradients, whose integral is a sum
# over the pieces of a segment.
# Both add up to the score minus its mean over the background, with `==`.

# %%
for shares in (shapley(net, flower, background=flowers), integrated_gradients(net, flower, background=flowers)):
    text = ", ".join(f"{name} {float(share):.3f}" for name, share in zip(names, shares.values[1], strict=True))
    print(f"{shares.method}: {text}")
    assert shares.residual == (0, 0, 0)

# %% [markdown]
# ## 3. The nearest flower of another species
#
# Nearest in the largest change of any feature, proved by exact linear programs with Farkas multipliers.

# %%
other = nearest_counterfactual(net, flower, norm="linf")
distance = max(abs(b - a) for a, b in zip(flower, other.nearest, strict=True))
print(f"every feature within {float(distance):.3f} cm: still {SPECIES[other.classes[0]]}")
changes = [float(b - a) for a, b in zip(flower, other.nearest, strict=True)]
print("nearest change:", ", ".join(f"{name} {change:+.3f}" for name, change in zip(names, changes, strict=True)))
tied = net(other.nearest)
assert other.distance == distance
assert other.verify()
assert tied[1] == max(tied[0], tied[2])

# %% [markdown]
# ## 4. The network as a whole
#
# The mean size of the gradient over a box, every region weighted by its exact volume.

# %%
box = [(4, 8), (2, 5), (1, 7), (0, 3)]
overall = importance(net, box)
print(f"{overall.regions} regions in the box of volume {overall.total}")
for name, *values in zip(names, *overall.absolute, strict=True):
    print(f"  {name}: " + ", ".join(f"{species} {float(v):.3f}" for species, v in zip(SPECIES, values, strict=True)))
assert overall.total == 4 * 3 * 6 * 3
