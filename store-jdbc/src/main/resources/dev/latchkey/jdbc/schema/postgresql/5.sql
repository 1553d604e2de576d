-- What several nodes need to know of each other. A program that knows less would end sessions that others go on
-- answering from their caches.

-- What a cache may not answer any more as it did: added by the transaction that changed it, read by each node once, and
-- forgotten after ten minutes.
create table latchkey_session_change (
    n          bigint generated always as identity primary key,
    xid        xid8 not null default pg_current_xact_id(),
    token_hash bytea not null check (octet_length(token_hash) = 32),
    -- Null where nothing ended, and the store is to be asked again.
    reason     text,
    at         bigint not null default (extract(epoch from clock_timestamp()) * 1000000)::bigint
);

create index latchkey_session_change_by_xid on latchkey_session_change (xid);
create index latchkey_session_change_by_at on latchkey_session_change (at);

-- Until when each node may answer from its cache, and which changes it knew when it said so.
create table latchkey_node (
    id          text collate "C" not null primary key,
    name        text not null,
    version     text not null,
    lease_until bigint not null,
    applied     pg_snapshot not null
) with (fillfactor = 50);

insert into latchkey_schema values (5, 5, extract(epoch from now()) * 1000000);
