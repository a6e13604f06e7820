"""``caunoi keys``: the keys of this office, renewed while it works."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from caunoi.core import reencryption, signing
from caunoi.core.audit.writing import Action
from caunoi.core.key_trail import note_key
from caunoi.core.keys import Key, KeysOpen
from caunoi.core.signed import RING
from caunoi.core.tasks import reencrypt_values
from caunoi.training.queries.links import MOST_DAYS

# What signs, and how long what it signed is good for.
_SIGN = {
    "django": timedelta(seconds=settings.SESSION_COOKIE_AGE),
    RING: timedelta(days=MOST_DAYS),
    # Badges are printed weeks before the class at which they are shown.
    signing.DOOR: timedelta(days=MOST_DAYS),
    # No time: an old key stays as long as certificates live that it signed (core.signing.register_living).
    signing.CREDENTIALS: reencryption.GRACE,
}
_NAMES = (*reencryption.ROTATED, *_SIGN)


class Command(BaseCommand):
    """List the keys, make new ones, bring old values under them, take old keys out of use. No key is ever shown."""

    help = "List keys, rotate them while the server runs, re-encrypt what is old, retire old keys."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do and which keys."""
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="names, ages, and how many values lie under each key")
        rotate = actions.add_parser("rotate", help="make a new key the newest; a job re-encrypts what is old")
        rotate.add_argument("name", nargs="?", choices=_NAMES, help="fields, lookup and steps, where none is named")
        actions.add_parser("reencrypt", help="bring every value under the newest key, here and now")
        retire = actions.add_parser("retire", help="take old keys out of use under which nothing lies any more")
        retire.add_argument("name", nargs="?", choices=_NAMES, help="fields, lookup and steps, where none is named")
        retire.add_argument("--at-once", action="store_true", help="also right after the rotation, when nobody works")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do one of the four; open key files are refused first."""
        try:
            settings.KEYS.refuse_open()
        except KeysOpen as problem:
            raise CommandError(str(problem)) from None
        names = (options["name"],) if options.get("name") else reencryption.ROTATED
        match options["action"]:
            case "list":
                self._list()
            case "rotate":
                self._rotate(names)
            case "reencrypt":
                self.stdout.write(f"{reencryption.reencrypt()} values were brought under the newest keys.")
            case "retire":
                self._retire(names, at_once=options["at_once"])

    def _list(self) -> None:
        now = timezone.now()
        for name in settings.KEYS.names():
            counts = reencryption.count_old(name) if name in reencryption.ROTATED else None
            signed = signing.living(name)
            for place, key in enumerate(settings.KEYS.keys(name)):
                age = f"{(now - key.made_at).days} days old" if key.made_at else "of unknown age"
                held = "" if counts is None else f", {counts[key.fingerprint]} values"
                held += f", signed {signed[key.fingerprint]} certificates that live" if signed else ""
                self.stdout.write(f"{name} {key.fingerprint}: {'old' if place else 'newest'}, {age}{held}")
            if counts and counts[""]:
                self.stdout.write(f"{name}: {counts['']} values are opened by no key that is there")

    def _rotate(self, names: tuple[str, ...]) -> None:
        for name in names:
            with transaction.atomic():
                key: Key = settings.KEYS.rotate(name)
                note_key(name=name, key=key, action=Action.KEY_ROTATED)
            self.stdout.write(f"{name} {key.fingerprint}: the newest key from now on.")
        if set(names) & set(reencryption.ROTATED):
            reencrypt_values.enqueue()
            self.stdout.write("The worker re-encrypts what is old. `caunoi keys list` tells how much is left.")
        if "django" in names:
            self.stdout.write(
                "Restart the servers: they sign with the new key from then on, and still know the old one."
            )

    def _retire(self, names: tuple[str, ...], *, at_once: bool) -> None:
        for name in names:
            usual = _SIGN.get(name, reencryption.GRACE)
            try:
                gone = reencryption.retire(name, grace=timedelta(0) if at_once else usual)
            except reencryption.KeyInUse as problem:
                raise CommandError(f"{name}: {problem}") from None
            for key in gone:
                note_key(name=name, key=key, action=Action.KEY_RETIRED)
                self.stdout.write(
                    f"{name} {key.fingerprint}: taken out of use, kept in {name}.retired for old backups."
                )
            if not gone:
                self.stdout.write(f"{name}: there is no old key.")
