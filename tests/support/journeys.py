"""What a customer does in a shop, from the first page to the placed order.

Plain HTTP, for any client with the methods of ``requests``: locust's, or a session.
"""

import html
import re

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
FORM = re.compile(r'<form[^>]*id="o_payment_form"[^>]*>')
FIELD = re.compile(r'data-([a-z-]+)="([^"]*)"')
WIRE = re.compile(
    r'<input[^>]*data-payment-option-id="(\d+)"[^>]*'
    r'data-provider-id="(\d+)"[^>]*data-provider-code="custom"'
)


class Stopped(Exception):
    """The journey did not come to its end; says where."""


def order_in_cycle(client, plan, goods):
    """The shop of a cycle: look, choose, order.

    :param plan: ``{"exchange", "slot"}``, ids
    :param goods: ``{offer id: whole units}``, put into the basket one after the other
    :raise Stopped: the order was not placed
    """
    address = f"/cycles/{plan['exchange']}"
    page = _get(client, address, "/cycles/<id>")
    token = _find(TOKEN, page.text, address)
    for offer, quantity in goods.items():
        _call(
            client,
            f"{address}/basket",
            {"quantities": {str(offer): quantity}, "slot": plan["slot"]},
            "/cycles/<id>/basket",
        )
    form = {f"qty_{offer}": quantity for offer, quantity in goods.items()}
    form |= {"slot": plan["slot"], "csrf_token": token}
    if plan.get("pays"):
        page = _post(client, f"{address}/checkout", form, "/cycles/<id>/checkout")
        return _pay(client, page)
    answer = _post(client, f"{address}/order", form, "/cycles/<id>/order")
    if "/my/orders/" not in answer.url:
        raise Stopped(f"{address}/order: {_read_error(answer.text)}")
    return answer


def order_in_shop(client, _plan, goods):
    """Odoo's own shop: look, put into the cart, pay by transfer.

    :param goods: ``{(product.template id, product.product id): whole units}``
    """
    _get(client, "/shop", "/shop")
    for (template, product), quantity in goods.items():
        _call(
            client,
            "/shop/cart/add",
            {
                "product_template_id": template,
                "product_id": product,
                "quantity": quantity,
            },
            "/shop/cart/add",
        )
    _get(client, "/shop/cart", "/shop/cart")
    _get(client, "/shop/checkout?try_skip_step=true")  # chooses the only delivery
    return _pay(client, _get(client, "/shop/payment"))


def _pay(client, page):
    """Choose the transfer on the page of Odoo's checkout, and confirm."""
    if not page.url.endswith("/shop/payment"):
        raise Stopped(f"led to {page.url}: {_read_error(page.text)}")
    form = dict(FIELD.findall(_find(FORM, page.text, page.url, group=0)))
    method, provider = _find(WIRE, page.text, page.url, group=None)
    values = _call(
        client,
        form["transaction-route"],
        {
            "access_token": form["access-token"],
            "provider_id": int(provider),
            "payment_method_id": int(method),
            "token_id": None,
            "amount": float(form["amount"]),
            "flow": "direct",
            "tokenization_requested": False,
            "landing_route": form["landing-route"],
        },
        "/shop/payment/transaction/<id>",
    )
    _post(
        client,
        "/payment/custom/process",
        {"reference": values["reference"]},
        "/payment/custom/process",
    )
    _call(client, "/payment/status/poll", {}, "/payment/status/poll")
    answer = _get(client, form["landing-route"], "/shop/payment/validate")
    if "/shop/confirmation" not in answer.url:
        raise Stopped(f"led to {answer.url}: {_read_error(answer.text)}")
    return answer


def _get(client, path, name=None):
    return _check(client.get(path, **_name(client, name or path)))


def _post(client, path, form, name):
    return _check(client.post(path, data=form, **_name(client, name)))


def _call(client, path, params, name):
    call = {"jsonrpc": "2.0", "method": "call", "params": params}
    answer = _check(client.post(path, json=call, **_name(client, name))).json()
    if "result" not in answer:
        error = answer["error"].get("data", answer["error"])
        raise Stopped(f"{path}: {error.get('message')}")
    return answer["result"]


def _name(client, name):
    """How locust counts addresses that differ by a number."""
    return {"name": name} if hasattr(client, "request_event") else {}


def _check(answer):
    if not answer.ok:
        raise Stopped(f"{answer.url} answers {answer.status_code}")
    return answer


def _find(pattern, text, where, group=1):
    found = pattern.search(text)
    if not found:
        raise Stopped(f"{where} has no {pattern.pattern[:30]}")
    return html.unescape(found[group]) if group is not None else found.groups()


def _read_error(text):
    error = re.search(r'id="off_error"[^>]*>(.*?)</div>', text, re.DOTALL)
    return " ".join((error[1] if error else text[:0]).split()) or "no error is shown"
