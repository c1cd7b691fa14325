"""Figures in the rail."""

from salesmgmt.figures.registry import figures_for
from salesmgmt.web.nav import NavItem, register

register(
    NavItem(
        "figures",
        "Figures",
        icon="insights",
        url_name="figures:catalogue",
        order=60,
        visible=lambda user: any(True for _ in figures_for(user)),
    )
)
