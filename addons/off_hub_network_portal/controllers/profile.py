from odoo import http
from odoo.http import request

from odoo.addons.off_hub_network.tools.typed import read_id

from ..models.res_partner import PROFILE, VISIBILITIES
from .light import LightPages

PATH = "/my/network/profile"


class ProfilePage(LightPages, http.Controller):
    """What a member says of itself, and who sees it."""

    @http.route(PATH, auth="user", website=True, methods=["GET", "POST"], sitemap=False)
    def profile(self, done=None, **post):
        member = self._get_member()
        if request.httprequest.method == "POST":
            days = request.httprequest.form.getlist("days")
            post["days"] = [read_id(day) for day in days]
            address = member._off_get_address_key()
            errors = member.with_env(request.env)._off_write_profile(post)
            if errors:
                return self._show(member, typed=post, errors=errors)
            moved = address != member._off_get_address_key()
            is_lost = moved and not member.off_is_located
            return self._go(PATH, done="moved" if is_lost else "saved")
        return self._show(member, done=done)

    def _show(self, member, done=None, typed=None, errors=None):
        env = request.env
        values = {
            "story": member._off_get_plain_story(),
            "days": member.off_delivery_day_ids.ids,
            **{name: member[name] for name in (*PROFILE, *VISIBILITIES)},
        }
        return self._render(
            "off_hub_network_portal.profile",
            {
                "page": "profile",
                "notice": {
                    "saved": env._("Your profile is saved."),
                    "moved": env._(
                        "Your profile is saved. The place of your new address on the "
                        "map will be looked up within a day: until then you are not "
                        "on the map."
                    ),
                }.get(done),
                "error": env._("Nothing is saved yet: correct what is marked below.")
                if errors
                else None,
                "errors": errors or {},
                "values": {**values, **(typed or {})},
                "weekdays": env["off.weekday"].search([]),
                "levels": member._fields["off_visibility"]._description_selection(env),
            },
        )

    @http.route(
        "/my/network/preview", auth="user", website=True, readonly=True, sitemap=False
    )
    def preview(self, **kw):
        """The member as everybody sees it."""
        member = self._get_member()
        Partner = request.env["res.partner"]
        domain = Partner._off_get_shown_domain()
        return self._render(
            "off_hub_network_portal.preview",
            {
                "page": "profile",
                "is_shown": bool(
                    Partner.sudo().search_count([*domain, ("id", "=", member.id)])
                ),
                "contacts": member._off_get_shown_contacts()[member],
            },
        )
