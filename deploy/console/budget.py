"""What a reader has to load, packed: all of the first page, and each part that is loaded when it is needed."""

import re
from dataclasses import dataclass
from pathlib import Path

MOST_AT_FIRST = 260_000
MOST_LATER = 220_000
PACKED = ".gz"
_REFERRED = re.compile(r"""(?:src|href)="/(assets/[^"]+)\"""")
_IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*["']\./([^"']+\.js)["']""")


class OverBudget(Exception):
    """The console is larger than was promised; the message names the parts."""


@dataclass(frozen=True)
class Sizes:
    """Bytes as they travel: of all that the page itself names or imports, and of every other script and style."""

    first: dict[str, int]
    later: dict[str, int]

    @property
    def first_load(self) -> int:
        return sum(self.first.values())


def measure(dist: Path) -> Sizes:
    first = {"index.html", *_loaded_at_first(dist)}
    parts = [path for path in (dist / "assets").glob("*") if path.suffix in {".js", ".css"}]
    names = [path.relative_to(dist).as_posix() for path in parts]
    later = {name: _packed_size(dist / name) for name in sorted(names) if name not in first}
    return Sizes({name: _packed_size(dist / name) for name in sorted(first)}, later)


def ensure_within(sizes: Sizes) -> None:
    """Raises `OverBudget`, naming everything that is too large, the largest first."""
    faults = []
    if sizes.first_load > MOST_AT_FIRST:
        largest = sorted(sizes.first.items(), key=lambda part: -part[1])[:5]
        named = ", ".join(f"{name} {size / 1000:.0f}" for name, size in largest)
        faults.append(f"first load {sizes.first_load / 1000:.0f} kB of {MOST_AT_FIRST // 1000} ({named})")
    too_large = sorted((size, name) for name, size in sizes.later.items() if size > MOST_LATER)
    faults += [f"{name} {size / 1000:.0f} kB of {MOST_LATER // 1000}" for size, name in reversed(too_large)]
    if faults:
        raise OverBudget("larger than the budget: " + "; ".join(faults))


def _loaded_at_first(dist: Path) -> set[str]:
    """What the page names, and what that imports at once, and so on."""
    found: set[str] = set()
    waiting = set(_REFERRED.findall((dist / "index.html").read_text(encoding="utf-8")))
    while waiting:
        name = waiting.pop()
        found.add(name)
        if name.endswith(".js"):
            imported = _IMPORTED.findall((dist / name).read_text(encoding="utf-8"))
            waiting |= {f"assets/{one}" for one in imported} - found
    return found


def _packed_size(path: Path) -> int:
    twin = path.with_name(path.name + PACKED)
    return (twin if twin.exists() else path).stat().st_size
