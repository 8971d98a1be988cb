-- The plan is a column of its own: it never changes after it was approved, and it may be large.
create table farewell.request (
  id uuid primary key,
  tenant_id uuid not null,
  requester_id uuid not null,
  state text not null,
  version integer not null,
  created_at timestamptz not null,
  plan jsonb not null,
  record jsonb not null
);

create index request_requester on farewell.request (tenant_id, requester_id, state);

create table farewell.request_target (
  request_id uuid not null references farewell.request,
  tenant_id uuid not null,
  user_id uuid not null,
  primary key (request_id, user_id)
);

create index request_target_person on farewell.request_target (tenant_id, user_id);

create table farewell.step (
  request_id uuid not null references farewell.request,
  index integer not null,
  record jsonb not null,
  primary key (request_id, index)
);

create table farewell.party_card (
  request_id uuid not null references farewell.request,
  tenant_id uuid not null,
  user_id uuid not null,
  role text not null,
  activity_id text,
  shown_version integer not null,
  told_version integer not null,
  primary key (request_id, tenant_id, user_id)
);
