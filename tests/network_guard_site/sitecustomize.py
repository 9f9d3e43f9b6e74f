"""Guards a process that a test started, by the module beside this folder."""

import runpy
from pathlib import Path

runpy.run_path(str(Path(__file__).parent.parent / "network_guard.py"))["install"]()
