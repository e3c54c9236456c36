"""The full-text index beside the rows, kept by the database itself so that it can never fall behind them.

Titles have an index of their own that keeps words whole: while somebody types "medicati", a stem finds nothing.
"""

from django.db import migrations

COLUMNS = ("title", "place_title", "text", "former", "more")
TITLES = ("title", "former")


def _values(row, columns):
    return ", ".join(f"{row}.{column}" for column in columns)


def _triggers(table, columns, when=""):
    names = ", ".join(columns)
    written = f"INSERT INTO {table}(rowid, {names}) VALUES (new.id, {_values('new', columns)});"  # noqa: S608
    gone = (
        f"INSERT INTO {table}({table}, rowid, {names}) VALUES ('delete', old.id, {_values('old', columns)});"  # noqa: S608
    )
    on = "ON search_searchentry"
    new, old = (f"WHEN {row}.{when}" if when else "" for row in ("new", "old"))
    return [
        f"CREATE TRIGGER {table}_insert AFTER INSERT {on} {new} BEGIN {written} END",
        f"CREATE TRIGGER {table}_delete AFTER DELETE {on} {old} BEGIN {gone} END",
        f"CREATE TRIGGER {table}_update AFTER UPDATE OF {names} {on} {new} BEGIN {gone} {written} END",
    ]


SQLITE = [
    f"""CREATE VIRTUAL TABLE search_fts USING fts5(
        {", ".join(COLUMNS)}, content='search_searchentry', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2')""",
    *_triggers("search_fts", COLUMNS),
    "CREATE VIEW search_thing AS SELECT id, title, former FROM search_searchentry WHERE place = ''",
    f"""CREATE VIRTUAL TABLE search_titles USING fts5(
        {", ".join(TITLES)}, content='search_thing', content_rowid='id',
        tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')""",
    *_triggers("search_titles", TITLES, when="place = ''"),
    "INSERT INTO search_fts(search_fts) VALUES ('rebuild')",
    "INSERT INTO search_titles(search_titles) VALUES ('rebuild')",
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
        setweight(to_tsvector('commonplace_words', place_title || ' ' || former), 'B') ||
        setweight(to_tsvector('commonplace_words', left(text, 300000)), 'C') ||
        setweight(to_tsvector('commonplace_words', left(more, 100000)), 'D')) STORED""",
    "CREATE INDEX search_entry_words ON search_searchentry USING gin (words)",
    """CREATE INDEX search_entry_titles ON search_searchentry
        USING gin (to_tsvector('commonplace_titles', title || ' ' || former)) WHERE place = ''""",
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
    dependencies = [("search", "0004_ground_of_search")]

    operations = [migrations.RunPython(forwards, backwards)]
