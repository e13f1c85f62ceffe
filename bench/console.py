"""What a reader waits for in a browser: the first load of a list, also on a slow phone, and screens once seen."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from bench.load.machine import describe, share
from deploy.console.browser import FLAGS, HOW_TO_GET_IT, find_chromium
from deploy.console.own_house import demo_house
from deploy.console.pictures import SIGNED_IN_HINT
from deploy.demo import PASSWORD

REPORT = Path("bench/reports/console.md")
LOGIN = "henrik.voss"
LIST, OTHER = "/opportunities", "/customers"
ROW = "main tbody tr"
MOST_BYTES, MOST_MS, MOST_MS_SLOWED, MOST_MS_BETWEEN = 260_000, 1_000, 2_500, 100
SLOWER, BYTES_A_SECOND, LATENCY_MS = 4, 10_000_000 / 8, 40
PATIENCE_MS = 60_000
YARDSTICK = """() => { const began = performance.now(); let sum = 0;
    for (let n = 0; n < 3e7; n += 1) sum = (sum * 31 + n) % 65521; return sum < 0 ? 0 : performance.now() - began; }"""
FIRST_ROW = f"""() => new Promise((shown) => {{
    const look = () => document.querySelector('{ROW}') ? shown(performance.now()) : requestAnimationFrame(look);
    look(); }})"""
GO = """([place, row]) => new Promise((shown) => {
    const link = document.querySelector(`nav a[href="${place}"]`); const began = performance.now();
    const look = () => location.pathname === place && document.querySelector(row) && document.querySelector('main h1')
        ? requestAnimationFrame(() => shown(performance.now() - began)) : requestAnimationFrame(look);
    link.click(); look(); })"""


@dataclass(frozen=True)
class Figures:
    """Of each: one measure a time. Bytes as they travelled, milliseconds from the reader's click."""

    bytes_of_code: Sequence[float]
    first: Sequence[float]
    slowed: Sequence[float]
    between: Sequence[float]
    yardstick: Sequence[float]


def add_console(benches: Any) -> None:
    """Among the benches of the command line."""
    bench = benches.add_parser(
        "console",
        help="how long a reader waits in a browser, on this machine and on a slow phone",
        description="Starts a demo company of its own and a Chromium, opens a list, writes a page. Nothing else stays.",
    )
    bench.add_argument("--times", type=int, default=7, help="how often each is measured; default 7")
    bench.add_argument("--report", type=Path, default=REPORT, help=f"the page that is written; default {REPORT}")


def bench_console(wanted: argparse.Namespace) -> int:
    """Leaves nothing behind but the page."""
    program = find_chromium()
    if program is None:
        print(HOW_TO_GET_IT, file=sys.stderr)
        return 1
    before = share()
    with demo_house() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        figures, version = measure(browser, url, wanted.times), browser.version
        browser.close()
    told = report(figures, (before, share()), f"Chromium {version}")
    wanted.report.parent.mkdir(parents=True, exist_ok=True)
    wanted.report.write_text(told, encoding="utf-8")
    print(told)
    return 0


def measure(browser: Browser, url: str, times: int) -> Figures:
    """Each first load in a window that has seen nothing yet."""
    bytes_of_code, first, slowed, between, yardstick = [], [], [], [], []
    for _ in range(times):
        at_once = _fresh(browser, url, lambda page, line: _first_load(page, line))
        bytes_of_code.append(at_once[0])
        first.append(at_once[1])
        slowed.append(_fresh(browser, url, _first_load_slowed)[1])
        between.append(_fresh(browser, url, lambda page, _line: _between(page)))
        yardstick.append(_fresh(browser, url, lambda page, _line: float(page.evaluate(YARDSTICK))))
    return Figures(bytes_of_code, first, slowed, between, yardstick)


def _fresh(browser: Browser, url: str, look: Callable[[Page, CDPSession], Any]) -> Any:
    context = _signed_in(browser, url)
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    try:
        return look(page, line)
    finally:
        context.close()


def _signed_in(browser: Browser, url: str) -> BrowserContext:
    context = browser.new_context(base_url=url, viewport={"width": 1360, "height": 820}, locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    answer = context.request.post("/v1/sessions", data={"login": LOGIN, "password": PASSWORD})
    if answer.status != 201:
        raise PermissionError(answer.text())
    context.add_init_script(SIGNED_IN_HINT)
    return context


def _first_load(page: Page, line: CDPSession) -> tuple[float, float]:
    """Bytes of the console's own files, and milliseconds until the first row stands there."""
    places: dict[str, str] = {}
    sizes: dict[str, float] = {}
    line.on("Network.responseReceived", lambda told: places.update({told["requestId"]: told["response"]["url"]}))
    line.on("Network.loadingFinished", lambda told: sizes.update({told["requestId"]: told["encodedDataLength"]}))
    page.goto(LIST, wait_until="commit")
    shown = float(page.evaluate(FIRST_ROW))
    page.wait_for_load_state("load")
    return sum(size for request, size in sizes.items() if "/v1/" not in places.get(request, "/v1/")), shown


def _first_load_slowed(page: Page, line: CDPSession) -> tuple[float, float]:
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    speed = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
    line.send("Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY_MS, **speed})
    return _first_load(page, line)


def _between(page: Page) -> float:
    """From one list that was seen to another that was seen, and back; the longer of the two."""
    page.goto(LIST)
    page.locator(ROW).first.wait_for()
    for place in (OTHER, LIST):
        page.evaluate(GO, [place, ROW])
    return max(float(page.evaluate(GO, [place, ROW])) for place in (OTHER, LIST))


def report(figures: Figures, shares: tuple[float, float], browser: str) -> str:
    """In Markdown. Milliseconds are told in yardsticks as well, by which machines can be compared."""
    stick = median(figures.yardstick)

    def line(what: str, took: Sequence[float], most: float) -> str:
        middle = median(took)
        kept = "kept" if middle <= most else "MISSED"
        return f"| {what} | {middle:.0f} | {max(took):.0f} | {middle / stick:.2f} | {most:,} | {kept} |"

    loaded = median(figures.bytes_of_code)
    return "\n".join(
        (
            "# The console in a browser",
            "",
            f"The list of opportunities of the demo company, opened {len(figures.first)} times, each time by a browser"
            " that had seen nothing of it. Milliseconds until the first row stands there, or the next screen.",
            "",
            "| what | median | longest | in yardsticks | goal | |",
            "|---|--:|--:|--:|--:|---|",
            line("first load", figures.first, MOST_MS),
            line(f"first load, processor {SLOWER} times slower, 10 Mbit/s", figures.slowed, MOST_MS_SLOWED),
            line("between two screens that were seen", figures.between, MOST_MS_BETWEEN),
            "",
            f"The first load of the list is {loaded / 1000:.0f} kB of files as they travel; the goal is"
            f" {MOST_BYTES // 1000}: {'kept' if loaded <= MOST_BYTES else 'MISSED'}.",
            "",
            f"A yardstick is a loop of thirty million steps in the same browser: {stick:.0f} ms here. A program that"
            f" never waits got {shares[0]:.0%} of a processor before and {shares[1]:.0%} after.",
            f"{describe()}, {browser}. Made by `./tenon bench console`.",
            "",
        )
    )
