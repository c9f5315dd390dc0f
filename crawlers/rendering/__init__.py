"""Pages that only scripts make: drawn by the system's Chromium, which itself never touches the network.

The page comes as every other page does. Chromium is handed its text, and whatever its scripts ask for is fetched by
the crawler, with the same guards and manners; nothing here is imported unless a source says ``javascript: true``.
"""
