"""The server to start: a package of the official one without most modules, and a plugin with the filters it lacks.

Maven brings the package, a JDK compiles the plugin against the package's own jars; both lie under .cache/ afterwards.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

VERSION = "9.5.0"  # of the image in docker-compose.yml too
PACKAGE = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
OLDEST_JAVA = 21
CACHE = Path(__file__).parents[2] / ".cache" / "elasticsearch"
PLUGIN = Path(__file__).with_name("plugin")


class Unavailable(Exception):
    """No server can be started here; says how to get one."""


def java_home() -> Path | None:
    """The JDK that compiles the plugin and runs the server."""
    named = [Path(os.environ[name]) for name in ("ES_JAVA_HOME", "JAVA_HOME") if os.environ.get(name)]
    if java := shutil.which("java"):
        named.append(Path(java).resolve().parents[1])
    installed = sorted(Path("/usr/lib/jvm").glob("*"), key=_java_version, reverse=True)
    return next((home for home in [*named, *installed] if _java_version(home) >= OLDEST_JAVA), None)


def _java_version(home: Path) -> int:
    """The major version of the JDK in a folder; 0 if there is none that compiles."""
    if not (home / "bin/javac").exists() or not (home / "release").exists():
        return 0
    found = re.search(r'^JAVA_VERSION="(\d+)', (home / "release").read_text(), re.MULTILINE)
    return int(found[1]) if found else 0


def is_obtainable() -> bool:
    return java_home() is not None and (_home().exists() or shutil.which("mvn") is not None)


def prepared(java: Path) -> Path:
    """The server's folder with the plugin in it; fetched, unpacked and compiled once for each version of either."""
    home = _home()
    with _one_process_at_a_time():
        if home.exists():
            return home
        with TemporaryDirectory(dir=CACHE) as folder:
            unfinished = _unpacked(Path(folder))
            _add_plugin(unfinished, java)
            for old in CACHE.glob("server-*"):
                shutil.rmtree(old)
            unfinished.rename(home)
    return home


def _home() -> Path:
    digest = hashlib.sha256()
    for file in sorted(PLUGIN.iterdir()):
        digest.update(f"{file.name}\0".encode())
        digest.update(file.read_bytes())
    return CACHE / f"server-{VERSION}-{digest.hexdigest()[:8]}"


@contextmanager
def _one_process_at_a_time() -> Iterator[None]:
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _unpacked(folder: Path) -> Path:
    _run("mvn", "-q", "-B", "dependency:copy", f"-Dartifact={PACKAGE}", f"-DoutputDirectory={folder}")
    with zipfile.ZipFile(next(folder.glob("*.zip"))) as package:
        package.extractall(folder)
    home = folder / f"elasticsearch-{VERSION}"
    for program in (home / "bin").iterdir():
        program.chmod(0o755)  # zipfile forgets it
    return home


def _add_plugin(home: Path, java: Path) -> None:
    plugin = home / "plugins/commonplace-analysis"
    plugin.mkdir(parents=True)
    shutil.copy(PLUGIN / "named_components.json", plugin)
    descriptor = (PLUGIN / "stable-plugin-descriptor.properties").read_text()
    (plugin / "stable-plugin-descriptor.properties").write_text(descriptor.replace("{version}", VERSION))
    with TemporaryDirectory() as classes:
        options = ["--release", str(OLDEST_JAVA), "-cp", str(home / "lib/*"), "-d", classes]
        _run(java / "bin/javac", *options, *map(str, PLUGIN.glob("*.java")))
        _run(java / "bin/jar", "cf", plugin / "commonplace-analysis.jar", "-C", classes, ".")


def _run(*command: str | Path) -> None:
    ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if ran.returncode:
        raise Unavailable(f"{command[0]} failed:\n{ran.stdout}")
