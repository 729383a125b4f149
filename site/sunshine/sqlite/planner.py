"""What SQLite knows of its tables when it chooses how to answer: nothing, unless it is told to look (ANALYZE).

Without that it takes every index to find as few rows as any other, and may read all cases that a county ever had where
an index would have found ten. PostgreSQL looks by itself.
"""

from __future__ import annotations

from django.db import connection

# Of each index so many rows are looked at: milliseconds at any size, and near enough.
MOST_ROWS = 400


def learn_table_sizes() -> None:
    """Look at the tables of the database, if it is SQLite: once an hour does, and at a worker's start."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {MOST_ROWS}")
        cursor.execute("ANALYZE")
