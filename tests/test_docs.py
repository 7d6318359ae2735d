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
    """The lines of shell blocks that begin with the program's name, without comments and redirections."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [re.split(r"  +#| > ", line)[0] for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("exactrelu ")]


# These need files of the reader's own, or an extra.
ELSEWHERE = (".onnx", "exactrelu plot", "exactrelu demo", "SPEC.vnnlib")
GUIDES = [ROOT / "README.md", *sorted(DOCS.glob("howto/*.md")), *sorted(DOCS.glob("tutorial/*.md"))]


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_the_commands_of_guides_run(page, tmp_path, monkeypatch, capsys):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    lines = [line for line in commands(page.read_text("utf-8")) if not any(word in line for word in ELSEWHERE)]
    for line in lines:
        code = main(shlex.split(line)[1:])
        # Two networks may be unequal; everything else succeeds.
        assert code == 0 or (code == 1 and line.startswith("exactrelu equal ")), (line, capsys.readouterr().err)


def test_commands_are_found():
    text = (
        "```sh\nexactrelu eval a.json --at 1   # one\nls\nexactrelu explain b > c\n```\n```python\nexactrelu no\n```\n"
    )
    assert commands(text) == ["exactrelu eval a.json --at 1", "exactrelu explain b"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
def test_a_page_begins_with_its_title(page):
    assert page.read_text("utf-8").startswith("# ")
