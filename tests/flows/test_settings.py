"""Settings come from the environment or the home's own files."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic_settings import EnvSettingsSource

from flows import settings as module
from flows.http.limits import Limits
from flows.settings import FORMS, PROJECT, Settings, SettingsError, settings
from transforms.resolving.actors import actors
from transforms.seeds import SeedError, has_own, lay_over
from transforms.shipped import SEEDS
from warehouse import Lake


def test_the_home_is_the_project_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATELINE_HOME", raising=False)
    assert settings().home == PROJECT
    assert settings().sources == PROJECT / "seeds" / "sources.toml"


def test_a_home_may_hold_settings_and_sources_of_its_own(home: Path) -> None:
    (home / ".env").write_text("DATELINE_BATCH=7\n")
    (home / "seeds").mkdir()
    (home / "seeds" / "sources.toml").touch()
    assert settings().batch == 7
    assert settings().sources == home / "seeds" / "sources.toml"


def test_the_environment_goes_before_the_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / ".env").write_text("DATELINE_BATCH=7\n")
    monkeypatch.setenv("DATELINE_BATCH", "8")
    assert settings().batch == 8


def test_a_value_it_cannot_have_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_BATCH", "none")
    with pytest.raises(SettingsError, match=r"^DATELINE_BATCH: "):
        settings()


def test_what_fetching_may_cost_is_set(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_DELAY", "2.5")
    monkeypatch.setenv("DATELINE_WHOLE", "30")
    monkeypatch.setenv("DATELINE_CONTACT", "desk@outlet.example")
    monkeypatch.setenv("DATELINE_ROUTES", '{"outlet.example": ["127.0.0.1", 8000]}')
    limits = settings().limits({"wire.example": ("127.0.0.1", 9000)})
    assert (limits.delay, limits.whole, limits.patience) == (2.5, 30, Limits().patience)
    assert limits.user_agent.endswith("; +desk@outlet.example)")
    assert limits.routes == {"outlet.example": ("127.0.0.1", 8000), "wire.example": ("127.0.0.1", 9000)}


@pytest.mark.parametrize(("name", "value"), [("DELAY", "-1"), ("TRIES", "0"), ("HOSTS", "0"), ("WHOLE", "0")])
def test_what_fetching_cannot_cost(home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"DATELINE_{name}", value)
    with pytest.raises(SettingsError, match=rf"^DATELINE_{name}: "):
        settings()


def test_the_lake_lies_at_home_where_nothing_else_is_said(home: Path) -> None:
    assert settings().lake == Lake.at(home)


@pytest.mark.parametrize(
    ("name", "value", "place"),
    [
        ("catalog", "postgres:dbname=news host=db.example", "postgres:dbname=news host=db.example"),
        ("catalog", "postgres:postgresql://desk@db.example/news", "postgres:user=desk dbname=news host=db.example"),
        ("catalog", "postgresql://desk@db.example/news", "postgres:user=desk dbname=news host=db.example"),
        ("catalog", "sqlite:/srv/catalog.sqlite", "sqlite:/srv/catalog.sqlite"),
        ("data", "s3://news", "s3://news/"),
        ("data", "s3://news/lake/of-2024", "s3://news/lake/of-2024/"),
        ("data", "s3://news/lake/", "s3://news/lake/"),
        ("data", "/srv/files", "/srv/files/"),
    ],
)
def test_catalog_and_files_may_each_lie_elsewhere(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, place: str
) -> None:
    monkeypatch.setenv(f"DATELINE_{name.upper()}", value)
    assert settings().lake == replace(Lake.at(home), **{name: place})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CATALOG", "mysql:host=db.example"),
        ("CATALOG", "catalog.sqlite"),
        ("CATALOG", "postgres:hots=db.example pw=hunter2"),
        ("CATALOG", "postgres:host=db.example password=hunter2"),
        ("CATALOG", "postgres:postgresql://desk:hunter2@db.example/news"),
        ("CATALOG", "postgres://desk:hunter2@db.example:port/news"),
        ("DATA", "ftp://news/lake"),
        ("DATA", "s3://key:hunter2@news/lake"),
        ("DATA", "s3://news/lake?secret=hunter2"),
    ],
)
def test_a_place_that_is_none_is_named_and_no_secret_is(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"DATELINE_{name}", value)
    with pytest.raises(SettingsError, match=rf"^DATELINE_{name}: [^\n]+$") as refused:
        settings()
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("BATCH", "none", "it has the form DATELINE_BATCH=50"),
        (
            "ALLOWED_HOSTS",
            "intranet.example",
            """cannot be read as JSON; .*='\\["intranet.example"\\]'""",
        ),
        ("NAMES", '{"a": 1}', """it has the form DATELINE_NAMES='\\["desk.example"\\]'"""),
        ("ROUTES", '{"a": 1}', "it has the form DATELINE_ROUTES="),
        ("RUNNER", "slurm", "'threads' or 'dask'; it has the form DATELINE_RUNNER=dask"),
    ],
)
@pytest.mark.parametrize("in_file", [False, True], ids=["environment", "file"])
def test_a_value_that_cannot_be_read_names_the_variable_and_the_form(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str, in_file: bool
) -> None:
    if in_file:
        (home / ".env").write_text(f"DATELINE_{name}={value}\n")
    else:
        monkeypatch.setenv(f"DATELINE_{name}", value)
    with pytest.raises(SettingsError, match=rf"^DATELINE_{name}: [^\n]*{said}") as refused:
        settings()
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("DATELINE_DELY", "DATELINE_DELY is no setting; did you mean DATELINE_DELAY?"),
        ("DATELINE_alowed_hosts", "DATELINE_alowed_hosts is no setting; did you mean DATELINE_ALLOWED_HOSTS?"),
        ("DATELINE_QQQQ", "DATELINE_QQQQ is no setting; these are: DATELINE_ALLOWED_HOSTS, "),
    ],
)
def test_a_name_that_no_setting_has_is_told_with_the_nearest(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    monkeypatch.setenv(name, "1")
    with pytest.raises(SettingsError) as refused:
        settings()
    assert str(refused.value).startswith(said)
    monkeypatch.delenv(name)
    (home / ".env").write_text(f"{name}=1\n")
    with pytest.raises(SettingsError) as refused:
        settings()
    assert str(refused.value).startswith(said.replace(" is", f" in {home / '.env'} is", 1))


def test_every_setting_has_its_meaning_and_its_form() -> None:
    assert set(FORMS) == set(Settings.model_fields)
    assert all(f"DATELINE_{name.upper()}" in str(module.__doc__) for name in Settings.model_fields)
    for name, form in (FORMS | {"nlp": str(SEEDS / "language" / "model")}).items():
        value = shlex.split(form)[0]
        told = EnvSettingsSource(Settings, env_prefix="DATELINE_")
        field = Settings.model_fields[name]
        made = told.prepare_field_value(name, field, value, told.field_is_complex(field))
        Settings.__pydantic_validator__.validate_assignment(Settings.model_construct(), name, made)


def test_a_pipeline_that_is_not_installed_is_told_at_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_NLP", "en_core_web_trf_none")
    with pytest.raises(
        SettingsError, match=r"^DATELINE_NLP: en_core_web_trf_none is neither an installed .* nor the fol"
    ):
        settings()
    monkeypatch.setenv("DATELINE_NLP", str(SEEDS / "language" / "model"))
    assert settings().nlp == str(SEEDS / "language" / "model")


def test_an_actor_of_the_home_that_names_an_unknown_parent_is_told_at_once(home: Path) -> None:
    own = home / "seeds"
    own.mkdir()
    lay_over(own)
    actors.cache_clear()
    try:
        assert not has_own()
        (own / "actors.csv").write_text("# as dateline init leaves it\nactor_id,name,kind,parent\n")
        assert not has_own(), "a header lays nothing over"
        assert settings().home == home
        (own / "actors.csv").write_text("actor_id,name,kind,parent\nzz-front,Front,armed group,zz-nobody\n")
        lay_over(own)
        assert has_own()
        with pytest.raises(SeedError, match="no actor has the id zz-nobody"):
            settings()
    finally:
        lay_over(home / "none")
        actors.cache_clear()
