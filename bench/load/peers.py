"""What another product did on this machine, as its own bench wrote it down.

A file of results, or each `*.json` in a folder, is read as

    {"meta": {"peer": "Tryton 8.2"}, "rows": [{"op": "b_read", "clients": 16, "rps": 150.2, "errors": 0}, …]}

`op` is a scenario of ours, or one of the names below; `clients` how many asked at once, `rps` right answers a second.
Rows without these, and files without a peer in `meta`, are passed over. Where two tell the same, the later counts.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = {
    "b_read": "read",
    "c_list50": "list",
    "a_create": "create",
    "d_stage": "advance",
    "e_totals_all(director,bench_hier)": "totals",
    "f_sale_confirm": "confirm",
}


@dataclass(frozen=True)
class Peer:
    """Answers a second, by scenario and clients."""

    name: str
    rates: dict[tuple[str, int], float] = field(default_factory=dict)


def read_peers(place: Path | None) -> list[Peer]:
    """One for each name; none where no place is given. Raises OSError for a place that is not there."""
    peers: dict[str, Peer] = {}
    for path in _files(place):
        told = json.loads(path.read_text(encoding="utf-8"))
        name = told.get("meta", {}).get("peer")
        if name:
            peers.setdefault(name, Peer(name)).rates.update(_rates(told.get("rows", ())))
    return list(peers.values())


def _files(place: Path | None) -> list[Path]:
    if place is None:
        return []
    if not place.is_dir():
        return [place]
    return sorted(place.glob("*.json"), key=lambda path: path.stat().st_mtime)


def _rates(rows: Iterable[dict[str, Any]]) -> dict[tuple[str, int], float]:
    whole = (row for row in rows if {"op", "clients", "rps"} <= row.keys())
    return {(NAMES.get(row["op"], row["op"]), int(row["clients"])): float(row["rps"]) for row in whole}
