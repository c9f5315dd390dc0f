"""Tips 线索: what members report from where no crawler may read."""
