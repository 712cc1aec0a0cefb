"""Promises about the code itself: how it is laid out, what it loads, what it shows."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The checkout."""
