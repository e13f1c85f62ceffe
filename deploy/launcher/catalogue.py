"""Which commands there are and what each is for, read from deploy/commands without importing it."""

import ast
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ROOT / "deploy" / "commands"
VERBS_THAT_NEED_THE_DEVELOPMENT_LOCK = frozenset({"bench", "chaos", "check", "screenshots", "test"})
EXAMPLES = (
    ("./tenon up", "install, migrate and start everything here, on port 8080"),
    ("./tenon up --port 9000 --data /srv/tenon", "the same elsewhere"),
    ("./tenon test", "prove everything; ./tenon test tests/sales -k lead runs a part"),
    ("./tenon backup monday.backup", "save everything while it runs; ./tenon restore makes it again elsewhere"),
    ("./tenon events dead", "events that no handler could digest"),
)


@dataclass(frozen=True)
class Command:
    """One verb of ./tenon; `module` is its name below deploy.commands (`import_` for the verb `import`)."""

    verb: str
    module: str
    summary: str


def list_commands(folder: Path = COMMANDS) -> list[Command]:
    modules = sorted(path for path in folder.glob("*.py") if not path.name.startswith("_"))
    return [Command(_verb(path), path.stem, _summary(path)) for path in modules]


def find_command(verb: str) -> Command | None:
    return next((command for command in list_commands() if command.verb == verb), None)


def explain() -> str:
    """The text that ./tenon shows without arguments."""
    commands = list_commands()
    width = max((len(command.verb) for command in commands), default=0)
    verbs = [f"  {command.verb.ljust(width)}  {command.summary}" for command in commands]
    examples = [f"  {line.ljust(42)} {what}" for line, what in EXAMPLES]
    head = ["Tenon: sales, marketing, service desk and distribution for companies with branches.", ""]
    usage = ["Usage: ./tenon COMMAND [options]      ./tenon COMMAND --help tells more", "", "Commands:"]
    return "\n".join([*head, *usage, *verbs, "", "Examples:", *examples])


def _verb(path: Path) -> str:
    return path.stem.rstrip("_").replace("_", "-")


def _summary(path: Path) -> str:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return text.partition("\n")[0]
