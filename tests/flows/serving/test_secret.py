"""The secret of a home: written atomically, readable by its owner only, refused if others could have read it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from prefect.settings import PREFECT_API_URL, PREFECT_SERVER_API_AUTH_STRING, temporary_settings

from flows.cli.application import app
from flows.serving.secret import (
    SecretError,
    is_served,
    mark_served,
    require_usable,
    secret_file,
    store_new_secret,
    stored_secret,
)
from flows.settings import SettingsError, settings
from tests.servers import free_port

API = "http://127.0.0.1:4200/api"
SENTENCE = "anyone who reaches the port may run commands as me"


def refusal(*words: str) -> str:
    """The message of `dateline serve` when it refuses to start."""
    with temporary_settings(restore_defaults={PREFECT_API_URL}):
        result = CliRunner().invoke(app, ["serve", "--port", str(free_port()), *words])
    assert result.exit_code == 2, result.output
    assert len(result.output.strip().splitlines()) == 1
    return result.output


def test_it_is_made_for_its_owner_alone_whatever_the_umask(home: Path) -> None:
    before = os.umask(0)
    try:
        secret = store_new_secret(home)
    finally:
        os.umask(before)
    assert stored_secret(home) == secret
    assert [path.stat().st_mode & 0o777 for path in (secret_file(home).parent, secret_file(home))] == [0o700, 0o600]
    assert [path.name for path in secret_file(home).parent.iterdir()] == ["secret"]
    assert len(secret) > 40
    assert store_new_secret(home) != secret


def loose_file(file: Path) -> None:
    file.chmod(0o640)


def loose_folder(file: Path) -> None:
    file.parent.chmod(0o755)


def empty(file: Path) -> None:
    file.write_text("")


def short(file: Path) -> None:
    file.write_text("desk:pass\n")


def link(file: Path) -> None:
    file.rename(file.with_name("elsewhere"))
    file.symlink_to(file.with_name("elsewhere"))


def folder(file: Path) -> None:
    file.unlink()
    file.mkdir(mode=0o700)


def somebody_elses(file: Path) -> None:
    if os.geteuid():
        pytest.skip("only root can give a file away")
    os.chown(file, 12345, 12345)


SPOILED = {
    "that its group can read": loose_file,
    "in a folder that others can enter": loose_folder,
    "that is empty": empty,
    "that is short": short,
    "that is a link": link,
    "that is a folder": folder,
    "that belongs to somebody else": somebody_elses,
}


@pytest.mark.attack("the server is to start with a secret {how}")
@pytest.mark.parametrize("how", SPOILED)
def test_a_secret_that_others_may_know_is_refused(home: Path, how: str, outcome: Callable[[str], None]) -> None:
    secret = store_new_secret(home)
    SPOILED[how](secret_file(home))
    told = refusal()
    assert ".dateline" in told
    assert secret not in told
    outcome(f"exit code 2: {told.strip().replace(str(home), 'HOME')}")


def test_one_of_ones_own_may_be_brought_in_the_file(home: Path) -> None:
    store_new_secret(home)
    secret_file(home).write_text("desk:a secret of our own\n")
    assert stored_secret(home) == "desk:a secret of our own"


@pytest.mark.parametrize(
    "secret", ["", "desk", "desk:", ":of nobody at all", "desk:passwor", "desk:pässword", "desk:pass\tword"]
)
def test_what_is_no_secret_is_refused_and_not_told(secret: str) -> None:
    with pytest.raises(SecretError, match=r"^PREFECT_SERVER_API_AUTH_STRING holds no user:password") as refused:
        require_usable(secret, "PREFECT_SERVER_API_AUTH_STRING")
    assert not secret or secret not in str(refused.value)


def test_a_home_is_served_once_and_only_while_it_is(home: Path) -> None:
    assert not is_served(home, API)
    with mark_served(home, API):
        assert is_served(home, API)
        assert not is_served(home, API.replace("127.0.0.1", "localhost"))
        with pytest.raises(SecretError, match="served already, at http"), mark_served(home, API):
            pass
        assert is_served(home, API)
    assert not is_served(home, API)


@pytest.mark.attack("the secret is turned off by a word that does not say what that means")
@pytest.mark.parametrize("word", ["1", "true", "yes", SENTENCE.replace("commands", "nothing")])
def test_turning_it_off_takes_the_whole_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch, word: str, outcome: Callable[[str], None]
) -> None:
    monkeypatch.setenv("DATELINE_OPEN", word)
    with pytest.raises(SettingsError, match=rf"^DATELINE_OPEN: .*{SENTENCE}"):
        settings()
    outcome("refused with the sentence that it takes")


@pytest.mark.attack("the secret is turned off on an address that other machines reach")
def test_it_is_turned_off_on_loopback_alone(
    home: Path, monkeypatch: pytest.MonkeyPatch, outcome: Callable[[str], None]
) -> None:
    monkeypatch.setenv("DATELINE_OPEN", SENTENCE)
    monkeypatch.setenv("DATELINE_NAMES", '["desk.example"]')
    assert "DATELINE_OPEN is for loopback alone" in refusal("--host", "0.0.0.0")  # noqa: S104
    with temporary_settings({PREFECT_SERVER_API_AUTH_STRING: "desk:a secret"}):
        assert "unset PREFECT_SERVER_API_AUTH_STRING" in refusal()
    outcome("exit code 2")


@pytest.mark.parametrize("name", ["*", "*.example", "https://desk.example", "desk.example:443", "desk.example/x", ""])
def test_a_name_is_the_name_of_a_host(home: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("DATELINE_NAMES", f'["{name}"]')
    with pytest.raises(SettingsError, match=r"^DATELINE_NAMES: .*is not the name of a host"):
        settings()
