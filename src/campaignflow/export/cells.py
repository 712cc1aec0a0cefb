"""Cells of a table that no spreadsheet takes for a formula (rule C5); the tables are written elsewhere."""

__all__ = ["harmless"]

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell may begin that a spreadsheet would take for a formula (OWASP, *CSV Injection*)."""


def harmless(cell: str) -> str:
    """Return a cell, behind an apostrophe if a spreadsheet might take it for a formula."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell
