"""The invented town: texts in data/demo, put together from a seed."""
