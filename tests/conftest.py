"""What all tests share: the Hypothesis profiles, and the one way to need an optional module or an outside tool."""

import importlib
import os
import shutil
from types import ModuleType
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings

# Exact arithmetic has no worst case worth a deadline: one example may carry numbers of a thousand digits.
settings.register_profile(
    "default",
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough",
    max_examples=1000,
    deadline=None,
    derandomize=False,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("default")  # --hypothesis-profile=NAME on the command line wins over this


def _missing(what: str) -> NoReturn:
    """Skip the test by the name of what is missing, or fail it where everything must be there."""
    if os.environ.get("EXACTRELU_REQUIRE_EXTRAS") == "1":
        pytest.fail(f"{what} is not installed, and EXACTRELU_REQUIRE_EXTRAS=1 requires it", pytrace=False)
    pytest.skip(f"{what} is not installed")


def require(module: str) -> ModuleType:
    """The optional module of this name; a test that needs it skips without it, or fails where extras are required.

    An installed module that fails to import is an error in either case.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{module}.".startswith(f"{error.name}."):
            raise
    _missing(f"the module {module}")


def require_command(name: str) -> str:
    """The path of an outside program, under the same rule as `require`."""
    path = shutil.which(name)
    if path is None:
        _missing(f"the program {name}")
    return path


@pytest.fixture(name="require", scope="session")
def _require():
    """`require`, for tests that take it as a fixture."""
    return require


@pytest.fixture(name="require_command", scope="session")
def _require_command():
    """`require_command`, for tests that take it as a fixture."""
    return require_command


def pytest_runtest_setup(item):
    for marker in item.iter_markers("extra"):
        for module in marker.args:
            require(module)
