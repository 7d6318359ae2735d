"""Deep networks in formats of floats and decimals: exact, or refused at the first number that does not fit."""

import struct
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exactrelu import Domain, Layer, Network
from exactrelu.errors import FormatError, MissingExtraError
from exactrelu.formats.floats import FLOAT32, FLOAT64
from exactrelu.formats.nnet_writer import decimal_text
from exactrelu.formats.onnx_writer import onnx_model
from exactrelu.formats.safetensors_writer import safetensors_chunks
from tests import oracles

DYADIC = Network(
    [
        Layer([[1, "-1/2"], ["3/4", 0], [0, 0]], ["1/8", -7, 1]),
        Layer([[1, 2, -3], ["5/1024", 0, 1]], [0, "-1/4"], ["relu", "identity"]),
        Layer([[1, -1], [0, 3], [2, 2]], [0, 0, 100], "identity"),
    ]
)
PLAIN = Network(
    [
        Layer(DYADIC.layers[0].weight, DYADIC.layers[0].bias),
        Layer([[1, 2, -3]], [0]),
        Layer([[-1]], ["1/4"], "identity"),
    ]
)
THIRD = Network([Layer([[1], [2]], [0, 0]), Layer([[1, "1/3"]], ["1/7"], "identity")])


def unpacked(number, letter):
    """The number after a round trip through the machine's own format; None when it is too large for it."""
    try:
        return Fraction(struct.unpack(letter, struct.pack(letter, float(number)))[0])
    except OverflowError:
        return None


dyadics = st.builds(
    lambda odd, e: Fraction(odd) * Fraction(2) ** e, st.integers(-(2**56), 2**56), st.integers(-1150, 1030)
)
edges = [
    Fraction(2**53 + 1),
    Fraction(2**24 + 1),
    Fraction(2) ** -1074,
    Fraction(2) ** -1075,
    Fraction(2) ** 1024 - 2**970,
]
edges += [
    Fraction(2) ** 1024,
    Fraction(2) ** 128 - 2**104,
    Fraction(2) ** 128,
    Fraction(2) ** -149,
    Fraction(3, 2**149),
    Fraction(1, 3),
]


@given(st.one_of(st.sampled_from(edges), dyadics, st.fractions()))
@example(Fraction(0))
def test_what_fits_a_float(number):
    assert FLOAT64.holds(number) == (unpacked(number, "d") == number)
    # Two roundings, to a double first, give the number itself only if it is a float32 in the first place.
    assert FLOAT32.holds(number) == (unpacked(number, "f") == number)


@pytest.mark.extra("onnx", "numpy")
@pytest.mark.parametrize("kind", [FLOAT64, FLOAT32], ids=lambda kind: kind.name)
@pytest.mark.parametrize("network", [DYADIC, PLAIN, Network(DYADIC.layers[:1])], ids=["mixed", "plain", "relu output"])
def test_onnx_keeps_the_network(tmp_path, network, kind):
    import onnx

    file = tmp_path / "net.onnx"
    file.write_bytes(onnx_model(network, kind))
    onnx.checker.check_model(onnx.load(file), full_check=True)
    again = Network.load(file)
    assert again == network
    assert onnx_model(again, kind) == file.read_bytes()


@pytest.mark.extra("onnx", "numpy")
def test_onnx_is_what_other_programs_compute():
    import numpy
    from onnx.reference import ReferenceEvaluator

    for network in (DYADIC, PLAIN):
        batch = [[0, 0], [1, -2], [-16, 8], [3, 5]]
        found = ReferenceEvaluator(onnx_model(network)).run(None, {"x": numpy.array(batch, dtype=float)})[0]
        # All values are dyadic and short, so that nothing is rounded on the way.
        assert [tuple(map(Fraction, row)) for row in found.tolist()] == [oracles.output(network, p) for p in batch]


@pytest.mark.extra("onnx", "onnxruntime", "numpy")
@pytest.mark.parametrize("kind", [FLOAT64, FLOAT32], ids=lambda kind: kind.name)
@pytest.mark.parametrize("network", [DYADIC, PLAIN], ids=["mixed", "plain"])
def test_onnx_runs(network, kind):
    import numpy
    import onnxruntime

    batch = numpy.array([[0, 0], [1, -2], [-16, 8], [3, 5]], dtype=kind.name)
    session = onnxruntime.InferenceSession(onnx_model(network, kind), providers=["CPUExecutionProvider"])
    found = session.run(None, {"x": batch})[0]
    assert [tuple(map(Fraction, row)) for row in found.tolist()] == [oracles.output(network, p) for p in batch.tolist()]


@pytest.mark.extra("torch", "numpy")
@pytest.mark.parametrize("kind", [FLOAT64, FLOAT32], ids=lambda kind: kind.name)
@pytest.mark.parametrize("network", [DYADIC, PLAIN], ids=["mixed", "plain"])
def test_torch_keeps_the_network(network, kind):
    import torch

    from exactrelu.formats import from_torch
    from exactrelu.formats.torch_module import torch_module

    module = torch_module(network, kind)
    assert isinstance(module, torch.nn.Sequential)
    assert from_torch(module) == network
    batch = torch.tensor([[0, 0], [1, -2], [-16, 8], [3, 5]], dtype=getattr(torch, kind.name))
    outputs = module(batch).tolist()
    assert [tuple(map(Fraction, row)) for row in outputs] == [oracles.output(network, p) for p in batch.tolist()]


