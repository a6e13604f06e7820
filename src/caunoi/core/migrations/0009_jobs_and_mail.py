"""Workers that live, what was due last, when mails may go out; how far the sending of each mail got."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0008_bytes_without_a_file'),
    ]

    operations = [
        migrations.CreateModel(
            name='ScheduleMark',
            fields=[
                ('name', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('last_due', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'mark of the schedule',
                'verbose_name_plural': 'marks of the schedule',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='SendingHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(unique=True, verbose_name='from')),
                ('opens_at', models.TimeField(verbose_name='from (time of day)')),
                ('closes_at', models.TimeField(verbose_name='until (time of day)')),
                ('on_holidays', models.BooleanField(default=True, verbose_name='on public holidays too')),
            ],
            options={
                'verbose_name': 'sending hours',
                'verbose_name_plural': 'sending hours',
                'ordering': ['valid_from'],
            },
        ),
        migrations.CreateModel(
            name='WorkerBeat',
            fields=[
                ('worker_id', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('started_at', models.DateTimeField(auto_now_add=True)),
                ('seen_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'job worker',
                'verbose_name_plural': 'job workers',
                'ordering': ['started_at'],
            },
        ),
        migrations.AddField(
            model_name='outboxmessage',
            name='claimed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='outboxmessage',
            name='claimed_by',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AddField(
            model_name='outboxmessage',
            name='handed_over_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='outboxmessage',
            name='reason',
            field=models.CharField(blank=True, choices=[('refused', 'The mail server does not know this address, or refuses it. Check the address.'), ('rejected', 'The mail server refused the text of this mail.'), ('busy', 'The mail server asked to come again later.'), ('unreachable', 'The mail server could not be reached. Check the network and the mail server.'), ('login', 'The mail server refused our name or password. Whoever runs this system must correct them.'), ('sender', 'The mail server refused our sender address. Whoever runs this system must correct it.'), ('unwritten', 'The mail could not be written: a fault of this system. Please report it.'), ('cut_off', 'Sending was cut off at its last step: the mail may have arrived, or not.')], default='', max_length=12, verbose_name='reason'),
        ),
        migrations.AddField(
            model_name='outboxmessage',
            name='repeatable',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='outboxmessage',
            name='urgent',
            field=models.BooleanField(default=False, verbose_name='urgent'),
        ),
        migrations.AlterField(
            model_name='outboxmessage',
            name='state',
            field=models.CharField(choices=[('waiting', 'waiting'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'not sent'), ('unsure', 'not known whether sent'), ('given_up', 'given up')], default='waiting', max_length=10, verbose_name='state'),
        ),
        migrations.AddIndex(
            model_name='outboxmessage',
            index=models.Index(fields=['organisation_id', 'state'], name='outbox_by_organisation'),
        ),
        migrations.AddConstraint(
            model_name='sendinghours',
            constraint=models.CheckConstraint(condition=models.Q(('opens_at__lt', models.F('closes_at'))), name='sending_hours_in_order'),
        ),
    ]
