"""Django's registration of this face."""

from django.apps import AppConfig


class WebMailConfig(AppConfig):
    """Templates of mails, and the postman who is woken when one is written."""

    name = "caunoi.web.mail"
    label = "web_mail"

    def ready(self) -> None:
        """Let the outbox wake the postman; he comes by himself every minute, too."""
        from caunoi.core.jobs import Every, schedule  # noqa: PLC0415 - models are ready only now
        from caunoi.core.outbox import needs_postman, wake_with  # noqa: PLC0415 - models are ready only now
        from caunoi.web.mail.tasks import deliver_outbox, wake  # noqa: PLC0415 - models are ready only now

        wake_with(wake)
        schedule(deliver_outbox, Every(minutes=1), only_if=needs_postman)
