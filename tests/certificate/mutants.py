"""Mutants of certificates, one change at a time, and a judge that shares no code with producer or checker.

A mutant that the checker accepts must still state something true: the judge reads the two networks that it embeds, and
evaluates both in exact arithmetic of the tests' own at many points of its domain, on hyperplanes and at vertices too.
Header fields that no checker verifies (producer, source_sha256, reading_rule) are exempt: they are listed, not mutated.
"""

import hashlib
import json
from fractions import Fraction
from itertools import product

from tests.oracles import IndeterminateError, shallow_output

UNVERIFIED = ("producer", "source_sha256", "reading_rule")
PROOF_START = {"a": 2, "i": 2, "d": 2, "e": 1, "h": 5}
TOKENS = ("a", "i", "d", "e", "s", "t", "h", "l", "o")


def read(text):
    """The lines of a certificate as Python values."""
    return [json.loads(line) for line in text.splitlines()]


def write(lines):
    """The text of a certificate."""
    return "".join(json.dumps(line) + "\n" for line in lines)


def heads(lines):
    """The line numbers of the two network objects, and of the first token."""
    first = 1
    second = first + 1 + sum(lines[first]["widths"])
    return first, second, second + 1 + sum(lines[second]["widths"])


def rehash(lines):
    """States the hashes that the embedded networks have, so that a mutant is not rejected by these alone."""
    first, second, tokens = heads(lines)
    for head, end in ((first, second), (second, tokens)):
        text = f"exactrelu-network 1\ninputs {lines[0]['inputs']}\n"
        place = head + 1
        for width in lines[head]["widths"]:
            text += f"layer {width}\n"
            for word, bias, weights in lines[place : place + width]:
                text += " ".join([word, bias, *(f"{column}:{weight}" for column, weight in weights.items())]) + "\n"
            place += width
        if place == end:
            lines[head]["network_sha256"] = hashlib.sha256(text.encode()).hexdigest()


# --- The mutations: each changes the parsed lines in place, with dice, and says what it did.


def network_number(lines, dice):
    """Another weight or bias somewhere."""
    first, second, tokens = heads(lines)
    neuron = lines[dice.choice([i for i in range(first + 1, tokens) if i != second])]
    places = ["bias", *neuron[2]]
    place = dice.choice(places)
    old = neuron[1] if place == "bias" else neuron[2][place]
    new = dice.choice([_other(old, dice), _negated(old), "oo", "-oo", "0"])
    if place == "bias":
        neuron[1] = new
    elif new == "0":
        del neuron[2][place]
    else:
        neuron[2][place] = new
    rehash(lines)
    return f"{place} {old} -> {new}"


def _other(numeral, dice):
    if numeral.endswith("oo"):
        return dice.choice(["1", "-1", "1000000"])
    return str(Fraction(numeral) + dice.choice([1, -1, Fraction(1, 3), Fraction(1, 10**9)]))


def _negated(numeral):
    return numeral[1:] if numeral.startswith("-") else numeral if numeral == "0" else f"-{numeral}"


def weight_column(lines, dice):
    """A weight at another column, or one more weight."""
    first, second, tokens = heads(lines)
    neuron = lines[dice.choice([i for i in range(first + 1, tokens) if i != second])]
    weights = dict(neuron[2])
    column = str(dice.randrange(12))
    if weights and dice.random() < 0.5:
        weights[column] = weights.pop(dice.choice(list(weights)))
    else:
        weights[column] = dice.choice(["1", "-oo", "-1/2"])
    neuron[2] = dict(sorted(weights.items(), key=lambda item: int(item[0])))
    rehash(lines)
    return f"weights {neuron[2]}"


def activation(lines, dice):
    """ReLU instead of identity, or the other way."""
    first, second, tokens = heads(lines)
    neuron = lines[dice.choice([i for i in range(first + 1, tokens) if i != second])]
    neuron[0] = "identity" if neuron[0] == "relu" else "relu"
    rehash(lines)
    return f"activation {neuron[0]}"


def neuron_line(lines, dice):
    """Two neurons exchanged, one twice, one gone."""
    first, second, tokens = heads(lines)
    i, j = (dice.choice([k for k in range(first + 1, tokens) if k != second]) for _ in range(2))
    what = dice.choice(["exchanged", "twice", "gone"])
    if what == "exchanged":
        lines[i], lines[j] = lines[j], lines[i]
        rehash(lines)
    elif what == "twice":
        lines.insert(i, lines[i])
    else:
        del lines[i]
    return f"neuron line {i} {what}"


