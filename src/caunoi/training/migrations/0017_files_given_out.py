from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('training', '0016_tickets'),
    ]

    operations = [
        migrations.AddField(
            model_name='topicfile',
            name='given_out',
            field=models.BooleanField(db_default=False, default=False, verbose_name='given to participants'),
        ),
    ]
