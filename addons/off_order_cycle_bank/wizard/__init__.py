from . import off_pay_producers
