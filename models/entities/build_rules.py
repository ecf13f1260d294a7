"""Count which heads, with what on their left, are names; write govreport_ie/extraction/lexicons/entity_rules.tsv.

A head and a left edge become a row where they fired ten times or more on labelled windows (optional names do not count) and were
right nine times in ten; firings inside a longer one that is kept do not count.  Rarer ones that are right as often are pooled by the
kind and subtype of the head, and become a row where the pool has ten firings.  Every row gets an example of invented names,
which fires it.

    python models/entities/build_rules.py            # two CPU minutes
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from labelled import labelled_texts

from govreport_ie.extraction.engine import STAGES, new_analysis
from govreport_ie.extraction.entities.context import EntityContext
from govreport_ie.extraction.entities.edges import Edges
from govreport_ie.extraction.entities.home import home_of
from govreport_ie.extraction.entities.listed import lists
from govreport_ie.extraction.entities.places import see_places
from govreport_ie.extraction.entities.rulebook import all_heads
from govreport_ie.extraction.entities.rules import LEFT_EDGES, Rule, Rules
from govreport_ie.extraction.entities.terms import Head
from govreport_ie.training.labels import LabelledText

TARGET = Path(__file__).parents[2] / "govreport_ie" / "extraction" / "lexicons" / "entity_rules.tsv"
LEAST, PRECISION = 10, 0.9
LEAST_OF_WORD, PRECISION_OF_WORD = 3, 0.85  # of a word that is pooled with others
HEADER = """# Rules of names: head words, with what stands on their left, and the label of the name that they end (see
# govreport_ie/extraction/entities/rules.py for the kinds of left edges). A row may give a pattern (regular expression) instead of heads.
# firings and precision: counted on labelled windows by models/entities/build_rules.py, which writes this file; optional names do not count.
# Source: the project's own labels; the examples are invented.
# Licence: MIT, compiled for this project.
"""
COLUMNS = ("rule", "label", "head", "left", "pattern", "not_behind", "firings", "precision", "example")
_BEFORE = {
    "place": ("绵阳市{}", "云南{}", "绵阳市云岫{}", "长江{}", "绵阳{}"),
    "place+words": ("绵阳市人民{}", "绵阳市文化{}", "绵阳市生态{}", "绵阳市高速公路{}", "绵阳市农业{}"),
    "local": ("市{}", "县{}", "市云岫{}"),
    "quote": ("“云岫”{}", "“云岫兴业”{}"),
    "quoted": ("“云岫{}”", "“云岫兴业{}”"),
    "code": ("G15{}", "3号{}", "S217{}"),
    "unknown": ("云岫{}", "岫峣{}", "砚笏{}", "荔岫{}"),
    "unknown+words": ("云岫文化{}", "云岫生态{}", "云岫高速公路{}", "云岫农业{}", "云岫科技{}"),
}

# Patterns that are counted beside the heads: label, regular expression, an invented name in its sentence.
_MEMBER = "[^、,。;:“”()《》\\s]"
PATTERNS = {
    "last project of a list": (
        "PROJECT",
        f"(?<=、){_MEMBER}{{4,16}}(?=等\\d*[个项]?(?:重点|重大|标志性|产业|基础设施|建设)?(?:项目|工程))",
        "甲湖整治、【砚湖码头扩建】等项目",
    ),
    "middle project of a list": (
        "PROJECT",
        f"(?<=、){_MEMBER}{{4,16}}(?=、{_MEMBER}{{4,16}}等\\d*[个项]?(?:重点|重大|标志性|产业|基础设施|建设)?(?:项目|工程))",
        "甲湖整治、【砚湖码头扩建】、云岫水厂迁建等项目",
    ),
    "last company of a list": (
        "INSTITUTION",
        f"(?<=、){_MEMBER}{{2,8}}(?=等\\d*[家个]?(?:龙头|重点|知名|骨干|头部|优质|上市|行业)*企业)",
        "砚湖股份、【云岫新材】等龙头企业",
    ),
    "middle company of a list": (
        "INSTITUTION",
        f"(?<=、){_MEMBER}{{2,8}}(?=、{_MEMBER}{{2,8}}等\\d*[家个]?(?:龙头|重点|知名|骨干|头部|优质|上市|行业)*企业)",
        "砚湖股份、【云岫新材】、荔石食品等龙头企业",
    ),
    "numbered schools and hospitals": (
        "INSTITUTION",
        "[省市区县州]?第[一二三四五六七八九十]+(?:[、和]第[一二三四五六七八九十]+)*(?:人民|中心|实验|高级)?(?:医院|中学|小学|幼儿园|高中)",
        "【市第一、第二人民医院】扩容",
    ),
    "member of an open list of places": (
        "PLACE",
        "(?<=、)[㐀-鿿]{2,4}(?=(?:[、和][㐀-鿿]{2,4}){0,12}等(?:\\d{1,2}|[一多]批|多|[二三四五六七八九十]{1,2})?[个条座处]?(?:重点|主要)?"
        "(?:社区|片区|河流|河道|湖泊|水库|湿地|古镇|古村|村庄|流域|乡镇|镇|街道|村|区县|县区|县市|县)(?![级域里内外长委民]))",
        "云坪、【禾塘】等12个社区",
    ),
    "national and provincial roads": (
        "PROJECT",
        "[GS]\\d{1,4}[㐀-鿿]{2,3}(?:至|到|—|-)[㐀-鿿]{2,3}(?:段|公路|高速)",
        "加快【G318砚湖至云岫段】改造",
    ),
}

Key = tuple[str, str]


@dataclass(slots=True)
class Count:
    """How often a head with a left edge fired: right by label, optional, wrong."""

    right: Counter[str] = field(default_factory=Counter)
    optional: int = 0
    wrong: int = 0

    @property
    def firings(self) -> int:
        """All but those on optional names."""
        return self.right.total() + self.wrong

    @property
    def label(self) -> str:
        """The label that was right most often."""
        return self.right.most_common(1)[0][0] if self.right else ""

    @property
    def precision(self) -> float:
        """Share of the firings that were right under that label."""
        return self.right[self.label] / max(1, self.firings)

    def add(self, other: Count) -> None:
        """Add the counts of another head."""
        self.right += other.right
        self.optional += other.optional
        self.wrong += other.wrong


Row = tuple[str, str, tuple[str, ...], str, Count]
"""Name of a row, its label, heads and left edge, and their counts."""


@dataclass(frozen=True, slots=True)
class Firing:
    """One firing inside a window, and what the labels say of it."""

    window: tuple[str, int]
    start: int
    end: int
    head: str
    left: str
    label: str | None
    optional: bool


def firings(texts: Iterable[LabelledText]) -> list[Firing]:
    """Every head with every left edge that it has in the labelled windows."""
    heads = all_heads()
    rows = [Rule(f"{word} {left}", head.label, (word,), (left,)) for word, head in heads.items() for left in LEFT_EDGES]
    rows += [Rule(name, label, (name,), ("pattern",), pattern) for name, (label, pattern, _) in PATTERNS.items()]
    rules = Rules(rows, heads)
    stages = [STAGES["structure"](), STAGES["quantities"]()]
    found: list[Firing] = []
    for text in texts:
        analysis = new_analysis(text.text, year=text.year)
        for stage in stages:
            stage(analysis)
        context, edges, seen = view(analysis)
        for start, end, rule in rules.fire(context, edges, seen):
            for window in text.windows:
                first, last = start - window.start, end - window.start
                if first < 0 or last > window.end - window.start:
                    continue
                label, optional = None, False
                for entity in window.entities:
                    if entity["opt"]:
                        optional |= first < entity["end"] and last > entity["start"]
                    elif entity["start"] <= first <= entity["min"][0] and entity["min"][1] <= last <= entity["end"]:
                        label = entity["label"]
                found.append(
                    Firing((text.key, window.start), first, last, rule.heads[0], rule.left[0], label, optional)
                )
    return found


def view(analysis) -> tuple[EntityContext, Edges, list]:
    """The context, common words and heads of a report."""
    listed = lists().scan(analysis.folded)
    edges = Edges(analysis.folded)
    context = EntityContext.of(analysis, see_places(analysis, edges, listed.places, home_of(listed.places, analysis)))
    return context, edges, [*listed.heads, *listed.place_heads]


def counts(found: Iterable[Firing], wanted: Callable[[Key], bool]) -> dict[Key, Count]:
    """Counts of the heads and left edges that are wanted, without firings inside longer ones."""
    by_window: dict[tuple[str, int], list[Firing]] = defaultdict(list)
    for firing in set(found):
        if wanted((firing.head, firing.left)):
            by_window[firing.window].append(firing)
    result: dict[Key, Count] = defaultdict(Count)
    for group in by_window.values():
        taken: set[int] = set()
        for firing in sorted(group, key=lambda one: (one.start - one.end, one.start, one.head)):
            span = range(firing.start, firing.end)
            if not taken.isdisjoint(span):
                continue
            taken.update(span)
            count = result[firing.head, firing.left]
            if firing.label:
                count.right[firing.label] += 1
            elif firing.optional:
                count.optional += 1
            else:
                count.wrong += 1
    return result


def good(count: Count, least: int, precision: float) -> bool:
    """Whether a count has enough firings and is right often enough."""
    return count.firings >= least and count.precision >= precision


def example(heads: Iterable[str], left: str, label: str) -> str:
    """An invented name that fires a row, empty if none of the frames does."""
    stages = [STAGES["structure"](), STAGES["quantities"]()]
    known = all_heads()
    for head in heads:
        for frame in _BEFORE.get(left, ()):
            name = frame.format(head)
            sentence = f"加快推进{name}。"
            analysis = new_analysis(sentence)
            for stage in stages:
                stage(analysis)
            context, edges, seen = view(analysis)
            rules = Rules([Rule("example", label, (head,), (left,))], known)
            if any(sentence[start:end] == name for start, end, _ in rules.fire(context, edges, seen)):
                return name
    return ""


def main() -> None:
    """Count and write."""
    found = firings(labelled_texts())
    kept = {(firing.head, firing.left) for firing in found}
    for _ in range(4):  # what is dropped uncovers shorter firings
        counted = counts(found, kept.__contains__)
        kept = {key for key, count in counted.items() if good(count, LEAST_OF_WORD, PRECISION_OF_WORD)}
    counted = counts(found, kept.__contains__)
    single = {key: count for key, count in counted.items() if good(count, LEAST, PRECISION)}
    rows = [(f"{word} {left}", count.label, (word,), left, count) for (word, left), count in single.items()]
    rows += pooled({key: count for key, count in counted.items() if key not in single})
    write(rows)
    total = sum(row[4].firings for row in rows)
    right = sum(row[4].right[row[1]] for row in rows)
    print(
        f"{len(rows)} rows, {total} firings, {right / total:.3f} right; {sum(row[4].optional for row in rows)} on optional names"
    )


def pooled(counted: dict[Key, Count]) -> list[Row]:
    """Rows of the rarer heads, those of a kind and subtype together."""
    pools: dict[tuple[str, str, str, str], tuple[list[str], Count]] = {}
    heads: dict[str, Head] = all_heads()
    for (word, left), count in sorted(counted.items()):
        if count.label and left != "pattern":
            key = (heads[word].kind, heads[word].subtype, count.label, left)
            words, total = pools.setdefault(key, ([], Count()))
            words.append(word)
            total.add(count)
    return [
        (f"{kind} {subtype} {left}", label, tuple(words), left, total)
        for (kind, subtype, label, left), (words, total) in pools.items()
        if good(total, LEAST, PRECISION)
    ]


def write(rows: Iterable[Row]) -> None:
    """Write the table."""
    with open(TARGET, "w", encoding="utf-8", newline="\n") as file:
        file.write(HEADER + "\t".join(COLUMNS) + "\n")
        for name, label, words, left, count in sorted(rows, key=lambda row: (row[1], row[3], row[0])):
            if left == "pattern":
                name, words, left = words[0], (), ""
            pattern, shown = PATTERNS[name][1:] if name in PATTERNS else ("", example(words, left, label))
            cells = (
                name,
                label,
                "|".join(words),
                left,
                pattern,
                "",
                str(count.firings),
                f"{count.precision:.2f}",
                shown,
            )
            file.write("\t".join(cells) + "\n")


if __name__ == "__main__":
    main()
