"""A fact changed: everyone who got the old answer is told, once."""
