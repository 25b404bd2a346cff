"""Sweeps beyond one machine: a scheduler and workers over TCP, an object store, and stores in memory."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sweeping import Place, assert_same, copied_library, files, place, wait_for, written_case

from contested.cli import main
from contested.folders import data_digest
from contested.sweeps.store import Store, local_case

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for in /proc")
distributed = pytest.importorskip("distributed")
s3fs = pytest.importorskip("s3fs")
moto = pytest.importorskip("moto.server")

KEYS = {"AWS_ACCESS_KEY_ID": "nobody", "AWS_SECRET_ACCESS_KEY": "nothing", "AWS_DEFAULT_REGION": "us-east-1"}
CASE, STORE = "s3://cases/made-up", "s3://reports/sweeps/grid"
SIXTY = "product: {as_of: every day from 2030-05-01 to 2030-05-30, sides: ['', north]}"


class Bucket:
    """A local object store, as this test sees it, and how others are told of it."""

    def __init__(self, endpoint: str) -> None:
        self.environment = {**KEYS, "AWS_ENDPOINT_URL": endpoint, "AWS_EC2_METADATA_DISABLED": "true"}
        keys = {"key": KEYS["AWS_ACCESS_KEY_ID"], "secret": KEYS["AWS_SECRET_ACCESS_KEY"]}
        self.fs = s3fs.S3FileSystem(endpoint_url=endpoint, skip_instance_cache=True, **keys)

    def names(self, url: str) -> list[str]:
        self.fs.invalidate_cache()
        return [str(name) for name in self.fs.find(url)]

    def whole(self) -> int:
        return sum(name.endswith("/manifest.json") for name in self.names(STORE))

    def files(self, url: str) -> dict[str, bytes]:
        root = url.removeprefix("s3://")
        return {name.removeprefix(f"{root}/"): bytes(self.fs.cat_file(name)) for name in self.names(url)}


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bucket]:
    """An object store with a case in it."""
    server = moto.ThreadedMotoServer("127.0.0.1", 0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        made = Bucket(f"http://{host}:{port}")
        for name in ("cases", "reports"):
            made.fs.mkdir(name)
        case = written_case(tmp_path_factory.mktemp("cases") / "made-up")
        made.fs.put(f"{case}/", "cases/made-up/", recursive=True)
        yield made
    finally:
        server.stop()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied_library(tmp_path_factory.mktemp("library"))


def daemon(made: Place, module: str, *words: str, **more: str) -> subprocess.Popen[bytes]:
    """Start a part of the cluster in a place of its own; what it says goes into a file there."""
    own = made.environment(HOME=str(made.folder / "home"), **more)
    with (made.folder / "said.txt").open("wb") as said:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{module}", *words],
            cwd=made.folder,
            env=own,
            stdout=said,
            stderr=said,
        )


@pytest.fixture
def cluster(tmp_path: Path, bucket: Bucket) -> Iterator[Callable[..., tuple[str, list[subprocess.Popen[bytes]]]]]:
    """Start a scheduler and workers, each in a folder of its own, with one library each."""
    with ExitStack() as stack:

        def start(*libraries: Path) -> tuple[str, list[subprocess.Popen[bytes]]]:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
            head = stack.enter_context(place(tmp_path / "scheduler", libraries[0]))
            daemon(head, "dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
            workers = []
            for number, each in enumerate(libraries):
                made = stack.enter_context(place(tmp_path / f"worker-{number}", each))
                words = [f"tcp://127.0.0.1:{port}", "--no-nanny", "--nthreads", "1", "--no-dashboard"]
                words += ["--local-directory", str(made.folder / "scratch"), "--name", f"worker-{number}"]
                workers.append(daemon(made, "dask_worker", *words, **bucket.environment))
            with distributed.Client(f"tcp://127.0.0.1:{port}", set_as_default=False, timeout=150) as client:
                client.wait_for_workers(len(libraries), timeout=150)
            return f"dask://127.0.0.1:{port}", workers

        yield start


@pytest.fixture
def asking(tmp_path: Path, library: Path) -> Iterator[Place]:
    with place(tmp_path / "asking", library) as made:
        yield made


def test_sixty_reports_are_whole_and_the_same_though_a_worker_is_killed(
    bucket: Bucket, library: Path, cluster: Any, asking: Place
) -> None:
    address, workers = cluster(library, library)
    words = ["sweep", asking.grid(SIXTY), "--case", CASE, "--format", "json"]
    with asking.start(*words, "--executor", address, "--into", STORE, more=bucket.environment) as process:
        wait_for(lambda: bucket.whole() >= 10 or process.poll() is not None, "ten whole reports")
        assert process.poll() is None and bucket.whole() < 50
        workers[0].send_signal(signal.SIGKILL)
        out, err = process.communicate()
    assert process.returncode == 0, err
    told = json.loads(out)
    assert [row["state"] for row in told] == ["made"] * 60
    assert all(row["report"].startswith(f"{STORE}/reports/made-up,2030-05-") for row in told)
    assert workers[0].wait() == -signal.SIGKILL and workers[1].poll() is None
    assert bucket.whole() == 60
    local = asking.run(*words, "--into", "local", **bucket.environment)
    assert local.returncode == 0, local.stderr
    assert_same(files(asking.folder / "local"), bucket.files(STORE))
    # What is whole in the store is known for it from anywhere.
    again = asking.run(*words, "--executor", address, "--into", STORE, **bucket.environment)
    assert [row["state"] for row in json.loads(again.stdout)] == ["kept"] * 60, again.stderr


def test_a_worker_with_another_version_refuses(bucket: Bucket, tmp_path: Path, cluster: Any, asking: Place) -> None:
    other = copied_library(tmp_path / "other")
    with (other / "contested" / "words.py").open("a", encoding="utf-8") as words:
        words.write("# Another version.\n")
    address, _ = cluster(other)
    grid = asking.grid("product: {as_of: 2030-05-02}")
    done = asking.run(
        "sweep", grid, "--case", CASE, "--executor", address, "--into", "s3://reports/other", **bucket.environment
    )
    assert done.returncode == 1
    assert (
        "the worker has another version of contested, its notebooks or its libraries than whoever asked" in done.stderr
    )
    assert [name for name in bucket.names("s3://reports/other") if "/reports/made-up" in name] == []


# An executor that is not to be had.


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Sweep in this process; out: the one sentence with which it is refused."""
    written_case(tmp_path / "data" / "made-up")
    (tmp_path / "grid.yaml").write_text("product: {as_of: 2030-05-02}\nnotebooks: [00-what-is-known]", encoding="utf-8")
    monkeypatch.setenv("CONTESTED_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CONTESTED_BUILD", str(tmp_path / "build"))
    monkeypatch.delenv("CONTESTED_CASE", raising=False)

    def refused(*words: str) -> str:
        assert main(["sweep", str(tmp_path / "grid.yaml"), *words]) == 2
        out, err = capsys.readouterr()
        assert out == "" and err.count("\n") == 1
        return err

    return refused


