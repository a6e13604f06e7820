"""Django's registration of this face."""

from django.apps import AppConfig


class WebPortalConfig(AppConfig):
    """Templates and static files of this face."""

    name = "caunoi.web.portal"
    label = "web_portal"

    def ready(self) -> None:
        """Name what fills the holes of kept pages and what stands on first pages, and count what readers view."""
        from caunoi.web.portal import front_parts  # noqa: PLC0415 - models are ready only now
        from caunoi.web.portal.cache.middleware import on_view  # noqa: PLC0415 - models are ready only now
        from caunoi.web.portal.voices import holes  # noqa: PLC0415 - models are ready only now
        from caunoi.web.portal.voices.counter import counter  # noqa: PLC0415 - models are ready only now

        holes.register()
        front_parts.register()
        on_view(counter)
