"""Flows, sources and the command line; the only room that knows Prefect."""

import os

from flows.sandbox.terminal import guard
from flows.sandbox.watchdog import follow_input

# whatever starts a process of this room: it ends with its parent where that says so, no line of its logs steers a
# terminal, and what it writes is its owner's alone
follow_input()
guard()
os.umask(0o077)

# Prefect reads its settings when it is imported; a user's own choice is kept
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_LOGGING_EXTRA_LOGGERS", "dateline")
# its own short-lived server asks nobody for a secret; flows.serving.server starts one that does
os.environ.setdefault("PREFECT_SERVER_ALLOW_EPHEMERAL_MODE", "false")
