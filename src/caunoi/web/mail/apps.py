"""Django's registration of this face."""

from django.apps import AppConfig


class WebMailConfig(AppConfig):
    """Templates of mails, and the postman who is woken when one is written."""

    name = "caunoi.web.mail"
    label = "web_mail"

    def ready(self) -> None:
        """Let the outbox wake the postman."""
        from caunoi.core.outbox import wake_with  # noqa: PLC0415 - models are ready only now
        from caunoi.web.mail.tasks import deliver_outbox  # noqa: PLC0415 - models are ready only now

        wake_with(deliver_outbox.enqueue)
