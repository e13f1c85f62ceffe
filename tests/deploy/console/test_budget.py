"""What a reader loads is counted as it travels, first and later, and held to what was promised."""

import gzip
from pathlib import Path

import pytest

from deploy.console.budget import MOST_AT_FIRST, MOST_LATER, OverBudget, Sizes, ensure_within, measure

PAGE = (
    '<link rel="stylesheet" crossorigin href="/assets/main.css"><script type="module" src="/assets/main.js"></script>'
)


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    parts = {
        "index.html": PAGE,
        "assets/main.css": "a{}",
        "assets/main.js": 'import{a as b}from"./react.js";import"./side.js";const l=()=>import("./lazy.js");',
        "assets/react.js": 'import{c}from"./deep.js";',
        "assets/deep.js": "1",
        "assets/side.js": "2",
        "assets/lazy.js": 'import{a}from"./react.js";',
        "assets/lazy.css": "b{}",
        "assets/picture.svg": "<svg/>",
    }
    for name, text in parts.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_the_first_load_is_all_that_the_page_names_or_imports_at_once(dist: Path) -> None:
    sizes = measure(dist)
    assert set(sizes.first) == {
        "index.html",
        *(f"assets/{name}" for name in ("main.css", "main.js", "react.js", "deep.js", "side.js")),
    }
    assert set(sizes.later) == {"assets/lazy.js", "assets/lazy.css"}
    assert sizes.first_load == sum((dist / name).stat().st_size for name in sizes.first)


def test_parts_are_weighed_as_they_travel(dist: Path) -> None:
    packed = gzip.compress(b"1" * 50_000)
    (dist / "assets/deep.js").write_text("1" * 50_000)
    (dist / "assets/deep.js.gz").write_bytes(packed)
    assert measure(dist).first["assets/deep.js"] == len(packed)


def test_at_the_budget_is_inside_it() -> None:
    ensure_within(Sizes({"index.html": MOST_AT_FIRST}, {"assets/lazy.js": MOST_LATER}))


@pytest.mark.parametrize(
    ("sizes", "named"),
    [
        (
            Sizes({"assets/main.js": MOST_AT_FIRST, "index.html": 1}, {}),
            r"first load 260 kB of 260 .*assets/main\.js 260",
        ),
        (Sizes({}, {"assets/chart.js": MOST_LATER + 1}), r"assets/chart\.js 220 kB of 220"),
    ],
)
def test_over_the_budget_is_refused_with_what_is_too_large(sizes: Sizes, named: str) -> None:
    with pytest.raises(OverBudget, match=named):
        ensure_within(sizes)
