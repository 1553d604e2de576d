-- Instants are microseconds since 1970-01-01T00:00:00Z. Of a token only its SHA-256 is kept.

-- Without a password nobody logs in by one. The epoch counts what ended everything that was proven before: a new
-- password, a reset, being shut out.
create table latchkey_user (
    id               text    not null primary key,
    username         text    not null unique,
    name             text    not null,
    password_hash    text,
    is_disabled      integer not null check (is_disabled in (0, 1)),
    credential_epoch integer not null default 0,
    skeleton         text
) strict, without rowid;

-- Those without one are looked for as well.
create index latchkey_user_by_skeleton on latchkey_user (skeleton);

-- What a session carries of its principal is a copy as of the login: users may live in another store.
create table latchkey_session (
    token_hash       blob    not null primary key check (length(token_hash) = 32),
    id               text    not null unique,
    principal_id     text    not null,
    username         text    not null,
    name             text    not null,
    created_at       integer not null,
    authenticated_at integer not null,
    -- How and when, as in pwd:1772352000000000; none when a series brought the session back.
    proofs           text    not null,
    last_seen_at     integer not null,
    expires_at       integer not null,
    series_id        text,
    is_remembered    integer not null check (is_remembered in (0, 1)),
    -- Whether the browser is known to have got the session's cookie.
    is_confirmed     integer not null check (is_confirmed in (0, 1)),
    browser_family   text    not null,
    browser_platform text    not null,
    browser_network  text    not null,
    browser_exact    text    not null
) strict, without rowid;

create index latchkey_session_by_principal_id on latchkey_session (principal_id);
create index latchkey_session_by_expires_at on latchkey_session (expires_at);
create index latchkey_session_by_last_seen_at on latchkey_session (last_seen_at);
create index latchkey_session_by_series_id on latchkey_session (series_id) where series_id is not null;

create table latchkey_ended_session (
    token_hash blob    not null primary key check (length(token_hash) = 32),
    id         text    not null unique,
    reason     text    not null,
    ended_at   integer not null
) strict, without rowid;

create index latchkey_ended_session_by_ended_at on latchkey_ended_session (ended_at);

-- Tokens that were rotated away; what they stand for is what became of the session of that id.
create table latchkey_session_predecessor (
    token_hash blob    not null primary key check (length(token_hash) = 32),
    session_id text    not null,
    good_until integer not null
) strict, without rowid;

create index latchkey_session_predecessor_by_session_id on latchkey_session_predecessor (session_id);
create index latchkey_session_predecessor_by_good_until on latchkey_session_predecessor (good_until);

create table latchkey_remember_series (
    id               text    not null primary key,
    principal_id     text    not null,
    created_at       integer not null,
    expires_at       integer not null,
    browser_family   text    not null,
    browser_platform text    not null,
    browser_network  text    not null,
    browser_exact    text    not null,
    generation       integer not null,
    current_hash     blob    not null check (length(current_hash) = 32),
    previous_hash    blob    not null check (length(previous_hash) = 32),
    rotated_at       integer not null,
    -- Null while the browser is not known to have got the current token.
    confirmed_at     integer,
    session_number   integer not null,
    lost_answers     integer not null,
    lost_in          integer not null
) strict, without rowid;

create index latchkey_remember_series_by_principal_id on latchkey_remember_series (principal_id);
create index latchkey_remember_series_by_expires_at on latchkey_remember_series (expires_at);

create table latchkey_ended_remember_series (
    id       text    not null primary key,
    reason   text    not null,
    ended_at integer not null
) strict, without rowid;

create index latchkey_ended_remember_series_by_ended_at on latchkey_ended_remember_series (ended_at);

create table latchkey_throttle_budget (
    budget     text    not null primary key,
    count      integer not null,
    counted_at integer not null,
    open_at    integer not null
) strict, without rowid;

create index latchkey_throttle_budget_by_open_at on latchkey_throttle_budget (open_at);

-- Rows are added, and leave by age alone.
create table latchkey_audit_entry (
    position     integer not null primary key,
    at           integer not null,
    kind         text    not null,
    principal_id text    not null,
    session_id   text    not null,
    series_id    text    not null,
    network      text    not null,
    detail       text    not null,
    count        integer not null
) strict;

create index latchkey_audit_entry_by_at on latchkey_audit_entry (at);
create index latchkey_audit_entry_by_principal_id on latchkey_audit_entry (principal_id, at);

-- Of each purpose the newest version signs, all verify.
create table latchkey_secret (
    purpose    text    not null,
    version    integer not null,
    key_bytes  blob    not null,
    created_at integer not null,
    primary key (purpose, version)
) strict, without rowid;

-- One row, written to find out whether writing is possible; and when the clock was last seen and believed.
create table latchkey_upkeep (
    id      integer not null primary key check (id = 1),
    checks  integer not null,
    seen_at integer not null
) strict;

insert into latchkey_upkeep values (1, 0, 0);

create table latchkey_schema (
    version        integer not null primary key,
    oldest_program integer not null,
    applied_at     integer not null
) strict, without rowid;

insert into latchkey_schema values (3, 3, 0);
