import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import pytest

from exactrelu import Layer, Network
from exactrelu.cli import main
from exactrelu.cli.data import read_data, read_groups
from exactrelu.cli.explain_text import Counter, readable
from exactrelu.errors import FormatError

IRIS = Path(__file__).resolve().parents[2] / "examples" / "iris.json"
FLOWERS = IRIS.with_suffix(".csv")
# Two hyperplanes that meet in the origin, then one that bends: 2 * relu(relu(x) + relu(y) - 1) + 1/3.
QUADRANTS = Network([Layer([[1, 0], [0, 1]], [0, 0]), Layer([[1, 1]], [-1]), Layer([[2]], ["1/3"], "identity")])
# Class 1 where |x| + |y| < 2, class 0 where it is more.
DIAMOND = Network(
    [
        Layer([[1, 0], [-1, 0], [0, 1], [0, -1]], [0] * 4),
        Layer([[1] * 4, [0] * 4], [0, 2], "identity"),
    ]
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    QUADRANTS.save(tmp_path / "net.json")
    DIAMOND.save(tmp_path / "diamond.json")
    QUADRANTS.shallow().save(tmp_path / "shallow.json")
    DIAMOND.shallow().save(tmp_path / "other.json")
    (tmp_path / "data.csv").write_text("age,dose\n0,0\n\n1/2, 0.25\n-3,4\n")
    (tmp_path / "plain.csv").write_text("0,0\n2,2\n")
    (tmp_path / "bad.csv").write_text("age,dose\n0,0\n1,x\n")
    (tmp_path / "wide.csv").write_text("0,0\n1,2,3\n")
    (tmp_path / "empty.csv").write_text("age,dose\n")
    (tmp_path / "twice.csv").write_text("age,age\n1,2\n")
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys, line):
    """The exit code, stdout and stderr of `exactrelu explain`."""
    capsys.readouterr()
    return (main(["explain", *line.split()]), *capsys.readouterr())


def result(capsys, line):
    code, out, err = run(capsys, f"{line} --json")
    assert (code, err) == (0, "")
    return json.loads(out)


def text(capsys, line):
    code, out, err = run(capsys, line)
    assert (code, err) == (0, "")
    return out


def numbers(row):
    return [Fraction(word) for word in row]


def test_a_point_inside_a_region(capsys, folder):
    found = result(capsys, "net.json --at 2,1/2 --names age,dose")
    assert found["output"] == ["10/3"]
    assert found["face"]["signs"] == ["++", "+"]
    assert found["face"]["dimension"] == 2
    # x >= 0 is implied neither by y >= 0 nor by x + y >= 1.
    assert sorted(found["face"]["inequalities"]) == [["0", "1", "0"], ["1", "0", "0"], ["1", "1", "-1"]]
    assert sorted(found["face"]["conditions"]) == ["age + dose - 1 >= 0", "age >= 0", "dose >= 0"]
    assert found["affine"] == {"weight": [["2", "2"]], "bias": ["-5/3"]}
    assert found["distances"]["l1"]["value"] == "1/2"
    assert found["shallow"] is None
    assert "attributions" not in found
    assert "counterfactual" not in found


def test_a_point_on_a_boundary(capsys, folder):
    found = result(capsys, "net.json --at 0,1")
    assert found["face"]["signs"] == ["0+", "0"]
    assert found["face"]["dimension"] == 0
    assert len(found["cells"]) == 4
    assert found["distances"]["on_boundary"] is True
    out = text(capsys, "net.json --at 0,1")
    assert "of dimension 0, on the boundary of 4 cells" in out
    assert out.partition("Around it are the cells\n")[2].split()[:4] == [
        "|".join(cell["signs"]) for cell in found["cells"]
    ]
    assert "hidden layer 1: 2 (of 2); at zero: 1" in out


