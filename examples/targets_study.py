"""Promises and results: what became of the targets that governments set in their reports.

    python examples/targets_study.py                                  the invented reports of examples/study
    python examples/targets_study.py reports/ --file-names "{level}_{region}_{year}" --out study

Reads a folder of reports of several years, pairs every target with what later reports of the region tell of it, and writes to the
folder OUT: ``targets.csv`` (every target, its outcome and the reason where it is undetermined, both sentences), ``outcomes.csv`` (counts by
region and year), ``indicators.csv`` (by indicator), ``panel.html`` (a page to choose from and look into) and, with matplotlib
(``pip install "govreport-ie[plot]"``), ``targets.png`` and ``outcomes.png``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

import govreport_ie as gi
from govreport_ie.panels import PANEL_TABLES, panel_rows
from govreport_ie.view.panel_page import panel_page

HERE = Path(__file__).resolve().parent
OUTCOMES = ("met", "missed", "undetermined")
UNTOLD = "no result told"
COLOURS = {"met": "#1d7a66", "missed": "#b3372f", "undetermined": "#b9c2c4"}


def read_folder(folder: Path, names: str) -> list[gi.Report]:
    """The reports of a folder; region and year come from the names of the files."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return list(gi.read(files, name_pattern=names))


def tables_of(reports: list[gi.Report]) -> dict[str, pd.DataFrame]:
    """The tables of the panel as DataFrames."""
    rows: dict[str, list[dict]] = {name: [] for name in PANEL_TABLES}
    for table, row in panel_rows(row for report in reports for row in report.to_records()):
        rows[table].append(row)
    return {
        name: pd.DataFrame(rows[name], columns=[column.name for column in table.columns], dtype=object)
        for name, table in PANEL_TABLES.items()
    }


def counts(targets: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Targets of which a result is told, by outcome, with the share met of those that are decided."""
    told = targets[targets["reason"] != UNTOLD]
    table = told.groupby([*by, "outcome"], dropna=False).size().unstack("outcome", fill_value=0)
    table = table.reindex(columns=list(OUTCOMES), fill_value=0).reset_index()
    decided = table["met"] + table["missed"]
    table["share_met"] = (table["met"] / decided.where(decided > 0)).round(3)
    return table


def plot(targets: pd.DataFrame, outcomes: pd.DataFrame, out: Path) -> None:
    """Results against their targets, and outcomes by year."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    from govreport_ie.view.plots import targets_plot

    decided = targets[targets["outcome"].isin(["met", "missed"])].sort_values(["region", "year", "indicator"])
    if len(decided):
        axes = targets_plot(decided)
        axes.figure.savefig(out / "targets.png", dpi=140, bbox_inches="tight")
        plt.close(axes.figure)
    years = outcomes.groupby("year")[list(OUTCOMES)].sum()
    figure, axes = plt.subplots(figsize=(7, 3.6))
    below = pd.Series(0, index=years.index)
    for outcome in OUTCOMES:
        axes.bar(years.index.astype(str), years[outcome], bottom=below, color=COLOURS[outcome], label=outcome)
        below = below + years[outcome]
    axes.set_ylabel("targets with a result")
    axes.legend(frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(out / "outcomes.png", dpi=140, bbox_inches="tight")
    plt.close(figure)


def main() -> None:
    """Read, pair, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=HERE / "study", help="folder of reports")
    parser.add_argument("--file-names", default="{region}_{year}.txt", help="how file names tell region and year")
    parser.add_argument("--out", type=Path, default=Path("study"), help="folder to write to")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    tables = tables_of(read_folder(arguments.folder, arguments.file_names))
    targets = tables["targets"]
    outcomes, indicators = counts(targets, ["region", "year"]), counts(targets, ["indicator"])
    targets.to_csv(arguments.out / "targets.csv", index=False)
    outcomes.to_csv(arguments.out / "outcomes.csv", index=False)
    indicators.sort_values(["met", "missed"], ascending=False).to_csv(arguments.out / "indicators.csv", index=False)
    rows = {name: table.astype(object).where(table.notna(), None).to_dict("records") for name, table in tables.items()}
    (arguments.out / "panel.html").write_text(panel_page(rows, title=arguments.folder.name), encoding="utf-8")
    try:
        plot(targets, outcomes, arguments.out)
    except ImportError:
        print('no plots: pip install "govreport-ie[plot]"')
    print(outcomes.to_string(index=False))
    told = targets[(targets["outcome"] == "undetermined") & (targets["reason"] != UNTOLD)]
    print()
    print("undetermined:", {reason: int(count) for reason, count in told["reason"].value_counts().items()})
    print(
        f"{len(targets)} targets, {int((targets['reason'] == UNTOLD).sum())} of them without a result → {arguments.out}"
    )


if __name__ == "__main__":
    main()
