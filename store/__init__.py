"""SQLite through sqlite-utils: the schema as ordered migrations, one file of queries per record."""
