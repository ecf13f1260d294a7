"""``serve``: the form, the page and the JSON interface, and what they refuse."""

from __future__ import annotations

import io
import json

import pytest

import govreport_ie as gi
from tests.conftest import REPORT

pytest.importorskip("fastapi", reason="needs the extra serve")
pytest.importorskip("uvicorn", reason="needs the extra serve")
pytest.importorskip("httpx", reason="needs the extra dev")

from fastapi.testclient import TestClient

from govreport_ie.serve import Limits, create_app

LIMITS = Limits(max_bytes=200_000, max_characters=20_000, seconds=60, workers=1)


@pytest.fixture(scope="module")
def client():
    """A client of one server with small limits."""
    with TestClient(create_app(LIMITS, hosts=("testserver", "127.0.0.1"))) as started:
        yield started


def send_form(client, **fields: str):
    """A form as a browser sends it when no file was chosen: with a file that has neither name nor content."""
    lines = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    ]
    lines.append(
        '--x\r\nContent-Disposition: form-data; name="file"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--x--\r\n'
    )
    return client.post(
        "/view", content="".join(lines).encode(), headers={"content-type": "multipart/form-data; boundary=x"}
    )


def error_of(response) -> dict[str, str]:
    error = response.json()["error"]
    assert set(error) == {"code", "message"}
    assert "Traceback" not in error["message"]
    return error


def test_extract_gives_the_report_of_the_library(client):
    response = client.post("/extract", json={"text": REPORT, "year": 2024, "doc_id": "a"})
    assert response.status_code == 200
    assert gi.Report.model_validate_json(response.text) == gi.extract(REPORT, year=2024, doc_id="a")


def test_a_file_gives_every_report_in_it(client):
    response = client.post(
        "/extract/file", files={"file": ("清和县.txt", REPORT.encode("gb18030"))}, data={"year": "2024"}
    )
    assert response.status_code == 200
    (report,) = (gi.Report.model_validate(item) for item in response.json())
    assert report.text == REPORT
    assert report.source.encoding == "gb18030"
    assert report.doc_id == "清和县.txt"


def test_pasted_text_gives_the_page(client):
    response = send_form(client, lang="zh", text=REPORT.replace("\n", "\r\n"))
    assert response.status_code == 200
    html = response.text
    data = json.loads(html.split('id="data">')[1].split("</script>")[0])
    assert data["reports"][0]["report"]["text"].strip() == REPORT.strip()
    assert 'href="/"' in html


def test_the_description_tells_paths_bodies_and_errors(client):
    described = client.get("/openapi.json").json()
    assert set(described["paths"]) == {"/view", "/extract", "/extract/file", "/health"}
    extract = described["paths"]["/extract"]["post"]
    assert extract["responses"]["200"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/Report"
    }
    assert "ErrorAnswer" in json.dumps(extract["responses"]["413"])
    assert {"Report", "Metric", "Quantity", "Entity", "ExtractRequest"} <= set(described["components"]["schemas"])


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ({}, "text: Field required"),
        ({"text": 3}, "text: Input should be a valid string"),
        ({"text": "新建学校8所。", "year": 1}, "year: Input should be greater than or equal to 1949"),
        ({"text": "新建学校8所。", "path": "/etc/passwd"}, "path: Extra inputs are not permitted"),
    ],
)
def test_wrong_bodies_are_told_by_field(client, body, part):
    response = client.post("/extract", json=body)
    assert response.status_code == 422
    assert part in error_of(response)["message"]


def test_broken_json_is_told_and_not_repeated(client):
    response = client.post("/extract", content='{"text": "秘密', headers={"content-type": "application/json"})
    assert response.status_code == 422
    assert "秘密" not in response.text


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("a.txt", b"", 422, "empty"),
        ("a.txt", b"  \n ", 422, "empty"),
        ("a.txt", b"\x7fELF\x02\x01\x01\x00" * 40, 422, "unreadable"),
        ("a.docx", b"no docx at all", 422, "unreadable"),
        ("a.zip", b"PK\x03\x04", 415, "unknown_kind"),
        ("a.csv", b"text\n1", 415, "unknown_kind"),
        ("a.txt", "新".encode() * 30_000, 413, "too_long"),
        ("a.txt", b"a" * 300_000, 413, "too_large"),
    ],
)
def test_files_that_cannot_be_used(client, name, data, status, code):
    response = client.post("/extract/file", files={"file": (name, data)})
    assert response.status_code == status
    assert error_of(response)["code"] == code


