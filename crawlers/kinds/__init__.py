"""One platform a file. A kind turns a fetched page into posts and says what to fetch next; it never fetches."""
