"""Authoring in a real browser: a fault shows beside its line and is mended; hostile text stays text."""

import re
from typing import Any

import pytest

from .conftest import Visit
from .test_pages import clean

pytestmark = pytest.mark.browser
PATIENCE = 60_000
EXTENDS = "extends: idlib-2018-01\n"


def text_area(visit: Visit) -> Any:
    return visit.page.get_by_role("textbox", name="The text of mine")


def type_in(visit: Visit, text: str) -> None:
    text_area(visit).fill(text)
    visit.page.keyboard.press("Control+Enter")


def holds(visit: Visit, part: str) -> None:
    from playwright.sync_api import expect

    expect(text_area(visit)).to_have_value(re.compile(re.escape(part)), timeout=PATIENCE)


def test_an_error_is_made_and_mended(visit: Visit) -> None:
    page = visit.open("author")
    page.get_by_text("No fault found").wait_for(timeout=PATIENCE)
    type_in(visit, EXTENDS + "title: Mine alone\nactors:\n  russia:\n    strengh: 4000\n")
    page.get_by_text('did you mean "strength"').wait_for(timeout=PATIENCE)
    assert page.get_by_role("button", name="Save", exact=True).is_disabled()
    type_in(visit, EXTENDS + "title: Mine alone\nactors:\n  russia:\n    strength: 4000\n")
    page.get_by_text("No fault found").wait_for(timeout=PATIENCE)
    page.reload()
    page.get_by_text("No fault found").wait_for(timeout=PATIENCE)
    holds(visit, "strength: 4000")
    clean(visit)


def test_how_often_is_moved_by_keyboard(visit: Visit) -> None:
    page = visit.open("author")
    page.get_by_text("about 6 a week").wait_for(timeout=PATIENCE)
    page.locator("[data-testid=stSlider] input[type=range]").focus()
    page.keyboard.press("ArrowLeft")
    page.get_by_text("about 5.8 a week").wait_for(timeout=PATIENCE)
    holds(visit, "rate: 0.828")
    clean(visit)


def test_hostile_text_in_every_field_does_nothing(visit: Visit) -> None:
    page = visit.open("author")
    page.get_by_text("No fault found").wait_for(timeout=PATIENCE)
    evil = "<img src=x onerror=document.title='owned'> ![p](http://192.0.2.1/p) <script>alert(1)</script>"
    fields = f'title: "{evil}"\nactors:\n  russia: {{name: "{evil}", note: "{evil}"}}\n'
    type_in(visit, f"{EXTENDS}{fields}surprise: '{evil.replace(chr(39), '')}'\n")
    page.get_by_text("1 fault").wait_for(timeout=PATIENCE)
    type_in(visit, EXTENDS + fields)
    page.get_by_text("No fault found").wait_for(timeout=PATIENCE)
    page.get_by_role("radio", name="Obligations").click()
    page.get_by_text("<script>").first.wait_for(timeout=PATIENCE)
    assert "owned" not in page.title() and page.locator("main img, section img").count() == 0
    clean(visit)
