from odoo import models


class PlatformUnavailable(Exception):
    """The platform did not answer, or asks to come back later: worth another try."""


class PlatformRefusal(Exception):
    """The platform does not take it as it is: another try needs a change first."""


class OffPlatformConnector(models.AbstractModel):
    """How one approved platform is spoken to. A connector is a model that inherits this
    one and adds itself to ``off.invoicing.platform.connector`` by ``selection_add``,
    with its own name as the key.

    Methods are called with all rights, in a transaction that is rolled back if they
    raise anything but the two errors above. They do no more than talk to the platform:
    what is kept is for who calls them. Each may be called again with the same ``key``,
    since an answer can be lost: the platform, or the connector, has to take it once.
    """

    _name = "off.platform.connector"
    _description = "Connector of an Approved Platform"

    def _send_invoice(self, platform, key, filename, content, move):
        """Hand over a customer's invoice.

        :param platform: off.invoicing.platform
        :param key: str, the same at each try of the same invoice
        :param content: bytes, XML (CII or UBL) or PDF with it (Factur-X)
        :param move: account.move, for what the platform asks beside the file
        :return: str, the platform's reference of it
        :raise PlatformUnavailable, PlatformRefusal:
        """
        raise NotImplementedError

    def _fetch_statuses(self, platform, references):
        """What became of invoices that were handed over.

        :param references: list of str, as ``_send_invoice`` returned them
        :return: list of ``{"reference": str, "code": str (see off_platform_status),
            "date": datetime, "key": str (unique to the message), "reason": str}``;
            what was told before may be among them
        """
        return []

    def _send_status(self, platform, key, reference, code, date, amount):
        """Tell what became of an invoice here: that it is paid (212).

        :return: str, the platform's reference of the message
        """
        raise NotImplementedError

    def _fetch_bills(self, platform):
        """Invoices of suppliers that were not fetched yet.

        :return: list of ``{"reference": str, "filename": str, "content": bytes}``
        """
        return []

    def _confirm_bills(self, platform, references):
        """These were kept: they need not be returned again. Called after they are."""

    def _send_report(self, platform, key, report):
        """Send sales to consumers of a period (e-reporting, flow 10.3).

        :param report: ``{"siren", "date_from", "date_to", "replaces": key or None,
            "lines": [{"date", "category", "rate", "base", "tax", "count"}]}``; dates
            ISO, amounts as strings with two decimals
        :return: str, the platform's reference
        """
        raise NotImplementedError

    def _look_up(self, platform, siren):
        """Look for an enterprise in the directory.

        :return: ``{"siren", "name", "address" (electronic one), "platform"}``, None
            where it is not there
        :raise PlatformRefusal: where the platform has no directory
        """
        raise PlatformRefusal(
            self.env._(
                "This connector has no directory: look %s up on the public one.", siren
            )
        )
