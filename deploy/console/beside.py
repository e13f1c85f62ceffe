"""The console is built beside the product, which never waits for it: the API answers, and its page follows."""

import os
import signal
import subprocess
import sys

from deploy.console.sources import is_current, is_there
from deploy.launcher.catalogue import ROOT

WEB = ROOT / "web"
COMMAND = (sys.executable, "-m", "deploy.commands", "console", "--brief")
STOP_SECONDS = 5
CAN_END_A_GROUP = hasattr(os, "killpg")


NAMED = "TENON_CONSOLE"
"""Who names a folder has built what is in it."""


def lacks_console() -> bool:
    """Whether there is something to build: not where a folder is named, nor where nothing has changed."""
    return NAMED not in os.environ and is_there(WEB) and not is_current(WEB)


class Building:
    """A build that has begun, with all the programs that it starts; whatever else happens it can be ended."""

    def __init__(self, command: tuple[str, ...] = COMMAND) -> None:
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, start_new_session=CAN_END_A_GROUP)

    def succeeded(self) -> bool:
        """Wait for its end."""
        return self._process.wait() == 0

    def end(self) -> None:
        """With all it has started; nothing where it has ended."""
        if self._process.poll() is not None:
            return
        if CAN_END_A_GROUP:
            os.killpg(self._process.pid, signal.SIGTERM)
        else:
            self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
