"""Valid locations of a lake's files, and access to a bucket."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.storage.bucket import credentials, place
from warehouse.storage.errors import LakeError

NAMES = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION",
         "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3")  # fmt: skip


@pytest.fixture(autouse=True)
def _nobody_s(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_a_place_ends_with_a_slash(tmp_path: Path) -> None:
    assert place("s3://news") == "s3://news/"
    assert place("s3://news/lake//") == "s3://news/lake/"
    assert place(str(tmp_path)) == f"{tmp_path.resolve()}/"


@pytest.mark.parametrize("data", ["ftp://news", "s3://", "s3://News", "s3://key:secret@news/", "s3://news?x=1"])
def test_what_is_no_place_is_refused_without_being_told(data: str) -> None:
    with pytest.raises(LakeError, match=r"^no place for files; a folder and s3://BUCKET/PREFIX are$"):
        place(data)


def test_a_folder_needs_no_credentials_and_a_bucket_those_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert credentials("/srv/files/") is None
    assert credentials("s3://news/") == "CREATE SECRET lake (TYPE s3, SCOPE 's3://news/')"
    for name, value in {"AWS_ACCESS_KEY_ID": "desk", "AWS_SECRET_ACCESS_KEY": "it's", "AWS_DEFAULT_REGION": "eu",
                        "AWS_ENDPOINT_URL": "http://127.0.0.1:9000"}.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    assert credentials("s3://news/") == (
        "CREATE SECRET lake (TYPE s3, SCOPE 's3://news/', KEY_ID 'desk', SECRET 'it''s', REGION 'eu', "
        "ENDPOINT '127.0.0.1:9000', URL_STYLE 'path', USE_SSL 'false')"
    )


@pytest.mark.parametrize("url", ["127.0.0.1:9000", "https://a:b@store.example", "https://store.example/x", "ftp://x"])
def test_an_endpoint_that_is_none_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    with pytest.raises(LakeError, match=r"^AWS_ENDPOINT_URL: not an address like https://host:port$"):
        credentials("s3://news/")
