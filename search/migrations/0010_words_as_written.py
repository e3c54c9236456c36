"""Words as they are written beside their stems, for what is quoted; parts of words; the same words in both databases.

PostgreSQL's parser takes "and/or" for a file, "-10" for a number and "v12.1" for a host: signs become spaces before it
reads a text, as they are in SQLite.
"""

from importlib import import_module

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

before = import_module("search.migrations.0005_full_text_of_all_words")

# As search.language.SIGNS. For SQL a quote is doubled, and so is the sign that stands before values.
SIGNS = "!\"#$%%&''()*+,-./:;<=>?@[\\]^_`{|}~¡§«¶·»¿‐‑‒–—―‘’‚“”„†•…‹›、。「」『』・"
EXACT = ("title", "place_title", "text", "former", "more")

SQLITE = [
    f"""CREATE VIRTUAL TABLE search_exact USING fts5(
        {", ".join(EXACT)}, content='search_searchentry', content_rowid='id',
        tokenize='unicode61 remove_diacritics 2')""",
    *before._triggers("search_exact", EXACT),
    "INSERT INTO search_exact(search_exact) VALUES ('rebuild')",
    """CREATE VIRTUAL TABLE search_word_parts USING fts5(
        word, content='search_searchword', content_rowid='id', tokenize='trigram', detail='none', columnsize=0)""",
    """CREATE TRIGGER search_word_parts_insert AFTER INSERT ON search_searchword BEGIN
        INSERT INTO search_word_parts(rowid, word) VALUES (new.id, new.word); END""",
    """CREATE TRIGGER search_word_parts_delete AFTER DELETE ON search_searchword BEGIN
        INSERT INTO search_word_parts(search_word_parts, rowid, word) VALUES ('delete', old.id, old.word); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER search_word_parts_insert",
    "DROP TRIGGER search_word_parts_delete",
    "DROP TABLE search_word_parts",
    *(f"DROP TRIGGER search_exact_{event}" for event in ("insert", "delete", "update")),
    "DROP TABLE search_exact",
]


def _read(text):
    return f"translate({text}, '{SIGNS}', repeat(' ', {len(SIGNS) - 2}))"


def _words(configuration, title, former):
    parts = [
        ("title", "A"),
        (former, "B"),
        ("left(text, 300000)", "C"),
        ("left(more, 100000)", "D"),
    ]
    return " || ".join(
        f"setweight(to_tsvector('{configuration}', {_read(text)}), '{weight}')" for text, weight in parts
    )


_TITLES = _read("title || ' ' || former")
_PARTS = "place_title || ' ' || former"
POSTGRESQL = [
    "DROP INDEX search_entry_titles",
    "ALTER TABLE search_searchentry DROP COLUMN words",
    f"""ALTER TABLE search_searchentry
        ADD COLUMN words tsvector GENERATED ALWAYS AS ({_words("commonplace_words", "title", _PARTS)}) STORED,
        ADD COLUMN exact tsvector GENERATED ALWAYS AS ({_words("commonplace_titles", "title", _PARTS)}) STORED""",
    "CREATE INDEX search_entry_words ON search_searchentry USING gin (words)",
    "CREATE INDEX search_entry_exact ON search_searchentry USING gin (exact)",
    f"""CREATE INDEX search_entry_titles ON search_searchentry
        USING gin (to_tsvector('commonplace_titles', {_TITLES})) WHERE place = ''""",
    "CREATE INDEX search_word_parts ON search_searchword USING gin (word gin_trgm_ops)",
]
POSTGRESQL_BACK = [
    "DROP INDEX search_word_parts",
    "DROP INDEX search_entry_titles",
    "ALTER TABLE search_searchentry DROP COLUMN words, DROP COLUMN exact",
    *(statement for statement in before.POSTGRESQL if "search_searchentry" in statement),
]


def forwards(apps, schema_editor):
    before.run(schema_editor, SQLITE, POSTGRESQL)


def backwards(apps, schema_editor):
    before.run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


class Trigrams(TrigramExtension):
    """As it is; the way back is asked of PostgreSQL alone, too."""

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    dependencies = [("search", "0009_what_was_asked")]

    operations = [Trigrams(), migrations.RunPython(forwards, backwards)]
