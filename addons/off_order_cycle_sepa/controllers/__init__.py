from . import mandate
from . import payment
