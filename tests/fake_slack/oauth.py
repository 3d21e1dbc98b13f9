"""The page on which a person allows an app, and the way back to the app."""

from __future__ import annotations

import html
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from tests.fake_slack.apps import SlackApp
from tests.fake_slack.slack import Slack


async def authorize(request: Request) -> Response:
    """`GET /oauth/v2/authorize` asks; `POST` with `user` and `decision` (`allow` or `deny`) sends the person back."""
    slack: Slack = request.app.state.slack
    query = request.query_params
    app = next((a for a in slack.credentials.apps.values() if a.client_id == query.get("client_id")), None)
    if app is None:
        return HTMLResponse("invalid_client_id", 400)
    problem = _problem(app, query.get("redirect_uri"), _scopes(query.get("scope", "")))
    if problem:
        return HTMLResponse(problem, 400)
    if request.method == "GET":
        return HTMLResponse(_page(app, query.get("scope", "")))
    return await _decided(request, slack, app)


async def _decided(request: Request, slack: Slack, app: SlackApp) -> Response:
    query, form = request.query_params, await request.form()
    redirect_uri = query.get("redirect_uri")
    target = redirect_uri or str(app.manifest["oauth_config"]["redirect_urls"][0])
    if form.get("decision") != "allow":
        return _back(target, {"error": "access_denied", "state": query.get("state", "")})
    with slack.lock:
        user = slack.directory.users[str(form["user"])]
        code = slack.credentials.grant(app, user, _scopes(query.get("scope", "")), redirect_uri)
    return _back(target, {"code": code, "state": query.get("state", "")})


def _problem(app: SlackApp, redirect_uri: str | None, scopes: list[str]) -> str | None:
    """Why Slack would show an error page instead of its question, or None."""
    registered = app.manifest.get("oauth_config", {}).get("redirect_urls", [])
    if not registered:
        return "redirect_uri_missing"
    if redirect_uri and not any(redirect_uri.startswith(known) for known in registered):
        return "bad_redirect_uri"
    if not scopes or not set(scopes) <= set(app.bot_scopes):
        return "invalid_scope"
    return None


def _scopes(text: str) -> list[str]:
    return [scope for scope in text.replace(" ", ",").split(",") if scope]


def _page(app: SlackApp, scope: str) -> str:
    return (
        f"<h1>{html.escape(app.name)}</h1><p>{html.escape(scope)}</p>"
        '<form method="post"><button name="decision" value="allow">Allow</button></form>'
    )


def _back(target: str, query: dict[str, str]) -> Response:
    separator = "&" if "?" in target else "?"
    return RedirectResponse(f"{target}{separator}{urlencode(query)}", 302)
