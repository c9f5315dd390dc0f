"""Text before judging: cleaned, cut into words, compared with other texts."""
