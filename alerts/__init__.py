"""Opens and closes alerts, writes the digest, delivers both."""
