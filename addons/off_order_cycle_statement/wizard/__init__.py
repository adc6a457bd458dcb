from . import off_statement_send
