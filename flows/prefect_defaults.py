"""Prefect's settings for our own runs, where the user has set none.

Prefect reads them when it is imported, so this module is imported before it.
"""

import os

_DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # A cold disk can take longer than Prefect's 20 seconds to start its server.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    # The server of a single run needs no block, and would register them all before it answers.
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
}

for _name, _value in _DEFAULTS.items():
    os.environ.setdefault(_name, _value)
