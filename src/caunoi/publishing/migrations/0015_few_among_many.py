"""The last articles of a site that tell of a class, or have a recording, are found by an index of their own."""

from django.conf import settings
from django.db import migrations, models


def note_media(apps, schema_editor):
    alias = schema_editor.connection.alias
    having = apps.get_model("publishing", "MediaFile").objects.using(alias).order_by().values("article")
    apps.get_model("publishing", "ArticlePage").objects.using(alias).filter(pk__in=having).update(has_media=True)


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0010_links_to_own_page'),
        ('publishing', '0014_media_in_menus'),
        ('training', '0025_quizzes_put_off'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='articlepage',
            name='has_media',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.RunPython(note_media, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='articlepage',
            index=models.Index(condition=models.Q(('state__in', ['published', 'corrected']), ('class_report__isnull', False)), fields=['site', '-published_at', '-page_ptr'], name='told_of_classes'),
        ),
        migrations.AddIndex(
            model_name='articlepage',
            index=models.Index(condition=models.Q(('state__in', ['published', 'corrected']), ('has_media', True)), fields=['site', '-published_at', '-page_ptr'], name='heard_and_seen'),
        ),
    ]
