"""The options that several commands share: what is known of the reports, which pipeline extracts, what of its rows is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from govreport_ie.errors import ConfigError, LexiconError
from govreport_ie.pipeline.choice import SHORT_NAMES, PipelineChoice, chosen_pipeline

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = [
    "EncodingOption",
    "EntityRulesOption",
    "IndicatorsOption",
    "NamesOption",
    "PipelineOption",
    "PolicyAreasOption",
    "RawOption",
    "RegionOption",
    "ThresholdsOption",
    "YearOption",
    "choice_of",
    "load_choice",
]

YearOption = Annotated[
    int | None,
    typer.Option(
        "--year", min=1949, max=2100, help="Year of delivery of the reports; read from the text when omitted."
    ),
]
RegionOption = Annotated[
    str | None, typer.Option("--region", help="Region of the reports; read from the text when omitted.")
]
EncodingOption = Annotated[
    str | None, typer.Option("--encoding", help="Encoding of text files; detected when omitted.")
]
PipelineOption = Annotated[
    str,
    typer.Option(
        "--pipeline", help=f"Pipeline: {', '.join(SHORT_NAMES)}, or the folder of a saved one.", metavar="NAME|FOLDER"
    ),
]
PolicyAreasOption = Annotated[
    Path | None,
    typer.Option("--policy-areas", help="A taxonomy of policy areas of your own (CSV or TSV).", show_default=False),
]
IndicatorsOption = Annotated[
    Path | None,
    typer.Option("--indicators", help="Canonical indicators of your own (CSV or TSV).", show_default=False),
]
EntityRulesOption = Annotated[
    Path | None,
    typer.Option(
        "--entity-rules", help="Rules of names of your own (CSV, TSV, or EntityRuler JSONL).", show_default=False
    ),
]
ThresholdsOption = Annotated[
    bool,
    typer.Option("--thresholds", help="Rows of thresholds too: amounts that only select (亿元以上项目: 1亿元)."),
]
RawOption = Annotated[
    bool,
    typer.Option("--raw", help="Write texts into CSV as they are, even where a spreadsheet takes them for formulas."),
]
NamesOption = Annotated[
    Path | None,
    typer.Option("--names", help="A network of names of your own (see train-names).", show_default=False),
]


def choice_of(
    pipeline: str,
    policy_areas: Path | None,
    indicators: Path | None,
    entity_rules: Path | None,
    names: Path | None,
) -> PipelineChoice:
    """The choice that the options of a command make."""
    files = (policy_areas, indicators, entity_rules, names)
    return PipelineChoice(pipeline, *(str(path.resolve()) if path else None for path in files))


def load_choice(choice: PipelineChoice) -> Language | None:
    """The pipeline; None where the default stages serve, which need no spaCy.

    Raises:
        typer.BadParameter: if there is no such pipeline, or a file of the user's is malformed.
    """
    try:
        return chosen_pipeline(choice)
    except LexiconError as error:
        raise typer.BadParameter(str(error)) from error
    except ConfigError as error:
        raise typer.BadParameter(str(error), param_hint="--pipeline") from error
