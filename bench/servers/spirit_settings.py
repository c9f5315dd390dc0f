"""Settings of the forum: spirit's own, as a Chinese operator would set them.

Read in the forum's environment, inside a project made by `spirit startproject forum`.
"""

from forum.settings.dev import *  # noqa: F403  (this is how Django settings build on others)
from forum.settings.dev import MIDDLEWARE as THEIRS

DEBUG = False
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
ROOT_URLCONF = "spirit_urls"
MIDDLEWARE = ["spirit_urls.noted", *THEIRS]
