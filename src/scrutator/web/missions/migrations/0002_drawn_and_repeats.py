"""Weight and stratum of a drawn station; and, in the questions of forms, which groups repeat."""

from django.db import migrations, models


def fill_repeats(apps, schema_editor):
    """Read again, from the workbooks of forms that were published before, which groups repeat."""
    from scrutator.field.reading.sheets import read_sheets
    from scrutator.field.xlsform import questions_of

    forms = apps.get_model("missions", "FormVersion").objects.using(schema_editor.connection.alias)
    for form in forms.exclude(workbook=b"").order_by("pk"):
        found = {one.path: list(one.repeats) for one in questions_of(read_sheets(bytes(form.workbook)))}
        if any(found.values()):
            form.questions = [{**one, "repeats": found.get(one["path"], [])} for one in form.questions]
            form.save(update_fields=["questions"])


class Migration(migrations.Migration):
    dependencies = [
        ("missions", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="deployment",
            name="stratum",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="deployment",
            name="weight",
            field=models.DecimalField(decimal_places=6, max_digits=16, null=True),
        ),
        migrations.RunPython(fill_repeats, migrations.RunPython.noop),
    ]
