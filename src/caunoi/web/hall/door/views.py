"""The door app's page, its service worker and its manifest: the same for everybody, with nothing of any class."""

from __future__ import annotations

import json
import re

from csp.constants import SELF, WASM_UNSAFE_EVAL
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from caunoi.web.base.headers import PERMISSIONS
from caunoi.web.hall.door import shell
from caunoi.web.hall.door.texts import texts

_USED = ("autoplay", "camera", "screen-wake-lock")
# What no page of the house may use, the door app needs: a camera, a sound, a screen that stays on.
_PERMISSIONS = re.sub(rf"\b({'|'.join(_USED)})=\(\)", r"\1=(self)", PERMISSIONS)


@require_safe
@csp_update({"script-src": [WASM_UNSAFE_EVAL], "worker-src": [SELF], "manifest-src": [SELF]})
def door_page(request: HttpRequest) -> HttpResponse:
    """Show the app. It holds no data: those come from the device and, signed, from the server."""
    response = render(request, "hall/door/page.html", _context())
    response.headers["Permissions-Policy"] = _PERMISSIONS
    return response


@require_safe
def door_worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker with the files it keeps and their hashes; another file makes another worker."""
    page = render_to_string("hall/door/page.html", _context(), request=request)
    kept = {
        "version": shell.version(page),
        "page": reverse("hall:door"),
        "files": {file.address: file.integrity for file in shell.files()},
    }
    code = f"const KEPT = {json.dumps(kept, sort_keys=True)};\n{shell.worker_code()}"
    return HttpResponse(code, content_type="text/javascript; charset=utf-8")


@require_safe
def door_manifest(_request: HttpRequest) -> HttpResponse:
    """Return what a phone needs to put the app among its own."""
    icons = [
        {"src": static(f"hall/door/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": use}
        for size in (192, 512)
        for use in ("any", "maskable")
    ]
    return JsonResponse(
        {
            "id": reverse("hall:door"),
            "start_url": reverse("hall:door"),
            "scope": reverse("hall:door"),
            "name": _("Check-in · Cầu Nối"),
            "short_name": _("Check-in"),
            "lang": get_language(),
            "display": "standalone",
            "orientation": "any",
            "background_color": "#0b1319",
            "theme_color": "#0b1319",
            "icons": icons,
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


def _context() -> dict[str, object]:
    # Where the page finds what is not its own: read by its modules, so that they hold no address.
    places = {
        "api": reverse("hall:door") + "api/",
        "page": reverse("hall:door"),
        "worker": reverse("hall:door_worker"),
        "wasm": static("caunoi/vendor/zxing-wasm/zxing_reader.wasm"),
        "sprite": static("caunoi/vendor/icons/sprite.svg"),
    }
    return {"texts": texts(), "places": places}
