"""The address of the media folder on the embedded default; with S3 or a server in front nothing asks here."""

from django.urls import path

from . import views

app_name = "serving"
urlpatterns = [path("<path:path>", views.media, name="media")]
