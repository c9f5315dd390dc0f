"""The fact base: which known facts are near to what people say. Pure rules, no clock, no database."""
