"""`extract`, `pipe`, `explain` and the models: what the contract promises."""

from __future__ import annotations

import json
import runpy
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

import govreport_ie as gi
from govreport_ie.report.flat import COLUMNS


def row(report: gi.Report, quantity_text: str) -> gi.Metric:
    """The metric of the quantity with this text."""
    return next(metric for metric, quantity in report.iter_rows() if quantity.text == quantity_text)


@pytest.fixture(scope="module")
def report(report_text) -> gi.Report:
    return gi.extract(report_text, doc_id="qinghe_2024")


def test_header_fields(report):
    assert (report.year, report.level, report.region) == (2024, "county", "清和县")
    assert report.title == "2024年清和县政府工作报告"
    assert report.doc_id == "qinghe_2024"
    assert report.schema_version == "2.0"


def test_review_and_plan(report):
    done, promised = row(report, "1860个"), row(report, "8所")
    assert (done.status, done.period.start) == ("actual", 2023)
    assert (promised.status, promised.period.start) == ("target", 2024)
    assert [section.kind for section in report.sections if section.kind in ("review", "plan")][-1] == "plan"


def test_values_dealt_out(report):
    assert row(report, "4.1万元").indicator.name == "城镇居民人均可支配收入"
    assert row(report, "2.3万元").indicator.name == "农村居民人均可支配收入"
    assert row(report, "7.1%").indicator.name == "农村居民人均可支配收入"


def test_year_given_wins_over_none():
    report = gi.extract("全年新建学校8所。", year=2030)
    assert row(report, "8所").period.start == 2029
    assert gi.extract("全年新建学校8所。").year is None


def test_objects_point_into_the_text(report, report_text):
    for item in (*report.quantities, *report.entities):
        assert report_text[item.start : item.end] == item.text
    for metric in report.metrics:
        indicator = metric.indicator
        assert report_text[indicator.start : indicator.end] == indicator.text


def test_report_validates_as_its_own_model(report):
    # assembly skips validation for speed; the result must pass it all the same
    assert gi.Report.model_validate(report.model_dump()) == report


def test_json_form(report):
    data = json.loads(report.model_dump_json())
    quantity = next(q for q in data["quantities"] if q["text"] == "286.4亿元")
    assert quantity["value"] == "28640000000"
    assert quantity["unit"] == "CNY"
    assert quantity["unit_text"] == "元"
    assert set(data) == {
        "schema_version", "doc_id", "text", "source", "genre", "title", "region", "level", "year",
        "sections", "quantities", "metrics", "entities", "warnings",
    }  # fmt: skip


def test_json_schema_describes_every_field():
    schema = gi.Report.model_json_schema()
    for name, model in {"Report": schema, **schema["$defs"]}.items():
        for field, description in model.get("properties", {}).items():
            assert description.get("description"), f"{name}.{field} has no description"


def test_published_json_schema_is_current_and_fits(report):
    docs = Path(__file__).resolve().parents[2] / "docs"
    published = (docs / "report.schema.json").read_text(encoding="utf-8")
    assert published == runpy.run_path(str(docs / "build_schema.py"))["schema"](), "run python docs/build_schema.py"
    validator = jsonschema.Draft202012Validator(json.loads(published))
    data = json.loads(report.model_dump_json())
    validator.validate(data)
    data["quantities"][0]["kind"] = "no such kind"
    assert not validator.is_valid(data)


def test_models_are_frozen(report):
    with pytest.raises(ValueError, match="frozen"):
        report.year = 1999


def test_records_have_the_documented_columns(report):
    records = report.to_records()
    assert len(records) == len(report.metrics)
    assert all(list(record) == list(COLUMNS) for record in records)
    record = next(r for r in records if r["quantity_text"] == "约1.2万户" or r["quantity_text"] == "1.2万户")
    assert (record["value"], record["modifier"], record["status"]) == (Decimal(12000), "approx", "actual")


def test_frame(report):
    frame = report.to_frame()
    assert list(frame.columns) == list(COLUMNS)
    assert len(frame) == len(report.metrics)


