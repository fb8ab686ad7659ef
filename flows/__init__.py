"""Flows, sources and the command line; the only package that imports Prefect."""

import os

from flows.home import folder
from flows.sandbox.terminal import guard
from flows.sandbox.watchdog import follow_input
from transforms.seeds import lay_over

# applies to every process that imports this package: it exits with its parent if asked to, its log lines carry no
# terminal control characters, and its files are readable by the owner only
follow_input()
guard()
os.umask(0o077)
# Arrow's own allocator keeps ten times the memory of the small tables of a batch
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

# Prefect reads its settings on import; values the user has set win
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_LOGGING_EXTRA_LOGGERS", "dateline")
# Prefect's ephemeral server has no authentication; flows.serving.server starts one that has
os.environ.setdefault("PREFECT_SERVER_ALLOW_EPHEMERAL_MODE", "false")

# every process lays the home's own seed rows over the shipped ones
lay_over(folder() / "seeds")
