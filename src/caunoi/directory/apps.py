"""Django's registration of the directory."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """Who and where."""

    name = "caunoi.directory"
    label = "directory"
    verbose_name = _("Directory")

    def ready(self) -> None:
        """Teach trail and search about this domain; name its checks, what it holds of people and how long."""
        from allauth.mfa.models import Authenticator  # noqa: PLC0415 - models are ready only now

        from caunoi.core import packed_secrets, search  # noqa: PLC0415 - models are ready only now
        from caunoi.core.audit import register_actions  # noqa: PLC0415 - models are ready only now
        from caunoi.directory import checks  # noqa: PLC0415 - models are ready only now
        from caunoi.directory.enums import AccountAction, Action  # noqa: PLC0415 - models are ready only now
        from caunoi.directory.services import holdings, indexing, periods  # noqa: PLC0415 - models are ready only now

        register_actions(Action, AccountAction)
        packed_secrets.register(
            packed_secrets.Packed(
                model=Authenticator, column="data", names=("secret", "seed", "migrated_codes"), key_name="steps"
            )
        )
        search.register("person", indexing.index_all_persons)
        search.register("organisation", indexing.index_all_organisations)
        search.register("directive", indexing.index_all_directives)
        checks.register()
        holdings.register()
        periods.register()
