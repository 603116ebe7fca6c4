"""How gunicorn serves the demo: ``gunicorn --config python:xcms.site.gunicorn``."""

import os
import sys
from typing import Any

from xcms.site import worker
from xcms.warming import warm

workers = 2
threads = 4
preload_app = True
loglevel = "warning"


def when_ready(server: Any) -> None:
    worker.start()
    warm()
    address = os.environ.get("BASE_URL", server.address[0])
    sys.stdout.write(
        f"\n演示站点已启动：{address}/  （管理后台 {address}/admin/，按 Ctrl+C 停止）"
        f"\nThe demo is running at {address}/\n"
    )
    sys.stdout.flush()
