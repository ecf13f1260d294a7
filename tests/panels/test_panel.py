"""One value a cell: what counts, which value wins, what is kept beside it, and what came of targets."""

from __future__ import annotations

from decimal import Decimal

import pytest

import govreport_ie as gi
from govreport_ie.extraction.decimals import exactly
from govreport_ie.extraction.quantities.units import convert
from govreport_ie.panels import PANEL_TABLES, panel_rows, write_panel
from govreport_ie.panels.regions import region_of
from govreport_ie.report.flat import COLUMNS
from govreport_ie.tables import TABLES, RowBuffer, open_tables
from tests.conftest import REPORT

pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")

_BASE = {
    "doc_id": "宁波2024",
    "region": "宁波",
    "level": "city",
    "year": 2024,
    "metric_id": "M1",
    "indicator": "一般公共预算收入",
    "indicator_text": "一般公共预算收入",
    "indicator_id": "general_public_budget_revenue",
    "quantity_text": "100.5亿元",
    "kind": "money",
    "value": Decimal("10050000000"),
    "unit_text": "元",
    "unit": "CNY",
    "base_value": Decimal("10050000000"),
    "base_unit": "CNY",
    "dimension": "money",
    "redacted": False,
    "measure": "level",
    "status": "actual",
    "period_start": 2023,
    "period_end": 2023,
    "section_kind": "review",
    "sentence": "一般公共预算收入100.5亿元。",
    "start": 8,
    "end": 15,
}


def metric(**changes) -> dict:
    if "value" in changes:
        changes["value"] = Decimal(changes["value"])
        changes.setdefault("base_value", changes["value"])
    return {**dict.fromkeys(COLUMNS), **_BASE, **changes}


def growth(value: str, **changes) -> dict:
    rate = {"measure": "growth", "direction": "up", "unit": "percent", "kind": "percent", "base_unit": "dimensionless"}
    rate["basis"] = "yoy"
    return metric(value=value, base_value=Decimal(value) / 100, quantity_text=f"{value}%", **{**rate, **changes})


def build(*metrics: dict) -> dict[str, list[dict]]:
    tables: dict[str, list[dict]] = {name: [] for name in PANEL_TABLES}
    for table, row in panel_rows(metrics):
        assert list(row) == PANEL_TABLES[table].names
        tables[table].append(row)
    return tables


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        # what measures the same is told in one unit, the one that yearbooks use
        ("全县人均预期寿命达到79.5岁。", "79.5", "year_of_age"),
        ("细颗粒物平均浓度降至35微克/立方米。", "35", "microgram_per_cubic_metre"),
        ("粮食总产量达到11亿斤。", "550000", "tonne"),
        ("公路通车里程达到860公里。", "860", "kilometre"),
        ("全社会用电量达到3亿度。", "300000000", "kilowatt_hour"),
        ("电力装机容量达到12万千瓦。", "120000", "kilowatt"),
        ("综合能源消费量为8万吨标准煤。", "80000", "tonne_of_coal_equivalent"),
        ("农村低保标准提高到600元/月。", "600", "CNY_per_month"),
        ("茶园面积达到3万亩。", "20000000", "square_metre"),
    ],
)
def test_units_of_a_panel(sentence, value, unit):
    report = gi.extract(f"政府工作报告\n一、2023年工作回顾\n{sentence}\n", year=2024, region="青禾县")
    (row,) = build(*report.to_records())["panel"]
    assert (row["value"], row["unit"]) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("name", "level", "code", "full"),
    [
        ("宁波", "city", "330200", "宁波市"),
        ("宁波市", None, "330200", "宁波市"),
        ("山东聊城高唐县", "county", "371526", "高唐县"),
        ("北京市朝阳区", "county", "110105", "朝阳区"),
        ("全国", "national", "000000", "全国"),
        ("朝阳区", "county", None, "朝阳区"),  # there are two
        ("清和县", "county", None, "清和县"),
        (None, None, None, None),
    ],
)
def test_codes_of_regions(name, level, code, full):
    assert region_of(name, level) == (code, full)