def test_the_text_says_it_in_the_names_of_the_features(capsys, folder):
    out = text(capsys, "net.json --at 2,1/2 --names age,dose --shallow shallow.json")
    assert out.startswith("At\n  age   =  2\n  dose  =  1/2\nthe output is\n  y1  =  10/3\n")
    assert "  age + dose - 1 >= 0\n" in out
    assert "  hidden layer 1: 1, 2 (of 2)\n" in out
    assert "  dose down   1/2\n" in out
    # Carrier and facet are one neuron: the value of dose.
    assert "shallow layer 1" in out
    assert "positive part of output 1 on face" in out


def test_the_firing_neurons_of_the_shallow_network_add_up(capsys, folder):
    found = result(capsys, "net.json --at 0,7/2 --shallow shallow.json")
    amounts = [Fraction(part["amount"]) for neuron in found["shallow"] for part in neuron["contributions"]]
    assert len(amounts) > 1
    assert sum(amounts) == Fraction(found["output"][0]) == Fraction(16, 3)


def test_a_domain_bounds_the_face(capsys, folder):
    free = result(capsys, "net.json --at -1,-1")["face"]
    part = result(capsys, "net.json --at -1,-1 --box -2:0,-2:0")["face"]
    assert (len(free["inequalities"]), len(part["inequalities"])) == (2, 4)
    code, out, err = run(capsys, "net.json --at 3,3 --box 0:1,0:1")
    assert (code, out, err.count("\n")) == (2, "", 1)


def shapley_by_orders(network, point, row):
    """By the definition: the mean, over all orders of the inputs, of what each adds."""
    totals = [[Fraction(0)] * network.inputs for _ in range(network.outputs)]
    orders = list(permutations(range(network.inputs)))
    for order in orders:
        mixture = list(row)
        for i in order:
            before = network(mixture)
            mixture[i] = point[i]
            for total, a, b in zip(totals, network(mixture), before, strict=True):
                total[i] += a - b
    return [[value / len(orders) for value in total] for total in totals]


def test_shapley_values_of_a_flower(capsys):
    flower, baseline = "5.1,3.5,1.4,0.2", "6,3,4,1"
    found = result(capsys, f"{IRIS} --at {flower} --attribution shapley --baseline {baseline}")
    network = Network.load(IRIS)
    point, row = ([Fraction(x) for x in text.split(",")] for text in (flower, baseline))
    assert list(map(numbers, found["attributions"])) == shapley_by_orders(network, point, row)
    assert numbers(found["attribution"]["reference"]) == list(network(row))
    assert found["attribution"]["sampled"] is None


@pytest.mark.parametrize("method", ["shapley", "integrated-gradients"])
def test_attributions_over_a_background_add_up(capsys, method):
    found = result(capsys, f"{IRIS} --at 5.1,3.5,1.4,0.2 --attribution {method} --background {FLOWERS}")
    with FLOWERS.open() as stream:
        header, *rows = csv.reader(stream)
    assert found["names"] == header
    outputs = [Network.load(IRIS)(list(map(Fraction, row))) for row in rows]
    for o, values in enumerate(found["attributions"]):
        assert len(values) == 4
        mean = sum(output[o] for output in outputs) / len(rows)
        assert sum(numbers(values)) == Fraction(found["output"][o]) - mean


def test_integrated_gradients_along_a_bent_segment(capsys, folder):
    # From (0, 0) to (2, 1) the network bends where 3 s = 1; from there on its gradient is (2, 2), for 2/3 of the way.
    found = result(capsys, "net.json --at 2,1 --attribution integrated-gradients --baseline 0,0")
    assert found["attributions"] == [["8/3", "4/3"]]
    out = text(capsys, "net.json --at 2,1 --attribution integrated-gradients --baseline 0,0")
    assert "Attributions (integrated-gradients)\n               y1\n  x1           8/3\n  x2           4/3\n" in out


