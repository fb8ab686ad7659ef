"""Flows, sources and the command line; the only room that knows Prefect."""

import os

# Prefect reads its settings when it is imported; a user's own choice is kept
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_LOGGING_EXTRA_LOGGERS", "dateline")
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")
