from . import controllers
from . import models
from .hooks import hide_unused_shops
