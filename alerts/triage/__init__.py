"""The life of an alert: pure rules, no clock, no database."""
