from odoo import models
from odoo.exceptions import UserError


class OffStepMixin(models.AbstractModel):
    """Documents that go through states step by step, each from certain states only."""

    _name = "off.step.mixin"
    _description = "Document with Steps"

    def _get_state_label(self, state=None):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return labels[state or self.state]

    def _check_state(self, *states):
        """Raise unless this document is in one of ``states``, saying what to do."""
        self.ensure_one()
        if self.state in states:
            return
        message = self.env._(
            "%(document)s is “%(state)s”: this step needs it to be “%(needed)s”.",
            document=self.display_name,
            state=self._get_state_label(),
            needed=" / ".join(self._get_state_label(state) for state in states),
        )
        raise UserError(" ".join(filter(None, (message, self._get_remedy()))))

    def _get_remedy(self):
        """What the user can do with a document in its present state, as a sentence."""
        return ""
