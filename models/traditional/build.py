"""Build the lexicon of traditional characters from OpenCC's table.

    python models/traditional/build.py [TABLE]

OpenCC (https://github.com/BYVoid/OpenCC, Apache License 2.0) says of each traditional character what it is in simplified script.
Without TABLE (its TSCharacters.txt) the script fetches the PyPI package ``opencc-python-reimplemented``, which ships the same file.
Kept are characters whose simplified form stands in a term of the policy lexicons, and that are not themselves in use in simplified
script.
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
# Traditional and variant characters of the terms of the policy lexicons, for reports printed before 1964 and in traditional script.
# Sources: OpenCC, TSCharacters (PyPI {PACKAGE.replace("==", " ")}); variants that the First Table of Sorted Variant Characters
# (Ministry of Culture and Script Reform Commission, 1955-12-22) replaced; quotation marks.  Built by models/traditional/build.py.
# Licence: Apache-2.0 (OpenCC); the other sources are public.
simplified\ttraditional
"""
MARKS = {"“": ["「", "｢"], "”": ["」", "｣"]}
VARIANTS = "畧略 効效 隣邻 汚污 鑛矿 秌秋 隄堤 墖塔 遶绕 輭软 牕窗 窓窗 疎疏 毬球 煗暖 栢柏 攷考 囙因 揹背 胷胸 舩船 鎗枪 欵款 廻回 剏创 於于"
"""Variant and standard character, from the table of 1955."""

TERMS = {"policy_terms": ("terms",), "policy_boundaries": ("terms", "near"), "indicators": ("name_zh", "aliases")}


def main() -> int:
    """Write the lexicon and say how many characters it has."""
    if len(sys.argv) > 1:
        table = Path(sys.argv[1]).read_text(encoding="utf-8")
    else:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, PACKAGE]
            subprocess.run(command, check=True)
            table = zipfile.ZipFile(next(Path(folder).glob("*.whl"))).read(TABLE).decode("utf-8")
    wanted = {
        character
        for name, columns in TERMS.items()
        for row in lexicons.load(name)
        for column in columns
        for character in row[column]
    }
    found: dict[str, list[str]] = {}
    for line in table.splitlines():
        traditional, simplified = line.split("\t")
        forms = simplified.split()
        # 著 and 乾 are in use in simplified script too
        if len(traditional) == 1 and traditional not in forms and traditional not in wanted and forms[0] in wanted:
            found.setdefault(forms[0], []).append(traditional)
    for variant, standard in VARIANTS.split():
        if standard in wanted:
            found.setdefault(standard, []).append(variant)
    rows = [*MARKS.items(), *sorted(found.items())]
    OUT.write_text(HEADER + "".join(f"{one}\t{'|'.join(others)}\n" for one, others in rows), encoding="utf-8")
    print(f"{len(rows)} characters in {OUT.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
