"""What comes from outside, turned into events or into reasons why not."""
