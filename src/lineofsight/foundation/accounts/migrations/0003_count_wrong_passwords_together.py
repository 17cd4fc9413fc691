from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    """The table in which every server process counts the wrong passwords; it exists already in a test database."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):

    dependencies = [("accounts", "0002_people_sign_in_and_are_told")]

    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
