from . import test_answer
from . import test_answer_page
from . import test_capacity_page
from . import test_engine
from . import test_orders_page
from . import test_purchase_mail
from . import test_reminders
