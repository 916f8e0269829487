"""Reading what a municipality writes as TOML: strictly, with errors that name file, line and key and say what to do."""

from skoleporten.rules.toml_files.lines import line_numbers
from skoleporten.rules.toml_files.table import IDENTIFIER, LANGUAGES, Table, read_text, table_of

__all__ = ["IDENTIFIER", "LANGUAGES", "Table", "line_numbers", "read_text", "table_of"]
