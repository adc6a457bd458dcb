"""How customers of operator B pay: an eWallet, a direct debit mandate."""

from .secrets_of_others import SECRET_B


class Payments:
    @classmethod
    def _make_payments(cls):
        env = cls.env["res.company"].with_company(cls.company_b).env
        template = env["loyalty.program"]._get_template_values()["ewallet"]
        program = env["loyalty.program"].create(
            {**template, "name": f"eWallet {SECRET_B}", "company_id": cls.company_b.id}
        )
        cls.wallet_b = env["loyalty.card"].create(
            {
                "program_id": program.id,
                "partner_id": cls.family_b.id,
                "code": SECRET_B,
                "points": 4444.75,
            }
        )
        cls.mandate_b = env["account.banking.mandate"]._off_sign(
            cls.family_b, cls.company_b, "FR7630006000011234567890189", "192.0.2.9"
        )
