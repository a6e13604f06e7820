from django.db import migrations
from django.db.models import ExpressionWrapper, F, TextField, Value

from caunoi.core.fields import cipher


def _rewrite(apps, change):
    messages = apps.get_model("core", "OutboxMessage").objects.order_by("pk")
    raw = messages.annotate(raw=ExpressionWrapper(F("context"), output_field=TextField()))
    for key, text in list(raw.values_list("pk", "raw")):
        changed = change(text)
        if changed != text:
            messages.filter(pk=key).update(context=Value(changed, output_field=TextField()))


def encrypt(apps, schema_editor):
    """Encrypt what is plain JSON still; a context that is encrypted already stays."""
    _rewrite(apps, lambda text: cipher().encrypt(text.encode()).decode("ascii") if text[:1] in "{[" else text)


def decrypt(apps, schema_editor):
    """Bring back plain JSON, which the column before this needs."""
    _rewrite(apps, lambda text: text if text[:1] in "{[" else cipher().decrypt(text.encode()).decode())


class Migration(migrations.Migration):
    """Encrypt the contexts that were written as JSON."""

    dependencies = [("core", "0006_outbox_context_as_text")]

    operations = [migrations.RunPython(encrypt, decrypt)]
