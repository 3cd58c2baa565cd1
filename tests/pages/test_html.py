"""The page in a real browser: for everyone, on every screen, and whatever somebody wrote."""

from __future__ import annotations

import base64
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_selenium_python import Axe
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.pages import team

SCREENS = {"phone": (360, 740), "laptop": (1280, 800), "projector": (1920, 1080)}
A4 = {"paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": True}
POINTS_PER_MM = 72 / 25.4


@pytest.fixture(params=["report.html", "trend.html"])
def page(browser: webdriver.Chrome, made: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The browser with a page open, straight from the disk."""
    open_page(browser, made / request.param)
    yield browser
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


@pytest.fixture
def report(browser: webdriver.Chrome, made: Path) -> webdriver.Chrome:
    open_page(browser, made / "report.html")
    return browser


def open_page(browser: webdriver.Chrome, place: Path) -> None:
    browser.get_log("browser")
    browser.get("about:blank")
    browser.get(place.as_uri())


def serious(browser: webdriver.Chrome) -> list[str]:
    """What axe-core finds that would keep somebody from reading the page."""
    axe = Axe(browser)
    axe.inject()
    found = axe.run()["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] != "minor"]


def be(browser: webdriver.Chrome, screen: str) -> None:
    width, height = SCREENS[screen]
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def prefer(browser: webdriver.Chrome, scheme: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def test_the_browser_has_nothing_to_complain_of(page: webdriver.Chrome) -> None:
    assert page.get_log("browser") == []


def test_nothing_is_fetched(page: webdriver.Chrome) -> None:
    assert page.execute_script("return performance.getEntriesByType('resource').length") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(page: webdriver.Chrome, scheme: str) -> None:
    prefer(page, scheme)
    assert serious(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_when_projected(page: webdriver.Chrome, scheme: str) -> None:
    prefer(page, scheme)
    page.find_element(By.ID, "project").click()
    page.find_element(By.ID, "next").click()
    assert serious(page) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_hangs_over_the_edge(page: webdriver.Chrome, screen: str) -> None:
    be(page, screen)
    over = page.execute_script(
        "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert over <= 0


def test_what_is_projected_is_large_and_one_at_a_time(report: webdriver.Chrome) -> None:
    be(report, "projector")
    report.find_element(By.ID, "project").click()
    seen = [s for s in report.find_elements(By.CSS_SELECTOR, ".screen") if s.is_displayed()]
    size = report.execute_script("return getComputedStyle(document.body).fontSize")
    assert len(seen) == 1
    assert float(size.removesuffix("px")) >= 32


def test_keys_move_between_the_screens(report: webdriver.Chrome) -> None:
    report.find_element(By.ID, "project").click()
    screens = len(report.find_elements(By.CSS_SELECTOR, ".screen"))

    def after(key: str) -> str:
        report.switch_to.active_element.send_keys(key)
        return report.find_element(By.ID, "place").text

    assert after(Keys.ARROW_RIGHT) == f"2 / {screens}"
    assert after(Keys.PAGE_DOWN) == f"3 / {screens}"
    assert after(Keys.ARROW_LEFT) == f"2 / {screens}"
    assert after(Keys.END) == f"{screens} / {screens}"
    assert after(Keys.ARROW_RIGHT) == f"{screens} / {screens}"
    assert after(Keys.HOME) == f"1 / {screens}"
    report.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert "projecting" not in report.find_element(By.TAG_NAME, "body").get_attribute("class")
    assert report.switch_to.active_element.get_attribute("id") == "project"


def test_a_screen_reader_is_taken_to_the_screen_that_is_shown(report: webdriver.Chrome) -> None:
    report.find_element(By.ID, "project").click()
    report.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    assert "on" in report.switch_to.active_element.get_attribute("class").split()


def test_headings_and_landmarks_tell_how_the_page_is_built(page: webdriver.Chrome) -> None:
    levels = [int(h.tag_name[1]) for h in page.find_elements(By.CSS_SELECTOR, "h1, h2, h3")]
    assert levels[:2] == [1, 2]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert page.find_element(By.TAG_NAME, "html").get_attribute("lang") == "da"
    assert len(page.find_elements(By.TAG_NAME, "main")) == 1
    for table in page.find_elements(By.TAG_NAME, "table"):
        assert table.find_elements(By.CSS_SELECTOR, "thead th[scope=col]")
        assert table.find_elements(By.CSS_SELECTOR, "tbody th[scope=row]")
        assert table.find_elements(By.TAG_NAME, "caption")


def test_a_picture_is_told_in_words_too(browser: webdriver.Chrome, made: Path) -> None:
    open_page(browser, made / "trend.html")
    for picture in browser.find_elements(By.CSS_SELECTOR, "svg[role=img]"):
        for id in picture.get_attribute("aria-labelledby").split():
            assert browser.find_element(By.ID, id).get_attribute("textContent")


def test_what_somebody_wrote_is_shown_and_never_obeyed(report: webdriver.Chrome) -> None:
    shown = report.find_element(By.TAG_NAME, "main").get_attribute("textContent")
    for text in team.HOSTILE:
        if text.isprintable():
            assert text in shown
    assert report.execute_script("return typeof window.hacked") == "undefined"
    assert len(report.find_elements(By.TAG_NAME, "script")) == 1
    assert report.find_elements(By.CSS_SELECTOR, "img, iframe, object, a[href^=java]") == []
    assert len(report.find_elements(By.TAG_NAME, "h1")) == 1


def test_print_on_a4_cuts_no_line_and_loses_no_word(page: webdriver.Chrome, tmp_path: Path) -> None:
    printed = page.execute_cdp_cmd("Page.printToPDF", A4)
    pdf = tmp_path / "printed.pdf"
    pdf.write_bytes(base64.b64decode(printed["data"]))
    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, check=True
    ).stdout.decode()
    sheets = re.findall(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', boxes, re.DOTALL)
    words: Counter[str] = Counter()
    for width, height, inside in sheets:
        assert (round(float(width)), round(float(height))) == (595, 842)
        for left, top, right, bottom, word in re.findall(
            r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', inside
        ):
            assert 10 * POINTS_PER_MM < float(left) < float(right) < 200 * POINTS_PER_MM
            assert 14 * POINTS_PER_MM < float(top) < float(bottom) < 282 * POINTS_PER_MM
            words.update(word.split("-"))
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    shown = page.execute_script("return document.body.innerText")
    whole = Counter(re.split(r"[\s-]+", shown))  # a line may end after a hyphen
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    for word, number in whole.items():
        if re.fullmatch(r"[a-zæøå]{3,20}", word):
            assert words[word] == number, word


def test_a_year_fits_in_a_small_file(made: Path) -> None:
    assert (made / "report.html").stat().st_size <= 500_000
