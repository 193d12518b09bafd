"""Addresses of the builder's pages, wherever a part has hung them."""

from typing import Any

from django import template

from core.questionnaires.builder.desk import FormDesk

register = template.Library()


@register.simple_tag
def desk_url(desk: FormDesk, name: str, **more: Any) -> str:
    """`{% desk_url desk "form_question_change" question=card.key %}`"""
    return desk.url(name, **more)
