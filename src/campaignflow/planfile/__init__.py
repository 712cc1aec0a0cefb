"""A plan as text: read with places, checked, and written back.

`loader` is the way in, `writer` the way out; `yaml_text`, `json_text` and `toml_text` each turn one
notation into the same `tree`; `traps` knows what planners trip over.
"""
