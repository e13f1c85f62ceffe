"""Pictures of reports: the same bytes for the same figures, sums that hold, and words for whoever cannot see them."""

import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree
from matplotlib import font_manager

from services.reporting.charts import rules
from services.reporting.charts.queries import drawing
from services.reporting.charts.queries.drawing import draw_png, draw_svg
from services.reporting.charts.queries.pictures import MOST_PLACES, MOST_SERIES, Picture, picture_of
from services.reporting.charts.queries.series import chart_of
from shared.contracts.reporting.reports import REPORTS

REASONS = REPORTS["failed-reasons"]
HOSTILE = "<script>alert(1)</script> $\\frac{1}{0}$ & \x07 太贵"
ROWS = (
    (HOSTILE, "Acme", "USD", "10.25"),
    ("late", None, "USD", "70.00"),
    (None, "Acme", "EUR", "30.50"),
    ("late", "海康", "EUR", "5.50"),
)
SVG = "{http://www.w3.org/2000/svg}"


def row(reason: str | None, competitor: str | None, currency: str, amount: str) -> dict[str, Any]:
    told = {"reason": reason, "competitor": competitor, "currency": currency, "count": 1}
    return {**told, "amount": Decimal(amount)}


def picture(kind: str, *rows: tuple[Any, ...], language: str = "en") -> Picture:
    return picture_of(REASONS, chart_of(REASONS, [row(*one) for one in rows], kind), language)


def shown(made: Picture) -> Decimal:
    values = [value for line in made.lines for value in line.values if value is not None]
    return sum([*values, *(flow.value for each in made.flows.values() for flow in each)], Decimal(0))


@pytest.fixture
def list_of_before() -> Iterator[None]:
    """Matplotlib's list of fonts as it was before any with Chinese signs came, for one test."""
    fonts = font_manager.fontManager.ttflist
    files = {font.fname for font in fonts if font.name in drawing.SCRIPTS}
    font_manager.fontManager.ttflist = [font for font in fonts if font.fname not in files]
    drawing._prepare.cache_clear()
    yield
    font_manager.fontManager.ttflist = fonts
    drawing._prepare.cache_clear()


@pytest.mark.usefixtures("list_of_before")
def test_a_font_that_came_after_matplotlib_made_its_list_is_found() -> None:
    """Without it there is a warning of a sign that no font has, which is a failure here."""
    assert draw_png(picture("bar", *ROWS, language="zh"))
    assert {font.name for font in font_manager.fontManager.ttflist} & set(drawing.SCRIPTS)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", REASONS.charts)
def test_a_picture_is_sound_and_says_its_title_and_values_first(kind: str, language: str) -> None:
    made = picture(kind, *ROWS, language=language)
    root = etree.fromstring(draw_svg(made))
    title, description = root[0], root[1]
    assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
    assert (root.get("role"), root.get("lang"), root.get("aria-label")) == ("img", language, title.text)
    assert title.text == REASONS.title[language]
    assert all(value in description.text for value in ("10.25", "70.00", "30.50", "5.50"))
    texts = [" ".join(one.itertext()) for one in root.iter(f"{SVG}text")]
    assert any("<script>" in text and "$\\frac" in text for text in texts), "a name is a text, whatever signs it holds"
    assert not [one.tag for one in root.iter() if one.tag in (f"{SVG}script", f"{SVG}image")]
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]
    if kind in rules.SHARES or kind == rules.SANKEY:
        assert any("70.00" in text for text in texts)


@pytest.mark.parametrize("kind", REASONS.charts)
def test_a_picture_has_the_same_bytes_whenever_it_is_drawn(kind: str) -> None:
    made = picture(kind, *ROWS)
    assert draw_svg(made) == draw_svg(made)
    assert draw_png(made) == draw_png(made)
    assert draw_png(made).startswith(b"\x89PNG")


def test_a_picture_has_the_same_bytes_in_another_process() -> None:
    program = (
        "import sys; from tests.reporting.charts.test_pictures import *;"
        "sys.stdout.buffer.write(b''.join(draw_svg(picture(kind, *ROWS)) for kind in REASONS.charts))"
    )
    here = b"".join(draw_svg(picture(kind, *ROWS)) for kind in REASONS.charts)
    there = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert there.stdout == here


def test_the_library_of_pictures_is_loaded_when_the_first_is_drawn() -> None:
    program = "import services.reporting.service, sys; sys.exit('matplotlib' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-W", "ignore", "-c", program], check=False).returncode == 0


@pytest.mark.parametrize("kind", REASONS.charts)
def test_what_an_eye_cannot_tell_apart_is_drawn_as_one_and_still_adds_up(kind: str) -> None:
    rows = [(f"reason {place % 61}", f"firm {place % 47}", "USD", f"{place}.10") for place in range(1, 400)]
    made = picture(kind, *rows)
    assert shown(made) == sum((Decimal(one[3]) for one in rows), Decimal(0))
    assert len(made.x) <= MOST_PLACES
    assert len(made.lines) <= MOST_SERIES
    names = {*made.x, *(line.name for line in made.lines)}
    names |= {name for each in made.flows.values() for flow in each for name in (flow.source, flow.target)}
    assert "Others" in names
    assert draw_svg(made)


@pytest.mark.parametrize("kind", REASONS.charts)
def test_a_report_without_rows_has_a_picture_that_says_so(kind: str) -> None:
    for language, nothing in (("en", "There is nothing to show."), ("zh", "没有数据。")):
        root = etree.fromstring(draw_svg(picture(kind, language=language)))
        assert nothing in "".join(root.itertext())


def test_what_is_less_than_nothing_is_no_slice() -> None:
    rows = (("late", "Acme", "USD", "-1.00"), ("dear", "Acme", "USD", "5.00"))
    for kind in ("pie", "funnel", "sankey"):
        with pytest.raises(rules.ChartDoesNotFit) as refused:
            picture(kind, *rows)
        assert refused.value.extra == {"allowed": ["bar", "line"]}
    assert draw_svg(picture("bar", *rows))


def test_a_chart_of_more_values_than_can_be_shown_is_refused() -> None:
    rows = [row(f"reason {place}", f"firm {place}", "USD", "1.00") for place in range(400)]
    with pytest.raises(rules.ChartIsTooLarge):
        chart_of(REASONS, rows, "bar")
    assert len(chart_of(REASONS, rows, "pie")["x"]) == 400


def test_a_funnel_has_the_widest_on_top() -> None:
    chart = chart_of(
        REASONS, [row("a", None, "USD", "1"), row("b", None, "USD", "3"), row("c", None, "USD", "2")], "funnel"
    )
    assert (chart["x"], chart["series"][0]["values"]) == (["b", "c", "a"], ["3.00", "2.00", "1.00"])