def test_groups_are_players(capsys):
    line = f"{IRIS} --at 5.1,3.5,1.4,0.2 --attribution shapley --background {FLOWERS}"
    sepal, petal = "sepal length+sepal width", "petal length+petal width"
    capsys.readouterr()
    assert main(["explain", *line.split(), "--groups", f"{sepal},{petal}", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["attribution"]["players"] == [[0, 1], [2, 3]]
    assert found["attribution"]["names"] == ["sepal length + sepal width", "petal length + petal width"]
    assert [len(row) for row in found["attributions"]] == [2, 2, 2]


def test_samples_are_labelled(capsys, folder):
    line = "net.json --at 2,1 --attribution shapley --baseline 0,0 --samples 3 --seed 7"
    assert result(capsys, line)["attribution"]["sampled"] == {"permutations": 3, "seed": 7}
    assert "sampled: 3 permutations" in text(capsys, line)


def test_more_features_than_can_be_exact_are_refused(capsys, folder):
    Network([Layer([[1] * 17], [0]), Layer([[1]], [0], "identity")]).save(folder / "many.json")
    line = f"many.json --at {','.join('1' * 17)} --attribution shapley --baseline {','.join('0' * 17)}"
    code, out, err = run(capsys, line)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "2^17" in err
    found = result(capsys, f"{line} --samples 1")
    assert found["attributions"] == [["1"] * 17]


@pytest.mark.parametrize(("norm", "point", "distance"), [("l1", "1/2,0", "3/2"), ("linf", "1/2,0", "3/4")])
def test_nearest_counterfactuals(capsys, folder, norm, point, distance):
    found = result(capsys, f"diamond.json --at {point} --counterfactual 0 --norm {norm}")["counterfactual"]
    assert (found["classes"], found["targets"], found["distance"]) == ([1], [0], distance)
    nearest = numbers(found["nearest"])
    assert sum(map(abs, nearest)) == 2
    steps = [abs(a - b) for a, b in zip(nearest, [Fraction(1, 2), Fraction(0)], strict=True)]
    assert (sum(steps) if norm == "l1" else max(steps)) == Fraction(distance)


def test_a_counterfactual_in_words(capsys, folder):
    out = text(capsys, "diamond.json --at 3,0 --counterfactual any --norm l1")
    assert "The nearest point with class 1 (here: class 0) is 1 away in L1, the only one\n" in out
    assert "  x1  =  2  (change -1)\n" in out
    assert "Farkas" in out
    margin = result(capsys, "diamond.json --at 3,0 --counterfactual 1 --norm l1 --margin 1/2")["counterfactual"]
    assert margin["distance"] == "3/2"
    nowhere = text(capsys, "diamond.json --at 3,0 --counterfactual 1 --box 3:4,0:1")
    assert "No point of the domain has class 1" in nowhere


def test_a_counterfactual_of_one_class_among_three(capsys):
    """The nearest point of any other class is the nearer one of those of each class."""
    line = f"{IRIS} --at 5.5,2.4,3.8,1.1 --norm l1 --counterfactual"
    any_class, setosa, virginica = (result(capsys, f"{line} {k}")["counterfactual"] for k in ("any", 0, 2))
    assert (any_class["targets"], setosa["targets"], virginica["targets"]) == ([0, 2], [0], [2])
    distances = [Fraction(found["distance"]) for found in (setosa, virginica)]
    assert distances[0] != distances[1]
    assert Fraction(any_class["distance"]) == min(distances)
    scores = Network.load(IRIS)(numbers(setosa["nearest"]))
    assert scores[0] == max(scores)


def test_unproved_counterfactuals_are_not_shown(capsys, folder, monkeypatch):
    monkeypatch.setattr("exactrelu.explain.Counterfactual.verify", lambda _: False)
    code, out, err = run(capsys, "diamond.json --at 3,0 --counterfactual any")
    assert (code, out, err.count("\n")) == (70, "", 1)


def test_coefficients_with_volumes_and_counts(capsys, folder):
    line = "net.json --global coefficients --box -1:1,-1:1 --data plain.csv"
    regions = result(capsys, line)["regions"]
    assert sum(Fraction(row["volume"]) for row in regions) == 4
    assert sum(Fraction(row["count"]) for row in regions) == 1  # the other point lies outside
    rows = list(csv.reader(io.StringIO(text(capsys, line))))
    assert rows[0] == ["region", "signs", "output", "x1", "x2", "constant", "volume", "count"]
    assert [row[3:6] for row in rows if row[1] == "++|+"] == [["2", "2", "-5/3"]]
    assert len(rows) == 1 + len(regions)
    unbounded = result(capsys, "net.json --global coefficients")["regions"]
    without = result(capsys, f"{line} --no-volumes")["regions"]
    assert without == [row | {"volume": None} for row in regions]
    assert run(capsys, "net.json --global mean --box 0:1,0:1 --no-volumes")[0] == 64
    assert len(unbounded) == 7
    assert {row["volume"] for row in unbounded} == {None}


def test_importance_and_mean_on_the_unit_square(capsys, folder):
    # The gradient is (2, 2) on the half above x + y = 1; the mean of 2 * relu(x + y - 1) is 2 * 1/6.
    found = result(capsys, "net.json --global importance --box 0:1,0:1 --names age,dose")
    assert (found["absolute"], found["weighting"], found["names"]) == ([["1", "1"]], "volume", ["age", "dose"])
    assert "  age   1\n" in text(capsys, "net.json --global importance --box 0:1,0:1 --names age,dose")
    mean = result(capsys, "net.json --global mean --box 0:1,0:1")
    assert (mean["mean"], mean["integral"], mean["volume"]) == (["2/3"], ["2/3"], "1")
    assert text(capsys, "net.json --global mean --box 0:1,0:1") == "mean of y1  2/3\nvolume      1\n"
    # Where both inputs are negative the output is its constant.
    flat = result(capsys, "net.json --global mean --box -2:0,-3:0")
    assert (flat["mean"], flat["integral"], flat["volume"]) == (["1/3"], ["2"], "6")
    # (0, 0) lies in three cells, flat ones, and (2, 2) in the steep one.
    assert result(capsys, "net.json --global importance --data plain.csv")["absolute"] == [["1", "1"]]


def test_membership(capsys, folder):
    found = result(capsys, "net.json --global membership --data data.csv")
    assert (found["points"], found["outside"], found["names"]) == (3, 0, ["age", "dose"])
    assert sum(Fraction(row["count"]) for row in found["regions"]) == 3
    assert found["regions"][0] == {"region": found["members"][1][0], "signs": ["++", "-"], "count": "5/4"}
    out = text(capsys, "net.json --global membership --data data.csv")
    assert out.startswith("3 points, 0 of them outside the domain\n5 of 7 regions hold points\n")
    assert "++|-  5/4  " + "#" * 40 + "\n" in out


def test_decisions_and_their_boundary(capsys, folder):
    found = result(capsys, "diamond.json --global decisions --box -2:2,-2:2")
    assert found["volumes"] == [{"classes": [0], "volume": "8"}, {"classes": [1], "volume": "8"}]
    assert len(found["pieces"]) == 8
    out = text(capsys, "diamond.json --global decisions --box -2:2,-2:2")
    assert out.endswith("class 0: volume 8\nclass 1: volume 8\n")
    assert result(capsys, "diamond.json --global decisions")["volumes"] is None
    edges = result(capsys, "diamond.json --global boundary")["pieces"]
    ends = {tuple(sorted(map(tuple, edge["polyhedron"]["vertices"]))) for edge in edges}
    corners = {x: tuple(x.split(",")) for x in ("2,0", "-2,0", "0,2", "0,-2")}
    expected = [("2,0", "0,2"), ("2,0", "0,-2"), ("-2,0", "0,2"), ("-2,0", "0,-2")]
    assert ends == {tuple(sorted((corners[a], corners[b]))) for a, b in expected}
    assert text(capsys, "diamond.json --global boundary").count("tie of classes 0 and 1 in region") == 4


BAD_INPUT = {
    "no file": ("none.json --at 1,1", "none.json: No such file"),
    "short point": ("net.json --at 1", "--at has 1 coordinates"),
    "no number": ("net.json --at 1,x", "--at, coordinate 2"),
    "bad baseline": ("net.json --at 1,1 --attribution shapley --baseline 0,y", "--baseline, coordinate 2"),
    "long baseline": ("net.json --at 1,1 --attribution shapley --baseline 0,0,0", "--baseline has 3 coordinates"),
    "no table": ("net.json --at 1,1 --attribution shapley --background none.csv", "none.csv: No such file"),
    "a word in the table": ("net.json --at 1,1 --attribution shapley --background bad.csv", "line 3, column 2"),
    "wide table": ("net.json --at 1,1 --attribution shapley --background wide.csv", "line 2: 3 columns"),
    "empty table": ("net.json --at 1,1 --attribution shapley --background empty.csv", "no rows"),
    "names twice": ("net.json --at 1,1 --attribution shapley --background twice.csv", "'age'"),
    "no text": ("net.json --at 1,1 --attribution shapley --background bytes.csv", "bytes.csv"),
    "too few names": ("net.json --at 1,1 --names age", "--names: 1 feature names"),
    "empty name": ("net.json --at 1,1 --names age,", "--names"),
    "unknown group": ("net.json --at 1,1 --attribution shapley --baseline 0,0 --groups x1+x9", "'x9'"),
    "group twice": ("net.json --at 1,1 --attribution shapley --baseline 0,0 --groups x1+x2,x1", "'x1' comes twice"),
    "no such class": ("net.json --at 1,1 --counterfactual 2", "a class from 0 to 1"),
    "class in words": ("net.json --at 1,1 --counterfactual red", "'red'"),
    "bad margin": ("net.json --at 1,1 --counterfactual 1 --margin x", "--margin"),
    "negative margin": ("net.json --at 1,1 --counterfactual 1 --margin -1", "negative"),
    "another shallow network": ("net.json --at 1,1 --shallow other.json", "other.json: this network gives another"),
    "unbounded mean": ("net.json --global mean", "bounded"),
    "half-bounded importance": ("net.json --global importance --box 0:,0:1", "bounded"),
    "no data in the domain": ("net.json --global importance --data plain.csv --box 5:6,5:6", "no data point"),
}


@pytest.mark.parametrize(("line", "message"), BAD_INPUT.values(), ids=BAD_INPUT)
def test_bad_input(capsys, folder, line, message):
    code, out, err = run(capsys, line)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("exactrelu: ")
    assert message in err


WRONG_USAGE = {
    "neither point nor view": "net.json",
    "point and view": "net.json --at 1,1 --global mean",
    "unknown view": "net.json --global nothing",
    "unknown method": "net.json --at 1,1 --attribution guess --baseline 0,0",
    "unknown norm": "net.json --at 1,1 --counterfactual 0 --norm l2",
    "method alone": "net.json --at 1,1 --attribution shapley",
    "two references": "net.json --at 1,1 --attribution shapley --baseline 0,0 --background data.csv",
    "baseline alone": "net.json --at 1,1 --baseline 0,0",
    "groups of gradients": "net.json --at 1,1 --attribution integrated-gradients --baseline 0,0 --groups x1+x2",
    "samples of gradients": "net.json --at 1,1 --attribution integrated-gradients --baseline 0,0 --samples 2",
    "no samples": "net.json --at 1,1 --attribution shapley --baseline 0,0 --samples 0",
    "data for a point": "net.json --at 1,1 --data data.csv",
    "data for a mean": "net.json --global mean --box 0:1,0:1 --data data.csv",
    "membership without data": "net.json --global membership",
    "counterfactual of a view": "net.json --global mean --counterfactual 1",
}


@pytest.mark.parametrize("line", WRONG_USAGE.values(), ids=WRONG_USAGE)
def test_wrong_usage(capsys, folder, line):
    code, out, err = run(capsys, line)
    assert (code, out, err.count("\n")) == (64, "", 1)
    assert "--help" in err


def test_tables_are_read_exactly(folder):
    data = read_data("data.csv", 2)
    assert data.names == ("age", "dose")
    assert data.rows == ((0, 0), (Fraction(1, 2), Fraction(1, 4)), (-3, 4))
    assert read_data("plain.csv", 2).names is None


def test_the_mark_that_spreadsheets_write_is_no_part_of_a_name(folder):
    (folder / "marked.csv").write_text("age,dose\r\n1,2\r\n", encoding="utf-8-sig", newline="")
    assert read_data("marked.csv", 2).names == ("age", "dose")


def test_a_first_line_with_a_typing_error_is_no_header(folder):
    (folder / "typo.csv").write_text("1,2x\n3,4\n")
    with pytest.raises(FormatError, match="line 1, column 2"):
        read_data("typo.csv", 2)


def test_groups_count_from_zero():
    assert read_groups("c + a, b", ["a", "b", "c"]) == ((2, 0), (1,))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (Fraction(1, 3), "1/3"),
        (10**40, "1" + "0" * 40),
        (Fraction(-(10**9), 3), "-1000000000/3 ~ -333333333.333"),
        (Fraction(1, 10**6), "1/1000000 ~ 0.00000100"),
        (Fraction(10**40 + 1, 10**40), "~ 1.000"),
    ],
)
def test_decimals_stand_beside_long_numbers(number, words):
    assert readable(number) == words


