from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .off_network_link import PERMISSIONS

# What only proposing, answering and ending a link may set.
FIXED = {"state", "grantor_id", "grantee_id", "proposed_by_id", "company_id"}


class OffNetworkLink(models.Model):
    """Proposed by one side, answered by the other, ended by both (rule 1)."""

    _inherit = "off.network.link"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not self.env.su:
                self._check_known(vals)
                # A link is born as a proposal, whoever makes it.
                vals.pop("state", None)
                vals.pop("proposed_by_id", None)
                vals.pop("company_id", None)
            if not vals.get("proposed_by_id"):
                vals["proposed_by_id"] = self._get_proposer(vals)
        links = super().create(vals_list)
        links.filtered(lambda link: link.state == "proposed")._notify_proposal()
        return links

    def _check_known(self, vals):
        """The user knows both members: whoever may guess a number would else learn the
        name, and write to it."""
        sides = ["grantor_id", "grantee_id"]
        vals = {**self.default_get(sides), **vals}
        ids = [vals[side] for side in sides if vals.get(side)]
        members = self.env["res.partner"].browse(ids)
        members.check_access("read")
        if not all(members.mapped("off_is_member")):
            raise AccessError(self.env._("Only members of the network are linked."))

    def _get_proposer(self, vals):
        """The side for which the user speaks; the one that asks where it is both, so
        that the one who grants has its say."""
        Partner = self.env["res.partner"]
        grantor = Partner.browse(vals.get("grantor_id"))
        grantee = Partner.browse(vals.get("grantee_id"))
        spoken_for = (grantor | grantee)._off_get_spoken_for()
        if grantor in spoken_for and grantee not in spoken_for:
            return grantor.id
        return grantee.id

    @api.model
    def _off_propose(self, grantor, grantee, permissions, message=""):
        """Propose a link in the name of one of its two members.

        :param permissions: names of the permissions that are granted
        :param message: what the other one reads
        :return: the link; one that was refused or revoked before is proposed again
        :raise AccessError: the user speaks for none of the two
        :raise UserError: they are linked already, or no permission is asked
        """
        # Whatever rights the records came with, the user's own count.
        if not (grantor | grantee).with_env(self.env)._off_get_spoken_for():
            raise AccessError(
                self.env._("You can propose links for your own member or hub only.")
            )
        asked = {name: name in permissions for name in PERMISSIONS}
        if not any(asked.values()):
            raise UserError(self.env._("Choose at least one permission to ask for."))
        links = self.sudo().search(
            [("grantor_id", "=", grantor.id), ("grantee_id", "=", grantee.id)],
            order="id desc",
        )
        if open_ones := links.filtered(
            lambda link: link.state in ("proposed", "accepted")
        ):
            raise UserError(
                self.env._(
                    "%(link)s exists and is “%(state)s”: change its permissions "
                    "instead.",
                    link=open_ones[0].display_name,
                    state=open_ones[0]._get_state_label(),
                )
            )
        members = {"grantor_id": grantor.id, "grantee_id": grantee.id}
        vals = {
            **asked,
            "message": message,
            "proposed_by_id": self._get_proposer(members),
        }
        if not links:
            link = self.sudo().create({**members, **vals})
        else:
            link = links[0]
            link.write({**vals, "state": "proposed"})
            link._notify_proposal()
        return link.with_env(self.env)

    def write(self, vals):
        if not self.env.su:
            if not FIXED.isdisjoint(vals):
                raise AccessError(
                    self.env._(
                        "The two members of a link stay, and its buttons change its "
                        "state: propose another link instead."
                    )
                )
            self.filtered(
                lambda link: (
                    any(vals.get(name) and not link[name] for name in PERMISSIONS)
                    and (
                        link.state != "proposed"
                        or link.proposed_by_id == link.grantor_id
                    )
                )
            )._check_speaks_for("grantor_id")
        narrowed = self.filtered(
            lambda link: (
                link.state == "accepted"
                and any(
                    name in vals and not vals[name] and link[name]
                    for name in PERMISSIONS
                )
            )
        )
        result = super().write(vals)
        narrowed._on_narrowed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_administrators(self):
        """A link is the record of who let whom do what: it is ended, not erased."""
        user = self.env.user
        if not self.env.su and not user.has_group("off_hub_network.group_admin"):
            raise UserError(
                self.env._(
                    "Links keep their history and are not deleted: refuse or revoke "
                    "them instead."
                )
            )

    def _on_narrowed(self):
        """Hook: these links let less than before."""

    # -- answers ------------------------------------------------------------------
    def action_accept(self):
        for link in self.sudo():
            # Nobody grants what it did not propose or accept itself.
            asker = link.proposed_by_id or link.grantee_id
            side = "grantee_id" if asker == link.grantor_id else "grantor_id"
            link.with_env(self.env)._check_speaks_for(side)
        self._set_state("accepted", "proposed")

    def action_refuse(self):
        """Refused by the one who is asked, or taken back by the one who asked."""
        self._check_speaks_for("grantor_id", "grantee_id")
        self._set_state("refused", "proposed")

    def action_revoke(self):
        self._check_speaks_for("grantor_id", "grantee_id")
        self._set_state("revoked", "accepted")
        self.sudo()._on_narrowed()

    def action_propose_again(self):
        self._check_speaks_for("grantor_id", "grantee_id")
        for link in self.sudo():
            link.proposed_by_id = self._get_proposer(
                {"grantor_id": link.grantor_id.id, "grantee_id": link.grantee_id.id}
            )
        self._set_state("proposed", "refused", "revoked")
        self.sudo()._notify_proposal()

    def _set_state(self, state, *allowed):
        for link in self.sudo():
            link.with_env(self.env(su=True))._check_state(*allowed)
        self.sudo().state = state

    def _check_speaks_for(self, *sides):
        """The user speaks for one of ``sides`` of each link, or is told who does."""
        # Who may not know of a link is not told either.
        self.check_access("read")
        for link in self.sudo():
            members = self.env["res.partner"].union(
                *(link[side].with_env(self.env) for side in sides)
            )
            if not members._off_get_spoken_for():
                raise AccessError(
                    self.env._(
                        "Only %s can do this: it has to answer itself, or the operator "
                        "that introduced it as long as it has no login.",
                        " / ".join(members.sudo().mapped("name")),
                    )
                )

    # -- telling ---------------------------------------------------------------------
    def _notify_proposal(self):
        """Tell the one who has to answer, by mail; it stays in the history."""
        for link in self.sudo():
            asked = (
                link.grantee_id
                if link.proposed_by_id == link.grantor_id
                else link.grantor_id
            )
            if recipients := asked._off_get_recipients():
                link.message_post(
                    partner_ids=recipients.ids,
                    subject=self.env._(
                        "%s proposes a link", link.proposed_by_id.name or ""
                    ),
                    body=link.message
                    or self.env._("Please accept or refuse: %s.", link.display_name),
                )
