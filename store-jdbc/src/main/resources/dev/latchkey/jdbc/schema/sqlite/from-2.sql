-- Takes along what an unreleased version of before kept: users with their passwords and the audit log. Its sessions,
-- remembered browsers and keys have formats of before; people log in anew once.

insert into latchkey_user (id, username, name, password_hash, is_disabled)
select id, username, name, password_hash, is_disabled from user_account;

insert into latchkey_audit_entry
    (position, at, kind, principal_id, session_id, series_id, network, detail, count)
select position, at, kind, principal_id, session_id, series_id, network, detail, count from audit_entry;

drop table user_account;
drop table session;
drop table ended_session;
drop table session_predecessor;
drop table remember_me_series;
drop table ended_remember_me_series;
drop table throttle_budget;
drop table audit_entry;
drop table secret;
drop table flyway_schema_history;
