"""Metrics to panel rows, a province at a time, so that memory stays bounded."""

from __future__ import annotations

import contextlib
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from itertools import groupby
from typing import IO, Any

from govreport_ie.extraction.decimals import exactly
from govreport_ie.panels.candidates import Candidate, candidate_of
from govreport_ie.panels.cells import agree, choose, reason
from govreport_ie.panels.tables import PANEL_TABLES
from govreport_ie.panels.targets import pair_targets

__all__ = ["panel_rows"]

_IN_MEMORY = 50_000  # candidates; more of them go to the disk, a file a province
_CHUNK = 1_000
_NAMES = tuple(item.name for item in fields(Candidate) if item.name not in ("key", "name", "digits", "home_section"))

Row = tuple[str, dict[str, Any]]


def panel_rows(metrics: Iterable[Mapping[str, Any]], progress: Callable[[int], None] | None = None) -> Iterator[Row]:
    """Build the tables of a panel.

    Args:
        metrics: rows of the metrics table.
        progress: told of the number of metrics read.

    Yields:
        Table name and row; by region code and name, then by year, indicator and so on.
    """
    with _Provinces() as provinces:
        for number, row in enumerate(metrics, 1):
            candidate = candidate_of(row)
            if candidate is not None:
                provinces.add(candidate)
            if progress is not None and number % _CHUNK == 0:
                progress(number)
        for candidates in provinces.groups():
            candidates.sort(key=lambda candidate: candidate.place)
            for _, members in groupby(candidates, key=lambda candidate: candidate.place):
                yield from _region(list(members))


@exactly
def _region(candidates: list[Candidate]) -> list[Row]:
    return list(_rows_of_region(candidates))


def _rows_of_region(candidates: list[Candidate]) -> Iterator[Row]:
    level = min((item.level for item in candidates if item.own_report and item.level), default=None)
    cells = choose(candidates)
    for members in cells.values():
        chosen, *others = members
        rivals = [other for other in others if not agree(chosen, other)]
        yield (
            "panel",
            _row("panel", chosen, level, sources=len(members) - len(rivals), conflicts=len(rivals)),
        )
        for rival in rivals:
            yield (
                "conflicts",
                _row(
                    "conflicts",
                    rival,
                    level,
                    chosen_value=chosen.value,
                    chosen_doc_id=chosen.doc_id,
                    chosen_metric_id=chosen.metric_id,
                    reason=reason(chosen, rival),
                ),
            )
    for row in pair_targets(cells):
        yield "targets", row


def _row(table: str, candidate: Candidate, level: str | None, **more: Any) -> dict[str, Any]:
    row = {name: getattr(candidate, name) for name in _NAMES}
    row.update(candidate.key._asdict())
    row.update(more, level=level)
    return {name: row[name] for name in PANEL_TABLES[table].columns}


class _Provinces:
    """Candidates by the first two digits of their code; on the disk once there are many."""

    def __init__(self) -> None:
        self._lists: dict[str, list[Candidate]] = {}
        self._files: dict[str, IO[bytes]] = {}
        self._count = 0
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> _Provinces:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def add(self, candidate: Candidate) -> None:
        self._lists.setdefault((candidate.region_code or "~~")[:2], []).append(candidate)
        self._count += 1
        if self._count >= _IN_MEMORY:
            self._spill()

    def groups(self) -> Iterator[list[Candidate]]:
        for province in sorted({*self._lists, *self._files}):
            members = self._lists.pop(province, [])
            if province in self._files:
                file = self._files[province]
                file.seek(0)
                earlier: list[Candidate] = []
                with contextlib.suppress(EOFError):
                    while True:
                        earlier.extend(pickle.load(file))
                members = earlier + members
            yield members

    def _spill(self) -> None:
        for province, members in self._lists.items():
            if province not in self._files:
                self._files[province] = tempfile.TemporaryFile()  # noqa: SIM115 (closed by the stack)
                self._stack.callback(self._files[province].close)
            pickle.dump(members, self._files[province], protocol=pickle.HIGHEST_PROTOCOL)
        self._lists.clear()
        self._count = 0
