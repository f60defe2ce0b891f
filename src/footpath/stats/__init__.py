"""Arrays and sums in, estimates with their intervals out."""
