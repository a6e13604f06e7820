"""An evening has hours of the office, too."""

import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0013_counts_of_tries")]

    operations = [
        migrations.AddField(
            model_name="workinghours",
            name="evening_from",
            field=models.TimeField(default=datetime.time(18, 0), verbose_name="evening from"),
        ),
        migrations.AddField(
            model_name="workinghours",
            name="evening_until",
            field=models.TimeField(default=datetime.time(21, 0), verbose_name="evening until"),
        ),
        migrations.AddConstraint(
            model_name="workinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(("evening_from__lt", models.F("evening_until"))), name="evening_hours_in_order"
            ),
        ),
    ]
