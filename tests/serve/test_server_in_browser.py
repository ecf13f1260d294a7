"""The server as its user meets it: a process, and a browser that pastes a text."""

from __future__ import annotations

import re
import signal
import subprocess
import sys

import pytest

from tests.conftest import REPORT
from tests.view.browser import Page, browser, needs_browser

pytest.importorskip("fastapi", reason="needs the extra serve")
pytestmark = needs_browser


def test_paste_a_text_and_come_back_for_another():
    command = [sys.executable, "-c", "from govreport_ie.cli import main; main()", "serve", "--port", "0", "-w", "1"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as server:
        try:
            assert server.stderr is not None
            address = re.search(r"http://127\.0\.0\.1:\d+", server.stderr.readline())[0]
            with browser() as driver:
                shown = Page(driver)
                driver.get(f"{address}/?lang=zh")
                driver.execute_script("document.querySelector('#text').value = arguments[0]", REPORT)
                shown.click("#submit")
                shown.wait("return document.documentElement.dataset.ready === 'true'", seconds=60)
                assert len(shown.rows()) == 15
                assert shown.text("#tab-targets span") == "目标与结果"
                shown.click("#home")
                assert driver.current_url == f"{address}/"
                assert shown.errors() == []
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)
    assert server.returncode == 0
