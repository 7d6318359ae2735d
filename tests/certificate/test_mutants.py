"""Soundness is attacked: mutants of certificates, of both kinds, judged by an evaluator of the tests' own."""

import random
from pathlib import Path

import pytest

from exactrelu.certificate import check
from tests.certificate import mutants

CASES = Path(__file__).parent.parent / "certificates"
ACCEPTED = sorted((CASES / "accepted").glob("*.jsonl"))
MUTANTS_PER_CASE = 40


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_no_mutant_that_states_something_false_is_accepted(path, tmp_path):
    text, dice, target = path.read_text(), random.Random(path.stem), tmp_path / "mutant.jsonl"
    refused = changes = 0
    for _ in range(MUTANTS_PER_CASE):
        changed, what = mutants.mutant(text, dice)
        if mutants.is_unchanged(text, changed):
            continue
        changes += 1
        target.write_text(changed)
        verdict = check(target)
        if not verdict.accepted:
            refused += 1
            continue
        assert mutants.difference(changed, dice) is None, what
    assert changes > MUTANTS_PER_CASE // 2
    assert refused > changes // 2


def test_the_judge_finds_differences():
    """The judge would notice: every network with another bias at the output differs from the first."""
    for path in ACCEPTED:
        lines = mutants.read(path.read_text())
        if not mutants.points(lines, random.Random(1)):
            continue
        outputs = mutants.heads(lines)[2] - lines[mutants.heads(lines)[1]]["widths"][-1]
        lines[outputs][1] = str(mutants.Fraction(lines[outputs][1]) + 1)
        assert mutants.difference(mutants.write(lines), random.Random(1)) is not None, path.stem
