"""The database itself refuses to change or delete a row of pokja_surat. SQLite and PostgreSQL."""

from django.db import migrations

TABEL = "pokja_surat"

SQLITE = [
    f"""CREATE TRIGGER {TABEL}_tanpa_{peristiwa.lower()} BEFORE {peristiwa} ON {TABEL}
    BEGIN SELECT RAISE(ABORT, 'Surat yang terbit tidak dapat diubah atau dihapus'); END"""
    for peristiwa in ("UPDATE", "DELETE")
]
POSTGRES = [
    f"""CREATE FUNCTION {TABEL}_abadi() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'Surat yang terbit tidak dapat diubah atau dihapus'; END $$""",
    f"CREATE TRIGGER {TABEL}_abadi BEFORE UPDATE OR DELETE ON {TABEL} FOR EACH ROW EXECUTE FUNCTION {TABEL}_abadi()",
    # TRUNCATE passes row triggers, so it gets one of its own.
    f"CREATE TRIGGER {TABEL}_tanpa_truncate BEFORE TRUNCATE ON {TABEL} EXECUTE FUNCTION {TABEL}_abadi()",
]
SQLITE_BALIK = [f"DROP TRIGGER {TABEL}_tanpa_update", f"DROP TRIGGER {TABEL}_tanpa_delete"]
POSTGRES_BALIK = [
    f"DROP TRIGGER {TABEL}_tanpa_truncate ON {TABEL}",
    f"DROP TRIGGER {TABEL}_abadi ON {TABEL}",
    f"DROP FUNCTION {TABEL}_abadi()",
]


def jalankan(schema_editor, sqlite, postgres):
    for perintah in {"sqlite": sqlite, "postgresql": postgres}[schema_editor.connection.vendor]:
        schema_editor.execute(perintah)


def pasang(apps, schema_editor):
    jalankan(schema_editor, SQLITE, POSTGRES)


def lepas(apps, schema_editor):
    jalankan(schema_editor, SQLITE_BALIK, POSTGRES_BALIK)


class Migration(migrations.Migration):
    dependencies = [("pokja", "0003_surat")]
    operations = [migrations.RunPython(pasang, lepas)]
