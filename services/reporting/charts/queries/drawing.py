"""Pictures as files, by Matplotlib. It is large, so it is loaded when the first picture is asked for.

Nothing here is shared between two pictures (no `pyplot`), so that several may be drawn in threads at once.
"""

import io
import re
from contextlib import suppress
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from services.reporting.charts import rules
from services.reporting.charts.queries import plotting
from services.reporting.charts.queries.pictures import Picture
from shared.rings import leaves_rings

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INCHES = (9.0, 5.0)
DOTS_PER_INCH = 150
SCRIPTS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "Microsoft YaHei")
"""Fonts with Chinese signs, the first that the machine has is taken."""

_PROLOGUE = re.compile(rb"\A.*?(?=<svg)", re.DOTALL)
_OPENING = re.compile(r"<svg ([^>]*)>")


def draw_svg(picture: Picture) -> bytes:
    """The same bytes for the same picture. A reader that cannot see it is told its title and its values."""
    nameless = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    drawn = _PROLOGUE.sub(b"", _file_of(picture, format="svg", metadata=nameless)).decode()
    told = f"<title>{escape(picture.title)}</title><desc>{escape(picture.description)}</desc>"
    label = f'role="img" lang="{picture.language}" aria-label="{escape(picture.title)}"'
    return _OPENING.sub(lambda found: f"<svg {label} {found[1]}>{told}", drawn, count=1).encode()


def draw_png(picture: Picture) -> bytes:
    """For documents, which do not all show SVG."""
    return _file_of(picture, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})


@leaves_rings
def _file_of(picture: Picture, **form: Any) -> bytes:
    """A figure refers to itself and holds all its dots."""
    file = io.BytesIO()
    _figure(picture).savefig(file, **form)
    return file.getvalue()


def _figure(picture: Picture) -> "Figure":
    _prepare()
    from matplotlib.figure import Figure

    figure = Figure(figsize=INCHES, layout="constrained")
    figure.suptitle(picture.title)
    values = [value for line in picture.lines for value in line.values] + [*picture.flows]
    if not any(value is not None for value in values):
        plotting.say(figure, picture.nothing)
        return figure
    draw: dict[str, Any] = {
        rules.BAR: plotting.draw_bars,
        rules.LINE: plotting.draw_lines,
        rules.PIE: plotting.draw_pies,
        rules.FUNNEL: plotting.draw_funnels,
        rules.SANKEY: plotting.draw_flows,
    }
    draw[picture.kind](figure, picture)
    return figure


@cache
def _prepare() -> None:
    """How all pictures look: text stays text, and a sign like $ is a sign."""
    import matplotlib

    looks: Any = {
        "font.family": ["DejaVu Sans", *_chinese_font()],
        "font.size": 9,
        "svg.fonttype": "none",
        "svg.hashsalt": "tenon",
        "text.parse_math": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
    matplotlib.rcParams.update(looks)


def _chinese_font() -> list[str]:
    """The first of `SCRIPTS` that the machine has. Matplotlib keeps a list of the fonts that there were when it first
    ran; those that have come since are read where the list has none of them.
    """
    from matplotlib import font_manager

    if not (known := _known_scripts()):
        listed = {font.fname for font in font_manager.fontManager.ttflist}
        for path in sorted(set(font_manager.findSystemFonts()) - listed):
            with suppress(OSError, RuntimeError):  # a file that is no font is none to draw with
                font_manager.fontManager.addfont(path)
        known = _known_scripts()
    return known[:1]


def _known_scripts() -> list[str]:
    from matplotlib import font_manager

    there = set(font_manager.get_font_names())
    return [name for name in SCRIPTS if name in there]
