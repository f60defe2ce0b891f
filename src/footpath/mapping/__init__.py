"""Results in, journey maps out; and a first definition where there is none."""
