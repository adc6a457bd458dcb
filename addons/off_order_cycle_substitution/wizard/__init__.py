from . import off_substitution_proposal
