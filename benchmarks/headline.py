"""Whether headline figures are ever lost: every number beside the name of a headline indicator should have its canonical id.

    python benchmarks/headline.py [--corpus DIR] [--step N] [--misses FILE]

Reads ../shared/corpus (or --corpus DIR).  A figure is a quantity that follows a name of gross product, budget revenue, retail
sales, fixed investment or income per head within a dozen characters of the same clause, where the name is no part of a
longer one (人均生产总值, 单位GDP能耗) nor the whole of a share (占全区生产总值).  Where the name is the member of a list, the figure may be any of the next four.  Prints figures, found and missed by indicator; --misses lists the missed ones by file
and offset, without text.
"""

from __future__ import annotations

import argparse
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import govreport_ie as gi
from govreport_ie.extraction import lexicons
from govreport_ie.extraction.text import fold
from govreport_ie.report.models import Quantity, Report

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
HEADLINES = (
    "gross_regional_product_gdp",
    "general_public_budget_revenue",
    "total_retail_sales_of_consumer_goods",
    "fixed_asset_investment",
    "urban_per_capita_disposable_income",
    "rural_per_capita_disposable_income",
    "per_capita_disposable_income",
)
LONGER = ("人均", "单位", "万元", "亿元", "占", "每", "公里", "占全国", "占全省", "占全市", "占本市", "占到", "绿色", "国民", "海洋", "农业", "工业", "民间",
          "城乡", "低收入", "农户", "脱贫地区", "脱贫县", "脱贫", "贫困地区", "城镇", "交通", "县域", "数字", "村", "产业", "相当于", "限上", "限额以上", "财政", "总收入、", "的")  # fmt: skip
NOT_BEFORE = re.compile(f"(?:{'|'.join(LONGER)}|产出|占[^,。;:]{{1,6}})$")
LISTED = re.compile("[、和与及]|分别|各自")
NEXT = 4
OF_EACH = {  # a figure of one list may be that of its other half: 城市和农村居民家庭人均可支配收入分别为
    "per_capita_disposable_income": (
        "urban_per_capita_disposable_income",
        "urban_and_rural_per_capita_disposable_income_pair",
    ),
    "rural_per_capita_disposable_income": ("urban_and_rural_per_capita_disposable_income_pair",),
}
NOT_BEHIND = re.compile(
    r"的?(?:增长的?贡献率|单位能耗|产出率|造价|比[重例率]?|能耗|电耗|水耗|用水|能源|综合|建设用地|二氧化碳|之比|贡献率|中|占)"
)
GAP = re.compile(r"(?:\([^()]{0,14}\))?[^,。;:、!?\n()]{0,12}")
KINDS = ("money", "percent", "ratio")


def names() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of the indicators' names, the longest first, and the id of each."""
    ids: dict[str, str] = {}
    for row in lexicons.load("indicators"):
        if row["id"] in HEADLINES:
            aliases = (*lexicons.values(row["aliases"]), *lexicons.values(row["context_only_aliases"]))
            ids.update((name, row["id"]) for name in (row["name_zh"], *aliases) if len(name) > 2)
    return re.compile("|".join(map(re.escape, sorted(ids, key=len, reverse=True)))), ids


def figures(report: Report, pattern: re.Pattern[str], ids: dict[str, str]) -> Iterator[tuple[str, Quantity]]:
    """The headline figures of a report: canonical id and quantity."""
    text = fold(report.text)
    starts = [quantity.start for quantity in report.quantities]
    for match in pattern.finditer(text):
        start, end = match.span()
        if NOT_BEFORE.search(text, max(0, start - 8), start) or NOT_BEHIND.match(text, end):
            continue
        at = bisect_left(starts, end)
        if at == len(starts):
            continue
        quantity = report.quantities[at]
        beside = quantity.kind in KINDS and GAP.fullmatch(text, end, quantity.start)
        if beside and pattern.search(text, end, quantity.start) is None:
            yield ids[match[0]], quantity


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--step", type=int, default=1, help="every N-th file only")
    parser.add_argument("--misses", type=Path, help="write file, offset, indicator and the id found instead")
    arguments = parser.parse_args()
    pattern, ids = names()
    wanted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    misses: list[str] = []
    for path in sorted(arguments.corpus.glob("*.txt"))[:: arguments.step]:
        year = re.search(r"_(\d{4})", path.stem)
        for report in gi.read(path, year=int(year[1]) if year else None):
            measured = {metric.quantity: metric.indicator.id for metric in report.metrics}
            for indicator_id, quantity in figures(report, pattern, ids):
                wanted[indicator_id] += 1
                at = report.quantities.index(quantity)
                listed = LISTED.search(report.text, max(0, quantity.start - 40), quantity.start) is not None
                near = report.quantities[at : at + (NEXT if listed else 1)]
                got = [measured.get(other.id) or "" for other in near]
                right = {indicator_id, *(OF_EACH.get(indicator_id, ()) if listed else ())}
                if any(not right.isdisjoint(part.partition(".")[0] for part in one.split(".and.")) for one in got):
                    found[indicator_id] += 1
                else:
                    offset = report.source.start + quantity.start
                    misses.append(f"{path.name}\t{offset}\t{indicator_id}\t{got[0]}")
    for indicator_id in HEADLINES:
        total = wanted[indicator_id]
        print(f"{indicator_id:45s} {total:6d} figures  {found[indicator_id] / max(total, 1):.4f} found")
    print(f"{'all':45s} {wanted.total():6d} figures  {found.total() / max(wanted.total(), 1):.4f} found")
    if arguments.misses:
        arguments.misses.write_text("file\toffset\tindicator\tfound\n" + "\n".join(misses) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
