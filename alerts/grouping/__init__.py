"""Which alerts go into one message, and which wait: nobody reads the fiftieth message of a day."""
