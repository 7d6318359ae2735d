"""Teaching: a self-contained page that walks through the construction on the user's own network."""

from exactrelu.teach.data import MOST_FACES, MOST_WEIGHTS, lesson
from exactrelu.teach.page import page

__all__ = ["MOST_FACES", "MOST_WEIGHTS", "lesson", "page"]
