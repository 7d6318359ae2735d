"""Bad input, wrong usage, bugs and interruptions: one clear line, the right exit code, no traceback, no half a file."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from exactrelu import Layer, Network
from exactrelu.cli import main

NETWORK = Network([Layer([[1, 0], [0, 1]], [0, 0]), Layer([[1, 1]], [0], "identity")])


def document(**changes):
    data = {
        "format": "exactrelu-network",
        "version": 1,
        "inputs": 2,
        "layers": [
            {"weight": [["1", "0"], ["0", "1"]], "bias": ["0", "0"], "activation": "relu"},
            {"weight": [["1", "1"]], "bias": ["0"], "activation": "identity"},
        ],
    }
    return json.dumps(data | changes)


SHAPE = document(inputs=3)
CHAIN = document(
    layers=[
        {"weight": [["1", "0"]], "bias": ["0"], "activation": "relu"},
        {"weight": [["1", "1"]], "bias": ["0"], "activation": "identity"},
    ]
)
NAN = document(layers=[{"weight": [["nan", "0"]], "bias": ["0"], "activation": "identity"}])
RAW_NAN = document(layers=[{"weight": [[0, 0]], "bias": ["NaN"], "activation": "identity"}]).replace('"NaN"', "NaN")
INFINITE = document(layers=[{"weight": [["oo", "0"]], "bias": ["0"], "activation": "identity"}])
FILES = {
    "net.json": document(),
    "cut.json": document()[:-20],
    "text.json": "hello",
    "empty.json": "",
    "shape.json": SHAPE,
    "chain.json": CHAIN,
    "nan.json": NAN,
    "rawnan.json": RAW_NAN,
    "infinite.json": INFINITE,
    "version.json": document(version=99),
    "net.pt": "x",
    "flat.json": '{"inequalities": [[1, 0, 0], [-1, 0, -1]]}',
    "short.json": '{"inequalities": [[1, 0]]}',
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "folder.svg").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


BAD_INPUT = {
    "missing file": ("regions none.json", "none.json: No such file"),
    "folder as input": ("regions folder.json", "folder.json: Is a directory"),
    "cut short": ("regions cut.json", "cut.json"),
    "not JSON": ("regions text.json", "text.json: line 1"),
    "empty": ("regions empty.json", "empty.json"),
    "not text": ("regions bytes.json", "bytes.json"),
    "shape": ("regions shape.json", "layer 1, weight row 1: 2 numbers where 3 are needed"),
    "chain": ("shallow chain.json -o out.json", "layer 2, weight row 1: 2 numbers where 1 are needed"),
    "nan": ("eval nan.json --at 1,1", "layer 1, weight row 1, column 1: 'nan' is not a number"),
    "raw nan": ("eval rawnan.json --at 1,1", "layer 1, bias 1: 'NaN' is not a number"),
    "infinite weight": ("shallow infinite.json -o out.json", "layer 1, weight row 1, column 1"),
    "future version": ("regions version.json", "99"),
    "unknown input suffix": ("regions net.pt", "'.pt'"),
    "too few coordinates": ("eval net.json --at 1", "--at has 1 coordinates, the network takes 2 inputs"),
    "too many coordinates": ("eval net.json --at 1,2,3", "--at has 3 coordinates"),
    "no number": ("eval net.json --at 1,x", "--at, coordinate 2: 'x' is not a number"),
    "nan coordinate": ("eval net.json --at nan,1", "--at, coordinate 1: 'nan' is not a number"),
    "infinite coordinate": ("eval net.json --at 1,-oo", "--at, coordinate 2"),
    "hexadecimal": ("eval net.json --at 0x10,1", "--at, coordinate 1"),
    "denominator 0": ("eval net.json --at 1/0,1", "--at, coordinate 1"),
    "empty coordinate": ("eval net.json --at 1,", "--at, coordinate 2"),
    "huge exponent": ("eval net.json --at 1e999999999,1", "--at, coordinate 1"),
    "box of other dimension": ("regions net.json --box 0:1", "--box has 1 sides, the network takes 2 inputs"),
    "box without colon": ("regions net.json --box 0:1,2", "'2'"),
    "box with a word": ("regions net.json --box 0:1,a:2", "'a:2'"),
    "empty box": ("regions net.json --box 0:1,2:1", "the box is empty"),
    "empty domain": ("regions net.json --domain flat.json", "the domain is empty"),
    "empty domain, faces": ("shallow net.json -o out.json --domain flat.json", "the domain is empty"),
    "short domain": ("regions net.json --domain short.json", "short.json"),
    "no domain file": ("regions net.json --domain none.json", "none.json"),
    "output in no folder": ("shallow net.json -o none/out.json", "none/out.json"),
    "output is a folder": ("shallow net.json -o folder.json", "folder.json: Is a directory"),
    "output of unknown suffix": ("shallow net.json -o out.txt", "out.txt"),
    "convert into no folder": ("convert net.json -o none/out.json", "none/out.json"),
    "convert to a folder": ("convert net.json -o folder.json", "folder.json: Is a directory"),
    "convert to unknown suffix": ("convert net.json -o out.xyz", "out.xyz"),
    "convert a bad file": ("convert cut.json -o out.json", "cut.json"),
    "plot to unknown suffix": ("plot net.json -o out.gif", "out.gif"),
    "plot to a folder": ("plot net.json -o folder.svg", "folder.svg: Is a directory"),
    "plot into no folder": ("plot net.json -o none/out.svg", "none/out.svg"),
    "plot of an unbounded window": ("plot net.json -o out.svg --box 0:,0:1", "unbounded"),
    "plot of a point": ("plot net.json -o out.svg --box 0:0,1:1", "free"),
}


def check_refusal(code, out, err, expected_code):
    assert code == expected_code
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("exactrelu: ")
    assert "Traceback" not in err


@pytest.mark.parametrize(("words", "message"), BAD_INPUT.values(), ids=BAD_INPUT)
def test_bad_input(folder, capsys, words, message):
    before = sorted(os.listdir(folder))
    code = main(words.split())
    out, err = capsys.readouterr()
    check_refusal(code, out, err, 2)
    assert message in err
    assert sorted(os.listdir(folder)) == before


WRONG_USAGE = {
    "no such command": "nothing",
    "no such option": "regions net.json --nothing",
    "missing network": "regions",
    "missing output": "shallow net.json",
    "missing point": "eval net.json",
    "missing value": "eval net.json --at",
    "one argument too many": "regions net.json net.json",
    "hidden layers": "shallow net.json -o out.json --hidden-layers 4",
    "hidden layers in words": "shallow net.json -o out.json --hidden-layers two",
    "engine": "regions net.json --engine none",
    "box and domain": "regions net.json --box 0:1,0:1 --domain flat.json",
    "format": "convert net.json -o out.json --to none",
}


@pytest.mark.parametrize("words", WRONG_USAGE.values(), ids=WRONG_USAGE)
def test_wrong_usage(folder, capsys, words):
    code = main(words.split())
    out, err = capsys.readouterr()
    check_refusal(code, out, err, 64)
    assert "--help" in err
    assert not (folder / "out.json").exists()


def test_an_unwritable_output_is_refused_before_the_work(folder, capsys, monkeypatch):
    def never(*_, **__):
        raise ZeroDivisionError

    for name in ("exactrelu.cli.shallow.build", "exactrelu.cli.shallow.predict"):
        monkeypatch.setattr(name, never)
    for output in ("none/out.json", "folder.json", "out.txt"):
        assert main(["shallow", "net.json", "-o", output]) == 2
    assert "internal error" not in capsys.readouterr().err


def test_a_file_that_cannot_be_finished_is_not_there(folder, capsys, monkeypatch):
    def full(*_):
        yield "{"
        raise OSError(28, "No space left on device", "out.json")

    (folder / "out.json").write_text("as it was")
    monkeypatch.setattr("exactrelu.formats.native.shallow_chunks", full)
    code = main(["shallow", "net.json", "-o", "out.json"])
    check_refusal(code, *capsys.readouterr(), 2)
    assert (folder / "out.json").read_text() == "as it was"
    assert not list(folder.glob("*.tmp")) + list(folder.glob(".*.tmp"))


@pytest.mark.parametrize(("module", "command", "extra"), [("matplotlib", "plot net.json -o out.svg", "plot")])
def test_a_missing_extra_is_named(folder, capsys, monkeypatch, module, command, extra):
    monkeypatch.setitem(sys.modules, module, None)  # what makes `import` fail as if it were not installed
    code = main(command.split())
    out, err = capsys.readouterr()
    check_refusal(code, out, err, 2)
    assert f"exactrelu[{extra}]" in err
    assert not (folder / "out.svg").exists()


def test_onnx_without_its_extra(folder, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    (folder / "net.onnx").write_bytes(b"\x08\x07")
    code = main(["regions", "net.onnx"])
    out, err = capsys.readouterr()
    check_refusal(code, out, err, 2)
    assert "onnx" in err


@pytest.mark.extra("onnx")
def test_an_unsupported_operator_is_named(folder, capsys):
    import onnx

    value = [onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1, 2]) for name in ("x", "y")]
    graph = onnx.helper.make_graph([onnx.helper.make_node("Sin", ["x"], ["y"])], "g", value[:1], value[1:])
    onnx.save(onnx.helper.make_model(graph), folder / "sin.onnx")
    code = main(["regions", "sin.onnx"])
    out, err = capsys.readouterr()
    check_refusal(code, out, err, 2)
    assert "Sin" in err


def test_a_bug_is_one_line(folder, capsys, monkeypatch):
    def broken(*_, **__):
        raise KeyError("two\nlines")

    monkeypatch.setattr(Network, "regions", broken)
    code = main(["regions", "net.json"])
    out, err = capsys.readouterr()
    check_refusal(code, out, err, 70)
    assert "internal error, KeyError at test_errors.py:" in err
    assert "report" in err


def test_an_unequal_network_is_a_bug_with_its_point(folder, capsys, monkeypatch):
    from exactrelu.shallow import build

    twice = Network([*NETWORK.hidden, Layer([[1, 1]], ["1/7"], "identity")])
    monkeypatch.setattr("exactrelu.cli.shallow.build", lambda network, *rest: build(twice, *rest))
    code = main(["shallow", "net.json", "-o", "out.json"])
    out, err = capsys.readouterr()
    check_refusal(code, out, err, 70)
    assert "at (0, 0) the shallow network gives (1/7), the deep network (0)" in err
    assert not (folder / "out.json").exists()


def test_interruption_in_process(folder, capsys, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("exactrelu.cli.shallow.build", interrupted)
    code = main(["shallow", "net.json", "-o", "out.json"])
    check_refusal(code, *capsys.readouterr(), 130)
    assert not (folder / "out.json").exists()


def test_out_of_memory(folder, capsys, monkeypatch):
    def exhausted(*_, **__):
        raise MemoryError

    monkeypatch.setattr(Network, "regions", exhausted)
    check_refusal(main(["regions", "net.json"]), *capsys.readouterr(), 2)


def start(*words, program=("-m", "exactrelu"), **options):
    # Buffered, as by default: what is left in the buffer is written, and may fail, when Python exits.
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": ""}
    return subprocess.Popen(
        [sys.executable, *program, *words], stderr=subprocess.PIPE, text=True, env=environment, **options
    )


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c(tmp_path):
    # Enough neurons for minutes: it is interrupted while it enumerates.
    rows = [[(i * j * j + i) % 17 - 8 for j in range(1, 6)] for i in range(40)]
    net = Network([Layer(rows, range(40)), Layer([[i % 5 - 2 for i in range(40)]], [0], "identity")])
    net.save(tmp_path / "large.json")
    program = (
        # A shell starts what runs in the background deaf to Ctrl-C, and with it all that these processes start.
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from exactrelu.cli import main; print('ready', flush=True); sys.exit(main(sys.argv[1:]))"
    )
    words = ["shallow", str(tmp_path / "large.json"), "-o", str(tmp_path / "out.json")]
    process = start(*words, stdout=subprocess.PIPE, program=["-c", program])
    assert process.stdout.readline() == "ready\n"
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    check_refusal(process.returncode, out, err, 130)
    assert os.listdir(tmp_path) == ["large.json"]


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
@pytest.mark.parametrize("words", ["regions net.json --list", "eval net.json --at 1,1 --json", "demo", "--help"])
def test_a_closed_pipe_is_no_error_message(folder, words):
    reading, writing = os.pipe()
    os.close(reading)
    process = start(*words.split(), stdout=writing)
    os.close(writing)
    assert process.communicate(timeout=30)[1] == ""
    assert process.returncode == 141


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("words", ["regions net.json --list", "eval net.json --at 1,1 --json", "--help"])
def test_a_full_disk_under_stdout(folder, words):
    with open("/dev/full", "w") as full:
        process = start(*words.split(), stdout=full)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 2
    assert err == "exactrelu: No space left on device\n"
