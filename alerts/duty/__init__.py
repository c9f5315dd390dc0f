"""Who is on duty, and when an alert that nobody takes is told to more people."""
