"""The notebooks run from top to bottom, and say what they promise."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "examples" / "notebooks"

PROMISES = {
    "certified_controller.py": ["widths (2, 25, 25, 1)", ": accepted", "the changed controller is equal: False"],
    "depth_separation.py": [
        "7 hidden layers, 14 neurons: 128 pieces",
        "5 hidden layers: one layer with 31 ReLU neurons is equal on [0, 1]: True",
    ],
    "iris_explained.py": ["shapley: sepal length ", "integrated-gradients: sepal length ", "still versicolor"],
    "theorem_on_xor.py": ["at (1/2, 1/2): 1 + -1 + 1 = 1", "equal everywhere: True", "-oo from 7"],
    "why_boundaries_matter.py": [
        "x = 0: network 5, closed cells 10",
        "M = 1000000000000: at x = 1/M the error is 4",
        "the construction: wrong at 0",
    ],
}


def test_every_notebook_has_its_promises_and_its_row():
    found = {path.name for path in NOTEBOOKS.iterdir() if path.suffix in {".py", ".ipynb"}}
    assert found == PROMISES.keys()
    table = (ROOT / "examples" / "README.md").read_text("utf-8")
    assert [name for name in found if f"| `notebooks/{name}` |" not in table] == []


@pytest.mark.parametrize("name", PROMISES)
def test_a_notebook_is_made_of_cells(name):
    text = (NOTEBOOKS / name).read_text("utf-8")
    assert text.startswith("# %% [markdown]\n# # ")
    assert text.count("\n# %%\n") >= 3


@pytest.mark.parametrize("name", PROMISES)
def test_a_notebook_runs(name, tmp_path):
    search = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-W", "error", str(NOTEBOOKS / name)]
    environment = {**os.environ, "PYTHONPATH": search}
    run = subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=120, cwd=tmp_path, env=environment
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert [promise for promise in PROMISES[name] if promise not in run.stdout] == []
    assert list(tmp_path.iterdir()) == []
