"""The full-text index beside the rows, kept by the database itself so that it can never fall behind them."""

from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE search_fts USING fts5(
        title, place_title, text, content='search_searchentry', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2', prefix='2 3')""",
    """CREATE TRIGGER search_fts_insert AFTER INSERT ON search_searchentry BEGIN
        INSERT INTO search_fts(rowid, title, place_title, text)
        VALUES (new.id, new.title, new.place_title, new.text); END""",
    """CREATE TRIGGER search_fts_delete AFTER DELETE ON search_searchentry BEGIN
        INSERT INTO search_fts(search_fts, rowid, title, place_title, text)
        VALUES ('delete', old.id, old.title, old.place_title, old.text); END""",
    """CREATE TRIGGER search_fts_update AFTER UPDATE OF title, place_title, text ON search_searchentry BEGIN
        INSERT INTO search_fts(search_fts, rowid, title, place_title, text)
        VALUES ('delete', old.id, old.title, old.place_title, old.text);
        INSERT INTO search_fts(rowid, title, place_title, text)
        VALUES (new.id, new.title, new.place_title, new.text); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER search_fts_insert",
    "DROP TRIGGER search_fts_delete",
    "DROP TRIGGER search_fts_update",
    "DROP TABLE search_fts",
]
# to_tsvector refuses more than a megabyte of lexemes: the first 300,000 characters of a place are enough to find it.
POSTGRESQL = [
    """ALTER TABLE search_searchentry ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', title), 'A') ||
        setweight(to_tsvector('english', place_title), 'B') ||
        setweight(to_tsvector('english', left(text, 300000)), 'D')) STORED""",
    "CREATE INDEX search_entry_words ON search_searchentry USING gin (words)",
]
POSTGRESQL_BACK = ["ALTER TABLE search_searchentry DROP COLUMN words"]


def run(schema_editor, sqlite, postgresql):
    vendor = schema_editor.connection.vendor
    for statement in {"sqlite": sqlite, "postgresql": postgresql}[vendor]:
        schema_editor.execute(statement)


def forwards(apps, schema_editor):
    run(schema_editor, SQLITE, POSTGRESQL)


def backwards(apps, schema_editor):
    run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
