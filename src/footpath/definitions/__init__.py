"""The text of footpath.toml to Definitions and back, and what changed between two of them."""

from footpath.definitions.codebook import with_codes
from footpath.definitions.difference import Change, difference
from footpath.definitions.template import is_blank, template
from footpath.definitions.toml import parse, write
from footpath.definitions.writing import write_themes

__all__ = ["Change", "difference", "is_blank", "parse", "template", "with_codes", "write", "write_themes"]
