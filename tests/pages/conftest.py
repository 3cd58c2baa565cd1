"""A team's report in every format, and a browser to look at it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver

from tests.conftest import Reflekt
from tests.pages import team


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Reflekt:
    """A home with a team space that holds a year of learning points."""
    folder = tmp_path_factory.mktemp("team")
    reflekt = Reflekt(folder / "home", cache)
    reflekt.environment["REFLEKT_LANG"] = "da"
    reflekt("init", "--name", "Mette Holm", "--lang", "da")
    reflekt("space", "add", "team")
    points = "\n".join(team.lines(160))
    reflekt("import", "-", "--space", "team", "--yes", stdin=points)
    return reflekt


@pytest.fixture(scope="session")
def made(shared: Reflekt, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds the report in every format, and the trend as a page."""
    folder = tmp_path_factory.mktemp("made")
    period = ("--space", "team", "--since", "2026-01-01", "--until", "2026-12-31")
    files = (
        *("--html", str(folder / "report.html"), "--word", str(folder / "report.docx")),
        *("--markdown", str(folder / "report.md")),
    )
    shared("themes", *period, *files)
    shared("themes", "trend", *period, "--html", str(folder / "trend.html"))
    return folder


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Chromium without a window, with a profile of its own."""
    options = webdriver.ChromeOptions()
    profile = tmp_path_factory.mktemp("profile")
    for flag in (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        f"--user-data-dir={profile}",
    ):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    driver = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
    yield driver
    driver.quit()
