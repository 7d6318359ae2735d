"""Mutation testing of the checker's own source: no change of it that weakens a check may go unnoticed by the tests.

    python tests/certificate/mutate_checker.py [--workers N] [--only REGEX] [--survivors FILE] [--all-tests]

Every mutant is the source of exactrelu/certificate/check.py with one change: those of cosmic-ray's operators, and a few
that cosmic-ray lacks (a constant condition, an operand or a statement left out, `in`, `any`, `min`, short strings).
Each runs in a process of its own that is forked from this one, from memory: no file of the project is touched.
A mutant is killed by the first of three stages that notices it:

1. cases: the verdict on every file in tests/certificates, as in verdicts.py;
2. mutants: the verdict of the checker itself on mutants of the accepted certificates (mutants.py, fixed dice);
3. tests: the tests of test_check.py, those of huge files with --effort all.

What survives must be in survivors.txt, which says for each why it weakens nothing. Exit code 0 where that is so.
"""

import argparse
import doctest
import gc
import inspect
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import ModuleType

import parso
import parso.python.tree as tree
import pytest  # noqa: F401 - loaded once, for the processes that are forked
from cosmic_ray.operators import operator, provider

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from tests.certificate import mutants, verdicts  # noqa: E402

CHECKER = HERE.parent.parent / "exactrelu" / "certificate" / "check.py"
SURVIVORS = HERE / "survivors.txt"
MUTANTS_PER_CASE = 12
CPU_SECONDS, SECONDS = 20, 300
"""Of the processor and of the clock; the unchanged checker needs one or two."""
MEMORY = 1 << 31
OUTCOMES = ("survived", "killed: cases", "killed: mutants", "killed: tests", "does not load", "skipped")
SURVIVED, SKIPPED = 0, 5
OTHER_TESTS = "hostile|bombs|memory|prefix|accepted|every_case"
"""Tests of huge files, and those that repeat the first stage."""
COMMAND_TESTS = "alone|goes_away|imitate"
COMMAND = ("module", "main", "_Arguments", "check")
"""Where the command line lies, which only the tests in processes of their own can notice."""
NO_CERTIFICATE = ("exact", "own_lines", "tie", "main", "_Arguments")
"""What no certificate passes through: the reader of the reader's own files, and the command line."""


ENDS = {"reject", "malformed"}
NO_VERDICT = {"show", "form_text", "describe", "text", "report", "report_json"}


# --- What cosmic-ray's operators leave out.


