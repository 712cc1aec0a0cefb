"""Hypothesis plays the same examples in every run, by no clock; `--hypothesis-profile explore` seeks more."""

from hypothesis import settings

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("fixed")
