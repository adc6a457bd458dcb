from . import off_consent_note
from . import off_retention_preview
