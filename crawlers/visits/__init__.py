"""One visit to one source: what to read next, reading it, and storing what it gave."""
