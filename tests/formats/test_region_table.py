"""Regions as CSV, JSON, LaTeX and graphs: what is written is read back and compared with the regions."""

import csv
import io
import json
import re
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings

from exactrelu import Domain, Layer, Network
from exactrelu.errors import MissingExtraError
from exactrelu.formats.dual_graph import dot_chunks, dual_graph
from exactrelu.formats.region_table import csv_chunks, json_chunks, latex_chunks
from tests import oracles
from tests.strategies import networks_with_domains

# Lines in general position: any two meet, no three in a point.
LINES = [(1, 0, 0), (0, 1, 0), (1, 1, -1), (2, -1, 5), (1, 3, 7)]
ARRANGEMENT = Network(
    [Layer([row[:-1] for row in LINES], [row[-1] for row in LINES]), Layer([[1, 2, 3, 4, 5]], [0], "identity")]
)
AFFINE = Network([Layer([["1/2", -3]], [0], "identity")])


def rows(regions):
    return list(csv.DictReader(io.StringIO("".join(csv_chunks(regions)))))


@settings(max_examples=25)
@given(networks_with_domains(inputs=(1, 3), depth=(1, 3), most_neurons=5))
def test_csv(case):
    network, domain = case
    regions = network.regions(domain)
    table = rows(regions)
    n = range(1, network.inputs + 1)
    assert len(table) == len(regions)
    for number, (row, region) in enumerate(zip(table, regions, strict=True), start=1):
        point = [Fraction(row[f"p{i}"]) for i in n]
        assert (row["region"], row["signs"]) == (str(number), "|".join(region.signs))
        assert (row["dimension"], row["bounded"]) == (str(region.dimension), "yes" if region.is_bounded else "no")
        assert point in region
        values = [
            sum(Fraction(row[f"w{k}_{i}"]) * point[i - 1] for i in n) + Fraction(row[f"b{k}"])
            for k in range(1, network.outputs + 1)
        ]
        assert tuple(values) == oracles.output(network, point)
        held = row["constraints"].split("; ") if row["constraints"] else []
        assert len(held) == len(region.inequalities) + len(region.equalities)


def test_csv_constraints_are_those_of_the_region():
    # Python itself reads them.
    for row, region in zip(rows(ARRANGEMENT.regions(faces=True)), ARRANGEMENT.regions(faces=True), strict=True):
        for x1 in range(-8, 9, 2):
            for x2 in range(-8, 9, 2):
                held = row["constraints"].replace(" = ", " == ").split("; ")
                inside = all(eval(text, {"x1": x1, "x2": x2}) for text in held)
                assert inside == region.closure_contains((x1, x2))


def test_long_numbers():
    huge = Network([Layer([[10**5000]], [Fraction(1, 7**6000)], "identity")])
    (row,) = rows(huge.regions())
    assert row["w1_1"] == "1" + "0" * 5000
    assert row["b1"].startswith("1/")
    assert len(row["b1"]) > 5000
    assert "0" * 5000 in "".join(latex_chunks(huge.regions()))
    assert json.loads("".join(json_chunks(huge.regions())))[0]["affine_map"]["weight"] == [["1" + "0" * 5000]]


@pytest.mark.parametrize("faces", [False, True])
def test_json(faces):
    regions = ARRANGEMENT.regions([(-3, 3), (-3, "1/2")], faces=faces)
    records = json.loads("".join(json_chunks(regions)))
    assert len(records) == len(regions)
    for record, region in zip(records, regions, strict=True):
        assert tuple(record["signs"]) == region.signs
        assert tuple(map(Fraction, record["interior_point"])) == region.interior_point
        for key, forms in (("inequalities", region.inequalities), ("equalities", region.equalities)):
            assert [[int(a) for a in row] for row in record[key]] == [[int(a) for a in form] for form in forms]
        assert [[Fraction(a) for a in row] for row in record["affine_map"]["weight"]] == [
            *map(list, region.affine_map.weight)
        ]
        assert [Fraction(b) for b in record["affine_map"]["bias"]] == list(region.affine_map.bias)
        assert [None if word is None else tuple(word) for word in record["neighbours"]] == list(region.neighbours)


def test_latex():
    text = "".join(latex_chunks(ARRANGEMENT.regions(faces=True)))
    lines = text.splitlines()
    assert len(lines) == 4 + len(ARRANGEMENT.regions(faces=True))
    for begin, end in (("{", "}"), (r"\begin{longtable}", r"\end{longtable}"), (r"\begin{array}", r"\end{array}")):
        assert text.count(begin) == text.count(end)
    assert all(line.count("$") == 4 and line.count(" & ") == 3 and line.endswith(r" \\") for line in lines[3:-1])
    assert r"= 0" in text
    assert r"\ge 0" in text


def test_latex_without_constraints():
    (line,) = "".join(latex_chunks(AFFINE.regions())).splitlines()[3:-1]
    assert line == r"  1 & \texttt{} & $\text{everywhere}$ & $y_{1} = \frac{1}{2}x_{1} - 3x_{2}$ \\"


@pytest.mark.extra("networkx")
def test_the_dual_graph_of_an_arrangement():
    import networkx

    k = len(LINES)
    graph = dual_graph(ARRANGEMENT.regions())
    # Lines in general position have 1 + k + C(k, 2) regions and k * k segments.
    assert (len(graph), graph.number_of_edges()) == (1 + k + comb(k, 2), k * k)
    assert networkx.is_connected(graph)
    assert networkx.is_bipartite(graph)
    for a, b, data in graph.edges(data=True):
        one, two = graph.nodes[a], graph.nodes[b]
        changed = [i for i, (s, t) in enumerate(zip(one["signs"][0], two["signs"][0], strict=True)) if s != t]
        assert len(changed) == 1
        assert data["signs"][0][changed[0]] == "0"
        assert oracles.at(data["form"], one["interior_point"]) > 0 > oracles.at(data["form"], two["interior_point"])
        assert one["affine_map"] != two["affine_map"]


@pytest.mark.extra("networkx")
@settings(max_examples=20)
@given(networks_with_domains(inputs=(1, 3), depth=(1, 3), most_neurons=5))
def test_the_dual_graph_counts_cells_only(case):
    network, domain = case
    graph = dual_graph(network.regions(domain))
    other = dual_graph(network.regions(domain, faces=True))
    assert dict(graph.nodes(data="signs")) == dict(other.nodes(data="signs"))
    assert set(graph.edges) == set(other.edges)
    for node, data in graph.nodes(data=True):
        region = network.regions(domain).locate(data["interior_point"])
        assert region.signs == data["signs"]
        assert graph.degree[node] == sum(word is not None for word in region.neighbours)


@pytest.mark.extra("networkx")
def test_dot_is_the_dual_graph():
    regions = ARRANGEMENT.regions(Domain.box([(-3, 3), ("-oo", 2)]))
    text = "".join(dot_chunks(regions))
    graph = dual_graph(regions)
    nodes = dict(re.findall(r'^  (\d+) \[label="([-+|]*)"\];$', text, re.MULTILINE))
    assert nodes == {str(node + 1): "|".join(signs) for node, signs in graph.nodes(data="signs")}
    edges = re.findall(r'^  (\d+) -- (\d+) \[label="(.*) = 0"\];$', text, re.MULTILINE)
    assert {(int(a) - 1, int(b) - 1) for a, b, _ in edges} == set(graph.edges)
    assert text.count("\n") == len(nodes) + len(edges) + 2


def test_a_missing_package_is_named(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(MissingExtraError, match=r"exactrelu\[networkx\]"):
        dual_graph(AFFINE.regions())
