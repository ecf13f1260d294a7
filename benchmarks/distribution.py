"""Check what a built wheel and source distribution hold, and how large the wheel is.

    python -m build && python benchmarks/distribution.py dist/*

Fails when the wheel is over 12 MB, holds a file that is no part of the package, or lacks one that the package reads.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_BYTES = 12_000_000
MADE = "govreport_ie/extraction/lexicons/rows.pickle"
"""What the build makes (hatch_build.py)."""


def package_files() -> set[str]:
    """The files of the package under version control."""
    listed = subprocess.run(["git", "ls-files", "govreport_ie"], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(listed.stdout.split("\n")) - {""}


def faults_of_wheel(path: Path) -> list[str]:
    """What is wrong with a wheel."""
    faults = []
    if path.stat().st_size > MOST_BYTES:
        faults.append(f"{path.stat().st_size:,} bytes; at most {MOST_BYTES:,}")
    with zipfile.ZipFile(path) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
    held = {name for name in names if ".dist-info/" not in name}
    wanted = {*package_files(), MADE}
    compiled = {name for name in held if name.endswith((".so", ".pyd")) and not path.stem.endswith("-any")}
    faults += [f"lacks {name}" for name in sorted(wanted - held)]
    faults += [f"holds {name}, which is not under version control" for name in sorted(held - wanted - compiled)]
    return faults


def faults_of_sdist(path: Path) -> list[str]:
    """What is wrong with a source distribution."""
    with tarfile.open(path) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    wanted = {"README.md", "CHANGELOG.md", "LICENSE", "CITATION.cff", "pyproject.toml", *package_files()}
    return [f"lacks {name}" for name in sorted(wanted - names)]


def main() -> int:
    """Check the files named on the command line."""
    status = 0
    for argument in sys.argv[1:]:
        path = Path(argument)
        faults = faults_of_wheel(path) if path.suffix == ".whl" else faults_of_sdist(path)
        print(f"{path.name}: {path.stat().st_size:,} bytes, {'well' if not faults else f'{len(faults)} faults'}")
        for fault in faults:
            print(f"  {fault}")
        status |= bool(faults)
    return status


if __name__ == "__main__":
    sys.exit(main())
