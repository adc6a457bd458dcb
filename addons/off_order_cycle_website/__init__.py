from . import controllers
from . import models
from .hooks import prepare_shops
