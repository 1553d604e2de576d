-- Instants are microseconds since 1970-01-01T00:00:00Z. Of a token only its SHA-256 is kept.

-- Sessions from before: of an unknown browser, and of no remember-me series.
alter table session add column series_id text;
alter table session add column is_remembered integer not null default 0 check (is_remembered in (0, 1));
alter table session add column browser_family text not null default '';
alter table session add column browser_platform text not null default '';
alter table session add column browser_network text not null default '';
alter table session add column browser_exact text not null default '';

create index session_by_series_id on session (series_id) where series_id is not null;

-- Tokens that were rotated away; what they stand for is what became of the session of that id.
create table session_predecessor (
    token_hash blob    not null primary key check (length(token_hash) = 32),
    session_id text    not null,
    good_until integer not null
) strict, without rowid;

create index session_predecessor_by_session_id on session_predecessor (session_id);
create index session_predecessor_by_good_until on session_predecessor (good_until);

create table remember_me_series (
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
    rotated_at       integer not null
) strict, without rowid;

create index remember_me_series_by_principal_id on remember_me_series (principal_id);
create index remember_me_series_by_expires_at on remember_me_series (expires_at);

create table ended_remember_me_series (
    id       text    not null primary key,
    reason   text    not null,
    ended_at integer not null
) strict, without rowid;

create index ended_remember_me_series_by_ended_at on ended_remember_me_series (ended_at);

create table throttle_budget (
    key        text    not null primary key,
    count      integer not null,
    counted_at integer not null,
    open_at    integer not null
) strict, without rowid;

create index throttle_budget_by_open_at on throttle_budget (open_at);

-- Rows are added, and leave by age alone.
create table audit_entry (
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

create index audit_entry_by_at on audit_entry (at);
create index audit_entry_by_principal_id on audit_entry (principal_id, at);
