"""Attributions are the same, whoever computes them."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest

from exactrelu import Layer, Network
from exactrelu.cli import main
from exactrelu.errors import WorkerLostError
from exactrelu.explain import integrated_gradients, shapley
from exactrelu.explain.coalitions import Game, coalition_parts, shapley_sums
from exactrelu.regions import WorkerPool
from exactrelu.regions.workers import in_order

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
POINT = tuple(Fraction(n, 7) for n in range(1, 11))
ROWS = [tuple(Fraction(n * k, 5 + k) for n in range(1, 11)) for k in range(3)]


@pytest.fixture(scope="module")
def network():
    hidden = [[(3 * i * j + i - j) % 7 - 3 for i in range(10)] for j in range(4)]
    out = [[1, -2, 3, 1], [Fraction(1, 3), 0, -1, 2]]
    return Network([Layer(hidden, [-1, 0, 2, 1]), Layer(out, [0, 1], "identity")])


@pytest.mark.parametrize("options", [{}, {"samples": 7, "seed": 5}, {"groups": [(0, 3), (1, 2, 9)]}])
def test_shapley_values_by_others(network, options):
    here = shapley(network, POINT, background=ROWS, **options)
    with ThreadPoolExecutor(2) as pool:
        assert shapley(network, POINT, background=ROWS, executor=pool, **options) == here


def test_integrated_gradients_by_others(network):
    with WorkerPool(2) as pool:
        there = integrated_gradients(network, POINT, background=ROWS, executor=pool)
    assert there == integrated_gradients(network, POINT, background=ROWS)


def test_parts_of_all_coalitions_add_up(network):
    game = Game(network, Network(network.layers[1:]), POINT, ROWS[1], [(i,) for i in range(10)])
    (whole,) = coalition_parts(game, network.outputs, 1024)
    for largest in (1, 8, 512):
        parts = list(coalition_parts(game, network.outputs, largest))
        assert (len(parts), {part.size for part in parts}) == (1024 // largest, {largest})
        sums = [
            [sum(column) for column in zip(*rows, strict=True)] for rows in zip(*map(shapley_sums, parts), strict=True)
        ]
        assert sums == shapley_sums(whole)


def test_at_the_command_line(capsys):
    words = ["explain", str(EXAMPLES / "iris.json"), "--at", "5,3,1,0", "--attribution", "shapley", "--json"]
    words += ["--background", str(EXAMPLES / "iris.csv")]
    assert main(words) == 0
    here = capsys.readouterr().out
    assert main([*words, "--workers", "2"]) == 0
    assert capsys.readouterr().out == here
    assert main(["explain", str(EXAMPLES / "iris.json"), "--at", "5,3,1,0", "--workers", "2"]) == 64


def once(file, number):
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return number
    return os.kill(os.getpid(), signal.SIGKILL)


def always(parent, number):
    return os.kill(os.getpid(), signal.SIGKILL) if os.getpid() != parent else number


def test_lost_workers(tmp_path):
    with WorkerPool(2) as pool:
        assert list(in_order(pool, partial(once, str(tmp_path / "killed")), range(20))) == list(range(20))
    with WorkerPool(1) as pool, pytest.raises(WorkerLostError, match="3 times"):
        list(in_order(pool, partial(always, os.getpid()), range(3)))
