"""The documented schemas are those of the code, and the documented SQL runs."""

from __future__ import annotations

import re

import pytest

import govreport_ie as gi
from govreport_ie.corpus.batch import BATCH_TABLES, schema_of
from govreport_ie.panels import PANEL_TABLES, panel_schema, write_panel
from tests.conftest import REPORT, ROOT

pytest.importorskip("pyarrow")
duckdb = pytest.importorskip("duckdb")


@pytest.mark.parametrize(
    ("tables", "schema", "table"),
    [
        *((BATCH_TABLES, schema_of, name) for name in BATCH_TABLES),
        *((PANEL_TABLES, panel_schema, name) for name in PANEL_TABLES),
    ],
)
def test_schemas(tables, schema, table):
    page = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    section = page.split(f"### {table}\n")[1].split("\n#")[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    meaning = {column.name: column.meaning for column in tables[table].columns}
    assert rows == [f"| `{field.name}` | {field.type} | {meaning[field.name]} |" for field in schema(table)]


def test_sql(tmp_path):
    reports = [gi.extract(REPORT, year=year, region="宁海县", doc_id=str(year)) for year in (2024, 2025)]
    write_panel((row for report in reports for row in report.to_records()), tmp_path / "panel.duckdb")
    page = (ROOT / "docs" / "panel_sql.md").read_text(encoding="utf-8")
    queries = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    assert len(queries) == 7
    with duckdb.connect(str(tmp_path / "panel.duckdb"), read_only=True) as database:
        for query in queries:
            database.execute(query).fetchall()