def header(lines, dice):
    """A field of the header or of a network's head."""
    first, second, _ = heads(lines)
    target = lines[dice.choice([0, 0, first, second])]
    key = dice.choice([key for key in target if key not in UNVERIFIED])
    n = lines[0]["inputs"]
    inequality = [dice.randint(-2, 2) for _ in range(n + 1)]
    changes = {
        "format": ["exactrelu", None],
        "version": [0, 2, "1"],
        "kind": ["construction", "partition"],
        "construction": ["closed-faces", "half-open"],
        "inputs": [n + 1, n - 1],
        "domain": [
            None,
            {"inequalities": [inequality], "equalities": []},
            {"inequalities": [], "equalities": [inequality]},
        ],
        "network": ["deep", "shallow", "first", "second"],
        "widths": [[*target.get("widths", []), 1], target.get("widths", [])[1:], target.get("widths", [])[::-1]],
        "network_sha256": ["0" * 64, lines[first]["network_sha256"], lines[second]["network_sha256"]],
    }
    target[key] = dice.choice(changes[key])
    return f"{key} = {target[key]}"


def proof_integer(lines, dice):
    """One integer of a token."""
    token = _token(lines, dice)
    path = _integer_places(token)
    if not path:
        return "nothing"
    *way, last = dice.choice(path)
    holder = token
    for step in way:
        holder = holder[step]
    old = holder[last]
    holder[last] = dice.choice([old + 1, old - 1, -old, 0, 2 * old, old + dice.randint(-3, 3)])
    return f"{token[0]}: {old} -> {holder[last]}"


def _integer_places(token, way=()):
    places = []
    for i, entry in enumerate(token):
        if isinstance(entry, list):
            places += _integer_places(entry, (*way, i))
        elif isinstance(entry, int):
            places.append((*way, i))
    return places


def proof_shape(lines, dice):
    """A proof without a term, with a term twice, a weaker or an empty one, or exchanged for another token's."""
    token = _token(lines, dice)
    start = PROOF_START.get(token[0])
    if start is None or len(token) < start + 2:
        return proof_integer(lines, dice)
    what = dice.choice(["shorter", "longer", "empty", "other", "scaled", "weaker"])
    proof = token[start:]
    if what == "shorter":
        proof = proof[:-2]
    elif what == "longer":
        proof += proof[-2:] if len(proof) > 2 else [0, 1]
    elif what == "empty":
        proof = proof[:2]
    elif what == "scaled":
        proof = [entry * (1 if i >= 2 and i % 2 == 0 else 3) for i, entry in enumerate(proof)]
    elif what == "weaker":
        proof[1] += 1
    else:
        other = _token(lines, dice)
        proof = other[PROOF_START.get(other[0], 1) :]
    token[start:] = proof
    return f"{token[0]}: proof {what}"


def token_kind(lines, dice):
    """A fact of the other sign, a split for a fact, another status."""
    token = _token(lines, dice)
    old = token[0]
    if old == "h" and dice.random() < 0.7:
        token[4] = dice.choice(["+", "p", "0", "x"])
        return f"status {token[4]}"
    token[0] = {"a": "i", "i": "a", "s": "t", "t": "s", "d": "a", "e": "l", "l": "e", "o": "e"}.get(old, "a")
    if dice.random() < 0.3:
        token[0] = dice.choice(TOKENS)
    return f"{old} -> {token[0]}"


def token_order(lines, dice):
    """Tokens dropped, doubled, exchanged, moved; the file cut short or with a line more."""
    _, _, start = heads(lines)
    i, j = (dice.randrange(start, len(lines)) for _ in range(2))
    what = dice.choice(["drop", "double", "exchange", "move", "cut", "more"])
    if what == "drop":
        del lines[i]
    elif what == "double":
        lines.insert(i, lines[i])
    elif what == "exchange":
        lines[i], lines[j] = lines[j], lines[i]
    elif what == "move":
        lines.insert(j, lines.pop(i))
    elif what == "cut":
        del lines[i:]
    else:
        lines.append(lines[i])
    return f"{what} {i} {j}"


def leaf_entry(lines, dice):
    """Gates and proofs of an output exchanged, a gate of another leaf, a leaf without proof."""
    tokens = [line for line in lines[heads(lines)[2] :] if line[0] in ("o", "l")]
    token, other = dice.choice(tokens), dice.choice(tokens)
    k = dice.randrange(1, len(token))
    what = dice.choice(["exchange", "borrow", "no proof"])
    if token[0] == "l":
        token[k] = 0 if token[k] else [[1, 0], [1, 0]]
    elif what == "exchange":
        token[k] = token[k][::-1]
    elif what == "borrow":
        token[k] = other[min(k, len(other) - 1)]
    else:
        token[k] = [[1, 0], token[k][1]]
    return f"leaf {what}"


