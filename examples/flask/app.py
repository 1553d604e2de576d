"""A backend in Flask whose visitors Latchkey knows."""

from http.client import HTTPConnection
from os import environ
from urllib.parse import unquote

from flask import Flask, Response, g, request

app = Flask(__name__)

# Asked about every request, before anything else is done for it.
LATCHKEY = environ.get("LATCHKEY", "127.0.0.1:5000")
ASKED = ("Cookie", "Origin", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest", "User-Agent", "Upgrade")


@app.before_request
def ask_latchkey():
    headers = {name: request.headers[name] for name in ASKED if name in request.headers}
    way = [*request.headers.getlist("X-Forwarded-For"), request.remote_addr]
    headers |= {
        "X-Original-Method": request.method,
        "X-Forwarded-For": ", ".join(way),
        "X-Forwarded-Proto": request.headers.get("X-Forwarded-Proto", request.scheme),
        "X-Forwarded-Host": request.headers.get("X-Forwarded-Host", request.host),
    }
    connection = HTTPConnection(LATCHKEY, timeout=5)
    try:
        connection.request("GET", "/api/verify", headers=headers)
        answer = connection.getresponse()
        body = answer.read()
    except OSError:
        return Response('{"code":"store_unavailable","status":503}', 503, content_type="application/problem+json")
    finally:
        connection.close()
    if answer.status != 204:
        return Response(body, answer.status, content_type=answer.headers["Content-Type"])
    g.username = unquote(answer.headers["Latchkey-User"])
    g.user_id = answer.headers["Latchkey-User-Id"]


@app.route("/reports/<name>", methods=["GET", "POST"])
def report(name):
    return f"{request.method} {name} for {g.username}"


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(environ.get("PORT", "9000")))
