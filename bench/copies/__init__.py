"""Edited copies and texts that only look like copies, for `python -m bench.duplicates`."""
