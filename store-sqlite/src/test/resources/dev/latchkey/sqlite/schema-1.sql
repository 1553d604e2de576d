-- Instants are microseconds since 1970-01-01T00:00:00Z. Of a token only its SHA-256 is kept.

create table user_account (
    id            text    not null primary key,
    username      text    not null unique,
    name          text    not null,
    password_hash text    not null,
    is_disabled   integer not null check (is_disabled in (0, 1))
) strict, without rowid;

-- What a session carries of its principal is a copy as of the login: users may live in another store.
create table session (
    token_hash       blob    not null primary key check (length(token_hash) = 32),
    id               text    not null unique,
    principal_id     text    not null,
    username         text    not null,
    name             text    not null,
    created_at       integer not null,
    authenticated_at integer not null,
    last_seen_at     integer not null,
    expires_at       integer not null,
    version          integer not null
) strict, without rowid;

create index session_by_principal_id on session (principal_id);
create index session_by_expires_at on session (expires_at);
create index session_by_last_seen_at on session (last_seen_at);

create table ended_session (
    token_hash blob    not null primary key check (length(token_hash) = 32),
    id         text    not null unique,
    reason     text    not null,
    ended_at   integer not null
) strict, without rowid;

create index ended_session_by_ended_at on ended_session (ended_at);

create table secret (
    name  text not null primary key,
    value blob not null
) strict, without rowid;