def test_attention_shares_add_up(report):
    shares = report.attention()
    for column in ("characters", "metrics", "money"):
        assert abs(sum(area[column] for area in shares.values()) - 1) < Decimal("0.002")


def test_lookup_by_id(report):
    assert report["Q1"] is report.quantities[0]
    with pytest.raises(KeyError):
        report["Q999"]


def test_pipe_keeps_order_and_metadata():
    items = [("全年新建学校8所。", {"year": 2030, "doc_id": f"d{i}"}) for i in range(5)]
    one = list(gi.pipe(items))
    two = list(gi.pipe(items, n_process=2, chunk_size=2))
    assert one == two
    assert [report.doc_id for report in two] == ["d0", "d1", "d2", "d3", "d4"]


def test_pipe_streams():
    def endless():
        while True:
            yield "全年新建学校8所。"

    assert next(iter(gi.pipe(endless()))).quantities[0].value == 8


def test_pipe_rejects_unknown_metadata():
    with pytest.raises(gi.ConfigError, match="'yaer'"):
        list(gi.pipe([("全年新建学校8所。", {"yaer": 2030})]))
    with pytest.raises(gi.ConfigError, match="n_process"):
        gi.pipe(["x"], n_process=0)


def test_explain_a_metric_names_rule_and_file(report):
    metric = row(report, "1860个")
    explanation = gi.explain(report, metric.id)
    fields = {reason.field for reason in explanation.reasons}
    assert {"indicator", "status", "period", "policy_area"} <= fields
    assert all(":" in reason.rule and reason.file.endswith(".py") for reason in explanation.reasons)
    assert "1860个" in str(explanation)


def test_explain_names_files_that_exist(report):
    from pathlib import Path

    package = Path(gi.__file__).parent
    for group in (report.metrics, report.quantities, report.entities, report.sections):
        for item in group:
            for reason in gi.explain(report, item.id).reasons:
                assert (package / reason.file).exists(), reason


@pytest.mark.parametrize(
    ("sentence", "object_id", "field", "value", "module"),
    [
        ("工业投资比2019年增长24%。", "M1", "basis_year", "2019", "metrics.basis"),
        ("工业投资增速高于全省1.2个百分点。", "M1", "peer_group", "全省", "metrics.basis"),
        ("完成投资约90亿元。", "Q1", "value", "9000000000", "quantities.scan"),
        ("三次产业比为11:48:41。", "Q1", "values", "11 48 41", "quantities.ratios"),
        ("去年，清河大桥建成通车。", "E1", "stage", "completed", "entities.stage_of_work"),
        ("去年，清河大桥建成通车。", "E1", "policy_area", "transport", "policy.regions"),
    ],
)
def test_explain_a_field(sentence, object_id, field, value, module):
    explanation = gi.explain(gi.extract(f"一、2023年工作回顾\n{sentence}", year=2024), object_id)
    reason = next(reason for reason in explanation.reasons if reason.field == field)
    assert reason.value == value
    assert reason.rule.startswith(f"{module}:")


def test_explain_a_rejected_numeral(report):
    explanation = gi.explain(report, report.text.index("两个确立"))
    assert explanation.kind == "rejected numeral"
    assert explanation.text.startswith("两")


def test_explain_unknown_objects(report):
    for unknown in ("M999", "X1", "M0", "Mx", report.text.index("各位代表")):
        with pytest.raises(KeyError):
            gi.explain(report, unknown)


def test_parse_number_and_quantity():
    assert gi.parse_number("一千二百万") == Decimal(12000000)
    quantity = gi.parse_quantity("近11.7万亩")
    assert (quantity.value, quantity.unit_text, quantity.modifier, quantity.text) == (
        Decimal(117000), "亩", "under", "11.7万亩",
    )  # fmt: skip
    with pytest.raises(gi.NumberError):
        gi.parse_number("八八战略")
    with pytest.raises(gi.QuantityError):
        gi.parse_quantity("3个和5个")


def test_conversion():
    assert gi.parse_quantity("3公里").to("metre") == Decimal(3000)
    with pytest.raises(gi.UnitError):
        gi.parse_quantity("3公里").to("square_metre")


