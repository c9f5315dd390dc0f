"""The child process of a crawl: how it is started, told, listened to and ended."""
