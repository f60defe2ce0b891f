"""Answers in; scores that know who stayed silent, and what words say, out."""
