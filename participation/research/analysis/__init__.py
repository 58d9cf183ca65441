"""What is worked out of a set of hits: over time, in words, by whom, beside another set."""
