create table farewell.contact (
  tenant_id uuid not null,
  user_id uuid not null,
  conversation jsonb not null,
  locale text not null,
  time_zone text,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, user_id)
);

create table farewell.bot_item (
  key text primary key,
  item jsonb not null,
  etag uuid not null,
  updated_at timestamptz not null default now()
);

-- Sign-in marks carry no content and are swept by age.
create index bot_item_marks on farewell.bot_item (updated_at) where item = '{}'::jsonb;