def test_units_are_harmonised():
    (row,) = build(metric(unit="mu", value="3000", base_value=Decimal(2000000), base_unit="square_metre"))["panel"]
    assert (row["value"], row["unit"]) == (Decimal(2000000), "square_metre")
    (row,) = build(growth("5", direction="down"))["panel"]
    assert (row["value"], row["unit"], row["basis"], row["basis_year"]) == (Decimal(-5), "percent", "yoy", 2022)
    ends = {"low": Decimal(2), "high": Decimal(3), "base_value": None}
    (row,) = build({**metric(unit="kilometre", base_unit="metre", dimension="length"), **ends, "value": None})["panel"]
    assert (row["value"], row["low"], row["high"], row["unit"]) == (None, 2, 3, "kilometre")


@pytest.mark.parametrize(
    "changes",
    [
        {"period_start": None, "period_end": None},
        {"period_start": 2019},  # a sum over several years
        {"period_months": "1-9"},
        {"project": "清河大桥"},
        {"institution": "县人民医院"},
        {"place": "清河村"},  # of unknown code
        {"redacted": True, "value": "0"},
    ],
)
def test_what_is_no_value_of_a_region_and_a_year(changes):
    assert not build(metric(**changes))["panel"]


@pytest.mark.parametrize(
    ("rule", "winner", "loser"),
    [
        ("own report", {}, {"region": "浙江省", "level": "province", "place": "宁波市", "place_code": "330200"}),
        ("report year", {"year": 2024}, {"year": 2025}),
        ("report year", {"year": 2025}, {"year": 2023}),
        ("section", {}, {"section_kind": "plan"}),
        ("exact", {}, {"modifier": "at_most"}),
        ("digits", {}, {"quantity_text": "90亿元"}),
        ("order", {"start": 5}, {"start": 50}),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_precedence(rule, winner, loser, turned):
    good = metric(metric_id="good", **winner)
    bad = metric(metric_id="bad", value="9000000000", **loser)
    tables = build(bad, good) if turned else build(good, bad)
    assert [row["metric_id"] for row in tables["panel"]] == ["good"]
    (conflict,) = tables["conflicts"]
    assert (conflict["metric_id"], conflict["chosen_metric_id"], conflict["reason"]) == ("bad", "good", rule)
    assert (conflict["value"], conflict["chosen_value"]) == (Decimal(9000000000), Decimal(10050000000))


def test_a_rounded_value_is_no_conflict():
    tables = build(metric(), metric(metric_id="M2", value="10100000000", quantity_text="101亿元"))
    assert (tables["panel"][0]["sources"], tables["panel"][0]["conflicts"], tables["conflicts"]) == (2, 0, [])


def test_provenance_is_in_every_row():
    (row,) = build(metric())["panel"]
    assert {name: row[name] for name in ("doc_id", "metric_id", "start", "end", "sentence", "report_year")} == {
        **{name: _BASE[name] for name in ("doc_id", "metric_id", "start", "end", "sentence")},
        "report_year": 2024,
    }


def test_a_level_is_computed_only_where_none_is_stated():
    rows = [metric(), growth("10", metric_id="M2", year=2025, period_start=2024, period_end=2024)]
    computed = next(row for row in build(*rows)["panel"] if row["origin"] == "computed")
    assert (computed["year"], computed["value"], computed["unit"]) == (2024, Decimal("1.106E+10"), "CNY")
    assert computed["computed_from"] == "宁波2024:M1 宁波2024:M2"
    stated = metric(metric_id="M3", year=2025, period_start=2024, period_end=2024)
    assert all(row["origin"] == "stated" for row in build(*rows, stated)["panel"])


def test_growth_at_constant_prices_computes_nothing():
    gdp = {"indicator_id": "gross_regional_product_gdp"}
    later = growth("10", metric_id="M2", year=2025, period_start=2024, period_end=2024, **gdp)
    assert all(row["origin"] == "stated" for row in build(metric(**gdp), later)["panel"])


def test_a_target_range():
    ends = {"value": None, "low": Decimal(6), "high": Decimal("6.5"), "base_value": None}
    time = {"period_start": 2024, "period_end": 2024}
    goal = {**growth("6", status="target", **time), **ends}
    for value, outcome, difference in (("6.3", "met", 0), ("7", "met", "0.5"), ("5.0", "missed", -1)):
        (row,) = build(goal, growth(value, year=2025, metric_id="R", **time))["targets"]
        assert (row["aim"], row["outcome"], row["difference"]) == ("within", outcome, Decimal(difference))


def test_many_candidates_go_by_way_of_the_disk(monkeypatch):
    rows = [
        metric(region=region, metric_id=f"M{n}", period_start=n, period_end=n)
        for n in range(2000, 2020)
        for region in ("宁波", "杭州", "武汉")
    ]
    whole = build(*rows)
    monkeypatch.setattr("govreport_ie.panels.build._IN_MEMORY", 7)
    assert build(*reversed(rows)) == whole
    assert [row["region"] for row in whole["panel"][::20]] == ["杭州市", "宁波市", "武汉市"]


def test_a_frame_from_reports():
    reports = [gi.extract(REPORT, year=2024, region="宁海县", doc_id="a")]
    frame = gi.panel(reports)
    row = frame[(frame.indicator_id == "gross_regional_product_gdp") & (frame.measure == "level")].iloc[0]
    assert (row.region_code, row.year, row.status, row.value) == ("330226", 2023, "actual", Decimal(28640000000))
    assert REPORT[row.start : row.end] == row.quantity_text
    assert list(gi.panel(reports, table="targets").columns) == PANEL_TABLES["targets"].names
    with pytest.raises(gi.ConfigError):
        gi.panel(reports, table="nothing")
    assert gi.panel([]).empty


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "dta", "parquet", "duckdb", "jsonl"])
def test_every_format(suffix, tmp_path):
    rows = [metric(), metric(metric_id="M2", value="1")]
    out = tmp_path / f"p.{suffix}"
    assert write_panel(rows, out) == {"panel": 1, "conflicts": 1, "targets": 0}
    single = suffix in ("xlsx", "duckdb")
    assert len(list(tmp_path.iterdir())) == (1 if single else 3)
    readers = {"csv": pd.read_csv, "dta": pd.read_stata, "parquet": pd.read_parquet}
    if suffix in readers:
        assert float(readers[suffix](out)["value"][0]) == 10050000000