def wrong_network(lines, dice):
    """The naive variants: no lower-dimensional faces, a penalty forgotten, a large number for oo, all signs +."""
    _, second, tokens = heads(lines)
    rows = lines[second + 1 : tokens]
    infinite = [row for row in rows if any(weight.endswith("oo") for weight in row[2].values())]
    what = dice.choice(["forget", "large", "plus"])
    if what == "plus" or not infinite:
        for row in rows[-lines[second]["widths"][-1] :]:
            row[2] = dict.fromkeys(row[2], "1")
    elif what == "forget":
        row = dice.choice(infinite)
        column = dice.choice([column for column, weight in row[2].items() if weight.endswith("oo")])
        del row[2][column]
    else:
        for row in infinite:
            row[2] = {column: weight.replace("oo", "1000000000") for column, weight in row[2].items()}
    rehash(lines)
    return f"wrong network: {what}"


def _token(lines, dice):
    return lines[dice.randrange(heads(lines)[2], len(lines))]


MUTATIONS = (
    network_number,
    weight_column,
    activation,
    neuron_line,
    header,
    proof_integer,
    proof_integer,
    proof_shape,
    token_kind,
    token_order,
    leaf_entry,
    wrong_network,
)


def mutant(text, dice):
    """A mutant of a certificate's text, and what was done; the text may come out unchanged."""
    lines = read(text)
    mutation = dice.choice(MUTATIONS)
    try:
        what = mutation(lines, dice)
    except IndexError:
        # There is nothing of that kind in this certificate: no token with an integer, no weight, no leaf.
        return text, f"{mutation.__name__}: nothing to change"
    return write(lines), f"{mutation.__name__}: {what}"


def is_unchanged(text, changed):
    """Whether a mutation did nothing."""
    return read(text) == read(changed)


# --- The judge.


def embedded(lines):
    """The two networks in the oracle's form: [(rows, biases, words)] per layer."""
    networks = []
    first, second, _ = heads(lines)
    for head in (first, second):
        place, layers = head + 1, []
        for width in lines[head]["widths"]:
            neurons = lines[place : place + width]
            rows = [[(int(column), _number(weight)) for column, weight in neuron[2].items()] for neuron in neurons]
            layers.append((rows, [_number(neuron[1]) for neuron in neurons], [neuron[0] for neuron in neurons]))
            place += width
        networks.append(layers)
    return networks


def _number(text):
    return {"oo": 1, "-oo": -1}.get(text) or Fraction(text)


def points(lines, dice, how_many=60):
    """Points of the domain: a small grid, random ones, and points on the hyperplanes of the first layers."""
    n = lines[0]["inputs"]
    found = [list(map(Fraction, point)) for point in product((-1, 0, 1), repeat=n)][:81]
    forms = [
        ([dict(row).get(i, Fraction(0)) for i in range(n)], bias)
        for layers in embedded(lines)
        for row, bias in zip(*layers[0][:2], strict=True)
        if any(type(weight) is Fraction and weight for _, weight in row)
    ]
    for _ in range(how_many):
        point = [Fraction(dice.randint(-40, 40), dice.randint(1, 12)) for _ in range(n)]
        for _ in range(dice.randint(0, n)):
            weights, bias = dice.choice(forms) if forms else ([Fraction(0)] * n, Fraction(0))
            places = [i for i, weight in enumerate(weights) if type(weight) is Fraction and weight]
            if places and all(type(weight) is Fraction for weight in weights):
                i = dice.choice(places)
                rest = sum(w * x for k, (w, x) in enumerate(zip(weights, point, strict=True)) if k != i)
                point[i] = -(rest + bias) / weights[i]
        found.append(point)
    domain = lines[0]["domain"] or {"inequalities": [], "equalities": []}

    def value(form, point):
        return sum(a * x for a, x in zip(form, point, strict=False)) + form[-1]

    return [
        point
        for point in found
        if all(value(form, point) >= 0 for form in domain["inequalities"])
        and all(value(form, point) == 0 for form in domain["equalities"])
    ]


def difference(text, dice):
    """A point of the domain where the embedded networks differ, with both outputs, or None if none was found."""
    lines = read(text)
    first, second = embedded(lines)
    for point in points(lines, dice):
        values = []
        for layers in (first, second):
            try:
                values.append(shallow_output(layers, point))
            except IndeterminateError:
                values.append(None)
        if values[0] != values[1] or None in values:
            return point, values
    return None
