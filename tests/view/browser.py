"""A headless Chromium to drive the page with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
DRIVER = shutil.which("chromedriver") or next(
    (path for path in ("/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver") if Path(path).exists()), None
)
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)

needs_browser = pytest.mark.skipif(
    CHROMIUM is None or DRIVER is None,
    reason="no Chromium with its driver (apt-get install chromium chromium-driver)",
)


@contextmanager
def browser(width: int = 1440, height: int = 1000, *, phone: bool = False, language: str = "en-US") -> Iterator[Any]:
    """A browser window with a profile of its own."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="needs the extra dev")
    from selenium.webdriver.chrome.service import Service

    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = str(CHROMIUM)
        for flag in (*FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height}"):
            options.add_argument(flag)
        options.add_experimental_option("prefs", {"intl.accept_languages": language})
        if phone:
            metrics = {"width": width, "height": height, "pixelRatio": 2, "touch": True}
            options.add_experimental_option("mobileEmulation", {"deviceMetrics": metrics})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        service = Service(str(DRIVER), env={**os.environ, "SE_AVOID_STATS": "true"})
        driver = webdriver.Chrome(options=options, service=service)
        try:
            yield driver
        finally:
            driver.quit()


class Page:
    """The page as its reader meets it."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def open(self, path: Path, fragment: str = "") -> Page:
        """Open a page, from nothing, and wait until it is ready."""
        self.driver.get("about:blank")
        self.driver.get_log("browser")  # what an earlier page complained about
        self.driver.get(path.as_uri() + fragment)
        self.wait("return document.documentElement.dataset.ready === 'true'")
        return self

    def js(self, script: str, *arguments: Any) -> Any:
        """Run a script, to look."""
        return self.driver.execute_script(script, *arguments)

    def wait(self, script: str, *arguments: Any, seconds: float = 20) -> Any:
        """Wait until a script returns something true."""
        from selenium.webdriver.support.wait import WebDriverWait

        return WebDriverWait(self.driver, seconds, poll_frequency=0.05).until(
            lambda d: d.execute_script(script, *arguments)
        )

    def click(self, selector: str) -> None:
        """Click what the selector finds first."""
        self.driver.find_element("css selector", selector).click()

    def press(self, *keys: str) -> None:
        """Press keys, wherever the focus is."""
        from selenium.webdriver import ActionChains

        chain = ActionChains(self.driver, duration=0)
        for key in keys:
            chain.send_keys(key)
        chain.perform()

    def choose(self, selector: str, value: str) -> None:
        """Choose a value of a select."""
        from selenium.webdriver.support.select import Select

        Select(self.driver.find_element("css selector", selector)).select_by_value(value)

    def text(self, selector: str) -> str:
        """The text that stands in an element."""
        return self.js("return document.querySelector(arguments[0]).textContent", selector)

    def rows(self) -> list[str]:
        """Ids of the metrics that the table shows, in its order."""
        return self.js("return [...document.querySelectorAll('#rows tr')].filter(r => !r.hidden).map(r => r.dataset.m)")

    def focused(self) -> str:
        """What has the focus: id, else the metric it belongs to, with `text` or `row` before it."""
        return self.js(
            "const a = document.activeElement; const m = a.closest('[data-m]');"
            "return a.id || (m ? (a.closest('#text') ? 'text ' : 'row ') + m.dataset.m : a.dataset.tab || a.tagName)"
        )

    def in_view(self, selector: str, container: str) -> bool:
        """Whether an element lies wholly within the visible part of its container, now or in a moment."""
        return bool(
            self.wait(
                "const e = document.querySelector(arguments[0]).getBoundingClientRect();"
                "const c = document.querySelector(arguments[1]).getBoundingClientRect();"
                "return e.height > 0 && e.top >= c.top - 1 && e.bottom <= c.bottom + 1",
                selector,
                container,
            )
        )

    def errors(self) -> list[str]:
        """What the browser complained about."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
