"""The trail binds what stays openly and names through a digest of their own; seals hold a leaf for each row.

No office has seals of the older form: rows that stand (of a demonstration) are sealed anew.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_audit_by_actor")]

    operations = [
        migrations.RemoveIndex("auditentry", "audit_unsealed"),
        migrations.RemoveIndex("auditentry", "audit_by_organisation"),
        migrations.RemoveIndex("auditentry", "audit_by_person"),
        migrations.RemoveIndex("auditentry", "audit_by_actor"),
        migrations.RemoveField("auditentry", "seal"),
        migrations.RemoveField("auditentry", "commitment"),
        migrations.DeleteModel("AuditSeal"),
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation_id", models.UUIDField(null=True)),
                ("number", models.PositiveIntegerField()),
                ("position", models.PositiveBigIntegerField(unique=True)),
                ("sealed_at", models.DateTimeField(auto_now_add=True)),
                ("count", models.PositiveIntegerField()),
                ("leaves", models.BinaryField()),
                ("previous", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("chain", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "audit seal",
                "verbose_name_plural": "audit seals",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation_id", "number"), name="audit_seal_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("organisation_id__isnull", True)),
                        fields=("number",),
                        name="audit_seal_number_once_above",
                    ),
                ],
            },
        ),
        migrations.AddField(
            "auditentry",
            "seal",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="core.auditseal",
            ),
        ),
        migrations.AddField(
            "auditentry", "words_digest", models.CharField(default="", max_length=64), preserve_default=False
        ),
        migrations.AddField(
            "auditentry", "wiped_at", models.DateTimeField(null=True, verbose_name="names wiped at")
        ),
        migrations.AddField("auditentry", "wipes", models.PositiveIntegerField(null=True)),
        migrations.AddField("auditentry", "wipes_digest", models.CharField(blank=True, max_length=64, default=""), preserve_default=False),
        migrations.CreateModel(
            name="AuditWipe",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("left_digest", models.CharField(max_length=64)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wipes_of_it",
                        to="core.auditentry",
                    ),
                ),
                (
                    "wiping",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wiped_rows",
                        to="core.auditentry",
                    ),
                ),
            ],
            options={
                "verbose_name": "wiping of an audit entry",
                "verbose_name_plural": "wipings of audit entries",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("wiping", "entry"), name="audit_wipe_once")],
            },
        ),
        migrations.AddIndex("auditentry", models.Index(fields=["at", "id"], name="audit_by_time")),
        migrations.AddIndex(
            "auditentry", models.Index(fields=["organisation_id", "at", "id"], name="audit_by_organisation")
        ),
        migrations.AddIndex("auditentry", models.Index(fields=["action", "at", "id"], name="audit_by_action")),
        migrations.AddIndex(
            "auditentry",
            models.Index(
                condition=models.Q(("person_id__isnull", False)), fields=["person_id", "id"], name="audit_by_person"
            ),
        ),
        migrations.AddIndex("auditentry", models.Index(fields=["actor_id", "at", "id"], name="audit_by_actor")),
        migrations.AddIndex(
            "auditentry",
            models.Index(condition=models.Q(("seal__isnull", True)), fields=["id"], name="audit_unsealed"),
        ),
    ]
