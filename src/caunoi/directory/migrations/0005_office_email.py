"""Whoever answers a mail of the system writes to the office."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0004_delegation'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='email',
            field=models.EmailField(blank=True, max_length=254, verbose_name='e-mail of the office'),
        ),
    ]
