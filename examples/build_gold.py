"""Turn the label files beside this script into gold.jsonl, checking every label against its report.

    python examples/build_gold.py            write examples/gold.jsonl
    python examples/build_gold.py --check    fail if gold.jsonl is not what the label files give

A label file names its report (``doc``, ``level``, ``region``, ``year``), then its windows: ``window ID``, the words each
begins ``from`` and ends ``to``, the ``period`` and ``status`` that hold unless a line says otherwise, and one line an object, in text order:

    q SURFACE ; KIND VALUE UNIT [HEDGE] ; INDICATOR ; MEASURE ; AREA,OTHER AREAS [; key=value ...]
    q SURFACE ; KIND VALUE UNIT [HEDGE] ; opt
    e LABEL NAME          e? LABEL NAME (optional)

VALUE is a number (``3.6e8``), ``X`` where redacted, ``6~7`` for a range, ``a:b:c`` for a list; UNIT ``-`` is none.  INDICATOR and NAME are
the fullest phrase with the least that an answer must hold in brackets.  A measure's ``+`` or ``-`` is its direction.
An indicator is the mention nearest to its quantity.
"""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
REPORTS = ("district_2024", "province_2026", "communique_2024", "budget_2025")
OUT = HERE / "gold.jsonl"
MULTIPLE = ("measure_ok", "status_ok", "period_ok", "name_ok")


class LabelError(ValueError):
    """A label does not fit its report."""


def build(name: str) -> list[dict[str, Any]]:
    """The gold windows of one report."""
    text, head = "", {}
    windows: list[dict[str, Any]] = []
    window: dict[str, Any] = {}
    path = HERE / f"{name}.labels"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        word, _, rest = line.partition(" ")
        try:
            if word in ("doc", "level", "region", "year"):
                head[word] = rest
                if word == "doc":
                    text = (HERE / rest).read_text(encoding="utf-8")
            elif word == "window":
                window = {"id": rest, "cursor": 0, "entity_cursor": 0, "quantities": [], "metrics": [], "entities": []}
                windows.append(window)
            elif word in ("from", "to"):
                if text.count(rest) != 1:
                    raise LabelError(f"{rest!r} stands {text.count(rest)} times in the report")
                at = text.index(rest)
                window["start" if word == "from" else "end"] = at if word == "from" else at + len(rest)
                if word == "to":
                    window["text"] = text[window["start"] : window["end"]]
            elif word in ("period", "status"):
                window[word] = rest
            elif word == "q":
                _quantity(window, [part.strip() for part in rest.split(" ; ")])
            elif word in ("e", "e?"):
                _entity(window, rest, optional=word == "e?")
            else:
                raise LabelError(f"unknown word {word!r}")
        except (LabelError, ValueError, KeyError) as error:
            raise LabelError(f"{path.name}, line {number}: {error}: {line}") from error
    keys = ("quantities", "metrics", "entities")
    return [
        {
            "id": w["id"],
            "doc": head["doc"],
            "start": w["start"],
            "end": w["end"],
            "text": w["text"],
            "level": head["level"],
            "region": head["region"],
            "year": head["year"],
            "readers": 1,
            **{key: w[key] for key in keys},
        }
        for w in windows
    ]


def _quantity(window: dict[str, Any], parts: list[str]) -> None:
    surface, amount, *rest = parts
    text = window["text"]
    start = text.find(surface, window["cursor"])
    if start < 0:
        raise LabelError(f"{surface!r} does not stand after the quantity before it")
    end = window["cursor"] = start + len(surface)
    kind, value, unit, *hedge = amount.split()
    extra = dict(part.split("=", 1) for part in rest[3:])
    quantity = {
        "start": start,
        "end": end,
        "text": surface,
        "value": _value(value),
        "unit": "" if unit == "-" else unit,
        "kind": kind,
        "mod": hedge[0] if hedge else None,
        "redacted": value == "X",
        "opt": rest == ["opt"],
        "k": len(window["quantities"]),
        "value_ok": [],
    }
    if "kind_ok" in extra:
        quantity["kind_ok"] = extra.pop("kind_ok").split(",")
    window["quantities"].append(quantity)
    if rest != ["opt"]:
        window["metrics"].append(_metric(window, quantity, rest[:3], extra))


