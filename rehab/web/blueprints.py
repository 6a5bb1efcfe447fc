"""Every capability's pages, in the order of the pathway."""

from typing import Final

from rehab.web.account.routes import blueprint as account
from rehab.web.home.routes import blueprint as home

BLUEPRINTS: Final = (account, home)
