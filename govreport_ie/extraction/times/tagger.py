"""The temporal tagger: one scan of a report for its expressions of time, resolved to years and months.

`TemporalTagger.tag` finds 去年, 2023年末, 五年来, “十三五”期间, 到2025年, 1—11月, 年均, 截至目前 … and says for each which
years it means in a report delivered in year Y, and what it does in its sentence: say when (``in``), set a horizon
(``ahead``), be the base of a comparison (``base``: 比2020年), the start of a change (``source``: 由上年的), a part of
the year spoken of (``part``), or a yearly rate (``rate``).  `period`, `status` and `basis` decide from these words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from govreport_ie.extraction.lexicons import load
from govreport_ie.extraction.lexicons.patterns import alternation, lazy_pattern
from govreport_ie.extraction.records import TemporalExpression
from govreport_ie.extraction.text import HAN, ORDINAL_NUMERALS, YEAR
from govreport_ie.extraction.times.years import five_year_plan, plan_of, time_number

__all__ = ["CALENDAR", "TemporalTagger", "packaged_tagger", "tag_text"]

CALENDAR = frozenset(("大前年", "前年", "去年", "今年", "今年内", "本年", "本年度", "明年", "后年", "今明两年"))
"""Words that count from the day on which they are said."""


_SMALL = r"(?:\d{1,2}|十[一二三四五六七八九]?|[一二三]十[一二三四五六七八九]?|[一二两三四五六七八九])"
_TO = r"(?:[—―–~\-]{1,2}|至|到)"
_PLAN_ORDINAL = r"(?:十[一二三四五六]?|[一二三四五六七八九])"
_PLAN_PART = rf"(?:{alternation('plan_part')}|[前头后]{_SMALL}年|的?{_SMALL}年间?)"

_LAST_YEAR = frozenset(("上年", "上一年", "去年", "下年", "以前年度", "上年度"))
_CARRIED_OVER = lazy_pattern(r"度?(?:结转|结余|滚存|净结余)")
"""上年结转收入 and 结转下年支出 are accounts of the year spoken of."""
_AFTER_SPAN = frozenset(
    ("年均", "平均", "新增", "累计", "共", "合计", "总", "新建", "建成", "完成", "工作回顾", "工作的回顾", "的工作回顾")
)
"""What shows that a number of years is a span of time without being a part of it: 三年新建学校8所, 五年工作回顾."""
_SHAPES = (
    rf"(?P<fiscal>(?P<fa>20\d\d)\s?[-/]\s?(?P<fb>\d\d)\s?(?:{_TO}\s?20\d\d\s?[-/]\s?(?P<fc>\d\d)\s?)?(?:财政|学)?年度?(?:[或及]之前|完结前|底?前)?)",
    rf"(?P<range>(?P<ya>{YEAR})\s?(?:年(?:度|[底末初])?)?\s?{_TO}\s?(?P<yb>{YEAR}|\d\d)\s?(?:年(?:度|[底末初])?(?:期间|间)?|(?=这[两二三四五六七八九十]年)))",
    rf"(?P<year>(?P<y>{YEAR})\s?年(?P<ysuffix>度|[底末](?:以?前|之前)?|初|代|以来|以?前(?!{_SMALL}个?[季月])|之前)?)",
    rf"(?P<plan>(?:[“\"](?P<p1>{_PLAN_ORDINAL})五[”\"]|第(?P<p2>{_PLAN_ORDINAL})个五年(?:计划|规划)|(?P<p3>{_PLAN_ORDINAL})五(?={_PLAN_PART})|(?P<p4>五年计划)(?=的?[前头]))"
    rf"的?(?P<ppart>{_PLAN_PART})?)",
    rf"(?P<span>(?P<sprefix>{alternation('span_front')})?"
    rf"(?<![\d.第])(?P<n>{_SMALL})个?年(?P<ssuffix>{alternation('span_back')})?)",
    rf"(?P<months>(?P<ma>{_SMALL}|元)(?:月份?)?\s?{_TO}\s?(?P<mb>{_SMALL})\s?月(?:份|底|末)?(?!\d|{_SMALL}日))",
    rf"(?P<head>[前首](?P<mh>{_SMALL})个?月)",
    rf"(?P<month>(?<![\d—―–~\-])(?P<m>{_SMALL})月(?P<msuffix>份|底|末)?(?!\s?\d|[{ORDINAL_NUMERALS}]))",
    r"(?P<ends>(?<!\d)年(?:底|末)(?:以?前|之前)?|年内|年中|年初)",
    r"(?P<rate>年均|年平均|平均每年|每年平均|年递增|每年)",
)

_SHAPES_BEGIN = '0123456789一二三四五六七八九十两元“"第过这近最今未接前首后头此其连用力争经年每'
"""The first characters of whatever a shape matches."""

# Years in names of plans, events and schemes say nothing about the metric beside them.
_NAMED = re.compile(
    rf"年?(?:不变价|可比价|价格?(?:计算|计|[),])|[{HAN}]{{0,3}}奥运|[{HAN}]{{0,4}}运动?会|{alternation('named_by_year')})"
)
_PLAN_GOALS = lazy_pattern(r"[^,。;:\n]{0,6}(?:经济社会|经济和社会|国民经济)?发展[^,。;:\n]{0,8}目标")
_RECORD = lazy_pattern(r"的?(?:历史)?(?:同期)?(?:最|首|新高|新低|第一次|单[年月])")
_AFTER_BASE = lazy_pattern(
    r"(?:年?同期|年?[底末])?(?:水平)?(?:相比|比较|比|持平|相当|基本持平|为基[期数准]|的?基础上|的?水平上|同口径)"
)
_MULTIPLE = lazy_pattern(
    r"(?:年?[底末])?的?(?:[\d.,]{1,12}[十百千万亿]{0,2}(?:美元|元|人|亩|吨|家|户)的)?(?:近|约|超过?)?[\d.一二两三四五六七八九十百]{1,8}(?:多|余)?[倍%]"
)
_OF = lazy_pattern(r"(?:年?[底末初])?(?:时)?的|起步|年?(?:底|末)?[\d]")
_BASE_BEFORE = re.compile(rf"{alternation('compared')}(?:整个)?$")
_WITH_BEFORE = re.compile(r"(?:与|同|跟|以|在|和)$")
_IS_BEFORE = re.compile(r"(?:是|为|相当于|等于|达到?)(?:整个)?$")
_KEPT_BEFORE = lazy_pattern(r"(?:保持|维持|恢复到|接近|达到)了?$")
_FROM_BEFORE = re.compile(r"(?:由|从|自)$")
_UNTIL_BEFORE = re.compile(r"(?:(?<![加高达长大低少升降增展])[到至]|截至|截止|截止到|及至)$")
_BEFORE_END = lazy_pattern(r"以?前|之前")
_FROM_ON = lazy_pattern(r"(?:度|[底末初])?(?:起|开始|以来)")

_NOT_BEFORE_FRONT = frozenset("学产以提")  # 学前三年, 提前两年
_PAST_PREFIXES = frozenset(("过去", "过去的", "近", "最近"))
_COMING_PREFIXES = frozenset(("今后", "今后的", "未来", "未来的", "接下来", "接下来的"))


# Every expression of time holds one of these; only the text around them is searched.
# (Alternatives that all begin with a plain character let the regex engine skip whatever cannot begin one.)
_ANCHOR = re.compile(alternation("time_anchor"))


def _windows(folded: str) -> Iterator[tuple[int, int]]:
    """Stretches of text around the anchors, merged where they overlap."""
    low = high = 0
    for match in _ANCHOR.finditer(folded):
        at = match.start()
        if at - 16 > high:
            if high:
                yield low, high
            low = max(0, at - 16)
        high = at + 18
    if high:
        yield low, min(high, len(folded))


@lru_cache(maxsize=1)
def packaged_tagger() -> TemporalTagger:
    """The tagger, built once a process."""
    return TemporalTagger()


@lru_cache(maxsize=512)
def tag_text(folded: str, year: int | None) -> tuple[TemporalExpression, ...]:
    """The expressions of time of a short text, such as a heading (`TemporalTagger.tag`)."""
    return tuple(packaged_tagger().tag(folded, year))


def _resolved(
    word: TemporalExpression, found: list[TemporalExpression], folded: str, year: int | None
) -> TemporalExpression | None:
    """当年, 同年, 这一年 mean the year mentioned last, if not long before; where it opens a paragraph, one that opened a sentence."""
    opens_paragraph = word.start > 0 and folded[word.start - 1] in "\n "
    for before in reversed(found[-6:]):
        if word.start - before.end > 300:
            break
        if opens_paragraph and folded[max(0, before.start - 1) : before.start] not in ("", "\n", " ", "。"):
            continue  # what was told of 2022年 in passing: the paragraph turns to no year of its details
        if before.first is not None and before.role in ("in", "ahead") and not before.several:
            word.role, word.first, word.last = "in", before.first, before.last
            return word
    if word.form == "这一年" and year is not None:
        word.role, word.first, word.last = "in", year - 1, year - 1
        return word
    return None


class TemporalTagger:
    """Finds and resolves the expressions of time of a text; built once from the lexicon ``time_words``."""

    def __init__(self) -> None:
        self._words = {row["word"]: row for row in load("time_words")}
        alternatives = "|".join(sorted(map(re.escape, self._words), key=len, reverse=True))
        word = rf"(?P<word>(?P<w>{alternatives})(?P<wsuffix>年?[底末](?:以?前)?|初|以来)?)"
        # one look at a character tells that none of the many alternatives begins there
        begins = re.escape("".join(sorted({*_SHAPES_BEGIN, *(word[0] for word in self._words)})))
        alternatives = "|".join((word, *_SHAPES))
        self._pattern = re.compile(f"(?=[{begins}])(?:{alternatives})", re.ASCII)  # the digits that time_number knows
        self._makers: dict[str, Callable[[re.Match[str], str, int | None], TemporalExpression | None]] = {
            "word": self._word, "fiscal": self._fiscal, "range": self._range, "year": self._year, "plan": self._plan, "span": self._span,
            "months": self._months, "head": self._months, "month": self._month, "ends": self._ends, "rate": self._rate,
        }  # fmt: skip

    def tag(self, folded: str, year: int | None) -> list[TemporalExpression]:
        """All expressions of time of a text, in order.

        Args:
            folded: the folded text.
            year: year of delivery; relative words stay without years when it is None.

        Returns:
            The expressions, without overlap.
        """
        found: list[TemporalExpression] = []
        for low, high in _windows(folded):
            for match in self._pattern.finditer(folded, low, high):
                made = self._makers[match.lastgroup or ""](match, folded, year)  # the outermost group closes last
                if made is not None and folded[made.end - 1] == "来" and _RECORD.match(folded, made.end):
                    continue  # 1985年以来最高, 近五年来首次: a record, no time
                if (
                    made is not None
                    and made.role == "part"
                    and _BASE_BEFORE.search(folded, max(0, made.start - 5), made.start)
                ):
                    made.role = "vague"  # 比一季度加快: a part of the year that another one is compared with
                if made is not None and made.role == "this":
                    made = _resolved(made, found, folded, year)
                if made is not None and not (found and self._joined(found[-1], made, folded)):
                    found.append(made)
        return found

    @staticmethod
    def _joined(before: TemporalExpression, word: TemporalExpression, folded: str) -> bool:
        """Join 从一九八一年 + 到 + 本世纪末 to one span, and 2023年 + 1—11月 to one year with months."""
        gap = folded[before.end : word.start]
        if (
            gap in ("到", "至", "—", "-")
            and before.role in ("source", "in", "ahead")
            and before.first is not None
            and word.last is not None
            and word.last > before.first
        ):
            before.role, before.last, before.end, before.form = "in", word.last, word.end, "range"
            return True
        if word.form == "span" and before.several and gap in ("", "的", "这", "的这", ",这", "(", "前后"):
            before.end = word.end  # 从1981年到1985年五年间: the number of years repeats the span
            return True
        if (
            word.role == "part"
            and gap in ("", "的", " ", "前")
            and before.form in ("year", "去年", "今年", "前年", "明年")
        ):
            before.months, before.end = word.months, word.end
            return True
        return False

    def _word(self, match: re.Match[str], folded: str, year: int | None) -> TemporalExpression | None:
        word = match["w"]
        if word[0] == "前" and folded[match.start() - 1 : match.start()] in _NOT_BEFORE_FRONT:
            return None
        if word in _LAST_YEAR and (
            _CARRIED_OVER.match(folded, match.end()) or folded.endswith("结转", 0, match.start())
        ):
            return None
        row = self._words[word]
        role = row["role"]
        made = TemporalExpression(match.start(), match.end(), role, months=_months_of(row), form=word)
        if row["first"]:
            first, last = int(row["first"]), int(row["last"])
            made.first, made.last = _calendar_year(first, year), _calendar_year(last, year)
            if role == "open":
                made.shift = last - first + 1
                return made
        if role == "previous":
            made.role, made.shift = "in", -1
        if role in ("part", "vague", "this"):
            return made
        return self._placed(made, folded, year)

    def _fiscal(self, match: re.Match[str], folded: str, year: int | None) -> TemporalExpression | None:
        """Fiscal and school years: 2024-25 至 2028-29 年度, 2021/22 學年."""
        first = int(match["fa"])
        last = first // 100 * 100 + int(match["fc"] or match["fb"])
        if last < first or _NAMED.match(folded, match.end()):
            return None
        return self._placed(
            TemporalExpression(
                match.start(), match.end(), "in", first, last, form="range" if match["fc"] else "fiscal"
            ),
            folded,
            year,
        )

    def _range(self, match: re.Match[str], folded: str, year: int | None) -> TemporalExpression | None:
        first, last_text = time_number(match["ya"]), match["yb"]
        last = time_number(last_text)
        if len(last_text) == 2:
            last += first // 100 * 100
        if last < first or _NAMED.match(folded, match.end()):
            return None
        return self._placed(
            TemporalExpression(match.start(), match.end(), "in", first, last, form="range"), folded, year
        )

    def _year(self, match: re.Match[str], folded: str, year: int | None) -> TemporalExpression | None:
        suffix = match["ysuffix"] or ""
        if folded.startswith("面向", match.start() - 2):
            return None
        if suffix == "代" or (not suffix and _NAMED.match(folded, match.end())):
            return None
        value = time_number(match["y"])
        made = TemporalExpression(match.start(), match.end(), "in", value, value, form="year")
        if suffix.endswith("来") and year is not None and value < year:
            made.last = year - 1
        elif suffix.endswith("前") and (year is None or value >= year):
            made.role = "ahead"
        return self._placed(made, folded, year)

    def _plan(self, match: re.Match[str], folded: str, year: int | None) -> TemporalExpression | None:
        part = match["ppart"] or ""
        if match["p4"]:
            if year is None:
                return None
            first, last = plan_of(year - 1)
        else:
            first, last = five_year_plan(time_number(match["p1"] or match["p2"] or match["p3"]))
        if part.startswith(("规划", "计划")) and not part.endswith("期"):
            return None
        first, last = _part_of_plan(part, first, last, year)
        made = TemporalExpression(match.start(), match.end(), "in", first, last, form="plan")
        if not part and not _PLAN_GOALS.match(folded, match.end()):
            made.role = "name"
        return self._placed(made, folded, year)

    def _span(self, match: re.Match[str], folded: str, year: int | None) -> TemporalExpression | None:
        prefix, suffix, number = match["sprefix"] or "", match["ssuffix"] or "", time_number(match["n"])
        if not 2 <= number <= 40 or not _may_be_span(prefix, suffix):
            return None
        made = TemporalExpression(match.start(), match.end(), "in", form="span")
        if suffix == "前":
            return self._span_before(made, number, folded, year)
        if suffix in _AFTER_SPAN:
            if folded.endswith("提前", 0, match.start()):
                return None  # 提前两年建成
            made.end -= len(suffix)  # 五年新增: the verb is not part of the time
        if prefix in _COMING_PREFIXES:
            return _coming_years(made, number, year)
        if prefix in ("前", "头"):
            return self._first_years(made, number, folded, year)
        if prefix == "连续":
            made.role = "streak"
        elif prefix not in _PAST_PREFIXES and not suffix.endswith("来"):
            made.role, made.shift = "open", number
        if year is not None:
            made.first, made.last = year - number, year - 1
        return made

    def _span_before(
        self, made: TemporalExpression, number: int, folded: str, year: int | None
    ) -> TemporalExpression | None:
        """是五年前的2倍, 由五年前的9家: a base or a source, or nothing that dates a number."""
        if year is not None:
            made.first = made.last = year - 1 - number
        placed = self._placed(made, folded, year)
        return placed if placed.role in ("base", "source") else None

    def _first_years(
        self, made: TemporalExpression, number: int, folded: str, year: int | None
    ) -> TemporalExpression | None:
        """前三年: of the five-year plan that the year before belongs to."""
        if folded[made.start - 1 : made.start] in _NOT_BEFORE_FRONT:
            return None
        if year is not None:
            made.first = plan_of(year - 1)[0]
            made.last = made.first + number - 1
        return self._placed(made, folded, year)

    def _months(self, match: re.Match[str], folded: str, year: int | None) -> TemporalExpression | None:
        if match["mh"]:
            low, high = 1, time_number(match["mh"])
        else:
            low, high = 1 if match["ma"] == "元" else time_number(match["ma"]), time_number(match["mb"])
        if not 1 <= low < high <= 12:
            return None
        return TemporalExpression(match.start(), match.end(), "part", months=(low, high), form="months")

    def _month(self, match: re.Match[str], folded: str, year: int | None) -> TemporalExpression | None:
        month = time_number(match["m"])
        if not 1 <= month <= 12:
            return None
        first = 1 if match["msuffix"] in ("底", "末") else month
        return TemporalExpression(
            match.start(),
            match.end(),
            "part",
            months=None if first == 1 and month == 12 else (first, month),
            form="month",
        )

    def _ends(self, match: re.Match[str], folded: str, year: int | None) -> TemporalExpression | None:
        return TemporalExpression(match.start(), match.end(), "part", form="ends")

    def _rate(self, match: re.Match[str], folded: str, year: int | None) -> TemporalExpression | None:
        return TemporalExpression(match.start(), match.end(), "rate", form=match.group())

    @staticmethod
    def _placed(made: TemporalExpression, folded: str, year: int | None) -> TemporalExpression:
        """Set the role that the words around an expression give it."""
        before = folded[max(0, made.start - 5) : made.start].rstrip()
        if _is_base(before, folded, made.end):
            made.role = "base"
        elif _is_source(before, folded, made):
            made.role = "source"
        elif made.last is not None and year is not None and made.last >= year and _is_until(before, made, year):
            made.role = "ahead"
            made.first = made.first if made.form == "fiscal" else made.last
        return made


def _months_of(row: dict[str, str]) -> tuple[int, int] | None:
    """The first and last month that a word of time means."""
    if not row["months"]:
        return None
    low, high = row["months"].split("-")
    return int(low), int(high)


def _calendar_year(value: int, year: int | None) -> int | None:
    """A year of the lexicon: one of the calendar as it is, otherwise its distance from the year of delivery."""
    if value > 1000:
        return value
    return None if year is None else year + value


def _is_base(before: str, folded: str, end: int) -> bool:
    """Whether a time with these words before it is what something is compared with: 比2020年, 与上年相比, 是五年前的2倍."""
    return (
        _BASE_BEFORE.search(before) is not None
        or (_WITH_BEFORE.search(before) is not None and _AFTER_BASE.match(folded, end) is not None)
        or (folded.startswith("的水平", end) and _KEPT_BEFORE.search(before) is not None)
        or (_IS_BEFORE.search(before) is not None and _MULTIPLE.match(folded, end) is not None)
    )


def _is_until(before: str, made: TemporalExpression, year: int) -> bool:
    """Whether a time to come is a horizon: 到2025年; what is told as of the running year (截至2025年8月底) is told."""
    until = _UNTIL_BEFORE.search(before)
    return until is not None and not (made.last == year and until.group().startswith("截"))


def _is_source(before: str, folded: str, made: TemporalExpression) -> bool:
    """Whether a change starts at a time (由上年的3%); 从2020年起 only begins a span."""
    if (made.several and made.form != "fiscal") or not _FROM_BEFORE.search(before):
        return False
    return not _FROM_ON.match(folded, made.end) and not folded.startswith(("起", "开"), made.end)


def _may_be_span(prefix: str, suffix: str) -> bool:
    """Whether a number of years with these words around it is a span of time; a bare one is none."""
    return prefix not in ("此后", "其后") and (prefix != "" or suffix not in ("", "中", "里"))


def _coming_years(made: TemporalExpression, number: int, year: int | None) -> TemporalExpression:
    """今后三年: from the year of delivery on."""
    made.role, made.shift = "ahead", number
    if year is not None:
        made.first, made.last = year, year + number - 1
    return made


def _part_of_plan(part: str, first: int, last: int, year: int | None) -> tuple[int, int]:
    """The years of a plan that a word behind its name leaves: 末, 以来, 前三年, 后两年."""
    if part.endswith("末") or part == "末期":
        return last, last
    if part == "以来" and year is not None and first < year:
        return first, min(last, year - 1)
    if part[:1] in ("前", "头"):
        return first, first + time_number(part[1:-1]) - 1
    if part[:1] == "后":
        return last - time_number(part[1:-1]) + 1, last
    return first, last
