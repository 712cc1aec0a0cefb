"""Fifteen plans that real offices published, item by item: what the source says, the plan file says."""
