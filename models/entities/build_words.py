"""Rebuild the common words (class N) of govreport_ie/extraction/lexicons/entity_words.tsv from the raw corpus.

    pip install jieba
    python models/entities/build_words.py [--corpus ../shared/corpus]

The classes O, S, B and C are chosen by hand and stay as they are.  A word of jieba's dictionary (MIT licence) is common if the
reports of at least five regions use it; names of places, people and organisations count only if very many do, since
they are common words then (幼儿园, 文明).  On the corpus it was built from it writes the packaged file again.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from pathlib import Path

import jieba  # type: ignore[import-not-found]

ROOT = Path(__file__).resolve().parent.parent.parent
TARGET = ROOT / "govreport_ie" / "extraction" / "lexicons" / "entity_words.tsv"
REGIONS = 5
NAMES = {"ns": 60, "nt": 60, "nr": 25, "nz": 10}  # part of speech (by its beginning) to the regions that it needs
PARTS_OF_NAMES = frozenset(
    [
        "上海",
        "中国",
        "中华人民共和国",
        "长江",
        "长三角",
        "大湾",
        "枫桥",
        "千兆",
        "一期",
        "二期",
        "三期",
        "四期",
        "工程建设",
        "工程施工",
        "项目前期",
        "能源建设",
    ]
)
"""Places, phases, and words whose first half ends a name (`甲工程|建设`): as common words they would cut names."""
ALSO_COMMON = ("三大", "用能")
HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
NUMBER = re.compile(r"第.*|[一二三四五六七八九十百千万亿两双]+")


def parts_of_speech() -> dict[str, str]:
    """The part of speech of every word of jieba's dictionary."""
    with open(Path(jieba.__file__).parent / "dict.txt", encoding="utf-8") as dictionary:
        return {word: tag for word, _, tag in map(str.split, dictionary)}


def regions_of_words(corpus: Path) -> dict[str, set[str]]:
    """The regions whose reports use a word."""
    regions: dict[str, set[str]] = defaultdict(set)
    for path in sorted(corpus.glob("*.txt")):
        region = "_".join(path.stem.split("_")[:2])
        for word in jieba.lcut(path.read_text(encoding="utf-8"), HMM=False):
            if HAN.fullmatch(word):
                regions[word].add(region)
    return regions


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    arguments = parser.parse_args()
    jieba.initialize()
    lines = TARGET.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    chosen = [line for line in lines[len(head) + 1 :] if not line.endswith("\tN")]
    by_hand = {line.split("\t")[0] for line in chosen}
    part = parts_of_speech()
    common = [f"{word}\tN" for word in ALSO_COMMON]
    for word, found in regions_of_words(arguments.corpus).items():
        needed = next((number for tag, number in NAMES.items() if part.get(word, "n").startswith(tag)), REGIONS)
        if len(found) >= needed and word not in by_hand | PARTS_OF_NAMES and not NUMBER.fullmatch(word):
            common.append(f"{word}\tN")
    TARGET.write_text("\n".join([*head, "word\tclass", *sorted(chosen), *sorted(common)]) + "\n", encoding="utf-8")
    print(len(common), "common words,", len(chosen), "chosen by hand")


if __name__ == "__main__":
    main()
