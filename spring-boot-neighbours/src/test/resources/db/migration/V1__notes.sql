create table flyway_note (id bigint primary key);
