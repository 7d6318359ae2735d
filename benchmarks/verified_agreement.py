"""Whether the extracted checker and evaluator of proofs/ agree with the library's.

    python benchmarks/verified_agreement.py [--mutants N] [--points N] [--seed N]

Verdict, line and rule of the Python checker and of the extracted one, and where both accept their counts of cells,
tokens and proofs, on every test certificate, on certificates produced for small networks, and on mutants of all these
(tests/certificate/mutants.py says of which kinds). Then the values of the extracted evaluator and of the library's
evaluators, in exact arithmetic: both networks of every produced certificate, at a point of every face and at random
points on and off the hyperplanes; and the networks of the test certificates, with infinite and undefined outputs.
Any difference ends the run with exit code 1. `make proofs` builds the extracted programs.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from mutants import SOURCES, certificates  # noqa: E402

from exactrelu import ExtendedRational, Network, ShallowNetwork  # noqa: E402
from exactrelu.certificate import certify, check  # noqa: E402
from exactrelu.certificate.check import EXIT_CODES  # noqa: E402
from exactrelu.errors import IndeterminateFormError  # noqa: E402
from exactrelu.shallow.network import ShallowLayer  # noqa: E402
from tests.certificate import mutants  # noqa: E402

VERIFIER = HERE.parent / "proofs" / "build" / "exactrelu-verify"
CASES = HERE.parent / "tests" / "certificates"


def verdicts(path):
    """What the two checkers say: (exit code, line, rule), and the counts where accepted."""
    run = subprocess.run([VERIFIER, path, "--json"], capture_output=True, text=True, check=False)
    report = json.loads(run.stdout) if run.stdout else {"line": run.stderr, "rule": None}
    extracted = run.returncode, report["line"], report["rule"]
    verdict = check(path)
    python = EXIT_CODES[verdict.status], verdict.line, verdict.rule
    if verdict.accepted and run.returncode == 0:
        extracted += tuple(report[name] for name in ("cells", "tokens", "farkas_proofs"))
        python += (verdict.cells, verdict.tokens, verdict.farkas_proofs)
    return verdict.status, python, extracted


def compare_verdicts(folder, options):
    """Prints the outcomes; gives the number of certificates on which the checkers differ."""
    dice, outcomes, rules, different = random.Random(options.seed), Counter(), set(), 0
    target = folder / "mutant.jsonl"

    def compare(path, name):
        nonlocal different
        status, python, extracted = verdicts(path)
        outcomes[status] += 1
        rules.add(python[2])
        if python != extracted:
            different += 1
            print(f"DIFFERENT: {name}: Python {python}, extracted {extracted}")

    for path in sorted(CASES.glob("*/*.jsonl")):
        compare(path, path.name)
    texts = list(certificates(folder))
    for name, text in texts:
        target.write_text(text)
        compare(target, name)
    originals = sum(outcomes.values())
    for i in range(options.mutants):
        name, text = texts[i % len(texts)]
        changed, what = mutants.mutant(text, dice)
        if not mutants.is_unchanged(text, changed):
            target.write_text(changed)
            compare(target, f"{name}: {what}")
    total = sum(outcomes.values())
    counts = ", ".join(f"{count} {status}" for status, count in sorted(outcomes.items()))
    print(f"verdicts: {originals} certificates and {total - originals} mutants ({counts}, {len(rules - {None})} rules)")
    return different


def extracted_values(path, points):
    """The outputs of both networks of a certificate at the points, as text; None where a hash does not fit."""
    text = "".join(" ".join(map(str, point)) + "\n" for point in points)
    run = subprocess.run([VERIFIER, path, "--evaluate"], input=text, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        return None
    return [[part.split()[1:] for part in line.split("; ")] for line in run.stdout.splitlines()]


def library_values(network, point):
    """The same by the library."""
    try:
        return [str(value) for value in network(point)]
    except IndeterminateFormError:
        return ["undefined"]


def embedded(lines):
    """The two networks of a certificate, as the library's general kind of network."""
    first, second, _ = mutants.heads(lines)
    for head in (first, second):
        place, layers = head + 1, []
        for width in lines[head]["widths"]:
            neurons = lines[place : place + width]
            rows = (tuple((int(c), ExtendedRational(w)) for c, w in weights.items()) for _, _, weights in neurons)
            biases = tuple(ExtendedRational(bias) for _, bias, _ in neurons)
            layers.append(ShallowLayer(tuple(rows), biases, tuple(word for word, _, _ in neurons)))
            place += width
        yield ShallowNetwork(lines[0]["inputs"], tuple(layers))


def produced(folder, options):
    """Certificates of the small networks, the networks, and points: of every face, random, on hyperplanes."""
    dice, target = random.Random(options.seed), folder / "certificate.jsonl"
    for source in SOURCES:
        network = Network.load(source)
        faces = [face.interior_point for face in network.regions(faces=True)]
        for hidden_layers in (2, 3):
            shallow = network.shallow(hidden_layers)
            certify(network, shallow, out=target)
            others = mutants.points(mutants.read(target.read_text()), dice, how_many=options.points)
            yield target, (network, shallow), faces + [tuple(map(Fraction, point)) for point in others]


def hand_made(options):
    """The accepted and rejected test certificates, their networks, and points."""
    dice = random.Random(options.seed)
    for folder in ("accepted", "rejected"):
        for path in sorted((CASES / folder).glob("*.jsonl")):
            lines = mutants.read(path.read_text())
            points = [tuple(map(Fraction, p)) for p in mutants.points(lines, dice, how_many=options.points // 10)]
            yield path, tuple(embedded(lines)), points


def compare_values(folder, options):
    """Prints how many values were compared; gives the number of those that differ."""
    kinds, different = Counter(), 0
    for source in (produced(folder, options), hand_made(options)):
        for path, networks, points in source:
            found = extracted_values(path, points)
            if found is None:
                kinds["refused"] += 1
                continue
            for point, values in zip(points, found, strict=True):
                kinds["points"] += 1
                for network, value in zip(networks, values, strict=True):
                    kinds["undefined"] += value == ["undefined"]
                    kinds["infinite"] += value in (["oo"], ["-oo"])
                    if value != library_values(network, point):
                        different += 1
                        print(f"DIFFERENT: {path.name} at {point}: {value}")
    print(
        f"values: two networks at {kinds['points']} points, "
        f"{kinds['infinite']} outputs infinite, {kinds['undefined']} undefined"
    )
    return different


def main():
    """Compare verdicts, then values."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mutants", type=int, default=5_000)
    parser.add_argument("--points", type=int, default=300, help="random ones for each certificate")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not VERIFIER.exists():
        raise SystemExit("the extracted checker is not built: make proofs")
    with tempfile.TemporaryDirectory() as name:
        different = compare_verdicts(Path(name), options) + compare_values(Path(name), options)
    print(f"differences: {different}")
    sys.exit(bool(different))


if __name__ == "__main__":
    main()
