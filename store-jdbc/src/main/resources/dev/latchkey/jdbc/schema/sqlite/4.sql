-- One row for each session for life: what ended stays where it was, and nothing can be inserted in its place. The same
-- for remember-me series. Nobody is logged out by this.

drop index latchkey_session_by_principal_id;
drop index latchkey_session_by_expires_at;
drop index latchkey_session_by_last_seen_at;
drop index latchkey_session_by_series_id;
alter table latchkey_session rename to latchkey_session_before;

-- What a session carries of its principal is a copy as of the login: users may live in another store.
create table latchkey_session (
    id               text    not null primary key,
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
    browser_exact    text    not null,
    -- Null while it lives.
    reason           text,
    ended_at         integer,
    check ((reason is null) = (ended_at is null))
) strict, without rowid;

create index latchkey_session_by_principal_id on latchkey_session (principal_id) where reason is null;
create index latchkey_session_by_expires_at on latchkey_session (expires_at) where reason is null;
create index latchkey_session_by_last_seen_at on latchkey_session (last_seen_at) where reason is null;
create index latchkey_session_by_series_id on latchkey_session (series_id)
    where reason is null and series_id is not null;
create index latchkey_session_by_ended_at on latchkey_session (ended_at) where reason is not null;

-- Every token that a session had. The current one is good as long as the session is; those that were rotated away for
-- a moment more.
create table latchkey_session_token (
    token_hash blob    not null primary key check (length(token_hash) = 32),
    session_id text    not null,
    good_until integer
) strict, without rowid;

create index latchkey_session_token_by_session_id on latchkey_session_token (session_id);
create index latchkey_session_token_by_good_until on latchkey_session_token (good_until) where good_until is not null;

insert into latchkey_session
select id, principal_id, username, name, created_at, authenticated_at, proofs, last_seen_at, expires_at,
       series_id, is_remembered, is_confirmed, browser_family, browser_platform, browser_network, browser_exact,
       null, null
from latchkey_session_before;

-- Of those that ended only the reason was kept.
insert into latchkey_session
select id, '', '', '', 0, 0, '', 0, 0, null, 0, 0, '', '', '', '', reason, ended_at
from latchkey_ended_session where true on conflict do nothing;

insert into latchkey_session_token select token_hash, id, null from latchkey_session_before;

insert into latchkey_session_token
select token_hash, id, null from latchkey_ended_session where true on conflict do nothing;

insert into latchkey_session_token
select token_hash, session_id, good_until from latchkey_session_predecessor
where session_id in (select id from latchkey_session) on conflict do nothing;

drop table latchkey_session_before;
drop table latchkey_ended_session;
drop table latchkey_session_predecessor;

alter table latchkey_remember_series add column reason text;
alter table latchkey_remember_series add column ended_at integer;

insert into latchkey_remember_series
select id, '', 0, 0, '', '', '', '', 0, zeroblob(32), zeroblob(32), 0, null, 0, 0, 0, reason, ended_at
from latchkey_ended_remember_series where true on conflict do nothing;

drop table latchkey_ended_remember_series;
drop index latchkey_remember_series_by_principal_id;
drop index latchkey_remember_series_by_expires_at;

create index latchkey_remember_series_by_principal_id on latchkey_remember_series (principal_id)
    where reason is null;
create index latchkey_remember_series_by_expires_at on latchkey_remember_series (expires_at) where reason is null;
create index latchkey_remember_series_by_ended_at on latchkey_remember_series (ended_at) where reason is not null;

insert into latchkey_schema values (4, 4, unixepoch() * 1000000);
