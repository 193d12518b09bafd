"""Every address of the portal. Public paths are Italian; English is the same path under `/en/`.

The first part of a programme's path is its slug; `core.programmes.enums.RESERVED_SLUGS` lists what no
programme may be called, and a test compares it with this file.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from topmetro import probes
from topmetro.area.views import my_programmes
from topmetro.gallery import gallery
from topmetro.public.views import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
]
if settings.DEMO:
    urlpatterns += i18n_patterns(
        path("demo/", include("topmetro.demo.urls")), prefix_default_language=False
    )
urlpatterns += i18n_patterns(
    path("", home, name="home"),
    path("area/", my_programmes, name="my_programmes"),
    path("galleria/", gallery, name="gallery"),
    path("accounts/", include("allauth.urls")),
    path("piattaforma/", include("topmetro.public.installation_urls")),
    path("piattaforma/", include("topmetro.platform.urls")),
    path("<slug:slug>/area/", include("topmetro.area.urls")),
    path("<slug:slug>/area/", include("topmetro.steering.urls")),
    path("<slug:slug>/area/", include("core.people.urls")),
    path("<slug:slug>/inviti/", include("core.people.invitation_urls")),
    path("<slug:slug>/area/", include("core.notices.urls")),
    path("<slug:slug>/area/", include("core.documents.urls")),
    path("<slug:slug>/", include("core.documents.public_urls")),
    path("<slug:slug>/", include("calls.urls")),
    path("<slug:slug>/", include("labs.urls")),
    path("<slug:slug>/", include("projects.urls")),
    path("<slug:slug>/", include("tranches.urls")),
    path("<slug:slug>/", include("evaluation.urls")),
    path("<slug:slug>/", include("education.urls")),
    path("<slug:slug>/", include("topmetro.public.urls")),
    prefix_default_language=False,
)
handler400 = "topmetro.errors.bad_request"
handler403 = "topmetro.errors.forbidden"
handler404 = "topmetro.errors.not_found"
handler500 = "topmetro.errors.server_error"
