"""The rules of the house, read off the files themselves: no floats in the exact core, small modules, true documents."""

import ast
import doctest
import re
import sys
import tomllib
from pathlib import Path

import pytest

import exactrelu

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "exactrelu"
LONGEST_MODULE = 420
# The checker is one file by contract: copied alone, it runs on another machine. A limit of its own keeps it readable.
LONGER_MODULES = {"certificate/check.py": 1350}

# Whatever is not at the rim is exact core, so that a new module is checked from its first day.
RIM = {"__init__.py", "__main__.py", "cli", "estimate", "formats", "plot", "teach"}
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))
CORE = [path for path in MODULES if path.relative_to(PACKAGE).parts[0] not in RIM]

# The only functions of the core in which a float may appear: each converts exactly, or rounds because it was told to.
DOORS = {"extended.py": {"from_float", "to_float", "__float__"}}

# What the math module offers over the integers; all else in it rounds.
EXACT_MATH = {"ceil", "comb", "factorial", "floor", "gcd", "isqrt", "lcm", "perm", "prod"}


def violations(source, doors=frozenset()):
    """What in a module of the exact core could round, or vanish under `python -O`: pairs (line, reason)."""
    tree = ast.parse(source)
    allowed = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in doors:
            allowed.update(ast.walk(node))
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"isinstance", "issubclass"}
        ):
            allowed.update(ast.walk(node.args[1]))
        elif isinstance(node, ast.MatchClass):
            allowed.add(node.cls)
        elif isinstance(node, (ast.arg, ast.AnnAssign)) and node.annotation is not None:
            allowed.update(ast.walk(node.annotation))
        if isinstance(node, ast.FunctionDef) and node.returns is not None:
            allowed.update(ast.walk(node.returns))
    for node in ast.walk(tree):
        if node not in allowed and (reason := _reason(node)):
            yield getattr(node, "lineno", 0), reason


def _reason(node):
    match node:
        case ast.Constant(value=float() | complex()):
            return f"float literal {node.value!r}"
        case ast.Assert():
            return "assert statement"
        case ast.Name(id="float" | "complex"):
            return f"use of {node.id}"
        case ast.Name(id="isclose" | "mpfr") | ast.Attribute(attr="isclose" | "mpfr"):
            return "tolerance or rounded number"
        case ast.Attribute(value=ast.Name(id="math")) if node.attr not in EXACT_MATH:
            return f"math.{node.attr}"
        case ast.Import():
            names = {alias.name.partition(".")[0] for alias in node.names}
            return "import of numpy" if "numpy" in names else None
        case ast.ImportFrom(module=str(module)):
            names = {alias.name for alias in node.names}
            if module.partition(".")[0] == "numpy":
                return "import of numpy"
            if module == "math" and names - EXACT_MATH:
                return f"import of math.{min(names - EXACT_MATH)}"
            return "import of mpfr" if "mpfr" in names else None
    return None


def test_the_core_is_found():
    assert {"affine.py", "errors.py", "extended.py", "network.py"} <= {path.name for path in CORE}
    assert {path.relative_to(PACKAGE).parts[0] for path in CORE} >= {"geometry", "regions", "shallow"}


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_core_is_exact(path):
    doors = DOORS.get(str(path.relative_to(PACKAGE)), frozenset())
    found = [f"{path.name}:{line}: {reason}" for line, reason in violations(path.read_text("utf-8"), doors)]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "x = 0.5",
        "x = 1e9",
        "x = 2j",
        "assert x > 0",
        "import math\nmath.isclose(x, y)",
        "from math import isclose",
        "import math\nx = math.sqrt(y)",
        "from math import inf",
        "import numpy",
        "import numpy.linalg as la",
        "from numpy import array",
        "from numpy.linalg import norm",
        "from gmpy2 import mpfr",
        "import gmpy2\nx = gmpy2.mpfr(y)",
        "x = float(y)",
        "x = list(map(float, y))",
        "def to_floating(y):\n    return float(y)",
    ],
)
def test_an_inexact_core_is_noticed(source):
    assert list(violations(source, doors={"to_float"}))


