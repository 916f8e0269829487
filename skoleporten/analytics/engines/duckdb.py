"""The embedded engine: DuckDB in memory, with bounds on memory and spilling, behind Ibis."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

import ibis
import pyarrow as pa

Source: TypeAlias = str | Path | pa.Table | pa.RecordBatchReader

# A bad join order once filled a disk; and spilled rows about pupils would lie unprotected on it. So nothing may be
# spilled unless a directory is given for it, and then only this much.
MOST_SPILLED = "8GB"

_numbers = count(1)


def connect(memory_limit: str = "2GB", temp_directory: str | Path | None = None, threads: int | None = None) -> Any:
    """An Ibis backend on a database in memory. Without `temp_directory` too little memory is an error, never a spill.

    Extensions are neither fetched nor loaded: they are downloads.
    """
    settings: dict[str, str] = {
        "memory_limit": memory_limit,
        "temp_directory": str(temp_directory) if temp_directory else "",
        "max_temp_directory_size": MOST_SPILLED if temp_directory else "0B",
        "preserve_insertion_order": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    if threads:
        settings["threads"] = str(threads)
    return ibis.duckdb.connect(":memory:", **settings)


@contextmanager
def connection(memory_limit: str = "2GB", temp_directory: str | Path | None = None) -> Iterator[Any]:
    backend = connect(memory_limit, temp_directory)
    try:
        yield backend
    finally:
        backend.disconnect()


def register(backend: Any, name: str, source: Source) -> Any:
    """An Ibis table over a Parquet file, an Arrow table, or a reader, which is read to its end here and now.

    It stays in the backend under a name of its own until the backend is disconnected.
    """
    name = f"{name}_{next(_numbers)}"
    if isinstance(source, str | Path):
        return backend.read_parquet(str(source), table_name=name)
    if isinstance(source, pa.RecordBatchReader):
        # A reader gives its rows once; the stages read them more than once.
        backend.con.register(f"{name}_reader", source)
        table = backend.create_table(name, backend.table(f"{name}_reader"), temp=True)
        backend.con.unregister(f"{name}_reader")
        return table
    backend.con.register(name, source)
    return backend.table(name)


def spilled_bytes(backend: Any) -> int:
    """Bytes that lie in temporary files now."""
    row = backend.con.execute("SELECT coalesce(sum(size), 0) FROM duckdb_temporary_files()").fetchone()
    return int(row[0])
