"""Quality figures that need no shared data, each with a floor below which the tests fail."""