@pytest.mark.parametrize(
    "source",
    [
        "x = 1",
        "from math import gcd\nimport math\nx = math.lcm(y, gcd(z, 2))",
        "if isinstance(x, float):\n    raise TypeError",
        "def f(x: int | float) -> float:\n    return x",
        "match x:\n    case float():\n        raise TypeError",
        "def to_float(x):\n    return float(x)",
        "text = '0.5'",
    ],
)
def test_an_exact_core_is_let_through(source):
    assert list(violations(source, doors={"to_float"})) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_are_short(path):
    limit = LONGER_MODULES.get(path.relative_to(PACKAGE).as_posix(), LONGEST_MODULE)
    assert len(path.read_text("utf-8").splitlines()) <= limit


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("certificate/check.py")), ids=lambda path: path.name)
def test_the_checker_stands_alone(path):
    imported = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            imported.add("." if node.level else node.module.partition(".")[0])
    assert imported <= sys.stdlib_module_names


def test_no_test_skips_behind_the_back_of_require():
    """Pytest's own import-or-skip would skip where EXACTRELU_REQUIRE_EXTRAS=1 must fail."""
    banned = "import" + "orskip"
    assert [path for path in ROOT.joinpath("tests").rglob("*.py") if banned in path.read_text("utf-8")] == []


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_one_version_everywhere():
    assert project()["version"] == exactrelu.__version__


def test_the_readme_is_shipped():
    assert project().get("readme") == ("README.md" if (ROOT / "README.md").exists() else None)


def test_the_citation_is_complete():
    text = (ROOT / "CITATION.cff").read_text("utf-8")
    assert all(re.match(r"( *(- )*[a-z-]+:( \S.*)?| *- \S.*)$", line) for line in text.splitlines())
    top = dict(re.findall(r"^([a-z-]+):[ ]?(.*)$", text, re.MULTILINE))
    assert {"cff-version", "message", "title", "authors", "references"} <= top.keys()
    assert top["version"] == project()["version"]
    assert top["license"] == project()["license"]
    assert "arXiv:2306.11827" in text


DOCUMENTS = sorted([*ROOT.glob("*.md"), ROOT / "examples" / "README.md", *ROOT.glob("docs/**/*.md")])


def python_blocks(text, extras=False):
    """The Python code blocks of a Markdown text as one doctest; other lines become blank, to keep line numbers.

    A block that begins with ```python MODULE needs an optional module, and counts with extras=True.
    """
    lines, block = [], None
    for line in text.splitlines():
        fence = line.startswith("```")
        if fence:
            block = line[3:].split() if block is None else None
        wanted = block is not None and block[:1] == ["python"] and (extras or block == ["python"])
        lines.append(line if wanted and not fence else "")
    return "\n".join(lines) + "\n"


def extra_blocks(text):
    """The optional modules that blocks of a Markdown text need."""
    return sorted(set(re.findall(r"^```python (\w+)$", text, re.MULTILINE)))


def plain_blocks(text):
    """The line numbers at which a block of `python_blocks` begins without a prompt: such a block would not be run."""
    starts = re.finditer(r"(?:\A|\n\n)(?=[^\n])", text)
    return [text.count("\n", 0, m.end()) + 1 for m in starts if not text.startswith(">>>", m.end())]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_examples_in_documents_hold(path, tmp_path, monkeypatch):
    hold(python_blocks(path.read_text("utf-8")), path, tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "path",
    [path for path in DOCUMENTS if extra_blocks(path.read_text("utf-8"))],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_the_examples_in_documents_that_need_extras_hold(path, tmp_path, monkeypatch, require):
    text = path.read_text("utf-8")
    for module in extra_blocks(text):
        require(module)
    hold(python_blocks(text, extras=True), path, tmp_path, monkeypatch)


def hold(text, path, tmp_path, monkeypatch):
    """Examples speak of files as seen from the project's root; what they write lands elsewhere."""
    for name in ("benchmarks", "examples", "tests"):
        if (ROOT / name).exists():
            (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    assert plain_blocks(text) == []
    test = doctest.DocTestParser().get_doctest(text, {"__name__": "__main__"}, path.name, str(path), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    report = []
    assert runner.run(test, out=report.append).failed == 0, "".join(report)


def test_python_blocks_are_found():
    text = "one\n```python\n>>> 1 + 1\n2\n```\n```sh\nls\n```\n```python\nx = 1\n```\n"
    assert python_blocks(text).splitlines() == ["", "", ">>> 1 + 1", "2", "", "", "", "", "", "x = 1", ""]
    assert plain_blocks(python_blocks(text)) == [10]
    text = "```python numpy\n>>> 2\n2\n```\n```python\n>>> 1\n1\n```\n"
    assert python_blocks(text).split() == [">>>", "1", "1"]
    assert python_blocks(text, extras=True).split() == [">>>", "2", "2", ">>>", "1", "1"]
    assert extra_blocks(text) == ["numpy"]
