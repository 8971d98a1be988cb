-- A licence of a person is in one open request at a time: the key decides when two ask in the same instant.
create table farewell.claimed_license (
  tenant_id uuid not null,
  user_id uuid not null,
  sku_id uuid not null,
  request_id uuid not null references farewell.request,
  primary key (tenant_id, user_id, sku_id)
);

create index claimed_license_request on farewell.claimed_license (request_id);

insert into farewell.claimed_license (tenant_id, user_id, sku_id, request_id)
select request.tenant_id, (target #>> '{user,userId}')::uuid, (license ->> 'skuId')::uuid, request.id
from farewell.request,
  jsonb_array_elements(request.plan -> 'targets') as target,
  jsonb_array_elements(target -> 'remove') as license
where request.state in ('awaiting-approval', 'approved', 'executing', 'waiting-for-sign-in')
order by request.created_at, request.id
on conflict do nothing;
