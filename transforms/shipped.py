"""The version of Dateline, the names of the shipped readers, and the locations of the files shipped with it: beside the
packages in a checkout, in `dateline_data` if installed from a wheel.
"""

from __future__ import annotations

from pathlib import Path

VERSION = "1.5.0"
"""Version of the package and of the rules, as in https://semver.org; docs/upgrading.md says what each part promises.
It is defined only here; pyproject.toml reads it.
"""

PROJECT = Path(__file__).resolve().parent.parent
"""The folder of the packages: the checkout, or the folder where the wheel is installed."""
_DATA = PROJECT / "dateline_data"
IS_CHECKOUT = not _DATA.is_dir()
_ROOT = PROJECT if IS_CHECKOUT else _DATA

SEEDS = _ROOT / "seeds"
SQL = _ROOT / "sql"
DEPLOYMENTS = _ROOT / "prefect.yaml"

RULES, LEARNED = "rules", "learned"
"""Names of the shipped readers of events: `rules` for the rules alone, `learned` for the network, the default."""
