"""From bytes to values: character sets, dates, text, links, and pages that are not what they should be."""
