import gc
import io
import sys
import threading
import time

import pytest

from exactrelu import Layer, Network
from exactrelu.cli import check, output
from exactrelu.cli.check import UnequalError, check_equality, witnesses_of

GRID = Network([Layer([[1, 0], [1, 0], [0, 1]], [0, -1, 0]), Layer([[1, 1, 1]], [0], "identity")])


class Counting:
    """A shallow network that is the deep one, and records where it was evaluated."""

    widths = (2, 10**9, 1)  # so many gates that no work is small

    def __init__(self, network):
        self.network, self.points = network, []

    def __call__(self, point):
        self.points.append(point)
        return self.network(point)


def test_every_face_has_its_witness():
    witnesses = witnesses_of(GRID)
    assert witnesses.f_vector == (2, 7, 6)
    shallow = Counting(GRID)
    result = check_equality(GRID, shallow, witnesses, everything=True)
    assert (result.checked, result.complete) == ((2, 7, 6), True)
    # Distinct sign vectors: a point in each face, and so of all faces.
    assert len({GRID.sign_vector(point) for point in shallow.points}) == 15


def test_beyond_the_budget_a_sample_of_every_dimension(monkeypatch):
    monkeypatch.setattr(check, "BUDGET_SECONDS", 0)
    runs = []
    for _ in range(2):
        shallow = Counting(GRID)
        result = check_equality(GRID, shallow, witnesses_of(GRID), per_dimension=3)
        assert (result.faces, result.checked, result.complete) == ((2, 7, 6), (2, 3, 3), False)
        runs.append(shallow.points)
    assert runs[0] == runs[1]
    assert "8 of 15 faces" in result.describe()
    assert "2 of dimension 0, 3 of dimension 1, 3 of dimension 2" in result.describe()


def test_small_work_is_done_whatever_the_time(monkeypatch):
    monkeypatch.setattr(check, "BUDGET_SECONDS", 0)
    shallow = Counting(GRID)
    shallow.widths = (2, check.SMALL_WORK // 15, 1)
    assert check_equality(GRID, shallow, witnesses_of(GRID), per_dimension=1).complete
    shallow.widths = (2, check.SMALL_WORK // 15 + 1, 1)
    assert not check_equality(GRID, shallow, witnesses_of(GRID), per_dimension=1).complete


def test_within_the_budget_all_faces():
    assert check_equality(GRID, Counting(GRID), witnesses_of(GRID), per_dimension=1).complete


@pytest.mark.parametrize("face", range(15))
def test_a_difference_on_one_face_is_found(face):
    signs = sorted({region.signs for region in GRID.regions(faces=True)})[face]

    def wrong(point):
        return tuple(y + (GRID.sign_vector(point) == signs) for y in GRID(point))

    wrong.widths = (2, 1, 1)
    with pytest.raises(UnequalError, match="the deep network"):
        check_equality(GRID, wrong, witnesses_of(GRID))


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_long_work_is_shown_on_a_terminal_only(monkeypatch):
    monkeypatch.setattr(output, "PATIENCE_SECONDS", 0)
    for stream, shown in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with output.Watch("thinking hard", 5000) as watch:
            time.sleep(0.3)
            assert list(watch.timed(range(2500))) == list(range(2500))
            time.sleep(0.3)
        assert ("thinking hard" in stream.getvalue()) is shown
        assert ("2500/5000" in stream.getvalue()) is shown


def test_workers_show_nothing_on_the_terminal_that_they_share(monkeypatch):
    monkeypatch.setattr(output, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(output, "parent_process", lambda: "the command")
    monkeypatch.setattr(sys, "stderr", Terminal())
    with output.Watch("thinking hard"):
        time.sleep(0.3)
    assert sys.stderr.getvalue() == ""


def test_an_estimated_total_is_shown_as_one_and_never_reached_before_the_end(monkeypatch):
    monkeypatch.setattr(output, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(output, "ESTIMATE_SECONDS", 0)
    monkeypatch.setattr(sys, "stderr", Terminal())
    asked = []
    with output.Watch("guessing", about=lambda wanted: asked.append(wanted()) or 40) as watch:
        watch.advance(30)
        time.sleep(0.6)
        (task,) = watch._display.tasks
        assert (task.completed, task.total, task.fields["of"]) == (30, 40, " of about 40")
        watch.advance(50)
        (task,) = watch._display.tasks
        assert task.completed == 80 < task.total
        time.sleep(0.3)
    assert asked == [True]
    assert "80 of about 40" in sys.stderr.getvalue()


def test_an_estimate_is_given_up_when_the_work_ends(monkeypatch):
    monkeypatch.setattr(output, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(output, "ESTIMATE_SECONDS", 0)
    monkeypatch.setattr(sys, "stderr", Terminal())
    started, answers = threading.Event(), []

    def about(wanted):
        started.set()
        while wanted():
            time.sleep(0.01)
        answers.append("given up")

    with output.Watch("guessing", about=about):
        assert started.wait(10)
    assert answers == ["given up"]


def test_short_work_is_not_estimated(monkeypatch):
    monkeypatch.setattr(output, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(sys, "stderr", Terminal())
    with output.Watch("guessing", about=lambda _: 1 // 0):
        time.sleep(0.3)


def test_short_work_is_not_shown(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    with output.Watch("thinking") as watch:
        watch.advance()
    assert sys.stderr.getvalue() == ""


def test_the_collector_comes_back():
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), output.without_collector():
        1 // gc.isenabled()
    assert gc.isenabled()
