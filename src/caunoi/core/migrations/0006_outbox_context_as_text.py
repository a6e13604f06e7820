from django.db import migrations

import caunoi.core.fields


class Migration(migrations.Migration):
    """The context of a message becomes a text column; its content is encrypted by the next migration."""

    dependencies = [("core", "0005_trail_words_bound")]

    operations = [
        migrations.AlterField(
            model_name="outboxmessage",
            name="context",
            field=caunoi.core.fields.EncryptedJSONField(default=dict),
        ),
    ]
