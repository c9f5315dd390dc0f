"""The web pages where people read alerts. Loopback only."""
