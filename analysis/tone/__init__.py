"""Tone of posts: negative, positive, neutral, unclear, or nothing to read."""
