from . import off_join_refusal
