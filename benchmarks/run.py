"""Run every benchmark beside this file, one after the other.

python benchmarks/run.py
"""

import subprocess
import sys
from pathlib import Path


def main():
    """Run them in the order of their names; the first failure ends the run."""
    here = Path(__file__).resolve()
    built = (here.parent.parent / "proofs" / "build" / "exactrelu-verify").exists()
    for script in sorted(here.parent.glob("*.py")):
        if script.stem.startswith("verified_") and not built:
            print(f"== {script.stem}: left out, it needs `make proofs`", flush=True)
        elif script != here:
            print(f"== {script.stem}", flush=True)
            if code := subprocess.run([sys.executable, str(script)], check=False).returncode:
                sys.exit(code)


if __name__ == "__main__":
    main()
