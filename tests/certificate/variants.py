"""Other networks that are the same function as a given one, and networks that are nearly so."""

from dataclasses import replace
from fractions import Fraction
from random import Random

from exactrelu.extended import ExtendedRational
from exactrelu.network import Layer, Network
from exactrelu.shallow import ShallowLayer, ShallowNetwork


def permuted(network, seed=1):
    """The neurons of every hidden layer in another order."""
    layers = list(network.layers)
    for i in range(len(layers) - 1):
        layer, after = layers[i], layers[i + 1]
        order = Random(seed + i).sample(range(layer.outputs), layer.outputs)
        layers[i] = Layer(*([part[j] for j in order] for part in (layer.weight, layer.bias, layer.activation)))
        layers[i + 1] = Layer([[row[j] for j in order] for row in after.weight], after.bias, after.activation)
    return Network(layers)


def scaled(network, seed=1):
    """Every hidden neuron multiplied by a positive number, which the next layer divides by: relu(c z) = c relu(z)."""
    layers, random = list(network.layers), Random(seed)
    for i in range(len(layers) - 1):
        layer, after = layers[i], layers[i + 1]
        factors = [Fraction(random.randint(1, 9), random.randint(1, 9)) for _ in layer.bias]
        rows = [[c * w for w in row] for c, row in zip(factors, layer.weight, strict=True)]
        layers[i] = Layer(rows, [c * b for c, b in zip(factors, layer.bias, strict=True)], layer.activation)
        rows = [[w / c for c, w in zip(factors, row, strict=True)] for row in after.weight]
        layers[i + 1] = Layer(rows, after.bias, after.activation)
    return Network(layers)


def with_layer(network, after, activation):
    """One more layer with the unit matrix: a duplicate of a ReLU layer, or an identity layer."""
    layers = list(network.layers)
    width = layers[after].outputs
    unit = [[int(i == j) for j in range(width)] for i in range(width)]
    layers.insert(after + 1, Layer(unit, [0] * width, activation))
    return Network(layers)


def with_change(network, layer, neuron, column, by):
    """One weight changed (column None: one bias)."""
    layers = list(network.layers)
    weight, bias = [list(row) for row in layers[layer].weight], list(layers[layer].bias)
    if column is None:
        bias[neuron] += by
    else:
        weight[neuron][column] += by
    layers[layer] = Layer(weight, bias, layers[layer].activation)
    return Network(layers)


def shallow_network(inputs, *layers):
    """A network from layers (rows, bias, activation), a row being a dictionary of numbers or numerals."""
    parts = []
    for rows, bias, word in layers:
        sparse = tuple(tuple((j, ExtendedRational(w)) for j, w in sorted(row.items())) for row in rows)
        words = (word,) * len(rows) if isinstance(word, str) else tuple(word)
        parts.append(ShallowLayer(sparse, tuple(map(ExtendedRational, bias)), words))
    return ShallowNetwork(inputs, tuple(parts))


def without_weight(shallow, gate, column):
    """The shallow network without one weight of its last hidden layer."""
    gates = shallow.layers[-2]
    rows = list(gates.rows)
    rows[gate] = tuple((j, w) for j, w in rows[gate] if j != column)
    layers = (*shallow.layers[:-2], replace(gates, rows=tuple(rows)), shallow.layers[-1])
    return ShallowNetwork(shallow.inputs, layers, domain=shallow.domain)


def closed_cells_only(network):
    """The naive construction: closed cells, summed, without the faces between them."""
    shallow = network.shallow()
    kept = [k for k, role in enumerate(shallow.roles[1]) if role.dimension == network.inputs]
    gates, sums = shallow.layers[1], shallow.layers[2]
    number = {k: i for i, k in enumerate(kept)}
    chosen = replace(
        gates,
        rows=tuple(gates.rows[k] for k in kept),
        bias=tuple(gates.bias[k] for k in kept),
        activation=("relu",) * len(kept),
    )
    rows = tuple(tuple((number[k], w) for k, w in row if k in number) for row in sums.rows)
    return ShallowNetwork(network.inputs, (shallow.layers[0], chosen, replace(sums, rows=rows)))


def infinite_weights(shallow):
    """The (gate, column) of every infinite weight of the last hidden layer."""
    return [(k, j) for k, row in enumerate(shallow.layers[-2].rows) for j, w in row if w.is_infinite]
