"""What a view is called, and whose it is."""

from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from rehab.domain.saved_views import LONGEST_NAME
from rehab.web.fields import Form


class ViewForm(Form):
    """The name of a view, whether it is shared, and whether the list opens with it."""

    name = StringField(
        "Navn",
        validators=[
            InputRequired("Giv visningen et navn."),
            Length(max=LONGEST_NAME, message=f"Skriv et navn på højst {LONGEST_NAME} tegn."),
        ],
    )
    shared = BooleanField("Del med alle i kommunen")
    default = BooleanField("Åbn listen med denne visning")
