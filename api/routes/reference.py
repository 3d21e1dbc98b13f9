"""GET /docs: the API reference, from files that ship; nothing is fetched from elsewhere."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse

router = APIRouter(include_in_schema=False)
_VENDOR = "/static/vendor/swagger-ui"


@router.get("/docs")
def reference() -> HTMLResponse:
    """Every route with its parameters and shapes, to read and to try."""
    return get_swagger_ui_html(
        openapi_url="/openapi.json",
        title="Passerelle · API",
        swagger_js_url=f"{_VENDOR}/swagger-ui-bundle.js",
        swagger_css_url=f"{_VENDOR}/swagger-ui.css",
        swagger_favicon_url="/static/mark.svg",
    )
