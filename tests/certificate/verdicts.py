"""The verdict on every case file, in one quick process: what mutation testing of the checker runs for each mutant.

    python tests/certificate/verdicts.py [CHECKER]

Exit code 0 where every verdict and rule is the expected one.
"""

import importlib.util
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
CASES = HERE.parent / "certificates"


def load(path):
    """The checker as a module, from its file alone."""
    spec = importlib.util.spec_from_file_location("checker_under_test", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def wrong(checker):
    """The cases with another verdict than expected: (name, status, rule)."""
    for folder in ("accepted", "rejected", "malformed"):
        for path in sorted((CASES / folder).glob("*.jsonl")):
            verdict = checker.check(path)
            rule = None if folder == "accepted" else path.name.split("--")[0]
            if (verdict.status, verdict.rule) != (folder, rule):
                yield path.name, verdict.status, verdict.rule


if __name__ == "__main__":
    target = sys.argv[1] if len(sys.argv) > 1 else HERE.parent.parent / "exactrelu" / "certificate" / "check.py"
    for case in wrong(load(target)):
        print(*case)
        sys.exit(1)
