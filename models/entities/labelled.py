"""All labels to learn names from, and the unlabelled text.

windows.tsv and others of its form beside this file (offsets and labels of windows of the raw corpus), and the gold files train, train2
and names with what corrections.tsv says of them.  The reports of dev, dev2 and held_out.tsv are left out, and so are their twins in the corpus.
"""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

from govreport_ie.extraction.entities.gazetteer import gazetteer
from govreport_ie.training.labels import LabelledText, LabelledWindow, read_labels

__all__ = [
    "CORPUS",
    "FOLDER",
    "GOLD",
    "evaluation_reports",
    "invented_fragments",
    "labelled_texts",
    "read_offsets",
    "unlabelled_texts",
]

FOLDER = Path(__file__).parent
SHARED = FOLDER.parents[1] / ".." / "shared"
GOLD, CORPUS = SHARED / "gold", SHARED / "corpus"
OFFSETS = ("windows.tsv", "windows2.tsv", "windows3.tsv")
"""Windows of the raw corpus to learn from."""
_GOLD_FILES = (("train.jsonl", GOLD / "docs"), ("train2.jsonl", CORPUS), ("names.jsonl", CORPUS))
_CORRECTIONS = FOLDER / "corrections.tsv"
_LEAST = 500
_FRAGMENTS = FOLDER / "fragments.tsv"
_FILLINGS = 8  # of every fragment
_SLOT = re.compile(r"\{(\w+)\}")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰志红建国文辉力永健世广义兴良海山仁波宁贵福生龙元全胜学祥才发武新利清飞彬富顺信子昌成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维启克伦翔旭鹏泽晨辰士以家致树炎德行时泰盛雄琛钧冠策腾楠榕风航弘"
_STEMS = "青石清溪白云龙泉高桥柳河南坪双塘古井红岩金沙梅岭松林东湾新丰安平望江北关大田黄坡竹园长岗枫树马鞍水口"
_SETTLEMENTS = ("镇", "乡", "村", "街道", "社区")
_BODIES = ("小学", "中学", "医院", "科技公司", "集团", "研究院", "职业学院")


def read_offsets(path: Path, corpus: Path = CORPUS) -> list[LabelledText]:
    """The documents of a file of offsets with their windows; the text is read from the corpus.

    Args:
        path: see the header of windows.tsv.
        corpus: folder of the raw reports.
    """
    texts: dict[str, LabelledText] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith(("#", "file\t")):
            continue
        name, start, end, label, least_start, least_end, optional = line.split("\t")
        if name not in texts:
            _, region, year = name.removesuffix(".txt").rsplit("_", 2)
            text = (corpus / name).read_text(encoding="utf-8")
            texts[name] = LabelledText(name, text, int(year) if len(year) == 4 and year.isdigit() else None, region)
        windows = texts[name].windows
        if label == "WINDOW":
            windows.append(LabelledWindow(int(start), int(end), []))
            continue
        offset = windows[-1].start
        windows[-1].entities.append(
            {
                "start": int(start) - offset,
                "end": int(end) - offset,
                "min": [int(least_start) - offset, int(least_end) - offset],
                "label": label,
                "opt": optional == "1",
            }
        )
    return list(texts.values())


def evaluation_reports() -> set[str]:
    """Files of the corpus that nothing may learn from: the reports of dev, dev2 and held_out.tsv."""
    with open(GOLD / "groups.csv", encoding="utf-8", newline="") as file:
        names = {row["corpus_file"] for row in csv.DictReader(file) if row["split"] in ("dev", "dev2")}
    names |= {text.key for text in read_labels(GOLD / "dev2.jsonl", CORPUS)}
    return names | {text.key for text in read_offsets(FOLDER / "held_out.tsv")}


def labelled_texts() -> list[LabelledText]:
    """Every labelled report, those of the evaluation left out; a report that several files hold counts once for each."""
    banned = evaluation_reports()
    texts = [text for name in OFFSETS if (FOLDER / name).exists() for text in read_offsets(FOLDER / name)]
    gold = [text for name, docs in _GOLD_FILES for text in read_labels(GOLD / name, docs)]
    correct(gold)
    return [text for text in [*texts, *gold] if text.key not in banned]


def invented_fragments(seed: int = 0) -> list[LabelledText]:
    """The texts of fragments.tsv with their slots filled, each of them some times; a person is no name to be found.

    Args:
        seed: of what is put in.
    """
    drawn = random.Random(seed)
    frames = [line for line in _FRAGMENTS.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"][1:]
    places = [name for name, meanings in gazetteer().entries.items() if meanings and meanings[0].code]
    found = []
    for number, frame in enumerate(frame for frame in frames for _ in range(_FILLINGS)):
        text, entities = "", []
        for at, part in enumerate(_SLOT.split(frame)):
            if at % 2 == 0:
                text += part
                continue
            name, label = _filling(part, places, drawn)
            if label:
                edges = [len(text), len(text) + len(name)]
                entities.append({"start": edges[0], "end": edges[1], "min": edges, "label": label, "opt": False})
            text += name
        window = LabelledWindow(0, len(text), entities)
        found.append(LabelledText(f"fragment {number}", text, windows=[window]))
    return found


def _filling(slot: str, places: list[str], drawn: random.Random) -> tuple[str, str]:
    """What fills a slot, and its label; empty where it is no name to be found."""
    if slot == "person":
        return drawn.choice(_SURNAMES) + "".join(drawn.choices(_GIVEN, k=drawn.choice((1, 2, 2)))), ""
    if slot == "place":
        return drawn.choice(places), "PLACE"
    stem = "".join(drawn.sample(_STEMS, 2))
    if slot == "settlement":
        return stem + drawn.choice(_SETTLEMENTS), "PLACE"
    return stem + drawn.choice(_BODIES), "INSTITUTION"


def correct(texts: list[LabelledText], path: Path = _CORRECTIONS) -> None:
    """Put the second reading of gold labels into their windows.

    Args:
        texts: documents of the gold files.
        path: see the header of corrections.tsv.

    Raises:
        ValueError: if a label that goes is not there.
    """
    windows = {(text.key, window.start, window.end): window for text in texts for window in text.windows}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith(("#", "document\t")):
            continue
        name, window_start, window_end, change, start, end, label, least_start, least_end, optional = line.split("\t")
        window = windows[name, int(window_start), int(window_end)]
        entity = {
            "start": int(start) - window.start,
            "end": int(end) - window.start,
            "min": [int(least_start) - window.start, int(least_end) - window.start],
            "label": label,
            "opt": optional == "1",
        }
        if change == "-":
            window.entities.remove(entity)
        else:
            window.entities.append(entity)


def unlabelled_texts(stride: int = 1) -> list[LabelledText]:
    """Every report of the raw corpus without those of the evaluation.

    Args:
        stride: take every so many reports.
    """
    banned = evaluation_reports()
    found = []
    for path in sorted(CORPUS.glob("*_*.txt"))[::stride]:
        text = path.read_text(encoding="utf-8", errors="replace")
        year = path.stem.rsplit("_", 1)[-1]
        if path.name not in banned and len(text) > _LEAST:
            found.append(LabelledText(path.name, text, int(year) if len(year) == 4 and year.isdigit() else None))
    return found
