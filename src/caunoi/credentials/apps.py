"""Django's registration of credentials."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CredentialsConfig(AppConfig):
    """The ledger of awards, the keys that sign them, and what anybody can verify. Fed with frozen facts."""

    name = "caunoi.credentials"
    label = "credentials"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        """Teach the trail the words of this domain, and name what is checked and held about people."""
        from caunoi.core import signing  # noqa: PLC0415 - models are ready only now
        from caunoi.core.audit import register_actions  # noqa: PLC0415 - models are ready only now
        from caunoi.credentials import checks, tasks  # noqa: F401, PLC0415 - models are ready only now
        from caunoi.credentials.enums import Action  # noqa: PLC0415 - models are ready only now
        from caunoi.credentials.queries.awards import living_by_key  # noqa: PLC0415 - models are ready only now
        from caunoi.credentials.services import holdings  # noqa: PLC0415 - models are ready only now

        register_actions(Action)
        signing.register_living(signing.CREDENTIALS, living_by_key)
        checks.register()
        holdings.register()