def test_a_counter_takes_what_is_done_in_all():
    with Counter("counting") as counter:
        for done in (3, 3, 10):
            counter(done, 12)
        assert (counter._done, counter._total) == (10, 12)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize(
    "words",
    [
        # 65536 coalitions for each of 99 rows: it is interrupted while it counts.
        f"explain wide.json --at {','.join('0' * 16)} --attribution shapley --background rows.csv",
        f"explain wide.json --at {','.join('0' * 16)} --counterfactual any",
        "explain deep.json --global importance --box -1:1,-1:1,-1:1,-1:1",
        "teach plane.json -o page.html",
        "plot plane.json --json",
    ],
    ids=lambda words: "-".join(words.split()[0:4:3]),
)
def test_ctrl_c(words, tmp_path):
    def save(name, inputs, width):
        rows = [[(i * j + 3 * i) % 17 - 8 for j in range(inputs)] for i in range(width)]
        mixed = [[(i * i + 5 * i * j + 2 * j) % 13 - 6 for j in range(width)] for i in range(width)]
        layers = [Layer(rows, range(width)), Layer(mixed, range(width)), Layer([[1] * width], [-1], "identity")]
        Network(layers).save(tmp_path / name)

    save("wide.json", 16, 40)
    save("deep.json", 4, 24)
    save("plane.json", 2, 60)
    table = "\n".join(",".join(str(i + j) for j in range(16)) for i in range(1, 100))
    (tmp_path / "rows.csv").write_text(table + "\n")
    program = (
        # A shell starts what runs in the background deaf to Ctrl-C, and with it all that these processes start.
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from exactrelu.cli import main; print('ready', flush=True); sys.exit(main(sys.argv[1:]))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, *words.split()],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout.readline() == "ready\n"
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, "", "exactrelu: interrupted\n")
    assert not (tmp_path / "page.html").exists()


@pytest.mark.extra("sklearn")
def test_the_flowers_are_every_tenth_of_the_data_set():
    from sklearn.datasets import load_iris

    expected = [[Fraction(str(x)) for x in row] for row in load_iris().data[::10]]
    assert [list(row) for row in read_data(str(FLOWERS), 4).rows] == expected