def _metric(window: dict[str, Any], quantity: dict[str, Any], rest: list[str], extra: dict[str, str]) -> dict[str, Any]:
    indicator, measure, areas = rest
    area, *area_ok = areas.split(",")
    fullest, least = _nearest(window["text"], indicator, quantity)
    period = extra.pop("period", window["period"])
    metric: dict[str, Any] = {
        "q": quantity["k"],
        "max": fullest,
        "min": least,
        "text": window["text"][fullest[0] : fullest[1]],
        "name": extra.pop("name", None),
        "measure": measure.rstrip("+-"),
        "dir": {"+": "up", "-": "down"}.get(measure[-1]),
        "status": extra.pop("status", window["status"]),
        "period": None if period == "null" else period,
        "area": area,
        "area_ok": area_ok,
    }
    metric.update({key: extra.pop(key).split(",") if key in extra else [] for key in MULTIPLE})
    metric["alt"] = []
    if "alt" in extra:
        fullest, least = _nearest(window["text"], extra.pop("alt"), quantity)
        metric["alt"].append({"max": fullest, "min": least, "text": window["text"][fullest[0] : fullest[1]]})
    if extra:
        raise LabelError(f"unknown keys: {', '.join(extra)}")
    return metric


def _entity(window: dict[str, Any], rest: str, optional: bool) -> None:
    label, _, marked = rest.partition(" ")
    name, first, last = _marked(marked)
    start = window["text"].find(name, window["entity_cursor"])
    if start < 0:
        raise LabelError(f"{name!r} does not stand after the entity before it")
    window["entity_cursor"] = start + len(name)
    window["entities"].append(
        {
            "start": start,
            "end": start + len(name),
            "min": [start + first, start + last],
            "text": name,
            "label": label,
            "opt": optional,
        }
    )


def _marked(phrase: str) -> tuple[str, int, int]:
    """The phrase without its brackets, and where they stood; without brackets all of it is needed."""
    if "[" not in phrase:
        return phrase, 0, len(phrase)
    before, _, after = phrase.partition("[")
    least, _, rest = after.partition("]")
    return before + least + rest, len(before), len(before) + len(least)


def _nearest(text: str, marked: str, quantity: dict[str, Any]) -> tuple[list[int], list[int]]:
    phrase, first, last = _marked(marked)
    starts = [at for at in range(len(text)) if text.startswith(phrase, at)]
    if not starts:
        raise LabelError(f"{phrase!r} does not stand in the window")

    def distance(start: int) -> int:
        return quantity["start"] - start if start < quantity["start"] else start - quantity["end"]

    start = min(starts, key=distance)
    return [start, start + len(phrase)], [start + first, start + last]


def _value(written: str) -> str | list[str] | None:
    if written == "X":
        return None
    for separator in ("~", ":"):
        if separator in written:
            return [_plain(part) for part in written.split(separator)]
    return _plain(written)


def _plain(number: str) -> str:
    return format(Decimal(number), "f")


def main() -> int:
    """Build the gold file, or check it."""
    rows = [window for name in REPORTS for window in build(name)]
    content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    if "--check" in sys.argv[1:]:
        if not OUT.exists() or OUT.read_text(encoding="utf-8") != content:
            print("examples/gold.jsonl is not what the label files give: run python examples/build_gold.py")
            return 1
        return 0
    OUT.write_text(content, encoding="utf-8")
    counts = {key: sum(len(row[key]) for row in rows) for key in ("quantities", "metrics", "entities")}
    print(f"{len(rows)} windows, " + ", ".join(f"{number} {key}" for key, number in counts.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
