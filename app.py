"""The WSGI entry: gunicorn serves this."""

from rehab.app_factory import create_app
from rehab.settings import load_settings

app = create_app(load_settings())
