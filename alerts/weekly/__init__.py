"""The weekly digest: trends, lead times, false alarms, response times, coverage."""
