"""Metrics to panel rows, a province at a time, so that memory stays bounded."""

from __future__ import annotations

import contextlib
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import IO, Any

from govreport_ie.extraction.decimals import exactly
from govreport_ie.panels.candidates import Candidate, candidate_of
from govreport_ie.panels.cells import agree, choose, reason
from govreport_ie.panels.tables import PANEL_TABLES, ConflictRow, PanelRow, TargetRow
from govreport_ie.panels.targets import pair_targets

__all__ = ["panel_items", "panel_rows"]

_IN_MEMORY = 50_000  # candidates; more of them go to the disk, a file a province
_CHUNK = 1_000

Item = tuple[str, PanelRow | ConflictRow | TargetRow]
"""Name of a table, and what a row of it is made of."""


def panel_rows(metrics: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Build the tables of a panel.

    Args:
        metrics: rows of the metrics table.

    Yields:
        Table name and row as a dict; by region code and name, then by year, indicator and so on.
    """
    for table, item in panel_items(metrics):
        yield table, PANEL_TABLES[table].record(item)


def panel_items(metrics: Iterable[Mapping[str, Any]], progress: Callable[[int], None] | None = None) -> Iterator[Item]:
    """What the rows of a panel's tables are made of.

    Args:
        metrics: rows of the metrics table.
        progress: called with the number of metrics read.

    Yields:
        Table name and what a row is made of, in the order of `panel_rows`.
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
def _region(candidates: list[Candidate]) -> list[Item]:
    return list(_rows_of_region(candidates))


def _rows_of_region(candidates: list[Candidate]) -> Iterator[Item]:
    level = min((item.level for item in candidates if item.own_report and item.level), default=None)
    cells = choose(candidates)
    for members in cells.values():
        chosen, *others = members
        rivals = [other for other in others if not agree(chosen, other)]
        yield "panel", PanelRow(chosen, level, sources=len(members) - len(rivals), conflicts=len(rivals))
        for rival in rivals:
            yield "conflicts", ConflictRow(rival, level, chosen, reason(chosen, rival))
    for row in pair_targets(cells):
        yield "targets", row


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
