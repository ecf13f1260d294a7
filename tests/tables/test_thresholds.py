"""Thresholds select and measure nothing: their rows are left out of tables unless they are asked for."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

import govreport_ie as gi
from govreport_ie.cli import app
from govreport_ie.tables import RowBuffer

TEXT = "2023年，全县新签约亿元以上项目45个，完成投资12亿元。"


@pytest.mark.parametrize(("thresholds", "amounts"), [(False, ["45个", "12亿元"]), (True, ["亿元", "45个", "12亿元"])])
def test_records_and_tables(thresholds, amounts):
    report = gi.extract(TEXT, year=2024)
    assert [row["quantity_text"] for row in report.to_records(thresholds=thresholds)] == amounts
    assert list(report.to_frame(thresholds=thresholds)["quantity_text"]) == amounts
    buffer = RowBuffer(thresholds=thresholds)
    buffer.add(report)
    tables = buffer.take()
    assert len(tables["metrics"]) == len(amounts)
    assert len(tables["quantities"]) == 3, "the quantities are all there, with their role"


def test_money_that_only_selects_gets_no_attention():
    money = gi.extract(TEXT, year=2024).attention()
    assert sum(shares["metrics"] for shares in money.values()) == pytest.approx(1)
    assert money == gi.extract(TEXT.replace("亿元以上项目", "千亿元以上项目"), year=2024).attention()


@pytest.mark.parametrize(("options", "rows"), [([], 2), (["--thresholds"], 3)])
def test_command_line(tmp_path, options, rows):
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    out = tmp_path / "metrics.csv"
    result = CliRunner().invoke(
        app, ["extract", str(tmp_path / "report.txt"), "--year", "2024", "-o", str(out), *options]
    )
    assert result.exit_code == 0, result.output
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == rows + 1
