"""An invented town that is served on loopback, crawled for real and judged against its known stories."""
