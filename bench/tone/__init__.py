"""Fits and measures the tone of posts on public research sets that are not part of this project."""