NAMES = [
    "slurm", "", "dask", "dask://", "dask://there", "dask://:8786", "dask://there:", "dask://there:0",
    "dask://there:99999", "dask://there:8786/more", "tcp://there:8786", "dask://a b:1", "LOCAL",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_executor_is_refused_and_nothing_written(name: str, refused: Any, tmp_path: Path) -> None:
    allowed = "allowed: local, or dask://HOST:PORT, the address of a Dask scheduler"
    assert refused("--executor", name) == f"contested: executor: '{name}' is unknown; {allowed}\n"
    assert not (tmp_path / "build").exists()


def test_an_address_where_nobody_listens_is_refused(refused: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # Dask's client asks for as long as it may; so it is not to be asked.
    monkeypatch.setattr(distributed, "Client", lambda *_, **__: pytest.fail("Dask was asked"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        name = f"dask://127.0.0.1:{free.getsockname()[1]}"
        said = refused("--executor", name)
    assert said.startswith(
        f"contested: executor: there is no Dask scheduler at '{name}' (Connection refused); allowed: "
    )


def test_without_dask_it_is_said_how_to_install_it(refused: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = refused("--executor", "dask://127.0.0.1:8786")
    assert said == (
        "contested: executor: 'dask://127.0.0.1:8786' needs Dask; to install it: pip install 'contested[dask]'\n"
    )


# Stores.


@pytest.mark.parametrize("url", ["{}/out [1]", "memory://{}/out*"])
def test_a_store_whose_name_looks_like_a_pattern_leaves_its_neighbours_alone(url: str, tmp_path: Path) -> None:
    made = tmp_path / "made [1]"
    (made / "00-small").mkdir(parents=True)
    (made / "00-small" / "a.csv").write_text("a", encoding="utf-8")
    (made / "index.html").write_text("b", encoding="utf-8")
    odd, beside = Store(url.format(tmp_path)), Store(url.format(tmp_path).replace(" [1]", "1").replace("*", "side"))
    for store in (beside, odd, odd):
        store.put(made, "reports", "a")
    assert beside.sizes("reports", "a") == odd.sizes("reports", "a") == {"00-small/a.csv": 1, "index.html": 1}
    (made / "index.html").unlink()
    odd.put(made, "reports", "a")
    assert odd.sizes("reports", "a") == {"00-small/a.csv": 1}
    assert beside.sizes("reports", "a") == {"00-small/a.csv": 1, "index.html": 1}


@pytest.mark.parametrize("lost", ["claims.csv", "datapackage.json"])
def test_a_copy_of_a_case_that_is_no_longer_whole_is_made_anew(
    lost: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "kept"))
    (tmp_path / "kept").mkdir()
    whole = data_digest(written_case(tmp_path / "made-up"))
    url = f"file://{tmp_path}/made-up"
    kept = local_case(url)
    for digest in ("", whole):
        (kept / lost).unlink()
        assert local_case(url, digest) == kept and data_digest(kept) == whole


@pytest.mark.parametrize("words", [("--jobs", "2"), ("--jobs", "1", "--executor", "dask://127.0.0.1:8786")])
def test_a_store_in_memory_is_refused_where_others_work(words: tuple[str, ...], refused: Any) -> None:
    said = refused("--into", "memory://sweeps/a", *words)
    told = "'memory://sweeps/a' is seen by one process alone; allowed: --executor local --jobs 1 with it"
    assert said == f"contested: into: {told}\n"


IN_MEMORY = """
import json, sys, fsspec
from pathlib import Path
from contested.sweeps.sweep import sweep
memory = fsspec.filesystem("memory")
memory.put("data/made-up/", "/cases/made-up/", recursive=True)
for into in ("memory://sweeps/a", "memory://sweeps/a", "folder"):
    done = sweep("grid.yaml", "memory://cases/made-up", into, "local", 1, "warm")
    print(json.dumps(done.to_dict("records")))
memory.get("/sweeps/a/", "gotten/", recursive=True)
"""


def test_case_and_store_in_memory(asking: Place) -> None:
    written_case(asking.folder / "data" / "made-up")
    asking.grid("product: {as_of: [2030-05-02, 2030-05-04]}")
    done = subprocess.run(
        [sys.executable, "-c", IN_MEMORY], cwd=asking.folder, env=asking.environment(), capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    made, kept, local = map(json.loads, done.stdout.splitlines())
    assert [[row["state"] for row in told] for told in (made, kept, local)] == [
        ["made"] * 2,
        ["kept"] * 2,
        ["made"] * 2,
    ]
    assert {row["case"] for row in made} == {"memory://cases/made-up"}
    assert all(row["report"].startswith("memory://sweeps/a/reports/made-up,2030-05-0") for row in made)
    assert_same(files(asking.folder / "gotten"), files(asking.folder / "folder"))


def test_a_worker_that_writes_where_nobody_else_sees_it_is_told_of(asking: Place) -> None:
    written_case(asking.folder / "data" / "made-up")
    asking.grid("product: {as_of: 2030-05-02}")
    code = (
        "from contested.sweeps import sweep as module; module.work = lambda task: ''; "
        "print(module.sweep('grid.yaml', 'made-up', '', 'local', 1, 'warm')['error'][0])"
    )
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, cwd=asking.folder, env=asking.environment(), capture_output=True, text=True)
    said = (
        f"its worker wrote it to '{asking.store()}', where it is not seen from here; allowed: a store that both see\n"
    )
    assert (done.returncode, done.stdout) == (0, said), done.stderr


@pytest.mark.parametrize(
    ("option", "url", "said"),
    [
        ("--case", "s3://cases/nowhere", "case: there is no datapackage.json at 's3://cases/nowhere'"),
        ("--case", "nowhere://cases/a", "case: 'nowhere://cases/a' is no such place (Protocol not known: nowhere)"),
        ("--into", "s3://no-such-bucket-here/a", "into: 's3://no-such-bucket-here/a' cannot be written ("),
    ],
)
def test_a_place_that_is_not_there_is_told_of(option: str, url: str, said: str, bucket: Bucket, asking: Place) -> None:
    grid = asking.grid("product: {as_of: 2030-05-02}")
    written_case(asking.folder / "data" / "made-up")
    done = asking.run("sweep", grid, option, url, **bucket.environment)
    assert done.returncode == (2 if option == "--into" else 1)
    assert said in done.stderr and "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_case_whose_files_lead_out_of_its_folder_is_refused(asking: Place) -> None:
    asking.grid("product: {as_of: 2030-05-02}")
    code = (
        "import fsspec; memory = fsspec.filesystem('memory'); memory.pipe('/cases/a/datapackage.json', b'{}'); "
        "memory.store['/cases/a/../../../../out.csv'] = memory.store['/cases/a/datapackage.json']; "
        "from contested.sweeps.sweep import sweep; "
        "print(sweep('grid.yaml', 'memory://cases/a', '', 'local', 1, 'warm')['error'][0])"
    )
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, cwd=asking.folder, env=asking.environment(), capture_output=True, text=True)
    assert "out.csv'; allowed: names without '..'" in done.stdout, done.stderr
    assert list(asking.folder.rglob("out.csv")) == []
