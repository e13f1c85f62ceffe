#!/usr/bin/env python3
"""Builds the console, with nothing installed beforehand but Python: the same as `./tenon console`."""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from deploy.launcher.start import main

    sys.exit(main(["console", *sys.argv[1:]]))
