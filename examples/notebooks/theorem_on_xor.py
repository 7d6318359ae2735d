# %% [markdown]
# # The theorem on XOR
#
# A deep ReLU network is piecewise affine, so it equals a network with two hidden layers, if weights may be infinite.
# Here is the whole construction on a network so small that every number can be checked by hand.
# Run this file as a script, or cell by cell in an editor that knows `# %%`.

# %%
from fractions import Fraction
from pathlib import Path

import exactrelu
from exactrelu import Network

EXAMPLES = Path(exactrelu.__file__).parents[1] / "examples"
net = Network.load(EXAMPLES / "xor.json")
for x in (0, 1):
    for y in (0, 1):
        print(f"N({x}, {y}) = {net((x, y))[0]}")
        assert net((x, y)) == (x ^ y,)

# %% [markdown]
# ## 1. Faces
#
# The signs of the neurons cut the plane into faces: three strips (dimension 2), and the two lines between them.
# On each face the network is one affine map g, which makes sense on the whole plane.

# %%
faces = list(net.regions(faces=True))
for face in faces:
    signs, weight, bias = face.signs[0], face.affine_map.weight[0], face.affine_map.bias[0]
    print(f"{signs}  dimension {face.dimension}  g = {weight[0]}*x + {weight[1]}*y + {bias}")

# %% [markdown]
# ## 2. The formula
#
# N(x) is the sum, over the faces F whose closure contains x, of (-1)^(2 - dim F) g_F(x).
# Inside a strip one term is left.
# On a line there are three: two strips count +1, the line counts -1, and all three have the same value there.


# %%
def alternating_sum(point: tuple[Fraction, ...]) -> Fraction:
    terms = [(-1) ** (2 - face.dimension) * face.affine_map(point)[0] for face in faces if face.closure_contains(point)]
    print(f"at ({point[0]}, {point[1]}): {' + '.join(map(str, terms))} = {sum(terms)}")
    return sum(terms, Fraction(0))


half = Fraction(1, 2)
for point in [(half, Fraction(0)), (half, half), (Fraction(-1), Fraction(1)), (Fraction(2), Fraction(3))]:
    assert alternating_sum(point) == net(point)[0]

# %% [markdown]
# ## 3. The network
#
# A neuron of the second hidden layer is a gate: relu(g - oo * violations).
# A violation relu(-h) is 0 where the constraint h >= 0 holds.
# There 0 * oo = 0, so the gate is relu(g) on the closed face.
# Outside, some violation is positive, and the gate is relu(-oo) = 0.

# %%
shallow = net.shallow()
print("deep", net.widths, "shallow", shallow.widths)
for depth, layer in enumerate(shallow.layers):
    for k, row in enumerate(layer.rows):
        weights = ", ".join(f"{weight} from {column + 1}" for column, weight in row)
        role = shallow.roles[depth][k].describe() if depth < len(shallow.roles) else "output"
        print(f"layer {depth + 1}, neuron {k + 1}: {role}; bias {layer.bias[k]}; weights {weights}")

# %% [markdown]
# ## 4. The arithmetic at a point, infinities included
#
# On the line x + y = 1 all violations of the three faces are 0, and three faces speak.

# %%
for point in [(half, half), (Fraction(2), Fraction(3))]:
    for depth, values in enumerate(shallow.values(point)):
        print(f"layer {depth}: {', '.join(map(str, values))}")
    assert shallow(point) == net(point)

# %% [markdown]
# ## 5. Equal everywhere
#
# Points alone prove nothing: there are infinitely many.
# `equal` decides it by exact arithmetic on regions, and gives a point where two networks differ if there is one.

# %%
result = exactrelu.equal(net, shallow)
print("equal everywhere:", result.equal)
assert result.equal
