"""Guards a process that a test started, by the module beside this folder."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

# By its own name, so that a process that runs tests has it once.
_NAME = "tests.network_guard"
_spec = spec_from_file_location(_NAME, Path(__file__).parent.parent / "network_guard.py")
assert _spec is not None
assert _spec.loader is not None
sys.modules[_NAME] = module_from_spec(_spec)
_spec.loader.exec_module(sys.modules[_NAME])
sys.modules[_NAME].install()
