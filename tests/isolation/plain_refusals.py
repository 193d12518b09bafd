"""The portal's addresses, where a refusal is a bare status: drawing its page is most of a walk that is refused."""

from django.http import HttpRequest, HttpResponse

from topmetro.urls import handler400, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=403)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=404)
