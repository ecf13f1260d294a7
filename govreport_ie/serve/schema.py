"""Bodies of the JSON interface, beside the public models."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["ErrorAnswer", "ErrorDetail", "ExtractRequest", "Health"]


class ExtractRequest(BaseModel):
    """A text to extract from."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"text": "2023年，全县新建停车位1860个、充电桩945个。", "year": 2024}]},
    )

    text: str = Field(min_length=1, description="The text of one report; offsets in the answer count its characters.")
    year: int | None = Field(None, ge=1949, le=2100, description="Year of delivery, where known.")
    region: str | None = Field(None, max_length=200, description="Name of the region, where known.")
    doc_id: str | None = Field(None, max_length=500, description="An identifier to carry along.")


class ErrorDetail(BaseModel):
    """What went wrong."""

    code: str = Field(description="Short name for programs.")
    message: str = Field(description="What is wrong and what to do, for people.")


class ErrorAnswer(BaseModel):
    """The body of every answer that is no result."""

    error: ErrorDetail


class Health(BaseModel):
    """That the server is up."""

    status: str
    version: str
