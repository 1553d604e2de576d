-- How each node is set where all should be alike: a line "key=value" for each setting that is not at its default.
alter table latchkey_node add column settings text not null default '';

-- Which other store keeps the sessions of these people; empty where this database does. So no server and no command believes
-- that somebody is out whose session lives elsewhere.
alter table latchkey_upkeep add column sessions_at text not null default '';

insert into latchkey_schema values (6, 5, extract(epoch from now()) * 1000000);
