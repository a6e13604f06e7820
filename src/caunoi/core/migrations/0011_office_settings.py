"""What an office sets for itself: mail server, days off, working hours."""

import caunoi.core.fields
import datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0010_sent_forms'),
    ]

    operations = [
        migrations.CreateModel(
            name='HolidayChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='day')),
                ('is_off', models.BooleanField(verbose_name='day off')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'change of the days off',
                'verbose_name_plural': 'changes of the days off',
                'ordering': ['day'],
            },
        ),
        migrations.CreateModel(
            name='MailServer',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('host', models.CharField(max_length=200, verbose_name='mail server')),
                ('port', models.PositiveIntegerField(verbose_name='port')),
                ('security', models.CharField(choices=[('tls', 'TLS from the first word (usual, port 465)'), ('starttls', 'STARTTLS (port 587)'), ('none', 'not encrypted (port 25, only within the office)')], default='tls', max_length=10, verbose_name='encryption')),
                ('username', models.CharField(blank=True, max_length=200, verbose_name='user name there')),
                ('password', caunoi.core.fields.EncryptedTextField(blank=True, verbose_name='password there')),
                ('sender', models.EmailField(max_length=254, verbose_name='sender of the mails')),
                ('revision', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'mail server',
                'verbose_name_plural': 'mail servers',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='mail_server_only_one'), models.CheckConstraint(condition=models.Q(('port__gte', 1), ('port__lte', 65535)), name='mail_server_port')],
            },
        ),
        migrations.CreateModel(
            name='WorkingHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(unique=True, verbose_name='from')),
                ('morning_from', models.TimeField(default=datetime.time(7, 30), verbose_name='morning from')),
                ('morning_until', models.TimeField(default=datetime.time(11, 30), verbose_name='morning until')),
                ('afternoon_from', models.TimeField(default=datetime.time(13, 30), verbose_name='afternoon from')),
                ('afternoon_until', models.TimeField(default=datetime.time(17, 0), verbose_name='afternoon until')),
                ('saturdays', models.BooleanField(default=False, verbose_name='Saturdays are working days')),
            ],
            options={
                'verbose_name': 'working hours',
                'verbose_name_plural': 'working hours',
                'ordering': ['valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('afternoon_from__lt', models.F('afternoon_until')), ('morning_from__lt', models.F('morning_until')), ('morning_until__lte', models.F('afternoon_from'))), name='working_hours_in_order')],
            },
        ),
    ]
