"""Emerging topics: what several people talk about now and did not before. Pure: posts in, stories out."""
