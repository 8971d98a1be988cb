-- Approvers who are away for a while. A row whose time is over means nothing any more.
create table farewell.away (
  tenant_id uuid not null,
  user_id uuid not null,
  until timestamptz not null,
  stand_in jsonb,
  primary key (tenant_id, user_id)
);

-- One row while an operator's pause is on.
create table farewell.execution_pause (
  only_one boolean primary key default true check (only_one),
  record jsonb not null
);

create index request_held_by_pause on farewell.request ((record ->> 'pausedSince'))
  where record ->> 'pausedSince' is not null;
