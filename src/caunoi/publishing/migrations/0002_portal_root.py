"""Put the portal's root in the place of the page that Wagtail brings along."""

from django.db import migrations


def plant(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    PortalRoot = apps.get_model("publishing", "PortalRoot")
    ContentType = apps.get_model("contenttypes", "ContentType")
    top = Page.objects.filter(depth=1).order_by("path").first()
    if top is None or PortalRoot.objects.exists():
        return
    # The welcome page is recognised by its plain type: pages of an office's own have another.
    plain, _made = ContentType.objects.get_or_create(app_label="wagtailcore", model="page")
    Site.objects.filter(root_page__depth=2, root_page__content_type=plain).delete()
    Page.objects.filter(depth=2, content_type=plain, numchild=0).delete()
    kind, _made = ContentType.objects.get_or_create(app_label="publishing", model="portalroot")
    taken = Page.objects.filter(depth=2).count()
    root = PortalRoot.objects.create(
        title="Cổng thông tin",
        draft_title="Cổng thông tin",
        slug="cong-thong-tin",
        content_type=kind,
        path=f"{top.path}{taken + 1:04d}",
        depth=2,
        numchild=0,
        url_path="/cong-thong-tin/",
        locale=Locale.objects.order_by("pk").first(),
        live=True,
    )
    Page.objects.filter(pk=top.pk).update(numchild=taken + 1)
    Site.objects.filter(is_default_site=True).delete()
    Site.objects.create(hostname="localhost", site_name="Cổng thông tin", root_page=root, is_default_site=True)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_initial"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
