"""Put our home page and the shelf of communities in the place of Wagtail's welcome page."""

from django.db import migrations


def plant(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    HomePage = apps.get_model("communities", "HomePage")
    CommunitiesPage = apps.get_model("communities", "CommunitiesPage")

    Site.objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()
    locale = Locale.objects.first()
    home = HomePage.objects.create(
        title="Home",
        draft_title="Home",
        slug="home",
        content_type=ContentType.objects.get_or_create(model="homepage", app_label="communities")[0],
        path="00010001",
        depth=2,
        numchild=1,
        url_path="/home/",
        locale=locale,
    )
    CommunitiesPage.objects.create(
        title="Communities",
        draft_title="Communities",
        slug="communities",
        content_type=ContentType.objects.get_or_create(model="communitiespage", app_label="communities")[0],
        path="000100010001",
        depth=3,
        numchild=0,
        url_path="/home/communities/",
        locale=locale,
    )
    Page.objects.filter(depth=1).update(numchild=1)
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)


def uproot(apps, schema_editor):
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    apps.get_model("communities", "CommunitiesPage").objects.all().delete()
    apps.get_model("communities", "HomePage").objects.all().delete()
    apps.get_model("wagtailcore", "Page").objects.filter(depth=1).update(numchild=0)


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0001_initial"),
        ("wagtailcore", "0095_groupsitepermission"),
    ]

    operations = [migrations.RunPython(plant, uproot)]
