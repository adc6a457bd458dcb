from odoo import api, models
from odoo.exceptions import AccessError, UserError

# In the context of who takes a step: no context that came from outside holds it.
STEP = object()


class OffStepMixin(models.AbstractModel):
    """Documents that go through states step by step, each from certain states only."""

    _name = "off.step.mixin"
    _description = "Document with Steps"

    # Fields that steps alone write, whatever a program or an import does.
    _follow_steps = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("state", "draft") != "draft":
                self._check_in_step(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_in_step(vals)
        return super().write(vals)

    def _check_in_step(self, vals):
        if self.env.su or self._follow_steps.isdisjoint(vals):
            return
        if self.env.context.get("off_step") is not STEP:
            raise AccessError(
                self.env._(
                    "The status of “%s” follows from its steps and is not written: use "
                    "its buttons, or their methods.",
                    self.env["ir.model"]._get(self._name).name,
                )
            )

    def _go_to(self, state, **vals):
        """Write what follows from a step."""
        self.with_context(off_step=STEP).write({"state": state, **vals})

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
