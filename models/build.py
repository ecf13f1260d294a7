"""Save the packaged pipeline as a folder that ``spacy.load`` opens and ``spacy package`` builds a wheel from.

    python models/build.py [OUT]        (default: models/zh_govreport)

The folder holds only config.cfg and meta.json: the stages' lexicons and weights ship inside the ``govreport-ie``
distribution, which meta.json names as a requirement.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import govreport_ie as gi


def main() -> int:
    """Write the folder and say where it is."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "zh_govreport"
    nlp = gi.load()
    nlp.meta["requirements"] = [f"govreport-ie>={gi.__version__}"]
    if out.exists():
        shutil.rmtree(out)
    nlp.to_disk(out, exclude=["vocab"])
    print(f"saved {nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']} to {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
