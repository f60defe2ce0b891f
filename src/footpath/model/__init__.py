"""The vocabulary, as frozen values. Reads and writes nothing."""
