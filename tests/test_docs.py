"""The documentation builds without a warning, and has what it promises."""

import html
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer

import exactrelu
from exactrelu import explain
from exactrelu.cli import app, main

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))


def build(source, target):
    search = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "-d", f"{target}/trees"]
    return subprocess.run(
        [*command, str(source), f"{target}/html"],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": search, "PYTHONDONTWRITEBYTECODE": "1"},
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    target = tmp_path_factory.mktemp("site")
    run = build(DOCS, target)
    assert (run.returncode, run.stderr) == (0, "")
    return target / "html"


@pytest.mark.extra("sphinx", "myst_parser")
def test_every_page_is_built(site):
    assert [page for page in PAGES if not (site / page.relative_to(DOCS)).with_suffix(".html").exists()] == []


@pytest.mark.extra("sphinx", "myst_parser")
@pytest.mark.parametrize("module", [exactrelu, explain], ids=lambda module: module.__name__)
def test_every_public_name_is_in_the_reference(site, module):
    ids = set(re.findall(r'id="([^"]+)"', (site / "reference" / "python.html").read_text("utf-8")))
    assert [name for name in module.__all__ if f"{module.__name__}.{name}" not in ids] == []


@pytest.mark.extra("sphinx", "myst_parser")
def test_docstrings_are_shown_as_they_are_written(site):
    text = (site / "reference" / "python.html").read_text("utf-8")
    # A formula with stars and bars, which reStructuredText would take as markup, and a doctest.
    assert "dN_o/dx_i|" in re.sub(r"<[^>]+>", "", html.unescape(text))
    assert "nearest_counterfactual(net" in re.sub(r"<[^>]+>", "", html.unescape(text))


@pytest.mark.extra("sphinx", "myst_parser")
def test_a_broken_link_fails_the_build(tmp_path):
    source = tmp_path / "docs"
    source.mkdir()
    (source / "conf.py").write_text((DOCS / "conf.py").read_text("utf-8"))
    (source / "index.md").write_text("# Title\n\nA [link](nowhere.md).\n")
    run = build(source, tmp_path)
    assert run.returncode == 1
    assert "nowhere.md" in run.stderr


def test_every_command_is_in_the_reference():
    text = (DOCS / "reference" / "command-line.md").read_text("utf-8")
    commands = typer.main.get_command(app).commands
    assert [name for name in commands if f"| `exactrelu {name}" not in text] == []


def commands(text):
    """The lines of shell blocks, without comments and redirections."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [re.split(r"  +#| > ", line)[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


GUIDES = sorted([*ROOT.glob("*.md"), ROOT / "examples" / "README.md", *PAGES])
RUN = ("exactrelu ", "python exactrelu/")
# What sets up a machine, writes into the project or takes minutes; the notebooks have tests of their own.
NOT_RUN = ("make ", "pip install ", ". .venv/", "python benchmarks/", "python examples/")
EXTRAS = {".onnx": "onnx", "exactrelu plot": "matplotlib"}


def extras_of(line):
    return {module for word, module in EXTRAS.items() if word in line}


def run_commands(page, lines, folder, monkeypatch, capsys):
    for name in ("examples", "exactrelu"):
        (folder / name).symlink_to(ROOT / name)
    monkeypatch.chdir(folder)
    for line in lines:
        words = shlex.split(line)
        if words[0] == "python":
            code = subprocess.run([sys.executable, *words[1:]], check=False).returncode
        else:
            code = main(words[1:])
        # Two networks may be unequal; everything else succeeds.
        assert code == 0 or (code == 1 and line.startswith("exactrelu equal ")), (line, capsys.readouterr().err)


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_commands_of_guides_run(page, tmp_path, monkeypatch, capsys):
    lines = commands(page.read_text("utf-8"))
    assert [line for line in lines if not line.startswith((*RUN, *NOT_RUN))] == []
    run_commands(
        page, [line for line in lines if line.startswith(RUN) and not extras_of(line)], tmp_path, monkeypatch, capsys
    )


@pytest.mark.parametrize(
    "page",
    [page for page in GUIDES if any(map(extras_of, commands(page.read_text("utf-8"))))],
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_the_commands_of_guides_that_need_extras_run(page, tmp_path, monkeypatch, capsys, require):
    lines = [line for line in commands(page.read_text("utf-8")) if line.startswith(RUN)]
    for module in set().union(*map(extras_of, lines)):
        require(module)
    # The files of a reader's own.
    for name in {name for line in lines for name in re.findall(r"[a-z]+\.onnx", line)}:
        assert main(["convert", str(ROOT / "examples" / "xor.json"), "-o", str(tmp_path / name)]) == 0
    run_commands(page, lines, tmp_path, monkeypatch, capsys)


def test_commands_are_found():
    text = "```sh\nexactrelu eval a.json --at 1   # one\nls\n\nmake b > c\n```\n```python\nexactrelu no\n```\n"
    assert commands(text) == ["exactrelu eval a.json --at 1", "ls", "make b"]
    assert extras_of("exactrelu regions a.onnx") == {"onnx"}


# Python blocks are doctests, and commands are run above; the rest is compared or read by the test that is named.
LANGUAGES = {
    "python": "tests/test_project.py",
    "sh": "tests/test_docs.py",
    "coq": "tests/test_docs.py",
    "vnnlib": "tests/test_docs.py",
    "json": "tests/certificate/test_check.py",
    "text": "tests/certificate/test_check.py and tests/test_examples.py",
}


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_code_block_is_left_out(page):
    fences = re.findall(r"^```([^\n]*)$", page.read_text("utf-8"), re.MULTILINE)
    assert all(not fence for fence in fences[1::2])
    directives = ("{toctree}", "{glossary}", "{eval-rst}")
    assert [f for f in fences[::2] if f not in directives and f.split(" ")[0] not in LANGUAGES] == []


def coq(text):
    """Coq text without comments, qualified names and white space."""
    return "".join(re.sub(r"\(\*.*?\*\)|IntegerForms\.", "", text, flags=re.DOTALL).split())


def test_what_is_quoted_from_the_proofs_stands_there():
    source = coq("".join(path.read_text("utf-8") for path in sorted((ROOT / "proofs").glob("*/*.v"))))
    found = [block for page in GUIDES for block in blocks(page.read_text("utf-8"), "coq")]
    quoted = [part for block in found for part in block.split("\n\n")]
    assert quoted
    assert [part for part in quoted if coq(part) not in source] == []


def test_properties_in_the_documentation_can_be_decided(tmp_path, capsys):
    found = [block for page in GUIDES for block in blocks(page.read_text("utf-8"), "vnnlib")]
    assert found
    for block in found:
        (tmp_path / "spec.vnnlib").write_text(block, "utf-8")
        assert main(["decide", str(ROOT / "examples" / "absolute.json"), str(tmp_path / "spec.vnnlib")]) in (0, 1)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
def test_a_page_begins_with_its_title(page):
    assert page.read_text("utf-8").startswith("# ")


def test_the_definitions_to_be_trusted_are_shown_as_they_are():
    """Every paragraph of Coq in trust.md stands in proofs/, up to white space and comments."""

    def words(text):
        return " ".join(re.sub(r"\(\*.*?\*\)", "", text, flags=re.DOTALL).split())

    folders = (ROOT / "proofs" / "theory", ROOT / "proofs" / "checker")
    sources = [words(path.read_text("utf-8")) for folder in folders for path in sorted(folder.glob("*.v"))]
    blocks = re.findall(r"```coq\n(.*?)```", (DOCS / "trust.md").read_text("utf-8"), re.DOTALL)
    shown = [words(paragraph) for block in blocks for paragraph in block.split("\n\n")]
    assert len(shown) > 15
    assert [paragraph for paragraph in shown if not any(paragraph in source for source in sources)] == []
