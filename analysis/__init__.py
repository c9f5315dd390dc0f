"""Segments, scores and compares posts, and notices when a topic emerges."""
