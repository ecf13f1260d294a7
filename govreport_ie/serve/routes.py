"""The routes: a form, the page, and the JSON interface.

This module imports FastAPI, so it is imported only where the server is made.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException as BaseHTTPException

from govreport_ie.about import __version__
from govreport_ie.report.models import Report
from govreport_ie.serve.api_page import api_page
from govreport_ie.serve.errors import RequestError
from govreport_ie.serve.forms import Form, read_form
from govreport_ie.serve.guard import Guard, error_body
from govreport_ie.serve.home import home_page, language_of, sample_text
from govreport_ie.serve.jobs import KINDS, Job
from govreport_ie.serve.limits import Limits
from govreport_ie.serve.schema import ErrorAnswer, ExtractRequest, Health
from govreport_ie.serve.workers import Workers

__all__ = ["build"]

_FIELDS: dict[str, Any] = {
    "file": {"type": "string", "format": "binary", "description": f"The report: {' '.join(KINDS)}."},
    "year": {"type": "integer", "minimum": 1949, "maximum": 2100, "description": "Year of delivery, where known."},
    "region": {"type": "string", "description": "Name of the region, where known."},
    "doc_id": {"type": "string", "description": "An identifier to carry along."},
}
_PAGE_FIELDS: dict[str, Any] = {
    "text": {"type": "string", "description": "The report as text, instead of a file."},
    "lang": {"type": "string", "enum": ["zh", "en"], "description": "Language of the page."},
}


def _form(fields: dict[str, Any], *required: str) -> dict[str, Any]:
    """What the description says of a request with a form."""
    schema = {"type": "object", "properties": fields, "required": list(required)}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}


def build(bounds: Limits, hosts: tuple[str, ...]) -> FastAPI:
    """The application with its routes.

    Args:
        bounds: bounds of every request.
        hosts: host names that it answers to.
    """
    workers = Workers(bounds)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await workers.warm()
        yield
        workers.stop()

    app = FastAPI(
        title="govreport-ie",
        version=__version__,
        summary="Information extraction from Chinese government work reports.",
        lifespan=lifespan,
        # the usual pages of documentation load their scripts from elsewhere; /docs is a page of our own
        docs_url=None,
        redoc_url=None,
    )
    statuses = (400, 408, 413, 415, 422, 500, 501, 503, 504)
    errors: dict[int | str, dict[str, Any]] = {status: {"model": ErrorAnswer} for status in statuses}

    @app.get("/", response_class=HTMLResponse, include_in_schema=False)
    async def home(request: Request) -> HTMLResponse:
        text = sample_text() if "sample" in request.query_params else ""
        return home_page(language_of(request), bounds, text=text)

    @app.get("/docs", response_class=HTMLResponse, include_in_schema=False)
    async def docs(request: Request) -> HTMLResponse:
        return api_page(language_of(request), app.openapi())

    @app.post(
        "/view",
        response_class=HTMLResponse,
        summary="The page of a pasted text or an uploaded file",
        openapi_extra=_form({**_FIELDS, **_PAGE_FIELDS}),
    )
    async def view(request: Request) -> HTMLResponse:
        language, text = language_of(request), ""
        try:
            form = await read_form(request, bounds.max_bytes)
            language = form.fields.get("lang", language)
            text = form.content if isinstance(form.content, str) else ""
            return HTMLResponse(await workers.run(_job(form, "page", language)))
        except RequestError as error:
            return home_page(language, bounds, error=error, text=text)
        except HTTPException as error:  # while the body was read
            detail: Any = error.detail
            told = RequestError(error.status_code, detail["error"]["code"], detail["error"]["message"])
            return home_page(language, bounds, error=told)

    def _job(form: Form, answer: Any, language: str = "auto") -> Job:
        return Job(
            form.content,
            answer,
            name=form.name,
            year=form.year,
            region=form.fields.get("region"),
            doc_id=form.fields.get("doc_id"),
            language=language,
            max_characters=bounds.max_characters,
        )

    @app.post(
        "/extract", response_model=Report, responses=errors, summary="Extract everything from the text of one report"
    )
    async def extract(request: ExtractRequest) -> Response:
        job = Job(
            request.text,
            "report",
            year=request.year,
            region=request.region,
            doc_id=request.doc_id,
            max_characters=bounds.max_characters,
        )
        return Response(await workers.run(job), media_type="application/json")

    @app.post(
        "/extract/file",
        response_model=list[Report],
        responses=errors,
        summary="Extract from every report in an uploaded file",
        openapi_extra=_form(_FIELDS, "file"),
    )
    async def extract_file(request: Request) -> Response:
        form = await read_form(request, bounds.max_bytes)
        return Response(await workers.run(_job(form, "reports")), media_type="application/json")

    @app.get("/health", response_model=Health, summary="Whether the server is up")
    async def health() -> Health:
        return Health(status="ok", version=__version__)

    @app.exception_handler(RequestError)
    async def refused(_: Request, error: RequestError) -> JSONResponse:
        headers = {"Retry-After": "5"} if error.status == 503 else None
        return JSONResponse(error_body(error.code, error.message), error.status, headers=headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        # what was sent is not repeated: it may be a whole report
        told = "; ".join(f"{'.'.join(map(str, item['loc'][1:])) or 'body'}: {item['msg']}" for item in error.errors())
        return JSONResponse(error_body("invalid_request", told), 422)

    @app.exception_handler(BaseHTTPException)
    async def http_error(_: Request, error: BaseHTTPException) -> JSONResponse:
        body = error.detail if isinstance(error.detail, dict) else error_body("http_error", str(error.detail))
        return JSONResponse(body, error.status_code, headers=error.headers)

    app.add_middleware(Guard, limits=bounds, hosts=hosts)
    return app
