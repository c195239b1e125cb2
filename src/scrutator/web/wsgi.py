"""The application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scrutator.web.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 (models can be imported only now)

from scrutator.web.accounts.adapters import remember_failures  # noqa: E402
from scrutator.web.env import ProcessRole  # noqa: E402
from scrutator.web.intake.running import writer  # noqa: E402
from scrutator.web.jobs.worker import Worker  # noqa: E402
from scrutator.web.operating.still import keep_still  # noqa: E402
from scrutator.web.own.running import queue  # noqa: E402
from scrutator.web.preparing import catching_up  # noqa: E402
from scrutator.web.preparing.first_views import FIRST_VIEWS  # noqa: E402

keep_still()
if settings.SERVER.role is ProcessRole.FIRST:
    remember_failures()
    writer()
    Worker().start()
    queue().start()
FIRST_VIEWS.start()
catching_up.start()
