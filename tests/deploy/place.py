"""A server of its own below one folder: the shipped files with paths and ports moved, and what systemd would do.

What stands in ``deploy/`` is used as it is: the doors are opened as the socket units say, the programs are started and
stopped as the service units say, nginx reads the shipped configuration.
"""

from __future__ import annotations

import datetime as dt
import grp
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
NAME = "co-quan.example.vn"
# Every folder of the machine that the shipped files name; longer names first.
FOLDERS = (
    "/var/lib/caunoi-keys", "/var/lib/caunoi", "/var/backups/caunoi", "/var/log/caunoi", "/var/www/html",
    "/run/caunoi-metrics", "/run/caunoi", "/etc/caunoi", "/etc/letsencrypt", "/opt/caunoi", "/usr/local/bin",
    "/etc/nginx", "/etc/systemd/system", "/etc/systemd/journald.conf.d", "/etc/logrotate.d", "/etc/caddy",
)  # fmt: skip
_NAMED = re.compile("|".join(re.escape(each) for each in sorted(FOLDERS, key=len, reverse=True)))
AS_ROOT = os.geteuid() == 0


class Place:
    """One machine's worth of folders."""

    def __init__(self, root: Path, *, http: int, https: int) -> None:
        self.root, self.http, self.https = root, http, https
        # nginx works under an account of its own and has to come through.
        root.chmod(0o711)

    def at(self, path: str) -> Path:
        """Where a path of the machine lies here."""
        return self.root / path.lstrip("/")

    def moved(self, text: str) -> str:
        """The text with every path moved here, and the ports of the web with it."""
        text = _NAMED.sub(lambda match: str(self.at(match[0])), text)
        for port, here in ((80, self.http), (443, self.https)):
            text = re.sub(rf"listen {port}\b", f"listen 127.0.0.1:{here}", text)
            # Not every machine that runs tests has an address of version 6.
            text = re.sub(rf"(?m)^ *listen \[::\]:{port}\b[^\n]*\n", "", text)
        return text

    def put(self, source: Path, target: str) -> Path:
        """Install a shipped file."""
        path = self.at(target)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.moved(source.read_text(encoding="utf-8")), encoding="utf-8")
        path.chmod(source.stat().st_mode & 0o777)
        return path

    def environment(self) -> dict[str, str]:
        """What systemd reads from the file of settings, and nothing else of this process."""
        read = {}
        for line in self.at("/etc/caunoi/caunoi.env").read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                name, _, value = line.partition("=")
                read[name] = "".join(shlex.split(value))
        return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(self.root), **read}

    def caunoi(self, *command: str) -> str:
        """Run the command of the office to its end."""
        done = subprocess.run(
            [str(ROOT / ".venv/bin/caunoi"), *command],
            env=self.environment(), cwd=self.root, umask=0o027,
            capture_output=True, text=True, check=False, timeout=180,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def install(place: Place, *, database: str) -> None:
    """Put everything where the how-to puts it."""
    for unit in (DEPLOY / "systemd").iterdir():
        place.put(unit, f"/etc/systemd/system/{unit.name}")
    place.put(DEPLOY / "nginx/caunoi.conf", "/etc/nginx/sites-enabled/caunoi.conf")
    for snippet in ("caunoi-proxy.conf", "caunoi-page.conf"):
        place.put(DEPLOY / "nginx" / snippet, f"/etc/nginx/snippets/{snippet}")
    settings = place.put(DEPLOY / "caunoi.env", "/etc/caunoi/caunoi.env")
    text = re.sub(r"(?m)^CAUNOI_DATABASE_URL=.*$", f"CAUNOI_DATABASE_URL='{database}'", settings.read_text())
    settings.write_text(text)
    for folder, mode in (
        ("/var/lib/caunoi", 0o711), ("/var/lib/caunoi/files", 0o2750), ("/var/lib/caunoi/static", 0o2750),
        ("/var/lib/caunoi/pages", 0o2750), ("/var/lib/caunoi-keys", 0o700),
        ("/var/backups/caunoi", 0o700), ("/var/log/caunoi", 0o755), ("/run/caunoi", 0o755), ("/opt/caunoi", 0o755),
        ("/run/caunoi-metrics", 0o700), ("/var/www/html", 0o755),
    ):  # fmt: skip
        place.at(folder).mkdir(parents=True, exist_ok=True)
        # A file of SQLite made before the home: the mode is the folder's own.
        if AS_ROOT and mode & 0o2000:
            os.chown(place.at(folder), 0, grp.getgrnam("www-data").gr_gid)
        place.at(folder).chmod(mode)
    place.at("/opt/caunoi/current").symlink_to(ROOT)
    certify(place.at(f"/etc/letsencrypt/live/{NAME}"), NAME)


def certify(folder: Path, name: str, *, days: int = 30) -> None:
    """Make an authority and a certificate of it for ``name``."""
    folder.mkdir(parents=True, exist_ok=True)
    now = dt.datetime.now(dt.UTC)
    own, its = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())

    def made(subject: str, key, issuer: str, by, *extensions) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=days))
        )
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical=critical)
        return builder.sign(by, hashes.SHA256())

    authority = made("Nơi cấp thử", own, "Nơi cấp thử", own, (x509.BasicConstraints(ca=True, path_length=0), True))
    leaf = made(name, its, "Nơi cấp thử", own, (x509.SubjectAlternativeName([x509.DNSName(name)]), False))
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(authority.public_bytes(pem))
    (folder / "fullchain.pem").write_bytes(leaf.public_bytes(pem) + authority.public_bytes(pem))
    (folder / "privkey.pem").write_bytes(
        its.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def directives(place: Place, unit: str) -> dict[str, str]:
    """Read a unit; ``caunoi-web@1.service`` comes from its template. The last of a name is kept."""
    head, _, tail = unit.partition("@")
    instance = tail.partition(".")[0]
    name = f"{head}@.{unit.rpartition('.')[2]}" if tail else unit
    found = {}
    for line in place.at(f"/etc/systemd/system/{name}").read_text(encoding="utf-8").splitlines():
        key, mark, value = line.partition("=")
        if mark and not line.startswith("#"):
            found[key] = value.replace("%i", instance)
    return found


class Service:
    """A program as its unit says; with a door where the unit has a socket."""

    def __init__(self, place: Place, unit: str) -> None:
        self.place, self.unit = place, unit
        self.says = directives(place, f"{unit}.service")
        self.child: subprocess.Popen[bytes] | None = None
        self.door: socket.socket | None = None
        self.log = place.at(f"/var/log/{unit}.log")

    def open(self) -> None:
        """Open the door as the socket unit says."""
        says = directives(self.place, f"{self.unit}.socket")
        path = Path(says["ListenStream"])
        path.unlink(missing_ok=True)
        self.door = socket.socket(socket.AF_UNIX)
        self.door.bind(str(path))
        path.chmod(int(says["SocketMode"], 8))
        if AS_ROOT:
            os.chown(path, 0, grp.getgrnam(says["SocketGroup"]).gr_gid)
        self.door.listen(int(says["Backlog"]))

    def close(self) -> None:
        """Close the door, as systemd does when it gives a service up."""
        if self.door is not None:
            Path(self.door.getsockname()).unlink(missing_ok=True)
            self.door.close()
            self.door = None

    def start(self) -> None:
        """Start it; a unit that notifies is waited for."""
        env = self.place.environment()
        name, _, value = self.says.get("Environment", "").partition("=")
        if name:
            env[name] = value
        told = self.place.at(f"/run/{self.unit}.notify")
        told.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear, self.log.open("ab") as log:
            ear.bind(str(told))
            ear.settimeout(90)
            command, fds = shlex.split(self.says["ExecStart"]), []
            if self.door is not None:
                fds = [self.door.fileno()]
                env |= {"LISTEN_FDS": "1", "NOTIFY_SOCKET": str(told), "DOOR": str(fds[0])}
                begin = 'exec 3<&"$DOOR"; export LISTEN_PID=$$; exec "$@"'
                command = ["bash", "-c", begin, "bash", *command]
            self.child = subprocess.Popen(
                command, env=env, cwd=self.says["WorkingDirectory"], pass_fds=fds, stdout=log, stderr=log,
                start_new_session=True, umask=int(self.says["UMask"], 8),
            )  # fmt: skip
            if self.says["Type"] == "notify":
                while b"READY=1" not in ear.recv(4096):
                    assert self.child.poll() is None, self.log.read_text()

    def stop(self) -> None:
        """Ask it to end, and wait as long as the unit lets it."""
        if self.child is not None and self.child.poll() is None:
            self.child.send_signal(signal.SIGTERM)
            self.child.wait(timeout=int(self.says["TimeoutStopSec"]))
        self.child = None

    def restart(self) -> None:
        """What ``systemctl restart`` does; the door stays open meanwhile."""
        self.stop()
        self.start()

    def kill(self) -> None:
        """Take it away without a word, with all its processes."""
        assert self.child is not None
        os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()
        self.child = None


class Nginx:
    """Debian's nginx with the shipped configuration."""

    def __init__(self, place: Place, *, start: bool = True) -> None:
        self.place = place
        program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
        assert program, "nginx is not installed: apt-get install nginx-light"
        self.program = program
        self.child: subprocess.Popen[bytes] | None = None
        self.main = place.at("/etc/nginx/nginx.conf")
        self.main.parent.mkdir(parents=True, exist_ok=True)
        folder = place.at("/var/tmp-nginx")
        folder.mkdir(parents=True)
        user = "user www-data;" if AS_ROOT else ""
        temporary = "".join(
            f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        self.main.write_text(
            f"{user} error_log stderr error; daemon off; pid {folder}/pid; worker_processes 1;\n"
            "events { worker_connections 512; }\n"
            f"http {{ include /etc/nginx/mime.types; default_type application/octet-stream; {temporary}\n"
            f"include {place.at('/etc/nginx/sites-enabled')}/*.conf; }}\n",
            encoding="utf-8",
        )
        self.log = place.at("/var/log/nginx-start.log")
        if start:
            self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                [self.program, "-p", str(self.main.parent), "-c", str(self.main), "-e", "stderr"],
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + 20
        while time.monotonic() < until:
            assert self.child.poll() is None, self.log.read_text()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.place.https)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError(self.log.read_text())

    def stop(self) -> None:
        """End it."""
        if self.child is not None and self.child.poll() is None:
            self.child.send_signal(signal.SIGTERM)
            self.child.wait(timeout=20)


def python() -> str:
    """The Python of the environment."""
    return sys.executable
