"""How fast the extracted checker of proofs/ is beside the Python checker, and Coq's kernel beside both.

    python benchmarks/verified_speed.py [NETWORK ...] [--hidden-layers 2|3] [--stack KB] [--kernel-lines N] [--json]

Each certificate is produced to a file and checked by either program, the file's reading included; the paces are Farkas
proofs per CPU second, the ratio is that of the CPU times. The extracted checker runs with a stack of --stack KB. The
kernel takes certificates of at most --kernel-lines lines, as files of `exactrelu convert --to coq`; its time includes
reading the file and loading the theory. `make proofs` builds the extracted checker and the theory.
"""

import argparse
import gc
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from exactrelu import Network  # noqa: E402
from exactrelu.certificate import certify, check  # noqa: E402
from exactrelu.formats.coq import theorem_chunks  # noqa: E402

PROOFS = HERE.parent / "proofs"
VERIFIER = PROOFS / "build" / "exactrelu-verify"
DEFAULT = [HERE / "nets" / f"{name}.json" for name in ("2-8-8-1", "2-16-16-1", "2-32-32-1", "3-8-8-1", "3-16-16-1")]


def python_seconds(target):
    """The verdict of the Python checker and its CPU seconds, without the garbage collector as at the command line."""
    gc.collect()
    gc.disable()
    start = time.process_time()
    verdict = check(target)
    seconds = time.process_time() - start
    gc.enable()
    return verdict, seconds


def process_seconds(command, stack=None):
    """The finished process of a command, and its CPU seconds."""

    def limit():
        if stack is not None:
            resource.setrlimit(resource.RLIMIT_STACK, (stack * 1024, stack * 1024))

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limit)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return run, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def kernel_seconds(network, shallow, folder):
    """The CPU seconds of coqc on the theorem of the two networks; None without Coq."""
    if shutil.which("coqc") is None or not (PROOFS / "checker" / "CertificateNotations.vo").exists():
        return None
    file = Path(folder) / "theorem.v"
    file.write_text("".join(theorem_chunks(network, shallow)))
    paths = ["-R", str(PROOFS / "theory"), "ExactReLU", "-R", str(PROOFS / "checker"), "ExactReLU"]
    run, seconds = process_seconds(["coqc", *paths, str(file)])
    if run.returncode != 0:
        raise SystemExit(f"coqc refuses the theorem: {run.stderr}")
    return seconds


def measure(path, hidden_layers, options):
    """One network and one construction, in numbers."""
    network = Network.load(path)
    shallow = network.shallow(hidden_layers)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "certificate.jsonl"
        written = certify(network, shallow, out=target)
        run, extracted = process_seconds([str(VERIFIER), str(target), "--json"], options.stack)
        verdict, python = python_seconds(target)
        small = written.lines <= options.kernel_lines
        kernel = kernel_seconds(network, shallow, folder) if small else None
    report = json.loads(run.stdout) if run.stdout else {"verdict": run.stderr, "farkas_proofs": None}
    if (report["verdict"], report["farkas_proofs"]) != ("accepted", verdict.farkas_proofs) or not verdict.accepted:
        raise SystemExit(f"{path}: extracted {report['verdict']}, Python {verdict.status}: {verdict.message}")
    return {
        "network": Path(path).stem,
        "hidden_layers": hidden_layers,
        "bytes": written.bytes,
        "proofs": verdict.farkas_proofs,
        "python_seconds": python,
        "extracted_seconds": extracted,
        "kernel_seconds": kernel,
        "ratio": python / extracted,
    }


def pace(proofs, seconds):
    """Proofs per second, or a dash."""
    return "-" if seconds is None else f"{proofs / seconds:,.0f}"


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("networks", nargs="*", default=DEFAULT)
    parser.add_argument("--hidden-layers", type=int, choices=(2, 3))
    parser.add_argument("--stack", type=int, default=256, help="of the extracted checker, in KB")
    parser.add_argument("--kernel-lines", type=int, default=5_000, help="the longest certificate for the kernel")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not VERIFIER.exists():
        raise SystemExit("the extracted checker is not built: make proofs")
    if not options.json:
        print(f"proofs per CPU second; the extracted checker with a stack of {options.stack} KB")
        print(
            f"{'network':<28}{'hidden':>7}{'MB':>8}{'proofs':>9}{'Python':>10}{'extracted':>11}{'ratio':>7}{'kernel':>9}"
        )
    for path in options.networks:
        for hidden_layers in (2, 3) if options.hidden_layers is None else (options.hidden_layers,):
            row = measure(path, hidden_layers, options)
            if options.json:
                print(json.dumps(row), flush=True)
                continue
            proofs = row["proofs"]
            print(
                f"{row['network']:<28}{hidden_layers:>7}{row['bytes'] / 1e6:>8.2f}{proofs:>9,}"
                f"{pace(proofs, row['python_seconds']):>10}{pace(proofs, row['extracted_seconds']):>11}"
                f"{row['ratio']:>7.1f}{pace(proofs, row['kernel_seconds']):>9}",
                flush=True,
            )


if __name__ == "__main__":
    main()
