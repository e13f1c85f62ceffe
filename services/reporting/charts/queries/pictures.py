"""What a picture shows and says, in the language of its reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from services.reporting.charts import rules
from shared.contracts.payload import Payload
from shared.contracts.reporting.catalogue import Kind, Report
from shared.word_files import plain

WORDS: Mapping[str, Mapping[str, str]] = {
    "none": {"en": "none", "zh": "无"},
    "others": {"en": "Others", "zh": "其他"},
    "nothing": {"en": "There is nothing to show.", "zh": "没有数据。"},
}
MOST_PLACES, MOST_SERIES = 20, 8
"""What an eye can tell apart; what is beyond is drawn as one, so that the picture still adds up."""
MOST_TOLD = 60
"""How many values the description reads out."""
LONGEST_NAME = 40

Numbers = tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Line:
    """The values of a series, or of the slices of a currency; none where a row has none."""

    name: str
    values: Numbers


@dataclass(frozen=True)
class Flow:
    source: str
    target: str
    value: Decimal


@dataclass(frozen=True)
class Picture:
    """A chart with the words on it. `flows` are by currency, and there only in a Sankey chart."""

    kind: str
    title: str
    description: str
    language: str
    x_title: str
    y_title: str
    over_time: bool
    x: tuple[str, ...]
    lines: tuple[Line, ...]
    flows: Mapping[str, tuple[Flow, ...]]

    @property
    def nothing(self) -> str:
        return WORDS["nothing"][self.language]


def picture_of(report: Report, chart: Payload, language: str) -> Picture:
    """Raises `ChartDoesNotFit` where a slice would be less than nothing."""
    none = WORDS["none"][language]
    titles = {column.name: column.title[language] for column in report.columns}
    lines = [
        Line(_said(titles.get(one["name"], one["name"]), none), tuple(map(_number, one["values"])))
        for one in chart["series"]
    ]
    flows: dict[str, list[Flow]] = {}
    for one in chart.get("flows", ()):
        flow = Flow(_said(one["source"], none), _said(one["target"], none), _number(one["value"]) or Decimal(0))
        flows.setdefault(one.get("currency", ""), []).append(flow)
    x = tuple(_said(one, none) for one in chart["x"])
    over_time = report.kind_of(report.chart.x) is Kind.PERIOD
    if chart["kind"] in {*rules.SHARES, rules.SANKEY}:
        _ensure_no_less_than_nothing(report, lines, flows)
    if report.adds_up:
        others = WORDS["others"][language]
        x, lines = (x, lines) if over_time else _fewer_places(x, lines, others)
        lines = _fewer_lines(lines, others)
        flows = {currency: _fewer_ends(each, others) for currency, each in flows.items()}
    elif not over_time:
        x, lines = x[:MOST_PLACES], [Line(line.name, line.values[:MOST_PLACES]) for line in lines[:MOST_SERIES]]
    told = {currency: tuple(each) for currency, each in flows.items()}
    titled = (report.title[language], "", language, titles[report.chart.x], titles[report.chart.y])
    picture = Picture(chart["kind"], *titled, over_time, x, tuple(lines), told)
    return replace(picture, description=_description(report.question[language], picture))


def _said(text: str | None, none: str) -> str:
    """A name as it stands on a picture."""
    told = " ".join(plain(none if text in (None, "") else str(text)).split())
    return told if len(told) <= LONGEST_NAME else f"{told[: LONGEST_NAME - 1]}…"


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _ensure_no_less_than_nothing(report: Report, lines: Sequence[Line], flows: Mapping[str, Sequence[Flow]]) -> None:
    values = [value for line in lines for value in line.values]
    values += [flow.value for each in flows.values() for flow in each]
    if any(value is not None and value < 0 for value in values):
        allowed = [one for one in report.charts if one in (rules.BAR, rules.LINE)]
        raise rules.ChartDoesNotFit("What is less than nothing has no share of the whole.", allowed=allowed)


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _fewer_places(x: tuple[str, ...], lines: Sequence[Line], others: str) -> tuple[tuple[str, ...], list[Line]]:
    """The largest places stay where they are; the rest is added up at the end."""
    if len(x) <= MOST_PLACES:
        return x, list(lines)
    sizes = [sum((abs(line.values[place] or Decimal(0)) for line in lines), Decimal(0)) for place in range(len(x))]
    kept = sorted(sorted(range(len(x)), key=lambda place: -sizes[place])[: MOST_PLACES - 1])
    rest = [place for place in range(len(x)) if place not in set(kept)]
    fewer = [
        Line(line.name, (*(line.values[one] for one in kept), _sum([line.values[one] for one in rest])))
        for line in lines
    ]
    return (*(x[place] for place in kept), others), fewer


def _fewer_lines(lines: Sequence[Line], others: str) -> list[Line]:
    if len(lines) <= MOST_SERIES:
        return list(lines)
    sized = sorted(lines, key=lambda line: -abs(_sum(line.values) or Decimal(0)))
    kept = [line for line in lines if line in sized[: MOST_SERIES - 1]][: MOST_SERIES - 1]
    rest = [line for line in lines if line not in kept]
    return [*kept, Line(others, tuple(_sum(values) for values in zip(*(one.values for one in rest), strict=True)))]


def _fewer_ends(flows: Sequence[Flow], others: str) -> list[Flow]:
    kept = {end: _largest(flows, end) for end in ("source", "target")}
    added: dict[tuple[str, str], Decimal] = {}
    for flow in flows:
        source = flow.source if flow.source in kept["source"] else others
        target = flow.target if flow.target in kept["target"] else others
        added[source, target] = added.get((source, target), Decimal(0)) + flow.value
    return [Flow(source, target, value) for (source, target), value in added.items()]


def _largest(flows: Sequence[Flow], end: str) -> set[str]:
    sizes: dict[str, Decimal] = {}
    for flow in flows:
        sizes[getattr(flow, end)] = sizes.get(getattr(flow, end), Decimal(0)) + flow.value
    if len(sizes) <= MOST_PLACES:
        return set(sizes)
    return set(sorted(sizes, key=lambda name: -sizes[name])[: MOST_PLACES - 1])


def _description(question: str, picture: Picture) -> str:
    """The question and the values, for whoever cannot see the picture."""
    told = [
        f"{line.name}, {place}: {value}"
        for line in picture.lines
        for place, value in zip(picture.x, line.values, strict=True)
        if value is not None
    ]
    for currency, flows in picture.flows.items():
        told += [f"{flow.source} → {flow.target}: {flow.value} {currency}".rstrip() for flow in flows]
    more = ["…"] if len(told) > MOST_TOLD else []
    return " ".join([question, "; ".join([*told[:MOST_TOLD], *more]) or picture.nothing])
