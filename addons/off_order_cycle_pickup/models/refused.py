from odoo.exceptions import UserError


class Refused(UserError):
    """What a phone asks cannot be done, for a reason that its user reads.

    :param code: ``closed``, ``changed`` (somebody else was there first), ``gone``,
        ``early``, ``paid`` (more than is due) or ``wrong``
    """

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code
