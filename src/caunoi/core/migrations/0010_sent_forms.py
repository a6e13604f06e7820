"""The same form sent twice makes one thing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0009_jobs_and_mail")]

    operations = [
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("actor_id", models.UUIDField()),
                ("key", models.UUIDField()),
                ("leads_to", models.CharField(blank=True, max_length=500)),
                ("sent_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "form that was sent",
                "verbose_name_plural": "forms that were sent",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("actor_id", "key"), name="sent_form_once")],
            },
        ),
    ]
