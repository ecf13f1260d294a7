"""Build the lexicon of traditional characters from OpenCC's table.

    python models/traditional/build.py [TABLE]

OpenCC (https://github.com/BYVoid/OpenCC, Apache License 2.0) says of each traditional character what it is in simplified script.
Without TABLE (its TSCharacters.txt) the script fetches the PyPI package ``opencc-python-reimplemented``, which ships the same file.
Left out are characters that simplified script uses too with another meaning, and rare ones outside the basic plane.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from govreport_ie.extraction import lexicons

PACKAGE = "opencc-python-reimplemented==0.1.7"
TABLE = "opencc/dictionary/TSCharacters.txt"
OUT = Path(lexicons.__file__).parent / "traditional.tsv"
HEADER = f"""\
# Traditional and variant characters with the simplified ones that stand for them: what matching folds in texts printed before 1964
# and in traditional script.
# Sources: OpenCC, TSCharacters (PyPI {PACKAGE.replace("==", " ")}); variants that the First Table of Sorted Variant Characters
# (Ministry of Culture and Script Reform Commission, 1955-12-22) replaced; characters that look alike in fonts.  Built by models/traditional/build.py.
# Licence: Apache-2.0 (OpenCC); the other sources are public.
simplified\ttraditional
"""
VARIANTS = (
    "畧略 効效 隣邻 汚污 鑛矿 秌秋 隄堤 墖塔 遶绕 輭软 牕窗 窓窗 疎疏 毬球 煗暖 栢柏 攷考 囙因 揹背 胷胸 舩船 鎗枪 欵款 廻回 剏创 於于 亷廉 徔从"
    " 倂并 萭万 巿市 徵征"
)
"""Variant and standard character: from the table of 1955, and lookalikes."""
IN_USE = frozenset("著乾覆阪麽吒藉瞭夥沈")
"""Characters that simplified script uses too (显著, 乾坤, 哪吒, 瞭望), or whose simplified form depends on the word."""
UNITS = {"圓": "元"}
"""Where the unit decides and not the table."""


def main() -> int:
    """Write the lexicon and say how many characters it has."""
    if len(sys.argv) > 1:
        table = Path(sys.argv[1]).read_text(encoding="utf-8")
    else:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, PACKAGE]
            subprocess.run(command, check=True)
            table = zipfile.ZipFile(next(Path(folder).glob("*.whl"))).read(TABLE).decode("utf-8")
    found: dict[str, list[str]] = {}
    for line in table.splitlines():
        traditional, simplified = line.split("\t")
        forms = simplified.split()
        plain = len(traditional) == 1 and ord(traditional) < 0x10000 and ord(forms[0]) < 0x10000
        if plain and traditional not in forms and traditional not in IN_USE:
            found.setdefault(UNITS.get(traditional, forms[0]), []).append(traditional)
    for traditional, simplified in VARIANTS.split():
        if traditional not in found.get(simplified, ()):
            found.setdefault(simplified, []).append(traditional)
    rows = sorted(found.items())
    OUT.write_text(HEADER + "".join(f"{one}\t{'|'.join(others)}\n" for one, others in rows), encoding="utf-8")
    print(f"{len(rows)} characters in {OUT.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
