"""Information extraction from Chinese government work reports.

Example:
    >>> import govreport_ie as gi
    >>> report = gi.extract("2023年，全县新建停车位1860个、充电桩945个。", year=2024)
    >>> [(m.indicator.name, q.value, q.unit_text) for m, q in report.iter_rows()]
    [('新建停车位', Decimal('1860'), '个'), ('新建充电桩', Decimal('945'), '个')]
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

from govreport_ie.about import __version__

if TYPE_CHECKING:
    from govreport_ie.api import (
        explain,
        extract,
        load,
        parse_number,
        parse_quantity,
        pipe,
        policy_areas,
        read,
    )
    from govreport_ie.corpus.dataframes import annotate_frame
    from govreport_ie.errors import (
        ConfigError,
        ConvertError,
        EvaluationError,
        GovReportError,
        LexiconError,
        MissingExtraError,
        NumberError,
        QuantityError,
        ReadError,
        TextError,
        UnitError,
        UnknownObjectError,
        WriteError,
    )
    from govreport_ie.evaluation import Evaluation, evaluate
    from govreport_ie.panels import panel
    from govreport_ie.pipeline.explanation import Explanation
    from govreport_ie.report.models import (
        Entity,
        Evidence,
        Indicator,
        Metric,
        Period,
        PolicyArea,
        PolicyAreaLink,
        Quantity,
        Report,
        ReportWarning,
        Section,
        SentenceSpan,
        Source,
    )
    from govreport_ie.view import show

logging.getLogger(__name__).addHandler(logging.NullHandler())  # a library says nothing unless asked

# Public name to the module that defines it.  Names are imported when first used, so that importing the package from
# a spaCy entry point or a worker process costs next to nothing.
_HOME = {
    **dict.fromkeys(
        (
            "explain",
            "load",
            "parse_number",
            "parse_quantity",
            "pipe",
            "read",
        ),
        "govreport_ie.api",
    ),
    **dict.fromkeys(
        (
            "ConfigError",
            "ConvertError",
            "EvaluationError",
            "GovReportError",
            "LexiconError",
            "MissingExtraError",
            "NumberError",
            "QuantityError",
            "ReadError",
            "TextError",
            "UnitError",
            "UnknownObjectError",
            "WriteError",
        ),
        "govreport_ie.errors",
    ),
    **dict.fromkeys(
        (
            "Entity",
            "Evidence",
            "Indicator",
            "Metric",
            "Period",
            "PolicyArea",
            "PolicyAreaLink",
            "Quantity",
            "Report",
            "ReportWarning",
            "Section",
            "SentenceSpan",
            "Source",
        ),
        "govreport_ie.report.models",
    ),
    **dict.fromkeys(("Evaluation", "evaluate"), "govreport_ie.evaluation"),
    "Explanation": "govreport_ie.pipeline.explanation",
    "annotate_frame": "govreport_ie.corpus.dataframes",
    "extract": "govreport_ie.pipeline.run",  # the same as api.extract, without the readers of files
    "panel": "govreport_ie.panels",
    "policy_areas": "govreport_ie.report.areas",
    "show": "govreport_ie.view",
}

__all__ = [
    "ConfigError",
    "ConvertError",
    "Entity",
    "Evaluation",
    "EvaluationError",
    "Evidence",
    "Explanation",
    "GovReportError",
    "Indicator",
    "LexiconError",
    "Metric",
    "MissingExtraError",
    "NumberError",
    "Period",
    "PolicyArea",
    "PolicyAreaLink",
    "Quantity",
    "QuantityError",
    "ReadError",
    "Report",
    "ReportWarning",
    "Section",
    "SentenceSpan",
    "Source",
    "TextError",
    "UnitError",
    "UnknownObjectError",
    "WriteError",
    "__version__",
    "annotate_frame",
    "evaluate",
    "explain",
    "extract",
    "load",
    "panel",
    "parse_number",
    "parse_quantity",
    "pipe",
    "policy_areas",
    "read",
    "show",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        value = getattr(import_module(_HOME[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'govreport_ie' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