def test_a_name_with_a_path_opens_no_file(client, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("新建密室7间。", encoding="utf-8")
    response = client.post("/extract/file", files={"file": (str(secret), "新建学校8所。".encode())})
    assert response.status_code == 200
    assert "密室" not in response.text
    assert str(tmp_path) not in response.text


def test_a_body_without_a_length_is_counted_as_it_comes(client):
    def parts():
        yield b'{"text": "'
        for _ in range(40):
            yield b"a" * 10_000
        yield b'"}'

    response = client.post("/extract", content=parts(), headers={"content-type": "application/json"})
    assert response.status_code == 413
    assert error_of(response)["code"] == "too_large"


def test_errors_of_the_form_are_shown_in_it(client):
    response = send_form(client, lang="en", text="<b>新建学校8所</b>", year="12")
    assert response.status_code == 422
    assert "the year must lie between 1949 and 2100" in response.text
    assert "&lt;b&gt;新建学校8所&lt;/b&gt;" in response.text  # what was pasted is kept, as text


def test_other_host_names_are_turned_away(client):
    response = client.get("/", headers={"host": "rebound.example"})
    assert response.status_code == 400
    assert error_of(response)["code"] == "unknown_host"


def test_headers_of_every_answer(client):
    for response in (client.get("/"), client.post("/extract", json={})):
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["x-frame-options"] == "DENY"
        assert "access-control-allow-origin" not in response.headers
    assert "default-src 'none'" in client.get("/").headers["content-security-policy"]


def test_the_form_in_two_languages(client):
    assert "粘贴" in client.get("/?lang=zh").text
    assert "Paste" in client.get("/", headers={"accept-language": "en-GB,en"}).text
    assert "src=" not in client.get("/docs").text, "nothing is loaded from elsewhere"


def test_a_text_that_takes_too_long_is_given_up_and_the_next_one_served():
    with TestClient(create_app(Limits(seconds=0.02, workers=1), hosts=("testserver",))) as client:
        response = client.post("/extract", json={"text": REPORT * 400})
        assert response.status_code == 504
        assert error_of(response)["code"] == "timeout"
    # a worker that was killed is replaced
    from govreport_ie.serve.errors import RequestError
    from govreport_ie.serve.jobs import Job
    from govreport_ie.serve.workers import _Slot

    slot = _Slot(2_000_000_000)
    try:
        with pytest.raises(RequestError, match="too long"):
            slot.call(Job(REPORT * 400, "report"), 0.01)
        assert json.loads(slot.call(Job("新建学校8所。", "report"), 60))["quantities"][0]["text"] == "8所"
    finally:
        slot.stop()


def test_a_slow_upload_is_cut_off():
    import anyio

    from govreport_ie.serve.guard import Guard

    seen: list[dict] = []

    async def app(scope, receive, send):
        while (await receive()).get("more_body"):
            pass

    async def never() -> dict:
        await anyio.sleep(10)
        return {}

    async def send(message) -> None:
        seen.append(message)

    guard = Guard(app, Limits(upload_seconds=0.05), ("testserver",))
    scope = {"type": "http", "headers": [(b"host", b"testserver")]}
    with pytest.raises(Exception, match="took too long to arrive") as raised:
        anyio.run(guard, scope, never, send)
    assert raised.value.status_code == 408  # pyright: ignore[reportAttributeAccessIssue]


def test_the_hint_where_the_extra_is_missing(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "fastapi", None)
    with pytest.raises(gi.MissingExtraError, match=r'pip install "govreport-ie\[serve\]"'):
        create_app()


def test_the_command_listens_to_this_machine_only(monkeypatch, capfd):
    import uvicorn

    from govreport_ie.cli import main

    served: list[tuple] = []
    monkeypatch.setattr(
        uvicorn.Server, "run", lambda self, sockets: served.append((self.config, sockets[0].getsockname()))
    )
    with pytest.raises(SystemExit) as stop:
        main(["serve", "--port", "0"])
    assert not stop.value.code
    (_, (host, port)) = served[0]
    assert host == "127.0.0.1"
    assert f"http://127.0.0.1:{port}" in capfd.readouterr().err


def test_a_port_that_is_taken_is_told(capfd):
    import socket

    from govreport_ie.cli import main

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SystemExit) as stop:
            main(["serve", "--port", str(taken.getsockname()[1])])
    assert stop.value.code == 1
    assert "cannot listen at" in capfd.readouterr().err


def test_uploads_stay_in_memory(client, monkeypatch):
    import tempfile

    def refused(*_, **__):
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", refused)
    text = REPORT + "新建学校8所。" * 400
    response = client.post("/extract/file", files={"file": ("a.txt", io.BytesIO(text.encode()))})
    assert response.status_code == 200


def test_the_sample_is_offered_and_can_be_viewed(client):
    assert 'href="/?sample=1&amp;lang=en"' in client.get("/?lang=en").text
    page = client.get("/?sample=1&lang=zh")
    assert page.status_code == 200
    text = page.text.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>")[0].strip()
    assert text.startswith("2024年青禾县政府工作报告")
    report = client.post("/extract", json={"text": text}).json()
    assert (report["region"], report["year"]) == ("青禾县", 2024)
    assert len(report["metrics"]) > 15


@pytest.mark.parametrize("language", ["zh", "en"])
def test_docs_show_every_call_with_an_example(client, language):
    page = client.get(f"/docs?lang={language}")
    assert page.status_code == 200
    assert "script" not in page.headers["content-security-policy"]
    assert "http://127.0.0.1:8421" in page.text
    description = client.get("/openapi.json").json()
    for path, methods in description["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}</code></h2>" in page.text
    for field in ("text", "year", "region", "doc_id"):
        assert f"<code>{field}</code>" in page.text
    assert "[object" not in page.text
