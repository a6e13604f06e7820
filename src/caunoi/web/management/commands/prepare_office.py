"""``caunoi prepare_office``."""

from __future__ import annotations

from typing import Any

from caunoi.core.first_run import first_run_token, forget_first_run_token
from caunoi.directory.models import Organisation
from caunoi.web.management.preparing import PreparingCommand


class Command(PreparingCommand):
    """Make a real office ready to be served; an empty one gets the code of the first run."""

    help = "Compile the texts, migrate, load units; write the code of the first run while there is no office."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Prepare; the code lies beside the keys for as long as nobody has set the office up."""
        self.prepare()
        if Organisation.objects.exists():
            forget_first_run_token()
        else:
            first_run_token()
