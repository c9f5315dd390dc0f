"""What one post shows: watch words, cues, places, tone, distress; and which words are people."""
