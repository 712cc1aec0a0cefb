"""Broken plans by the thousand: real ones, spoilt in the ways in which people and programs spoil them."""
