"""The answer kit: what is answered to an alert, by whom it is approved, where it stands, how it looks."""
