"""How we behave on other people's sites (robots, pauses, identity, Retry-After), and what keeps us safe there."""
