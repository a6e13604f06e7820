"""A draft of a list may name people for units."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the column with its default in the database: a server of before goes on writing drafts."""

    dependencies = [("intake", "0002_roster_draft")]

    operations = [
        migrations.AddField(
            model_name="rosterdraft",
            name="of_units",
            field=models.BooleanField(db_default=False, default=False, verbose_name="nominations"),
        ),
    ]
