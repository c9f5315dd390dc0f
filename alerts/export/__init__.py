"""What leaves as a file for other programs: figures and links, never a post's text."""
