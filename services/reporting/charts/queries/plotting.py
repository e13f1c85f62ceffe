"""The forms of charts on a figure of Matplotlib. Values become floats here, where they are only lengths."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from services.reporting.charts.queries.pictures import Flow, Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8C8C8C", "#6A3D9A")
"""Told apart by people who see colours differently too (Okabe and Ito)."""
MOST_TICKS = 24
GAP = 0.02


def draw_bars(figure: "Figure", picture: Picture) -> None:
    """Upright over time; lying for names, which are long."""
    axes, width = _axes(figure), 0.8 / len(picture.lines)
    for place, line in enumerate(picture.lines):
        offsets = [one - 0.4 + width * (place + 0.5) for one in range(len(picture.x))]
        values, colour = _lengths(line.values), COLOURS[place % len(COLOURS)]
        if picture.over_time:
            axes.bar(offsets, values, width, label=line.name, color=colour)
        else:
            bars = axes.barh(offsets, values, width, label=line.name, color=colour)
            axes.bar_label(bars, [_told(value) for value in line.values], padding=2, fontsize=7)
    _name(axes, picture, lying=not picture.over_time)


def draw_lines(figure: "Figure", picture: Picture) -> None:
    axes = _axes(figure)
    for place, line in enumerate(picture.lines):
        values = [float("nan") if value is None else float(value) for value in line.values]
        axes.plot(range(len(values)), values, marker="o", label=line.name, color=COLOURS[place % len(COLOURS)])
    _name(axes, picture, lying=False)


def draw_pies(figure: "Figure", picture: Picture) -> None:
    """One for each currency: no sum runs across them."""
    for axes, line in zip(_panels(figure, len(picture.lines)), picture.lines, strict=True):
        slices = [(name, value) for name, value in zip(picture.x, line.values, strict=True) if value]
        axes.set_title(line.name)
        if not slices:
            axes.axis("off")
            continue
        whole = sum((value for _, value in slices), Decimal(0))
        labels = [f"{name}: {_told(value)} ({value / whole:.1%})" for name, value in slices]
        colours = [COLOURS[place % len(COLOURS)] for place in range(len(slices))]
        edges = {"edgecolor": "white", "linewidth": 1}
        wedges, *_ = axes.pie([float(value) for _, value in slices], colors=colours, startangle=90, wedgeprops=edges)
        axes.legend(wedges, labels, loc="center left", bbox_to_anchor=(1, 0.5), fontsize=7, frameon=False)


def draw_funnels(figure: "Figure", picture: Picture) -> None:
    """The widest on top, in the middle of the picture."""
    for axes, line in zip(_panels(figure, len(picture.lines)), picture.lines, strict=True):
        values = _lengths(line.values)
        axes.barh(range(len(values)), values, 0.9, left=[-value / 2 for value in values], color=COLOURS[0])
        for place, value in enumerate(line.values):
            axes.text(0, place, _told(value), ha="center", va="center", fontsize=8, bbox=_PAPER)
        axes.set_yticks(range(len(picture.x)), picture.x)
        axes.invert_yaxis()
        axes.set_xticks([])
        axes.set_title(line.name)
        axes.spines[["bottom", "left"]].set_visible(False)


def draw_flows(figure: "Figure", picture: Picture) -> None:
    """Where it comes from on the left, where it goes on the right; a band is as wide as what flows in it."""
    for axes, (currency, flows) in zip(_panels(figure, len(picture.flows)), picture.flows.items(), strict=True):
        axes.axis("off")
        axes.set_title(f"{picture.y_title} {currency}".rstrip())
        axes.set_xlim(-0.45, 1.45)
        _draw_bands(axes, [flow for flow in flows if flow.value])


def say(figure: "Figure", text: str) -> None:
    figure.text(0.5, 0.5, text, ha="center", va="center")


_PAPER: dict[str, Any] = {"boxstyle": "round", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}


def _draw_bands(axes: "Axes", flows: Sequence[Flow]) -> None:
    from matplotlib.patches import PathPatch, Rectangle
    from matplotlib.path import Path

    whole = sum((flow.value for flow in flows), Decimal(0)) or Decimal(1)
    left, right = _ends(flows, "source", whole), _ends(flows, "target", whole)
    colours = {name: COLOURS[place % len(COLOURS)] for place, name in enumerate(left)}
    for x, ends, side in ((0.0, left, "right"), (1.0, right, "left")):
        for name, (top, height, value) in ends.items():
            axes.add_patch(Rectangle((x - 0.01, top - height), 0.02, height, color="#444444"))
            at = x - 0.03 if side == "right" else x + 0.03
            axes.text(at, top - height / 2, f"{name}: {_told(value)}", ha=side, va="center", fontsize=8)
    taken = {("source", name): top for name, (top, _, _) in left.items()}
    taken |= {("target", name): top for name, (top, _, _) in right.items()}
    steps = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    for flow in flows:
        height, start, end = float(flow.value / whole), taken["source", flow.source], taken["target", flow.target]
        taken["source", flow.source], taken["target", flow.target] = start - height, end - height
        above = [(0.01, start), (0.5, start), (0.5, end), (0.99, end)]
        below = [(0.99, end - height), (0.5, end - height), (0.5, start - height), (0.01, start - height)]
        band = Path([*above, *below, (0.01, start)], steps)
        axes.add_patch(PathPatch(band, facecolor=colours[flow.source], edgecolor="none", alpha=0.45))
    axes.set_ylim(min(one[0] - one[1] for ends in (left, right) for one in ends.values()) - GAP, 1 + GAP)


def _ends(flows: Sequence[Flow], end: str, whole: Decimal) -> dict[str, tuple[float, float, Decimal]]:
    """The top, the height and the value of each end, one below the other."""
    sums: dict[str, Decimal] = {}
    for flow in flows:
        sums[getattr(flow, end)] = sums.get(getattr(flow, end), Decimal(0)) + flow.value
    top, placed = 1.0, {}
    for name, value in sums.items():
        height = float(value / whole)
        placed[name] = (top, height, value)
        top -= height + GAP
    return placed


def _axes(figure: "Figure") -> "Axes":
    axes = figure.subplots()
    axes.margins(x=0.02)
    return axes


def _panels(figure: "Figure", number: int) -> "list[Axes]":
    return list(figure.subplots(1, number, squeeze=False)[0])


def _name(axes: "Axes", picture: Picture, lying: bool) -> None:
    step = max(1, -(-len(picture.x) // MOST_TICKS))
    places, names = range(0, len(picture.x), step), picture.x[::step]
    if lying:
        axes.set_yticks(places, names)
        axes.invert_yaxis()
        axes.set_xlabel(picture.y_title)
        axes.ticklabel_format(axis="x", style="plain")
    else:
        axes.set_xticks(places, names, rotation=45, ha="right")
        axes.set_ylabel(picture.y_title)
        axes.set_xlabel(picture.x_title)
        axes.ticklabel_format(axis="y", style="plain", useOffset=False)
    axes.legend(fontsize=7, frameon=False)


def _lengths(values: Sequence[Decimal | None]) -> list[float]:
    return [0.0 if value is None else float(value) for value in values]


def _told(value: Decimal | None) -> str:
    return "" if value is None else f"{value:,f}"
