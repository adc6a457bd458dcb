from odoo.addons.off_hub_network.tests.common import NetworkCommon

SIRET = "73282932000074"  # the example of the national institute of statistics
VAT = "FR44732829320"


class JoinCommon(NetworkCommon):
    """Two operators and their coordinators, an administrator; applicants on demand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids += cls.env.ref("base.group_system")
        cls.france = cls.env.ref("base.fr")
        cls.roles = cls.env["off.member.role"].search([])
        cls.admin = cls._create_user(
            "join_admin", cls.company_a, "off_hub_network.group_admin"
        )

    @classmethod
    def _get_role(cls, code="producer"):
        return cls.roles.filtered(lambda role: role.code == code)

    @classmethod
    def _fill_in(cls, **values):
        """What an applicant filled in, as the form hands it over."""
        return {
            "name": "GAEC du Bois Joli",
            "contact_name": "Anne Martin",
            "email": "anne@bois-joli.example",
            "phone": "02 40 00 00 00",
            "street": "1 rue du Bois",
            "zip": "44000",
            "city": "Nantes",
            "country_id": cls.france,
            "vat": "",
            "company_registry": SIRET,
            "website": "https://bois-joli.example",
            "story": "We grow <leeks>.",
            "looking_for": "Hubs nearby",
            "role_ids": cls._get_role(),
            "hub_id": cls.env["off.hub"],
            **values,
        }

    @classmethod
    def _submit(cls, **values):
        requests = cls.env["off.join.request"].with_context(lang="en_US")
        return requests._submit(cls._fill_in(**values), publish=True)

    @classmethod
    def _ask(cls, **values):
        """A request in the queue: submitted, its address confirmed."""
        request = cls._submit(**values)
        request._confirm()
        return request.with_env(cls.env)

    def _get_mails(self, address="anne@bois-joli.example"):
        return self.env["mail.mail"].search([("email_to", "=", address)])

    def _get_last_mail(self, address="anne@bois-joli.example"):
        return self._get_mails(address).sorted("id")[-1:]

    def _get_user(self, login="anne@bois-joli.example"):
        return self.env["res.users"].search([("login", "=", login)])
