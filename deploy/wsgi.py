"""The product under a WSGI server of your own: `waitress-serve deploy.wsgi:application`, `gunicorn -k gthread …`.

It reads the same environment as `./tenon`; run `./tenon migrate` first. Without a broker (`TENON_BUS`) all services run
in this process, with one the gateway's alone. One process with many threads, not several processes.
"""

import atexit
from wsgiref.types import WSGIApplication

from deploy.gateway import gateway_application
from deploy.logs import write_log
from deploy.preparing import half_restore_here
from deploy.roster import EVERYBODY, service_class
from shared.bus.host import Host
from shared.settings import GATEWAY, Settings


def start() -> WSGIApplication:
    """Run the services of this process and give the application in front of them; they stop with the process."""
    settings = Settings.from_environment().with_secret()
    write_log()
    here = EVERYBODY if settings.is_embedded else (GATEWAY,)
    obstacle = half_restore_here(settings, here)
    if obstacle:
        raise SystemExit(obstacle)
    host = Host(settings)
    host.start([service_class(name) for name in here])
    atexit.register(host.stop)
    return gateway_application(settings, host)


application = start()
