{
    "name": "Order Cycles - Deposits at Pickups",
    "version": "19.0.1.0.0",
    "summary": "Jars and bottles that come back are noted on the phone of a pickup",
    "category": "Short Food Chains",
    "license": "AGPL-3",
    "author": "Open Food France",
    "website": "https://www.openfoodfrance.org",
    "depends": ["off_order_cycle_deposit", "off_order_cycle_pickup"],
    "assets": {
        "off_order_cycle_pickup.assets_pickup": [
            "off_order_cycle_deposit_pickup/static/src/**/*",
        ],
    },
    "auto_install": True,
}
