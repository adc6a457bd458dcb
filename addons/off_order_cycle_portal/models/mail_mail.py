import logging

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

_logger = logging.getLogger(__name__)

PAPER = "purchase.action_report_purchase_order"


class MailMail(models.Model):
    """What a producer reads of its order comes with the order as a paper."""

    _inherit = "mail.mail"

    off_with_order = fields.Boolean(
        "With the purchase order as PDF",
        readonly=True,
        copy=True,
        help="The PDF is made when this mail is sent, not when the cycle is closed: "
        "closing does not wait for thirty papers, nor fail because one cannot be made.",
    )

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        """Extends mail: makes the paper that goes with the mail, once."""
        if self.off_with_order and self.model == "purchase.order":
            self._off_attach_order(self.env["purchase.order"].browse(self.res_id))
        return super()._prepare_outgoing_list(mail_server, doc_to_followers)

    def _off_attach_order(self, order):
        """Add the PDF of a purchase order; where it cannot be made, the mail goes
        without: what it says is enough to bring the goods."""
        self.off_with_order = False
        order = order.exists()
        if order.state != "purchase":
            return
        reports = self.env["ir.actions.report"].with_company(order.company_id).sudo()
        try:
            content, kind = reports._render_qweb_pdf(PAPER, order.ids)
        except UserError as error:
            _logger.warning("%s is mailed without its PDF: %s", order.name, error)
            return
        if kind != "pdf":
            return
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{order.name}.pdf".replace("/", "-"),
                "raw": content,
                "mimetype": "application/pdf",
                "res_model": order._name,
                "res_id": order.id,
            }
        )
        self.write({"attachment_ids": [Command.link(attachment.id)]})
