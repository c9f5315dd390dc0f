"""The digest of a day: built from the store, rendered as HTML, Markdown and text, written and sent."""
