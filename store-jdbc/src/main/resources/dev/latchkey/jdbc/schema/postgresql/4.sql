-- Instants are microseconds since 1970-01-01T00:00:00Z. Of a token only its SHA-256 is kept.

-- Which versions the tables had, and the oldest program that may work on each.
create table if not exists latchkey_schema (
    version        integer not null primary key,
    oldest_program integer not null,
    applied_at     bigint not null
);

-- Without a password nobody logs in by one. The epoch counts what ended everything that was proven before: a new
-- password, a reset, being shut out.
create table latchkey_user (
    id               text collate "C" not null primary key,
    username         text collate "C" not null unique,
    name             text not null,
    password_hash    text,
    is_disabled      boolean not null,
    credential_epoch integer not null default 0,
    skeleton         text collate "C"
);

-- Those without one are looked for as well.
create index latchkey_user_by_skeleton on latchkey_user (skeleton);

-- What a session carries of its principal is a copy as of the login: users may live in another store.
create table latchkey_session (
    id               text collate "C" not null primary key,
    principal_id     text not null,
    username         text not null,
    name             text not null,
    created_at       bigint not null,
    authenticated_at bigint not null,
    -- How and when, as in pwd:1772352000000000; none when a series brought the session back.
    proofs           text not null,
    last_seen_at     bigint not null,
    expires_at       bigint not null,
    series_id        text,
    is_remembered    boolean not null,
    -- Whether the browser is known to have got the session's cookie.
    is_confirmed     boolean not null,
    browser_family   text not null,
    browser_platform text not null,
    browser_network  text not null,
    browser_exact    text not null,
    -- Null while it lives.
    reason           text,
    ended_at         bigint,
    check ((reason is null) = (ended_at is null))
) with (fillfactor = 80);

-- None on last_seen_at: activity is most of what is written, and writes no index this way.
create index latchkey_session_by_principal_id on latchkey_session (principal_id) where reason is null;
create index latchkey_session_by_expires_at on latchkey_session (expires_at) where reason is null;
create index latchkey_session_by_series_id on latchkey_session (series_id)
    where reason is null and series_id is not null;
create index latchkey_session_by_ended_at on latchkey_session (ended_at) where reason is not null;

-- Every token that a session had. The current one is good as long as the session is; those that were rotated away for
-- a moment more.
create table latchkey_session_token (
    token_hash bytea not null primary key check (octet_length(token_hash) = 32),
    session_id text not null,
    good_until bigint
);

create index latchkey_session_token_by_session_id on latchkey_session_token (session_id);
create index latchkey_session_token_by_good_until on latchkey_session_token (good_until)
    where good_until is not null;

create table latchkey_remember_series (
    id               text collate "C" not null primary key,
    principal_id     text not null,
    created_at       bigint not null,
    expires_at       bigint not null,
    browser_family   text not null,
    browser_platform text not null,
    browser_network  text not null,
    browser_exact    text not null,
    generation       integer not null,
    current_hash     bytea not null check (octet_length(current_hash) = 32),
    previous_hash    bytea not null check (octet_length(previous_hash) = 32),
    rotated_at       bigint not null,
    -- Null while the browser is not known to have got the current token.
    confirmed_at     bigint,
    session_number   integer not null,
    lost_answers     integer not null,
    lost_in          integer not null,
    -- Null while it lives.
    reason           text,
    ended_at         bigint,
    check ((reason is null) = (ended_at is null))
);

create index latchkey_remember_series_by_principal_id on latchkey_remember_series (principal_id)
    where reason is null;
create index latchkey_remember_series_by_expires_at on latchkey_remember_series (expires_at) where reason is null;
create index latchkey_remember_series_by_ended_at on latchkey_remember_series (ended_at) where reason is not null;

create table latchkey_throttle_budget (
    budget     text collate "C" not null primary key,
    count      integer not null,
    counted_at bigint not null,
    open_at    bigint not null
);

create index latchkey_throttle_budget_by_open_at on latchkey_throttle_budget (open_at);

-- Rows are added, and leave by age alone.
create table latchkey_audit_entry (
    position     bigint generated always as identity primary key,
    at           bigint not null,
    kind         text not null,
    principal_id text not null,
    session_id   text not null,
    series_id    text not null,
    network      text not null,
    detail       text not null,
    count        integer not null
);

create index latchkey_audit_entry_by_at on latchkey_audit_entry (at);
create index latchkey_audit_entry_by_principal_id on latchkey_audit_entry (principal_id, at);

-- Of each purpose the newest version signs, all verify.
create table latchkey_secret (
    purpose    text collate "C" not null,
    version    integer not null,
    key_bytes  bytea not null,
    created_at bigint not null,
    primary key (purpose, version)
);

-- One row, written to find out whether writing is possible; and when the clock was last seen and believed.
create table latchkey_upkeep (
    id      integer not null primary key check (id = 1),
    checks  bigint not null,
    seen_at bigint not null
);

insert into latchkey_upkeep values (1, 0, 0);

insert into latchkey_schema values (4, 4, extract(epoch from now()) * 1000000);
