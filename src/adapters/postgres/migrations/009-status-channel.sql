create table farewell.channel_post (
  request_id uuid not null references farewell.request,
  channel_id text not null,
  activity_id text not null,
  shown_version integer not null,
  primary key (request_id, channel_id)
);
