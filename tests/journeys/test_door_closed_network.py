"""A hall without the internet: an authority of its own, by the commands of the page, and a browser that trusts it."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from tests.journeys.door import Device, codes_of, link_of, people_of, running, until
from tests.journeys.test_door import held, scan, times, verdict

__all__ = ["held", "times"]
HOST = "diemdanh.noibo"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "door.md"
NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{}}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    server {{
        listen 127.0.0.1:{port} ssl; server_name {host};
        ssl_certificate {folder}/may.crt; ssl_certificate_key {folder}/may.key;
        location / {{ proxy_pass {office}; proxy_set_header Host $host; }}
    }}
}}
"""


@pytest.fixture
def closed_network(tmp_path, live_server, settings):
    """nginx with the certificate that the page tells to make; gives its address."""
    settings.ALLOWED_HOSTS = [HOST]
    commands = re.search(r"<!-- chứng chỉ -->\n+```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1]
    subprocess.run(["bash", "-euc", commands], cwd=tmp_path, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    filled = NGINX.format(folder=tmp_path, port=port, host=HOST, office=live_server.url)
    (tmp_path / "nginx.conf").write_text(filled, encoding="utf-8")
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    server = subprocess.Popen([nginx, "-c", tmp_path / "nginx.conf", "-e", tmp_path / "error.log"])
    until(lambda: answers(port), what="nginx listens")
    yield f"https://{HOST}:{port}"
    server.terminate()
    server.wait()


def answers(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def trusting(home: Path, authority: Path) -> None:
    """Let a browser that lives in ``home`` trust an authority, as one who installs it does."""
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True)
    for step in (["-N", "--empty-password"], ["-A", "-n", "hall", "-t", "C,,", "-i", authority]):
        subprocess.run(["certutil", "-d", f"sql:{store}", *step], check=True)


def test_a_phone_that_trusts_the_halls_authority_scans(held, times, playwright, closed_network, tmp_path):
    people = people_of(held, 2)
    options = {"env": {"HOME": str(tmp_path / "home")}}
    phone = Device(playwright, closed_network, tmp_path / "phone", times, options=options)
    phone.flags = [f"--host-resolver-rules=MAP {HOST} 127.0.0.1"]
    with pytest.raises(Exception, match="ERR_CERT_AUTHORITY_INVALID"):
        phone.start()
    phone.close()
    phone.faults.clear()

    trusting(tmp_path / "home", tmp_path / "goc.crt")
    with running(phone):
        page = phone.pair(link_of(held.organiser, held, "Cửa chính"))
        assert page.evaluate("isSecureContext")
        phone.context.set_offline(True)
        scan(page, codes_of(held)[people[0].pk])
        verdict(page, "in", people[0])
        phone.close()
        page = phone.start(offline=True)
        page.get_by_test_id("inside").wait_for()
        scan(page, codes_of(held)[people[0].pk])
        verdict(page, "again", people[0])
        phone.context.set_offline(False)
        until(lambda: phone.waiting() == 0, what="all is sent")
