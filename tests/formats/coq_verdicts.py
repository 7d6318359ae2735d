"""The test certificates as a Coq file: the kernel must give each the verdict, and the rule, that its name says.

    python tests/formats/coq_verdicts.py > proofs/examples/verdicts.v

Files that do not parse, and hashes, are no matter of the verified checker; all that is accepted or rejected for another
reason is there.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from exactrelu.formats.coq import definitions  # noqa: E402

CASES = ROOT / "tests" / "certificates"
HEADER = """\
(** The kernel's verdicts on the certificates of tests/certificates: those of the other checkers, with the same rule.

    Written by tests/formats/coq_verdicts.py. *)
Require Import List ZArith NArith QArith.
From ExactReLU Require Import OrderedRings ExtendedNumbers Networks Embedding IntegerForms Trace Construction Partition
  CertificateNotations PartitionNotations.
Import ListNotations.
Open Scope Z_scope.
"""


def cases():
    """The files, each with the rule that rejects it, or None."""
    for path in sorted((CASES / "accepted").glob("*.jsonl")):
        yield path, None
    for path in sorted((CASES / "rejected").glob("*.jsonl")):
        rule = path.name.split("--")[0]
        if rule != "network-sha256":
            yield path, rule


def module(path, rule):
    """One certificate and the verdict on it, in a module of its own."""
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    name = "".join(character if character.isalnum() else "_" for character in path.stem)
    verdict = "Accepted" if rule is None else f"(Refused {''.join(word.capitalize() for word in rule.split('-'))})"
    checker = "check" if lines[0]["kind"] == "construction" else "pcheck"
    return (
        f"\nModule {name}.\n{''.join(definitions(lines))}"
        f"Lemma verdict : {checker} the_claim certificate = {verdict}.\n"
        f"Proof. vm_cast_no_check (eq_refl {verdict}). Qed.\nEnd {name}.\n"
    ), f"{name}.verdict"


def text():
    """The whole file; at its end, what all the verdicts together assume."""
    modules, names = zip(*(module(path, rule) for path, rule in cases()), strict=True)
    together = "\n  :: ".join(f"{name}" for name in names)
    return (
        HEADER + "".join(modules) + "\n(** All of them, for what they assume. *)\n"
        "Inductive verdicts : Prop := none | and (P : Prop) (proof : P) (others : verdicts).\n"
        f'Notation "p :: l" := (and _ p l).\nDefinition all := {together}\n  :: none.\nPrint Assumptions all.\n'
    )


if __name__ == "__main__":
    sys.stdout.write(text())
