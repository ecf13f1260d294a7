"""Write docs/report.schema.json, the JSON Schema of the documented JSON form of a Report.

python docs/build_schema.py
"""

from __future__ import annotations

import json
from pathlib import Path

import govreport_ie as gi

PATH = Path(__file__).with_name("report.schema.json")


def schema() -> str:
    """The schema of `Report.model_dump(mode="json")`, as it stands in the file."""
    found = gi.Report.model_json_schema(mode="serialization")
    return (
        json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **found}, ensure_ascii=False, indent=1)
        + "\n"
    )


if __name__ == "__main__":
    PATH.write_text(schema(), encoding="utf-8")
