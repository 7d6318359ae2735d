"""The .nnet reader: decimal text taken exactly, normalisation folded in, wrong counts refused with the line."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactrelu.domain import Domain
from exactrelu.errors import FormatError
from exactrelu.files import Source
from exactrelu.formats import load_network
from exactrelu.formats.nnet import read_network
from exactrelu.network import Layer

# Lines 1 to 3 are comments; every other line is named for the tests that replace it.
LINES = {
    "comment": "// a small network",
    "comment2": "  // 0.1, 0.2",
    "blank": "",
    "header": "2,2,1,2,",
    "sizes": "2,2,1,",
    "flag": "0,",
    "minima": "-1.5,-2,",
    "maxima": "1.5,3,",
    "means": "0.1,-0.2,10,",
    "ranges": "0.5,4,3,",
    "w11": "1.25, -3",
    "w12": "1e-1,0,",
    "b11": "0.75,",
    "b12": "-2",
    "w21": "2,-0.5,",
    "b21": "0.3",
}


def text(**changes):
    return "\n".join(line for line in {**LINES, **changes}.values() if line is not None) + "\n"


def read(content):
    return read_network(Source("net.nnet", content if isinstance(content, bytes) else content.encode(), "0" * 64))


def line_of(name):
    return list(LINES).index(name) + 1


def test_the_layers_by_hand():
    network = read(text(means="0,0,0", ranges="1,1,1"))
    assert network.layers == (
        Layer([["1.25", -3], ["0.1", 0]], ["0.75", -2]),
        Layer([[2, "-0.5"]], ["0.3"], "identity"),
    )
    assert network.suggested_domain == Domain.box([("-3/2", "3/2"), (-2, 3)])
    assert network.provenance.notes == ()
    assert "decimal text" in network.provenance.reading_rule


numbers = st.decimals(min_value=-9, max_value=9, places=3)
scales = numbers.filter(bool)


@given(st.lists(numbers, min_size=3, max_size=3), st.lists(scales, min_size=3, max_size=3), st.tuples(numbers, numbers))
def test_normalisation_is_folded_in_exactly(means, ranges, point):
    network = read(text(means=",".join(map(str, means)), ranges=",".join(map(str, ranges))))
    m, r = [Fraction(x) for x in means], [Fraction(x) for x in ranges]
    x = [(Fraction(p) - mean) / scale for p, mean, scale in zip(point, m, r, strict=False)]
    hidden = [
        max(Fraction(5, 4) * x[0] - 3 * x[1] + Fraction(3, 4), Fraction(0)),
        max(x[0] / 10 - 2, Fraction(0)),
    ]
    y = 2 * hidden[0] - hidden[1] / 2 + Fraction(3, 10)
    assert network([Fraction(p) for p in point]) == (y * r[2] + m[2],)


def test_one_layer_takes_both_normalisations():
    content = "1,1,2,2\n1,2\n0\n-1\n1\n5,7\n2,3\n4\n-6\n1\n0\n"
    network = read(content)
    # y = 3 * (w * (x - 5) / 2 + b) + 7
    assert network.layers == (Layer([[6], [-9]], [-20, 52], "identity"),)
    assert network((9,)) == (34, -29)


def test_lone_zeros_mean_none_and_are_noted():
    network = read(text(minima="0", maxima="0,", means=" 0 ", ranges="0.0"))
    assert network == read(text(means="0,0,0", ranges="1,1,1"))
    assert network.suggested_domain is None
    assert network.provenance.notes == (
        "line 7: a lone 0 for the minima of the inputs, read as none",
        "line 8: a lone 0 for the maxima of the inputs, read as none",
        "line 9: a lone 0 for the means of inputs and outputs, read as none",
        "line 10: a lone 0 for the ranges of inputs and outputs, read as none",
    )


def test_one_lone_zero_leaves_that_side_open():
    assert read(text(minima="0")).suggested_domain == Domain.box([("-oo", "3/2"), ("-oo", 3)])
    assert read(text(maxima="0")).suggested_domain == Domain.box([("-3/2", "oo"), (-2, "oo")])


def test_with_one_input_a_zero_is_a_bound_unless_both_are():
    content = "1,1,1,1\n1,1\n0\n{}\n{}\n0\n0\n1\n0\n"
    assert read(content.format("0", "1")).suggested_domain == Domain.box([(0, 1)])
    assert read(content.format("-1", "0")).suggested_domain == Domain.box([(-1, 0)])
    both = read(content.format("0", "0"))
    assert both.suggested_domain is None
    assert both.provenance.notes[0] == "lines 4 and 5: a lone 0 for both bounds of the input, read as none"


def test_surplus_sizes_are_ignored_and_noted():
    network = read(text(sizes="2,2,1, 1, 7"))
    assert network == read(text())
    assert network.provenance.notes == ("line 5: surplus layer sizes ignored: 1, 7",)


def test_equal_bounds_fix_an_input():
    assert read(text(minima="1.5,-2")).suggested_domain == Domain.box([("3/2", "3/2"), (-2, 3)])


def test_windows_line_ends_and_the_file_door(tmp_path):
    (tmp_path / "net.NNET").write_bytes(text().replace("\n", "\r\n").encode())
    assert load_network(tmp_path / "net.NNET") == read(text())


BAD = {
    "empty": ("", "line 1: the file ends where the header"),
    "comments only": ("// nothing\n\n", "line 1: the file ends where the header"),
    "not UTF-8": (b"// \xff\n", "byte 3 is not UTF-8"),
    "binary": (bytes(range(100)), "line 1: entry 1 of the header"),
    "header too short": (text(header="2,2,1"), "line 4: the header has 3 numbers instead of 4"),
    "header too long": (text(header="2,2,1,2,2"), "line 4: the header has 5 numbers instead of 4"),
    "header with a word": (text(header="2,two,1,2"), "line 4: entry 2 of the header (layers, inputs, outputs, largest"),
    "header with a fraction": (
        text(header="2,2.5,1,2"),
        "line 4: the header (layers, inputs, outputs, largest size): whole",
    ),
    "header negative": (text(header="-2,2,1,2"), "line 4: the header (layers, inputs, outputs, largest size): whole"),
    "header enormous": (text(header="1e9999,2,1,2"), "whole numbers from 0 to 50000000 are needed"),
    "no layers": (text(header="0,2,1,2"), "line 4: a network needs at least one layer"),
    "sizes too few": (text(sizes="2,1"), "line 5: 2 layers need 3 sizes, inputs first; the line has 2"),
    "size zero": (text(sizes="2,0,1"), "line 5: a layer of size 0"),
    "other inputs": (text(sizes="3,2,1"), "line 5: the sizes run from 3 to 1, but the header says 2 and 1"),
    "other outputs": (text(sizes="2,2,2"), "line 5: the sizes run from 2 to 2, but the header says 2 and 1"),
    "flag a word": (text(flag="no"), "line 6: entry 1 of the flag: 'no' is not a number"),
    "minima too few": (
        text(minima="1"),
        "line 7: the minima of the inputs: 2 numbers are needed (or a lone 0 for none)",
    ),
    "maxima too many": (text(maxima="1,2,3"), "line 8: the maxima of the inputs: 2 numbers are needed"),
    "bounds crossed": (text(minima="-1,4"), "line 8: the box is empty: coordinate 2 runs from 4 to 3"),
    "means without the outputs'": (text(means="1,2"), "line 9: the means of inputs and outputs: 3 numbers are needed"),
    "ranges too many": (text(ranges="1,2,3,4"), "line 10: the ranges of inputs and outputs: 3 numbers are needed"),
    "range zero": (text(ranges="1,0,1"), "line 10: range 2 is 0"),
    "output range zero": (text(ranges="1,1,0.0"), "line 10: range 3 is 0"),
    "row too short": (text(w12="1,"), "line 12: weight row 2 of layer 1: 2 numbers are needed, the line has 1"),
    "row too long": (text(w12="1,2,3"), "line 12: weight row 2 of layer 1: 2 numbers are needed, the line has 3"),
    "hole in a row": (text(w12="1,,"), "line 12: entry 2 of weight row 2 of layer 1: '' is not a number"),
    "two commas at the end": (text(b21="1,,"), "line 16: entry 2 of bias 1 of layer 2: '' is not a number"),
    "nan": (text(w21="nan,1"), "line 15: entry 1 of weight row 1 of layer 2: 'nan' is not a number"),
    "inf": (text(b21="inf"), "line 16: entry 1 of bias 1 of layer 2: 'inf' is not a number"),
    "oo": (text(b21="oo"), "line 16: entry 1 of bias 1 of layer 2: oo is infinite"),
    "a fraction": (text(b21="1/3"), "line 16: entry 1 of bias 1 of layer 2: '1/3' is not decimal"),
    "huge exponent": (text(b21="1e99999"), "line 16: entry 1 of bias 1 of layer 2: '1e99999' has an exponent beyond"),
    "bias missing": (text(b12=None), "line 14: bias 2 of layer 1: 1 numbers are needed, the line has 2"),
    "cut after a layer": (
        text(w21=None, b21=None),
        "line 14: the file ends where weight row 1 of layer 2 should follow",
    ),
    "cut before the bias": (text(b21=None), "line 15: the file ends where bias 1 of layer 2 should follow"),
    "surplus lines": (text(b21="1\n\n2"), "line 18: more lines than the layer sizes call for"),
    "too many entries": (
        "1,100000,100000,100000\n100000,100000\n0\n0\n0\n0\n0\n",
        "10000000000 weights, zeros included; at most 50000000 can be kept in memory",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_line(name):
    content, fragment = BAD[name]
    with pytest.raises(FormatError) as caught:
        read(content)
    message = str(caught.value)
    assert message.startswith("net.nnet: ")
    assert fragment in message
    assert "\n" not in message


@pytest.mark.parametrize("name", [name for name in LINES if "comment" not in name and name != "blank"])
def test_a_missing_line_is_noticed(name):
    # The flag is not checked, so where it is missing the minima stand in for it, and so on down.
    with pytest.raises(FormatError, match=r"^net\.nnet: line \d+: "):
        read(text(**{name: None}))


def test_a_file_cut_short_gives_only_format_errors():
    whole = text(b21="1").rstrip()
    for length in range(len(whole)):
        # A number cut short may still be a number; but the last line has one digit only.
        with pytest.raises(FormatError, match=r"^net\.nnet: "):
            read(whole[:length])


def test_random_damage_gives_a_network_or_a_format_error():
    data = text().encode()
    random.seed(5)
    refused = 0
    for _ in range(2000):
        damaged = bytearray(data)
        for _ in range(random.choice([1, 2, 5])):
            damaged[random.randrange(len(damaged))] = random.choice(b",.-0123456789e/ \n\x00\xff")
        try:
            read(bytes(damaged))
        except FormatError:
            refused += 1
    assert 500 < refused < 2000