def test_texts_in_csv_are_guarded_unless_raw(tmp_path):
    rows = [metric(sentence="=1+1，完成投资100.5亿元。")]
    for raw, cell in ((False, "'=1+1"), (True, "=1+1")):
        write_panel(rows, tmp_path / "p.csv", raw=raw)
        assert pd.read_csv(tmp_path / "p.csv")["sentence"][0].startswith(cell)


@pytest.mark.parametrize("format", ["parquet", "csv", "jsonl", "dta", "xlsx", "one.xlsx", "one.duckdb"])
def test_the_same_panel_from_every_output_of_a_batch(format, tmp_path):
    report = gi.extract(REPORT, year=2024, region="宁海县", doc_id="a")
    buffer = RowBuffer()
    buffer.add(report)
    out = tmp_path / format if "." in format else tmp_path
    suffix = format.rpartition(".")[2]
    path_of = (lambda name: out) if "." in format else (lambda name: out / f"{name}.{suffix}")
    writer = open_tables(suffix, [TABLES["metrics"]], path_of)
    writer.write(buffer.take()["metrics"])
    writer.close()
    frame, expected = gi.panel(out), gi.panel([report])
    for column in ("value", "low"):
        for table in (frame, expected):
            table[column] = table[column].astype(float)
    assert frame.astype(object).fillna("").values.tolist() == expected.astype(object).fillna("").values.tolist()


def test_a_base_unit_that_stands_in_no_row_of_the_units_is_harmonised():
    report = gi.extract("青禾市2024年政府工作报告\n一、2023年工作回顾\n2023年，全市算力规模达到18EFLOPS。", year=2024)
    frame = gi.panel([report])
    assert list(frame["value"].astype(float)) == [18e18]
    assert list(frame["unit"]) == ["flops"]


def test_pint_works_in_a_context_of_its_own():
    """In the exact one, which panels compute in, its divisions would not end."""
    acres = exactly(convert)(Decimal(6), "mu", "area", "acre")
    assert round(acres, 4) == Decimal("0.9884")
