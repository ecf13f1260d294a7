"""The options that choose a pipeline, the same wherever a command extracts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from govreport_ie.errors import ConfigError, LexiconError

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["Choice", "IndicatorsOption", "PipelineOption", "PolicyAreasOption"]

SHORT_NAMES = {"default": "zh_govreport", "accurate": "zh_govreport_accurate"}
"""Name of a packaged pipeline on the command line to its name for `govreport_ie.load`."""

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


@dataclass(frozen=True, slots=True)
class Choice:
    """Which pipeline a command extracts with.

    Attributes:
        pipeline: a key of `SHORT_NAMES`, a name, or a folder.
        policy_areas: file of the user's taxonomy.
        indicators: file of the user's indicators.
    """

    pipeline: str = "default"
    policy_areas: Path | None = None
    indicators: Path | None = None

    def load(self) -> Language | None:
        """The pipeline; None where the default one serves, which needs no spaCy.

        Raises:
            typer.BadParameter: if there is no such pipeline, or a file of the user's is malformed.
        """
        if self == Choice():
            return None
        from govreport_ie.pipeline.loading import load_pipeline  # imports spaCy

        try:
            return load_pipeline(
                SHORT_NAMES.get(self.pipeline, self.pipeline),
                policy_areas=self.policy_areas,
                indicators=self.indicators,
            )
        except LexiconError as error:
            raise typer.BadParameter(str(error)) from error
        except ConfigError as error:
            raise typer.BadParameter(str(error), param_hint="--pipeline") from error
