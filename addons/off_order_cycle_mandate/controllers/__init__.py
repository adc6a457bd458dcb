from . import account_of_sales
