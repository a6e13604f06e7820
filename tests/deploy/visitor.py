"""Somebody at a browser, speaking to nginx over TLS; the name is the office's, the machine is this one."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.deploy.place import NAME, Place


class _Here(http.client.HTTPSConnection):
    def __init__(self, place: Place, source: str, name: str, timeout: float) -> None:
        self.place, self.source, self.name = place, source, name
        self.trust = ssl.create_default_context(cafile=place.at(f"/etc/letsencrypt/live/{name}/ca.pem"))
        super().__init__(name, timeout=timeout, context=self.trust)

    def connect(self) -> None:
        """Reach the office's name on this machine."""
        plain = socket.create_connection(("127.0.0.1", self.place.https), self.timeout, (self.source, 0))
        self.sock = self.trust.wrap_socket(plain, server_hostname=self.name)


@dataclass
class Answer:
    """What came back; ``headers`` keeps those that came twice."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", errors="replace")


@dataclass
class Visitor:
    """Keeps cookies; comes from ``source``."""

    place: Place
    source: str = "127.0.0.1"
    name: str = NAME
    timeout: float = 60
    origin: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """Send one request over a connection of its own."""
        connection = _Here(self.place, self.source, self.name, self.timeout)
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            said["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, said)
            found = connection.getresponse()
            for cookie in found.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(found.status, found.headers, found.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        """Open a page."""
        return self.ask("GET", path, **headers)

    def post(self, path: str, values: dict[str, str], **headers: str) -> Answer:
        """Send a form, with the token that the last page gave."""
        sent = urlencode({"csrfmiddlewaretoken": self.cookies.get("__Host-csrftoken", ""), **values}).encode()
        own = {"Content_Type": "application/x-www-form-urlencoded", "Origin": self.origin or f"https://{self.name}"}
        return self.ask("POST", path, sent, **own, **headers)

    def sign_in(self, name: str, password: str, **headers: str) -> Answer:
        """Fill in the page for signing in."""
        page = self.get("/tai-khoan/login/", **headers)
        assert page.status == 200, page.text
        return self.post("/tai-khoan/login/", {"login": name, "password": password}, **headers)

    def static_names(self) -> list[str]:
        """Addresses of style sheets and scripts that the page for signing in names."""
        return re.findall(r'(?:href|src)="(/static/[^"]+)"', self.get("/tai-khoan/login/").text)
