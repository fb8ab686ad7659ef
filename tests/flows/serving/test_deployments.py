"""What prefect.yaml declares, and the examples of the documentation."""

from __future__ import annotations

import json
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from dockerfile_parse import DockerfileParser
from prefect.events.schemas.automations import AutomationCore

from flows.serving.deployments import deployments

EXAMPLES = Path(__file__).resolve().parents[3] / "docs" / "examples"


def test_every_deployment_is_made_of_its_declaration() -> None:
    found = {deployment.name: deployment for deployment in deployments()}
    limits = {name: deployment.concurrency_limit for name, deployment in found.items()}
    assert limits == {"nightly": 1, "backfill": 1, "backfill-day": 2, "maintain": 1}
    assert all(deployment.flow_name == name and deployment.description for name, deployment in found.items())
    assert [bool(deployment.schedules) for deployment in found.values()] == [True, False, False, True]


def test_the_form_of_a_backfill_has_dates_a_choice_of_sources_and_switches() -> None:
    (found,) = (deployment for deployment in deployments() if deployment.name == "backfill")
    form = found._parameter_openapi_schema.model_dump()
    fields = form["properties"]
    assert [(fields[name]["title"], fields[name]["format"]) for name in ("first_day", "last_day")] == [
        ("From", "date"),
        ("To", "date"),
    ]
    assert fields["mode"]["enum"] == ["fetch", "reextract"]
    assert fields["dry_run"]["type"] == "boolean"
    assert fields["sources"]["items"]["enum"]
    assert all(fields[name]["description"] for name in fields)
    assert form["required"] == ["first_day", "last_day"]


def test_the_automation_is_one_that_prefect_takes() -> None:
    example = yaml.safe_load((EXAMPLES / "failure.yaml").read_text(encoding="utf-8"))
    automation = AutomationCore.model_validate(example)
    assert automation.actions[0].type == "call-webhook"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze here")
def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    unit = (EXAMPLES / "dateline.service").read_text(encoding="utf-8")
    unit = unit.replace("/opt/dateline/.venv/bin/dateline", "/bin/true").replace("User=dateline\n", "")
    (tmp_path / "dateline.service").write_text(unit)
    told = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / "dateline.service")], capture_output=True, text=True, check=False
    )
    assert (told.returncode, [line for line in told.stderr.splitlines() if "dateline" in line]) == (0, [])


def test_the_container_is_built_of_what_is_here_and_runs_as_nobody_of_importance() -> None:
    found = DockerfileParser(fileobj=BytesIO((EXAMPLES / "Containerfile").read_bytes())).structure
    steps = [(line["instruction"], line["value"]) for line in found if line["instruction"] != "COMMENT"]
    by_name = dict(steps)
    assert set(by_name) <= {"FROM", "RUN", "WORKDIR", "COPY", "USER", "ENV", "VOLUME", "EXPOSE", "ENTRYPOINT", "CMD"}
    assert steps[0][0] == "FROM"
    assert ":" in by_name["FROM"].rpartition("/")[2]
    assert not by_name["FROM"].endswith(":latest")
    assert by_name["USER"] not in ("root", "0")
    root = EXAMPLES.parents[1]
    for name, value in steps:
        if name == "COPY":
            assert all((root / source).exists() for source in value.split()[:-1])
    assert (json.loads(by_name["ENTRYPOINT"]), json.loads(by_name["CMD"])[0]) == (["dateline"], "serve")
