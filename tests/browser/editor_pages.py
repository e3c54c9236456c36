"""A small site around the editor: a form in two sizes, pictures that are really decoded, pages to link to."""

from __future__ import annotations

import io
import uuid

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.urls import include, path
from PIL import Image, UnidentifiedImageError

from core.forms import BodyField, EditorWidget

PAGE = """{% load static commonplace %}<!doctype html>
<html lang="en-GB">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Edit: Scanning at the bedside</title>
    <link rel="icon" href="{% static 'img/mark.svg' %}" type="image/svg+xml">
    <link rel="stylesheet" href="{% stylesheet_url %}">
    {% if saved %}<meta name="draft-saved" content="{{ saved }}">{% endif %}
  </head>
  <body class="page--focus">
    <div class="frame frame--editor"><nav class="rail" aria-label="Back"></nav><main class="main">
      <h1>Edit: Scanning at the bedside</h1>
      {% if saved %}<p>Saved.</p>{% else %}
      {% include "components/form_errors.html" with form=form only %}
      <form class="editor" method="post">{% csrf_token %}
        {{ form.version.as_hidden }}
        {% include "components/field.html" with field=form.title only %}
        {% include "components/field.html" with field=form.body only %}
        <p class="actions editor__publish"><button class="button button--primary">Publish</button></p>
      </form>{% endif %}
    </main></div>
    <script type="module" src="{% static 'js/drafts.js' %}"></script>
    {{ form.media }}
  </body>
</html>"""

FINDABLE = [
    ("Scanning at the bedside", "/communities/ward/wiki/scanning/"),
    ("Scanner will not pair", "/communities/ward/wiki/pairing/"),
    ("Discharge letters", "/communities/ward/wiki/discharge/"),
]
pictures: dict[str, bytes] = {}
received: list[str] = []
start = {"body": "", "version": 1}


class TextForm(forms.Form):
    title = forms.CharField(required=False)
    body = BodyField(label="Body of the page", help_text="Start each step with what to do.")
    version = forms.IntegerField(widget=forms.HiddenInput)


def edit(request: HttpRequest, size: str) -> HttpResponse:
    form = TextForm(request.POST or None, initial=start)
    form.fields["body"].widget = widget = EditorWidget({"placeholder": "Write here"}, toolbar=size)
    widget.upload_url = "/try/upload/"
    widget.link_finder_url = "/try/find/"
    widget.draft_key = f"try:{size}"
    widget.base_version = start["version"]
    widget.base_field = "version"
    if form.is_valid():
        received.append(form.cleaned_data["body"])
        return redirect("/try/saved/" + size)
    return page(request, {"form": form})


def saved(request: HttpRequest, size: str) -> HttpResponse:
    return page(request, {"saved": f"try:{size}"})


def page(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    return HttpResponse(Template(PAGE).render(RequestContext(request, context)))


def upload(request: HttpRequest) -> JsonResponse:
    try:
        picture = Image.open(request.FILES["file"])
        picture.load()
    except (KeyError, UnidentifiedImageError, OSError):
        return JsonResponse(
            {"error": "Choose a JPEG, PNG, GIF, WebP or AVIF picture under 10 MB"}, status=400
        )
    out = io.BytesIO()
    picture.convert("RGB").save(out, "PNG")
    name = f"/files/{uuid.uuid4()}.png"
    pictures[name] = out.getvalue()
    return JsonResponse({"url": name, "width": picture.width, "height": picture.height}, status=201)


def picture(request: HttpRequest, name: str) -> HttpResponse:
    if f"/files/{name}" not in pictures:
        raise Http404
    return HttpResponse(pictures[f"/files/{name}"], content_type="image/png")


def find(request: HttpRequest) -> JsonResponse:
    words = request.GET["q"].lower()
    found = [
        {"title": title, "url": url, "kind": "Wiki page", "place": "Ward nursing"}
        for title, url in FINDABLE
        if words in title.lower()
    ]
    return JsonResponse({"results": found})


urlpatterns = [
    path("try/upload/", upload),
    path("try/find/", find),
    path("try/saved/<str:size>", saved),
    path("try/<str:size>/", edit),
    path("files/<str:name>", picture),
    path("", include("cop_site.urls")),
]
