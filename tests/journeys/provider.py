"""A real OpenID Connect provider (oidc-provider-mock on authlib) in a process of its own, on the loopback address.

``PUT /lies`` makes its signed answers wrong in a way that a broken or hostile provider's could be: another audience
("aud") or another nonce ("nonce").
"""

from __future__ import annotations

import json
import sys
from typing import Any

LIES: dict[str, str] = {}


def serve() -> None:
    """Serve until killed; the first line of the output is the port."""
    import oidc_provider_mock
    import werkzeug.serving
    from oidc_provider_mock import _app, _storage

    honest_claims, honest_nonce = _app.OpenIDCode.get_jwt_config, _storage.AuthorizationCode.get_nonce

    def claims(self: Any, grant: Any, client: Any = None) -> dict[str, Any]:
        told = honest_claims(self, grant, client)
        return {**told, "aud": [LIES["aud"]]} if "aud" in LIES else told

    _app.OpenIDCode.get_jwt_config = claims
    _storage.AuthorizationCode.get_nonce = lambda self: LIES.get("nonce") or honest_nonce(self)
    provider = oidc_provider_mock.app()

    def application(environ: dict[str, Any], start: Any) -> Any:
        if environ["PATH_INFO"] != "/lies":
            return provider(environ, start)
        LIES.clear()
        LIES.update(json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))))
        start("204 No Content", [])
        return []

    server = werkzeug.serving.make_server("127.0.0.1", 0, application, threaded=True)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    serve()
