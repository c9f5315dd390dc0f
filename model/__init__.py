"""What travels through the house: records, configuration, errors. Imports nothing else of ours."""
