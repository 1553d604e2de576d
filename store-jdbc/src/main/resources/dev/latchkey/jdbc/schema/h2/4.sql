-- Instants are microseconds since 1970-01-01T00:00:00Z. Of a token only its SHA-256 is kept.
-- H2 commits every statement that makes a table, so each can be repeated.

-- Which versions the tables had, and the oldest program that may work on each.
create table if not exists latchkey_schema (
    version        integer not null primary key,
    oldest_program integer not null,
    applied_at     bigint not null
);

-- Without a password nobody logs in by one. The epoch counts what ended everything that was proven before: a new
-- password, a reset, being shut out.
create table if not exists latchkey_user (
    id               varchar not null primary key,
    username         varchar not null unique,
    name             varchar not null,
    password_hash    varchar,
    is_disabled      boolean not null,
    credential_epoch integer not null default 0,
    skeleton         varchar
);

-- Those without one are looked for as well.
create index if not exists latchkey_user_by_skeleton on latchkey_user (skeleton);

-- What a session carries of its principal is a copy as of the login: users may live in another store.
create table if not exists latchkey_session (
    id               varchar not null primary key,
    principal_id     varchar not null,
    username         varchar not null,
    name             varchar not null,
    created_at       bigint not null,
    authenticated_at bigint not null,
    -- How and when, as in pwd:1772352000000000; none when a series brought the session back.
    proofs           varchar not null,
    last_seen_at     bigint not null,
    expires_at       bigint not null,
    series_id        varchar,
    is_remembered    boolean not null,
    -- Whether the browser is known to have got the session's cookie.
    is_confirmed     boolean not null,
    browser_family   varchar not null,
    browser_platform varchar not null,
    browser_network  varchar not null,
    browser_exact    varchar not null,
    -- Null while it lives.
    reason           varchar,
    ended_at         bigint,
    check ((reason is null) = (ended_at is null))
);

create index if not exists latchkey_session_by_principal_id on latchkey_session (principal_id);
create index if not exists latchkey_session_by_expires_at on latchkey_session (expires_at);
create index if not exists latchkey_session_by_series_id on latchkey_session (series_id);
create index if not exists latchkey_session_by_ended_at on latchkey_session (ended_at);

-- Every token that a session had. The current one is good as long as the session is; those that were rotated away for
-- a moment more.
create table if not exists latchkey_session_token (
    token_hash varbinary not null primary key check (octet_length(token_hash) = 32),
    session_id varchar not null,
    good_until bigint
);

create index if not exists latchkey_session_token_by_session_id on latchkey_session_token (session_id);
create index if not exists latchkey_session_token_by_good_until on latchkey_session_token (good_until);

create table if not exists latchkey_remember_series (
    id               varchar not null primary key,
    principal_id     varchar not null,
    created_at       bigint not null,
    expires_at       bigint not null,
    browser_family   varchar not null,
    browser_platform varchar not null,
    browser_network  varchar not null,
    browser_exact    varchar not null,
    generation       integer not null,
    current_hash     varbinary not null check (octet_length(current_hash) = 32),
    previous_hash    varbinary not null check (octet_length(previous_hash) = 32),
    rotated_at       bigint not null,
    -- Null while the browser is not known to have got the current token.
    confirmed_at     bigint,
    session_number   integer not null,
    lost_answers     integer not null,
    lost_in          integer not null,
    -- Null while it lives.
    reason           varchar,
    ended_at         bigint,
    check ((reason is null) = (ended_at is null))
);

create index if not exists latchkey_remember_series_by_principal_id on latchkey_remember_series (principal_id);
create index if not exists latchkey_remember_series_by_expires_at on latchkey_remember_series (expires_at);
create index if not exists latchkey_remember_series_by_ended_at on latchkey_remember_series (ended_at);

create table if not exists latchkey_throttle_budget (
    budget     varchar not null primary key,
    count      integer not null,
    counted_at bigint not null,
    open_at    bigint not null
);

create index if not exists latchkey_throttle_budget_by_open_at on latchkey_throttle_budget (open_at);

-- Rows are added, and leave by age alone.
create table if not exists latchkey_audit_entry (
    position     bigint generated always as identity primary key,
    at           bigint not null,
    kind         varchar not null,
    principal_id varchar not null,
    session_id   varchar not null,
    series_id    varchar not null,
    network      varchar not null,
    detail       varchar not null,
    count        integer not null
);

create index if not exists latchkey_audit_entry_by_at on latchkey_audit_entry (at);
create index if not exists latchkey_audit_entry_by_principal_id on latchkey_audit_entry (principal_id, at);

-- Of each purpose the newest version signs, all verify.
create table if not exists latchkey_secret (
    purpose    varchar not null,
    version    integer not null,
    key_bytes  varbinary not null,
    created_at bigint not null,
    primary key (purpose, version)
);

-- One row, written to find out whether writing is possible; and when the clock was last seen and believed.
create table if not exists latchkey_upkeep (
    id      integer not null primary key check (id = 1),
    checks  bigint not null,
    seen_at bigint not null
);

insert into latchkey_upkeep
select 1, 0, 0 where not exists (select 1 from latchkey_upkeep);

insert into latchkey_schema
select 4, 4, datediff(millisecond, timestamp '1970-01-01 00:00:00', current_timestamp) * 1000
where not exists (select 1 from latchkey_schema where version = 4);
