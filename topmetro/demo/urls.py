from django.urls import path

from topmetro.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.demo_home, name="demo_home"),
    path("accessi/", views.account_list, name="account_list"),
    path("accessi/entra/", views.account_sign_in, name="account_sign_in"),
    path("posta/", views.letter_list, name="letter_list"),
    path("posta/<str:name>/", views.letter_detail, name="letter_detail"),
    path("posta/<str:name>/html/", views.letter_html, name="letter_html"),
    path(
        "posta/<str:name>/allegati/<int:number>/", views.letter_attachment, name="letter_attachment"
    ),
]
