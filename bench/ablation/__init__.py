"""What each idea of the detector is worth, and what simpler methods reach on the same streams."""
