"""What every answer tells the browser beside the policy of content: whose it is, and what no page here ever uses."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Where people work or prove who they are: what stands there is kept by no browser and no proxy.
PRIVATE = ("/viec/", "/tai-khoan/", "/bien-tap/", "/cu-nguoi/", "/hoi-truong/")
_UNUSED = (
    "accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone",
    "midi", "payment", "screen-wake-lock", "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join(f"{name}=()" for name in _UNUSED)


class Sealed:
    """Add the headers that no page decides for itself; stands outermost, so that static files and errors have them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the page does; a page that says how long it may be kept is believed where it is public."""
        response = self.get_response(request)
        head = response.headers
        head.setdefault("Permissions-Policy", PERMISSIONS)
        # Answers that replace a view's own, as where a slash is added, come from outside of Django's middleware for it.
        head.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        head.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.path.startswith(PRIVATE):
            head.setdefault("Cache-Control", "private, no-store")
            if "no-store" not in head["Cache-Control"]:
                head["Cache-Control"] = "private, no-store"
        return response
