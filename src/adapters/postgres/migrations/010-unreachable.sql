alter table farewell.contact add column unreachable_since timestamptz;
