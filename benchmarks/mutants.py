"""Attacks the checker with mutants of certificates: none that states something false may be accepted.

    python benchmarks/mutants.py [--mutants N] [--seed N]

Certificates of both kinds and both constructions are made for small networks, generic and degenerate; each mutant has
one change (tests/certificate/mutants.py says which there are). A mutant that is accepted is judged by an evaluator that
shares no code with the checker: both embedded networks, in exact arithmetic, at many points of the domain. A mutant
whose networks differ somewhere and that is accepted ends the run with exit code 1.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from exactrelu import Network  # noqa: E402
from exactrelu.certificate import certify, check  # noqa: E402
from tests.certificate import mutants  # noqa: E402

SOURCES = [
    *(
        HERE.parent / "examples" / f"{name}.json"
        for name in ("xor", "absolute", "max3", "clip", "sawtooth3", "degenerate")
    ),
    *(HERE.parent / "tests" / "nets" / f"{name}.json" for name in ("far30_2-2-1", "int1_2-8-8-1")),
]
OUTCOMES = ("unchanged", "rejected", "malformed", "limit", "accepted, true", "accepted, FALSE")


def certificates(folder):
    """Pairs (name, text): hand-made ones, and produced ones of both kinds."""
    for path in sorted((HERE.parent / "tests" / "certificates" / "accepted").glob("*.jsonl")):
        yield path.stem, path.read_text()
    for source in SOURCES:
        network = Network.load(source)
        for hidden_layers in (2, 3):
            for kind in ("construction", "partition"):
                target = folder / "certificate.jsonl"
                certify(network, network.shallow(hidden_layers), out=target, kind=kind)
                yield f"{source.stem}, {hidden_layers} hidden layers, {kind}", target.read_text()


def main():
    """Make, check, judge, count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mutants", type=int, default=20_000, help="how many in all")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    counts, false, begin = {}, [], time.time()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = list(certificates(folder))
        target = folder / "mutant.jsonl"
        for i in range(options.mutants):
            where, text = texts[i % len(texts)]
            changed, what = mutants.mutant(text, dice)
            outcome = "unchanged"
            if not mutants.is_unchanged(text, changed):
                target.write_text(changed)
                outcome = check(target).status
                if outcome == "accepted":
                    found = mutants.difference(changed, dice)
                    outcome = "accepted, true" if found is None else "accepted, FALSE"
                    if found is not None:
                        false.append((where, what, found))
            counts.setdefault(what.split(":")[0], Counter())[outcome] += 1
    print(f"{options.mutants} mutants of {len(texts)} certificates in {time.time() - begin:.0f} s, seed {options.seed}")
    print(f"{'mutation':<18}" + "".join(f"{outcome:>17}" for outcome in OUTCOMES))
    total = Counter()
    for mutation, row in sorted(counts.items()):
        total += row
        print(f"{mutation:<18}" + "".join(f"{row[outcome]:>17}" for outcome in OUTCOMES))
    print(f"{'all':<18}" + "".join(f"{total[outcome]:>17}" for outcome in OUTCOMES))
    print(f"never mutated, since no checker verifies them: {', '.join(mutants.UNVERIFIED)}")
    for where, what, found in false:
        print(f"ACCEPTED BUT FALSE: {where}: {what}: {found}")
    sys.exit(bool(false))


if __name__ == "__main__":
    main()
