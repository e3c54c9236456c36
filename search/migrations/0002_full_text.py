"""The full-text index beside the rows, kept by the database itself so that it can never fall behind them.

Titles have an index of their own that keeps words whole: while somebody types "medicati", a stem finds nothing.
"""

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE search_fts USING fts5(
        title, place_title, text, content='search_searchentry', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2')""",
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
    "CREATE VIEW search_thing AS SELECT id, title FROM search_searchentry WHERE place = ''",
    """CREATE VIRTUAL TABLE search_titles USING fts5(
        title, content='search_thing', content_rowid='id',
        tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')""",
    """CREATE TRIGGER search_titles_insert AFTER INSERT ON search_searchentry WHEN new.place = '' BEGIN
        INSERT INTO search_titles(rowid, title) VALUES (new.id, new.title); END""",
    """CREATE TRIGGER search_titles_delete AFTER DELETE ON search_searchentry WHEN old.place = '' BEGIN
        INSERT INTO search_titles(search_titles, rowid, title) VALUES ('delete', old.id, old.title); END""",
    """CREATE TRIGGER search_titles_update AFTER UPDATE OF title ON search_searchentry WHEN new.place = '' BEGIN
        INSERT INTO search_titles(search_titles, rowid, title) VALUES ('delete', old.id, old.title);
        INSERT INTO search_titles(rowid, title) VALUES (new.id, new.title); END""",
]
SQLITE_BACK = [
    *(
        f"DROP TRIGGER search_{table}_{event}"
        for table in ("fts", "titles")
        for event in ("insert", "delete", "update")
    ),
    "DROP TABLE search_titles",
    "DROP VIEW search_thing",
    "DROP TABLE search_fts",
]

NOT_ASCII = "hword, hword_part, word"  # the kinds of token that can have accents
# to_tsvector refuses more than a megabyte of lexemes: the first 300,000 characters of a place are enough to find it.
POSTGRESQL = [
    "CREATE TEXT SEARCH CONFIGURATION commonplace_words (COPY = english)",
    f"ALTER TEXT SEARCH CONFIGURATION commonplace_words ALTER MAPPING FOR {NOT_ASCII} WITH unaccent, english_stem",
    "CREATE TEXT SEARCH CONFIGURATION commonplace_titles (COPY = simple)",
    f"ALTER TEXT SEARCH CONFIGURATION commonplace_titles ALTER MAPPING FOR {NOT_ASCII} WITH unaccent, simple",
    """ALTER TABLE search_searchentry ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('commonplace_words', title), 'A') ||
        setweight(to_tsvector('commonplace_words', place_title), 'B') ||
        setweight(to_tsvector('commonplace_words', left(text, 300000)), 'D')) STORED""",
    "CREATE INDEX search_entry_words ON search_searchentry USING gin (words)",
    """CREATE INDEX search_entry_titles ON search_searchentry
        USING gin (to_tsvector('commonplace_titles', title)) WHERE place = ''""",
]
POSTGRESQL_BACK = [
    "DROP INDEX search_entry_titles",
    "ALTER TABLE search_searchentry DROP COLUMN words",
    "DROP TEXT SEARCH CONFIGURATION commonplace_titles",
    "DROP TEXT SEARCH CONFIGURATION commonplace_words",
]


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

    operations = [UnaccentExtension(), migrations.RunPython(forwards, backwards)]
