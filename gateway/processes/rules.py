"""Drawing a process, in plain Python: states one below the other, steps down on the right and steps up on the left.

Every step has a lane of its own beside its word, so that no two lines or words ever lie on each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, GAP = 170, 46, 46
CHARACTER, MARGIN, TITLE = 7, 24, 44
INK, LINE, FILL = "#1f2933", "#52606d", "#e4ecf7"


@dataclass(frozen=True)
class Box:
    """A state as it is drawn; `loops` are the words of steps that lead back to it."""

    name: str
    label: str
    loops: tuple[str, ...]
    first: bool
    last: bool


@dataclass(frozen=True)
class Arrow:
    """All steps from one state to another, drawn as one line; dashed where the system takes them."""

    source: int
    target: int
    label: str
    dashed: bool

    @property
    def goes_down(self) -> bool:
        return self.target > self.source


Ports = dict[tuple[Arrow, bool], int]
"""The height at which each line leaves its state (True) and arrives (False)."""


def draw(title: str, boxes: Sequence[Box], arrows: Sequence[Arrow]) -> str:
    """The diagram as SVG."""
    ports = _ports(arrows)
    down = _lanes([arrow for arrow in arrows if arrow.goes_down], ports)
    up = _lanes([arrow for arrow in arrows if not arrow.goes_down], ports)
    left = MARGIN + sum(map(_room, up))
    width = left + WIDTH + sum(map(_room, down)) + MARGIN
    height = TITLE + len(boxes) * (HEIGHT + GAP)
    parts = [_box(box, left, _top(place)) for place, box in enumerate(boxes)]
    for lanes, edge, sign in ((down, left + WIDTH, 1), (up, left, -1)):
        at = edge
        for lane in lanes:
            at += sign * _room(lane)
            parts += [_line(arrow, edge, at, ports) for arrow in lane]
    return _document(title, width, height, parts)


def _lanes(arrows: Sequence[Arrow], ports: Ports) -> list[list[Arrow]]:
    """Lines that pass each other at no height share a lane; short ones lie inside."""
    lanes: list[list[Arrow]] = []
    for arrow in sorted(arrows, key=_span):
        free = (lane for lane in lanes if not any(_meet(arrow, other, ports) for other in lane))
        lane = next(free, None)
        lanes.append([arrow]) if lane is None else lane.append(arrow)
    return lanes


def _meet(one: Arrow, other: Arrow, ports: Ports) -> bool:
    (top, bottom), (upper, lower) = (sorted((ports[(it, True)], ports[(it, False)])) for it in (one, other))
    return top <= lower and upper <= bottom


def _span(arrow: Arrow) -> tuple[int, int]:
    return abs(arrow.target - arrow.source), arrow.source


def _room(lane: Sequence[Arrow]) -> int:
    return 22 + max(_width(arrow.label) for arrow in lane)


def _width(text: str) -> int:
    return sum(CHARACTER if character.isascii() else 2 * CHARACTER - 1 for character in text)


def _top(place: int) -> int:
    return TITLE + place * (HEIGHT + GAP)


def _ports(arrows: Sequence[Arrow]) -> Ports:
    """The ends of all lines, spread over the sides of their states."""
    ports: Ports = {}
    for place in {end for arrow in arrows for end in (arrow.source, arrow.target)}:
        for down in (True, False):
            ends = [(one, True) for one in arrows if one.source == place and one.goes_down == down]
            ends += [(one, False) for one in arrows if one.target == place and one.goes_down == down]
            ends.sort(key=lambda end: (end[1] == down, _span(end[0])))
            for number, end in enumerate(ends, 1):
                ports[end] = _top(place) + round(HEIGHT * number / (len(ends) + 1))
    return ports


def _line(arrow: Arrow, edge: int, lane: int, ports: Ports) -> str:
    start, end = ports[(arrow, True)], ports[(arrow, False)]
    dashes = ' stroke-dasharray="5 4"' if arrow.dashed else ""
    path = f"M{edge} {start}H{lane}V{end}H{edge + (7 if arrow.goes_down else -7)}"
    line = f'<path d="{path}" fill="none" stroke="{LINE}"{dashes} marker-end="url(#tip)"/>'
    anchor, beside = ("end", lane - 6) if arrow.goes_down else ("start", lane + 6)
    gap = _top(arrow.source) + HEIGHT + GAP // 2 if arrow.goes_down else _top(arrow.source) - GAP // 2
    return line + _text(beside, gap + 4, arrow.label, anchor=anchor)


def _box(box: Box, x: int, y: int) -> str:
    thick = 2.5 if box.last else 1
    shape = f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="9" fill="{FILL}" stroke="{INK}"'
    parts = [f'{shape} stroke-width="{thick}"/>']
    if box.first:
        parts.append(f'<circle cx="{x + 16}" cy="{y + HEIGHT // 2}" r="5" fill="{INK}"/>')
    parts.append(_text(x + WIDTH // 2, y + HEIGHT // 2 + 5, box.label, size=15, weight="600"))
    if box.loops:
        parts.append(_text(x + WIDTH // 2, y + HEIGHT + 16, f"↻ {', '.join(box.loops)}", colour=LINE))
    return "".join(parts)


def _text(
    x: int, y: int, words: str, anchor: str = "middle", size: int = 13, weight: str = "400", colour: str = INK
) -> str:
    style = f'text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" fill="{colour}"'
    return f'<text x="{x}" y="{y}" {style}>{escape(words)}</text>'


def _document(title: str, width: int, height: int, parts: Sequence[str]) -> str:
    tip = f'<path d="M0 0L8 4L0 8z" fill="{LINE}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="system-ui, sans-serif" role="img">'
        f"<title>{escape(title)}</title>"
        f'<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
        f'orient="auto">{tip}</marker></defs>'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
        f"{_text(width // 2, 26, title, size=17, weight='700')}{''.join(parts)}</svg>\n"
    )
