import csv
import io

import requests

from odoo import api, models
from odoo.exceptions import UserError

BASE_URL = "https://data.geopf.fr/geocodage"
TIMEOUT = 15  # seconds, for each call
CHUNK = 500  # addresses in one call
COLUMNS = ("id", "address", "postcode", "city")


class BaseGeocoder(models.AbstractModel):
    """The French national address service as a provider of places.

    It answers without a key, and takes many addresses in one call. Its interface is
    that of https://adresse.data.gouv.fr; the address of the service is the system
    parameter ``off_hub_network.geocoder_url``, so that a copy of one's own may be used.
    """

    _inherit = "base.geocoder"

    def _call_off_national(self, addr, **kw):
        """Place of one address, as Odoo's other providers give it.

        :return: (latitude, longitude) or None if not found
        :raise UserError: the service cannot be reached
        """
        found = self._off_search(addr) if addr else None
        return found and found[:2]

    def _off_search(self, addr):
        """:return: (latitude, longitude, score from 0 to 1) or None"""
        answer = self._off_request("get", "search", params={"q": addr, "limit": 1})
        try:
            features = answer.json()["features"]
            if not features:
                return None
            longitude, latitude = features[0]["geometry"]["coordinates"]
            score = features[0]["properties"]["score"]
            return float(latitude), float(longitude), float(score)
        except (ValueError, KeyError, TypeError) as error:
            raise self._off_not_understood() from error

    def _off_search_many(self, addresses):
        """Places of many addresses, in calls of CHUNK addresses.

        :param addresses: ``{id: (street, postcode, city)}``
        :return: ``{id: (latitude, longitude, score)}`` of those that were found
        :raise UserError: the service cannot be reached
        """
        items = list(addresses.items())
        found = {}
        for start in range(0, len(items), CHUNK):
            found |= self._off_search_chunk(dict(items[start : start + CHUNK]))
        return found

    def _off_search_chunk(self, addresses):
        file = io.StringIO(newline="")
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([key, *address] for key, address in addresses.items())
        answer = self._off_request(
            "post",
            "search/csv",
            files={"data": ("addresses.csv", file.getvalue().encode(), "text/csv")},
            data={"columns": ["address", "city"], "postcode": "postcode"},
        )
        answer.encoding = "utf-8"
        found = {}
        try:
            for row in csv.DictReader(io.StringIO(answer.text)):
                if row["latitude"] and row["longitude"]:
                    found[int(row["id"])] = (
                        float(row["latitude"]),
                        float(row["longitude"]),
                        float(row["result_score"] or 0),
                    )
        except (ValueError, KeyError, TypeError) as error:
            raise self._off_not_understood() from error
        return {key: place for key, place in found.items() if key in addresses}

    def _off_request(self, method, path, **kw):
        url = f"{self._off_get_base_url()}/{path}"
        try:
            answer = requests.request(method, url, timeout=TIMEOUT, **kw)
            answer.raise_for_status()
        except requests.RequestException as error:
            raise UserError(
                self.env._(
                    "The address service %(url)s cannot be reached. Nothing was "
                    "changed: check the connection, or try again later.",
                    url=self._off_get_base_url(),
                )
            ) from error
        return answer

    def _off_not_understood(self):
        return UserError(
            self.env._(
                "The address service %(url)s gave an answer that cannot be read. "
                "Nothing was changed: check the system parameter %(parameter)s.",
                url=self._off_get_base_url(),
                parameter="off_hub_network.geocoder_url",
            )
        )

    @api.model
    def _off_get_base_url(self):
        parameters = self.env["ir.config_parameter"].sudo()
        return parameters.get_param("off_hub_network.geocoder_url", BASE_URL).rstrip(
            "/"
        )
