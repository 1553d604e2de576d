"""Flask-Login with alternative ids: the signed cookie carries a token, the token is a row in SQLite."""

import os
import secrets
import sqlite3
import threading

from flask import Flask, jsonify, request
from flask_login import LoginManager, UserMixin, current_user, login_user

PASSWORD = "correct horse battery staple"
USERS = 1000
DATABASE = os.path.join(os.environ["DATA"], "flask.db")

app = Flask(__name__)
app.config.update(SECRET_KEY="a secret that only this benchmark knows", SESSION_COOKIE_SAMESITE="Lax")
login_manager = LoginManager(app)
local = threading.local()


class User(UserMixin):
    def __init__(self, username, name, token):
        self.username, self.name, self.token = username, name, token

    def get_id(self):
        return self.token

    def view(self):
        return {"username": self.username, "name": self.name}


def database():
    if not hasattr(local, "connection"):
        local.connection = sqlite3.connect(DATABASE, isolation_level=None)
        local.connection.execute("pragma journal_mode = wal")
        local.connection.execute("pragma busy_timeout = 5000")
    return local.connection


def create_schema():
    os.makedirs(os.path.dirname(DATABASE), exist_ok=True)
    connection = sqlite3.connect(DATABASE)
    with connection:
        connection.execute("create table if not exists user (username text primary key, name text not null)")
        connection.execute("create table if not exists session (token text primary key, username text not null)")
        connection.executemany(
            "insert or ignore into user values (?, 'Jane Doe')", [(f"user{i}",) for i in range(USERS)]
        )
    connection.close()


@login_manager.user_loader
def load_user(token):
    row = database().execute(
        "select u.username, u.name from session s join user u on u.username = s.username where s.token = ?", (token,)
    ).fetchone()
    return User(*row, token) if row else None


@app.post("/api/login")
def login():
    body = request.get_json()
    row = database().execute("select username, name from user where username = ?", (body["username"],)).fetchone()
    if not row or body["password"] != PASSWORD:
        return jsonify(login=False), 401
    user = User(*row, secrets.token_urlsafe(32))
    database().execute("insert into session values (?, ?)", (user.token, user.username))
    login_user(user)
    return jsonify(login=True, user=user.view())


@app.get("/api/getsession")
def get_session():
    if not current_user.is_authenticated:
        return jsonify(login=False)
    return jsonify(login=True, user=current_user.view())


create_schema()
