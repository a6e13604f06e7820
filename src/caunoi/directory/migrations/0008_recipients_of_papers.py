"""An office writes down once to whom its reports go."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0007_forget_old_sessions")]

    operations = [
        migrations.AddField(
            "organisation",
            "paper_recipients",
            models.TextField(blank=True, verbose_name="recipients of its reports"),
        ),
    ]
