"""The engine: what is asked, and the one statement that ranks the answers.

Plain Python without records, so that it can be read and tested apart.
"""

from .question import FACES, Question
from .statement import build_statement
from .weights import WEIGHTS

__all__ = ["FACES", "WEIGHTS", "Question", "build_statement"]
