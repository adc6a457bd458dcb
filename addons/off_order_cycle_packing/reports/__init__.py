from . import crates