@pytest.mark.extra("torch", "safetensors", "numpy")
@pytest.mark.parametrize("kind", [FLOAT64, FLOAT32], ids=lambda kind: kind.name)
def test_safetensors_keep_the_network_and_fit_a_sequential(tmp_path, kind):
    from safetensors.torch import load_file

    from exactrelu.formats.torch_module import torch_module

    file = tmp_path / "net.safetensors"
    file.write_bytes(b"".join(safetensors_chunks(PLAIN, kind)))
    assert Network.load(file) == PLAIN
    stored, module = load_file(file), torch_module(PLAIN, kind)
    wanted = module.state_dict()
    assert {name: tensor.dtype for name, tensor in stored.items()} == {name: t.dtype for name, t in wanted.items()}
    assert all((stored[name] == wanted[name]).all() for name in wanted)
    module.load_state_dict(stored)


def test_safetensors_hold_no_activations():
    with pytest.raises(FormatError, match="layer 2 has identity neurons, and a file of safetensors holds no activ"):
        safetensors_chunks(DYADIC)


def write_safetensors(network, kind):
    return b"".join(safetensors_chunks(network, kind))


def write_onnx(network, kind):
    return onnx_model(network, kind)


def write_torch(network, kind):
    from exactrelu.formats.torch_module import torch_module

    return torch_module(network, kind)


@pytest.fixture(
    params=[
        pytest.param(write_onnx, id="onnx", marks=pytest.mark.extra("onnx")),
        pytest.param(write_safetensors, id="safetensors"),
        pytest.param(write_torch, id="torch", marks=pytest.mark.extra("torch", "numpy")),
    ]
)
def write(request):
    return request.param


def test_the_first_number_that_is_no_float_is_named(write):
    with pytest.raises(FormatError, match=r"^layer 2, weight row 1, column 2: 1/3 is not a float64 number"):
        write(THIRD, FLOAT64)
    wide = Network([Layer([[1]], [2**24 + 1], "identity")])
    write(wide, FLOAT64)
    with pytest.raises(FormatError, match=r"^layer 1, bias 1: 16777217 is not a float32 number"):
        write(wide, FLOAT32)
    with pytest.raises(FormatError, match=r"^layer 1, weight row 1, column 1: 1000.*\.\.\.0000000000 is not a float64"):
        write(Network([Layer([[10**5000]], [0], "identity")]), FLOAT64)


def test_a_missing_package_is_named(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(MissingExtraError, match=r"exactrelu\[onnx\]"):
        onnx_model(PLAIN)


@given(st.fractions(), st.integers(0, 30), st.integers(0, 30))
@example(Fraction(0), 0, 0)
@example(Fraction(10**400), 3, 0)
@example(Fraction(-1, 1000), 0, 0)
def test_decimals(number, twos, fives):
    for one in (number, number / (2**twos * 5**fives), Fraction(number.numerator, 2**twos * 5**fives)):
        left = one.denominator
        for prime in (2, 5):
            while left % prime == 0:
                left //= prime
        text = decimal_text(one)
        assert (text is None) == (left > 1)
        if text is not None and len(text) < 4000:
            assert Fraction(text) == one
            assert not ("." in text and text.endswith("0"))


BOX = Domain.box([(-1, "5/2"), ("1/4", "1/4")])


def test_nnet_keeps_the_network_and_its_box(tmp_path):
    file = tmp_path / "net.nnet"
    boxed = Network(PLAIN.layers, None, BOX)
    boxed.save(file)
    again = Network.load(file)
    assert again == PLAIN
    assert again.suggested_domain == BOX
    assert again.provenance.notes == ()
    again.save(tmp_path / "again.nnet")
    assert (tmp_path / "again.nnet").read_text() == file.read_text()


NNET_REFUSED = {
    "identity neurons": (DYADIC, BOX, "layer 2 has identity neurons"),
    "no decimal": (THIRD, Domain.box([(0, 1)]), "layer 2, weight row 1, column 2: 1/3 is no finite decimal"),
    "no domain": (PLAIN, None, "finite bounds for every input, x1 has none"),
    "half a box": (PLAIN, Domain.box([(0, 1), (0, "oo")]), "finite bounds for every input, x2 has none"),
    "no box": (PLAIN, Domain.from_rows(2, [(1, 1, 0)]), "must be a box"),
    "bounds that are no decimals": (PLAIN, Domain.box([(0, 1), (0, "1/3")]), "the bound 1/3 of x2"),
}


@pytest.mark.parametrize(("network", "domain", "message"), NNET_REFUSED.values(), ids=NNET_REFUSED)
def test_nnet_refuses(tmp_path, network, domain, message):
    with pytest.raises(FormatError, match=message):
        Network(network.layers, None, domain).save(tmp_path / "net.nnet")
    assert list(tmp_path.iterdir()) == []


def test_redundant_bounds_make_one_box():
    from exactrelu.formats.nnet_writer import nnet_chunks

    sides = [(1, 0, 5), (-2, 0, 10), (1, 0, 3), (0, 1, 0), (0, -1, "1/2"), (0, -1, 4)]
    lines = "".join(nnet_chunks(Network(PLAIN.layers, None, Domain.from_rows(2, sides)))).splitlines()
    assert lines[4:6] == ["-3,0,", "5,0.5,"]
