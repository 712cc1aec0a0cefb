"""An office at work: what people do to a small year, drawn at random, for laws, crash and race trials."""
