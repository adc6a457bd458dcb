"""The producer joins: form, confirmation by mail, moderation."""

import re

import requests
from support import server

from . import _network_people as people


class Joining:
    """Part of the scenario of the network."""

    def join(self):
        """The public form, then the link that was mailed to the applicant."""
        url = f"{self.address}/network/join/producer"
        visitor = requests.Session()
        page = visitor.get(url, timeout=60)
        form = {
            "csrf_token": server.find_token(page.text),
            "name": "Ferme des Sables",
            "contact_name": "Lise Guérin",
            "email": "lise@example.org",
            "phone": "02 40 00 00 00",
            "street": "3 chemin des Sables",
            "zip": "44000",
            "city": "Nantes",
            "country_id": str(self.env.ref("base.fr").id),
            "role": "producer",
            "publish": "1",
            "story": "Légumes de sable, vendus à moins de vingt kilomètres.",
        }
        refused = visitor.post(url, data={**form, "agree": ""}, timeout=60)
        answer = visitor.post(url, data={**form, "agree": "1"}, timeout=60)
        self.commit()
        self.request = self.env["off.join.request"].search(
            [("email", "=", "lise@example.org")]
        )
        self.check(
            "join-form",
            refused.status_code == 422
            and answer.url.endswith("/thanks")
            and self.request.mapped("state") == ["submitted"],
            f"without consent {refused.status_code}, then {answer.url}: "
            f"{self.request.mapped('state')}",
        )
        link = self.find_link("/network/join/confirm")
        page = visitor.get(link, timeout=60)
        state = self.request.state
        visitor.post(
            link,
            data={"csrf_token": server.find_token(page.text)},
            timeout=60,
        )
        self.commit()
        self.check(
            "join-confirmed-by-mail",
            (state, self.request.state) == ("submitted", "waiting"),
            f"looked at: {state}, confirmed: {self.request.state}",
        )

    def find_link(self, path):
        """The last address below ``path`` that was mailed."""
        mails = self.env["mail.mail"].search([], order="id desc")
        for body in mails.mapped("body_html"):
            if found := re.search(rf'href="([^"]*{path}[^"]*)"', body or ""):
                return found.group(1).replace("&amp;", "&")
        raise RuntimeError(f"no mail has a link to {path}")

    def moderate(self):
        request = self.request.with_env(self.envs[0])
        request.action_approve()
        request.action_approve()  # pressed twice
        self.commit()
        self.producer = self.request.partner_id
        self.farmer = self.env["res.users"].search([("login", "=", "lise@example.org")])
        self.check(
            "moderated-once",
            len(self.farmer) == 1
            and self.farmer.partner_id.commercial_partner_id == self.producer
            and self.producer.off_is_producer
            and self.farmer._is_portal(),
            f"{self.producer.name}, {len(self.farmer)} login",
        )
        self.farmer.password = people.PASSWORD
        self.commit()
        self.session = server.log_in(self.address, self.farmer.login, people.PASSWORD)
