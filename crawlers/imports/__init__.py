"""Posts from a file: read, judged and cleaned exactly as posts from a site are."""
