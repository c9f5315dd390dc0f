"""Collects public local posts with Scrapy, as a polite guest."""
