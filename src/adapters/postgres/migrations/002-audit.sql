create table farewell.audit (
  seq bigint primary key,
  at text not null,
  event text not null,
  request_id uuid,
  actor jsonb,
  data jsonb not null,
  prev_hash text not null,
  hash text not null unique
);

create index audit_request on farewell.audit (request_id, seq);

-- One row. Whoever appends locks it, so the chain has one order; it also tells when the chain's end was cut off.
create table farewell.audit_head (
  only_one boolean primary key default true check (only_one),
  seq bigint not null,
  hash text not null
);

insert into farewell.audit_head (seq, hash) values (0, repeat('0', 64));

create function farewell.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only';
end
$$;

create trigger audit_is_append_only before update or delete on farewell.audit
  for each row execute function farewell.refuse_change();
create trigger audit_is_never_emptied before truncate on farewell.audit
  for each statement execute function farewell.refuse_change();
create trigger audit_head_is_kept before delete on farewell.audit_head
  for each row execute function farewell.refuse_change();
create trigger audit_head_is_never_emptied before truncate on farewell.audit_head
  for each statement execute function farewell.refuse_change();
