"""Flows, sources and the command line; the only room that knows Prefect."""

import os

from flows.printing import guard

# Prefect reads its settings when it is imported; a user's own choice is kept
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_LOGGING_EXTRA_LOGGERS", "dateline")
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")

# whatever starts a process of this room: no line of its logs steers a terminal, and what it writes is its owner's alone
guard()
os.umask(0o077)