def test_policy_areas_list():
    areas = {area.id: area for area in gi.policy_areas()}
    assert len([a for a in areas.values() if a.level == 1]) == 24
    assert areas["finance.credit"].parent == "finance"
    assert areas["education"].codes["cap_major"] == ("6",)


def test_names_of_the_contract_exist():
    for name in ("load", "extract", "pipe", "read", "evaluate", "parse_number", "parse_quantity", "explain",
                 "policy_areas", "Report", "Section", "Quantity", "Metric", "Entity", "PolicyArea", "GovReportError"):  # fmt: skip
        assert hasattr(gi, name)
    for error in ("TextError", "NumberError", "QuantityError", "UnitError", "LexiconError", "ReadError", "ConfigError"):
        assert issubclass(getattr(gi, error), gi.GovReportError)
    assert issubclass(gi.NumberError, ValueError)
    assert issubclass(gi.QuantityError, ValueError)


@pytest.mark.parametrize("layer", ["metrics", "quantities", "entities", "sections"])
def test_explain_takes_the_object_itself(report, layer):
    item = getattr(report, layer)[0]
    assert gi.explain(report, item) == gi.explain(report, item.id)


def test_an_unknown_id_is_one_clear_error(report):
    with pytest.raises(gi.UnknownObjectError, match=r"^no object 'M999' in this report; it has M1 to M\d+, Q1 to"):
        gi.explain(report, "M999")
    with pytest.raises(gi.ConfigError, match="takes a Report"):
        gi.explain(report.text, "M1")


def test_years_as_tables_give_them():
    assert gi.extract("全年新建学校8所。", year="2024").year == 2024  # pyright: ignore[reportArgumentType]
    for wrong in ("last year", 24, True, 2024.5):
        with pytest.raises(gi.ConfigError, match="year must be a number"):
            gi.extract("全年新建学校8所。", year=wrong)  # pyright: ignore[reportArgumentType]


def test_a_path_given_to_extract_is_warned_of():
    report = gi.extract("reports/清和县_2024.docx")
    assert any("gi.read" in str(warning) for warning in report.warnings)
    with pytest.raises(gi.TextError, match=r"gi\.read"):
        gi.extract(Path("report.txt"))  # pyright: ignore[reportArgumentType]


def test_several_files_are_read_in_order(tmp_path):
    files = [tmp_path / "b.txt", tmp_path / "a.txt"]
    for number, file in enumerate(files, 7):
        file.write_text(f"2024年政府工作报告\n全年新建学校{number}所。\n", encoding="utf-8")
    assert [report.quantities[0].text for report in gi.read(files)] == ["7所", "8所"]


def test_pipe_with_contexts():
    pairs = [("新建学校8所。", {"year": "2024", "file": "a.txt"}), ("增长7%。", 7)]
    found = list(gi.pipe(pairs, as_tuples=True))
    assert [(report.year, context) for report, context in found] == [(2024, pairs[0][1]), (None, 7)]
    with pytest.raises(gi.ConfigError, match="in a pair"):
        list(gi.pipe(["no pair"], as_tuples=True))  # pyright: ignore[reportArgumentType, reportCallIssue]


def test_policy_areas_of_one_level():
    areas, both = gi.policy_areas(level=1), gi.policy_areas()
    assert [area.id for area in areas] == [area.id for area in both if area.level == 1]
    assert all(area.parent in {area.id for area in areas} for area in gi.policy_areas(level=2))
    with pytest.raises(gi.ConfigError, match="levels 1 and 2"):
        gi.policy_areas(level=3)


def test_the_repr_of_a_report_is_one_line(report):
    told = repr(report)
    assert "\n" not in told
    assert len(told) < 150
    assert (
        told
        == f"<Report qinghe_2024, 清和县, 2024, {len(report.text)} characters, {len(report.metrics)} metrics, {len(report.entities)} entities>"
    )
    assert f"{[report]}" == f"[{told}]"


def test_an_unknown_object_of_a_report_is_a_key_error_that_says_what_there_is(report):
    with pytest.raises(gi.UnknownObjectError, match=r"no object 'Q0' in this report; it has M1 to"):
        report["Q0"]
