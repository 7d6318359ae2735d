# %% [markdown]
# # The sawtooth, and what depth buys
#
# Telgarsky's sawtooth composes a tent with itself: k hidden layers of two neurons make 2^k pieces on [0, 1].
# A network with one hidden layer of m neurons has at most m + 1 pieces on a line, so it needs 2^k - 1 neurons at least.

# %%
from fractions import Fraction
from itertools import pairwise

import exactrelu
from exactrelu import Layer, Network

HALF = Fraction(1, 2)


def sawtooth(k: int) -> Network:
    fold = Layer([[2, -4], [2, -4]], [0, -HALF])
    return Network([Layer([[1], [1]], [0, -HALF]), *[fold] * (k - 1), Layer([[2, -4]], [0], "identity")])


# %% [markdown]
# ## 1. Pieces grow exponentially with depth, neurons only linearly

# %%
for k in range(1, 8):
    pieces = len(sawtooth(k).regions(domain=[(0, 1)]))
    print(f"{k} hidden layers, {2 * k} neurons: {pieces} pieces")
    assert pieces == 2**k

# %% [markdown]
# ## 2. One hidden layer that does the same on a line
#
# In one dimension a piecewise affine function is its leftmost piece and a kink relu(x - t) for every breakpoint t.


# %%
def by_kinks(net: Network) -> Network:
    pieces = sorted(net.regions(domain=[(0, 1)]), key=lambda region: region.interior_point)
    slopes = [piece.affine_map.weight[0][0] for piece in pieces]
    starts = [min(piece.vertices)[0] for piece in pieces]
    first = pieces[0].affine_map.bias[0]
    # x itself is carried by an identity neuron, which bends nothing.
    changes = [b - a for a, b in pairwise(slopes)]
    hidden = Layer([[1]] * (1 + len(changes)), [0, *(-t for t in starts[1:])], ["identity", *["relu"] * len(changes)])
    return Network([hidden, Layer([[slopes[0], *changes]], [first], "identity")])


for k in range(1, 6):
    deep = sawtooth(k)
    wide = by_kinks(deep)
    relus = wide.hidden[0].activation.count("relu")
    same = exactrelu.equal(deep, wide, domain=[(0, 1)]).equal
    print(f"{k} hidden layers: one layer with {relus} ReLU neurons is equal on [0, 1]: {same}")
    assert same
    assert relus == 2**k - 1

# %% [markdown]
# ## 3. The shallow network of the theorem
#
# With several inputs a kink per breakpoint is no longer enough, and the construction by faces is needed.
# On a line it can be compared: its size is proportional to the number of faces, which is what depth had saved.

# %%
for k in range(3, 7):
    deep = sawtooth(k)
    shallow = deep.shallow()
    print(f"{k} hidden layers, {sum(deep.widths[1:-1])} neurons: shallow widths {shallow.widths}")
    assert all(shallow((Fraction(i, 97),)) == deep((Fraction(i, 97),)) for i in range(-9, 107))
