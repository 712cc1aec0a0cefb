"""Sentences about terminal."""

from campaignflow.labels.shape import Sentence

SENTENCES: dict[str, Sentence] = {}