class Condition(operator.Operator):
    """A condition of if, elif or while that is always True, or always False."""

    def mutation_positions(self, node):
        for i in self._places(node):
            yield from [(node.children[i].start_pos, node.children[i].end_pos)] * 2

    def mutate(self, node, index):
        place = self._places(node)[index // 2]
        node.children[place] = tree.Name([" True", " False"][index % 2], node.children[place].start_pos)
        return node

    @staticmethod
    def _places(node):
        if isinstance(node, (tree.IfStmt, tree.WhileStmt)):
            return [i + 1 for i, child in enumerate(node.children) if child in ("if", "elif", "while")]
        return [2] if node.type == "test" else [1] if node.type in ("comp_if", "old_comp_if") else []

    @classmethod
    def examples(cls):
        return (operator.Example("if x: pass", "if True: pass"),)


class Operand(operator.Operator):
    """One operand of and, or left out."""

    def mutation_positions(self, node):
        if node.type in ("or_test", "and_test"):
            for child in node.children[::2]:
                yield child.start_pos, child.end_pos

    def mutate(self, node, index):
        start = max(2 * index - 1, 0)
        prefix = node.get_first_leaf().prefix
        del node.children[start : start + 2]
        node.get_first_leaf().prefix = prefix
        return node

    @classmethod
    def examples(cls):
        return (operator.Example("x and y", "y"),)


class Statement(operator.Operator):
    """A simple statement left out."""

    def mutation_positions(self, node):
        if node.type == "simple_stmt" and node.children[0].type not in ("string", "import_name", "import_from"):
            yield node.start_pos, node.end_pos

    def mutate(self, node, index):
        first = node.children[0]
        node.children[0] = tree.Name("pass", first.start_pos, first.get_first_leaf().prefix)
        return node

    @classmethod
    def examples(cls):
        return (operator.Example("f(x)\n", "pass\n"),)


class Word(operator.Operator):
    """The opposite word: in and not in, any and all, min and max; a short string with one more character."""

    WORDS = {"any": "all", "all": "any", "min": "max", "max": "min"}  # noqa: RUF012 - constant

    def mutation_positions(self, node):
        if (
            (isinstance(node, tree.Name) and node.value in self.WORDS)
            or (node == "in" and node.parent.type == "comparison")
            or (node.type == "comp_op" and node.get_code().split() == ["not", "in"])
            or (isinstance(node, tree.String) and re.fullmatch(r'"[^\s"]{0,12}"', node.value))
        ):
            yield node.start_pos, node.end_pos

    def mutate(self, node, index):
        if node.type == "comp_op":
            return tree.Name("in", node.start_pos, " ")
        if isinstance(node, tree.String):
            return tree.String(f'{node.value[:-1]}~"', node.start_pos, node.prefix)
        node.value = self.WORDS.get(node.value, "not in")
        return node

    @classmethod
    def examples(cls):
        return (operator.Example("x in y", "x not in y"),)


# --- The mutants.


def nodes(node):
    """All nodes of a syntax tree but those that cannot matter to a verdict.

    These are annotations, which are not evaluated or spoil the import at once; functions that only print, the defaults
    of the limits, and in the call of a function that ends the check all arguments after the name of the rule, as in a
    ValueError, whose text goes into such a message.
    """
    yield node
    children = list(getattr(node, "children", ()))
    if node.type in ("funcdef", "classdef") and node.name.value in NO_VERDICT:
        return
    if (node.type == "expr_stmt" and place_of(node) == "Limits") or (
        node.type == "raise_stmt" and node.get_code(include_prefix=False).startswith("raise ValueError")
    ):
        return
    if node.type in ("atom_expr", "power") and children[0].type == "name" and children[0].value in ENDS:
        arguments = children[1].children[1]
        yield from nodes(arguments.children[0] if arguments.type == "arglist" else arguments)
        return
    if node.type in ("annassign", "tfpdef") or (node.type == "param" and ":" in node.get_code()):
        colon = [i for i, child in enumerate(children) if child.get_code().strip() == ":"]
        children = children[:1] if node.type == "tfpdef" else children[2:] if colon == [0] else children
    if node.type == "funcdef" and "->" in [child.get_code().strip() for child in children]:
        arrow = [child.get_code().strip() for child in children].index("->")
        del children[arrow : arrow + 2]
    for child in children:
        yield from nodes(child)


def operators():
    """Those of cosmic-ray that need no arguments, and ours."""
    theirs = provider.OperatorProvider()
    # Between == and `is` the difference is CPython's sharing of small values.
    same = re.compile("ReplaceComparisonOperator_(Is(Not)?_(?!Is)|(?!Is).*_Is)")
    found = [theirs[name] for name in theirs if not theirs[name].arguments() and not same.search(name)]
    return [kind() for kind in (*found, Condition, Operand, Statement, Word)]


def sites(module):
    """Every (node, operator, index) at which a mutant can be made."""
    everything = operators()
    for node in nodes(module):
        for each in everything:
            for index, _ in enumerate(each.mutation_positions(node)):
                yield node, each, index


def place_of(node):
    """The qualified name of the function or class around a node."""
    names = []
    while node is not None:
        if node.type in ("funcdef", "classdef"):
            names.append(node.name.value)
        node = node.parent
    return ".".join(reversed(names)) or "module"


def apply(module, node, each, index):
    """The source of the mutant; the tree is spoilt by it."""
    siblings = node.parent.children if node.parent else None
    changed = each.mutate(node, index)
    if changed is not node:
        at = next(i for i, child in enumerate(siblings) if child is node)
        siblings[at : at + 1] = [] if changed is None else [changed]
    return module.get_code()


def described(original, changed, where):
    """What identifies a mutant, whatever the line numbers: where it is, the lines before and after."""
    old, new = original.split("\n"), changed.split("\n")
    start = next((i for i, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), 0)
    end = next((i for i, pair in enumerate(zip(old[::-1], new[::-1], strict=False)) if pair[0] != pair[1]), 0)
    before = " ".join(line.strip() for line in old[start : max(len(old) - end, start + 1)])
    after = " ".join(line.strip() for line in new[start : len(new) - end])
    return f"{where} | {before} | {after}"


# --- The stages, each in the mutant's own process.


def references(folder, checker):
    """Mutants of the accepted certificates in files, each with the checker's verdict."""
    found = []
    for path in sorted((verdicts.CASES / "accepted").glob("*.jsonl")):
        text, dice = path.read_text(), random.Random(path.stem)
        for i in range(MUTANTS_PER_CASE):
            changed, _ = mutants.mutant(text, dice)
            if not mutants.is_unchanged(text, changed):
                target = folder / f"{path.stem}-{i}.jsonl"
                target.write_text(changed)
                verdict = checker.check(target)
                found.append((target, verdict.status, verdict.rule))
    return found


def judge(source, where, expected, folder, effort):
    """The outcome of one mutant, as an index of OUTCOMES."""
    signal.alarm(SECONDS if effort != "all" else 5 * SECONDS)
    try:
        checker = load(source, folder / "check.py")
    except BaseException:
        return 4
    stages = [(1, same_verdicts), (2, same_on_mutants), (3, tests_pass)]
    for outcome, stage in stages[::-1] if where.startswith(NO_CERTIFICATE) else stages:
        if outcome == 3 and effort == "quick":
            continue
        try:
            if not stage(checker, where, expected, folder, effort):
                return outcome
        except BaseException:
            return outcome
    return SURVIVED


def same_verdicts(checker, *_):
    """Whether every case has its verdict."""
    return next(verdicts.wrong(checker), None) is None


def same_on_mutants(checker, _, expected, *__):
    """Whether the mutants of certificates have the verdicts of the unchanged checker."""
    return all(
        (verdict.status, verdict.rule) == (status, rule)
        for path, status, rule in expected
        for verdict in [checker.check(path)]
    )


def tests_pass(checker, where, _, folder, effort):
    """Whether the doctests and tests pass."""
    for name in ("exactrelu", "exactrelu.certificate"):
        sys.modules[name] = ModuleType(name)
    left_out = OTHER_TESTS if where.startswith(COMMAND) else f"{OTHER_TESTS}|{COMMAND_TESTS}"
    if doctest.testmod(checker).failed:
        return False
    run_tests(verdicts.load(HERE / "test_check.py"), folder, re.compile("$^" if effort == "all" else left_out))
    return True


def run_tests(module, folder, left_out):
    """Calls the tests of a module whose only fixture is tmp_path: pytest would take longer to find them."""
    for name, test in list(vars(module).items()):
        if not name.startswith("test_") or left_out.search(name):
            continue
        marks = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
        for value in marks[0].args[1] if marks else (None,):
            names = marks[0].args[0] if marks else ()
            arguments = {names: value} if isinstance(names, str) else dict(zip(names, value or (), strict=True))
            if "tmp_path" in inspect.signature(test).parameters:
                arguments["tmp_path"] = Path(tempfile.mkdtemp(dir=folder))
            test(**arguments)


def load(source, path):
    """The checker of this source as a module, in a file that the tests can copy."""
    path.write_text(source, encoding="utf-8")
    checker = ModuleType("exactrelu.certificate.check")
    checker.__file__ = str(path)
    sys.modules[checker.__name__] = checker
    exec(compile(source, checker.__file__, "exec"), checker.__dict__)
    return checker


def start(site, module, original, wanted, expected, folder, effort):
    """Makes and judges a mutant in a forked process, whose number it gives; its description goes to the folder."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        where = place_of(site[0])
        (folder / "mutant").write_text(where)
        try:
            source = apply(module, *site)
        except Exception:
            os._exit(4)
        description = described(original, source, where)
        (folder / "mutant").write_text(description, encoding="utf-8")
        code = judge(source, where, expected, folder, effort) if wanted(description) else SKIPPED
    finally:
        os._exit(code)


def run(original, only, wanted, workers, effort):
    """Judges the wanted mutants; yields pairs (outcome, description)."""
    module, running = parso.parse(original), {}
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        expected = references(root, load(original, root / "check.py"))
        todo = [(i, site) for i, site in enumerate(sites(module)) if only.match(place_of(site[0]))][::-1]
        gc.freeze()
        gc.disable()
        while todo or running:
            while todo and len(running) < workers:
                number, site = todo.pop()
                folder = root / str(number)
                folder.mkdir()
                running[start(site, module, original, wanted, expected, folder, effort)] = folder
            child, status = os.wait()
            folder = running.pop(child)
            text = (folder / "mutant").read_text(encoding="utf-8")
            shutil.rmtree(folder)
            code = os.waitstatus_to_exitcode(status)
            yield OUTCOMES[code] if code >= 0 else "killed: time or memory", text


def known(path):
    """The mutants listed in a file: from what identifies a mutant to its class or outcome."""
    found = {}
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                kind, _, key = line.partition(" | ")
                found[key] = kind
    return found


def main():
    """Make the mutants, judge them, and compare what survives with the list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", default="", help="only the mutants in functions whose names match")
    parser.add_argument("--effort", choices=("quick", "normal", "all"), default="normal", help="quick: two stages")
    parser.add_argument(
        "--again", type=Path, help="only those that survived in this log, or that are listed in survivors.txt"
    )
    parser.add_argument("--log", type=Path, help="write each outcome to this file")
    options = parser.parse_args()
    listed, begin, counts, classes, missing = known(SURVIVORS), time.time(), Counter(), Counter(), []

    def wanted(text):
        return text in again or not options.again

    again, only = known(options.again) if options.again else {}, re.compile(options.only)
    if options.again:
        again = {text for text, kind in again.items() if not kind.startswith("killed")}
        only = re.compile("|".join(sorted({re.escape(text.split(" | ")[0]) + "$" for text in again})))
    log = options.log.open("w", encoding="utf-8", buffering=1) if options.log else None
    source = CHECKER.read_text(encoding="utf-8")
    for outcome, text in run(source, only, wanted, options.workers, options.effort):
        counts[outcome] += 1
        if log and outcome != OUTCOMES[SKIPPED]:
            log.write(f"{outcome} | {text}\n")
        if outcome == OUTCOMES[SURVIVED]:
            classes[listed.get(text, "not accounted for")] += 1
            if text not in listed:
                missing.append(text)
                print(f"survived: {text}", flush=True)
    print(f"{sum(counts.values()) - counts[OUTCOMES[SKIPPED]]} mutants in {time.time() - begin:.0f} s")
    for outcome, count in counts.most_common():
        print(f"{count:>8}  {outcome}")
    for kind, count in classes.most_common():
        print(f"{count:>8}  survived: {kind}")
    sys.exit(bool(missing))


if __name__ == "__main__":
    main()
