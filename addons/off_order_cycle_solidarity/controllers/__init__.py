from . import solidarity
from . import payment
