"""Sources on object storage, against a server in a process of its own."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from flows.errors import AlongsideError, UsageError
from flows.ingest import Root, list_files, resolve
from flows.ingest.batch import BadInputError
from flows.ingest.objects.copies import copied
from flows.ingest.objects.stores import StoredObject
from tests.object_server import BROKEN, CLOSED, RESTLESS, Bucket, credentials, serving
from tests.pipeline.corpus import TEXTS, Corpus, MakeCorpus, sha256_of_datasets

_numbers = count()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving() as endpoint:
        yield endpoint


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    """An empty bucket in the store that the environment names."""
    for name, value in credentials(server).items():
        monkeypatch.setenv(name, value)
    return Bucket(server, f"bucket-{next(_numbers)}")


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, bucket: Bucket) -> None:
    """The store is gone: its address is one that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{taken.getsockname()[1]}")


@pytest.fixture
def copies(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths of the objects that runs copy. None of them is too young to be remembered."""
    paths: list[str] = []

    def noting(found: StoredObject, *rest: object) -> object:
        paths.append(found.path)
        return copied(found, *rest)

    monkeypatch.setattr("flows.intake.copied", noting)
    monkeypatch.setattr("flows.store.remembered._OLD", timedelta(hours=-1))
    return paths


def test_objects_come_to_what_the_same_files_come_to(
    corpus: Corpus,
    another: MakeCorpus,
    bucket: Bucket,
    copies: list[str],
    request: pytest.FixtureRequest,
) -> None:
    source = f"texts=s3://{bucket.name}/a folder/"
    for name, text in TEXTS.items():
        bucket.put(f"a folder/{name}", text)
    bucket.put("elsewhere.txt", "Iran is not here.\n")
    corpus.run(source, workers=2)
    local = another("local")
    local.run(local.texts)
    assert sha256_of_datasets(corpus.warehouse) == sha256_of_datasets(local.warehouse)
    assert copies == sorted(TEXTS)
    copies.clear()

    bucket.put("a folder/new/erbil.txt", "Iran sent advisers to Erbil.\n")
    bucket.put("a folder/mosul.txt", "ISIS left Mosul.\n")
    bucket.put(f"a folder/{BROKEN}.txt", "ISIS took Mosul in June.\n")
    bucket.remove("a folder/tikrit.txt")
    outcome = corpus.run()
    assert copies == [f"{BROKEN}.txt", "mosul.txt", "new/erbil.txt"]
    tally = outcome.tally
    assert (tally.new, tally.changed, tally.unchanged, tally.removed) == (1, 1, 1, 1)
    assert corpus.paths() == ["amerli.md", "mosul.txt", "new/erbil.txt"]
    (rejected,) = outcome.quarantine.rows(named=True)
    assert (rejected["source_uri"], rejected["reason"]) == (f"texts/{BROKEN}.txt", "unreadable")
    assert not list((corpus.warehouse / "staging").iterdir())

    request.getfixturevalue("nowhere")
    with pytest.raises(AlongsideError, match="cannot be reached") as raised:
        corpus.run()
    # Which a schedule tries again, unlike what was typed wrongly.
    assert not isinstance(raised.value, UsageError)
    assert corpus.paths() == ["amerli.md", "mosul.txt", "new/erbil.txt"]


#: Key -> path, or the reason why it is not read.
KEYS = {
    "plain.txt": "plain.txt",
    "Case.txt": "Case.txt",
    "case.txt": "case.txt",
    'it\'s "so" *?[x].txt': 'it\'s "so" *?[x].txt',
    "100%25 + a&b=c;#h.txt": "100%25 + a&b=c;#h.txt",
    "ünï/日本.txt": "ünï/日本.txt",
    "ta\tb\\c.txt": "ta\\x09b\\\\c.txt",
    "../up.txt": "unsafe_name",
    "a/../b.txt": "unsafe_name",
    "a/./b.txt": "unsafe_name",
    "a//b.txt": "unsafe_name",
    "/lead.txt": "unsafe_name",
    "plain.txt/inside.txt": "inside_another",
    "picture.png": "unsupported_format",
}


def test_keys_are_names_and_never_paths(bucket: Bucket, tmp_path: Path) -> None:
    for key in KEYS:
        bucket.put(key, f"The text of {key}.")
    for key in ("folder/", "folder", "folder/.hidden/a.txt", "folder/.hidden/b.txt"):
        bucket.put(key, "")
    listing = list_files(Root("r", f"s3://{bucket.name}"))
    taken = {key: path for key, path in KEYS.items() if "." in path}
    assert {each.key: each.path for each in listing.objects} == taken
    reasons = [reason for reason in KEYS.values() if "." not in reason]
    assert sorted(listing.rejected["reason"]) == sorted(reasons)
    assert listing.n_skipped == 1
    for each in listing.objects:
        with copied(each, tmp_path, 1_000) as file, file.open() as stream:
            assert stream.read().decode() == f"The text of {each.key}."
            assert file.name == each.path.rpartition("/")[2]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("source", "paths"),
    [
        ("s3://{}", ["a.txt", "news/b.md", "news/deep/c.txt"]),
        ("S3a://{}//news//", ["b.md", "deep/c.txt"]),
        ("s3://{}/a.txt", [""]),
        ("s3://{}/*.txt", ["a.txt"]),
        ("s3://{}/new?/**/*.txt", ["news/deep/c.txt"]),
    ],
)
def test_an_address_is_a_bucket_a_folder_an_object_or_a_pattern(
    bucket: Bucket, source: str, paths: list[str]
) -> None:
    for key in ("a.txt", "news/b.md", "news/deep/c.txt"):
        bucket.put(key, key)
    root = resolve(source.format(bucket.name), {})
    assert [each.path for each in list_files(root).objects] == paths
    assert resolve(root.location, {"known": root.location}).name == "known"


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (BROKEN, "cannot be read"),
        (CLOSED, "cannot be read: .*ACCESS_DENIED"),
        (RESTLESS, "replaced while it was read"),
        ("gone", "removed after it had been listed"),
        ("large", "has 2,000 bytes"),
    ],
)
def test_an_object_comes_whole_or_not_at_all(
    bucket: Bucket, tmp_path: Path, key: str, words: str
) -> None:
    bucket.put(f"{key}.txt", 2 * "x" if key != "large" else 2_000 * "x")
    (found,) = list_files(Root("r", f"s3://{bucket.name}")).objects
    if key == "gone":
        bucket.remove("gone.txt")
    with pytest.raises(BadInputError, match=words), copied(found, tmp_path, 1_000):
        pass
    assert not list(tmp_path.iterdir())


def test_a_store_that_is_gone_meanwhile_says_nothing_of_an_object(
    bucket: Bucket, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    bucket.put("a.txt", "A.")
    (found,) = list_files(Root("r", f"s3://{bucket.name}")).objects
    request.getfixturevalue("nowhere")
    gone = found._replace(store=type(found.store)(found.store.address))
    with pytest.raises(AlongsideError, match="cannot be reached"), copied(gone, tmp_path, 1_000):
        pass


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("s3://{}/none", "nothing at"),
        ("s3://{}/*.csv", "No object matches"),
        ("s3://{}-none/x", "nothing at"),
        (f"s3://{{}}/{CLOSED}.txt", "No permission"),
        ("texts=s3://{}/a.txt", "belongs to"),
        ("new=s3://{}/news/b.txt", "share"),
        ("new=s3://{}/news/*.txt", "share"),
    ],
)
def test_what_cannot_be_a_root_is_said(bucket: Bucket, source: str, words: str) -> None:
    for key in ("a.txt", "news/b.txt", f"{CLOSED}.txt"):
        bucket.put(key, key)
    known = {"texts": f"s3://{bucket.name}/news", "local": "/nowhere"}
    with pytest.raises(UsageError, match=words):
        resolve(source.format(bucket.name), known)
